"""Roots: found by how they are built, wherever below the named folder they lie."""

import pytest

from generator.catalog import Severity
from generator.readers.mlflow import roots as mlflow_roots
from generator.readers.mlflow.reader import MlflowFilesReader
from generator.readers.mlflow.roots import find_roots
from generator.readers.store import Store
from tests.stores import MlflowStore, model_id, run_id, write_files


def roots(folder) -> list[str]:
    return [root.path for root in find_roots(Store(folder, "project")).roots]


@pytest.mark.parametrize("place", ["", "mlruns", "mlruns/mlruns", "examples/x/mlruns", "a/b/c/d/e/f"])
def test_a_root_is_found_at_the_folder_and_below_it(tmp_path, place):
    store = MlflowStore(tmp_path / "project" / place)
    store.experiment()
    assert roots(tmp_path / "project") == [place]


def test_a_root_farther_below_is_not_searched(tmp_path):
    MlflowStore(tmp_path / "a/b/c/d/e/f/g").experiment()
    assert roots(tmp_path) == []


def test_several_roots_keep_their_records_apart(tmp_path, read):
    for place in ("mlruns", "mlruns/mlruns", "examples/x/mlruns"):
        store = MlflowStore(tmp_path / place)
        store.experiment("0", place)
        store.run(len(place))
    catalog = read(tmp_path)
    assert catalog.problems == ()
    assert catalog.stores == ("mlruns", "mlruns/examples/x/mlruns", "mlruns/mlruns/mlruns")
    assert {(found.store, found.name) for found in catalog.experiments} == {
        ("mlruns", "mlruns"),
        ("mlruns/mlruns/mlruns", "mlruns/mlruns"),
        ("mlruns/examples/x/mlruns", "examples/x/mlruns"),
    }
    assert len(catalog.runs_by_experiment) == 3


@pytest.mark.parametrize(
    "build",
    [
        lambda store: store.model("m"),
        lambda store: store.version(1),
        lambda store: store.experiment("5", trashed=True),
        lambda store: store.experiment("named-experiment"),
        lambda store: store.run(1),
        lambda store: (store.experiment("0") / "meta.yaml").write_text(""),
    ],
    ids=["registry", "version", "trash", "named", "run-without-experiment", "broken-experiment"],
)
def test_anything_of_a_root_makes_it_one(tmp_path, build):
    build(MlflowStore(tmp_path / "mlruns"))
    assert roots(tmp_path) == ["mlruns"]


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"0/config.json": "{}", "1/run.json": "{}"},
        {"recipe/meta.yaml": "package:\n  name: x\n"},
        {"models/x/meta.yaml": "package: x\n", "models/x/notes/a.txt": "x"},
        {"wandb/run-1/files/wandb-metadata.json": "{}"},
        {"dvc.yaml": "stages: {}\n", "models/model.pkl": "x"},
        {
            f"{run_id(1)}/meta.yaml": f"run_id: {run_id(1)}\nexperiment_id: '0'\n",
            f"{run_id(1)}/params/lr": "1",
        },
    ],
)
def test_what_other_tools_write_is_no_root(tmp_path, files):
    write_files(tmp_path, files)
    assert roots(tmp_path) == []
    assert not MlflowFilesReader().recognizes(Store(tmp_path, "project"))


def test_artifacts_without_records_are_recognised_as_those_of_a_database(tmp_path, read):
    write_files(tmp_path, {f"mlruns/1/{run_id(1)}/artifacts/a.txt": "x"})
    write_files(
        tmp_path / "mlruns" / "2" / "models" / model_id(1) / "artifacts", {"MLmodel": "flavors: {}\n"}
    )
    catalog = read(tmp_path)
    assert sum(catalog.counts.values()) == 1
    (problem,) = catalog.problems
    assert (problem.slug, problem.severity, problem.source.path) == (
        "mlflow-artifacts-only", Severity.NOTE, "mlruns/mlruns",
    )  # fmt: skip
    assert "name the database" in problem.remedy


def test_runs_of_a_database_beside_a_file_store_are_one_note(tmp_path, read):
    store = MlflowStore(tmp_path / "mlruns")
    store.experiment("0")
    store.run(1)
    write_files(tmp_path, {"mlflow.db": b"SQLite format 3\0"})
    for number in (2, 3):
        write_files(tmp_path / "mlruns" / "1" / run_id(number) / "artifacts", {"a.txt": "x"})
    catalog = read(tmp_path)
    assert len(catalog.runs) == 1
    (problem,) = catalog.problems
    assert (problem.slug, problem.severity) == ("mlflow-artifacts-only", Severity.NOTE)
    assert problem.message == "2 folders of runs or models hold artifacts without a record"


def test_the_search_ends_and_says_so(tmp_path, read, monkeypatch):
    monkeypatch.setattr(mlflow_roots, "MOST_FOLDERS", 60)
    MlflowStore(tmp_path / "a" / "mlruns").experiment()
    for number in range(40):
        (tmp_path / "b" / str(number) / "c" / "d").mkdir(parents=True)
    catalog = read(tmp_path)
    assert len(catalog.experiments) == 1
    assert [problem.slug for problem in catalog.problems] == ["search-bounded"]


def test_links_do_not_lead_the_search_in_circles(tmp_path, read):
    store = MlflowStore(tmp_path / "mlruns")
    store.experiment()
    (store.root / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "up").symlink_to(".", target_is_directory=True)
    catalog = read(tmp_path)
    assert len(catalog.experiments) == 1
    assert [(problem.slug, problem.source.path) for problem in catalog.problems] == [
        ("link-to-folder", "mlruns/mlruns/again")
    ]


def test_a_link_to_a_store_elsewhere_is_not_followed(tmp_path, read):
    MlflowStore(tmp_path / "real").experiment()
    store = MlflowStore(tmp_path / "project" / "mlruns")
    store.experiment()
    (store.root / "7").symlink_to(tmp_path / "real" / "0", target_is_directory=True)
    catalog = read(tmp_path / "project")
    assert [experiment.experiment_id for experiment in catalog.experiments] == ["0"]
    (problem,) = catalog.problems
    assert (problem.slug, problem.cost) == ("link-outside", "what may be an experiment is not shown")
