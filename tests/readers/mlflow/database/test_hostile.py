"""Databases with odd or hostile content: nothing that they say is run, and what is odd costs itself only."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path

import pytest

from generator.catalog import Catalog
from generator.provenance import Source
from generator.readers.mlflow.database import file as mlflow_database_file
from generator.readers.mlflow.database.faults import DatabaseError
from generator.readers.mlflow.database.walk import Losses, walk_rows
from tests.databases import MlflowDatabase, read_databases, told, writing
from tests.stores import START, run_id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "store"
    made.mkdir()
    return made


@pytest.fixture
def made(folder: Path) -> MlflowDatabase:
    """A database with one run."""
    database = MlflowDatabase(folder / "mlflow.db")
    database.experiment()
    database.run()
    return database


@pytest.fixture
def read(folder: Path) -> Callable[[], Catalog]:
    return lambda: read_databases(folder)


def said(catalog: Catalog) -> str:
    (problem,) = catalog.problems
    return problem.message


def params_of(catalog: Catalog) -> list[str]:
    return [param.key for run in catalog.runs for param in run.params]


class TestTexts:
    def test_bytes_that_are_not_utf8_are_shown_as_they_are(self, made, read):
        made.param("before", "1")
        made.execute("INSERT INTO params VALUES ('place', CAST(x'4dfc6e6368656e' AS TEXT), ?)", run_id(1))
        made.param("after", "2")
        catalog = read()
        assert {param.key: param.value for param in catalog.runs[0].params} == {
            "before": "1",
            "place": r"M\xfcnchen",
            "after": "2",
        }
        assert told(catalog) == [f"warning text-not-utf8 store/mlflow.db#/params/{run_id(1)}/place"]

    def test_a_key_that_is_not_utf8_costs_no_history(self, made, read):
        made.points("auc", [(START, 0.5, 0)])
        made.execute(
            "INSERT INTO metrics (key, value, timestamp, run_uuid) VALUES (CAST(x'6cff73' AS TEXT), 0.25, ?, ?)",
            START,
            run_id(1),
        )
        catalog = read()
        assert [(metric.key, metric.last.value) for metric in catalog.runs[0].metrics] == [
            ("auc", 0.5), (r"l\xffs", 0.25),
        ]  # fmt: skip
        assert told(catalog) == [f"warning text-not-utf8 store/mlflow.db#/metrics/{run_id(1)}/l\\xffs"]

    def test_null_characters_are_kept_and_said(self, made, read):
        made.tag("note", "a\0b")
        catalog = read()
        assert catalog.runs[0].tags[0].value == "a\0b"
        assert told(catalog) == [f"warning text-null store/mlflow.db#/tags/{run_id(1)}/note"]

    def test_utf16_is_read(self, folder, read):
        with closing(sqlite3.connect(folder / "mlflow.db")) as connection:
            connection.execute("PRAGMA encoding = 'UTF-16be'")
            connection.execute("CREATE TABLE first (it)")
        database = MlflowDatabase(folder / "mlflow.db")
        database.experiment(0, "größe 葡萄")
        for number in (1, 2):
            database.run(number)
            for key in ("b", "ä", "𝄞", "ﬀ"):
                database.points(key, [(START, 0.5, 0)], number)
        catalog = read()
        assert catalog.experiments[0].name == "größe 葡萄"
        assert [metric.key for metric in catalog.runs[1].metrics] == ["b", "ä", "ﬀ", "𝄞"]
        assert told(catalog) == []


class TestValues:
    def test_bytes_where_text_should_be_are_not_shown(self, made, read):
        made.param("blob", b"\x80\x04")
        made.param("lr", "0.1")
        catalog = read()
        assert params_of(catalog) == ["lr"]
        assert told(catalog) == [f"warning value-not-text store/mlflow.db#/params/{run_id(1)}/blob"]

    def test_a_row_without_a_key_is_not_shown(self, folder, read):
        database = MlflowDatabase(folder / "mlflow.db", without=["params"])
        database.experiment()
        database.run()
        database.run_sql("CREATE TABLE params (key, value, run_uuid)")
        for key, run in (
            (None, run_id(1)),
            (b"x", run_id(1)),
            ("", run_id(1)),
            ("lr", None),
            ("depth", run_id(1)),
        ):
            database.add("params", key=key, value=3, run_uuid=run)
        catalog = read()
        assert [(param.key, param.value) for param in catalog.runs[0].params] == [("depth", "3")]
        assert told(catalog) == ["warning row-without-key store/mlflow.db#/params"]
        assert said(catalog) == "4 rows, this one first, have no run_uuid or no key"

    @pytest.mark.parametrize(
        "point",
        [("noon", 0.5, 0), (START, "high", 0), (START, 0.5, "two"), (START, b"\0", 0), (1.5, 0.5, 0)],
        ids=["timestamp", "text", "step", "bytes", "fraction"],
    )
    def test_what_is_no_point_is_left_out_of_the_history(self, made, read, point):
        made.points("auc", [(START, 0.5, 0), point, (START + 2, 0.75, 2)])
        catalog = read()
        (metric,) = catalog.runs[0].metrics
        assert [each.value for each in metric.series] == [0.5, 0.75]
        assert told(catalog) == [f"warning metric-point-invalid store/mlflow.db#/metrics/{run_id(1)}/auc"]

    def test_a_metric_without_any_point_is_not_shown(self, made, read):
        made.points("auc", [(START, "high", 0)])
        catalog = read()
        assert catalog.runs[0].metrics == ()
        assert told(catalog) == [f"warning metric-point-invalid store/mlflow.db#/metrics/{run_id(1)}/auc"]

    def test_steps_beyond_what_a_float_holds_are_exact(self, made, read):
        made.points("auc", [(2**53 + 1, 0.5, 2**63 - 1)])
        assert read().runs[0].metrics[0].last.step == 2**63 - 1
        assert read().runs[0].metrics[0].last.timestamp == 2**53 + 1

    def test_a_value_too_long_costs_its_row_only(self, made, read, monkeypatch):
        monkeypatch.setitem(mlflow_database_file._LIMITS, sqlite3.SQLITE_LIMIT_LENGTH, 100_000)
        for key, value in (("a", "1"), ("b", "x" * 200_000), ("c", "2")):
            made.param(key, value)
        catalog = read()
        assert params_of(catalog) == ["a", "c"]
        assert told(catalog) == ["error database-damaged store/mlflow.db#/params"]
        assert said(catalog).startswith("a row of the table cannot be read: it holds a value of more than")

    def test_rows_of_runs_that_are_not_there_are_said(self, made, read):
        made.param("lr", "0.1", 7)
        made.param("lr", "0.1", 8)
        made.points("auc", [(START, 0.5, 0)], 7)
        catalog = read()
        assert len(catalog.runs) == 1
        assert told(catalog) == [
            f"warning owner-missing store/mlflow.db#/metrics/{run_id(7)}",
            f"warning owner-missing store/mlflow.db#/params/{run_id(7)}",
        ]
        assert catalog.problems[1].message == "the table has rows of 2 runs that are not recorded"

    def test_a_version_without_a_number_is_said(self, folder, read):
        database = MlflowDatabase(folder / "mlflow.db", without=["model_versions"])
        database.run_sql("CREATE TABLE model_versions (name, version, source)")
        database.add("registered_models", name="credit")
        database.add("model_versions", name="credit", version="three")
        database.add("model_versions", name="credit", version=2)
        catalog = read()
        assert [version.version for version in catalog.models[0].versions] == ["2"]
        assert told(catalog) == [
            "warning version-number-invalid store/mlflow.db#/model_versions/credit/three"
        ]

    def test_a_table_without_its_key_is_said(self, folder, read):
        database = MlflowDatabase(folder / "mlflow.db", without=["tags"])
        database.experiment()
        database.run()
        database.run_sql("CREATE TABLE tags (key, value, run)")
        catalog = read()
        assert len(catalog.runs) == 1
        assert told(catalog) == ["error database-column-missing store/mlflow.db#/tags"]

    def test_a_path_in_an_id_leads_nowhere(self, made, folder, tmp_path, read):
        (tmp_path / "outside" / "artifacts").mkdir(parents=True)
        (tmp_path / "outside" / "artifacts" / "secret.txt").write_text("secret")
        (folder / "mlruns").mkdir()
        made.run(
            2, run_uuid="../../../outside", artifact_uri="/x/../../../outside/artifacts", experiment_id=0
        )
        catalog = read()
        assert all(run.artifacts == () for run in catalog.runs)
        assert told(catalog) == []


class TestHostileSchemas:
    @pytest.mark.parametrize(
        ("kind", "statement"),
        [
            ("a view", "CREATE VIEW params AS SELECT 'lr' AS key, '0.1' AS value, run_uuid FROM runs"),
            ("a virtual table", "CREATE VIRTUAL TABLE params USING fts5(key, value, run_uuid)"),
        ],
    )
    def test_what_poses_as_a_table_is_not_read(self, folder, read, kind, statement):
        database = MlflowDatabase(folder / "mlflow.db", without=["params"])
        database.experiment()
        database.run()
        database.run_sql(statement)
        catalog = read()
        assert params_of(catalog) == []
        assert told(catalog) == ["error database-table-posed store/mlflow.db#/params"]
        assert said(catalog) == f"is {kind}, where MLflow has a table"

    def test_a_view_with_the_mark_of_a_table_is_not_read(self, folder, read):
        database = MlflowDatabase(folder / "mlflow.db", without=["params"])
        database.experiment()
        database.run()
        database.run_sql("CREATE VIEW params AS SELECT 'lr' AS key, '0.1' AS value, run_uuid FROM runs")
        with writing(database.path) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("UPDATE sqlite_master SET type = 'table', rootpage = 2 WHERE name = 'params'")
        assert params_of(read()) == []

    def test_endless_views_are_not_run(self, folder, read):
        database = MlflowDatabase(folder / "mlflow.db", without=["runs"])
        database.experiment()
        database.run_sql(
            "CREATE VIEW runs AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
            " SELECT i AS run_uuid, 0 AS experiment_id FROM n"
        )
        catalog = read()
        assert catalog.runs == ()
        assert told(catalog) == ["error database-table-posed store/mlflow.db#/runs"]

    def test_computed_columns_are_not_computed(self, folder, read):
        database = MlflowDatabase(folder / "mlflow.db", without=["params"])
        database.experiment()
        database.run()
        database.run_sql(
            "CREATE TABLE params (key, run_uuid, value AS (hex(zeroblob(4000000))))",
        )
        database.execute("INSERT INTO params (key, run_uuid) VALUES ('lr', ?)", run_id(1))
        catalog = read()
        assert params_of(catalog) == []
        assert told(catalog) == ["error database-column-missing store/mlflow.db#/params"]

    def test_triggers_change_nothing(self, made, read):
        made.run_sql("CREATE TRIGGER lie AFTER INSERT ON params BEGIN DELETE FROM runs; END")
        before = made.path.read_bytes()
        assert len(read().runs) == 1
        assert made.path.read_bytes() == before

    def test_a_table_whose_rows_have_no_numbers_is_said(self, folder, read):
        database = MlflowDatabase(folder / "mlflow.db", without=["params"])
        database.experiment()
        database.run()
        database.run_sql(
            "CREATE TABLE params (key TEXT, value, run_uuid, PRIMARY KEY (key, run_uuid)) WITHOUT ROWID",
        )
        database.param("lr", "0.1")
        catalog = read()
        assert params_of(catalog) == []
        assert told(catalog) == ["error database-damaged store/mlflow.db#/params"]

    def test_columns_called_as_the_number_of_a_row_do_not_stand_in_for_it(self, folder, read):
        database = MlflowDatabase(folder / "mlflow.db", without=["params"])
        database.experiment()
        database.run()
        database.run_sql("CREATE TABLE params (key, value, run_uuid, rowid, OID)")
        for key in ("b", "a"):
            database.add("params", key=key, value="1", run_uuid=run_id(1), rowid=5)
        assert params_of(read()) == ["a", "b"]

    def test_keys_that_differ_by_case_stay_apart_whatever_the_schema_says(self, folder, read):
        database = MlflowDatabase(folder / "mlflow.db", without=["metrics"])
        database.experiment()
        database.run()
        database.run_sql(
            "CREATE TABLE metrics (key COLLATE NOCASE, value, timestamp, run_uuid COLLATE NOCASE, step, is_nan)"
        )
        for step, key in enumerate(("A", "a", "A", "a")):
            database.points(key, [(START, 0.5, step)])
        catalog = read()
        assert [(metric.key, metric.count) for metric in catalog.runs[0].metrics] == [("A", 2), ("a", 2)]
        assert told(catalog) == []

    def test_a_list_of_tables_that_is_made_to_take_long_is_refused(self, folder, read):
        with closing(sqlite3.connect(folder / "mlflow.db")) as connection, connection:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("CREATE TABLE t (a)")
            connection.execute("PRAGMA writable_schema = ON")
            connection.executemany(
                "INSERT INTO sqlite_master VALUES ('table', ?, ?, 2, ?)",
                [(f"t{number}", f"t{number}", f"CREATE TABLE t{number} (a)") for number in range(20_000)],
            )
        assert told(read()) == ["error database-damaged store/mlflow.db"]

    def test_reading_ends_when_it_takes_more_than_the_file_is_worth(self, made, read, monkeypatch):
        monkeypatch.setattr(mlflow_database_file, "_LEAST_STEPS", 2000)
        monkeypatch.setattr(mlflow_database_file, "_STEPS_PER_BYTE", 0)
        monkeypatch.setattr(mlflow_database_file, "_STEPS_AT_ONCE", 1000)
        with writing(made.path) as connection:
            connection.executemany(
                "INSERT INTO params (key, value, run_uuid) VALUES (?, '1', ?)",
                [(str(number), run_id(1)) for number in range(2000)],
            )
        catalog = read()
        assert told(catalog) == ["error database-damaged store/mlflow.db#/params"]
        assert 0 < len(params_of(catalog)) < 2000
        assert [run.name for run in catalog.runs] == ["run-1"]


class TestMoreThanFits:
    """A damaged tree may lead to the same page again and again, and so seem to hold more than the file."""

    @pytest.fixture
    def opened(self, made) -> Iterator[mlflow_database_file.Database]:
        for number in range(100):
            made.param(f"p{number:02d}", "x" * 100)
        made.points("auc", [(START, 0.5, step) for step in range(100)])
        source = Source("store/mlflow.db")
        with mlflow_database_file.open_database(
            made.path, source, ("params", "metrics"), private=False
        ) as database:
            yield database

    def test_a_walk_ends_when_the_file_is_used_up(self, opened):
        opened.size = 1000
        losses = Losses()
        found = list(chain.from_iterable(walk_rows(opened, "params", ("key", "value"), losses)))
        assert [key for key, _ in found] == [f"p{number:02d}" for number in range(9)]
        assert losses.gaps > 0
        assert losses.first == "has more in it than fits into the file"

    def test_a_long_value_is_read_apart_from_the_others(self, made, read, monkeypatch):
        monkeypatch.setattr(mlflow_database_file, "_LONG_VALUE", 1000)
        for number in range(3):
            made.param(f"p{number}", "x" * (5000 if number == 1 else 10))
        catalog = read()
        assert [(param.key, len(param.value)) for param in catalog.runs[0].params] == [
            ("p0", 10), ("p1", 5000), ("p2", 10),
        ]  # fmt: skip
        assert told(catalog) == []

    def test_so_does_a_sorted_list(self, opened, monkeypatch):
        monkeypatch.setattr(mlflow_database_file, "_ROWS_AT_ONCE", 10)
        opened.size = 8 * 35
        found = []
        with pytest.raises(DatabaseError):
            found.extend(opened.sorted_rows("metrics", ("step",), ("run_uuid", "key")))
        rows = chain.from_iterable(opened.sorted_rows("metrics", ("step",), ("run_uuid", "key")))
        assert [next(rows) for _ in range(30)] == [(step,) for step in range(30)]
        with pytest.raises(DatabaseError):
            next(rows)
