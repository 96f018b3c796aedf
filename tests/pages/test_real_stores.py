"""Every page of real stores renders, keeps the promises of every page, and leads nowhere but to pages that exist."""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.analyses.screening.screen import has_secret
from generator.catalog import Catalog
from generator.pages import paths
from generator.pages.contents import data_files, lay_out
from generator.pages.lineage.page import lineage_figure_files
from generator.pages.portfolio import Portfolio
from generator.pages.view import Page
from generator.readers.reader import read_catalog
from generator.readers.store import Store
from tests import factories as make

_LINK = re.compile(r'href="([^"#:]+)(?:#([^"]*))?"')
_ID = re.compile(r'\sid="([^"]*)"')
_SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)
FILE_STORES = ("made/mlruns-2.9", "made/mlruns-2.22", "made/mlruns-3.18")
"""What three releases of MLflow wrote for one script."""
FOUND = (
    "public/JortdeJong13+country-guess/store/mlruns",
    "public/gauravgulia26+creditcardfrauddetection/store/mlruns",
    "public/ghadfield32+nfl_field_goal_kicker_leaderboard/store/mlruns",
    "public/loglabs+mltrace/store/examples/mlruns",
    "public/shisian512+mlops/store/mlruns",
)
"""What people committed to public repositories."""


def portfolio_of(folder: Path) -> Portfolio:
    catalog = read_catalog([Store(folder, "mlruns")])
    return make.portfolio_of(catalog, None, stores=catalog.stores)


def figure_links(page: Page) -> Iterator[str]:
    """Where the parts of a page's figures lead."""
    for spec in page.figures:
        for parts in ("nodes", "points", "lines", "cells"):
            yield from (part.href for part in getattr(spec, parts, ()) if getattr(part, "href", ""))


def dead_links(portfolio: Portfolio, bodies: dict[str, str]) -> Iterator[str]:
    """Links of the bodies to no page, no data file and no anchor."""
    pages = lay_out(portfolio)
    drawn = {spec.digest: "<svg></svg>" for page in pages for spec in page.figures}
    files = [*data_files(portfolio), *lineage_figure_files(pages, drawn)]
    targets = {page.path for page in pages} | {file.path for file in files}
    anchors = {path: set(_ID.findall(html)) for path, html in bodies.items()}
    for path, html in bodies.items():
        for target, fragment in _LINK.findall(_SVG.sub("", html)):
            there = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
            if there.startswith("evidence/") or there == "SHA256SUMS":
                continue
            if there not in targets or (fragment and there in anchors and fragment not in anchors[there]):
                yield f"{path}: {target}#{fragment}"
    for page in pages:
        for target in figure_links(page):
            if (
                posixpath.normpath(posixpath.join(posixpath.dirname(page.path), target.partition("#")[0]))
                not in targets
            ):
                yield f"{page.path}, in a figure: {target}"


@pytest.mark.parametrize("store", [*FILE_STORES, *FOUND])
def test_every_page_of_a_real_store_renders_and_leads_to_what_exists(shared_stores, render, store):
    portfolio = portfolio_of(shared_stores / store)
    bodies = {page.path: render(portfolio, page).html for page in lay_out(portfolio)}
    assert bodies[paths.HOME]
    assert [path for path, html in bodies.items() if has_secret(html)] == []
    assert list(dead_links(portfolio, bodies)) == []


def test_every_page_of_the_example_renders_and_leads_to_what_exists(example, render):
    portfolio = portfolio_of(example / "mlruns")
    bodies = {page.path: render(portfolio, page).html for page in lay_out(portfolio)}
    assert len(portfolio.run_ids_with_page) > 10
    assert list(dead_links(portfolio, bodies)) == []


def test_an_empty_catalogue_has_its_pages_too(render):
    portfolio = make.portfolio_of(Catalog(), None, stores=())
    bodies = {page.path: render(portfolio, page).html for page in lay_out(portfolio)}
    controls = {path for path in bodies if path.startswith(("controls/", "frameworks/"))}
    assert set(bodies) == {paths.HOME, paths.FINDINGS, paths.AUDIT, paths.GLOSSARY, *controls}
