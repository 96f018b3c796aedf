"""Who can overrule a model in use, and how it leaves service."""

import pytest

from generator.governance.controls.documentation import DecommissioningPlanned, OversightDescribed
from generator.governance.finding import Status
from tests.governance.assessing import found, places, told, waiver
from tests.governance.controls.documentation.writing import written

OVERSIGHT = {
    "role": "Shift lead",
    "competence": "Two days",
    "can_override": "Any payment",
    "stop_procedure": "The flag",
    "Interpretation": "Three reasons",
    "drill_on": "2026-06-18",
}
PLAN = {
    "owner": "Payments",
    "trigger": "The new engine",
    "disposition": "Kept for ten years",
    "consumers_notified": "Six months ahead",
    "expected_end": "2026-11-21",
}


class TestOversight:
    def test_passes_for_a_whole_and_rehearsed_one(self):
        finding = found(OversightDescribed, **written(risk_tier="high", human_oversight=OVERSIGHT))
        assert told(finding) == (Status.PASS, "Shift lead can stop it; rehearsed on 2026-06-18")
        assert "governance/models/churn.md#/human_oversight/Interpretation" in places(finding)

    @pytest.mark.parametrize(
        ("drill", "message"),
        [
            ("", "the stop procedure has no day on which it was rehearsed (drill_on)"),
            ("TBD", "the stop procedure has no day on which it was rehearsed (drill_on)"),
            ("2026-11-21", "the rehearsal is dated 2026-11-21, after the day of this report"),
        ],
    )
    def test_warns_when_the_stop_was_never_rehearsed(self, drill, message):
        parts = OVERSIGHT | {"drill_on": drill}
        finding = found(OversightDescribed, **written(risk_tier="high", human_oversight=parts))
        assert told(finding) == (Status.WARN, message)

    def test_fails_for_missing_parts_and_points_at_where_they_should_stand(self):
        parts = {"role": "Shift lead", "stop_procedure": "TBD"}
        finding = found(OversightDescribed, **written(risk_tier="high", human_oversight=parts))
        assert told(finding) == (
            Status.FAIL, "human_oversight lacks competence, can_override, stop_procedure and interpretation",
        )  # fmt: skip
        assert "governance/models/churn.md#/human_oversight/competence" in places(finding)

    def test_fails_when_none_is_described(self):
        finding = found(OversightDescribed, **written(decides_about_people="true", risk_tier="minimal"))
        assert told(finding) == (Status.FAIL, "no human oversight is described")
        assert [each.excerpt for each in finding.outcome.evidence] == ["minimal", "yes", ""]

    def test_warns_for_prose_which_cannot_be_checked(self):
        finding = found(OversightDescribed, **written({"human_oversight": "A lead."}, risk_tier="high"))
        assert told(finding) == (
            Status.WARN,
            "oversight is told in prose only, which cannot be checked for role, competence, can_override, stop_procedure and interpretation",
        )  # fmt: skip

    @pytest.mark.parametrize("word", [None, "TBD", "sometimes"])
    def test_warns_when_nobody_said_whether_it_applies(self, word):
        assert told(found(OversightDescribed, **written(decides_about_people=word))) == (
            Status.WARN, "neither a risk tier nor any oversight is stated, so whether it needs any is not known",
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            ({"risk_tier": "limited"}, "its tier is limited, and it is not said to decide about people"),
            (
                {"risk_tier": "limited", "decides_about_people": "no"},
                "its tier is limited, and it does not decide about people",
            ),
            ({"decides_about_people": "no"}, "no tier is known, and it does not decide about people"),
        ],
    )
    def test_does_not_concern_models_of_lesser_risk_that_decide_about_nobody(self, fields, reason):
        finding = found(OversightDescribed, **written(**fields))
        assert told(finding) == (Status.NOT_APPLICABLE, reason)

    def test_can_be_waived(self):
        finding = found(OversightDescribed, waivers=(waiver("DOC-004"),), **written(risk_tier="high"))
        assert told(finding) == (Status.WAIVED, "no human oversight is described")


class TestDecommissioning:
    def test_passes_for_a_whole_plan_whose_end_is_to_come(self):
        finding = found(DecommissioningPlanned, **written(production=True, decommissioning=PLAN))
        assert told(finding) == (Status.PASS, "the plan is whole, and the end is expected on 2026-11-21")
        assert places(finding)[-1] == "governance/models/churn.md#/decommissioning/expected_end"

    def test_fails_on_the_very_day_of_the_end(self):
        plan = PLAN | {"expected_end": "2026-11-20"}
        finding = found(DecommissioningPlanned, **written(production=True, decommissioning=plan))
        assert told(finding) == (
            Status.FAIL, "its end was expected on 2026-11-20, and it is still in production",
        )  # fmt: skip
        assert (finding.outcome.observed, finding.outcome.limit) == ("2026-11-20", "2026-11-20")

    def test_warns_without_an_expected_end(self):
        plan = PLAN | {"expected_end": "some day"}
        finding = found(DecommissioningPlanned, **written(production=True, decommissioning=plan))
        assert told(finding) == (
            Status.WARN, "the plan does not say when the end is expected (expected_end)",
        )  # fmt: skip

    def test_fails_for_missing_parts(self):
        plan = PLAN | {"trigger": "", "owner": "to be determined"}
        finding = found(DecommissioningPlanned, **written(production=True, decommissioning=plan))
        assert told(finding) == (Status.FAIL, "decommissioning lacks owner and trigger")

    def test_fails_without_a_plan(self):
        finding = found(DecommissioningPlanned, **written(production=True))
        assert told(finding) == (Status.FAIL, "there is no decommissioning plan")
        assert places(finding) == ["governance/models/churn.md"]

    def test_warns_for_prose_which_cannot_be_checked(self):
        finding = found(DecommissioningPlanned, **written({"decommissioning": "In 2028."}, production=True))
        assert finding.status is Status.WARN
        assert finding.outcome.message.startswith("the plan is told in prose only")

    def test_does_not_concern_a_version_that_is_not_in_production(self):
        assert told(found(DecommissioningPlanned, **written())) == (
            Status.NOT_APPLICABLE, "it is not in production",
        )  # fmt: skip

    def test_can_be_waived(self):
        finding = found(DecommissioningPlanned, waivers=(waiver("DOC-007"),), **written(production=True))
        assert told(finding) == (Status.WAIVED, "there is no decommissioning plan")
