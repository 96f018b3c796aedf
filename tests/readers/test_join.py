"""Many readers and stores, one catalogue: one order, nothing twice, nothing lost without a word."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from generator.catalog import (
    Catalog,
    Experiment,
    FileRead,
    LifecycleStage,
    ModelVersion,
    Problem,
    Prompt,
    Records,
    RegisteredModel,
    Run,
    Severity,
    VersionRef,
)
from generator.provenance import Source
from generator.readers.join import join
from generator.readers.mlflow.reader import MlflowFilesReader
from generator.readers.reader import read_catalog
from generator.readers.store import Store
from tests.stores import MlflowStore, run_id

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def experiment(identifier: str, store: str = "a", **more) -> Experiment:
    return Experiment(
        experiment_id=identifier,
        name=identifier,
        store=store,
        source=Source(f"{store}/{identifier}/meta.yaml"),
        **more,
    )


def run(identifier: str, store: str = "a", experiment_id: str = "0", **more) -> Run:
    source = Source(f"{store}/{experiment_id}/{identifier}/meta.yaml")
    return Run(run_id=identifier, experiment_id=experiment_id, store=store, source=source, **more)


def model(name: str, store: str = "a") -> RegisteredModel:
    return RegisteredModel(name=name, store=store, source=Source(f"{store}/models/{name}/meta.yaml"))


def problem(path: str, severity: Severity, pointer: str = "", slug: str = "odd") -> Problem:
    return Problem(
        slug=slug, severity=severity, source=Source(path, "", pointer), message="is odd", cost="nothing"
    )


def told(catalog: Catalog) -> list[str]:
    return [f"{each.severity} {each.slug} {each}" for each in catalog.problems]


def test_records_stand_in_the_order_of_stores_and_numbers():
    catalog = join(
        [
            Records(experiments=(experiment("10", "b"), experiment("9", "b"), experiment("x", "b"))),
            Records(
                experiments=(experiment("2", "a"),), runs=(run("r2", "b"), run("r1", "b"), run("r3", "a"))
            ),
        ],
        ("b", "a"),
    )
    assert [(each.store, each.experiment_id) for each in catalog.experiments] == [
        ("b", "9"), ("b", "10"), ("b", "x"), ("a", "2"),
    ]  # fmt: skip
    assert [each.run_id for each in catalog.runs] == ["r1", "r2", "r3"]
    assert catalog.stores == ("b", "a")


def test_the_label_of_a_root_below_a_store_follows_the_stores():
    catalog = join([Records(runs=(run("r1", "a/x/mlruns"), run("r2", "a"), run("r3", "ab")))], ("ab", "a"))
    assert catalog.stores == ("ab", "a", "a/x/mlruns")
    assert [each.run_id for each in catalog.runs] == ["r3", "r2", "r1"]


def test_a_run_recorded_twice_is_one_run_with_two_places():
    catalog = join(
        [Records(runs=(run("r1", "b"), run("r2", "b"))), Records(runs=(run("r1", "a"),))], ("a", "b")
    )
    assert [(each.run_id, each.source.path, [also.path for also in each.also]) for each in catalog.runs] == [
        ("r1", "a/0/r1/meta.yaml", ["b/0/r1/meta.yaml"]), ("r2", "b/0/r2/meta.yaml", []),
    ]  # fmt: skip
    assert told(catalog) == [
        "note recorded-twice b/0/r1/meta.yaml: the run recorded here is recorded in 'a' too, and what both say agrees"
    ]


def test_many_runs_recorded_twice_are_one_note():
    runs = [tuple(run(f"r{number}", store) for number in range(30)) for store in ("a", "b")]
    assert told(join([Records(runs=each) for each in runs], ("a", "b"))) == [
        (
            "note recorded-twice b/0/r0/meta.yaml: the run recorded here and 29 others of its store are recorded in "
            "'a' too, and what both say agrees"
        )
    ]


def test_a_record_that_is_listed_goes_before_a_deleted_one():
    deleted = replace(
        run("r1"), lifecycle_stage=LifecycleStage.DELETED, source=Source("a/.trash/0/r1/meta.yaml")
    )
    gone = replace(
        experiment("0"), lifecycle_stage=LifecycleStage.DELETED, source=Source("a/.trash/0/meta.yaml")
    )
    catalog = join([Records(runs=(deleted, run("r1")), experiments=(gone, experiment("0")))], ("a",))
    assert catalog.runs == (replace(run("r1"), also=(deleted.source,)),)
    assert catalog.experiments == (replace(experiment("0"), also=(gone.source,)),)
    assert [(each.slug, each.source.path) for each in catalog.problems] == [
        ("records-differ", "a/.trash/0/meta.yaml"),
        ("records-differ", "a/.trash/0/r1/meta.yaml"),
    ]
    assert catalog.problems[1].message == (
        "the run is recorded here and in a/0/r1/meta.yaml, and they differ: "
        "lifecycle_stage is 'deleted' here, 'active' there"
    )


def test_experiments_of_two_stores_may_have_one_id():
    catalog = join([Records(experiments=(experiment("0", "a"), experiment("0", "b")))], ("a", "b"))
    assert (len(catalog.experiments), catalog.problems) == (2, ())


@pytest.mark.parametrize("noun", ["registered model", "prompt"])
def test_models_of_one_name_in_two_registries_are_both_kept_and_said(noun):
    if noun == "prompt":
        records = Records(
            prompts=tuple(Prompt(name="m", store=store, source=Source(f"{store}/m")) for store in "ba")
        )
    else:
        records = Records(
            models=(
                replace(model("m", "b"), source=Source("b/m")),
                replace(model("m", "a"), source=Source("a/m")),
            )
        )
    catalog = join([records], ("a", "b"))
    kept = catalog.prompts if noun == "prompt" else catalog.models
    assert [(each.name, each.store) for each in kept] == [("m", "a"), ("m (b)", "b")]
    assert told(catalog) == [
        (
            f"warning name-in-two-registries b/m: another registry has a {noun} of this name: a/m; "
            "rename one of them, or build a site for each registry"
        )
    ]
    if noun == "registered model":
        assert catalog.models_by_name["m"].store == "a"


def version(store: str, number: int = 1, **more) -> ModelVersion:
    made = {
        "creation_time": NOON,
        "run_id": f"r{number}",
        "store": store,
        "source": Source(f"{store}/m/{number}"),
    }
    return ModelVersion(name="m", version=str(number), sequence=number, **made | more)


def test_a_registry_and_its_copy_are_one_with_the_versions_of_both():
    old = replace(model("m", "a"), versions=(version("a"), version("a", 2, stage="Staging")))
    new = replace(
        model("m", "b"),
        versions=(version("b"), version("b", 2, stage="Production", last_updated_time=NOON), version("b", 3)),
    )
    (one,) = (catalog := join([Records(models=(old, new))], ("a", "b"))).models
    assert (one.name, one.store, one.also) == ("m", "b", (old.source,))
    assert [(each.version, each.stage, len(each.also)) for each in one.versions] == [
        ("1", "", 1), ("2", "Production", 1), ("3", "", 0),
    ]  # fmt: skip
    assert told(catalog) == [
        (
            "warning records-differ a/models/m/meta.yaml: the registered model is recorded here and in "
            "b/models/m/meta.yaml, and they differ: version 2: stage is 'Staging' here, 'Production' there; "
            "find out which is right, and name only its store or correct the other"
        )
    ]


@pytest.mark.parametrize(
    "other", [{"creation_time": NOON + timedelta(seconds=1)}, {"run_id": "r9"}, {"creation_time": None}]
)
def test_a_registry_whose_versions_were_made_otherwise_is_no_copy(other):
    first, second = (
        replace(model("m", "a"), versions=(version("a"),)),
        replace(model("m", "b"), versions=(version("b", **other),)),
    )
    catalog = join([Records(models=(first, second))], ("a", "b"))
    assert [each.name for each in catalog.models] == ["m", "m (b)"]
    assert [each.slug for each in catalog.problems] == ["name-in-two-registries"]


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [(NOON, NOON, ["m"]), (NOON, NOON + timedelta(1), ["m", "m (b)"]), (None, None, ["m", "m (b)"])],
)
def test_models_without_versions_are_one_when_they_were_made_at_one_instant(first, second, names):
    pair = (replace(model("m", "a"), creation_time=first), replace(model("m", "b"), creation_time=second))
    assert [each.name for each in join([Records(models=pair)], ("a", "b")).models] == names


def test_a_model_that_is_told_apart_takes_its_versions_along():
    copy = ModelVersion(
        name="m", version="2", sequence=2, copied_from=VersionRef("m", "1"), store="b", source=Source("b/m/2")
    )
    second = replace(model("m", "b"), source=Source("b/m"), versions=(copy,))
    third = replace(model("m", "b"), source=Source("b/other/m"))
    records = Records(models=(replace(model("m", "a"), source=Source("a/m")), second, third))
    catalog = join([records], ("a", "b"))
    assert [each.name for each in catalog.models] == ["m", "m (b)", "m (b/other/m)"]
    (moved,) = catalog.models[1].versions
    assert (moved.name, moved.copied_from) == ("m (b)", VersionRef("m (b)", "1"))


def test_the_gravest_problem_comes_first_and_lines_go_by_number():
    problems = (
        problem("a/1", Severity.NOTE), problem("a/1", Severity.WARNING, "line 10"), problem("a/1", Severity.WARNING, "line 9"),
        problem("a/0", Severity.WARNING), problem("a/9", Severity.ERROR), problem("a/9", Severity.ERROR),
    )  # fmt: skip
    catalog = join([Records(problems=problems)], ("a",))
    assert [str(each.source) for each in catalog.problems] == ["a/9", "a/0", "a/1:9", "a/1:10", "a/1"]


def test_a_file_that_two_readers_opened_is_one_file():
    catalog = join(
        [
            Records(files=(FileRead("a/2", "", 5), FileRead("a/1", "ff", 3))),
            Records(files=(FileRead("a/2", "ee", 5), FileRead("a/1", "ff", 3))),
        ],
        ("a",),
    )
    assert catalog.files == (FileRead("a/1", "ff", 3), FileRead("a/2", "ee", 5))


def test_of_two_digests_of_one_file_the_first_counts():
    parts = [Records(files=(FileRead("a/1", digest, 3),)) for digest in ("ff", "", "ee")]
    assert join(parts, ()).files == (FileRead("a/1", "ff", 3),)


@pytest.fixture
def two_stores(tmp_path) -> tuple[Store, Store]:
    stores = []
    for label in ("one", "two"):
        made = MlflowStore(tmp_path / label)
        made.experiment()
        for number in (1, 2, 3):
            folder = made.run(number, params={"store": label})
            made.input(folder, made.dataset())
        made.logged_model(1)
        made.model("churn")
        made.version(1)
        made.prompt("greeting", "Hello")
        stores.append(Store(tmp_path / label, label))
    return stores[0], stores[1]


def test_two_stores_with_the_same_records_make_one_catalogue(two_stores):
    catalog = read_catalog(two_stores, [MlflowFilesReader()])
    assert [(each.run_id, each.params[0].value) for each in catalog.runs] == [
        (run_id(1), "one"), (run_id(2), "one"), (run_id(3), "one"),
    ]  # fmt: skip
    records = [*catalog.runs, *catalog.experiments, *catalog.logged_models, *catalog.datasets]
    records += [*catalog.models, *catalog.prompts, *catalog.models[0].versions]
    assert len(records) == 9
    for record in records:
        (also,) = record.also
        assert also.path == record.source.path.replace("one/", "two/", 1)
        assert also.sha256
    assert [each.slug for each in catalog.problems].count("records-differ") == 3
    assert catalog.stores == ("one", "two")
    assert len(catalog.files) == len({file.path for file in catalog.files}) > 20
    other = read_catalog(two_stores[::-1], [MlflowFilesReader()])
    assert {each.params[0].value for each in other.runs} == {"two"}


def test_joining_a_catalogue_again_changes_nothing(two_stores):
    catalog = read_catalog(two_stores, [MlflowFilesReader()])
    assert join([catalog], catalog.stores) == catalog


def test_the_order_in_which_records_come_does_not_matter(two_stores):
    catalog = read_catalog(two_stores, [MlflowFilesReader()])
    chance = random.Random(3)  # noqa: S311 no secret

    def shuffled(records):
        mixed = list(records)
        chance.shuffle(mixed)
        return tuple(mixed)

    mixed = Records(
        experiments=shuffled(catalog.experiments), runs=shuffled(catalog.runs), datasets=shuffled(catalog.datasets),
        logged_models=shuffled(catalog.logged_models), models=shuffled(catalog.models), prompts=shuffled(catalog.prompts),
        problems=shuffled(catalog.problems), files=shuffled(catalog.files),
    )  # fmt: skip
    assert join([mixed], ("one", "two")) == catalog
