"""Assess made-up records with one control at a time."""

from collections.abc import Mapping
from typing import Any

from generator.analyses.standing.stage_history import StageChange
from generator.catalog import Person, Policy, Waiver
from generator.governance.assess import assess
from generator.governance.assessment import Assessment
from generator.governance.control import Control
from generator.governance.discovery import FoundControl
from generator.governance.finding import Finding, Status
from tests import factories

DAY = factories.NOON.date()


def assessed(
    *controls: type[Control],
    policy: Policy | None = None,
    observed: Mapping[str, tuple[StageChange, ...]] | None = None,
    **records: Any,
) -> Assessment:
    """What some controls find in a catalogue of these records."""
    catalog = factories.catalog(policy=policy, **records)
    return assess(
        catalog,
        as_of=factories.NOON,
        found=[FoundControl(kind=kind, package="test") for kind in controls],
        observed=observed,
    )


def found(control: type[Control], policy: Policy | None = None, **records: Any) -> Finding:
    """The one finding of a control on records that give it one subject."""
    (finding,) = assessed(control, policy=policy, **records).findings
    return finding


def told(finding: Finding) -> tuple[Status, str]:
    """The status that counts and what the control says."""
    return finding.status, finding.outcome.message


def places(finding: Finding) -> list[str]:
    """The places of the evidence, as errors print them."""
    return [str(each.source) for each in finding.outcome.evidence]


def person(identity: str = "i.bakker", **given: Any) -> Person:
    """Somebody in people.yaml."""
    made = {
        "id": identity,
        "name": "Ines Bakker",
        "role": "Head of Card Risk",
        "source": factories.source("governance/people.yaml", f"/people/{identity}"),
    }
    return Person(**made | given)


def waiver(control: str, **given: Any) -> Waiver:
    """A valid waiver of a control for every model, by default from ten days ago for twenty."""
    made = {
        "id": "WVR-1",
        "control": control,
        "reason": "The supplier answers next month.",
        "compensating_control": "Every decision is checked by a person.",
        "requested_by": "i.bakker",
        "approved_by": "s.iyer",
        "created_on": factories.at(10).date(),
        "expires_on": factories.at(-10).date(),
        "source": factories.source("governance/waivers.yaml", "/waivers/0"),
    }
    return Waiver(**made | given)
