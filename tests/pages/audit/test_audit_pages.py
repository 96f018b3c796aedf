"""The audit pages say what was found, with its place, and nothing more."""

import csv
import io
import json
import re
from dataclasses import dataclass

import pytest

from generator.catalog import Approval, Decision, Exclusion, Gate, Policy
from generator.governance.about import Pillar
from generator.governance.controls.inventory import ContactStated, OwnerNamed
from generator.governance.discovery import FoundControl
from generator.governance.document import assessment_data
from generator.governance.finding import Status
from generator.pages import paths
from generator.pages.audit.controls import control_views
from generator.pages.audit.model import model_audit_views
from generator.pages.audit.pillars import pillar_rows
from generator.pages.audit.population import cell, population, sample
from generator.pages.audit.portfolio import audit_views
from generator.pages.audit.verdict import verdict
from generator.pages.audit.version import version_audit_views
from generator.pages.audit.waivers import waiver_views
from tests import factories
from tests.governance.assessing import assessed, person, waiver
from tests.governance.test_assess import AtMostOneVersion, Raising, two_versions

STRICT = Policy(gates=(Gate(severity="high", status="fail"),))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoVersion(AtMostOneVersion):
    """Fails for each version."""

    most: int = 0


def portfolio(*controls, **records):
    found = [FoundControl(kind=kind, package="modelfolio") for kind in controls]
    return factories.portfolio_of(factories.catalog(**records), found)


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


class TestVerdict:
    def test_a_failure_is_told_with_its_severity_and_the_gate(self):
        result = assessed(AtMostOneVersion, policy=STRICT, **two_versions())
        stands = verdict(result, result.findings)
        assert (stands.tone, stands.headline) == ("fail", "1 control fails, 1 of high severity.")
        assert stands.sentence == "1 fails, 1 passes. The gates of the policy stop at 1 of them."

    @pytest.mark.parametrize(
        ("records", "expected"),
        [
            ({"people": (person(),)}, ("pass", "Everything that applies passes.")),
            ({}, ("warn", "Nothing fails; 1 result is in doubt.")),
            ({"waivers": (waiver("INV-001"),)}, ("waive", "Nothing fails; 1 result is waived.")),
        ],
    )
    def test_short_of_a_failure_it_says_what_is_open(self, records, expected):
        written = factories.narrative(fields={"owner": "Ines Bakker"})
        result = assessed(OwnerNamed, models=(factories.model(),), narratives=(written,), **records)
        stands = verdict(result, result.findings, "result")
        assert (stands.tone, stands.headline) == expected

    def test_an_error_counts_as_a_failure(self):
        result = assessed(Raising, models=(factories.model(),))
        assert verdict(result, result.findings).headline == "1 control fails, 1 of high severity."

    def test_of_nothing_it_claims_nothing(self):
        result = assessed(OwnerNamed, models=())
        stands = verdict(result, result.findings)
        assert (stands.tone, stands.headline) == ("na", "Nothing was assessed.")

    def test_it_never_says_that_anything_complies(self, render):
        made = portfolio(OwnerNamed, ContactStated, AtMostOneVersion, Raising, **two_versions())
        for views in (audit_views, model_audit_views, version_audit_views, control_views):
            for page in views(made):
                assert "compl" not in words(render(made, page).html).lower()


class TestVersionPage:
    def test_a_finding_stands_with_value_limit_place_and_advice(self, render):
        made = portfolio(AtMostOneVersion, OwnerNamed, **two_versions())
        page = next(page for page in version_audit_views(made) if page.version == "2")
        text = words(render(made, page).html)
        assert (
            "T-001 A rule for tests Fail high Version 2 of at most 1. Limit 1, a default of the control."
            in text
        )
        assert "mlruns/models/churn/version-2/meta.yaml" in text
        assert "Make it so." in text
        assert "INV-001 Accountable owner named Fail high No owner is named. owner not there" in text

    def test_signatures_are_listed_and_missing_ones_too(self):
        approval = Approval(
            id="APR-1", at=factories.at(3), by="s.iyer", model="churn", version="2",
            decision=Decision.APPROVED, environment="production", validator="r.berg",
            source=factories.source("governance/approvals.yaml", "/approvals/0"),
        )  # fmt: skip
        iyer = person("s.iyer", name="Sunita Iyer", role="Head of Model Risk")
        roles = Policy(approval_roles={"high": ("Chief Risk Officer",)})
        made = portfolio(approvals=(approval,), people=(iyer,), policy=roles, **two_versions())
        page = next(page for page in version_audit_views(made) if page.version == "2")
        assert [(row.role, row.name, row.pill.words) for row in page.view.sign_offs] == [
            ("Model owner", "", "Missing"),
            ("Validation", "r.berg", "Named"),
            ("Head of Model Risk", "Sunita Iyer", "Approved"),
            ("Chief Risk Officer", "", "Missing"),
        ]

    def test_of_an_excluded_version_it_says_why(self, render):
        out = Policy(exclusions=(Exclusion(pattern="models:/churn/2", reason="imported, not ours"),))
        made = portfolio(AtMostOneVersion, policy=out, **two_versions())
        page = next(page for page in version_audit_views(made) if page.version == "2")
        assert "The policy leaves this version out: imported, not ours" in words(render(made, page).html)


class TestModelPage:
    def test_each_pillar_is_made_of_its_own_controls(self):
        result = assessed(OwnerNamed, ContactStated, AtMostOneVersion, **two_versions())
        rows = {row.pillar: row for row in pillar_rows(result, result.findings)}
        assert {pillar: row.verdict.total for pillar, row in rows.items()} == {
            Pillar.TRANSPARENCY: 1,
            Pillar.ACCOUNTABILITY: 2,
            Pillar.TRACEABILITY: 2,
            Pillar.ETHICS: 0,
            Pillar.PRIVACY: 0,
        }
        assert [found.control for found in rows[Pillar.ACCOUNTABILITY].open] == ["INV-001", "INV-002"]

    def test_a_control_open_on_several_versions_is_named_once_in_each_pillar(self):
        result = assessed(NoVersion, **two_versions())
        opened = [finding for finding in result.findings if finding.status.is_open]
        assert len(opened) == 2
        named = {row.pillar: [found.control for found in row.open] for row in pillar_rows(result, opened)}
        assert all(len(controls) == len(set(controls)) for controls in named.values())
        assert named[Pillar.TRACEABILITY] == [NoVersion.about.id]

    def test_only_versions_in_use_are_open_there(self):
        made = portfolio(AtMostOneVersion, **two_versions(aliases={"champion": "2"}))
        (page,) = model_audit_views(made)
        assert [row.subject.text for row in page.view.version_rows] == ["churn v2"]
        made = portfolio(AtMostOneVersion, **two_versions(aliases={"champion": "1"}))
        (page,) = model_audit_views(made)
        assert page.view.version_rows == ()


class TestControlPages:
    def test_the_page_of_a_control_has_its_parameters_and_every_subject(self, render):
        made = portfolio(AtMostOneVersion, **two_versions())
        pages = {page.path: page for page in control_views(made)}
        assert set(pages) == {paths.CONTROLS, "controls/t-001.html"}
        text = words(render(made, pages["controls/t-001.html"]).html)
        assert "most 1 default" in text
        assert text.index("churn v2 Fail") < text.index("churn v1 Pass")


class TestWaivers:
    def test_each_says_whether_it_is_relied_on_and_what_is_wrong_with_it(self):
        waivers = (
            waiver("INV-001"),
            waiver("INV-002", id="WVR-2", expires_on=factories.at(2).date()),
            waiver("INV-001", id="WVR-3", model="fraud"),
            waiver("INV-001", id="WVR-4", model="fraud", corrects="WVR-3"),
        )
        made = portfolio(OwnerNamed, ContactStated, models=(factories.model(),), waivers=waivers)
        (page,) = waiver_views(made)
        assert [(row.waiver.id, row.state.words, row.days_left) for row in page.view.rows] == [
            ("WVR-1", "Relied on", 10),
            ("WVR-2", "Not valid", -2),
            ("WVR-3", "Corrected", 10),
            ("WVR-4", "Covers nothing", 10),
        ]
        assert page.view.rows[1].defects == ("it expired on 2026-11-18",)
        assert page.view.rows[0].covered[0].beneath.words == "Fail"

    def test_without_any_there_is_no_page(self):
        assert list(waiver_views(portfolio(OwnerNamed, models=()))) == []


class TestPopulation:
    def test_it_is_whole_and_counts_every_status(self):
        rows = list(
            csv.reader(io.StringIO(population(assessed(AtMostOneVersion, **two_versions())).decode()))
        )
        assert rows[0] == [
            "kind",
            "model",
            "version",
            "error",
            "fail",
            "warn",
            "waived",
            "pass",
            "not-applicable",
        ]
        assert rows[1:] == [
            ["portfolio", "", "", "0", "0", "0", "0", "0", "0"],
            ["model", "churn", "", "0", "0", "0", "0", "0", "0"],
            ["version", "churn", "1", "0", "0", "0", "0", "1", "0"],
            ["version", "churn", "2", "0", "1", "0", "0", "0", "0"],
        ]

    @pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\r=1", "\t=1", "|x", "＝1"])
    def test_no_name_is_a_formula(self, name):
        assert not re.match(r"[=+\-@\t\r|＝＋－＠]", cell(name))
        assert "\r" not in cell(name)

    def test_a_sample_depends_on_the_seed_alone(self):
        models = (factories.model(versions=tuple(factories.version(number) for number in range(1, 101))),)
        result = assessed(models=models)
        drawn = sample(result, "seed", 5)
        assert drawn == sample(result, "seed", 5)
        assert drawn[:3] == sample(result, "seed", 3)
        assert drawn != sample(result, "other", 5)
        assert len(set(sample(result, "seed", 500))) == 100


def test_the_data_holds_every_finding_with_the_place_of_its_evidence():
    result = assessed(AtMostOneVersion, policy=STRICT, **two_versions())
    data = json.loads(assessment_data(result))
    assert [(each["subject"], each["status"], each["stops_gate"]) for each in data["findings"]] == [
        ("models:/churn/1", "pass", False),
        ("models:/churn/2", "fail", True),
    ]
    assert data["gate"] == {"holds": False, "breaches": 1}
    evidence = data["findings"][1]["evidence"][0]
    assert evidence["path"] == "mlruns/models/churn/version-2/meta.yaml"
    assert evidence["sha256"] == factories.source(evidence["path"]).sha256
    assert data["counts"][Status.FAIL] == 1


def test_what_fails_is_told_once_for_each_control_with_everything_it_fails_on():
    models = tuple(
        factories.model(f"m{number:02}", versions=(factories.version(2, model=f"m{number:02}"),))
        for number in range(10)
    )
    (page,) = audit_views(portfolio(OwnerNamed, AtMostOneVersion, Raising, models=models))
    assert [
        (row.link.text, row.failed, row.errors, len(row.subjects), row.more) for row in page.view.failing
    ] == [
        ("INV-001", 10, 0, 8, 2),
        ("T-001", 10, 0, 8, 2),
        ("T-002", 0, 10, 8, 2),
    ]
