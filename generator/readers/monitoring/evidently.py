"""Reports of Evidently, in the form of its releases up to 0.6 and in that of 0.7 and later.

The older form (``Report.as_dict``) gives each metric a name and a result; the drift of columns stands in
``DataDriftTable`` and ``ColumnDriftMetric``, that of the whole in ``DatasetDriftMetric``. The newer one
(``Snapshot.json``) gives each a ``metric_name`` such as ``ValueDrift(column=amount)``, a ``config`` and a ``value``.
Neither form says when the data was from: the date in the file's name counts, else the ``timestamp`` of the report, which
is when it was made.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from generator.catalog import Measurement, SignalKind
from generator.provenance import Source
from generator.provenance.instants import instant_from_text
from generator.readers.json_documents import number_of
from generator.readers.monitoring.exports import Export, Exported, json_in, listed, mapping, refuse, text
from generator.readers.reading import Reading

_PREDICTIONS = frozenset({"prediction", "predictions", "y_pred", "score", "predicted"})
_TARGETS = frozenset({"target", "label", "y_true", "actual"})
_P_VALUE = re.compile(
    r"p[_ -]?value|^(ks|chisquare|z|fisher_exact|mannw|anderson|t_test|g_test|cramer_von_mises)$",
    re.IGNORECASE,
)
"""Tests whose score falls as the drift grows."""
_CALL = re.compile(r"(\w+)\((.*)\)")
_SHARE = "share of drifted columns"


@dataclass(frozen=True, slots=True)
class _Column:
    """The drift of one column, as either form has it."""

    name: str
    score: float
    method: str
    threshold: float | None
    drifted: bool | None
    source: Source


def read_evidently(reading: Reading, export: Export, into: Exported) -> None:
    """Add the drift of every column, and the share of columns that drifted."""
    read = json_in(reading, export)
    if read is None:
        return
    value, source = read
    report = mapping(value)
    metrics = listed(report.get("metrics"))
    if not metrics:
        refuse(reading, source, "holds no metrics of Evidently", "export the report with save_json")
        return
    at = export.dated or instant_from_text(text(report.get("timestamp")))
    if at is None:
        refuse(
            reading, source.at("timestamp"), "does not say when the data is from",
            "put the date into the file's name, such as 2026-05-03.json",
        )  # fmt: skip
        return
    for place, metric in enumerate(metrics):
        for found in _measured(mapping(metric), source.at("metrics", place)):
            into.measurements.append(_measurement(export, found, at))


def _measured(metric: Mapping[str, object], place: Source) -> Iterator[_Column]:
    if "metric" in metric:
        yield from _older(text(metric.get("metric")), mapping(metric.get("result")), place.at("result"))
    else:
        yield from _newer(metric, place)


def _older(name: str, result: Mapping[str, object], place: Source) -> Iterator[_Column]:
    match name:
        case "DataDriftTable":
            for column, drift in mapping(result.get("drift_by_columns")).items():
                yield from _column(column, mapping(drift), place.at("drift_by_columns", column))
        case "ColumnDriftMetric":
            yield from _column(text(result.get("column_name")), result, place)
        case "DatasetDriftMetric":
            share = number_of(result.get("share_of_drifted_columns"))
            drifted = result.get("dataset_drift")
            if share is not None:
                limit = number_of(result.get("drift_share"))
                said = drifted if isinstance(drifted, bool) else None
                yield _Column("", share, _SHARE, limit, said, place.at("share_of_drifted_columns"))
        case _:
            return


def _column(name: str, drift: Mapping[str, object], place: Source) -> Iterator[_Column]:
    score = number_of(drift.get("drift_score"))
    said = drift.get("drift_detected")
    if score is not None and name:
        yield _Column(
            text(name), score, text(drift.get("stattest_name")), number_of(drift.get("stattest_threshold")),
            said if isinstance(said, bool) else None, place.at("drift_score"),
        )  # fmt: skip


def _newer(metric: Mapping[str, object], place: Source) -> Iterator[_Column]:
    called, arguments = _named(text(metric.get("metric_name")) or text(metric.get("metric_id")))
    config = mapping(metric.get("config"))
    value = metric.get("value")
    if called == "ValueDrift":
        score = number_of(value)
        column = text(config.get("column")) or arguments.get("column", "")
        threshold = number_of(config.get("threshold"))
        method = text(config.get("method")) or arguments.get("method", "")
        if threshold is None:
            threshold = _float(arguments.get("threshold", ""))
        if score is not None and column:
            said = _verdict(score, threshold, method)
            yield _Column(column, score, method, threshold, said, place.at("value"))
    elif called == "DriftedColumnsCount":
        share = number_of(mapping(value).get("share"))
        limit = number_of(config.get("drift_share"))
        if limit is None:
            limit = _float(arguments.get("drift_share", ""))
        if share is not None:
            said = None if limit is None else share >= limit
            yield _Column("", share, _SHARE, limit, said, place.at("value", "share"))


def _named(call: str) -> tuple[str, dict[str, str]]:
    """``ValueDrift(column=amount,method=psi)`` taken apart."""
    found = _CALL.fullmatch(call)
    if found is None:
        return call, {}
    pairs = (part.partition("=") for part in found.group(2).split(","))
    return found.group(1), {name.strip(): value.strip() for name, mark, value in pairs if mark}


def _float(written: str) -> float | None:
    try:
        return float(written)
    except ValueError:
        return None


def _verdict(score: float, threshold: float | None, method: str) -> bool | None:
    """What Evidently holds for drift: a p-value below the threshold, a distance at or above it."""
    if threshold is None or not method:
        return None
    return score < threshold if _P_VALUE.search(method) else score >= threshold


def _measurement(export: Export, found: _Column, at: datetime) -> Measurement:
    """A column's drift. The threshold of a p-value is no limit in our sense, since less is worse; the verdict counts."""
    folded = found.name.casefold()
    kind = SignalKind.DATA_DRIFT
    if folded in _PREDICTIONS:
        kind = SignalKind.PREDICTION_DRIFT
    elif folded in _TARGETS:
        kind = SignalKind.CONCEPT_DRIFT
    distance = not _P_VALUE.search(found.method)
    return Measurement(
        model=export.model,
        version=export.version,
        signal="evidently_drift" if found.name else "evidently_drifted_share",
        kind=kind,
        metric=found.method or "drift score",
        feature=found.name,
        value=found.score,
        at=at,
        drifted=found.drifted,
        alert=found.threshold if distance and found.drifted is None else None,
        source=found.source,
    )
