"""Which retrainings were done, are to come, or were missed."""

import pytest

from generator.analyses.monitoring.retrainings import RetrainingState, missed_retraining, retrainings_of
from generator.catalog import Retraining
from tests import factories


def retraining(at=None, due=None, model="churn"):
    return Retraining(
        model=model,
        at=None if at is None else factories.at(at),
        due=None if due is None else factories.at(due),
        source=factories.source("governance/monitoring/churn/plan.yaml"),
    )


def states(*entries):
    found = retrainings_of(factories.catalog(retrainings=entries), "churn", factories.NOON)
    return [state for _, state in found]


@pytest.mark.parametrize(
    ("at", "due", "state"),
    [
        (5, 10, RetrainingState.DONE),
        (5, None, RetrainingState.DONE),
        (-5, None, RetrainingState.PLANNED),
        (None, -5, RetrainingState.PLANNED),
        (None, 0, RetrainingState.PLANNED),
        (None, 5, RetrainingState.OVERDUE),
        (None, None, RetrainingState.UNDATED),
    ],
)
def test_a_retraining_alone(at, due, state):
    assert states(retraining(at, due)) == [state]


def test_a_missed_one_is_made_up_for_by_one_that_was_done_since_the_plan_before():
    before, missed = retraining(None, 90), retraining(None, 30)
    assert states(before, missed, retraining(20)) == [
        RetrainingState.MADE_UP, RetrainingState.MADE_UP, RetrainingState.DONE,
    ]  # fmt: skip
    assert states(before, missed, retraining(100)) == [
        RetrainingState.MADE_UP, RetrainingState.OVERDUE, RetrainingState.DONE,
    ]  # fmt: skip


def test_the_first_missed_one_of_the_model_itself_is_told():
    missed = retraining(None, 30)
    catalog = factories.catalog(
        retrainings=(retraining(None, 60, model="fraud"), missed, retraining(None, 10))
    )
    assert missed_retraining(catalog, "churn", factories.NOON) is missed
    assert missed_retraining(factories.catalog(), "churn", factories.NOON) is None
