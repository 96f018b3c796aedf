"""A clause stands as its results and statements do, and never better."""

from dataclasses import replace
from datetime import date

import pytest

from generator.catalog import Application, Attestation, Clause, ClauseGroup, Framework, FrameworkKind
from generator.governance.assess import assess
from generator.governance.controls.inventory import OwnerNamed
from generator.governance.discovery import FoundControl
from generator.governance.frameworks.crosswalk import Standing, counted, crosswalk
from generator.provenance import Source
from tests import factories
from tests.governance.assessing import person, waiver

LAW = Framework(
    id="NIST", title="N", kind=FrameworkKind.LAW, source=Source("n.yaml"),
    groups=(
        ClauseGroup(
            title="",
            clauses=(
                Clause(
                    id="NIST:GOVERN-2.1", ref="GOVERN 2.1", summary="roles", source=Source("n.yaml"),
                    applications=(Application("old", date(2026, 11, 20)), Application("new", date(2026, 11, 21))),
                ),
                Clause(id="NIST:X", ref="X", summary="nobody decides it", source=Source("n.yaml")),
            ),
        ),
    ),
)  # fmt: skip
OWNED = factories.narrative(fields={"owner": "Ines Bakker"})


def said(clause="NIST:X", **given):
    made = {"id": "ATT-1", "clause": clause, "statement": "so it is", "source": Source("a.yaml", "", "/0")}
    return Attestation(**made | given)


def walked(model="", **records):
    records.setdefault("models", (factories.model(),))
    catalog = factories.catalog(**records)
    found = assess(catalog, as_of=factories.NOON, found=[FoundControl(kind=OwnerNamed)])
    return crosswalk(catalog, found, LAW, model)


@pytest.mark.parametrize(
    ("records", "standing"),
    [
        ({}, Standing.GAPS),
        ({"waivers": (waiver("INV-001"),)}, Standing.DOUBTS),
        ({"narratives": (OWNED,)}, Standing.DOUBTS),
        ({"narratives": (OWNED,), "people": (person(),)}, Standing.EVIDENCE),
        ({"models": ()}, Standing.MISSING),
        ({"models": (), "attestations": (said("nist:govern-2.1"),)}, Standing.STATED),
        ({"attestations": (said("NIST:GOVERN-2.1"),)}, Standing.GAPS),
    ],
)
def test_results_go_before_statements(records, standing):
    assert walked(**records)[0].standing is standing


@pytest.mark.parametrize(
    ("statements", "standing"),
    [
        ((), Standing.MISSING),
        ((said(),), Standing.STATED),
        ((said(applies=False),), Standing.NOT_APPLICABLE),
        ((said(valid_until=date(2026, 11, 20)),), Standing.STATED),
        ((said(valid_until=date(2026, 11, 19)),), Standing.EXPIRED),
        ((said(valid_until=date(2026, 11, 19)), said(id="ATT-2", corrects="ATT-1")), Standing.STATED),
    ],
)
def test_where_no_control_decides_a_statement_does_while_it_holds(statements, standing):
    assert walked(attestations=statements)[1].standing is standing


def test_a_statement_on_one_model_says_nothing_of_another():
    records = {"attestations": (said(model="fraud"),)}
    assert walked("churn", **records)[1].standing is Standing.MISSING
    assert walked("fraud", **records)[1].standing is Standing.STATED


def test_a_clause_applies_from_its_day_on():
    assert [(each.application.to, each.applies) for each in walked()[0].applies] == [
        ("old", True),
        ("new", False),
    ]


def test_every_way_to_stand_is_counted():
    counts = counted(walked())
    assert (counts[Standing.GAPS], counts[Standing.MISSING], sum(counts.values())) == (1, 1, 2)
    assert list(counts) == list(Standing)


def test_no_way_to_stand_says_that_anything_complies():
    assert all("compl" not in standing.value for standing in Standing)


def test_the_results_of_one_model_are_its_own():
    models = (factories.model(), replace(factories.model("fraud"), versions=()))
    records = {"models": models, "narratives": (OWNED,), "people": (person(),)}
    assert walked("churn", **records)[0].standing is Standing.EVIDENCE
    assert walked("fraud", **records)[0].standing is Standing.GAPS
