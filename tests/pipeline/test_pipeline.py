"""The river as a whole."""

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from generator.pages.view import Page, PageKind, RenderedPage
from generator.pipeline.packing import PackedPage, packed
from generator.pipeline.pipeline import Pipeline
from generator.pipeline.settings import Request, settle
from generator.provenance import Source
from tests.cli.small_store import RUN, put, register, write_store


@pytest.fixture
def folder(tmp_path):
    write_store(tmp_path)
    return tmp_path


def pipeline(folder: Path, **asked) -> Pipeline:
    return Pipeline(settle(Request(jobs=1, **asked), folder=folder, environment={}))


def with_figures(folder: Path) -> None:
    """A metric with a history, of a run that was registered: it is drawn."""
    lines = "".join(f"{1767600030000 + step} {0.5 + step / 100} {step}\n" for step in range(30))
    put(folder / RUN / "metrics/auc", lines)
    register(folder)


def test_each_stage_is_worked_out_once(folder):
    river = pipeline(folder)
    assert river.catalog is river.catalog
    assert river.portfolio.catalog is river.catalog
    assert [page.path for page in river.pages] == [
        done.page.path for done in river.rendered if "evidence" not in done.page.path
    ]


def test_the_digest_of_the_snapshot_is_that_of_the_published_list(folder):
    river = pipeline(folder)
    listed = (river.site.site_dir / "api/evidence.sha256").read_bytes()
    assert hashlib.sha256(listed).hexdigest() == river.snapshot.digest
    assert b"  mlruns/1/meta.yaml\n" in listed


def test_one_changed_byte_changes_the_digest(folder):
    before = pipeline(folder).snapshot.digest
    put(folder / RUN / "params/lr", "0.2")
    assert pipeline(folder).snapshot.digest != before


def test_templates_of_ones_own_go_before_ours(folder):
    put(
        folder / "ours/findings.html.jinja",
        '{% extends "base/findings.html.jinja" %}{% block content %}<p>Ours</p>{{ super() }}{% endblock %}',
    )
    put(folder / "mkdocs.yml", "site_name: x\nextra: {modelfolio: {templates: ours}}\n")
    (findings,) = [done for done in pipeline(folder).rendered if done.page.kind is PageKind.FINDINGS]
    assert "<p>Ours</p>" in findings.html


def test_figures_are_remembered_beside_the_configuration(folder):
    with_figures(folder)
    figures = pipeline(folder).figures
    assert figures
    entries = [path for path in (folder / ".modelfolio/cache").glob("*/*") if path.is_file()]
    assert len(entries) == len(figures)
    assert pipeline(folder).figures == figures


def test_nothing_is_remembered_where_it_would_be_read_or_published(folder, tmp_path_factory):
    with_figures(folder)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(folder / "mlruns", elsewhere / "mlruns")
    for asked in (
        {"folder": elsewhere / "mlruns", "stores": (Path(),), "site_dir": elsewhere / "site"},
        {"folder": elsewhere, "stores": (folder / "mlruns",), "site_dir": Path()},
    ):
        assert pipeline(**asked).figures
        assert not list(elsewhere.rglob(".modelfolio"))


def test_a_cache_that_cannot_be_written_changes_nothing(folder):
    with_figures(folder)
    put(folder / ".modelfolio", "a file where the folder should be")
    assert pipeline(folder).figures == replace_cache(pipeline(folder), folder / "another").figures


def replace_cache(river: Pipeline, cache_dir: Path) -> Pipeline:
    return Pipeline(replace(river.settings, cache_dir=cache_dir))


def test_a_packed_page_is_the_page():
    page = Page(path="index.html", kind=PageKind.HOME, title="Home", view=None)
    sources = (Source("mlruns/1/meta.yaml", "ab" * 32),)
    done = PackedPage(page, packed("<p>é \ud800 \N{RIGHTWARDS ARROW}</p>"), sources)
    assert isinstance(done, RenderedPage)
    assert (done.page, done.html, done.sources) == (
        page,
        "<p>é \ud800 \N{RIGHTWARDS ARROW}</p>",
        sources,
    )
