"""Pages bound into one document: anchors stay apart, links lead within it or are gone, dates are fixed."""

import base64
import hashlib
import re
from datetime import UTC, datetime

from markupsafe import Markup

from generator.exports.report import Cover, bind, fixed, inlined_style, linked_style
from generator.pages.view import Page, PageKind, RenderedPage


def _page(path: str, html: str) -> RenderedPage:
    return RenderedPage(
        page=Page(path=path, kind=PageKind.AUDIT_MODEL, title=f"<{path}>", view=None), html=html
    )


def _bound(*pages: RenderedPage) -> str:
    cover = Cover(title="Audit & co", subtitle="", facts=(("Policy", "<3>"),), remark="")
    return bind(cover, pages, style=linked_style("assets/modelfolio.css", "A4"), title="Audit")


def test_each_chapter_keeps_its_anchors_to_itself():
    first = _page("models/a/audit.html", '<h2 id="x">X</h2><a href="#x">up</a>')
    second = _page("models/a/audit-v1.html", '<h2 id="x">X</h2><a href="audit.html#x">there</a>')
    html = _bound(first, second)
    assert '<h2 id="c1-x">X</h2><a href="#c1-x">up</a>' in html
    assert '<h2 id="c2-x">X</h2><a href="#c1-x">there</a>' in html


def test_a_link_to_a_page_that_is_not_bound_leads_nowhere_and_one_to_the_web_stays():
    html = _bound(
        _page("models/a/audit.html", '<a href="../../index.html">h</a><a href="https://b.example/">b</a>')
    )
    assert '<a>h</a><a href="https://b.example/">b</a>' in html


def test_text_that_looks_like_an_anchor_is_left_alone():
    assert '<p> id="x" href="#y"</p>' in _bound(_page("a.html", '<p> id="x" href="#y"</p>'))


def test_the_cover_escapes_what_it_says_and_lists_the_chapters():
    html = _bound(_page("a.html", ""))
    assert "<h1>Audit &amp; co</h1>" in html
    assert "<dt>Policy</dt> <dd>&lt;3&gt;</dd>" in html
    assert '<li><a href="#c1">&lt;a.html&gt;</a></li>' in html


def test_the_dates_of_a_pdf_become_the_instant_of_the_snapshot_and_nothing_moves():
    pdf = b"<< /CreationDate (D:20261128004300+00'00') /ModDate (D:20261128004301+00'00') >> (D:19990101000000+00'00')"
    done = fixed(pdf, datetime(2026, 1, 5, 8, tzinfo=UTC))
    assert done == (
        b"<< /CreationDate (D:20260105080000+00'00') /ModDate (D:20260105080000+00'00') >> (D:19990101000000+00'00')"
    )
    assert len(done) == len(pdf)


def test_structure_elements_are_counted_from_one_in_their_order():
    at = datetime(2026, 1, 5, 8, tzinfo=UTC)
    first, second = (
        b"/ID (node00000085) /Headers [(node00000085)] /ID (node00000101)",
        b"/ID (node00000086) /Headers [(node00000086)] /ID (node00000099)",
    )
    expected = b"/ID (node00000001) /Headers [(node00000001)] /ID (node00000002)"
    assert fixed(first, at) == fixed(second, at) == expected


def test_a_document_that_stands_alone_asks_for_nothing_and_runs_its_own_style_alone():
    css = b"@font-face { src: url(fonts/a.woff2) } b { background: url(fonts/gone.woff2) }"
    style = str(inlined_style(css, {"fonts/a.woff2": b"font"}))
    said = re.search(r"<style>(.*)</style>", style, re.DOTALL)[1]
    assert said.startswith(
        "@font-face { src: url(data:font/woff2;base64,Zm9udA==) } b { background: url(fonts/gone"
    )
    digest = base64.b64encode(hashlib.sha256(said.encode()).digest()).decode()
    assert f"style-src &#39;sha256-{digest}&#39;" in style
    assert "default-src &#39;none&#39;" in style


def test_a_link_to_what_lies_beside_the_document_leads_there_and_names_of_figures_stay_with_them():
    page = _page(
        "models/a/audit.html",
        '<a href="../../evidence/x.html#f-1">f</a><svg aria-labelledby="t d"><title id="t">T</title></svg>',
    )
    cover = Cover(title="Audit", subtitle="", facts=(), remark="")
    html = bind(
        cover, [page], style=Markup(""), title="Audit", elsewhere={"evidence/x.html#f-1": "evidence/a&b.yaml"}
    )
    assert '<a href="evidence/a&amp;b.yaml">f</a>' in html
    assert '<svg aria-labelledby="c1-t c1-d"><title id="c1-t">' in html
