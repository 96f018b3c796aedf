"""What MLflow's database says of experiments and runs, of whatever release."""

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.catalog import Catalog, Column, LifecycleStage, LoggedModelStatus, MetricPoint, RunStatus
from tests.databases import RELEASES, MlflowDatabase, digest_of, read_databases, told
from tests.stores import START, model_id, run_id

BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)


@pytest.fixture
def made(tmp_path: Path) -> MlflowDatabase:
    """A database of the newest release with the default experiment."""
    database = MlflowDatabase(tmp_path / "store" / "mlflow.db")
    database.experiment()
    return database


@pytest.fixture
def read() -> Callable[[MlflowDatabase], Catalog]:
    return lambda database: read_databases(database.path.parent)


class TestEveryRelease:
    @pytest.fixture(params=RELEASES)
    def of_release(self, request, tmp_path) -> MlflowDatabase:
        database = MlflowDatabase(tmp_path / "store" / "mlflow.db", request.param)
        database.experiment(3, "churn")
        database.run(experiment=3)
        database.param("lr", "0.1")
        database.tag("team", "risk")
        database.points("auc", [(START + 1, 0.5, 1), (START + 2, 0.75, 2)])
        return database

    def test_gives_experiments_and_runs(self, of_release, read):
        catalog = read(of_release)
        (experiment,) = catalog.experiments
        (run,) = catalog.runs
        assert (experiment.experiment_id, experiment.name) == ("3", "churn")
        assert experiment.artifact_location == "/elsewhere/mlruns/3"
        has_times = of_release.release not in {"0.9", "1.0", "1.20"}
        assert experiment.creation_time == (BEGIN if has_times else None)
        assert (run.run_id, run.experiment_id, run.name, run.user) == (run_id(1), "3", "run-1", "ada")
        assert (run.status, run.lifecycle_stage) == (RunStatus.FINISHED, LifecycleStage.ACTIVE)
        assert run.start_time == BEGIN + timedelta(seconds=1)
        assert run.end_time == BEGIN + timedelta(seconds=1.5)
        assert [(each.key, each.value) for each in run.params] == [("lr", "0.1")]
        assert [(each.key, each.value) for each in run.tags] == [("team", "risk")]
        assert told(catalog) == []

    def test_gives_the_history_of_a_metric(self, of_release, read):
        (metric,) = read(of_release).runs[0].metrics
        steps = (0, 0) if of_release.release == "0.9" else (1, 2)
        assert tuple(metric.series) == (
            MetricPoint(steps[0], 0.5, START + 1),
            MetricPoint(steps[1], 0.75, START + 2),
        )
        assert (metric.key, metric.count, metric.last.value) == ("auc", 2, 0.75)

    def test_gives_whatever_of_a_registry_it_has(self, of_release, read):
        if of_release.release in {"0.9", "1.0"}:
            assert read(of_release).models == ()
            return
        of_release.add("registered_models", name="credit", creation_time=START, description="of risk")
        of_release.add("registered_model_tags", name="credit", key="team", value="risk")
        of_release.version()
        of_release.add("model_version_tags", name="credit", version=1, key="ok", value="yes")
        catalog = read(of_release)
        (model,) = catalog.models
        (version,) = model.versions
        assert (model.name, model.description, model.creation_time) == ("credit", "of risk", BEGIN)
        assert [(each.key, each.value) for each in model.tags] == [("team", "risk")]
        assert (version.version, version.run_id, version.status) == ("1", run_id(1), "READY")
        assert [(each.key, each.value) for each in version.tags] == [("ok", "yes")]
        assert told(catalog) == []

    @pytest.mark.parametrize("table", ["experiments", "params", "tags", "metrics"])
    def test_does_without_a_table(self, table, tmp_path, read):
        database = MlflowDatabase(tmp_path / "store" / "mlflow.db", without=[table])
        if table != "experiments":
            database.experiment()
        database.run()
        catalog = read(database)
        assert [run.run_id for run in catalog.runs] == [run_id(1)]
        assert told(catalog) == []


class TestPlaces:
    def test_every_fact_names_its_row_and_column(self, made, read):
        made.run()
        made.param("opt/lr", "0.1")
        made.tag("team", "risk")
        made.points("auc", [(START, 0.5, 0)])
        made.add("experiment_tags", experiment_id=0, key="owner", value="ada")
        catalog = read(made)
        (run,) = catalog.runs
        (experiment,) = catalog.experiments
        assert run.source.path == "store/mlflow.db"
        assert run.source.pointer == f"/runs/{run_id(1)}"
        assert run.source.at("status").pointer == f"/runs/{run_id(1)}/status"
        assert run.params[0].source.pointer == f"/params/{run_id(1)}/opt~1lr"
        assert run.tags[0].source.pointer == f"/tags/{run_id(1)}/team"
        assert run.metrics[0].source.pointer == f"/metrics/{run_id(1)}/auc"
        assert experiment.source.pointer == "/experiments/0"
        assert experiment.tags[0].source.pointer == "/experiment_tags/0/owner"

    def test_the_digest_is_that_of_the_whole_file(self, made, read):
        made.run()
        catalog = read(made)
        assert {catalog.runs[0].source.sha256, catalog.experiments[0].source.sha256} == {digest_of(made.path)}
        assert [(file.path, file.sha256, file.size) for file in catalog.files] == [
            ("store/mlflow.db", digest_of(made.path), made.path.stat().st_size)
        ]

    def test_a_field_that_is_odd_is_reported_at_its_column(self, made, read):
        made.run(status="GONE", start_time="noon")
        catalog = read(made)
        (run,) = catalog.runs
        assert (run.status, run.start_time) == (RunStatus.UNKNOWN, None)
        assert told(catalog) == [
            f"warning field-invalid store/mlflow.db#/runs/{run_id(1)}/start_time",
            f"warning field-invalid store/mlflow.db#/runs/{run_id(1)}/status",
        ]


class TestRuns:
    @pytest.mark.parametrize("status", ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"])
    def test_a_status_is_a_word(self, made, read, status):
        made.run(status=status)
        assert read(made).runs[0].status == RunStatus(status.lower())

    def test_a_deleted_run_is_read_as_deleted(self, made, read):
        made.run(lifecycle_stage="deleted", deleted_time=START)
        (run,) = read(made).runs
        assert run.lifecycle_stage is LifecycleStage.DELETED

    def test_a_run_that_goes_on_has_no_end(self, made, read):
        made.run(status="RUNNING", end_time=None)
        assert read(made).runs[0].end_time is None

    def test_tags_tell_of_parent_text_and_code(self, made, read):
        made.run()
        made.tag("mlflow.parentRunId", run_id(9))
        made.tag("mlflow.note.content", "A *note*.")
        made.tag("mlflow.source.name", "train.py")
        made.tag("mlflow.source.git.commit", "c0ffee")
        (run,) = read(made).runs
        assert (run.parent_run_id, run.description) == (run_id(9), "A *note*.")
        assert (run.code.entry_point, run.code.commit) == ("train.py", "c0ffee")
        assert run.code.source.pointer == f"/tags/{run_id(1)}/mlflow.source.git.commit"

    def test_an_old_run_says_in_its_row_what_code_it_came_from(self, made, read):
        made.run(source_type="PROJECT", source_name="git@host:risk", source_version="c0ffee")
        (run,) = read(made).runs
        assert (run.code.kind, run.code.entry_point, run.code.commit) == (
            "PROJECT",
            "git@host:risk",
            "c0ffee",
        )
        assert run.code.source.pointer == f"/runs/{run_id(1)}/source_version"

    def test_params_and_tags_stand_by_key(self, made, read):
        made.run()
        for key in ("b", "a", "ä", "B"):
            made.param(key, key)
            made.tag(key, None)
        (run,) = read(made).runs
        assert [each.key for each in run.params] == ["B", "a", "b", "ä"]
        assert [(each.key, each.value) for each in run.tags] == [("B", ""), ("a", ""), ("b", ""), ("ä", "")]


class TestDatasets:
    @pytest.fixture
    def used(self, made) -> MlflowDatabase:
        made.run()
        made.add(
            "datasets",
            dataset_uuid="d1", experiment_id=0, name="wine", digest="abcd1234", dataset_source_type="s3",
            dataset_source='{"uri": "s3://lake/wine.parquet"}',
            dataset_schema='{"mlflow_colspec": [{"type": "double", "name": "alcohol", "required": true}]}',
            dataset_profile='{"num_rows": 178, "num_elements": 2314}',
        )  # fmt: skip
        made.add(
            "inputs",
            input_uuid="i1", source_type="DATASET", source_id="d1", destination_type="RUN", destination_id=run_id(1),
        )  # fmt: skip
        made.add("input_tags", input_uuid="i1", name="mlflow.data.context", value="training")
        return made

    def test_a_run_names_the_data_it_used_and_what_for(self, used, read):
        catalog = read(used)
        (dataset,) = catalog.datasets
        assert (dataset.name, dataset.digest, dataset.source_type) == ("wine", "abcd1234", "s3")
        assert dataset.uri == "s3://lake/wine.parquet"
        assert dataset.columns == (Column("alcohol", "double", True),)
        assert (dataset.row_count, dataset.profile) == (178, (("num_elements", "2314"),))
        assert dataset.source.pointer == "/datasets/d1"
        (put,) = catalog.runs[0].inputs
        assert (put.key, put.context) == (dataset.key, "training")
        assert put.source.pointer == "/inputs/i1"
        assert put.tags == ()
        assert told(catalog) == []

    def test_what_else_is_noted_of_the_use_is_kept(self, used, read):
        used.add("input_tags", input_uuid="i1", name="sha256", value="ab" * 32)
        (put,) = read(used).runs[0].inputs
        assert put.context == "training"
        assert [(tag.key, tag.value) for tag in put.tags] == [("sha256", "ab" * 32)]
        assert put.tags[0].source.pointer.startswith("/input_tags/i1/sha256")

    def test_a_schema_that_is_no_json_costs_itself_only(self, used, read):
        used.run_sql("UPDATE datasets SET dataset_schema = '{'")
        catalog = read(used)
        assert (catalog.datasets[0].columns, catalog.datasets[0].row_count) == ((), 178)
        assert told(catalog) == ["warning json-invalid store/mlflow.db#/datasets/d1/dataset_schema"]

    def test_the_use_of_a_dataset_that_is_not_there_is_said(self, used, read):
        used.run_sql("DELETE FROM datasets")
        catalog = read(used)
        assert catalog.runs[0].inputs == ()
        assert told(catalog) == ["warning dataset-missing store/mlflow.db#/inputs/i1/source_id"]


class TestLoggedModels:
    @pytest.fixture
    def logged(self, made) -> MlflowDatabase:
        made.run()
        made.logged_model()
        return made

    def test_a_logged_model_is_read_with_what_was_logged_to_it(self, logged, read):
        logged.add("logged_model_params", model_id=model_id(1), param_key="depth", param_value="3")
        logged.add("logged_model_tags", model_id=model_id(1), tag_key="tier", tag_value="high")
        (model,) = read(logged).logged_models
        assert (model.model_id, model.name, model.experiment_id) == (model_id(1), "classifier", "0")
        assert (model.status, model.model_type) == (LoggedModelStatus.READY, "sklearn")
        assert (model.source_run_id, model.creation_time) == (run_id(1), BEGIN)
        assert model.source.pointer == f"/logged_models/{model_id(1)}"
        assert [(each.key, each.value) for each in model.params] == [("depth", "3")]
        assert [(each.key, each.value) for each in model.tags] == [("tier", "high")]
        assert model.params[0].source.pointer == f"/logged_model_params/{model_id(1)}/depth"

    def test_a_measurement_names_its_run_and_its_data(self, logged, read):
        for step, value, data in ((0, 0.5, "wine"), (1, 0.75, "wine"), (2, 0.25, None)):
            logged.add(
                "logged_model_metrics",
                model_id=model_id(1), metric_name="auc", metric_timestamp_ms=START, metric_step=step,
                metric_value=value, run_id=run_id(1), dataset_name=data, dataset_digest=data and "abcd1234",
            )  # fmt: skip
        (model,) = read(logged).logged_models
        assert [
            (each.key, each.run_id, each.dataset_name, each.dataset_digest, each.count, each.last.value)
            for each in model.metrics
        ] == [("auc", run_id(1), "", "", 1, 0.25), ("auc", run_id(1), "wine", "abcd1234", 2, 0.75)]
        assert model.metrics[0].source.pointer == f"/logged_model_metrics/{model_id(1)}/auc"

    def test_a_lost_nan_is_found_in_the_row_of_the_run(self, logged, read):
        logged.add("metrics", key="auc", value=0.0, timestamp=START, step=1, is_nan=1, run_uuid=run_id(1))
        for step in (0, 1):
            logged.add(
                "logged_model_metrics",
                model_id=model_id(1), metric_name="auc", metric_timestamp_ms=START, metric_step=step,
                metric_value=0.0, run_id=run_id(1),
            )  # fmt: skip
        (metric,) = read(logged).logged_models[0].metrics
        assert metric.series[0].value == 0
        assert math.isnan(metric.series[1].value)

    def test_null_is_what_sqlite_makes_of_a_nan(self, logged, read):
        logged.add(
            "logged_model_metrics",
            model_id=model_id(1), metric_name="auc", metric_timestamp_ms=START, metric_step=0, metric_value=None,
            run_id=run_id(1),
        )  # fmt: skip
        catalog = read(logged)
        assert catalog.logged_models[0].metrics[0].nan_count == 1
        assert told(catalog) == []

    def test_runs_are_linked_with_the_models_they_used_and_made(self, logged, read):
        logged.add(
            "inputs",
            input_uuid="i1", source_type="RUN_OUTPUT", source_id=run_id(1), destination_type="MODEL_OUTPUT",
            destination_id=model_id(1),
        )  # fmt: skip
        logged.add(
            "inputs",
            input_uuid="i2", source_type="RUN_INPUT", source_id=run_id(1), destination_type="MODEL_INPUT",
            destination_id=model_id(2),
        )  # fmt: skip
        (run,) = read(logged).runs
        assert (run.model_outputs, run.model_inputs) == ((model_id(1),), (model_id(2),))
