"""What happened in the registry lately."""

from generator.analyses.activity import ActivityKind, last_activity, recent_activity
from tests.factories import at, catalog, model, version


def told(activities):
    return [(each.kind.value, each.model, each.version) for each in activities]


def test_what_happened_is_told_newest_first():
    churn = model(
        "churn",
        creation_time=at(50),
        versions=(version(1, creation_time=at(40)), version(2, creation_time=at(10))),
    )
    fraud = model("fraud", creation_time=at(20), versions=())
    assert told(recent_activity(catalog(models=(churn, fraud)))) == [
        ("version registered", "churn", "2"),
        ("model created", "fraud", ""),
        ("version registered", "churn", "1"),
        ("model created", "churn", ""),
    ]


def test_every_instant_names_the_field_it_was_read_from():
    churn = model(
        creation_time=at(50), last_updated_time=at(5), versions=(version(1, last_updated_time=at(7)),)
    )
    places = {each.kind: str(each.source) for each in recent_activity(catalog(models=(churn,)))}
    assert places == {
        ActivityKind.MODEL_UPDATED: "mlruns/models/churn/meta.yaml#/last_updated_timestamp",
        ActivityKind.VERSION_UPDATED: "mlruns/models/churn/version-1/meta.yaml#/last_updated_timestamp",
        ActivityKind.MODEL_CREATED: "mlruns/models/churn/meta.yaml#/creation_timestamp",
        ActivityKind.VERSION_REGISTERED: "mlruns/models/churn/version-1/meta.yaml#/creation_timestamp",
    }


def test_the_touch_that_registering_a_version_gives_its_model_is_not_told_twice():
    churn = model(
        creation_time=at(50), last_updated_time=at(10), versions=(version(1, creation_time=at(10)),)
    )
    assert told(recent_activity(catalog(models=(churn,)))) == [
        ("version registered", "churn", "1"),
        ("model created", "churn", ""),
    ]


def test_a_deleted_version_is_told_as_deleted_at_its_last_update():
    gone = version(1, creation_time=at(10), last_updated_time=at(10), deleted=True)
    churn = model(creation_time=None, versions=(gone,))
    assert told(recent_activity(catalog(models=(churn,)))) == [
        ("version deleted", "churn", "1"),
        ("version registered", "churn", "1"),
    ]


def test_at_one_instant_models_go_by_name_and_versions_newest_first():
    names = ("b", "a")
    models = tuple(
        model(
            name,
            creation_time=None,
            versions=tuple(version(n, model=name, creation_time=at(1)) for n in (9, 10)),
        )
        for name in names
    )
    assert [(each.model, each.version) for each in recent_activity(catalog(models=models))] == [
        ("a", "10"), ("a", "9"), ("b", "10"), ("b", "9"),
    ]  # fmt: skip


def test_only_as_much_as_asked_for_is_told():
    churn = model(versions=tuple(version(number) for number in range(1, 9)))
    assert told(recent_activity(catalog(models=(churn,)), 2)) == [
        ("version registered", "churn", "8"),
        ("version registered", "churn", "7"),
    ]


def test_a_model_without_recorded_times_has_no_last_activity():
    quiet = model(creation_time=None, versions=(version(1, creation_time=None),))
    assert last_activity(quiet) is None
    assert last_activity(model()).version == "1"
