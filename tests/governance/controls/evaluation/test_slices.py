"""Whether the groups that a model meets are measured apart, and served alike."""

import pytest

from generator.governance.controls.evaluation import FairnessGap, SlicesEvaluated
from generator.governance.controls.evaluation.slices import attribute_of
from generator.governance.finding import Status
from tests.governance.assessing import found, places, told, waiver
from tests.governance.controls.evaluation.measured import RUN, asking, made, result, rule

POLICY = asking(rule(slices=("age_18_25", "age_26_40")))
RULE = "governance/policy.yaml#/metrics/0"
PEOPLE = {"decides_about_people": "true"}


def groups(young=0.6, older=0.62, *, n=500, small=None, **given):
    return [
        result(value=young, slice="age_18_25", n=small or n, **given),
        result(value=older, slice="age_26_40", n=n, **given),
    ]


class TestSlicesEvaluated:
    def test_passes_when_each_slice_is_measured_on_enough_rows(self):
        finding = found(SlicesEvaluated, POLICY, **made(*groups(n=100)))
        assert told(finding) == (Status.PASS, "all 2 slices are measured on at least 100 rows")
        assert (finding.outcome.observed, finding.outcome.limit) == ("2 of 2 slices", "100")
        assert finding.outcome.evidence[0].label == "recall.age_18_25"
        assert finding.outcome.evidence[0].excerpt == "0.6, 100 rows, 2026-10-31"
        assert str(finding.outcome.limit_source) == RULE

    def test_fails_when_one_is_missing_or_no_number(self):
        for results in (groups()[1:], groups(young=None)):
            finding = found(SlicesEvaluated, POLICY, **made(*results))
            assert told(finding) == (Status.FAIL, "not measured: recall on age_18_25")
            assert places(finding)[:2] == [RUN, RULE]

    def test_warns_for_too_few_rows_and_for_an_unknown_number(self):
        finding = found(SlicesEvaluated, POLICY, **made(*groups(small=99)))
        assert told(finding) == (Status.WARN, "measured on fewer than 100 rows: age_18_25 on 99 rows")
        finding = found(SlicesEvaluated, POLICY, **made(*groups(n=None)))
        message = "all 2 slices are measured, on how many rows is not recorded for 2 of them"
        assert told(finding) == (Status.WARN, message)

    def test_warns_when_a_model_decides_about_people_and_nobody_names_slices(self):
        finding = found(SlicesEvaluated, asking(rule()), **made(*groups(), fields=PEOPLE))
        message = "the model decides about people, and nobody says which slices to measure"
        assert told(finding) == (Status.WARN, message)
        assert places(finding) == [
            "governance/models/churn.md#/decides_about_people",
            "governance/policy.yaml#/metrics",
        ]

    def test_does_not_concern_other_models_or_versions(self):
        message = "the model is not said to decide about people, and no slices are asked for"
        for fields in ({"owner": "x"}, {"decides_about_people": "false"}):
            finding = found(SlicesEvaluated, asking(rule()), **made(fields=fields))
            assert told(finding) == (Status.NOT_APPLICABLE, message)
        assert found(SlicesEvaluated, POLICY, **made(alias="")).status is Status.NOT_APPLICABLE

    def test_can_be_waived(self):
        assert found(SlicesEvaluated, POLICY, waivers=(waiver("EVL-005"),), **made()).status is Status.WAIVED


class TestFairnessGap:
    @pytest.mark.parametrize(
        ("older", "status"),
        [(0.64, Status.PASS), (0.6401, Status.WARN), (0.65, Status.WARN), (0.651, Status.FAIL)],
    )
    def test_the_difference_is_held_to_the_limit(self, older, status):
        finding = found(FairnessGap, POLICY, **made(*groups(young=0.6, older=older)))
        assert finding.status is status
        assert finding.outcome.message.startswith("recall by age differs by 0.0")
        assert finding.outcome.limit == "0.05"
        assert len(places(finding)) == 2

    def test_it_says_which_groups_and_what_is_allowed_and_by_whom(self):
        policy = asking(rule(slices=("age_18_25", "age_26_40"), fairness_limit=0.1))
        finding = found(FairnessGap, policy, **made(*groups(young=0.8, older=0.5)))
        message = "recall by age differs by 0.3, from 0.5 on age_26_40 to 0.8 on age_18_25; 0.1 is allowed"
        assert told(finding) == (Status.FAIL, message)
        assert (finding.outcome.observed, finding.outcome.limit) == ("0.3", "0.1")
        assert str(finding.outcome.limit_source) == RULE

    def test_groups_of_different_attributes_are_not_compared(self):
        results = [
            result(value=0.5, slice="age_18_25"),
            result(value=0.9, slice="sex_f"),
            result(value=0.52, slice="age_26_40"),
        ]
        policy = asking(rule(slices=("age_18_25", "age_26_40", "sex_f")))
        assert found(FairnessGap, policy, **made(*results)).status is Status.PASS

    def test_groups_that_were_measured_apart_are_not_compared(self):
        young, older = groups(young=0.1, older=0.9)
        elsewhere = result(value=0.9, slice="age_26_40", dataset="other")
        finding = found(FairnessGap, POLICY, **made(young, elsewhere))
        message = "no two groups of recall were measured together, so that no difference can be established"
        assert told(finding) == (Status.WARN, message)
        assert places(finding) == [RUN]
        assert found(FairnessGap, POLICY, **made(young, older)).status is Status.FAIL

    def test_warns_when_one_of_several_metrics_has_no_groups(self):
        policy = asking(rule(slices=("age_18_25", "age_26_40")), rule("auc", slices=("age_18_25",)))
        finding = found(FairnessGap, policy, **made(*groups()))
        assert finding.status is Status.WARN
        assert finding.outcome.message.endswith("; of auc no two groups were measured together")

    def test_does_not_concern_a_model_without_groups(self):
        assert found(FairnessGap, asking(rule()), **made()).status is Status.NOT_APPLICABLE

    def test_can_be_waived(self):
        records = made(*groups(young=0.1))
        assert found(FairnessGap, POLICY, waivers=(waiver("EVL-006"),), **records).status is Status.WAIVED


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("age_18_25", "age"),
        ("age=18-25", "age"),
        ("Age: 18-25", "age"),
        ("home_owner=yes", "home_owner"),
        ("18-25", "18-25"),
    ],
)
def test_the_attribute_of_a_slice_is_told_by_its_name(name, attribute):
    assert attribute_of(name) == attribute
