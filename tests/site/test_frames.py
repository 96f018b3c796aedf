from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import quote

import pytest

from generator.pages.view import Page, PageKind, RenderedPage
from generator.site.frames import Frames
from generator.site.shell import Shape

Filter = Callable[[str], str]


def frames(title_filter: Filter = str) -> tuple[Frames, list[str]]:
    """Frames of a made-up theme, and the paths that it is asked to render."""
    asked: list[str] = []

    def render(path: str, parts: Mapping[str, str], shape: Shape) -> str:
        asked.append(path)
        title = title_filter(parts["title"])
        return f'<head><meta charset="utf-8"><title>{title}</title></head>{path} {parts["body"]}{shape.tab}'

    return Frames(render, ["index.html"], ()), asked


def page(path: str, title: str = "churn v7") -> RenderedPage:
    return RenderedPage(page=Page(path=path, kind=PageKind.RUN, title=title, view=None), html="<h1>Body</h1>")


def test_pages_of_one_shape_are_filled_into_one_shell() -> None:
    made, asked = frames()
    html = [made.html(page(f"runs/{name}.html"), shared=True) for name in "abc"]
    assert [text.rpartition("</head>")[2] for text in html] == [
        f"runs/{name}.html <h1>Body</h1>" for name in "abc"
    ]
    assert made.count == 1
    assert made.rendered_whole == 0
    assert len(asked) == 2  # once for the shell, once to see that it is faithful
    assert not [path for path in asked if path.startswith("runs/a")]


@pytest.mark.parametrize(
    "title_filter", [quote, escape, str.upper, lambda text: text[:60], lambda text: text.replace("&lt;", "<")]
)
def test_a_theme_that_filters_a_text_renders_every_page_whole(title_filter: Filter) -> None:
    made, _ = frames(title_filter)
    title = "a <very> long title " * 9
    html = made.html(page("runs/a.html", title), shared=True)
    assert f"<title>{title_filter(escape(title))}</title>" in html
    assert made.rendered_whole == 1


def test_hostile_titles_take_the_same_shell_as_harmless_ones() -> None:
    made, _ = frames()
    assert "<title>&lt;b&gt;&amp;&#x27;</title>" in made.html(page("runs/a.html", "<b>&'"), shared=True)
    assert made.rendered_whole == 0


def test_the_home_page_is_rendered_whole() -> None:
    made, asked = frames()
    made.html(page("index.html"), shared=True)
    assert made.rendered_whole == 1
    assert asked[-1] == "index.html"


def test_every_page_has_the_policy_of_its_frame() -> None:
    made, _ = frames()
    filled, whole = (made.html(page("runs/a.html"), shared=shared) for shared in (True, False))
    assert filled == whole
    assert filled.count("Content-Security-Policy") == 1
