"""Metrics of a part of the data, told from the names of metrics by a rule that a reader can check."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from generator.catalog import Metric

_MARKS = "./"
_Measurement: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Slice:
    """One metric on a part of the data."""

    name: str
    """What its name adds to that of the whole, such as ``age_18_25``."""
    metric: Metric


@dataclass(frozen=True, slots=True)
class SliceTable:
    """A metric on the whole and on the parts, measured by one run on the same data."""

    whole: Metric
    slices: tuple[Slice, ...]
    """By name."""


def slice_tables(metrics: Iterable[Metric]) -> tuple[SliceTable, ...]:
    """Metrics named after another one, with what they add behind ``.`` or ``/``.

    ``recall.age_18_25`` is a slice of ``recall`` because ``recall`` was recorded as well, by the same run on the same
    data; without it, it may be anything (``train/loss`` is no slice of ``train``) and is none. Where several metrics are
    prefixes, the shortest is the whole.
    """
    measurements: dict[_Measurement, dict[str, Metric]] = {}
    for metric in metrics:
        known = measurements.setdefault((metric.dataset_name, metric.dataset_digest, metric.run_id), {})
        known.setdefault(metric.key, metric)
    tables = [table for known in measurements.values() for table in _tables(known)]
    return tuple(sorted(tables, key=lambda table: table.whole.key))


def _tables(known: dict[str, Metric]) -> Iterable[SliceTable]:
    found: dict[str, list[Slice]] = {}
    for key, metric in known.items():
        prefix = _whole_of(key, known)
        if prefix:
            found.setdefault(prefix, []).append(Slice(key[len(prefix) + 1 :], metric))
    for prefix, slices in found.items():
        yield SliceTable(known[prefix], tuple(sorted(slices, key=lambda part: part.name)))


def _whole_of(key: str, known: dict[str, Metric]) -> str:
    ends = (end for end, character in enumerate(key[:-1]) if character in _MARKS)
    return next((key[:end] for end in ends if key[:end] in known), "")
