"""Whatever people write into whichever field of the governance folder, audit pages and reports stay ours."""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from markdown_it import MarkdownIt

from generator.exports.junit import junit
from generator.exports.markdown import audit_markdown
from generator.exports.sarif import sarif
from generator.exports.selection import select
from generator.governance.discovery import discover_controls
from generator.pages.audit.controls import control_views
from generator.pages.audit.frameworks import framework_views
from generator.pages.audit.model import model_audit_views
from generator.pages.audit.portfolio import audit_views
from generator.pages.audit.version import version_audit_views
from generator.pages.audit.waivers import waiver_views
from generator.pages.portfolio import Portfolio
from generator.readers.governance.reader import read_governance
from generator.readers.join import join
from generator.readers.store import Store
from tests import factories
from tests.conftest import ROOT
from tests.pages.test_hostile_names import HIDDEN, Inspector
from tests.readers.governance.test_schemas import WHOLE

PAYLOADS = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": '"\' onmouseover=\'alert(1)" x="',
    "template": "{{ 7*7 }}{% raw %}{# x #}",
    "markdown": "[x](javascript:alert(1)) ![y](http://evil.example/p.png) | cell | @somebody `code`\n# Owned",
    "bidi": "a\u202egnp.exe\u2066b",
    "control": "a\x07\x1b[31m\x00b\r\nc",
    "long": "w" * 10_000,
}
KEPT = {
    "decision", "status", "classification", "kind", "automation", "severity", "model", "versions", "clause", "control",
    "audiences", "contact_patterns", "pattern", "stages", "approval",
}  # fmt: skip
"""Fields without which an entry is not read, or that name what it is about: these keep what they have."""
VIEWS = (
    audit_views, model_audit_views, version_audit_views, control_views, framework_views, waiver_views,
)  # fmt: skip
SCHEMA = json.loads((ROOT / "tests/assets/sarif-2.1.0-rtm.5.json").read_text())
CONTROLS, _ = discover_controls()
FORM = re.compile(r"\d{4}-\d\d-\d\d.*|[0-9a-f]{64}")
"""Texts that have a form, such as days: in another form they are not read at all."""


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every text in a document that is free."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, below in steps:
        if step not in KEPT:
            yield from places(below, (*path, step))
    if isinstance(value, str) and not FORM.fullmatch(value):
        yield path


def poisoned(document: Any, payload: str) -> Any:
    """The document with the payload in each free text, told apart by numbers so that ids stay their own."""
    made = copy.deepcopy(document)
    for number, (*above, last) in enumerate(places(document)):
        parent = made
        for step in above:
            parent = parent[step]
        parent[last] = f"{payload}{number}"
    return made


def portfolio(folder: Path, payload: str) -> Portfolio:
    """All governance files with the payload in each free field, over one model that they are about."""
    for path, document in WHOLE.values():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(poisoned(document, payload))
        place.write_text(f"---\n{text}\n---\n{payload}\n" if place.suffix == ".md" else text)
    written = read_governance(Store(folder, "governance"))
    model = factories.model("m", versions=tuple(factories.version(each, model="m") for each in (1, 3, 5)))
    known = factories.catalog(models=(model,))
    return factories.portfolio_of(join((known, written), (factories.STORE,)), CONTROLS)


@pytest.fixture(params=PAYLOADS, scope="module")
def hostile(request, tmp_path_factory):
    return portfolio(tmp_path_factory.mktemp("governance"), PAYLOADS[request.param])


@pytest.fixture(scope="module")
def chosen(hostile):
    return select(hostile.assessment)


def test_every_register_is_read_so_that_the_text_arrives(hostile):
    catalog = hostile.catalog
    read = (
        catalog.approvals, catalog.attestations, catalog.change_assessments, catalog.frameworks, catalog.incidents,
        catalog.narratives, catalog.people, catalog.policy, catalog.review_findings, catalog.transitions,
        catalog.validations, catalog.waivers,
    )  # fmt: skip
    assert all(read)


def parts(html: str) -> set[str]:
    """What a page is built of beyond the parts of every page: elements, names of attributes, links."""
    return {
        each if each.startswith(("<", "href ", "id ")) else each.partition("=")[0]
        for each in Inspector(html).complaints
    }


@pytest.fixture(scope="module")
def usual(render, tmp_path_factory) -> set[str]:
    """The parts of the same pages where nobody wrote anything hostile."""
    harmless = portfolio(tmp_path_factory.mktemp("harmless"), "words ")
    return {
        part for views in VIEWS for page in views(harmless) for part in parts(render(harmless, page).html)
    }


@pytest.mark.parametrize("views", VIEWS, ids=lambda views: views.__name__)
def test_no_page_takes_markup_from_it(hostile, render, usual, views):
    for page in views(hostile):
        html = render(hostile, page).html
        assert parts(html) <= usual, page.path
        assert not HIDDEN.search(html.replace("\n", "")), page.path


def test_the_markdown_has_its_own_table_and_no_other_markup(chosen):
    text = audit_markdown(chosen)
    assert not HIDDEN.search(text.replace("\n", ""))
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    inner = [child.type for token in tokens for child in token.children or ()]
    assert not {"link_open", "image", "html_inline", "em_open", "code_inline"} & set(inner)
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h2"]
    assert not any(token.type in {"html_block", "fence", "code_block"} for token in tokens)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {7}


def test_the_other_reports_are_whole(chosen):
    log = json.loads(sarif(chosen, "1.2.3", lambda place: (place.path, 1), everything=True))
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    assert len(log["runs"][0]["results"]) == len(chosen.findings)
    root = ET.fromstring(junit(chosen))  # noqa: S314 our own
    assert len(root.findall(".//testcase")) == len(chosen.findings)
    assert not HIDDEN.search("".join(root.itertext()).replace("\n", ""))
