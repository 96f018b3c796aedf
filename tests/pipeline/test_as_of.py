"""The instant of a site when nobody asks for one."""

from datetime import UTC, datetime

from generator.catalog import Catalog, Experiment, ModelNarrative, ModelVersion, RegisteredModel, Statement
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


def test_without_any_time_it_is_the_epoch_which_nobody_believes():
    assert newest_instant(Catalog()) == EPOCH
