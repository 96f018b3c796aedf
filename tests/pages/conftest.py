"""Rendering pages in tests, holding them to the promises of every page, and comparing them with golden ones."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from pathlib import Path

import pytest

from generator.figures.spec import FigureSpec
from generator.messages.language import AS_WRITTEN
from generator.pages.evidence.index import index_evidence
from generator.pages.portfolio import Portfolio
from generator.pages.render import Renderer, _environment
from generator.pages.view import Page, RenderedPage
from generator.pages.voice import Voice

TEMPLATES = Path(__file__).parents[2] / "templates"
GOLD = Path(__file__).parent / "gold"

Render = Callable[[Portfolio, Page], RenderedPage]
Gold = Callable[[str, str], None]

_SECTION = re.compile(r'<h2 id="([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')
_FRAGMENT = re.compile(r'href="#([^"]*)"')


def placeholder(spec: FigureSpec) -> str:
    """A figure's stand-in, so that golden pages do not depend on how figures are drawn."""
    return f'<svg class="mf-svg" role="img"><title>{escape(spec.title)}</title><desc>{escape(spec.description)}</desc></svg>'


def checked(page: Page, done: RenderedPage, figures: Mapping[str, str]) -> RenderedPage:
    """The page, after the promises that every page keeps were seen to be kept."""
    assert _SECTION.findall(done.html) == [section.id for section in done.page.sections]
    ids = _ID.findall(done.html)
    assert len(ids) == len(set(ids)), sorted({each for each in ids if ids.count(each) > 1})
    assert set(_FRAGMENT.findall(done.html)) <= set(ids)
    assert done.html.count("<h1") == 1
    for svg in figures.values():
        assert svg in done.html, "a figure of the page is placed nowhere"
    return done


@pytest.fixture(scope="session")
def compiled() -> Iterator[None]:
    """Lets all renderers of the tests share one environment, so that each template is compiled once."""
    shared = _environment(TEMPLATES, (), Voice(AS_WRITTEN))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "generator.pages.render._environment",
            lambda templates, overrides, voice: (
                shared
                if (templates, tuple(overrides)) == (TEMPLATES, ()) and voice.english
                else _environment(templates, overrides, voice)
            ),
        )
        yield


@pytest.fixture(scope="session")
def render(compiled: None) -> Render:
    """Renders a page with stand-ins for its figures, and checks it."""

    def render_page(portfolio: Portfolio, page: Page) -> RenderedPage:
        figures = {spec.digest: placeholder(spec) for spec in page.figures}
        renderer = Renderer(
            snapshot=portfolio.snapshot,
            evidence=index_evidence(portfolio.catalog.files),
            figures=figures,
            templates=TEMPLATES,
        )
        return checked(page, renderer.render(page), figures)

    return render_page


@pytest.fixture
def gold(request: pytest.FixtureRequest) -> Gold:
    """Compares a body with ``gold/<name>.html``; with ``--accept`` it becomes that file."""

    def compare(name: str, html: str) -> None:
        path = GOLD / f"{name}.html"
        if request.config.getoption("--accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(html, encoding="utf-8")
            return
        assert path.is_file(), f"no golden page {path.name}: look at the page, then run pytest with --accept"
        assert html == path.read_text(encoding="utf-8")

    return compare
