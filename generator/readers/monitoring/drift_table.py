"""Tables of drift that a script wrote: one line for each feature and window, ``docs/monitoring.md`` has the columns."""

from datetime import datetime

from generator.catalog import Measurement, Severity, SignalKind
from generator.provenance import Source
from generator.provenance.document import FieldError
from generator.readers.folio.entries import finish, missing, read_table
from generator.readers.governance.form import Form
from generator.readers.monitoring.exports import COST, Export, Exported
from generator.readers.monitoring.kinds import kind_of
from generator.readers.reading import Reading

_AT = ("at", "date", "timestamp", "window_end")
_START = ("window_start", "start")
_FEATURE = ("feature", "column", "variable")
_METRIC = ("metric", "method", "test")
_VALUE = ("value", "score", "drift_score")
_MEASURES = ("psi", "ks", "wasserstein", "kl_divergence", "js_divergence")
"""Columns that hold the value and name the metric."""
_ROWS = ("n", "rows", "count")
_DRIFTED = ("drifted", "drift", "drift_detected")
_ALERT = ("alert", "threshold")
_VERSION = ("version", "model_version")


def read_drift_table(reading: Reading, export: Export, into: Exported) -> None:
    """Add every line that has a time and a value."""
    for entry in read_table(reading, export.path, COST):
        form = entry.form
        try:
            into.measurements.append(_measurement(export, form, entry.source))
        except FieldError as fault:
            reading.report_error(fault, fault.source, COST, Severity.ERROR)
            continue
        finish(reading, form, "the field is shown as missing")


def _measurement(export: Export, form: Form, source: Source) -> Measurement:
    named = next((name for name in _MEASURES if name in form), "")
    metric = _text(form, _METRIC) or named or "drift"
    key = _key(form, (*_VALUE, named) if named else _VALUE)
    value, at = form.number(key), _at(form)
    if value is None:
        raise _fault(form, key)
    signal = form.text("signal") or f"{metric}-drift"
    feature = _text(form, _FEATURE)
    said = kind_of(form.text("kind"), "")
    return Measurement(
        model=export.model,
        version=_text(form, _VERSION) or export.version,
        signal=signal,
        kind=said or kind_of("", f"{signal} {feature}") or SignalKind.DATA_DRIFT,
        metric=metric,
        feature=feature,
        value=value,
        at=at,
        window_start=form.instant(_key(form, _START)),
        n=form.whole(_key(form, _ROWS)),
        drifted=form.flag(_key(form, _DRIFTED)),
        warn=form.number("warn"),
        alert=form.number(_key(form, _ALERT)),
        source=source,
    )


def _at(form: Form) -> datetime:
    key = _key(form, _AT)
    found = form.instant(key)
    if found is None:
        raise _fault(form, key)
    return found


def _key(form: Form, names: tuple[str, ...]) -> str:
    """The first of several names that a line has; the first of all where it has none."""
    return next((name for name in names if name in form), names[0])


def _text(form: Form, names: tuple[str, ...]) -> str:
    return form.text(_key(form, names))


def _fault(form: Form, key: str) -> FieldError:
    """What was wrong with a cell that has to be there: its own fault, or that it is missing."""
    return form.document.faults.pop() if key in form and form.document.faults else missing(form, key)
