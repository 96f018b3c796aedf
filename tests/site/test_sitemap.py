import gzip
from datetime import UTC, datetime

import pytest

from generator.site.sitemap import sitemap_files

AS_OF = datetime(2026, 11, 20, 7, 40, tzinfo=UTC)


@pytest.mark.parametrize("site_url", ["https://bank.example/models", "https://bank.example/models/"])
def test_pages_are_listed_with_the_day_of_the_snapshot(site_url: str) -> None:
    plain, packed = sitemap_files(site_url, ["index.html", "a&b.html"], AS_OF)
    assert plain.path == "sitemap.xml"
    assert (
        b"<url><loc>https://bank.example/models/index.html</loc><lastmod>2026-11-20</lastmod></url>"
        in plain.content
    )
    assert b"a&amp;b.html" in plain.content
    assert gzip.decompress(packed.content) == plain.content


def test_the_same_snapshot_packs_to_the_same_bytes() -> None:
    first, second = (sitemap_files("https://bank.example", ["index.html"], AS_OF)[1] for _ in range(2))
    assert first == second
    assert first.content[4:8] == int(AS_OF.timestamp()).to_bytes(4, "little")


def test_a_site_without_address_has_none() -> None:
    assert sitemap_files("", ["index.html"], AS_OF) == ()


def test_an_instant_before_1970_is_no_obstacle() -> None:
    assert (
        sitemap_files("https://bank.example", [], datetime(1960, 1, 1, tzinfo=UTC))[1].content[4:8]
        == b"\0\0\0\0"
    )
