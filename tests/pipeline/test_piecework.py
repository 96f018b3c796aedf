"""Pieces of a store: whoever reads them, and whether they are read at all, what comes out is the same."""

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.catalog import Catalog
from generator.pipeline.cache import Cache
from generator.pipeline.piecework import SETTLED, Piecework, piecework
from generator.readers.depth import Depth
from generator.readers.mlflow import run_pieces
from generator.readers.mlflow.reader import MlflowFilesReader
from generator.readers.reader import read_catalog
from generator.readers.store import Store
from tests.stores import START, MlflowStore, run_id

RUNS = 60
TICK = 0.02
"""Seconds; more than a tick of the clock that Linux takes the times of files from."""


def later() -> int:
    """A reading long after whatever was last changed."""
    return time.time_ns() + 10 * SETTLED


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = MlflowStore(tmp_path / "mlruns")
    made.experiment("0")
    made.experiment("1", "other")
    for number in range(RUNS):
        made.run(
            number,
            experiment=str(number % 2),
            params={"lr": f"0.{number:03d}", "opt/decay": "1"},
            metrics={"loss": [(START + step, number / (step + 1), step) for step in range(5)]},
            tags={"team": "risk"},
            artifacts={"model/MLmodel": "flavors: {}\n", "notes.txt": "x"} if number % 7 == 0 else {},
        )
    return made.root


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def read(root: Path, doing: Piecework | None = None) -> Catalog:
    return read_catalog([Store(root, "mlruns", doing=doing or Piecework())], [MlflowFilesReader()])


def folder_of(root: Path, number: int) -> Path:
    return root / str(number % 2) / run_id(number)


@pytest.fixture
def readings(monkeypatch) -> list[str]:
    """The folders of the runs that are read in this process."""
    found: list[str] = []
    read_run = run_pieces.read_run

    def noted(experiment, held):
        found.append(held.path)
        return read_run(experiment, held)

    monkeypatch.setattr(run_pieces, "read_run", noted)
    return found


def test_every_way_of_reading_gives_the_same(root, cache):
    (folder_of(root, 3) / "metrics" / "loss").write_text("odd\n")
    (folder_of(root, 5) / "meta.yaml").unlink()
    expected = read(root)
    assert len(expected.runs) == RUNS - 1
    assert [problem.slug for problem in expected.problems] == ["record-missing", "metric-line-invalid"]
    for doing in (
        Piecework(jobs=2),
        Piecework(jobs=1, cache=cache, now=later),
        Piecework(jobs=1, cache=cache, now=later),
        Piecework(jobs=2, cache=cache, now=later),
    ):
        found = read(root, doing)
        assert repr(found) == repr(expected)
        assert found.files == expected.files


def test_a_second_reading_opens_no_run_that_is_unchanged(root, cache, readings):
    doing = Piecework(cache=cache, now=later)
    first = read(root, doing)
    assert len(readings) == RUNS
    readings.clear()
    assert read(root, doing) == first
    assert readings == []
    (folder_of(root, 4) / "params" / "lr").write_text("0.5")
    changed = read(root, doing)
    assert f"0/{run_id(4)}" in readings
    assert not any(path.startswith("1/") for path in readings)
    assert changed == read(root)
    assert changed != first


def test_what_a_listing_gave_does_not_count_as_a_whole_reading(tmp_path, cache):
    made = MlflowStore(tmp_path / "few")
    made.experiment()
    made.run(metrics={"loss": [(START, 0.5, 0), (START + 1, 0.25, 1)]})
    doing = Piecework(cache=cache, now=later)
    for _ in range(2):
        (run,) = read_catalog([Store(made.root, "few", doing=doing, depth=Depth.LATEST)]).runs
        assert (run.metrics, [each.last.value for each in run.latest]) == ((), [0.25])
        (run,) = read_catalog([Store(made.root, "few", doing=doing)]).runs
        assert (run.latest, [metric.count for metric in run.metrics]) == ((), [2])


def test_a_change_that_leaves_size_and_time_as_they_were_is_noticed(root, cache):
    doing = Piecework(cache=cache, now=later)
    read(root, doing)
    place = folder_of(root, 8) / "params" / "lr"
    before = place.stat()
    time.sleep(TICK)
    place.write_text("9.999")
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = place.stat()
    assert (after.st_size, after.st_mtime_ns, after.st_ino) == (
        before.st_size, before.st_mtime_ns, before.st_ino,
    )  # fmt: skip
    (run,) = [run for run in read(root, doing).runs if run.run_id == run_id(8)]
    assert run.params[0].value == "9.999"


def test_what_changed_as_late_as_the_reading_began_is_not_trusted(root, cache, readings):
    newest = max(
        max(found.stat().st_ctime_ns, found.stat().st_mtime_ns) for found in (root, *root.rglob("*"))
    )
    last = f"{(RUNS - 1) % 2}/{run_id(RUNS - 1)}"
    for _ in range(2):
        readings.clear()
        read(root, Piecework(cache=cache, now=lambda: newest + SETTLED))
        assert last in readings
    settled = Piecework(cache=cache, now=lambda: newest + SETTLED + 1)
    read(root, settled)
    readings.clear()
    assert read(root, settled).counts["runs"] == RUNS
    assert readings == []


@pytest.mark.parametrize(
    "damage",
    [lambda data: data[:0], lambda data: data[: len(data) // 2], lambda data: data[:64] + b"x" + data[65:]],
)
def test_a_damaged_entry_means_that_the_piece_is_read(root, cache, tmp_path, damage):
    doing = Piecework(cache=cache, now=later)
    expected = read(root, doing)
    entries = [path for path in (tmp_path / "cache").glob("*/*") if path.is_file()]
    assert entries
    for entry in entries:
        entry.write_bytes(damage(entry.read_bytes()))
    assert read(root, doing) == expected


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_entry_whose_records_are_none_means_that_the_piece_is_read(root, cache, monkeypatch, jobs):
    with monkeypatch.context() as patched:
        patched.setattr("generator.pipeline.piecework.pack", lambda _: b"\x93\x01")
        read(root, Piecework(cache=cache, now=later))
    assert read(root, Piecework(jobs=jobs, cache=cache, now=later)) == read(root)


def test_entries_of_another_place_or_of_other_code_do_not_count(root, cache, tmp_path, readings):
    read(root, Piecework(cache=cache, now=later, code="1"))
    copied = tmp_path / "elsewhere" / "mlruns"
    shutil.copytree(root, copied)
    for place, code in ((copied, "1"), (root, "2")):
        readings.clear()
        read(place, Piecework(cache=cache, now=later, code=code))
        assert len(readings) == RUNS


def test_a_run_behind_a_link_is_read_every_time(root, cache, tmp_path, readings):
    folder = folder_of(root, 2)
    shutil.move(folder / "params" / "lr", root / "kept")
    (folder / "params" / "lr").symlink_to("../../../kept")
    doing = Piecework(cache=cache, now=later)
    for value in ("1", "2"):
        (root / "kept").write_text(value)
        (run,) = [run for run in read(root, doing).runs if run.run_id == run_id(2)]
        assert run.params[0].value == value


def test_the_digest_of_an_artifact_that_is_unchanged_is_not_taken_again(root, cache, monkeypatch):
    doing = Piecework(cache=cache, now=later)
    expected = read(root, doing)
    digested = []
    digest = Store.digest
    monkeypatch.setattr(Store, "digest", lambda store, path: (digested.append(path), digest(store, path))[1])
    (folder_of(root, 0) / "artifacts" / "big").write_bytes(b"x" * 5000)
    found = read(root, doing)
    assert f"0/{run_id(0)}/artifacts/big" in digested
    assert not any(path.startswith("1/") for path in digested)
    assert len(found.files) == len(expected.files) + 1


def rewrite(folder: Path) -> None:
    lr = folder / "params" / "lr"
    lr.write_bytes(lr.read_bytes()[::-1])


def append(folder: Path) -> None:
    with (folder / "metrics" / "loss").open("a") as opened:
        opened.write(f"{START + 99} 0.25 99\n")


def replace_folder(folder: Path) -> None:
    shutil.rmtree(folder / "params" / "opt")
    (folder / "params" / "opt").write_text("now a file")


HOW = {
    "another param": lambda folder: (folder / "params" / "lr").write_text(f"{time.time_ns()}"),
    "a param of the same size": rewrite,
    "one more point": append,
    "one more param": lambda folder: (folder / "params" / f"new{time.time_ns()}").write_text("1"),
    "one param less": lambda folder: (folder / "params" / "lr").unlink(),
    "one more run": lambda folder: shutil.copytree(folder, folder.with_name(f"{time.time_ns():032x}")),
    "one run less": shutil.rmtree,
    "another key": lambda folder: (folder / "params" / "lr").rename(folder / "params" / "rate"),
    "another time": lambda folder: os.utime(folder / "params" / "lr"),
    "a file for a folder": replace_folder,
    "a broken record": lambda folder: (folder / "meta.yaml").write_text("not: [yaml\n"),
}
"""Ways to change a run."""
CHANGES = st.lists(st.tuples(st.sampled_from(sorted(HOW)), st.integers(0, RUNS - 1)), min_size=1, max_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES)
def test_after_any_change_what_was_kept_gives_what_a_clean_reading_gives(root, cache, changes):
    doing = Piecework(cache=cache, now=later)
    read(root, doing)
    for kind, number in changes:
        time.sleep(TICK)
        with suppress(OSError):  # it was changed in another way before
            HOW[kind](folder_of(root, number))
        assert repr(read(root, doing)) == repr(read(root))


def test_a_build_without_a_place_to_remember_reads_everything(root):
    assert read(root, piecework(2, None)) == read(root)


def test_what_is_kept_stays_within_its_limit(root, cache, tmp_path):
    doing = piecework(1, cache)
    assert doing.cache is not None
    read(root, Piecework(cache=doing.cache, now=later))
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("cache")] == ["cache-pieces"]
