"""Sacred, as its ``FileStorageObserver`` leaves runs on disk: the entry of the reader.

The files are read as they lie, from version 0.7 to 0.8; Sacred itself is not needed. Its JSON may hold Python objects as
jsonpickle writes them: they are shown as they are written, and none is ever made.
"""

from generator.catalog import Dataset, Experiment, Records, Run, Severity
from generator.provenance import Source
from generator.readers.reading import Reading
from generator.readers.sacred.files import StoredFiles
from generator.readers.sacred.folders import SacredRoot, find_roots
from generator.readers.sacred.runs import read_run
from generator.readers.store import Store

_SHOWN_GAPS = 20


class SacredReader:
    """Reads every folder of a ``FileStorageObserver`` at or below a folder."""

    name = "sacred"
    looks_for = "a folder with <number>/run.json of Sacred in it"

    def recognizes(self, store: Store) -> bool:
        """Whether runs of Sacred lie at or below the top."""
        return bool(find_roots(store).roots)

    def read(self, store: Store) -> Records:
        """Every record of every root."""
        reading = Reading(store)
        found = find_roots(store)
        experiments: dict[tuple[str, str], Experiment] = {}
        runs: list[Run] = []
        datasets: list[Dataset] = []
        for root in found.roots:
            _report_gaps(reading, root)
            stored = StoredFiles(reading, root)
            for folder in root.runs:
                read = read_run(reading, folder, stored)
                runs.append(read.run)
                datasets.extend(read.datasets)
                experiment = _experiment(read.run, read.experiment_name)
                experiments.setdefault((experiment.store, experiment.experiment_id), experiment)
        if found.bounded:
            reading.report(
                "search-bounded", Severity.WARNING, store.source(""), "has more folders than are searched for runs of Sacred",
                "runs farther below are not shown", "name the folder of the runs itself",
            )  # fmt: skip
        return Records(
            experiments=tuple(experiments.values()),
            runs=tuple(runs),
            datasets=tuple(datasets),
            problems=tuple(reading.problems),
        )


def _experiment(run: Run, name: str) -> Experiment:
    """The experiment that a run names; without a name, the folder stands for it."""
    return Experiment(
        experiment_id=run.experiment_id,
        name=name or run.experiment_id.rpartition("/")[2],
        store=run.store,
        source=run.source.at("experiment") if name else Source(run.store),
        whole=True,
    )


def _report_gaps(reading: Reading, root: SacredRoot) -> None:
    """Sacred counts its runs, so that a number without a folder is a run that was removed."""
    gaps = root.gaps
    if gaps:
        shown = ", ".join(map(str, gaps[:_SHOWN_GAPS])) + (", …" if len(gaps) > _SHOWN_GAPS else "")
        reading.report(
            "sacred-runs-missing", Severity.NOTE, reading.store.source(root.path),
            f"has no folder for {len(gaps)} numbers between its first and its last run: {shown}",
            "these runs are not shown", "restore their folders if they were not removed on purpose",
        )  # fmt: skip
