"""No secret is ever published."""

import pytest

from generator.errors import SiteError
from generator.pipeline import pipeline as pipeline_module
from generator.pipeline.secrecy import refuse_secrets
from tests.cli.small_store import RUN, put, write_store
from tests.pipeline.test_pipeline import pipeline
from tests.screening.test_shapes import SAMPLES

SECRET = SAMPLES["github-token"]


def test_what_holds_a_secret_is_refused_by_its_path():
    with pytest.raises(SiteError, match=r"^models/a\.html: holds what looks like a secret"):
        refuse_secrets(f"<td>{SECRET}</td>", "models/a.html")


def test_what_holds_a_mask_or_a_digest_is_not():
    refuse_secrets(
        "<td>[secret: jwt]</td><code>" + "0123456789abcdef" * 4 + "</code> ada@bank.example", "a.html"
    )


def test_a_secret_in_a_store_and_in_its_names_stands_nowhere_in_the_site(tmp_path):
    write_store(tmp_path)
    put(tmp_path / RUN / "params/token", SECRET)
    put(tmp_path / RUN / "params" / SECRET, "1")
    put(tmp_path / RUN / "artifacts/notes.txt", f"use {SECRET}")
    river = pipeline(tmp_path)
    site = river.site.site_dir
    written = [path for path in site.rglob("*") if path.is_file()]
    assert len(written) > 20
    assert [path for path in written if SECRET.encode() in path.read_bytes() or SECRET in path.name] == []
    fields = sorted(each.field for each in river.catalog.sensitive)
    assert fields == ["name of a file", "param [secret: github-token]", "param token", "text of notes.txt"]


def test_when_masking_misses_one_nothing_is_published(tmp_path, monkeypatch):
    write_store(tmp_path)
    put(tmp_path / RUN / "params/token", SECRET)
    monkeypatch.setattr(pipeline_module, "screened", lambda catalog, _allowed: catalog)
    river = pipeline(tmp_path)
    with pytest.raises(SiteError, match="holds what looks like a secret"):
        assert river.site
    assert not river.settings.site_dir.exists()
