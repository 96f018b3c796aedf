"""The findings page holds what controls left open, and what was wrong with the inputs."""

import re
from dataclasses import dataclass, replace
from typing import ClassVar

from generator.catalog import Problem, Severity
from generator.governance.controls.inventory import OwnerNamed
from generator.governance.discovery import FoundControl
from generator.governance.finding import ControlSeverity, Status
from generator.pages.evidence.findings import findings_views
from generator.provenance import Source
from tests import factories
from tests.governance.test_assess import AtMostOneVersion, Raising, two_versions


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisingOnALowMatter(Raising):
    """Cannot be run, and matters little."""

    about: ClassVar = replace(Raising.about, severity=ControlSeverity.LOW)


def portfolio(*controls, **records):
    found = [FoundControl(kind=kind, package="modelfolio") for kind in controls]
    return factories.portfolio_of(factories.catalog(**records), found)


def test_open_results_stand_before_the_problems_with_inputs(render):
    problem = Problem(
        slug="yaml-invalid",
        severity=Severity.ERROR,
        source=Source("a.yaml", "", ""),
        message="no YAML",
        cost="all",
    )
    place = portfolio(OwnerNamed, models=(factories.model(),), problems=(problem,))
    (page,) = findings_views(place)
    (opened,) = page.view.open_rows
    html = render(place, page).html
    assert page.summary.startswith("1 open result of controls; 1 problem in ")
    assert [section.title for section in page.sections] == [
        "Open results of controls",
        "Problems with inputs",
    ]
    first, second = html.split('<h2 id="problems">')
    assert f"{opened.about.title}</td>" in first
    assert "INV-001" in first
    assert "INV-001" not in second
    assert "no YAML" in second
    assert "no YAML" not in first


def test_a_grave_failure_stands_above_a_lesser_control_that_could_not_be_run():
    place = portfolio(RaisingOnALowMatter, AtMostOneVersion, **two_versions())
    (page,) = findings_views(place)
    statuses = [(row.finding.status, row.finding.severity) for row in page.view.open_rows]
    assert statuses == [(Status.FAIL, ControlSeverity.HIGH), (Status.ERROR, ControlSeverity.LOW)]


def test_where_nothing_is_open_and_nothing_is_wrong_both_parts_say_so(render):
    place = portfolio()
    (page,) = findings_views(place)
    said = " ".join(re.sub(r"<[^>]+>", " ", render(place, page).html).split())
    assert "No control fails, warns, is waived or could not be run." in said
    assert "Every file that was opened could be read as what it claims to be." in said
