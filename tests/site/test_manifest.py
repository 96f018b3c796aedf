import json

from generator.pages.view import RenderedPage
from generator.provenance import Source
from generator.site import manifest
from tests.site import sample

RENDERED = sample.site()[0]


def test_the_list_of_pages_says_what_each_is_about() -> None:
    file = manifest.pages_file(rendered.page for rendered in RENDERED)
    listed = {each["path"]: each for each in json.loads(file.content)}
    assert file.path == "api/pages.json"
    assert listed["models/churn/v7.html"] == {
        "path": "models/churn/v7.html",
        "kind": "version",
        "title": "churn v7",
        "model": "churn",
        "version": "7",
        "run_id": "",
    }
    assert len(listed) == len(RENDERED)
    assert file.content.isascii()


def test_provenance_gathers_the_places_of_each_file() -> None:
    sources = (
        Source("a/meta.yaml", "1" * 64, "/x"),
        Source("b.md", "", "/owner"),
        Source("a/meta.yaml", "1" * 64, "/y"),
    )
    page = RenderedPage(page=RENDERED[0].page, html="", sources=sources)
    said = json.loads(manifest.provenance_file([page], sample.SNAPSHOT).content)
    assert said["pages"] == {
        "index.html": [
            {"path": "a/meta.yaml", "sha256": "1" * 64, "pointers": ["/x", "/y"]},
            {"path": "b.md", "sha256": None, "pointers": ["/owner"]},
        ]
    }
    assert (said["generator"], said["version"], said["as_of"]) == (
        "modelfolio",
        "0.1.0",
        "2026-11-20T07:40:00Z",
    )
    assert said["store_digest"] == sample.SNAPSHOT.digest
    assert said["libraries"]["mkdocs"].startswith("1.")


def test_provenance_has_a_line_for_each_page() -> None:
    lines = manifest.provenance_file(RENDERED, sample.SNAPSHOT).content.decode().splitlines()
    assert len(lines) == len(RENDERED) + 2


def test_digests_are_listed_by_path_as_sha256sum_reads_them() -> None:
    assert (
        manifest.sums_file({"b": "1" * 64, "a/c": "2" * 64}).content.decode()
        == f"{'2' * 64}  a/c\n{'1' * 64}  b\n"
    )
