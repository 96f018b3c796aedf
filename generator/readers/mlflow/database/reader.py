"""MLflow's database in SQLite, of any revision of its schema: the entry of the reader.

What is read is what the tables have, never what the number of a revision promises. MLflow itself is not needed and never
called: its client changes the schema of older databases that it opens.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.catalog import Prompt, Records, RegisteredModel, Severity
from generator.errors import StoreError
from generator.provenance import Source
from generator.readers.depth import Depth
from generator.readers.mlflow.artifacts import ArtifactPlaces, below
from generator.readers.mlflow.database.copy import PrivateCopy, copy_database, logs_beside
from generator.readers.mlflow.database.faults import DatabaseError
from generator.readers.mlflow.database.file import Database, open_database
from generator.readers.mlflow.database.header import BEGINNING, LENGTH, stated_size
from generator.readers.mlflow.database.registry import TABLES as REGISTRY_TABLES
from generator.readers.mlflow.database.registry import read_registered
from generator.readers.mlflow.database.rows import Tables
from generator.readers.mlflow.database.tracking import TABLES as TRACKING_TABLES
from generator.readers.mlflow.database.tracking import read_tracked
from generator.readers.mlflow.model_files import model_files
from generator.readers.mlflow.roots import DATABASE_NAME, find_roots
from generator.readers.reading import Reading
from generator.readers.store import Store
from generator.readers.text import large_file_pointer, visible_name

_ARTIFACT_FOLDERS = ("mlruns", "mlartifacts", "artifacts")
"""Folders beside a database in which its artifacts usually lie."""
_NOTHING = "nothing in it is shown"


class MlflowDatabaseReader:
    """Reads every database of MLflow's at or below a folder."""

    name = "mlflow-database"
    looks_for = "a database of MLflow in SQLite, such as mlflow.db"

    def recognizes(self, store: Store) -> bool:
        """Whether a database with MLflow's tables lies at or below the top, or a file that is called as one."""
        return any(_is_mlflow(store, path) for path in find_roots(store).databases)

    def read(self, store: Store) -> Records:
        """Every record of every database."""
        found = find_roots(store)
        parts: dict[Path, Records] = {}
        for path in found.databases:
            if not _is_mlflow(store, path):
                continue
            alone = not found.roots and not parts
            place = _place(store, path)
            if place not in parts:
                label = store.label if alone else below(store.label, visible_name(path))
                parts[place] = _DatabaseReading(store, path, label).records()
        return Records(
            experiments=tuple(each for part in parts.values() for each in part.experiments),
            runs=tuple(each for part in parts.values() for each in part.runs),
            logged_models=tuple(each for part in parts.values() for each in part.logged_models),
            datasets=tuple(each for part in parts.values() for each in part.datasets),
            models=tuple(each for part in parts.values() for each in part.models),
            prompts=tuple(each for part in parts.values() for each in part.prompts),
            problems=tuple(each for part in parts.values() for each in part.problems),
            files=store.files,
        )


def _place(store: Store, path: str) -> Path:
    """Where a database lies, by which two paths to the same one are told; the path itself when that is not known."""
    try:
        file = store.local_file(path)
    except StoreError:
        return Path(path)
    return file.place if file else Path(path)


def _is_mlflow(store: Store, path: str) -> bool:
    """Whether a file is a database with MLflow's tables, or is called as one whatever it is."""
    if DATABASE_NAME.fullmatch(path.rpartition("/")[2]):
        return True
    wanted = ("experiments", "runs", "registered_models", "model_versions")
    try:
        with (
            _lying_still(store, path) as place,
            open_database(place, Source(path), wanted, private=False) as database,
        ):
            names = {*database.tables, *database.posing}
            runs = database.tables.get("runs")
            logs = () if names else logs_beside(store, path)
    except (StoreError, DatabaseError, OSError):
        return False
    tracks = "experiments" in names and runs is not None and "run_uuid" in runs.columns
    return tracks or {"registered_models", "model_versions"} <= names or bool(logs)


@contextmanager
def _lying_still(store: Store, path: str) -> Iterator[Path]:
    """A database where it lies; or, where SQLite cannot open it there, a copy for as long as it is needed."""
    file = store.local_file(path)
    if file is not None:
        yield file.place
        return
    with TemporaryDirectory(prefix="modelfolio-") as folder:
        yield copy_database(store, path, Path(folder)).place


class _DatabaseReading:
    """Reads one database: where it lies when it lies still, else from a copy."""

    def __init__(self, store: Store, path: str, label: str) -> None:
        self._store = store
        self._path = path
        self._label = label
        self._reading = Reading(store)

    def records(self) -> Records:
        """Everything in the database, or the problem that there is nothing to be had."""
        try:
            return self._read()
        except (StoreError, DatabaseError) as error:
            self._reading.report_error(error, self._store.source(self._path), _NOTHING, Severity.ERROR)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            self._reading.report(
                "copy-failed", Severity.ERROR, self._store.source(self._path),
                f"cannot be copied to be read: {reason}", _NOTHING,
                "make room in the folder for temporary files, or read the store when nothing writes to it",
            )  # fmt: skip
        return Records(problems=tuple(self._reading.problems))

    def _read(self) -> Records:
        store, path = self._store, self._path
        if not self._begins_as_database():
            return Records(problems=tuple(self._reading.problems))
        file = store.local_file(path)
        if file is not None and not logs_beside(store, path):
            header = store.head(path, LENGTH)
            if store.depth is Depth.WHOLE:
                store.digest(path)
            records = self._tables(file.place, private=False)
            # The header counts the changes, also those that come faster than the clock of a file system ticks.
            if file.unchanged and store.head(path, LENGTH) == header:
                return records
            # Somebody wrote to it meanwhile: what was read may be of two times.
            self._reading = Reading(store)
        with TemporaryDirectory(prefix="modelfolio-") as folder:
            copy = copy_database(store, path, Path(folder))
            self._report_logs(copy)
            return self._tables(copy.place, private=True)

    def _begins_as_database(self) -> bool:
        """Whether the file begins as a database does; what it is instead is reported."""
        store, path, reading = self._store, self._path, self._reading
        size, head = store.size(path), store.head(path, 1024)
        if head.startswith(BEGINNING):
            stated = stated_size(head[:LENGTH])
            if stated > size and not logs_beside(store, path):
                reading.report(
                    "database-cut", Severity.ERROR, store.source(path),
                    f"is {size} bytes long, by its own header it should be {stated}",
                    "what stood in the missing part is not shown", "copy the database anew, or restore it from a backup",
                )  # fmt: skip
            return True
        if large_file_pointer(head):
            slug, says = "git-lfs-pointer", "holds a Git LFS pointer, not the file itself"
            remedy = "fetch the file with git lfs pull"
        elif not size:
            slug, says, remedy = "database-empty", "is empty", "restore it from a backup, or remove it"
        else:
            slug, says = (
                "database-invalid",
                "is no database of SQLite, though it is called as one of MLflow's",
            )
            remedy = "restore it from a backup, or give it another name"
        store.digest(path)
        reading.report(slug, Severity.ERROR, store.source(path), says, _NOTHING, remedy)
        return False

    def _report_logs(self, copy: PrivateCopy) -> None:
        """Say which files beside the database had a part in what is shown."""
        for log in copy.logs:
            source = self._store.source(log)
            if log.endswith("-wal"):
                self._reading.report(
                    "database-log-read", Severity.NOTE, source,
                    "holds changes that may not be in the database itself yet; they were read with it",
                    "the digest of the database alone does not vouch for what changed last",
                    "stop what writes to the database before the site is built",
                )  # fmt: skip
            else:
                self._reading.report(
                    "database-change-undone", Severity.WARNING, source,
                    "belongs to a change that is under way or was cut off",
                    "the database is shown as it was before that change",
                    "read the store when nothing writes to it; MLflow settles a change that was cut off when it next starts",
                )  # fmt: skip
        for log in copy.refused:
            self._reading.report(
                "database-log-refused", Severity.WARNING, self._store.source(log),
                "is a journal that names a further journal, which MLflow never writes; it was left aside",
                "a change that was cut off may be shown half made",
            )  # fmt: skip

    def _tables(self, place: Path, *, private: bool) -> Records:
        """Everything that the tables hold."""
        reading, source = self._reading, self._store.source(self._path)
        wanted = (*TRACKING_TABLES, *REGISTRY_TABLES)
        with open_database(place, source, wanted, private=private) as database:
            tables = Tables(database, reading)
            tracked = read_tracked(tables, self._label, self._places())
            models: tuple[RegisteredModel, ...] = ()
            prompts: tuple[Prompt, ...] = ()
            if self._store.depth is Depth.WHOLE:
                files = model_files(tracked.runs, tracked.logged_models)
                models, prompts = read_registered(tables, self._label, files)
            self._report_state(database)
        return Records(
            experiments=tracked.experiments,
            runs=tracked.runs,
            logged_models=tracked.logged_models,
            datasets=tracked.datasets,
            models=models,
            prompts=prompts,
            problems=tuple(reading.problems),
        )

    def _report_state(self, database: Database) -> None:
        """Report what is wrong with the database as a whole."""
        if database.damage:
            self._reading.report(
                "database-damaged", Severity.ERROR, database.source, database.damage,
                "only what can be reached in it is shown",
                "restore it from a backup, or mend it with the .recover command of sqlite3",
            )  # fmt: skip
        for name, kind in sorted(database.posing.items()):
            self._reading.report(
                "database-table-posed", Severity.ERROR, database.source.at(name),
                f"is {kind}, where MLflow has a table", "it is not read, and nothing that it says is shown",
            )  # fmt: skip
        if not database.tables and not database.posing:
            self._reading.report(
                "database-foreign", Severity.WARNING, database.source, "has none of MLflow's tables", _NOTHING,
            )  # fmt: skip

    def _places(self) -> ArtifactPlaces:
        """Where the artifacts may lie: beside the database as a rule."""
        folder = self._path.rpartition("/")[0]
        beside = (below(folder, name) for name in _ARTIFACT_FOLDERS)
        near = tuple(path for path in beside if self._store.is_folder(path))
        return ArtifactPlaces(near=near, around=tuple(dict.fromkeys((folder, ""))))
