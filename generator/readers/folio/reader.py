"""The folio layout: the entry of its reader."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.catalog import (
    Dataset,
    DatasetInput,
    Deployment,
    EvaluationResult,
    Experiment,
    Records,
    RegisteredModel,
    Run,
    Severity,
)
from generator.readers.folio.datasets import DATASETS, read_datasets
from generator.readers.folio.deployments import DEPLOYMENTS, read_deployments
from generator.readers.folio.entries import finish, read_record
from generator.readers.folio.evaluations import EVALUATIONS, read_evaluations
from generator.readers.folio.layout import FolioRoot, find_roots
from generator.readers.folio.models import MODELS, read_models
from generator.readers.folio.monitoring import MONITORING, Monitoring, read_monitoring
from generator.readers.folio.runs import (
    EXPERIMENTS,
    RUNS,
    read_experiments,
    read_runs,
    undescribed_experiments,
)
from generator.readers.reading import Reading
from generator.readers.store import Store

SCHEMA_VERSION = 1
"""Of the layout that this reader knows."""
FOLDERS = (EXPERIMENTS, RUNS, DATASETS, MODELS, EVALUATIONS, DEPLOYMENTS, MONITORING)


@dataclass(slots=True)
class _Found:
    """The records of every folio of one store."""

    experiments: list[Experiment] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    datasets: list[Dataset] = field(default_factory=list)
    models: list[RegisteredModel] = field(default_factory=list)
    evaluations: list[EvaluationResult] = field(default_factory=list)
    deployments: list[Deployment] = field(default_factory=list)
    monitoring: Monitoring = field(default_factory=Monitoring)


class FolioReader:
    """Reads every folio at or below a folder."""

    name = "folio"
    looks_for = "a folder with a folio.yaml"

    def recognizes(self, store: Store) -> bool:
        """Whether a ``folio.yaml`` lies at or below the top."""
        return bool(find_roots(store).roots)

    def read(self, store: Store) -> Records:
        """Every record of every folio."""
        reading = Reading(store)
        roots = find_roots(store)
        found = _Found()
        for root in roots.roots:
            _read_root(reading, root, found)
        if roots.bounded:
            reading.report(
                "search-bounded", Severity.WARNING, store.source(""), "has more folders than are searched for a folio.yaml",
                "a folio farther below is not shown", "name the folder of the folio itself",
            )  # fmt: skip
        return Records(
            experiments=tuple(found.experiments),
            runs=tuple(found.runs),
            datasets=tuple(found.datasets),
            models=tuple(found.models),
            evaluations=tuple(found.evaluations),
            deployments=tuple(found.deployments),
            signals=tuple(found.monitoring.signals),
            measurements=tuple(found.monitoring.measurements),
            alerts=tuple(found.monitoring.alerts),
            retrainings=tuple(found.monitoring.retrainings),
            problems=tuple(reading.problems),
        )


def _read_root(reading: Reading, root: FolioRoot, found: _Found) -> None:
    _read_marker(reading, root)
    experiments = read_experiments(reading, root)
    runs = read_runs(reading, root)
    names = {run.run_id.rpartition("/")[2]: run.run_id for run in runs}
    datasets = read_datasets(reading, root)
    _report_unknown_states(reading, runs, datasets)
    found.experiments += [*experiments, *undescribed_experiments(runs, experiments)]
    found.runs += runs
    found.datasets += datasets
    found.models += read_models(reading, root, names)
    found.evaluations += read_evaluations(reading, root.folder(EVALUATIONS), names)
    found.deployments += read_deployments(reading, root.folder(DEPLOYMENTS))
    monitoring = read_monitoring(reading, root.folder(MONITORING), names)
    found.monitoring.signals += monitoring.signals
    found.monitoring.measurements += monitoring.measurements
    found.monitoring.alerts += monitoring.alerts
    found.monitoring.retrainings += monitoring.retrainings


def _read_marker(reading: Reading, root: FolioRoot) -> None:
    form = read_record(
        reading, root.marker, "which layout the folio follows is not known; it is read as the newest"
    )
    if form is None:
        return
    version = form.whole("schema_version")
    form.text("name")
    form.text("description")
    if version is None or not 1 <= version <= SCHEMA_VERSION:
        fault = form.fault(
            "schema_version", f"schema_version is not a layout known here, which end at {SCHEMA_VERSION}",
            slug="folio-layout-unknown", hint=f"write schema_version: {SCHEMA_VERSION}, or update modelfolio",
        )  # fmt: skip
        form.document.faults.append(fault)
    finish(reading, form, "the folio is read as one of the newest layout known here")
    _report_unknown_folders(reading, root)


def _report_unknown_folders(reading: Reading, root: FolioRoot) -> None:
    held = reading.folder(root.path, "nothing of the folio is shown")
    for name in held.folders if held else ():
        if name not in FOLDERS and not name.startswith((".", "_")):
            reading.report(
                "folio-folder-unknown", Severity.NOTE, reading.store.source(root.folder(name)),
                "is no folder of the layout", "nothing in it is read",
                f"known are {', '.join(FOLDERS)}; begin the name with a dot or _ if it belongs here",
            )  # fmt: skip


def _report_unknown_states(reading: Reading, runs: tuple[Run, ...], datasets: tuple[Dataset, ...]) -> None:
    """Report the uses of data that name a dataset of several states, or of one with a digest, and do not say which."""
    digests: dict[str, list[str]] = {}
    for dataset in datasets:
        digests.setdefault(dataset.name, []).append(dataset.digest)
    for run in runs:
        for used in _unstated(run, digests):
            reading.report(
                "folio-dataset-state-unstated", Severity.NOTE, used.source,
                f"names the dataset {used.name!a} without a digest; known are {', '.join(map(ascii, digests[used.name]))}",
                "which state of the data the run used is shown as not recorded", "write digest:",
            )  # fmt: skip


def _unstated(run: Run, digests: dict[str, list[str]]) -> Iterator[DatasetInput]:
    for used in run.inputs:
        known = digests.get(used.name, [])
        if not used.digest and known and "" not in known:
            yield used
