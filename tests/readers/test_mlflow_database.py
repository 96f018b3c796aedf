"""What MLflow's database says, of whatever release."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalog import (
    Catalog,
    Column,
    LifecycleStage,
    LoggedModelStatus,
    MetricPoint,
    RunStatus,
    VersionRef,
)
from generator.provenance import Source
from generator.readers import metric_series
from generator.readers.mlflow_database import MlflowDatabaseReader
from generator.readers.mlflow_files import MlflowFilesReader
from generator.readers.reader import read_catalog
from generator.readers.store import Store
from tests.databases import RELEASES, MlflowDatabase, digest_of, writing
from tests.stores import START, MlflowStore, model_id, run_id

BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)
GREATEST = 1.7976931348623157e308


@pytest.fixture
def made(tmp_path: Path) -> MlflowDatabase:
    """A database of the newest release with the default experiment."""
    database = MlflowDatabase(tmp_path / "store" / "mlflow.db")
    database.experiment()
    return database


@pytest.fixture
def read() -> Callable[[MlflowDatabase], Catalog]:
    def read_database(database: MlflowDatabase) -> Catalog:
        return read_catalog([Store(database.path.parent, "store")], [MlflowDatabaseReader()])

    return read_database


def told(catalog: Catalog) -> list[str]:
    return [f"{each.severity} {each.slug} {each.source}" for each in catalog.problems]


def clamped(value: float) -> float:
    """What MLflow wrote as the greatest double, as it was."""
    return math.copysign(math.inf, value) if abs(value) == GREATEST else value


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


class TestMetrics:
    def test_what_is_no_number_is_told_from_zero(self, made, read):
        made.run()
        made.add("metrics", key="loss", value=0.0, timestamp=START, step=0, is_nan=1, run_uuid=run_id(1))
        made.add("metrics", key="loss", value=0.0, timestamp=START, step=1, is_nan=0, run_uuid=run_id(1))
        (metric,) = read(made).runs[0].metrics
        assert math.isnan(metric.series[0].value)
        assert metric.series[1].value == 0
        assert (metric.count, metric.nan_count) == (2, 1)

    @pytest.mark.parametrize("sign", [1, -1])
    def test_the_greatest_double_stands_for_infinity(self, made, read, sign):
        made.run()
        made.points("loss", [(START, sign * GREATEST, 0), (START, sign * 1.7e308, 1)])
        (metric,) = read(made).runs[0].metrics
        assert [point.value for point in metric.series] == [sign * math.inf, sign * 1.7e308]
        assert metric.infinity_count == 1

    def test_points_are_sorted_by_step_and_the_last_is_the_latest(self, made, read):
        made.run()
        made.points("auc", [(START + 9, 0.9, 3), (START + 1, 0.1, 1), (START + 5, 0.5, -2)])
        (metric,) = read(made).runs[0].metrics
        assert [point.step for point in metric.series] == [-2, 1, 3]
        assert metric.last == MetricPoint(3, 0.9, START + 9)

    def test_a_long_history_keeps_its_extremes_and_its_count(self, made, read):
        made.run()
        points = [(START + step, math.sin(step / 700), step) for step in range(12_000)]
        points[7_777] = (START + 7_777, 99.0, 7_777)
        made.points("wave", points)
        (metric,) = read(made).runs[0].metrics
        assert metric.count == 12_000
        assert len(metric.series) <= 500
        assert metric.maximum == MetricPoint(7_777, 99.0, START + 7_777)
        assert metric.last.step == 11_999

    def test_points_that_stand_twice_in_a_table_without_a_key_are_counted(self, tmp_path, read):
        database = MlflowDatabase(tmp_path / "store" / "mlflow.db", without=["metrics"])
        database.experiment()
        database.run()
        database.run_sql("CREATE TABLE metrics (key, value, timestamp, run_uuid, step, is_nan)")
        database.points("auc", [(START, 0.5, 0), (START, 0.5, 0), (START + 1, 0.75, 1)])
        (metric,) = read(database).runs[0].metrics
        assert (metric.count, metric.repeated_count, len(metric.series)) == (3, 1, 2)

    def test_that_not_every_repeated_point_is_known_is_said_where_there_may_be_some(
        self, made, tmp_path, read, monkeypatch
    ):
        monkeypatch.setattr(metric_series, "REPEATS_KNOWN", 600)
        points = [(START + step, 0.5, step) for step in range(5000)]
        made.run()
        made.points("auc", points)
        assert told(read(made)) == []
        database = MlflowDatabase(tmp_path / "other" / "mlflow.db", without=["metrics"])
        database.experiment()
        database.run()
        database.run_sql("CREATE TABLE metrics (key, value, timestamp, run_uuid, step, is_nan)")
        database.points("auc", points)
        assert told(read(database)) == [
            f"warning metric-repeats-bounded store/mlflow.db#/metrics/{run_id(1)}/auc"
        ]

    @settings(max_examples=60, deadline=None)
    @given(
        points=st.lists(
            st.tuples(
                st.integers(0, 50),
                st.floats() | st.sampled_from([0.0, -0.0, math.nan, math.inf, -math.inf]),
                st.integers(-3, 700),
            ),
            min_size=1,
            max_size=900,
            unique_by=repr,
        )
    )
    def test_a_history_is_the_same_as_in_a_file(self, points):
        with TemporaryDirectory() as folder:
            database = MlflowDatabase(Path(folder) / "database" / "mlflow.db")
            database.experiment()
            database.run()
            with writing(database.path) as connection:
                for timestamp, value, step in dict.fromkeys(points):
                    stored = 0.0 if math.isnan(value) else max(-GREATEST, min(GREATEST, value))
                    connection.execute(
                        "INSERT OR IGNORE INTO metrics (key, value, timestamp, step, is_nan, run_uuid)"
                        " VALUES ('m', ?, ?, ?, ?, ?)",
                        (stored, timestamp, step, math.isnan(value), run_id(1)),
                    )
                lines = connection.execute("SELECT timestamp, value, step, is_nan FROM metrics").fetchall()
            files = MlflowStore(Path(folder) / "files" / "mlruns")
            files.experiment()
            written = [(at, math.nan if odd else clamped(value), step) for at, value, step, odd in lines]
            files.run(metrics={"m": written})
            found = [
                read_catalog([Store(Path(folder) / name, "store")], [reader]).runs[0].metrics
                for name, reader in (("database", MlflowDatabaseReader()), ("files", MlflowFilesReader()))
            ]
        assert [repr(replace(metric, source=Source(""))) for metric in found[0]] == [
            repr(replace(metric, source=Source(""))) for metric in found[1]
        ]

    def test_metrics_go_to_their_runs(self, made, read):
        for number in (1, 2, 3):
            made.run(number)
            made.points("b", [(START, number + 0.5, 0)], number)
            made.points("a", [(START, float(number), 0)], number)
        assert [[(each.key, each.last.value) for each in run.metrics] for run in read(made).runs] == [
            [("a", 1.0), ("b", 1.5)],
            [("a", 2.0), ("b", 2.5)],
            [("a", 3.0), ("b", 3.5)],
        ]

    def test_a_latest_value_without_a_history_is_shown_and_said(self, made, read):
        made.run()
        made.add(
            "latest_metrics", key="auc", value=0.75, timestamp=START, step=7, is_nan=0, run_uuid=run_id(1)
        )
        catalog = read(made)
        (metric,) = catalog.runs[0].metrics
        assert (metric.key, tuple(metric.series)) == ("auc", (MetricPoint(7, 0.75, START),))
        assert metric.source.pointer == f"/latest_metrics/{run_id(1)}/auc"
        assert told(catalog) == [
            f"warning metric-history-missing store/mlflow.db#/latest_metrics/{run_id(1)}/auc"
        ]

    @pytest.mark.parametrize(
        "odd", [{"value": 0.5}, {"step": 8}, {"timestamp": START + 1}], ids=["value", "step", "timestamp"]
    )
    def test_a_latest_value_that_differs_from_the_history_is_said(self, made, read, odd):
        made.run()
        made.points("auc", [(START, 0.75, 7)])
        latest = {"key": "auc", "value": 0.75, "timestamp": START, "step": 7, "is_nan": 0} | odd
        made.add("latest_metrics", run_uuid=run_id(1), **latest)
        catalog = read(made)
        assert catalog.runs[0].metrics[0].last == MetricPoint(7, 0.75, START)
        assert told(catalog) == [f"warning latest-differs store/mlflow.db#/latest_metrics/{run_id(1)}/auc"]

    def test_a_latest_value_that_agrees_is_no_matter(self, made, read):
        made.run()
        made.add("metrics", key="loss", value=0.0, timestamp=START, step=0, is_nan=1, run_uuid=run_id(1))
        made.points("auc", [(START, GREATEST, 7)])
        for key, value, step, is_nan in (("auc", GREATEST, 7, 0), ("loss", 0.0, 0, 1)):
            made.add(
                "latest_metrics",
                key=key, value=value, timestamp=START, step=step, is_nan=is_nan, run_uuid=run_id(1),
            )  # fmt: skip
        assert told(read(made)) == []


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
        assert told(catalog) == []

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


class TestRegistry:
    @pytest.fixture
    def registered(self, made) -> MlflowDatabase:
        made.run()
        made.add("registered_models", name="credit", creation_time=START, last_updated_time=START + 1000)
        return made

    def test_versions_stand_by_number_with_their_stages_and_aliases(self, registered, read):
        for number, stage in ((10, "Production"), (2, "Staging"), (1, "None")):
            registered.version(version=number, current_stage=stage)
        registered.add("registered_model_aliases", name="credit", alias="champion", version=10)
        (model,) = read(registered).models
        assert model.last_updated_time == BEGIN + timedelta(seconds=1)
        assert [(each.version, each.sequence, each.stage) for each in model.versions] == [
            ("1", 1, ""), ("2", 2, "Staging"), ("10", 10, "Production"),
        ]  # fmt: skip
        assert [(each.name, each.version) for each in model.aliases] == [("champion", "10")]
        assert model.aliases[0].source.pointer == "/registered_model_aliases/credit/champion"
        assert model.versions[2].source.pointer == "/model_versions/credit/10"

    def test_what_deleting_a_version_overwrote_is_missing(self, registered, read):
        registered.version(
            current_stage="Deleted_Internal", source="REDACTED-SOURCE-PATH", run_id="REDACTED-RUN-ID",
            run_link="REDACTED-RUN-LINK",
        )  # fmt: skip
        catalog = read(registered)
        (version,) = catalog.models[0].versions
        assert version.deleted
        assert (version.run_id, version.source_uri, version.stage) == ("", "", "")
        assert catalog.models[0].listed_versions == ()
        assert told(catalog) == []

    def test_a_version_of_a_logged_model_names_it(self, registered, read):
        registered.version(source=f"models:/{model_id(1)}")
        registered.version(version=2, source="models:/credit/1")
        one, two = read(registered).models[0].versions
        assert one.model_id == model_id(1)
        assert two.copied_from == VersionRef("credit", "1")

    def test_a_prompt_is_no_model(self, registered, read):
        registered.add("registered_models", name="greeting")
        registered.add("registered_model_tags", name="greeting", key="mlflow.prompt.is_prompt", value="true")
        registered.version("greeting", source="dummy-source", run_id=None, description="first")
        registered.add(
            "model_version_tags", name="greeting", version=1, key="mlflow.prompt.text", value="Hello {{name}}"
        )
        catalog = read(registered)
        assert [model.name for model in catalog.models] == ["credit"]
        (prompt,) = catalog.prompts
        assert (prompt.name, prompt.versions[0].template) == ("greeting", "Hello {{name}}")
        assert prompt.versions[0].description == "first"

    def test_a_version_without_its_model_is_shown_and_said(self, registered, read):
        registered.version("lone")
        catalog = read(registered)
        assert [model.name for model in catalog.models] == ["credit", "lone"]
        assert told(catalog) == ["error record-missing store/mlflow.db#/registered_models/lone"]

    def test_an_alias_of_a_version_that_is_not_there_is_said(self, registered, read):
        registered.add("registered_model_aliases", name="credit", alias="champion", version=4)
        catalog = read(registered)
        assert [alias.version for alias in catalog.models[0].aliases] == ["4"]
        assert told(catalog) == [
            "warning alias-dangling store/mlflow.db#/registered_model_aliases/credit/champion"
        ]


class TestWorkspaces:
    @pytest.fixture
    def shared(self, made) -> MlflowDatabase:
        made.experiment(1, "Default", workspace="team-b")
        made.run(1)
        made.run(2, experiment=1)
        for workspace in ("default", "team-b"):
            made.add("registered_models", name="credit", workspace=workspace, description=workspace)
            made.version(workspace=workspace, description=workspace)
            made.add(
                "registered_model_aliases", name="credit", alias="champion", version=1, workspace=workspace
            )
            made.add("registered_model_tags", name="credit", key="of", value=workspace, workspace=workspace)
            made.add(
                "model_version_tags", name="credit", version=1, key="of", value=workspace, workspace=workspace
            )
        return made

    def test_two_models_of_one_name_stay_two(self, shared, read):
        catalog = read(shared)
        one, other = catalog.models
        assert (one.name, one.store) == ("credit", "store")
        assert (other.name, other.store) == (
            "credit (store/workspaces/team-b)",
            "store/workspaces/team-b",
        )
        for model, workspace in ((one, "default"), (other, "team-b")):
            assert model.description == workspace
            assert [version.description for version in model.versions] == [workspace]
            assert [tag.value for tag in (*model.tags, *model.versions[0].tags)] == [workspace, workspace]
            assert len(model.aliases) == 1

    def test_that_there_are_two_is_said(self, shared, read):
        (problem,) = read(shared).problems
        assert problem.slug == "name-in-two-registries"
        assert problem.source.pointer == "/workspaces/team-b/registered_models/credit"
        assert problem.message.endswith("store/mlflow.db#/registered_models/credit")

    def test_runs_belong_to_the_experiment_of_their_workspace(self, shared, read):
        catalog = read(shared)
        assert [(run.run_id, run.store) for run in catalog.runs] == [
            (run_id(1), "store"), (run_id(2), "store/workspaces/team-b"),
        ]  # fmt: skip
        for run in catalog.runs:
            assert (run.store, run.experiment_id) in catalog.experiments_by_id

    def test_places_in_another_workspace_say_so(self, shared, read):
        other = read(shared).models[1]
        assert other.source.pointer == "/workspaces/team-b/registered_models/credit"
        assert other.versions[0].source.pointer == "/workspaces/team-b/model_versions/credit/1"
        assert other.tags[0].source.pointer == "/workspaces/team-b/registered_model_tags/credit/of"
