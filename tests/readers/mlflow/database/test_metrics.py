"""The histories of metrics in MLflow's database, and its table of latest values."""

import math
from array import array
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalog import Catalog, MetricPoint, replaced
from generator.provenance import Source
from generator.readers import metric_series
from generator.readers.depth import Depth
from generator.readers.mlflow.database.points import chunks, columns_of
from generator.readers.mlflow.database.reader import MlflowDatabaseReader
from generator.readers.mlflow.reader import MlflowFilesReader
from generator.readers.reader import read_catalog
from generator.readers.store import Store
from tests.databases import MlflowDatabase, read_databases, told, writing
from tests.stores import START, MlflowStore, run_id

GREATEST = 1.7976931348623157e308


@pytest.fixture
def made(tmp_path: Path) -> MlflowDatabase:
    """A database of the newest release with the default experiment."""
    database = MlflowDatabase(tmp_path / "store" / "mlflow.db")
    database.experiment()
    return database


@pytest.fixture
def read() -> Callable[[MlflowDatabase], Catalog]:
    return lambda database: read_databases(database.path.parent)


def clamped(value: float) -> float:
    """What MLflow wrote as the greatest double, as it was."""
    return math.copysign(math.inf, value) if abs(value) == GREATEST else value


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
        assert [repr(replaced(metric, source=Source(""))) for metric in found[0]] == [
            repr(replaced(metric, source=Source(""))) for metric in found[1]
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


def test_steps_that_count_from_0_are_kept_as_a_range_and_those_that_only_look_so_are_no_points():
    rows = [(step, 7, 0.5, 0) for step in range(4)]
    columns, odd = columns_of(tuple(zip(*rows, strict=True)))
    assert (columns.steps, odd) == (range(4), 0)
    assert columns_of(tuple(zip(*rows[1:], strict=True)))[0].steps == array("q", [1, 2, 3])
    columns, odd = columns_of(((0.0, 1), (7, 7), (0.5, 0.5), (0, 0)))
    assert (list(columns.steps), odd) == ([1], 1)


class TestLatest:
    """The latest values alone."""

    def latest(self, made: MlflowDatabase) -> Catalog:
        store = Store(made.path.parent, "store", depth=Depth.LATEST)
        return read_catalog([store], [MlflowDatabaseReader()])

    def test_they_come_from_the_table_that_mlflow_keeps_for_them(self, made):
        made.run()
        made.points("auc", [(START, 0.5, 0)])
        made.execute("DELETE FROM latest_metrics")
        for key, value, is_nan in (
            ("f1", 0.25, 0),
            ("nan", 0.0, 1),
            ("up", GREATEST, 0),
            ("down", -GREATEST, 0),
        ):
            made.add(
                "latest_metrics",
                key=key,
                value=value,
                timestamp=START,
                step=7,
                is_nan=is_nan,
                run_uuid=run_id(1),
            )
        (run,) = self.latest(made).runs
        assert run.metrics == ()
        assert [(each.key, repr(each.last.value), each.last.step) for each in run.latest] == [
            ("down", "-inf", 7), ("f1", "0.25", 7), ("nan", "nan", 7), ("up", "inf", 7),
        ]  # fmt: skip
        assert str(run.latest[1].source) == f"store/mlflow.db#/latest_metrics/{run_id(1)}/f1"
        assert run.latest[1].source.sha256 == ""

    def test_without_that_table_they_are_the_last_of_the_histories(self, tmp_path):
        made = MlflowDatabase(tmp_path / "mlflow.db", "1.0", without=["latest_metrics"])
        made.experiment()
        made.run()
        made.points("auc", [(START, 0.5, 3), (START, 0.75, 2)])
        made.run_sql("DROP TABLE IF EXISTS latest_metrics")
        (run,) = self.latest(made).runs
        assert [(each.key, each.last.value, str(each.source)) for each in run.latest] == [
            ("auc", 0.5, f"store/mlflow.db#/metrics/{run_id(1)}/auc")
        ]

    def test_rows_that_are_none_are_told(self, tmp_path):
        made = MlflowDatabase(tmp_path / "mlflow.db", without=["latest_metrics"])
        made.experiment()
        made.run()
        made.run_sql("CREATE TABLE latest_metrics (key, value, timestamp, step, is_nan, run_uuid)")
        for key, value, step, owner in (
            ("a/b", 0.5, 1, run_id(1)), ("odd", "x", 1, run_id(1)), (None, 0.5, 1, run_id(1)), ("auc", 0.5, 1, run_id(9)),
        ):  # fmt: skip
            made.add(
                "latest_metrics", key=key, value=value, timestamp=START, step=step, is_nan=0, run_uuid=owner
            )
        catalog = self.latest(made)
        assert [str(each.source) for each in catalog.runs[0].latest] == [
            f"store/mlflow.db#/latest_metrics/{run_id(1)}/a~1b"
        ]
        assert told(catalog) == [
            "warning row-without-key store/mlflow.db#/latest_metrics",
            f"warning metric-point-invalid store/mlflow.db#/latest_metrics/{run_id(1)}/odd",
            f"warning owner-missing store/mlflow.db#/latest_metrics/{run_id(9)}",
        ]


@given(
    rows=st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy"), st.integers(0, 3)), max_size=30),
    sizes=st.lists(st.integers(1, 7), min_size=30, max_size=30),
)
def test_batches_of_rows_give_the_groups_that_all_rows_at_once_give(rows, sizes):
    ordered = [(run, key, step, 7, 0.5, 0) for run, key, step in sorted(rows)]
    batches, start = [], 0
    for size in sizes:
        batches.append(ordered[start : start + size])
        start += size
    found = [
        (group, list(zip(*columns, strict=True))) for group, columns in chunks(filter(None, batches), width=2)
    ]
    assert found == [
        (group, [row[2:] for row in agreeing]) for group, agreeing in groupby(ordered, lambda row: row[:2])
    ]


def test_a_long_group_comes_in_several_chunks():
    rows = [("r", "k", step, 7, 0.5, 0) for step in range(10_000)]
    found = list(chunks([rows[start : start + 1000] for start in range(0, 10_000, 1000)], width=2))
    assert [group for group, _ in found] == [("r", "k")] * 3
    assert [len(columns[0]) for _, columns in found] == [4096, 4096, 1808]
    assert [step for _, columns in found for step in columns[0]] == list(range(10_000))
