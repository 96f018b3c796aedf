"""The metrics of DVC and DVCLive: last values in one file, histories in others."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.catalog import Metric, Severity, replaced
from generator.errors import StoreError
from generator.provenance import Source
from generator.readers.dvc.folders import LIVE_METRICS
from generator.readers.dvc.histories import SERIES_SUFFIXES, number_in, read_histories
from generator.readers.dvc.lock import LockedFile
from generator.readers.dvc.paths import covers
from generator.readers.dvc.pipeline import DeclaredPlot
from generator.readers.dvc.values import ValueFiles, differs, is_file, suffix_of
from generator.readers.metric_series import MetricHistory
from generator.readers.mlflow.artifacts import below
from generator.readers.reading import Reading
from generator.readers.text import visible_name

MOST_METRICS = 5_000
"""Metrics of one run."""
MOST_HISTORIES = 2_000
"""Files in one folder of histories."""
_PLOTS = "plots/metrics"
_STEP = "step"
_COST = "its metrics are not shown"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the lock says of files of metrics, and where DVC's cache lies."""

    repository: str
    outs: Mapping[str, LockedFile]
    live: tuple[str, ...]
    """Folders of DVCLive in the store."""


def read_metrics(
    reading: Reading,
    values: ValueFiles,
    recorded: Recorded,
    files: Iterable[str],
    plots: Iterable[DeclaredPlot],
) -> tuple[Metric, ...]:
    """Every metric of a run by key; a history goes before a last value, and is held to it.

    Args:
        reading: for the store, and where the problems go.
        values: reads the files.
        recorded: of the files.
        files: of metrics, by path in the store.
        plots: that the run declares.
    """
    wanted = list(dict.fromkeys(files))
    last: dict[str, list[tuple[str, Metric]]] = {}
    for path in wanted:
        for metric in _last_values(reading, values, recorded, path):
            last.setdefault(metric.key, []).append((path, metric))
    histories = _histories(reading, wanted, list(plots), recorded)
    found = dict(histories)
    for key, metrics in last.items():
        for path, metric in metrics:
            own = key if len(metrics) == 1 else f"{path}:{key}"
            history = found.get(own)
            if history is None:
                found[own] = replaced(metric, key=own)
            elif history.last.value != metric.last.value and metric.last.value == metric.last.value:
                reading.report(
                    "dvc-metric-disagrees", Severity.NOTE, metric.source,
                    f"{key} is {metric.last.value!r} here and {history.last.value!r} at the last step in {history.source.path}",
                    "the history is shown",
                )  # fmt: skip
    if len(found) > MOST_METRICS:
        reading.report(
            "metrics-bounded", Severity.WARNING, next(iter(found.values())).source,
            f"the run has {len(found) - MOST_METRICS} metrics more than the {MOST_METRICS} shown", "these are not shown",
        )  # fmt: skip
    return tuple(found[key] for key in sorted(found)[:MOST_METRICS])


def live_metrics(reading: Reading, values: ValueFiles, folder: str) -> tuple[Metric, ...]:
    """The metrics of a folder of DVCLive that no pipeline declares."""
    recorded = Recorded("", {}, (folder,))
    path = below(folder, LIVE_METRICS)
    files = (path,) if is_file(reading, path) else ()
    return read_metrics(reading, values, recorded, files, (DeclaredPlot(below(folder, _PLOTS)),))


def _last_values(reading: Reading, values: ValueFiles, recorded: Recorded, path: str) -> Iterator[Metric]:
    out = recorded.outs.get(path)
    digest = out.digest if out else ""
    document = values.metrics(path, _COST, repository=recorded.repository, digest=digest)
    if document is None:
        return
    if out and is_file(reading, path) and differs(reading, document.source, path, digest, out.algorithm):
        reading.report(
            "dvc-digest-differs", Severity.WARNING, document.source,
            f"has another MD5 than dvc.lock recorded, {digest}", "the values shown may be of another state than the rest of the run",
            "run dvc repro, and commit dvc.lock with the file",
        )  # fmt: skip
    is_live = path.rpartition("/")[0] in recorded.live and path.endswith(LIVE_METRICS)
    step = number_in(document.values.get(_STEP)) if is_live else None
    odd = []
    for keys, value, source in _leaves(document.values, document.source):
        number = number_in(value)
        if is_live and keys == (_STEP,):
            continue
        if number is None:
            odd.append(source)
            continue
        history = MetricHistory()
        history.add((int(step) if step is not None and abs(step) < 2**62 else 0,), (number,), (0,))
        yield history.metric(visible_name(("/" if is_live else ".").join(keys)), source)
    if odd:
        reading.report(
            "dvc-metric-no-number", Severity.NOTE, odd[0],
            f"{len(odd)} values of the file are no numbers, this one first", "they are not shown among the metrics",
        )  # fmt: skip
    reading.report_faults(document, "the last one is shown")


def _histories(
    reading: Reading, files: list[str], plots: list[DeclaredPlot], recorded: Recorded
) -> dict[str, Metric]:
    """By key; of two files with one key, the second by path is named with it."""
    live = {path.rpartition("/")[0] for path in files if path.rpartition("/")[0] in recorded.live}
    wanted = [*plots, *(DeclaredPlot(below(folder, _PLOTS)) for folder in sorted(live))]
    found: dict[str, Metric] = {}
    seen: set[str] = set()
    for plot in wanted:
        for path, named in _files(reading, plot.path, recorded):
            if path in seen:
                continue
            seen.add(path)
            for metric in read_histories(
                reading, path, "the history in it is not shown", x=plot.x, y=plot.y, named=named
            ):
                key = metric.key if metric.key not in found else f"{path}:{metric.key}"
                found[key] = replaced(metric, key=key)
    return found


def _files(reading: Reading, path: str, recorded: Recorded) -> list[tuple[str, str]]:
    """The files that a plot stands for, each with the name of its metric where DVCLive gave the file that name."""
    if is_file(reading, path):
        return [(path, _live_name(path, recorded))] if suffix_of(path) in SERIES_SUFFIXES else []
    if not path or not reading.store.is_folder(path):
        return []
    found: list[tuple[str, str]] = []
    waiting = [path]
    while waiting and len(found) < MOST_HISTORIES:
        folder = waiting.pop()
        try:
            held = reading.store.folder(folder)
        except StoreError as error:
            reading.report_error(error, reading.store.source(folder), "the histories in it are not shown")
            continue
        found += [
            (place, _live_name(place, recorded))
            for name in held.files
            if suffix_of(place := below(folder, name)) in SERIES_SUFFIXES
        ]
        waiting += [below(folder, name) for name in held.folders]
    return sorted(found)[:MOST_HISTORIES]


def _live_name(path: str, recorded: Recorded) -> str:
    """``train/loss`` for ``dvclive/plots/metrics/train/loss.tsv``; empty for a file that DVCLive did not name so."""
    for folder in recorded.live:
        root = below(folder, _PLOTS)
        if covers(root, path) and path != root:
            return path[len(root) + 1 : -len(suffix_of(path))]
    return ""


def _leaves(
    values: Mapping[str, object], source: Source, keys: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], object, Source]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, source.at(name), (*keys, name))
        else:
            yield (*keys, name), value, source.at(name)
