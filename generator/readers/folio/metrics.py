"""Metrics of a run: written into ``run.yaml``, or step by step in ``metrics.csv`` and ``metrics/<key>.csv``."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.catalog import Metric, Severity
from generator.provenance import Source
from generator.provenance.document import Document
from generator.provenance.instants import instant_from_text
from generator.readers.dvc.histories import number_in
from generator.readers.folio.layout import files_below, suffix_in
from generator.readers.governance.form import Form
from generator.readers.metric_series import MetricHistory
from generator.readers.mlflow.artifacts import below
from generator.readers.reading import Reading
from generator.readers.text import visible_name

TABLE = "metrics"
"""Stem of the table, and name of the folder, that histories stand in."""
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
_MILLISECONDS = re.compile(r"[0-9]{1,15}")
_LOST = "these points are not shown"


@dataclass(slots=True)
class _Told:
    """What one file says of one metric."""

    source: Source
    history: MetricHistory = field(default_factory=MetricHistory)
    dataset: str = ""
    digest: str = ""


def read_metrics(reading: Reading, form: Form, folder: str) -> tuple[Metric, ...]:
    """Every metric of a run by key.

    A metric that stands in several places has its history from the file that is most its own: ``metrics/<key>.csv``, then
    ``metrics.csv``, then ``run.yaml``.

    Args:
        reading: for the store, and where the problems go.
        form: the run's own record.
        folder: of the run; empty when it has none.
    """
    found: dict[str, _Told] = dict(_written(form.mapping("metrics").document))
    if folder and reading.store.is_folder(folder):
        cost = "the metrics in it are not shown"
        held = reading.folder(folder, cost)
        if held is not None and f"{TABLE}.csv" in held.leaves:
            found.update(_table(reading, below(folder, f"{TABLE}.csv"), ""))
        for path in files_below(reading, below(folder, TABLE), (".csv",), cost):
            key = path[len(below(folder, TABLE)) + 1 : -len(suffix_in(path, (".csv",)))]
            found.update(_table(reading, path, key))
    return tuple(
        found[key].history.metric(
            visible_name(key), found[key].source, dataset_name=found[key].dataset, dataset_digest=found[key].digest
        )
        for key in sorted(found)
        if found[key].history.count
    )  # fmt: skip


def value_in(value: object) -> float | None:
    """The number that a scalar is, ``nan`` and ``.inf`` included; None for anything else."""
    if isinstance(value, str):
        return number_in(re.sub(r"^([-+]?)\.(?=[iInN])", r"\1", value.strip()))
    return None


def _written(document: Document) -> Iterator[tuple[str, _Told]]:
    """The metrics of ``run.yaml``: a number, a mapping with more about it, or a list of either, one for each step."""
    for key, written in document.values.items():
        told = _Told(document.at(key))
        for position, point in enumerate(written if isinstance(written, list) else [written]):
            _add(document, key, told, point, position)
        yield key, told


def _add(document: Document, key: str, told: _Told, point: object, position: int) -> None:
    if not isinstance(point, Mapping):
        value = value_in(point)
        if value is None:
            document.faults.append(
                document.fault(key, f"{key} is no number, and no mapping with a value", slug="field-invalid")
            )
        else:
            told.history.add((position,), (value,), (0,))
        return
    form = Form(Document(point, document.at(key), faults=document.faults))
    value = value_in(point.get("value"))
    step = form.document.integer("step")
    at = form.instant("timestamp")
    told.dataset, told.digest = form.text("dataset"), form.text("dataset_digest")
    form.allow("value")
    form.allow("step")
    form.finish()
    if value is None:
        document.faults.append(
            document.fault(key, f"{key}/value is no number", slug="field-invalid", hint="write value: 0.9")
        )
        return
    moment = int(at.timestamp() * 1000) if at else 0
    told.history.add((position if step is None else step,), (value,), (moment,))


def _table(reading: Reading, path: str, named: str) -> dict[str, _Told]:
    """The histories in one file with a head; one without a column ``metric`` is about the metric it is named after."""
    read = reading.text(path, "the metrics in it are not shown")
    if read is None:
        return {}
    text, source = read
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: dict[str, _Told] = {}
    odd: list[int] = []
    try:
        head = [name.strip().lower() for name in next(rows, [])]
        if not {"value"} | (set() if named else {"metric"}) <= set(head):
            _report_head(reading, source, named)
            return {}
        for count, row in enumerate(rows):
            if row and not _take(found, dict(zip(head, row, strict=False)), named, count, source):
                odd.append(rows.line_num)
    except csv.Error as error:
        reading.report(
            "folio-table-invalid", Severity.WARNING, source.line(rows.line_num or 1), f"is no CSV: {error}",
            "this line and those below it are not shown",
        )  # fmt: skip
    if odd:
        reading.report(
            "folio-points-invalid", Severity.WARNING, source.line(odd[0]),
            f"has {len(odd)} lines that are no points, this one first", _LOST,
            "a line has a value, a whole number as its step and a time as its timestamp, or none",
        )  # fmt: skip
    return found


def _take(found: dict[str, _Told], cells: Mapping[str, str], named: str, count: int, source: Source) -> bool:
    """One line of a table; False when it is no point."""
    key = named or cells.get("metric", "").strip()
    value = value_in(cells.get("value", ""))
    step, at = cells.get("step", "").strip(), cells.get("timestamp", "").strip()
    moment = _moment(at)
    if not key or value is None or moment is None or (step and not _WHOLE.fullmatch(step)):
        return False
    told = found.setdefault(key, _Told(source))
    told.history.add((int(step) if step else count,), (value,), (moment,))
    return True


def _moment(text: str) -> int | None:
    """Unix time in milliseconds; 0 for no text, None for a text that is no time."""
    if not text or _MILLISECONDS.fullmatch(text):
        return int(text or 0)
    found = instant_from_text(text)
    return int(found.timestamp() * 1000) if found else None


def _report_head(reading: Reading, source: Source, named: str) -> None:
    columns = "value" if named else "metric and value"
    reading.report(
        "folio-table-invalid", Severity.WARNING, source.line(1), f"has no column {columns}",
        "the metrics in it are not shown",
        f"write the head {'step,value,timestamp' if named else 'metric,step,value,timestamp'}",
    )  # fmt: skip
