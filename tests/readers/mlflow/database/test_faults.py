"""Files that are no database, and databases that are damaged: what can be read is read, what cannot is said."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from generator.catalog import Catalog
from generator.errors import ReaderError
from generator.readers.mlflow import roots as mlflow_roots
from tests.databases import MlflowDatabase, digest_of, read_databases, told, writing
from tests.stores import START, run_id

PAGE = 4096


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


def params_of(catalog: Catalog) -> list[str]:
    return [param.key for run in catalog.runs for param in run.params]


class TestFilesThatAreNoDatabase:
    def test_an_empty_file_is_said(self, folder, read):
        (folder / "mlruns.db").touch()
        catalog = read()
        assert told(catalog) == ["error database-empty store/mlruns.db"]
        assert catalog.runs == ()

    def test_a_text_is_said(self, folder, read):
        (folder / "mlflow.db").write_text("This is where the database will be.\n")
        catalog = read()
        assert told(catalog) == ["error database-invalid store/mlflow.db"]
        assert catalog.files[0].sha256 == digest_of(folder / "mlflow.db")

    def test_what_git_lfs_left_is_said(self, folder, read):
        pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "ab" * 32 + "\nsize 434176\n"
        (folder / "mlflow.db").write_text(pointer)
        assert told(read()) == ["error git-lfs-pointer store/mlflow.db"]

    def test_a_beginning_without_a_database_is_said(self, folder, read):
        (folder / "mlflow.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 2000)
        assert told(read()) == ["error database-invalid store/mlflow.db"]

    def test_a_database_of_another_program_is_none_of_ours(self, folder, read):
        with writing(folder / "study.db") as connection:
            connection.execute("CREATE TABLE studies (name TEXT)")
        with pytest.raises(ReaderError, match=r"a database of MLflow in SQLite"):
            read()

    def test_one_that_is_called_as_ours_is_said(self, folder, read):
        with writing(folder / "mlflow.db") as connection:
            connection.execute("CREATE TABLE studies (name TEXT)")
        assert told(read()) == ["warning database-foreign store/mlflow.db"]

    @pytest.mark.usefixtures("made")
    def test_a_folder_is_no_database(self, folder, read):
        (folder / "mlruns.db").mkdir()
        catalog = read()
        assert len(catalog.runs) == 1
        assert told(catalog) == []

    def test_a_link_that_leads_out_of_the_store_is_not_followed(self, folder, tmp_path, read):
        MlflowDatabase(tmp_path / "elsewhere.db")
        (folder / "mlflow.db").symlink_to(tmp_path / "elsewhere.db")
        assert told(read()) == ["error link-outside store/mlflow.db"]

    def test_a_file_that_may_not_be_read_is_said(self, open_folder, unprivileged):
        MlflowDatabase(open_folder / "mlflow.db").path.chmod(0)
        with unprivileged():
            catalog = read_databases(open_folder)
        assert told(catalog) == ["error permission-denied store/mlflow.db"]

    def test_a_folder_in_which_nothing_may_be_made_is_read(self, open_folder, unprivileged):
        database = MlflowDatabase(open_folder / "store" / "mlflow.db")
        database.experiment()
        database.run()
        database.path.chmod(0o444)
        database.path.parent.chmod(0o555)
        with unprivileged():
            catalog = read_databases(database.path.parent)
        assert [run.run_id for run in catalog.runs] == [run_id(1)]


class TestNames:
    @pytest.mark.parametrize(
        "name", ["runs", "tracking.sqlite3", "mlflow.db.bak", "data 1 #?%20.bin", "ä.db"]
    )
    def test_a_database_is_known_by_what_it_is(self, folder, read, name):
        database = MlflowDatabase(folder / name)
        database.experiment()
        database.run()
        catalog = read()
        assert [run.run_id for run in catalog.runs] == [run_id(1)]
        assert catalog.runs[0].source.path == f"store/{name}"

    def test_among_very_many_files_a_database_is_known_by_its_name(self, folder, read, monkeypatch):
        monkeypatch.setattr(mlflow_roots, "MOST_FILES", 3)
        for number in range(5):
            (folder / f"a{number}.csv").touch()
        database = MlflowDatabase(folder / "tracking.sqlite")
        database.experiment()
        database.run()
        catalog = read()
        assert len(catalog.runs) == 1
        assert told(catalog) == []

    @pytest.mark.usefixtures("made")
    def test_several_databases_are_several_stores(self, folder, read):
        other = MlflowDatabase(folder / "old" / "mlruns.db", "1.20")
        other.experiment(0, "Default")
        other.run(2)
        catalog = read()
        assert [(run.run_id, run.store) for run in catalog.runs] == [
            (run_id(1), "store"), (run_id(2), "store/old/mlruns.db"),
        ]  # fmt: skip
        assert [experiment.store for experiment in catalog.experiments] == ["store", "store/old/mlruns.db"]
        assert told(catalog) == []

    @pytest.mark.usefixtures("made")
    def test_a_second_path_to_a_database_is_not_a_second_database(self, folder, read):
        (folder / "latest.db").symlink_to("mlflow.db")
        catalog = read()
        assert [run.source.path for run in catalog.runs] == ["store/mlflow.db"]
        assert told(catalog) == []


class TestDamage:
    @pytest.fixture
    def large(self, made) -> MlflowDatabase:
        """With two thousand params that fill some hundred pages."""
        with writing(made.path) as connection:
            connection.executemany(
                "INSERT INTO params (key, value, run_uuid) VALUES (?, ?, ?)",
                [(f"p{number:04d}", "x" * 200, run_id(1)) for number in range(2000)],
            )
        return made

    def test_a_page_that_was_overwritten_costs_its_own_rows_only(self, large, read):
        page = leaf_that_holds(large.path, "params", b"p1000")
        overwrite(large.path, page * PAGE, b"\xa5" * PAGE)
        catalog = read()
        kept = params_of(catalog)
        assert 1950 < len(kept) < 2000
        assert kept[0] == "p0000"
        assert kept[-1] == "p1999"
        assert "p1000" not in kept
        assert told(catalog) == ["error database-damaged store/mlflow.db#/params"]

    def test_pages_of_zeros_cost_their_own_rows_only(self, large, read):
        for page in [leaf_that_holds(large.path, "params", key) for key in (b"p0500", b"p1500")]:
            overwrite(large.path, page * PAGE, bytes(PAGE))
        catalog = read()
        kept = params_of(catalog)
        assert 1900 < len(kept) < 2000
        assert {"p0000", "p1000", "p1999"} < set(kept)
        assert told(catalog) == ["error database-damaged store/mlflow.db#/params"]

    @pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
    def test_of_a_file_that_was_cut_the_rest_is_read(self, large, read, part):
        whole = large.path.read_bytes()
        large.path.write_bytes(whole[: int(len(whole) * part) // PAGE * PAGE + 100])
        catalog = read()
        assert [run.run_id for run in catalog.runs] == [run_id(1)]
        assert 0 < len(params_of(catalog)) < 2000
        assert "error database-cut store/mlflow.db" in told(catalog)
        assert "error database-damaged store/mlflow.db#/params" in told(catalog)
        (cut,) = (problem for problem in catalog.problems if problem.slug == "database-cut")
        assert cut.message.endswith(f"by its own header it should be {len(whole)}")

    def test_a_file_of_which_a_page_is_left_gives_no_traceback(self, large, read):
        large.path.write_bytes(large.path.read_bytes()[:PAGE])
        catalog = read()
        assert catalog.runs == ()
        assert "error database-cut store/mlflow.db" in told(catalog)

    def test_a_size_that_an_old_writer_left_behind_is_not_believed(self, made, read):
        overwrite(made.path, 28, (9999).to_bytes(4, "big"))
        overwrite(made.path, 92, (12345).to_bytes(4, "big"))
        catalog = read()
        assert len(catalog.runs) == 1
        assert told(catalog) == []

    def test_a_history_in_a_damaged_table_is_read_as_far_as_it_goes(self, made, read):
        for number in range(2, 5):
            made.run(number)
        for number in range(1, 5):
            made.points("loss", [(START + step, step / 7, step) for step in range(3000)], number)
        pages = leaf_pages(made.path, "metrics")
        overwrite(made.path, pages[len(pages) // 2] * PAGE, b"\xa5" * PAGE)
        catalog = read()
        counts = [run.metrics[0].count for run in catalog.runs]
        assert 11_900 < sum(counts) < 12_000
        assert counts.count(3000) >= 2
        assert told(catalog) == ["error database-damaged store/mlflow.db#/metrics"]

    def test_indexes_that_lead_elsewhere_do_not_hide_a_history(self, made, read):
        for number in (1, 2):
            made.points("loss", [(START + step, 0.5, step) for step in range(100)], number)
        made.run(2)
        with writing(made.path) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("CREATE TABLE empty (run_uuid)")
            connection.execute("CREATE INDEX index_empty ON empty (run_uuid)")
            connection.execute(
                "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'index_empty')"
                " WHERE name = 'index_metrics_run_uuid'"
            )
        catalog = read()
        assert [run.metrics[0].count for run in catalog.runs] == [100, 100]
        assert told(catalog) == ["warning database-index-damaged store/mlflow.db#/metrics"]

    def test_a_tree_that_leads_in_circles_ends(self, large, read):
        root = root_page(large.path, "params")
        content = large.path.read_bytes()[root * PAGE : (root + 1) * PAGE]
        count = int.from_bytes(content[3:5], "big")
        first = int.from_bytes(content[12:14], "big")
        same = b"".join(first.to_bytes(2, "big") for _ in range(count))
        overwrite(large.path, root * PAGE + 12, same)
        catalog = read()
        assert 0 < len(params_of(catalog)) < 200
        assert told(catalog) == ["error database-damaged store/mlflow.db#/params"]

    def test_an_index_that_leads_in_circles_does_not_hide_a_history(self, made, read):
        made.points("loss", [(START + step, 0.5, step) for step in range(4000)])
        root = root_page(made.path, "index_metrics_run_uuid")
        content = made.path.read_bytes()[root * PAGE : (root + 1) * PAGE]
        assert content[0] == 2
        count = int.from_bytes(content[3:5], "big")
        overwrite(made.path, root * PAGE + 12, content[12:14] * count)
        catalog = read()
        assert [metric.count for metric in catalog.runs[0].metrics] == [4000]
        assert told(catalog) == ["warning database-index-damaged store/mlflow.db#/metrics"]

    def test_every_cut_and_every_flipped_byte_is_survived(self, made, read):
        made.param("lr", "0.1")
        made.points("auc", [(START, 0.5, 0)])
        made.add("registered_models", name="credit")
        made.version()
        whole = made.path.read_bytes()
        for position in range(0, len(whole), 997):
            made.path.write_bytes(whole[:position] + bytes([whole[position] ^ 0xFF]) + whole[position + 1 :])
            flipped = read()
            assert "reader-failed" not in {problem.slug for problem in flipped.problems}, position
            made.path.write_bytes(whole[:position])
            cut = read()
            assert "reader-failed" not in {problem.slug for problem in cut.problems}, position


def root_page(database: Path, table: str) -> int:
    """Where the tree of a table begins, counted in pages from 0."""
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        return int(connection.execute(query, [table]).fetchone()[0]) - 1


def leaf_pages(database: Path, table: str) -> list[int]:
    """The pages that hold the rows of a table, in their order, counted from 0."""
    content = database.read_bytes()

    def below(page: int) -> list[int]:
        start = page * PAGE
        kind, count = content[start], int.from_bytes(content[start + 3 : start + 5], "big")
        if kind == 13:
            return [page]
        cells = (content[start + 12 + 2 * each : start + 14 + 2 * each] for each in range(count))
        places = [start + int.from_bytes(cell, "big") for cell in cells]
        children = [int.from_bytes(content[place : place + 4], "big") for place in places]
        children.append(int.from_bytes(content[start + 8 : start + 12], "big"))
        return [leaf for child in children for leaf in below(child - 1)]

    return below(root_page(database, table))


def leaf_that_holds(database: Path, table: str, text: bytes) -> int:
    """The page that holds the row with a text in it, counted from 0."""
    content = database.read_bytes()
    return next(
        page for page in leaf_pages(database, table) if text in content[page * PAGE : (page + 1) * PAGE]
    )


def overwrite(file: Path, position: int, content: bytes) -> None:
    with file.open("r+b") as opened:
        opened.seek(position)
        opened.write(content)
