"""What a model is for, and what it is not for."""

import pytest

from generator.governance.controls.documentation import UseStated
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import assessed, found, places, told, waiver
from tests.governance.controls.documentation.writing import TEXT, setting, written

BOTH = {"intended_use": TEXT, "out_of_scope": "- Deciding on credit."}


def test_passes_when_both_are_stated_and_quotes_them():
    finding = found(UseStated, **written(BOTH, production=True))
    assert told(finding) == (Status.PASS, "intended use and uses out of scope are stated")
    assert (finding.outcome.observed, finding.outcome.limit) == ("97 characters", "80 characters")
    assert places(finding) == ["governance/models/churn.md:20", "governance/models/churn.md:21"]
    assert finding.outcome.evidence[1].excerpt == "- Deciding on credit."


def test_fails_in_production_when_one_is_missing_and_points_at_the_file():
    finding = found(UseStated, **written({"intended_use": TEXT}, production=True))
    assert told(finding) == (
        Status.FAIL, "nothing is stated under Out of scope, and the model is in production",
    )  # fmt: skip
    assert places(finding)[1] == "governance/models/churn.md"


def test_warns_elsewhere():
    finding = found(UseStated, models=(factories.model(),))
    assert told(finding) == (
        Status.WARN, "nothing is stated under Intended use; nothing is stated under Out of scope",
    )  # fmt: skip


@pytest.mark.parametrize("words", ["TODO", "lorem ipsum"])
def test_fails_in_production_for_words_that_stand_for_an_answer(words):
    text = f"{TEXT} {words} dolor."
    finding = found(UseStated, **written(BOTH | {"intended_use": text}, production=True))
    assert told(finding) == (
        Status.FAIL, f"Intended use still says “{words}”, and the model is in production",
    )  # fmt: skip


def test_warns_for_few_words_and_counts_no_comment():
    prose = BOTH | {"intended_use": f"{'x' * 79} <!-- {TEXT} -->"}
    finding = found(UseStated, **written(prose, production=True))
    assert told(finding) == (
        Status.WARN, "the intended use is told in 79 characters; at least 80 characters are asked for",
    )  # fmt: skip
    assert found(UseStated, **written(BOTH | {"intended_use": "x" * 80})).status is Status.PASS


def test_the_policy_sets_how_many():
    finding = found(UseStated, setting("DOC-001", min_chars="98"), **written(BOTH))
    assert finding.status is Status.WARN
    assert str(finding.outcome.limit_source) == "governance/policy.yaml#/controls/DOC-001/min_chars"


def test_does_not_concern_a_portfolio_without_models():
    assert assessed(UseStated, models=()).findings == ()


def test_can_be_waived():
    finding = found(UseStated, waivers=(waiver("DOC-001"),), **written(production=True))
    assert finding.status is Status.WAIVED
    assert finding.outcome.status is Status.FAIL
