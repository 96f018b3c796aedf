"""The rules for a reader, as a class of tests that its author runs.

A guest's tests are three lines; pytest finds the rules by their names, and runs each by itself::

    class TestMyReader(ReaderSuite):
        reader = MyReader
        folder = Path(__file__).parent / "store"

The folder is a small store that the reader knows, with some of everything in it. The tests work on copies of it. They
need pytest for its ``tmp_path`` only, and this module does not import it.
"""

import hashlib
import os
import pickle
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import ClassVar

from generator.catalog import Record, Records, field_names
from generator.provenance import Source
from generator.readers.reader import Reader
from generator.readers.store import Store
from generator.testing.damage import DAMAGE, SLUG, damage, faults_when_damaged
from generator.testing.expecting import expect, expect_none
from generator.testing.values import walk
from generator.testing.watching import FORBIDDEN, OPENING, watched

LABEL = "guest"
"""What the tests call the store."""
MOST_DAMAGED = 16
"""Files that are damaged, evenly taken; a store of a test has few."""
MOST_RECOGNIZED = 64
"""Files that may be read whole in order to recognise a store: it is asked of every store by every reader."""
_SECRET = b"root:x:0:0\n"


class ReaderSuite:
    """The rules for a reader; a class that inherits them is a test of one."""

    reader: ClassVar[Callable[[], Reader]]
    """Makes the reader: its class, as a rule."""
    folder: ClassVar[Path]
    """A store that the reader knows."""

    def test_it_has_what_a_reader_has(self) -> None:
        """A name to be registered under, words for what it looks for, and the two methods."""
        reader = type(self).reader()
        expect(isinstance(reader, Reader), "it lacks a part of generator.readers.reader.Reader")
        expect(bool(SLUG.fullmatch(reader.name)), f"its name {reader.name!r} is not like mlflow-files")
        expect(bool(reader.looks_for), "it does not say what it looks for")

    def test_it_knows_its_store_at_little_cost(self) -> None:
        """It is asked of every store, so that it looks at names rather than into files."""
        store = Store(self.folder, LABEL)
        expect(type(self).reader().recognizes(store) is True, "it does not recognise its own store")
        read = len(store.files)
        expect(read <= MOST_RECOGNIZED, f"it read {read} files to recognise the store")

    def test_it_knows_no_store_of_others(self, tmp_path: Path) -> None:
        """An empty folder and one with anything else in it are left to other readers."""
        reader = type(self).reader()
        (tmp_path / "empty").mkdir()
        (tmp_path / "other" / "deep").mkdir(parents=True)
        for name in (
            "notes.txt",
            "data.csv",
            "deep/values.json",
            "deep/settings.yaml",
            "deep/x.db",
            ".hidden",
        ):
            (tmp_path / "other" / name).write_bytes(b"{}")
        for name in ("empty", "other"):
            known = reader.recognizes(Store(tmp_path / name, LABEL))
            expect(not known, f"it takes a folder for its own that is {name}")

    def test_it_finds_records(self) -> None:
        """The folder of the tests is worth reading."""
        records = _read(type(self).reader(), self.folder)
        found = [record for record in walk(records) if isinstance(record, Record)]
        expect(bool(found), "it found nothing in its own store")

    def test_it_changes_nothing(self, tmp_path: Path) -> None:
        """A store is only ever read."""
        copy = _copy(self.folder, tmp_path / "store")
        before = _state(copy)
        _read(type(self).reader(), copy)
        expect(_state(copy) == before, "files of the store are not as they were")

    def test_it_asks_nobody_else(self) -> None:
        """No program is started, no other machine is asked, nothing is unpickled."""
        reader = type(self).reader()
        with watched() as events:
            _read(reader, self.folder)
        expect_none(f"it caused {event}" for event, _ in events if event in FORBIDDEN)

    def test_it_stays_inside_the_store(self, tmp_path: Path) -> None:
        """Links that lead out are not followed: files come through the Store, which refuses them."""
        outside = tmp_path / "outside"
        outside.mkdir()
        reader = type(self).reader()
        for number, name in enumerate(_some_files(self.folder)):
            copy = _copy(self.folder, tmp_path / str(number))
            secret = outside / f"{number}"
            secret.write_bytes(_SECRET)
            (copy / name).unlink()
            (copy / name).symlink_to(secret)
            with watched() as events:
                _read(reader, copy)
            opened = [
                place
                for event, place in events
                if event in OPENING and os.path.realpath(place).startswith(os.path.realpath(outside))
            ]
            expect(not opened, f"it opened {opened} by way of {name}")

    def test_every_record_says_where_it_stands(self) -> None:
        """A record names a file that was read, with its digest; or a folder, for what only its name tells."""
        store = Store(self.folder, LABEL)
        records = type(self).reader().read(store)
        digests = {file.path: file.sha256 for file in store.files}
        found = [record for record in walk(records) if isinstance(record, Record)]
        expect_none(
            f"the source {record.source} of {type(record).__name__} is no file that was read, with its digest, nor a folder"
            for record in found
            if not (record.source.sha256 and record.source.path in digests)
            and not self._is_folder(record.source)
        )
        expect_none(
            f"the digest of {source} is not that of its file"
            for source in walk(records)
            if isinstance(source, Source) and source.sha256 and source.sha256 != digests.get(source.path)
        )
        expect_none(
            f"the digest of {file.path} is not that of its bytes"
            for file in store.files
            if file.sha256 and file.sha256 != _digest(self.folder / file.path.removeprefix(f"{LABEL}/"))
        )

    def test_every_path_begins_with_the_label_of_the_store(self) -> None:
        """The same holds for what a record calls its store."""
        records = _read(type(self).reader(), self.folder)
        names = [(record.store, "store") for record in walk(records) if isinstance(record, Record)]
        names += [(source.path, "path") for source in walk(records) if isinstance(source, Source)]
        expect_none(
            f"the {kind} {name!r} does not begin with the label {LABEL!r}, or has .. in it"
            for name, kind in dict.fromkeys(names)
            if name.partition("/")[0] != LABEL or ".." in name.split("/")
        )

    def test_nothing_is_found_twice(self) -> None:
        """Each record has an id of its own: joined with other stores, one of two would be lost."""
        records = _read(type(self).reader(), self.folder)
        ids: Counter[tuple[object, ...]] = Counter(("run", run.run_id) for run in records.runs)
        ids.update(("experiment", each.store, each.experiment_id) for each in records.experiments)
        ids.update(("logged model", each.model_id) for each in records.logged_models)
        ids.update(("registered model", each.store, each.name) for each in records.models)
        ids.update(("version", m.store, m.name, v.version) for m in records.models for v in m.versions)
        expect_none(
            f"{' '.join(map(str, each))} is found {count} times" for each, count in ids.items() if count > 1
        )
        expect_none(f"a {each[0]} has no id" for each in ids if not each[-1])

    def test_runs_belong_to_experiments_that_are_there(self) -> None:
        """A run whose experiment no record describes has no page above it."""
        records = _read(type(self).reader(), self.folder)
        known = {(each.store, each.experiment_id) for each in records.experiments}
        expect_none(
            f"the run {run.run_id} belongs to the experiment {run.experiment_id!r} of {run.store!r}, which is not there"
            for run in records.runs
            if (run.store, run.experiment_id) not in known
        )

    def test_text_is_text_and_instants_are_in_utc(self) -> None:
        """Markup is made on the pages only; an instant without a zone would be another one elsewhere."""
        values = list(walk(_read(type(self).reader(), self.folder)))
        expect_none(f"{value!r} is markup" for value in values if hasattr(value, "__html__"))
        expect_none(
            f"{value!r} is not in UTC"
            for value in values
            if isinstance(value, datetime) and value.utcoffset() != timedelta()
        )

    def test_the_order_of_files_on_disk_does_not_matter(self, tmp_path: Path) -> None:
        """The same files give the same records in the same order, wherever and however they were written."""
        reader = type(self).reader()
        first = _read(reader, self.folder)
        copy = tmp_path / "store"
        for name in reversed(_files(self.folder)):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(self.folder / name, copy / name, follow_symlinks=False)
        for folder, _, _ in os.walk(self.folder):
            (copy / Path(folder).relative_to(self.folder)).mkdir(parents=True, exist_ok=True)
        _expect_equal(_read(reader, self.folder), first, "a second reading is not equal to the first")
        _expect_equal(_read(type(self).reader(), copy), first, "a copy of the store is not read equally")

    def test_it_can_be_sent_to_another_process(self) -> None:
        """Records and readers are handed on between processes."""
        reader = type(self).reader()
        records = _read(reader, self.folder)
        try:
            again, records_again = pickle.loads(pickle.dumps((reader, records)))  # noqa: S301 just made
        except (AttributeError, TypeError, pickle.PickleError) as error:
            raise AssertionError(f"it cannot be pickled: {error}") from error
        expect(again.name == reader.name, "the reader changes when pickled")
        _expect_equal(records_again, records, "records change when pickled")

    def test_damage_costs_only_itself_and_is_reported(self, tmp_path: Path) -> None:
        """Whatever becomes of a file, the reader does not raise; what is lost by it is told by a complete Problem."""
        reader = type(self).reader()
        whole = _read(reader, self.folder)
        faults: list[str] = []
        for number, name in enumerate(_some_files(self.folder)):
            for kind, what in enumerate(DAMAGE):
                copy = _copy(self.folder, tmp_path / f"{number}-{kind}")
                damage(copy / name, what)
                faults += [
                    f"when {name} {what}, {fault}"
                    for fault in faults_when_damaged(reader, copy, LABEL, whole, what)
                ]
                shutil.rmtree(copy)
        expect_none(faults)

    def _is_folder(self, source: Source) -> bool:
        return (self.folder / source.path.removeprefix(LABEL).removeprefix("/")).is_dir()


def _expect_equal(one: Records, other: Records, fault: str) -> None:
    """Records are told from each other by what they hold in order: a NaN is never equal to itself."""
    for first, second in zip_longest(walk(one), walk(other)):
        same = first == second or repr(first) == repr(second)
        in_it = field_names(type(first)) != () or isinstance(first, tuple)
        expect(same or in_it, f"{fault}: {first!r}, {second!r}")


def _read(reader: Reader, folder: Path) -> Records:
    return reader.read(Store(folder, LABEL))


def _files(folder: Path) -> list[str]:
    """Every file and link below a folder, in order."""
    found = (Path(place, name) for place, _, names in os.walk(folder) for name in names)
    return sorted(path.relative_to(folder).as_posix() for path in found)


def _some_files(folder: Path) -> list[str]:
    names = [name for name in _files(folder) if not (folder / name).is_symlink()]
    return names[:: max(1, -(-len(names) // MOST_DAMAGED))]


def _copy(folder: Path, to: Path) -> Path:
    shutil.copytree(folder, to, symlinks=True)
    return to


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _state(folder: Path) -> dict[str, tuple[int, int, str]]:
    """Size, time and digest of everything below a folder."""
    return {
        str(path): (path.lstat().st_size, path.lstat().st_mtime_ns, _digest(path) if path.is_file() else "")
        for path in sorted(folder.rglob("*"))
    }
