"""Experiments, runs and logged models: every field, in every layout that MLflow ever wrote."""

from datetime import UTC, datetime

import pytest

from generator.catalog import (
    CodeVersion,
    Column,
    Dataset,
    LifecycleStage,
    LoggedModelStatus,
    RunStatus,
    Severity,
)
from tests.stores import START, model_id, run_id, write_files


def only_run(catalog):
    (run,) = catalog.runs
    return run


def told(catalog) -> list[str]:
    return [f"{problem.severity} {problem.slug} {problem}" for problem in catalog.problems]


def test_an_experiment_is_read_with_its_tags(mlruns, read):
    folder = mlruns.experiment("549503093642987864", "risk / créd\u0131t: 'a'", creation_time=START + 7)
    write_files(folder / "tags", {"mlflow.note.content": "# Why\n", "team/name": "risk"})
    catalog = read(mlruns)
    assert catalog.problems == ()
    _, experiment = catalog.experiments
    assert (experiment.experiment_id, experiment.name) == ("549503093642987864", "risk / créd\u0131t: 'a'")
    assert experiment.artifact_location == "file:///elsewhere/mlruns/549503093642987864"
    assert experiment.creation_time == datetime(2026, 1, 5, 8, 0, 0, 7000, tzinfo=UTC)
    assert experiment.lifecycle_stage is LifecycleStage.ACTIVE
    assert [(tag.key, tag.value) for tag in experiment.tags] == [
        ("mlflow.note.content", "# Why\n"),
        ("team/name", "risk"),
    ]
    assert (experiment.store, experiment.source.path) == ("mlruns", "mlruns/549503093642987864/meta.yaml")
    assert experiment.tags[1].source.path == "mlruns/549503093642987864/tags/team/name"


def test_a_run_is_read_with_everything_in_its_folder(mlruns, read):
    mlruns.run(
        params={"lr": "1e-3", "opt/decay": "None", "note": "two\r\nlines\n", "empty": ""},
        metrics={"auc": [(START, 0.5, 0), (START + 1, 0.75, 1)], "train/loss": [(START, 2.0, 0)]},
        tags={
            "mlflow.parentRunId": run_id(9), "mlflow.note.content": "Why", "mlflow.source.name": "train.py",
            "mlflow.source.type": "LOCAL", "mlflow.source.git.commit": "3f2a9c1e", "mlflow.source.git.branch": "main",
            "mlflow.source.git.repoURL": "git@git.example.org:ml/risk.git", "mlflow.source.git.dirty": "True",
        },
        artifacts={"model/weights.bin": b"\0\1", "plot é.png": b"x"},
    )  # fmt: skip
    catalog = read(mlruns)
    assert catalog.problems == ()
    run = only_run(catalog)
    assert (run.run_id, run.experiment_id, run.name, run.user) == (run_id(1), "0", "run-1", "ada")
    assert (run.status, run.lifecycle_stage) == (RunStatus.FINISHED, LifecycleStage.ACTIVE)
    assert run.start_time == datetime(2026, 1, 5, 8, 0, 1, tzinfo=UTC)
    assert run.end_time == datetime(2026, 1, 5, 8, 0, 1, 500_000, tzinfo=UTC)
    assert (run.parent_run_id, run.description) == (run_id(9), "Why")
    assert [(param.key, param.value) for param in run.params] == [
        ("empty", ""), ("lr", "1e-3"), ("note", "two\r\nlines\n"), ("opt/decay", "None"),
    ]  # fmt: skip
    assert run.params[3].source.path == f"mlruns/0/{run_id(1)}/params/opt/decay"
    assert [(metric.key, metric.last.value) for metric in run.metrics] == [("auc", 0.75), ("train/loss", 2.0)]
    assert [(artifact.path, artifact.size) for artifact in run.artifacts] == [
        ("model/weights.bin", 2),
        ("plot é.png", 1),
    ]
    assert run.artifacts[0].source.path == f"mlruns/0/{run_id(1)}/artifacts/model/weights.bin"
    assert run.code == CodeVersion(
        entry_point="train.py", kind="LOCAL", repository="git@git.example.org:ml/risk.git", branch="main",
        commit="3f2a9c1e", dirty=True,
        source=next(tag.source for tag in run.tags if tag.key == "mlflow.source.git.commit"),
    )  # fmt: skip
    assert catalog.counts["metric_points"] == 3


@pytest.mark.parametrize(
    ("written", "status"),
    [
        (1, RunStatus.RUNNING), (2, RunStatus.SCHEDULED), (3, RunStatus.FINISHED), (4, RunStatus.FAILED),
        (5, RunStatus.KILLED), ("FINISHED", RunStatus.FINISHED),
    ],
)  # fmt: skip
def test_the_status_is_mlflows(mlruns, read, written, status):
    mlruns.run(status=written)
    catalog = read(mlruns)
    assert (only_run(catalog).status, catalog.problems) == (status, ())


@pytest.mark.parametrize(
    ("written", "message"), [(9, "status is '9'"), (..., "status is missing"), ("done", "status is 'done'")]
)
def test_a_status_that_is_none_is_unknown_and_said(mlruns, read, written, message):
    mlruns.run(status=written)
    catalog = read(mlruns)
    assert only_run(catalog).status is RunStatus.UNKNOWN
    (problem,) = catalog.problems
    assert (problem.slug, problem.severity, problem.message) == ("field-invalid", Severity.WARNING, message)


def test_an_unfinished_run_has_no_end(mlruns, read):
    mlruns.run(status=1, end_time=None)
    catalog = read(mlruns)
    assert (only_run(catalog).end_time, catalog.problems) == (None, ())


def test_the_oldest_stores_are_read(mlruns, read):
    mlruns.experiment("1", "first", experiment_id=1, creation_time=..., last_update_time=...)
    mlruns.run(
        experiment="1", run_id=..., run_uuid=run_id(1), run_name=..., name="", experiment_id=1, user_id=...,
        source_version="3f2a9c1e", source_name="train.py", source_type=1, metrics={"auc": "1000 0.5\n"},
        tags={"mlflow.runName": "the name", "mlflow.user": "bob"},
    )  # fmt: skip
    catalog = read(mlruns)
    assert catalog.problems == ()
    run = only_run(catalog)
    assert (run.run_id, run.experiment_id, run.name, run.user) == (run_id(1), "1", "the name", "bob")
    assert run.metrics[0].last.step == 0
    assert run.code == CodeVersion(
        entry_point="train.py", kind="NOTEBOOK", commit="3f2a9c1e", source=run.source.at("source_version")
    )
    assert catalog.experiments[1].creation_time is None


def test_a_name_is_text_however_it_looks(mlruns, read):
    folder = mlruns.run()
    meta = folder / "meta.yaml"
    meta.write_text(
        meta.read_text().replace("run_name: run-1", "run_name: 1e5").replace("user_id: ada", "user_id: 012")
    )
    run = only_run(read(mlruns))
    assert (run.name, run.user) == ("1e5", "012")


def test_a_run_without_code_tags_names_no_code(mlruns, read):
    mlruns.run()
    assert only_run(read(mlruns)).code is None


def test_git_drops_empty_folders_and_nothing_is_lost(mlruns, read):
    folder = mlruns.run()
    for name in ("params", "metrics", "tags", "artifacts"):
        (folder / name).rmdir()
    catalog = read(mlruns)
    assert catalog.problems == ()
    assert only_run(catalog).params == ()


def test_deleted_runs_and_the_trash_are_read(mlruns, read):
    mlruns.run(1, lifecycle_stage="deleted", deleted_time=START)
    mlruns.experiment("7", "gone", trashed=True)
    mlruns.run(
        2, experiment=".trash/7", experiment_id="7", lifecycle_stage="deleted", artifacts={"a.txt": "x"}
    )
    mlruns.run(3, experiment=".trash/7", experiment_id="7")
    catalog = read(mlruns)
    assert catalog.problems == ()
    assert [(run.run_id, run.experiment_id, run.lifecycle_stage) for run in catalog.runs] == [
        (run_id(1), "0", LifecycleStage.DELETED),
        (run_id(2), "7", LifecycleStage.DELETED),
        (run_id(3), "7", LifecycleStage.DELETED),
    ]
    assert [artifact.path for artifact in catalog.runs[1].artifacts] == ["a.txt"]
    assert catalog.experiments[1].lifecycle_stage is LifecycleStage.DELETED
    assert catalog.counts["deleted_runs"] == 3


def test_datasets_and_their_uses_are_read(mlruns, read):
    train = mlruns.dataset("wine", "aaaa1111")
    test = mlruns.dataset(
        "wine", "bbbb2222", schema=None, profile=None, source="not json", source_type="code"
    )
    run = mlruns.run()
    mlruns.input(run, train, "training")
    mlruns.input(run, test, "")
    catalog = read(mlruns)
    assert catalog.problems == ()
    first, second = catalog.datasets
    assert first == Dataset(
        name="wine", digest="aaaa1111", source_type="s3", uri="s3://lake/wine.parquet",
        columns=(Column("alcohol", "double", required=True),), row_count=178, profile=(("num_elements", "2314"),),
        store="mlruns", source=first.source, places=first.places,
    )  # fmt: skip
    assert (second.uri, second.columns, second.row_count, second.profile) == ("not json", (), None, ())
    assert [(used.key, used.context) for used in only_run(catalog).inputs] == [
        (("wine", "aaaa1111"), "training"),
        (("wine", "bbbb2222"), ""),
    ]
    assert catalog.runs_by_dataset[("wine", "aaaa1111")] == catalog.runs


def test_what_else_a_run_notes_of_its_data_is_kept_with_its_place(mlruns, read):
    run = mlruns.run()
    mlruns.input(run, mlruns.dataset("wine", "aaaa1111"), sha256="ab" * 32, batch="7")
    (used,) = only_run(read(mlruns)).inputs
    assert used.context == "training"
    assert [(tag.key, tag.value, tag.source.pointer) for tag in used.tags] == [
        ("batch", "7", "/tags/batch"),
        ("sha256", "ab" * 32, "/tags/sha256"),
    ]
    assert {tag.source.path for tag in used.tags} == {used.source.path}


def test_the_schema_of_arrays_is_json_in_json(mlruns, read):
    mlruns.dataset(
        schema='{"mlflow_tensorspec": {"features": "[{\\"type\\": \\"tensor\\", \\"tensor-spec\\": {\\"dtype\\": '
        '\\"float64\\", \\"shape\\": [-1, 13]}}]", "targets": null}}',
        profile='{"features_shape": [20, 13], "features_size": 260}',
        source='{"tags": {"mlflow.user": "ana"}}',
    )
    catalog = read(mlruns)
    assert catalog.problems == ()
    (dataset,) = catalog.datasets
    assert dataset.columns == (Column("features", "tensor(float64)[-1, 13]"),)
    assert (dataset.row_count, dataset.uri) == (20, "")
    assert dataset.profile == (("features_shape", "[20, 13]"), ("features_size", "260"))


def test_one_dataset_of_two_experiments_is_one(mlruns, read):
    mlruns.experiment("1", "other")
    mlruns.dataset(schema=None)
    whole = mlruns.dataset(experiment="1")
    mlruns.input(mlruns.run(experiment="1"), whole)
    catalog = read(mlruns)
    (dataset,) = catalog.datasets
    assert dataset.columns != ()
    assert len(only_run(catalog).inputs) == 1


def test_models_used_and_made_are_found_by_their_folders(mlruns, read):
    run = mlruns.run()
    mlruns.input(run, model_id(5), "", "MODEL")
    mlruns.output(run, 7)
    write_files(
        run / "outputs" / model_id(6), {"meta.yaml": f"source_id: {run_id(1)}\ndestination_id: {run_id(1)}\n"}
    )
    catalog = read(mlruns)
    assert catalog.problems == ()
    assert (only_run(catalog).model_inputs, only_run(catalog).model_outputs) == (
        (model_id(5),),
        (model_id(6), model_id(7)),
    )


def test_a_logged_model_is_read_with_everything_in_its_folder(mlruns, read):
    mlruns.logged_model(
        params={"depth": "3"}, tags={"team": "risk"}, model_type="classifier", status_message="all well",
        metrics={"auc": f"{START} 0.5 0 {run_id(1)}\n{START} 0.75 0 {run_id(2)} wine 00ff\n"},
        artifacts={"MLmodel": "flavors: {}\nmlflow_version: 3.18.0\n", "model.pkl": b"x"},
    )  # fmt: skip
    catalog = read(mlruns)
    assert catalog.problems == ()
    (model,) = catalog.logged_models
    assert (model.model_id, model.name, model.experiment_id) == (model_id(1), "model", "0")
    assert (model.source_run_id, model.model_type, model.status_message) == (
        run_id(1),
        "classifier",
        "all well",
    )
    assert (model.status, model.lifecycle_stage) == (LoggedModelStatus.READY, LifecycleStage.ACTIVE)
    assert model.creation_time == datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
    assert [(metric.run_id, metric.dataset_name, metric.last.value) for metric in model.metrics] == [
        (run_id(1), "", 0.5),
        (run_id(2), "wine", 0.75),
    ]
    assert [artifact.path for artifact in model.artifacts] == ["MLmodel", "model.pkl"]
    assert model.package is not None
    assert (model.package.path, model.package.mlflow_version) == ("", "3.18.0")
    assert [(param.key, param.value) for param in model.params] == [("depth", "3")]
    assert catalog.runs == ()


@pytest.mark.parametrize(
    ("written", "status"), [(0, "unspecified"), (1, "pending"), (2, "ready"), (3, "failed")]
)
def test_the_status_of_a_logged_model_is_mlflows(mlruns, read, written, status):
    mlruns.logged_model(status=written, lifecycle_stage="deleted")
    catalog = read(mlruns)
    assert (catalog.logged_models[0].status, catalog.problems) == (status, ())
    assert catalog.logged_models[0].lifecycle_stage is LifecycleStage.DELETED


def test_traces_and_whatever_else_lies_in_an_experiment_are_no_runs(mlruns, read):
    write_files(
        mlruns.root / "0",
        {"traces/tr-1/trace_info.yaml": "a: 1\n", "notes/read me.txt": "x", "loose.txt": "x"},
    )
    catalog = read(mlruns)
    assert (catalog.runs, catalog.problems) == ((), ())


def test_unknown_keys_are_passed_over(mlruns, read):
    mlruns.run(workspace="default", trace_location=None, something_new={"a": [1]})
    catalog = read(mlruns)
    assert (len(catalog.runs), catalog.problems) == (1, ())


def test_a_record_that_calls_itself_other_than_its_folder_is_shown_under_its_folders_name(mlruns, read):
    mlruns.experiment("3", "third", experiment_id="4")
    mlruns.run(1, run_id=run_id(2))
    mlruns.run(2, run_id=...)
    mlruns.logged_model(1, model_id=model_id(2))
    catalog = read(mlruns)
    assert [run.run_id for run in catalog.runs] == [run_id(1), run_id(2)]
    assert [experiment.experiment_id for experiment in catalog.experiments] == ["0", "3"]
    assert [model.model_id for model in catalog.logged_models] == [model_id(1)]
    assert told(catalog) == [
        f"warning id-differs mlruns/0/{run_id(1)}/meta.yaml:6: run_id is {run_id(2)!a}, the folder is called {run_id(1)!a}",
        f"warning id-differs mlruns/0/{run_id(2)}/meta.yaml#/run_id: run_id is missing, the folder is called {run_id(2)!a}",
        f"warning id-differs mlruns/0/models/{model_id(1)}/meta.yaml:5: model_id is {model_id(2)!a}, the folder is called {model_id(1)!a}",
        "warning id-differs mlruns/3/meta.yaml:3: experiment_id is '4', the folder is called '3'",
    ]
