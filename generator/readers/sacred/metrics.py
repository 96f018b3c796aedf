"""Numbers that a Sacred run recorded: ``metrics.json``, and what stands in ``info.json`` and in its result.

``metrics.json`` has three lists of one length for each metric (``FileStorageObserver.log_metrics``). Many projects write
their histories into ``info.json`` instead, as a list of values and, under the same name with ``_T`` behind it, a list of
steps (PyMARL's logger); without such a list the position is the step.
"""

from collections.abc import Mapping, Sequence

from generator.catalog import Metric, Severity
from generator.provenance import Source
from generator.provenance.document import Document
from generator.provenance.instants import instant_from_text
from generator.readers.json_documents import Number, number_of
from generator.readers.metric_series import MetricHistory
from generator.readers.nested_params import is_object
from generator.readers.reading import Reading
from generator.readers.text import visible_name

_STEPS_SUFFIX = "_T"
_BEYOND_STEPS = 2**63


def metrics_of(reading: Reading, document: Document) -> dict[str, Metric]:
    """The metrics of ``metrics.json``, by key."""
    found: dict[str, Metric] = {}
    for key in document:
        record = document.mapping(key)
        values, steps, times = (_list(record, name) for name in ("values", "steps", "timestamps"))
        length = min(len(values), len(steps), len(times))
        if length < max(len(values), len(steps), len(times)):
            reading.report(
                "metric-lists-differ", Severity.WARNING, document.at(key),
                f"has {len(values)} values, {len(steps)} steps and {len(times)} times",
                f"only the first {length} points of the metric {key!a} are shown",
            )  # fmt: skip
        metric = _history(reading, key, values[:length], steps[:length], times[:length], document.at(key))
        if metric is not None:
            found[metric.key] = metric
    return found


def numbers_of(reading: Reading, key: str, value: object, source: Source, moment: int) -> dict[str, Metric]:
    """The metrics in a value that is a number, a list of numbers, or a mapping of such; none in any other.

    Args:
        reading: where the problems go.
        key: of the value.
        value: as JSON has it.
        source: of the value.
        moment: Unix time in milliseconds at which it was recorded; 0 when not known.
    """
    if isinstance(value, Mapping) and not is_object(value):
        found: dict[str, Metric] = {}
        for name, below in value.items():
            if _is_steps(name, value):
                continue
            full = f"{key}.{name}" if key else name
            steps = value.get(f"{name}{_STEPS_SUFFIX}")
            if isinstance(below, list):
                found.update(_listed(reading, full, below, steps, source.at(name), moment))
            else:
                found.update(numbers_of(reading, full, below, source.at(name), moment))
        return found
    if isinstance(value, list):
        return _listed(reading, key, value, None, source, moment)
    return _listed(reading, key, [value], None, source, moment)


def scalar(value: object) -> float | None:
    """The number that a value is: as JSON has it, or one of numpy's scalars as Sacred writes them."""
    if isinstance(value, Mapping) and str(value.get("py/object", "")).startswith("numpy."):
        value = value.get("value")
    return number_of(value)


def _is_steps(name: str, beside: Mapping[str, object]) -> bool:
    of = beside.get(name.removesuffix(_STEPS_SUFFIX)) if name.endswith(_STEPS_SUFFIX) else None
    own = beside[name]
    return isinstance(of, list) and isinstance(own, list) and len(of) == len(own)


def _listed(
    reading: Reading, key: str, values: Sequence[object], steps: object, source: Source, moment: int
) -> dict[str, Metric]:
    """The metric that a list of numbers is; none when anything else is in it."""
    if not values or any(scalar(value) is None for value in values):
        return {}
    known = steps if isinstance(steps, list) and len(steps) == len(values) else list(range(len(values)))
    metric = _history(reading, key, values, known, [moment] * len(values), source)
    return {metric.key: metric} if metric is not None else {}


def _history(
    reading: Reading,
    key: str,
    values: Sequence[object],
    steps: Sequence[object],
    times: Sequence[object],
    source: Source,
) -> Metric | None:
    history = MetricHistory()
    odd = 0
    for position, (value, step, time) in enumerate(zip(values, steps, times, strict=True)):
        number, at = scalar(value), _step(step)
        if number is None:
            odd += 1
            continue
        history.add((position if at is None else at,), (number,), (_milliseconds(time),))
    if odd:
        reading.report(
            "metric-value-invalid", Severity.WARNING, source, f"holds {odd} values that are no numbers",
            f"these points of the metric {key!a} are not shown",
        )  # fmt: skip
    return history.metric(visible_name(key), source) if history.count else None


def _step(value: object) -> int | None:
    """A whole step; None when there is none, and the position stands for it."""
    if isinstance(value, int):
        return value
    number = scalar(value)
    return (
        int(number) if number is not None and abs(number) < _BEYOND_STEPS and number == int(number) else None
    )


def _milliseconds(value: object) -> int:
    if isinstance(value, int):
        return value
    found = instant_from_text(value) if isinstance(value, str) and not isinstance(value, Number) else None
    return round(found.timestamp() * 1000) if found else 0


def _list(record: Document, key: str) -> list[object]:
    value = record.values.get(key)
    if isinstance(value, list):
        return value
    record.faults.append(record.fault(key, f"{key} is no list", slug="field-invalid"))
    return []
