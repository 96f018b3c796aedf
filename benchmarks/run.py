"""Compare reading with what it is measured by, on stores written for it, and print one table of ratios.

Only ratios count: both sides of each are measured in turn on the same machine, several times, and the least is taken.
``cpu`` is user and system time of a process and its workers, ``wall`` what a clock on the wall shows, which other work
on the machine distorts.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.big_store import fill_database, write_files
from generator.pipeline.cache import SETTLED

HERE = Path(__file__).parent
BUILT = 2_000
"""Runs of the store that a site is built of."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The least of several measurements."""

    wall: float
    cpu: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Bench:
    """One run of the benchmarks."""

    folder: Path
    """Where the stores are written."""
    peer: str
    """The Python that has MLflow; empty for none."""
    repeat: int

    def ours(self, way: str, root: Path, kept: Path | None = None) -> Measured:
        """One measurement of ours."""
        kept = kept or self.folder / "nothing"
        return _measure([sys.executable, "-m", "benchmarks.measured", way, str(root), str(kept)])

    def theirs(self, way: str, uri: str) -> Measured:
        """One measurement of MLflow's client."""
        return _measure([self.peer, str(HERE / "mlflow_client.py"), way, uri])

    def least(self, *ways: tuple[str, Path]) -> list[Measured]:
        """The least of each of several ways of ours, measured in turn."""
        rounds = [[self.ours(way, root) for way, root in ways] for _ in range(self.repeat)]
        return [_least(column) for column in zip(*rounds, strict=True)]


def _measure(command: list[str]) -> Measured:
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": "."}
    )
    said = json.loads(done.stdout.splitlines()[-1])
    return Measured(said["seconds"], said["cpu"], said.get("megabytes", 0))


def _least(measured: list[Measured]) -> Measured:
    return Measured(
        min(each.wall for each in measured),
        min(each.cpu for each in measured),
        max(each.megabytes for each in measured),
    )


def files_rows(bench: Bench, runs: int) -> Iterator[str]:
    """A file store: against opening and reading, a second reading, and the client."""
    root = bench.folder / "files"
    write_files(root, runs)
    raw, bare, look, whole, parallel, one, latest = bench.least(
        ("raw", root),
        ("bare-files", root),
        ("bare-look", root),
        ("read", root),
        ("read-in-parallel", root),
        ("latest", root),
        ("latest-in-parallel", root),
    )
    yield _row(f"read {runs:,} runs in files whole, one process : open and read them", whole, raw, "≤ 1.5")
    yield _row("the same in as many processes as there are processors", parallel, raw, "≤ 1.5")
    yield _row("a bare loop that makes the same records and checks nothing, one process", bare, raw, "")
    yield f"| peak memory of the first of these | {whole.megabytes:.0f} MB | | < 400 MB |"
    kept = bench.folder / "kept"
    first = bench.ours("read-and-keep", root, kept)
    second = _least([bench.ours("read-and-keep", root, kept) for _ in range(bench.repeat)])
    yield _row("read it a second time, unchanged : the first time, with keeping", second, first, "")
    yield _row("only to ask the system for each file and folder : the first time", look, first, "")
    yield _row("read it a second time, unchanged : open and read the files", second, raw, "")
    if bench.peer:
        uri = root.as_uri()
        page = bench.theirs("page", uri)
        yield _row("MLflow's client lists the same in one page : our latest values", page, latest, "≥ 5")
        yield _row("MLflow's client, the same : our latest values in one process", page, one, "≥ 5")
        yield _row("MLflow's client, the same : we read it whole", page, parallel, "")
        yield _row("MLflow's client, the same : our second reading of the whole", page, second, "")
        pages = bench.theirs("pages", uri)
        yield _row(
            "MLflow's client, in its default pages of 1,000 : our latest values", pages, latest, "≥ 50"
        )
        yield _row("MLflow's client, the same : we read it whole", pages, parallel, "")
        histories = bench.theirs("histories", uri)
        yield _row(
            "MLflow's client, with every metric's history : we read it whole", histories, parallel, "≥ 50"
        )


def database_rows(bench: Bench, runs: int) -> Iterator[str]:
    """A database in SQLite, whose tables MLflow makes."""
    if not bench.peer:
        return
    place = bench.folder / "mlflow.db"
    uri = f"sqlite:///{place}"
    bench.theirs("page", uri)  # makes the tables
    fill_database(place, runs)
    whole, latest, bare = bench.least(("read", place), ("latest", place), ("bare-rows", place))
    page, pages, histories = (bench.theirs(way, uri) for way in ("page", "pages", "histories"))
    yield _row(
        f"MLflow's client lists {runs:,} runs in SQLite in one page : our latest values", page, latest, "≥ 30"
    )
    yield _row("MLflow's client, the same : a bare loop that makes the same records", page, bare, "")
    yield _row("MLflow's client, the same : we read it whole", page, whole, "")
    yield _row("MLflow's client, in its default pages of 1,000 : our latest values", pages, latest, "≥ 30")
    yield _row("MLflow's client, with every metric's history : we read it whole", histories, whole, "")
    yield f"| peak memory of reading the database whole | {whole.megabytes:.0f} MB | | < 400 MB |"


def build_rows(bench: Bench) -> Iterator[str]:
    """The command once more: where nothing changed, where one metric did, and where it is told to build all the same."""
    store = bench.folder / "built" / "mlruns"
    write_files(store, BUILT)
    example = bench.folder / "example"
    for name in ("mlruns", "governance"):
        shutil.copytree(HERE.parent / "examples" / name, example / name)
    for what, place in ((f"{BUILT:,} runs in files", store), ("the example", example / "mlruns")):
        time.sleep(SETTLED / 1e9)  # what was just written is not trusted to be what was read
        first = _build(place)
        again = _least([_build(place) for _ in range(bench.repeat)])
        anew = _build(place, "--rebuild")
        metric = next(place.glob("*/*/metrics/*"))
        metric.write_bytes(metric.read_bytes())
        changed = _build(place)
        yield _row(
            f"build a site of {what} a second time, unchanged : the first time", again, first, "< 0.15"
        )
        yield _row("the same with one file of a run written anew : the first time", changed, first, "")
        yield _row("the same, told to build it though nothing changed : the first time", anew, first, "")


def _build(store: Path, *more: str) -> Measured:
    """The whole command in a process of its own, Python's start and the loading of code included."""
    command = [sys.executable, "-m", "generator.cli", "build", "--quiet", "--store", str(store), *more]
    before, began = _cpu_of_children(), time.perf_counter()
    subprocess.run(command, check=True, cwd=store.parent, env=os.environ | {"PYTHONPATH": str(HERE.parent)})
    return Measured(time.perf_counter() - began, _cpu_of_children() - before, 0)


def _cpu_of_children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def growth_rows(bench: Bench, runs: int, large: int) -> Iterator[str]:
    """How time and memory grow with the number of runs."""
    small, great = bench.folder / "small", bench.folder / "great"
    write_files(small, runs)
    write_files(great, large)
    few, many = bench.least(("read", small), ("read", great))
    times = large / runs
    yield _row(
        f"read {large:,} runs : {runs:,} runs, {times:g} times as many", many, few, f"≤ {times * 1.1:.2g}"
    )
    yield f"| their peak memory | {many.megabytes:.0f} MB : {few.megabytes:.0f} MB | | linear |"


def _row(what: str, one: Measured, other: Measured, target: str) -> str:
    return f"| {what} | {one.cpu / other.cpu:.2f} | {one.wall / other.wall:.2f} | {target} |"


def main() -> None:
    """Write the stores, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", default="", help="the Python that has MLflow")
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=50_000, help="runs for the growth; 0 to leave it out")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument(
        "--folder", type=Path, help="where the stores are written; a temporary folder unless given"
    )
    parser.add_argument(
        "--only", choices=("files", "database", "builds", "growth"), help="leave out the others"
    )
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="modelfolio-bench-", dir=asked.folder) as folder:
        bench = Bench(Path(folder), asked.peer, asked.repeat)
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        print(f"{processors} processors, Python {platform.python_version()}\n")
        print("| what : by what | cpu | wall | target |\n|---|---|---|---|", flush=True)
        tables: dict[str, Iterator[str]] = {
            "files": files_rows(bench, asked.runs),
            "database": database_rows(bench, asked.runs),
            "builds": build_rows(bench),
            "growth": growth_rows(bench, asked.runs, asked.large),
        }
        if not asked.large:
            del tables["growth"]
        for name, rows in tables.items():
            if asked.only in {None, name}:
                for row in rows:
                    print(row, flush=True)
                shutil.rmtree(bench.folder / name, ignore_errors=True)


if __name__ == "__main__":
    main()
