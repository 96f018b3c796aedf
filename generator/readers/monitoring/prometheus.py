"""Results of Prometheus' HTTP API, as ``/api/v1/query_range`` and ``/api/v1/query`` answer (Prometheus, *HTTP API*).

Each series is one metric with its labels. These labels have a meaning here: ``model_version`` or ``version`` names the
version, ``feature`` or ``column`` the feature, ``signal`` the signal where it is not the metric's own name, and ``kind``
what the signal speaks of. Without a ``kind`` the name tells: drift, quality or performance; anything else is operation.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from generator.catalog import Measurement, SignalKind
from generator.provenance import Source
from generator.readers.json_documents import number_of
from generator.readers.monitoring.exports import Export, Exported, json_in, listed, mapping, refuse, text
from generator.readers.monitoring.kinds import kind_of
from generator.readers.reading import Reading

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = 253_402_300_799
"""Seconds of the last second of the year 9999."""
_PAIR = 2
_INFINITE = {"+Inf": float("inf"), "-Inf": float("-inf"), "NaN": float("nan")}


def read_prometheus(reading: Reading, export: Export, into: Exported) -> None:
    """Add every sample of every series."""
    read = json_in(reading, export)
    if read is None:
        return
    value, source = read
    answer = mapping(value)
    data = mapping(answer.get("data"))
    if answer.get("status") != "success" or data.get("resultType") not in {"matrix", "vector"}:
        refuse(
            reading, source, "is no successful answer of Prometheus with a matrix or a vector",
            "save what /api/v1/query_range answers",
        )  # fmt: skip
        return
    for place, series in enumerate(listed(data.get("result"))):
        _add(reading, export, mapping(series), source.at("data", "result", place), into)


def _add(
    reading: Reading, export: Export, series: Mapping[str, object], place: Source, into: Exported
) -> None:
    labels = {name: text(label) for name, label in mapping(series.get("metric")).items()}
    name = labels.get("__name__", "")
    signal = labels.get("signal") or name
    if not signal:
        refuse(
            reading, place.at("metric"), "names neither a metric nor a signal",
            'give the series a label signal, by label_replace(…, "signal", "recall", "", "")',
        )  # fmt: skip
        return
    if "values" in series:
        samples, below = listed(series.get("values")), place.at("values")
    else:
        samples, below = [series.get("value")], place
    lost = 0
    for position, found in _samples(samples):
        if found is None:
            lost += 1
            continue
        at, value = found
        into.measurements.append(
            Measurement(
                model=export.model,
                version=labels.get("model_version") or labels.get("version") or export.version,
                signal=signal,
                kind=kind_of(labels.get("kind", ""), signal) or SignalKind.OPERATION,
                metric=name or signal,
                feature=labels.get("feature") or labels.get("column") or "",
                value=value,
                at=at,
                source=below.at(position) if "values" in series else place.at("value"),
            )
        )
    if lost:
        refuse(
            reading,
            place,
            f"holds {lost} samples that are no pair of time and value",
            cost="they are not shown",
        )


def _samples(samples: list[object]) -> Iterator[tuple[int, tuple[datetime, float] | None]]:
    """Each sample by its position: seconds since 1970 as a number, and the value as a text."""
    for position, sample in enumerate(samples):
        pair = listed(sample)
        seconds = number_of(pair[0]) if len(pair) == _PAIR else None
        value = _value(pair[1]) if len(pair) == _PAIR else None
        if seconds is None or value is None or not 0 <= seconds <= _LATEST:
            yield position, None
        else:
            yield position, (_EPOCH + timedelta(seconds=seconds), value)


def _value(written: object) -> float | None:
    """Prometheus writes values as texts, and ``NaN`` and ``+Inf`` among them."""
    if not isinstance(written, str):
        return None
    if written in _INFINITE:
        return _INFINITE[written]
    try:
        return float(written)
    except ValueError:
        return None
