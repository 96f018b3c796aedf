"""The frameworks that ship are whole, and every control speaks of clauses that are there."""

from collections import Counter
from datetime import date

import pytest

from generator.catalog import Framework, FrameworkKind
from generator.governance.discovery import discover_controls
from generator.governance.frameworks.shipped import frameworks_of, shipped_frameworks
from generator.provenance import Source
from generator.provenance.document import Document
from generator.readers.governance.form import Form
from generator.readers.governance.frameworks import framework_of


def test_every_framework_is_read_without_a_fault_and_in_full():
    counts = {framework.id: len(framework.clauses) for framework in shipped_frameworks()}
    assert counts == {
        "AIA": 63, "NIST": 50, "ISO42001": 38, "SR26-2": 12, "SS1/23": 23, "GDPR": 3,
        "MC": 9, "DS": 7, "G7": 7, "SOC2": 1, "CFR11": 1, "GMLP": 2,
    }  # fmt: skip


def test_no_clause_stands_twice_and_each_says_what_it_asks():
    clauses = [clause for framework in shipped_frameworks() for clause in framework.clauses]
    assert [clause for clause, times in Counter(clause.id for clause in clauses).items() if times > 1] == []
    assert all(clause.summary and clause.ref and clause.automation for clause in clauses)


def test_every_clause_that_a_control_names_is_there():
    known = {clause.id for framework in shipped_frameworks() for clause in framework.clauses}
    named = {clause for control in discover_controls()[0] for clause in control.about.clauses}
    assert named - known == set()


@pytest.mark.parametrize(
    ("clause", "since"),
    [
        ("AIA:14", [date(2027, 12, 2), date(2028, 8, 2)]),
        ("AIA:IV.9", [date(2027, 12, 2), date(2028, 8, 2)]),
        ("AIA:73", [date(2026, 8, 2)]),
        ("AIA:50", [date(2026, 8, 2), date(2026, 12, 2)]),
        ("GDPR:35.1", [date(2018, 5, 25)]),
        ("NIST:GOVERN-1.1", []),
    ],
)
def test_a_clause_applies_from_its_own_day_else_from_that_of_its_chapter(clause, since):
    (found,) = (each for framework in shipped_frameworks() for each in framework.clauses if each.id == clause)
    assert [each.since for each in found.applications] == since


def test_a_team_replaces_one_of_ours_and_adds_its_own():
    ours = shipped_frameworks()
    own = Framework(id="NIST", title="Ours", kind=FrameworkKind.POLICY, groups=(), source=Source("g"))
    new = Framework(id="MRS", title="New", kind=FrameworkKind.POLICY, groups=(), source=Source("g"))
    titles = [framework.title for framework in frameworks_of((new, own))]
    assert titles == [
        *("Ours" if framework.id == "NIST" else framework.title for framework in ours),
        "New",
    ]


def test_a_clause_without_an_id_costs_itself_only():
    form = Form(
        Document(
            {
                "id": "X",
                "title": "X",
                "kind": "policy",
                "groups": [{"title": "A", "clauses": [{"summary": "s"}, {"id": "1", "summary": "t"}]}],
            },
            Source("x.yaml"),
        )
    )
    assert [clause.id for clause in framework_of(form).clauses] == ["X:1"]
    assert [str(fault) for fault in form.take_faults()] == ["x.yaml#/groups/0/clauses/0/id: id is missing"]
