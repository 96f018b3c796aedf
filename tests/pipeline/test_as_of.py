"""The instant of a site when nobody asks for one."""

from datetime import UTC, datetime

from generator.catalog import (
    Alert,
    AlertStatus,
    Catalog,
    Deployment,
    Experiment,
    Measurement,
    ModelNarrative,
    ModelVersion,
    RegisteredModel,
    Retraining,
    SignalKind,
    Statement,
)
from generator.pipeline.as_of import EPOCH, newest_instant
from generator.provenance import Source

SOURCE = Source("mlruns/x")


def day(number: int) -> datetime:
    return datetime(2026, 3, number, tzinfo=UTC)


def narrative(**fields: str) -> ModelNarrative:
    return ModelNarrative(
        model="churn", source=SOURCE, fields={key: Statement(value, SOURCE) for key, value in fields.items()}
    )


def test_it_is_the_newest_time_in_the_records():
    version = ModelVersion(
        name="churn", version="1", sequence=1, last_updated_time=day(9), store="s", source=SOURCE
    )
    catalog = Catalog(
        experiments=(
            Experiment(experiment_id="1", name="a", creation_time=day(3), store="s", source=SOURCE),
        ),
        models=(RegisteredModel(name="churn", versions=(version,), store="s", source=SOURCE),),
    )
    assert newest_instant(catalog) == day(9)


def test_what_people_did_counts_and_what_they_plan_does_not():
    written = narrative(reviewed_on="2026-03-05", validated_on="soon", review_due="2027-03-05")
    assert newest_instant(Catalog(narratives=(written,))) == day(5)


def test_what_was_measured_of_a_model_in_use_counts_and_a_retraining_that_is_due_does_not():
    measured = Measurement(
        model="m", signal="s", kind=SignalKind.OPERATION, value=1.0, at=day(4), source=SOURCE
    )
    due = Retraining(model="m", due=day(20), source=SOURCE)
    assert newest_instant(Catalog(measurements=(measured,), retrainings=(due,))) == day(4)
    raised = Alert(id="A", model="m", status=AlertStatus.OPEN, raised_at=day(6), source=SOURCE)
    deployed = Deployment(model="m", version="1", environment="e", since=day(7), source=SOURCE)
    assert newest_instant(Catalog(measurements=(measured,), alerts=(raised,))) == day(6)
    assert newest_instant(Catalog(alerts=(raised,), deployments=(deployed,))) == day(7)


def test_without_any_time_it_is_the_epoch_which_nobody_believes():
    assert newest_instant(Catalog()) == EPOCH
