"""Metrics of a part of the data, told from the names of metrics by a rule that a reader can check."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.catalog import Metric

_MARKS = "./"


@dataclass(frozen=True, slots=True)
class Slice:
    """One metric on a part of the data."""

    name: str
    """What its name adds to that of the whole, such as ``age_18_25``."""
    metric: Metric


@dataclass(frozen=True, slots=True)
class SliceTable:
    """A metric on the whole and on the parts."""

    key: str
    whole: Metric
    slices: tuple[Slice, ...]
    """By name."""


def slice_tables(metrics: Iterable[Metric]) -> tuple[SliceTable, ...]:
    """Metrics named after another one, with what they add behind ``.`` or ``/``.

    ``recall.age_18_25`` is a slice of ``recall`` because ``recall`` is recorded as well; without it, it may be anything
    (``train/loss`` is no slice of ``train``) and is none. Where several metrics are prefixes, the shortest is the whole.
    """
    found = list(metrics)
    wholes: dict[str, Metric] = {}
    for metric in found:
        wholes.setdefault(metric.key, metric)
    tables: dict[str, list[Slice]] = {}
    for metric in found:
        prefix = next(
            (
                metric.key[:end]
                for end, character in enumerate(metric.key)
                if character in _MARKS and end + 1 < len(metric.key) and metric.key[:end] in wholes
            ),
            "",
        )
        if prefix:
            tables.setdefault(prefix, []).append(Slice(metric.key[len(prefix) + 1 :], metric))
    return tuple(
        SliceTable(key, wholes[key], tuple(sorted(tables[key], key=lambda part: part.name)))
        for key in sorted(tables)
    )
