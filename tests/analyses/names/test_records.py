"""What evaluations, deployments and monitoring speak of and no store knows."""

from datetime import UTC, datetime

import pytest

from generator.analyses.names.records import unknown_subjects
from generator.catalog import Alert, AlertStatus, Deployment, Measurement, Retraining, Signal, SignalKind
from tests import factories as make

PLACE = make.source("folio/monitoring/churn/a.csv")
DAY = datetime(2026, 11, 1, tzinfo=UTC)


def told(**records):
    catalog = make.catalog(models=(make.model(),), runs=(make.run("r1"),), **records)
    return [(problem.slug, problem.message, problem.remedy) for problem in unknown_subjects(catalog)]


def test_records_of_what_is_there_are_no_problem():
    assert (
        told(
            evaluations=(make.evaluation(), make.evaluation(model="", version="", run_id="r1")),
            deployments=(Deployment(model="churn", version="1", environment="e", source=PLACE),),
            signals=(Signal(model="churn", name="s", kind=SignalKind.OPERATION, source=PLACE),),
            measurements=(measurement(),),
        )
        == []
    )


def measurement(line=2, **given):
    made = {"model": "churn", "signal": "s", "kind": SignalKind.OPERATION, "value": 1.0, "at": DAY}
    return Measurement(**made | {"source": PLACE.line(line)} | given)


def test_many_lines_about_one_unknown_version_are_one_problem():
    found = told(measurements=tuple(measurement(line, version="9") for line in range(2, 5)))
    assert [slug for slug, *_ in found] == ["record-version-unknown"]
    assert (
        found[0][1]
        == "is about version '9' of 'churn', which no store knows, and so are 2 more records of the file"
    )


def test_a_model_spelled_wrong_is_told_with_the_one_that_was_meant():
    [(slug, message, remedy)] = told(evaluations=(make.evaluation(model="chrun"),))
    assert (slug, remedy) == ("record-model-unknown", "did you mean 'churn'?")
    assert message == "is about the model 'chrun', which no store knows"


def test_a_result_for_a_run_that_is_nowhere_is_told():
    [(slug, *_)] = told(evaluations=(make.evaluation(model="", version="", run_id="r7"),))
    assert slug == "record-run-unknown"


@pytest.mark.parametrize(
    "records",
    [
        {"deployments": (Deployment(model="m", version="1", environment="e", source=PLACE),)},
        {"signals": (Signal(model="m", name="s", kind=SignalKind.OPERATION, source=PLACE),)},
        {"alerts": (Alert(id="A", model="m", status=AlertStatus.OPEN, source=PLACE),)},
        {"retrainings": (Retraining(model="m", at=DAY, source=PLACE),)},
    ],
    ids=lambda records: next(iter(records)),
)
def test_every_kind_of_record_is_looked_at(records):
    assert [slug for slug, *_ in told(**records)] == ["record-model-unknown"]
