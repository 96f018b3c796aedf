"""The SVG around the marks: name and description, links, style sheets, and the form that stands alone."""

import re

from generator.figures.lettering import escaped, spoken
from generator.figures.marks import Group
from generator.figures.outlines import px
from generator.figures.palette import PALETTE, Scheme, variables
from generator.figures.spec import FigureSpec

CLASS = "mf-svg"
"""Class of the root; every rule of the style sheet begins with it."""

_FONTS = "Inter, 'Helvetica Neue', Arial, sans-serif"
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[/\\]")
_UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029\ud800-\udfff]")

_RULES = (
    ".mf-svg{display:block;height:auto;overflow:visible}"
    ".mf-svg a{text-decoration:none}"
    ".mf-svg a:hover rect:first-of-type,.mf-svg a:hover circle,.mf-svg a:hover path{stroke:var(--mf-link)}"
    ".mf-svg a:focus-visible{outline:3px solid var(--mf-link);outline-offset:2px;border-radius:8px}"
    "@media (forced-colors:active){.mf-svg{forced-color-adjust:none;background:var(--mf-surface)}}"
)


def figure_id(spec: FigureSpec) -> str:
    """Where every id of the figure begins."""
    return f"f{spec.digest[:10]}"


def document(spec: FigureSpec, width: float, height: float, body: str) -> str:
    """The whole figure as inline SVG."""
    root = figure_id(spec)
    description = described = ""
    if spec.description:
        described = f' aria-describedby="{root}-d"'
        description = f'<desc id="{root}-d">{escaped(spoken(spec.description))}</desc>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{CLASS}" id="{root}" '
        f'role="{"group" if "<a " in body else "img"}" aria-labelledby="{root}-t"{described} '
        f'width="{px(width)}" height="{px(height)}" viewBox="0 0 {px(width)} {px(height)}" '
        f'font-family="{_FONTS}" stroke-linejoin="round">'
        f'<title id="{root}-t">{escaped(spoken(spec.title))}</title>{description}{body}</svg>'
    )


def grouped(group: Group, inner: str) -> str:
    """Written marks that belong together, as a link or a plain group; its title speaks for the words inside."""
    title = f"<title>{escaped(spoken(group.title))}</title>"
    href = safe_href(group.href)
    if href:
        return f'<a href="{escaped(href)}">{title}<g aria-hidden="true">{inner}</g></a>'
    return f"<g>{title}{inner}</g>"


def safe_href(href: str) -> str:
    """The link, or nothing when it is not a relative path or fragment: no scheme, no host, no hidden characters."""
    return "" if _ELSEWHERE.match(href) or _UNFIT.search(href) else href


def figure_css() -> str:
    """Rules that colour inline figures by the ``--mf-<token>`` variables of the page around them."""
    return _RULES + "".join(
        f".mf-svg .f-{token}{{fill:var(--mf-{token})}}.mf-svg .s-{token}{{stroke:var(--mf-{token})}}"
        for token in PALETTE
    )


def standalone(svg: str) -> str:
    """An inline figure as a file of its own, which carries its colours and follows the viewer's colour scheme.

    Links stay as they are: the file has to lie beside the page that the figure stands on.
    """
    style = (
        f".mf-svg{{{variables(Scheme.LIGHT)}}}"
        f"@media (prefers-color-scheme:dark){{.mf-svg{{{variables(Scheme.DARK)}background:var(--mf-surface)}}}}"
        f"{figure_css()}"
    )
    head, title_end, rest = svg.partition("</title>")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{head}{title_end}<style>{style}</style>{rest}\n'
