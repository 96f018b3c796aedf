"""Every control is asked about everything it concerns, and nothing that goes wrong passes."""

from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint
from typing import ClassVar

import pytest

from generator.catalog import ControlSetting, Exclusion, Gate, Policy
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import ModelControl, PortfolioControl, ReviewControl, VersionControl
from generator.governance.controls.inventory import OwnerNamed
from generator.governance.discovery import GROUP, FoundControl, discover_controls
from generator.governance.finding import (
    ControlSeverity,
    Status,
    SubjectRef,
    evidence,
    failed,
    not_applicable,
    passed,
)
from tests import factories
from tests.governance.assessing import assessed, found, person, told, waiver

ABOUT = About(
    id="T-001",
    title="A rule for tests",
    family=Family.INVENTORY,
    severity=ControlSeverity.HIGH,
    automation=Automation.AUTOMATIC,
    pillars=(Pillar.TRACEABILITY,),
    applies="always",
    passes="it is so",
    fails="it is not so",
    evidence="the record",
    remediation="Make it so.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMostOneVersion(VersionControl):
    about: ClassVar = ABOUT
    most: int = 1

    def evaluate(self, subject):
        proof = [evidence(subject.version.source, subject.version.version)]
        number = subject.version.sequence
        make = passed if number <= self.most else failed
        return make(f"version {number} of at most {self.most}", proof, observed=number, limit=self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Raising(ModelControl):
    about: ClassVar = replace(ABOUT, id="T-002")

    def evaluate(self, subject):
        raise KeyError(subject.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotConcerned(PortfolioControl):
    about: ClassVar = replace(ABOUT, id="T-003")

    def evaluate(self, scope):
        return not_applicable("there is nothing to look at")


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsFailures(ReviewControl):
    about: ClassVar = replace(ABOUT, id="T-000")

    def review(self, scope, findings):
        count = sum(finding.status is Status.FAIL for finding in findings)
        yield SubjectRef("churn"), failed(f"{count} failed", [evidence(scope.policy.place())])


def two_versions(**given):
    return {"models": (factories.model(versions=(factories.version(1), factories.version(2)), **given),)}


def test_findings_stand_in_the_order_of_the_catalogue_whatever_the_order_of_the_controls():
    orders = [(AtMostOneVersion, Raising, NotConcerned), (NotConcerned, Raising, AtMostOneVersion)]
    results = [assessed(*order, **two_versions()).findings for order in orders]
    assert [(str(finding.subject), finding.control) for finding in results[0]] == [
        ("portfolio", "T-003"),
        ("models:/churn", "T-002"),
        ("models:/churn/1", "T-001"),
        ("models:/churn/2", "T-001"),
    ]
    assert results[0] == results[1]


def test_a_control_that_raises_is_an_error_and_stops_no_other():
    findings = assessed(Raising, AtMostOneVersion, **two_versions()).findings
    assert told(findings[0]) == (Status.ERROR, "the control could not be run: KeyError: 'churn'")
    assert [finding.status for finding in findings[1:]] == [Status.PASS, Status.FAIL]


def test_a_review_sees_what_the_others_found_even_when_its_id_comes_first():
    findings = assessed(CountsFailures, AtMostOneVersion, **two_versions()).of("churn")
    assert [told(finding) for finding in findings] == [(Status.FAIL, "1 failed")]


class TestParameters:
    def test_the_policy_sets_a_parameter_and_a_severity_and_the_place_is_kept(self):
        place = factories.source("governance/policy.yaml", "/controls/T-001")
        setting = ControlSetting(control="T-001", parameters={"most": "2"}, severity="low", source=place)
        result = assessed(AtMostOneVersion, policy=Policy(controls={"T-001": setting}), **two_versions())
        assert [finding.status for finding in result.findings] == [Status.PASS, Status.PASS]
        assert {finding.severity for finding in result.findings} == {ControlSeverity.LOW}
        used = result.controls_by_id["T-001"]
        assert (used.parameters, used.set_by) == ({"most": "2"}, {"most": place.at("most")})

    @pytest.mark.parametrize(
        ("parameters", "message"),
        [
            ({"least": "2"}, "is no parameter of T-001"),
            ({"most": "two"}, "does not fit: invalid literal for int() with base 10: 'two'"),
            ({"most": ("1", "2")}, "does not fit: a single value is wanted"),
        ],
    )
    def test_one_that_does_not_fit_is_told_and_the_defaults_hold(self, parameters, message):
        place = factories.source("governance/policy.yaml", "/controls/T-001")
        setting = ControlSetting(control="T-001", parameters=parameters, source=place)
        result = assessed(AtMostOneVersion, policy=Policy(controls={"T-001": setting}), **two_versions())
        assert [(problem.message, problem.source) for problem in result.problems] == [(message, place)]
        assert result.controls_by_id["T-001"].parameters == {"most": "1"}

    def test_a_disabled_control_does_not_run_and_says_why(self):
        setting = ControlSetting(control="T-001", enabled=False, reason="not ours")
        result = assessed(AtMostOneVersion, policy=Policy(controls={"T-001": setting}), **two_versions())
        assert (result.findings, result.controls_by_id["T-001"].disabled) == ((), "not ours")


class TestWaivers:
    def test_a_waiver_never_hides_the_status_beneath(self):
        finding = found(OwnerNamed, models=(factories.model(),), waivers=(waiver("INV-001"),))
        assert (finding.status, finding.outcome.status) == (Status.WAIVED, Status.FAIL)
        assert finding.waiver.id == "WVR-1"

    @pytest.mark.parametrize(
        "defect",
        [
            {"expires_on": factories.at(1).date()},
            {"created_on": factories.at(-1).date()},
            {"expires_on": None},
            {"created_on": None},
            {"approved_by": ""},
            {"approved_by": "I.Bakker"},
            {"reason": " "},
            {"compensating_control": ""},
            {"control": "INV-002"},
            {"model": "fraud"},
            {"versions": ("3",)},
        ],
    )
    def test_one_with_a_defect_or_for_something_else_covers_nothing(self, defect):
        waivers = (waiver(**{"control": "INV-001"} | defect),)
        assert found(OwnerNamed, models=(factories.model(),), waivers=waivers).status is Status.FAIL

    def test_an_approver_who_is_the_requester_by_another_name_covers_nothing(self):
        waivers = (waiver("INV-001", approved_by="Ines Bakker"),)
        records = {"models": (factories.model(),), "people": (person(),)}
        assert found(OwnerNamed, waivers=waivers, **records).status is Status.FAIL

    def test_a_corrected_entry_covers_nothing(self):
        old = waiver("INV-001")
        new = waiver("INV-002", id="WVR-2", corrects="WVR-1")
        assert found(OwnerNamed, models=(factories.model(),), waivers=(old, new)).status is Status.FAIL

    def test_a_pass_needs_no_waiver(self):
        finding = found(
            OwnerNamed,
            models=(factories.model(),),
            narratives=(factories.narrative(fields={"owner": "Ines Bakker"}),),
            people=(person(),),
            waivers=(waiver("INV-001"),),
        )
        assert (finding.status, finding.waiver) == (Status.PASS, None)


class TestScope:
    def test_what_the_policy_excludes_or_the_registry_deleted_is_not_assessed_but_listed(self):
        versions = (factories.version(1), factories.version(2, deleted=True), factories.version(3))
        policy = Policy(exclusions=(Exclusion(pattern="models:/churn/1", reason="imported"),))
        result = assessed(AtMostOneVersion, policy=policy, models=(factories.model(versions=versions),))
        assert [str(finding.subject) for finding in result.findings] == ["models:/churn/3"]
        assert [(str(out.subject), out.reason) for out in result.left_out] == [
            ("models:/churn/1", "imported"),
            ("models:/churn/2", "the registry no longer lists it"),
        ]
        counts = {row.noun: (row.found, row.parsed, row.evaluated) for row in result.reconciliation}
        assert counts["model versions"] == (3, 3, 1)

    def test_without_a_model_nothing_was_assessed(self):
        assert assessed(AtMostOneVersion, models=()).nothing_assessed
        assert not assessed(AtMostOneVersion, models=(factories.model(),)).nothing_assessed


def test_a_gate_stops_at_its_severity_and_status_only():
    policy = Policy(gates=(Gate(severity="high", status="fail"),))
    result = assessed(AtMostOneVersion, Raising, policy=policy, **two_versions())
    assert [str(finding.subject) for finding in result.breaches()] == ["models:/churn/2"]
    assert result.breaches([Gate(severity="high", status="error")])[0].control == "T-002"
    assert result.breaches([Gate(severity="low", status="fail")]) == ()


class TestDiscovery:
    def test_our_own_come_in_by_the_entry_points(self):
        controls, problems = discover_controls()
        assert {"INV-001", "INV-002"} <= {control.about.id for control in controls}
        assert {control.package for control in controls} == {"modelfolio"}
        assert problems == ()

    @pytest.mark.parametrize(
        ("value", "message"),
        [
            ("nowhere.at_all:CONTROLS", "cannot be used: ModuleNotFoundError: No module named 'nowhere'"),
            (
                "generator.governance.finding:EXCERPT_LENGTH",
                "cannot be used: TypeError: 'int' object is not iterable",
            ),
            (
                "generator.governance.finding:Status",
                "cannot be used: TypeError: <Status.PASS: 'pass'> is no class of controls",
            ),
        ],
    )
    def test_one_that_cannot_be_used_is_told(self, value, message):
        controls, problems = discover_controls([EntryPoint("guest", value, GROUP)])
        assert controls == ()
        assert [problem.message for problem in problems] == [f"the controls 'guest' {message}"]

    def test_a_second_control_of_one_id_is_told_and_the_first_counts(self):
        value = "generator.governance.controls.inventory:CONTROLS"
        points = [EntryPoint(name, value, GROUP) for name in ("a", "b")]
        controls, problems = discover_controls(points)
        assert [control.about.id for control in controls] == sorted({c.about.id for c in controls})
        assert len(problems) == len(controls)

    def test_each_control_is_about_something_else_and_says_all_of_it(self):
        for control in discover_controls()[0]:
            assert isinstance(control, FoundControl)
            about = control.about
            assert all((about.title, about.applies, about.passes, about.fails, about.evidence))
            assert about.remediation.endswith(".")
            assert about.pillars
