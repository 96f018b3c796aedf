"""How models do in use: the plan, measurements, alerts and retrainings, in a folder for each model.

The same folder stands in a folio and in ``governance/``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.catalog import Alert, AlertStatus, Measurement, Retraining, Severity, Signal, SignalKind
from generator.provenance import Source
from generator.provenance.document import FieldError
from generator.readers.folio.entries import (
    Entry,
    finish,
    missing,
    read_record,
    read_table,
    report_noted,
    rows_in,
)
from generator.readers.folio.layout import SUFFIXES, TABLES, files_below, suffix_in
from generator.readers.governance.form import Form
from generator.readers.monitoring.exports import exports_in
from generator.readers.monitoring.reader import read_exports
from generator.readers.personal_data import without_personal_data
from generator.readers.reading import Reading
from generator.readers.text import visible_name

MONITORING = "monitoring"
SIGNALS, MEASUREMENTS, ALERTS, RETRAININGS = "signals", "measurements", "alerts", "retrainings"
KINDS = (SIGNALS, MEASUREMENTS, ALERTS, RETRAININGS)
"""What a file may hold a list of, and what the name of a table begins with."""
_COSTS = {
    SIGNALS: "the signal is not shown as watched",
    MEASUREMENTS: "the measurement is not shown",
    ALERTS: "the alert is not shown",
    RETRAININGS: "the retraining is not shown",
}


@dataclass(slots=True)
class Monitoring:
    """Everything that a folder of monitoring holds, in the order of the files and of what stands in them."""

    signals: list[Signal] = field(default_factory=list)
    measurements: list[Measurement] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)
    retrainings: list[Retraining] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _File:
    """One file: its entries by kind, and what it says above them."""

    model: str
    version: str
    entries: Mapping[str, tuple[Entry, ...]]
    top: Form | None
    """None for a table."""


def read_monitoring(reading: Reading, folder: str, runs: Mapping[str, str] | None = None) -> Monitoring:
    """Read a folder of monitoring.

    A file speaks of the model in whose folder it lies, unless ``model`` in it says another. A YAML or JSON file holds any
    of the lists ``signals``, ``measurements``, ``alerts`` and ``retrainings``; a CSV or JSONL file holds what its name
    begins with. A measurement without a kind has that of the signal in the plan. What lies in a folder that is named after
    a tool is what that tool wrote, see :mod:`generator.readers.monitoring.exports`.

    Args:
        reading: for the store, and where the problems go.
        folder: such as ``monitoring``; one that is not there holds nothing.
        runs: the id of each run of a folio, by the name of its file or folder; None outside a folio.
    """
    paths = files_below(reading, folder, (*SUFFIXES, *TABLES), "what it says of models in use is not shown")
    exports, own = exports_in(folder, paths)
    files = [file for path in own if (file := _file(reading, path, _model_of(folder, path))) is not None]
    found = Monitoring()
    for file in files:
        _take(reading, file, SIGNALS, lambda form, **given: found.signals.append(_signal(form, **given)))
    plan = {(signal.model, signal.name): signal.kind for signal in reversed(found.signals)}
    for file in files:
        _take(
            reading, file, MEASUREMENTS,
            lambda form, **given: found.measurements.append(_measurement(form, plan, **given)),
        )  # fmt: skip
        _take(reading, file, ALERTS, lambda form, **given: found.alerts.append(_alert(form, **given)))
        _take(
            reading, file, RETRAININGS,
            lambda form, **given: found.retrainings.append(_retraining(form, runs or {}, **given)),
        )  # fmt: skip
        if file.top is not None:
            finish(reading, file.top, "the field is shown as missing")
    exported = read_exports(reading, exports)
    found.measurements += exported.measurements
    found.alerts += exported.alerts
    return found


def _model_of(folder: str, path: str) -> str:
    """The model that a file speaks of by where it lies; empty for one in the folder itself."""
    inside = path.removeprefix(f"{folder}/") if folder else path
    return visible_name(inside.partition("/")[0]) if "/" in inside else ""


def _file(reading: Reading, path: str, model: str) -> _File | None:
    if suffix_in(path, TABLES):
        name = path.rpartition("/")[2].lower()
        kind = next((kind for kind in KINDS if name.startswith(kind)), "")
        if not kind:
            reading.report(
                "folio-file-ignored", Severity.WARNING, reading.store.source(path),
                "is not read, since its name does not say what it holds", "what it says of models in use is not shown",
                f"begin its name with one of {', '.join(KINDS)}",
            )  # fmt: skip
            return None
        return _File(model, "", {kind: tuple(read_table(reading, path, _COSTS[kind]))}, None)
    form = read_record(reading, path, "what it says of models in use is not shown")
    if form is None:
        return None
    entries = {kind: tuple(Entry(each, each.source) for each in form.mappings(kind)) for kind in KINDS}
    return _File(form.text("model") or model, form.text("version"), entries, form)


def _take(reading: Reading, file: _File, kind: str, add: Callable[..., None]) -> None:
    """The entries of one kind."""
    for entry in file.entries.get(kind, ()):
        form = entry.form
        try:
            model = form.text("model") or file.model
            if not model:
                raise missing(form, "model")
            add(form, model=model, version=form.text("version") or file.version, source=entry.source)
        except FieldError as fault:
            reading.report_error(fault, fault.source, _COSTS[kind], Severity.ERROR)
            report_noted(reading, form, "the field is not read")
        else:
            finish(reading, form, "the field is shown as missing")


def _signal(form: Form, *, model: str, version: str, source: Source) -> Signal:
    """A signal is watched whatever the version."""
    del version
    return Signal(
        model=model,
        name=form.require("name"),
        kind=form.require_choice("kind", SignalKind),
        metric=form.text("metric"),
        feature=form.text("feature"),
        higher_is_better=form.flag("higher_is_better"),
        warn=form.number("warn"),
        alert=form.number("alert"),
        cadence_days=_days(form),
        owner=without_personal_data(form.text("owner")),
        response=form.text("response"),
        source=source,
    )


def _measurement(
    form: Form,
    plan: Mapping[tuple[str, str], SignalKind],
    *,
    model: str,
    version: str,
    source: Source,
) -> Measurement:
    signal = form.require("signal")
    kind = form.choice("kind", SignalKind) or plan.get((model, signal))
    if kind is None:
        hint = f"write kind:, or name {signal!a} among the signals of the plan"
        raise form.fault("kind", "kind is missing", slug="field-missing", hint=hint)
    return Measurement(
        model=model,
        version=version,
        signal=signal,
        kind=kind,
        metric=form.text("metric"),
        feature=form.text("feature"),
        value=_needed(form, "value", form.number("value")),
        at=_needed(form, "at", form.instant("at")),
        window_start=form.instant("window_start"),
        n=rows_in(form, "n"),
        drifted=form.flag("drifted"),
        warn=form.number("warn"),
        alert=form.number("alert"),
        source=source,
    )


def _alert(form: Form, *, model: str, version: str, source: Source) -> Alert:
    return Alert(
        id=form.require("id"),
        model=model,
        version=version,
        signal=form.text("signal"),
        severity=form.text("severity"),
        status=form.require_choice("status", AlertStatus),
        raised_at=form.instant("raised_at"),
        resolved_at=form.instant("resolved_at"),
        summary=form.text("summary"),
        resolution=form.text("resolution"),
        source=source,
    )


def _retraining(
    form: Form, runs: Mapping[str, str], *, model: str, version: str, source: Source
) -> Retraining:
    run_id = form.text("run_id")
    at, due = form.instant("at"), form.instant("due")
    if at is None and due is None:
        hint = "write at: with the day it was done, or due: with the day it is planned for"
        raise form.fault("at", "neither at nor due is there", slug="field-missing", hint=hint)
    return Retraining(
        model=model,
        version=version,
        at=at,
        due=due,
        trigger=form.text("trigger"),
        outcome=form.text("outcome"),
        run_id=runs.get(run_id, run_id),
        source=source,
    )


def _needed(form: Form, key: str, value: Any) -> Any:
    """A value that has to be there and be right."""
    if value is not None:
        return value
    if form.document.faults and key in form:
        raise form.document.faults.pop()
    raise missing(form, key)


def _days(form: Form) -> float | None:
    days = form.number("cadence_days")
    if days is not None and days <= 0:
        form.refuse("cadence_days", "cadence_days is not above 0")
        return None
    return days
