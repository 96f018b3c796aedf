"""The runs of MLflow's file store in pieces: some folders of one experiment at a time, read by themselves."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from zlib import crc32

from generator.catalog import Records, Run, Severity
from generator.readers.depth import Depth
from generator.readers.mlflow.records import ExperimentFolder, report_missing
from generator.readers.mlflow.roots import META
from generator.readers.mlflow.runs import read_run
from generator.readers.pieces import Piece
from generator.readers.reading import Reading

UNRECORDED = "mlflow-artifacts-only"
"""Slug of what is reported of a folder whose record a database most likely has."""
_RUN_NAME = re.compile(r"[0-9a-f]{32}")
_SCATTERED = 2**32
"""What names are scattered over."""
_PARTS_OF_RUN = frozenset({"params", "metrics", "tags", "artifacts", "inputs", "outputs"})
_MOST_TOGETHER = 8
"""Runs in one piece on average, at most: when one of them changes, all of them are read again."""
_MOST_NOT_KEPT = 64
"""The same where nothing is kept, so that it only has to be enough for several processes."""


def run_pieces(
    experiment: ExperimentFolder, names: Sequence[str], *, beside_database: bool
) -> Iterator[Piece]:
    """The pieces of an experiment.

    Args:
        experiment: that the runs belong to.
        names: of the folders that may be runs.
        beside_database: whether a database may have the records that are missing here.
    """
    shared = repr(
        (
            experiment.path,
            experiment.experiment_id,
            experiment.store,
            experiment.trashed,
            experiment.places,
            sorted(experiment.datasets.items()),
            beside_database,
            experiment.reading.store.depth,
        )
    )
    whole = experiment.reading.store.depth is Depth.WHOLE
    for group, together in _groups(names, _MOST_TOGETHER if whole else _MOST_NOT_KEPT).items():
        yield Piece(
            name=f"runs of {experiment.path}, {group}",
            context=f"{shared} {together!r}",
            read=partial(_read_runs, experiment, together, beside_database=beside_database),
        )


def _groups(names: Sequence[str], most: int) -> Mapping[str, tuple[str, ...]]:
    """Names scattered over so many groups that each has some; a new one changes its own group and no other.

    Args:
        names: of folders.
        most: of them in one group on average.

    Returns:
        The groups by a label that says which of how many it is.
    """
    count = 1
    while len(names) > most * count:
        count *= 16
    groups: dict[int, list[str]] = {}
    for name in names:
        groups.setdefault(_scattered(name) * count // _SCATTERED, []).append(name)
    return {f"{number} of {count}": tuple(groups[number]) for number in sorted(groups)}


def _scattered(name: str) -> int:
    """A number that is different for most names: that of MLflow's own ones is how they begin, so that they stay in order."""
    if _RUN_NAME.fullmatch(name):
        return int(name[:8], 16)
    return crc32(name.encode("utf-8", "surrogateescape"))


def _read_runs(experiment: ExperimentFolder, names: Sequence[str], *, beside_database: bool) -> Records:
    reading = Reading(experiment.reading.store)
    own = replace(experiment, reading=reading)
    runs = [
        run for name in names if (run := _read_folder(own, name, beside_database=beside_database)) is not None
    ]
    return Records(runs=tuple(runs), problems=tuple(reading.problems))


def _read_folder(experiment: ExperimentFolder, name: str, *, beside_database: bool) -> Run | None:
    """Read what may be a run's folder: only its record makes it one."""
    reading, path = experiment.reading, f"{experiment.path}/{name}"
    held = reading.folder(path, "the run is not shown", Severity.ERROR)
    if held is None:
        return None
    if META in held:
        return read_run(experiment, held)
    if _RUN_NAME.fullmatch(name) or not _PARTS_OF_RUN.isdisjoint(held.folders):
        if beside_database:
            reading.report(
                UNRECORDED, Severity.NOTE, reading.store.source(path), "holds artifacts of a run without a record",
                "it is not shown as a run of this folder",
            )  # fmt: skip
        else:
            report_missing(reading, held, "run", "the run is not shown")
    return None
