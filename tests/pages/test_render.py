"""A page's body: escaped, cited, and owned by its view."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.catalog import FileRead
from generator.errors import SiteError
from generator.figures.spec import TrendPoint, TrendSpec
from generator.pages.evidence.index import index_evidence
from generator.pages.render import Renderer
from generator.pages.view import Page, PageKind, Section, Snapshot
from generator.provenance import Fact, Source, missing, recorded

PAYLOAD = "<img src=x onerror=alert(1)>\u202e{{ 7*7 }}"
META = Source("mlruns/3/meta.yaml", "ab" * 32)
SNAPSHOT = Snapshot(
    site_name="Bank",
    as_of=datetime(2026, 11, 20, tzinfo=UTC),
    stores=("mlruns",),
    digest="0" * 64,
    tool_version="1",
)


@dataclass(frozen=True)
class View:
    """What the test's template reads."""

    fact: Fact


def rendered(tmp_path: Path, template: str, fact: Fact, **page: object):
    ours = Path(__file__).parents[2] / "templates"
    (tmp_path / "home.html.jinja").write_text(template)
    renderer = Renderer(
        snapshot=SNAPSHOT,
        evidence=index_evidence([FileRead(META.path, META.sha256, 12)]),
        figures={},
        templates=ours,
        overrides=[tmp_path],
    )
    return renderer.render(
        Page(path="models/a/v1.html", kind=PageKind.HOME, title=PAYLOAD, view=View(fact), **page)
    )


EXTENDED = '{% extends "page.html.jinja" %}{% block content %}{{ ui.fact(view.fact) }}{% endblock %}'


def test_store_text_is_escaped_and_made_visible_wherever_it_stands(tmp_path):
    body = rendered(tmp_path, EXTENDED, recorded(PAYLOAD, META)).html
    assert "<img" not in body
    assert body.count("&lt;img src=x onerror=alert(1)&gt;⟨U+202E⟩{{ 7*7 }}") == 2


def test_a_fact_is_marked_with_the_place_it_was_read_from(tmp_path):
    done = rendered(tmp_path, EXTENDED, recorded("7", META.at("version")))
    assert '<sup class="mf-cite"><a href="#source-1">1</a></sup>' in done.html
    assert '<ol><li id="source-1" value="1">/version</li></ol>' in done.html
    assert "../../evidence/mlruns-3-" in done.html
    assert "/version" in done.html
    assert done.sources == (META.at("version"),)
    assert done.page.sections == (Section("sources", "Sources"),)


def test_a_missing_fact_is_drawn_as_missing_and_says_where_it_should_stand(tmp_path):
    done = rendered(tmp_path, EXTENDED, missing(Source("governance/models/a.md", "", "/owner")))
    assert '<span class="mf-missing">not recorded</span>' in done.html
    assert "no such file in this snapshot" in done.html


def test_ten_neighbouring_sources_are_one_mark(tmp_path):
    places = [META.line(number) for number in range(1, 11)]
    assert ">1–10</a>" in rendered(tmp_path, EXTENDED, recorded("x", *places)).html


def test_a_file_and_its_digest_stand_once_for_all_of_their_places(tmp_path):
    other = Source("mlruns/3/tags/user", "b" * 64)
    done = rendered(tmp_path, EXTENDED, recorded("x", META.at("a"), other, META.at("b")))
    html = done.html
    assert html.count(META.path) == 1
    assert html.count(f"sha256:{META.sha256}") == 1
    assert '<li id="source-1" value="1">/a</li> <li id="source-3" value="3">/b</li></ol></li>\n<li>' in html
    assert '<ol><li id="source-2" value="2">whole file</li></ol>' in html


def test_a_page_that_cites_nothing_has_no_list_of_sources(tmp_path):
    done = rendered(tmp_path, EXTENDED, recorded("x"))
    assert "mf-sources" not in done.html
    assert done.page.sections == ()


def test_a_template_that_asks_for_what_is_not_there_names_the_page(tmp_path):
    with pytest.raises(SiteError) as caught:
        rendered(tmp_path, "{{ view.nothing }}", recorded("x"))
    assert str(caught.value).startswith("models/a/v1.html: the template of this page failed")


def test_an_override_may_extend_ours_and_change_one_block(tmp_path):
    override = '{% extends "base/findings.html.jinja" %}{% block content %}ours, changed{% endblock %}'
    done = rendered(tmp_path, override, recorded("x"))
    assert "ours, changed" in done.html
    assert "<h1>" in done.html


def test_a_figure_is_placed_by_its_digest(tmp_path):
    spec = TrendSpec(title="t", heading="h", points=(TrendPoint(label="v1", value=0.5),))
    (tmp_path / "home.html.jinja").write_text("{{ figure(view.fact) }}")
    renderer = Renderer(
        snapshot=SNAPSHOT,
        evidence=index_evidence([]),
        figures={spec.digest: "<svg></svg>"},
        templates=tmp_path,
    )
    page = Page(path="x.html", kind=PageKind.HOME, title="x", view=View(spec))  # type: ignore[arg-type]
    assert renderer.render(page).html == "<svg></svg>"
