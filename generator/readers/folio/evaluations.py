"""Evaluation results: what was measured of versions and runs, on which data, on how many rows, how surely."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from generator.catalog import EvaluationResult
from generator.provenance import Source
from generator.readers.folio.entries import missing, read_entries, rows_in
from generator.readers.folio.layout import SUFFIXES, TABLES, files_below
from generator.readers.folio.metrics import value_in
from generator.readers.governance.form import Form
from generator.readers.reading import Reading

EVALUATIONS = "evaluations"
RESULTS = "results"
_LOST = "the result is not shown"


def read_evaluations(
    reading: Reading, folder: str, runs: Mapping[str, str] | None = None
) -> tuple[EvaluationResult, ...]:
    """Every result in the order of the files and of what stands in them.

    Args:
        reading: for the store, and where the problems go.
        folder: such as ``evaluations``; one that is not there holds none.
        runs: the id of each run of a folio, by the name of its file or folder; None outside a folio.
    """
    make = partial(_result, runs or {})
    paths = files_below(reading, folder, (*SUFFIXES, *TABLES), "its results are not shown")
    return tuple(
        result for path in paths for result in read_entries(reading, path, RESULTS, _fields, make, _LOST)
    )


def _fields(form: Form) -> dict[str, Any]:
    form.allow("value")
    return {
        "model": form.text("model"),
        "version": form.text("version"),
        "run_id": form.text("run_id"),
        "metric": form.text("metric"),
        "dataset": form.text("dataset"),
        "dataset_digest": form.text("dataset_digest"),
        "slice": form.text("slice"),
        "n": rows_in(form, "n"),
        "lower": form.number("lower"),
        "upper": form.number("upper"),
        "level": _level(form),
        "method": form.text("method"),
        "samples": _samples(form),
        "at": form.instant("at"),
    }


def _result(runs: Mapping[str, str], form: Form, *, source: Source, **given: Any) -> EvaluationResult:
    if not given.get("metric"):
        raise missing(form, "metric")
    if not given.get("run_id") and not (given.get("model") and given.get("version")):
        raise form.fault(
            "version", "neither a model and its version nor a run is named", slug="field-missing",
            hint="write model: and version:, or run_id:",
        )  # fmt: skip
    if "value" not in form:
        raise missing(form, "value")
    value = value_in(form.text("value"))
    if value is None:
        raise form.fault("value", "value is no number", slug="field-invalid")
    lower, upper = given.get("lower"), given.get("upper")
    if lower is not None and upper is not None and lower > upper:
        form.refuse("lower", "lower is greater than upper")
        given = {**given, "lower": None, "upper": None}
    run_id = given.get("run_id", "")
    is_number = value == value and abs(value) != float("inf")  # noqa: PLR0124 false for NaN only
    return EvaluationResult(
        **{**given, "run_id": runs.get(run_id, run_id)}, value=value if is_number else None, source=source
    )


def _level(form: Form) -> float | None:
    found = form.number("level")
    if found is not None and not 0 < found < 1:
        form.refuse("level", "level is not between 0 and 1", hint="write 0.95 for 95 %")
        return None
    return found


def _samples(form: Form) -> tuple[float, ...]:
    """The values of folds or seeds: a list, or in a table numbers with spaces between them."""
    form.allow("samples")
    written = form.document.values.get("samples")
    listed = written.split() if isinstance(written, str) else form.texts("samples")
    values = [value_in(each) for each in listed]
    found = tuple(value for value in values if value is not None)
    if len(found) < len(values):
        form.refuse("samples", "samples holds what is no number")
        return ()
    return found
