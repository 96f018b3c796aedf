"""Whether the data behind a version may be used, is described, and says whom it is about."""

import pytest

from generator.catalog import DATASHEET_SECTIONS, Policy
from generator.governance.controls.data import DataLicensed, DatasheetPresent, PersonalDataDeclared
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import found, places, told, waiver
from tests.governance.controls.data.using import MEASURED, TRAINED, statement, using
from tests.governance.controls.documentation.writing import setting

HOUSE = "governance/datasets/transactions.yaml"


def described(*, alias="champion", tier="", datasheet=None, **fields):
    """A version that used one dataset, with what people wrote about that."""
    return using(TRAINED, statements=(statement(datasheet=datasheet, **fields),), alias=alias, tier=tier)


class TestDataLicensed:
    @pytest.mark.parametrize(
        "fields", [{"licence": "MIT"}, {"license": "mit OR GPL-3.0-only"}, {"legal_basis": "Contract"}]
    )
    def test_passes_for_an_allowed_licence_or_a_legal_basis(self, fields):
        finding = found(DataLicensed, **described(**fields))
        assert told(finding) == (
            Status.PASS, "licence or legal basis is recorded and allowed: transactions",
        )  # fmt: skip
        assert places(finding) == [f"{HOUSE}#/licence", f"{HOUSE}#/legal_basis"]

    @pytest.mark.parametrize(("alias", "status"), [("champion", Status.FAIL), ("challenger", Status.WARN)])
    def test_fails_in_production_and_warns_in_staging_without_either(self, alias, status):
        finding = found(DataLicensed, **using(TRAINED, MEASURED, alias=alias))
        assert told(finding) == (
            status, "neither licence nor legal basis is recorded: transactions and holdout",
        )  # fmt: skip
        assert places(finding)[:1] == [f"{HOUSE}#/licence"]

    @pytest.mark.parametrize("licence", ["GPL-3.0-only", "my own"])
    def test_fails_for_a_licence_that_is_not_allowed_whatever_the_basis(self, licence):
        policy = Policy(
            allowed_licences=("MIT",),
            places={"allowed_licences": factories.source("governance/policy.yaml", "/allowed_licences")},
        )
        finding = found(DataLicensed, policy, **described(licence=licence, legal_basis="Contract"))
        assert told(finding) == (
            Status.FAIL,
            f"the policy does not allow the licence {licence}: transactions",
        )
        assert finding.outcome.limit == "MIT"
        assert str(finding.outcome.limit_source) == "governance/policy.yaml#/allowed_licences"

    def test_warns_when_no_data_is_recorded(self):
        finding = found(DataLicensed, **using(alias="champion"))
        assert told(finding) == (Status.WARN, "which data it used is not recorded")
        assert places(finding) == ["mlruns/1/r1/meta.yaml#/inputs"]

    def test_does_not_concern_a_version_in_development(self):
        finding = found(DataLicensed, **using(TRAINED))
        assert told(finding) == (Status.NOT_APPLICABLE, "it is neither in staging nor in production")

    def test_can_be_waived(self):
        finding = found(DataLicensed, waivers=(waiver("DAT-003"),), **using(TRAINED, alias="champion"))
        assert finding.status is Status.WAIVED


def sheet(*empty):
    return {name: "" if name in empty else "Said." for name in DATASHEET_SECTIONS}


class TestDatasheetPresent:
    def test_passes_for_a_whole_one_on_the_last_day(self):
        finding = found(DatasheetPresent, **described(datasheet=sheet(), reviewed_on="2025-11-20"))
        assert told(finding) == (
            Status.PASS, "the datasheet is whole and was reviewed in time: transactions",
        )  # fmt: skip
        assert places(finding)[0] == f"{HOUSE}#/datasheet/motivation"
        assert places(finding)[-1] == f"{HOUSE}#/reviewed_on"
        assert finding.outcome.limit == "365 days"

    @pytest.mark.parametrize(
        ("reviewed", "message"),
        [
            ("2025-11-19", "was last reviewed 366 days ago, with a limit of 365 days"),
            ("2026-11-21", "was reviewed on 2026-11-21, after the day of this report"),
            ("", "has no day of review"),
        ],
    )
    def test_warns_for_a_review_that_is_old_or_not_recorded(self, reviewed, message):
        finding = found(DatasheetPresent, **described(datasheet=sheet(), reviewed_on=reviewed))
        assert told(finding) == (Status.WARN, f"the datasheet {message}: transactions")

    @pytest.mark.parametrize(
        ("empty", "status"),
        [
            (DATASHEET_SECTIONS[:1], Status.WARN),
            (DATASHEET_SECTIONS[:3], Status.WARN),
            (DATASHEET_SECTIONS[:4], Status.FAIL),
        ],
    )
    def test_three_empty_sections_are_too_few_and_four_are_none(self, empty, status):
        finding = found(DatasheetPresent, **described(datasheet=sheet(*empty), reviewed_on="2026-11-01"))
        assert finding.status is status
        assert finding.outcome.message.startswith("the datasheet lacks motivation")

    def test_a_review_on_the_day_of_the_report_is_in_time(self):
        finding = found(DatasheetPresent, **described(datasheet=sheet(), reviewed_on="2026-11-20"))
        assert finding.status is Status.PASS

    def test_a_placeholder_fills_no_section(self):
        words = sheet() | {"uses": "TBD"}
        finding = found(DatasheetPresent, **described(datasheet=words, reviewed_on="2026-11-01"))
        assert told(finding) == (Status.WARN, "the datasheet lacks uses: transactions")

    def test_fails_without_one_and_points_at_where_it_should_stand(self):
        finding = found(DatasheetPresent, **using(TRAINED, alias="champion"))
        assert told(finding) == (Status.FAIL, "there is no datasheet: transactions")
        assert places(finding)[0] == f"{HOUSE}#/datasheet/motivation"

    def test_the_policy_sets_the_age(self):
        policy = setting("DAT-004", max_age_days="10")
        finding = found(DatasheetPresent, policy, **described(datasheet=sheet(), reviewed_on="2026-11-01"))
        assert finding.status is Status.WARN
        assert str(finding.outcome.limit_source) == "governance/policy.yaml#/controls/DAT-004/max_age_days"

    def test_does_not_concern_a_version_in_staging(self):
        finding = found(DatasheetPresent, **using(TRAINED, alias="challenger"))
        assert told(finding) == (Status.NOT_APPLICABLE, "it is not in production")

    def test_can_be_waived(self):
        finding = found(DatasheetPresent, waivers=(waiver("DAT-004"),), **using(TRAINED, alias="champion"))
        assert finding.status is Status.WAIVED


PERSONAL = {"personal_data": "personal", "ropa_ref": "ROPA-1", "dpia_ref": "DPIA-1", "dpia_on": "2025-11-20"}


class TestPersonalDataDeclared:
    def test_passes_with_record_and_assessment_on_the_last_day(self):
        finding = found(PersonalDataDeclared, **described(tier="high", **PERSONAL))
        assert told(finding) == (
            Status.PASS, "personal data is declared and accounted for: transactions",
        )  # fmt: skip
        assert places(finding) == [
            f"{HOUSE}#/personal_data", f"{HOUSE}#/ropa_ref", f"{HOUSE}#/dpia_ref", f"{HOUSE}#/dpia_on",
        ]  # fmt: skip

    def test_passes_for_an_assessment_of_the_day_of_the_report(self):
        records = described(tier="high", **PERSONAL | {"dpia_on": "2026-11-20"})
        assert found(PersonalDataDeclared, **records).status is Status.PASS

    def test_passes_for_data_about_nobody(self):
        finding = found(PersonalDataDeclared, **described(tier="high", personal_data="none"))
        assert finding.status is Status.PASS
        assert places(finding) == [f"{HOUSE}#/personal_data"]

    @pytest.mark.parametrize(
        ("day", "message"),
        [
            ("2025-11-19", "is 366 days old, with a limit of 365 days"),
            ("2026-11-21", "is dated 2026-11-21, after the day of this report"),
            ("", "has no day"),
        ],
    )
    def test_warns_for_an_assessment_that_is_old_or_has_no_day(self, day, message):
        finding = found(PersonalDataDeclared, **described(tier="high", **PERSONAL | {"dpia_on": day}))
        assert told(finding) == (Status.WARN, f"the impact assessment DPIA-1 {message}: transactions")
        assert finding.outcome.limit == "365 days"

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({}, "whether it holds personal data is not declared"),
            (
                {"personal_data": "some"},
                "personal_data is some, which is none of none, personal and special-category",
            ),
            (PERSONAL | {"ropa_ref": ""}, "no record of processing is named (ropa_ref)"),
            (PERSONAL | {"dpia_ref": ""}, "no impact assessment is named (dpia_ref)"),
            (
                PERSONAL | {"personal_data": "special-category"},
                "no safeguards are named for a special category",
            ),
        ],
    )
    def test_fails_for_what_is_not_declared_or_lacking(self, fields, message):
        finding = found(PersonalDataDeclared, **described(alias="challenger", tier="high", **fields))
        assert told(finding) == (Status.FAIL, f"{message}: transactions")
        assert finding.outcome.limit == ""

    @pytest.mark.parametrize(("tier", "status"), [("limited", Status.PASS), ("", Status.FAIL)])
    def test_an_assessment_is_asked_of_the_gravest_tier_and_of_an_unknown_one(self, tier, status):
        fields = {"personal_data": "personal", "ropa_ref": "ROPA-1"}
        assert found(PersonalDataDeclared, **described(tier=tier, **fields)).status is status

    def test_a_special_category_is_asked_for_one_in_every_tier(self):
        special = PERSONAL | {"personal_data": "special-category", "safeguards": "Pseudonyms"}
        assert found(PersonalDataDeclared, **described(tier="limited", **special)).status is Status.PASS
        finding = found(PersonalDataDeclared, **described(tier="limited", **special | {"dpia_ref": ""}))
        assert told(finding) == (Status.FAIL, "no impact assessment is named (dpia_ref): transactions")

    def test_the_policy_sets_the_age(self):
        policy = setting("DAT-005", max_age_days="10")
        finding = found(PersonalDataDeclared, policy, **described(**PERSONAL))
        assert str(finding.outcome.limit_source) == "governance/policy.yaml#/controls/DAT-005/max_age_days"

    def test_does_not_concern_a_version_in_development(self):
        finding = found(PersonalDataDeclared, **using(TRAINED))
        assert told(finding) == (Status.NOT_APPLICABLE, "it is neither in staging nor in production")

    def test_can_be_waived(self):
        finding = found(PersonalDataDeclared, waivers=(waiver("DAT-005"),), **described())
        assert finding.status is Status.WAIVED
