"""Where a model fails, and whether that was confirmed."""

from generator.governance.controls.documentation import LimitationsStated
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import assessed, found, places, told, waiver
from tests.governance.controls.documentation.writing import written

LIMITS = {"limitations": "- Knows nothing of new customers, who are ranked last."}
REGISTERED = "2026-08-22"
"""The day of version 1, 90 days before the report."""


def test_passes_when_confirmed_on_the_day_of_registration_or_later():
    finding = found(LimitationsStated, **written(LIMITS, production=True, reviewed_on=REGISTERED))
    assert told(finding) == (Status.PASS, "limitations are stated, and were confirmed on 2026-08-22")
    assert places(finding) == [
        "governance/models/churn.md:20",
        "governance/models/churn.md#/reviewed_on",
        "mlruns/models/churn/version-1/meta.yaml#/creation_timestamp",
    ]


def test_passes_when_reviewed_for_the_version_itself():
    finding = found(LimitationsStated, **written(LIMITS, production=True, reviewed={"version": "v1"}))
    assert told(finding) == (Status.PASS, "limitations are stated, and were reviewed for v1")


def test_warns_when_confirmed_before_the_version_was_registered():
    finding = found(LimitationsStated, **written(LIMITS, production=True, reviewed_on="2026-08-21"))
    assert told(finding) == (
        Status.WARN, "limitations were last confirmed on 2026-08-21, before v1 was registered on 2026-08-22",
    )  # fmt: skip


def test_speaks_of_the_newest_version_in_production_not_of_the_newest():
    versions = (factories.version(1), factories.version(2))
    records = written(LIMITS, production=True, versions=versions, reviewed_on=REGISTERED)
    assert found(LimitationsStated, **records).status is Status.PASS
    records = written(LIMITS, versions=versions, reviewed_on=REGISTERED)
    assert "before v2 was registered" in found(LimitationsStated, **records).outcome.message


def test_warns_when_nothing_says_whether_they_were_confirmed():
    finding = found(LimitationsStated, **written(LIMITS, production=True))
    assert told(finding) == (
        Status.WARN, "limitations are stated; whether they were confirmed for v1 is not recorded",
    )  # fmt: skip
    bare = (factories.version(1, creation_time=None),)
    finding = found(LimitationsStated, **written(LIMITS, versions=bare, reviewed_on=REGISTERED))
    assert told(finding) == (
        Status.WARN, "limitations are stated; when v1 was registered is not recorded",
    )  # fmt: skip


def test_passes_before_anything_is_registered():
    finding = found(LimitationsStated, **written(LIMITS, versions=()))
    assert told(finding) == (Status.PASS, "limitations are stated; no version is registered yet")


def test_fails_in_production_and_warns_elsewhere_when_they_are_missing():
    finding = found(LimitationsStated, **written(production=True))
    assert told(finding) == (
        Status.FAIL, "nothing is stated under Limitations, and the model is in production",
    )  # fmt: skip
    assert places(finding) == ["governance/models/churn.md"]
    assert found(LimitationsStated, **written()).status is Status.WARN


def test_warns_for_a_listed_limitation_without_a_consequence():
    listed = ({"limitation": "New customers", "consequence": "ranked last"}, {"limitation": "Companies"})
    finding = found(LimitationsStated, **written(limitations=listed, reviewed_on=REGISTERED))
    assert told(finding) == (Status.WARN, "no consequence is stated for Companies")


def test_does_not_concern_a_portfolio_without_models():
    assert assessed(LimitationsStated, models=()).findings == ()


def test_can_be_waived():
    finding = found(LimitationsStated, waivers=(waiver("DOC-002"),), **written(production=True))
    assert finding.status is Status.WAIVED
