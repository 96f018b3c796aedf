"""Histories of metrics in MLflow's database, read in the order of their owners so that one at a time is in memory.

For a logged model MLflow keeps no ``is_nan`` and so a NaN reads as 0 there; the row of the run that measured it tells.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter
from sys import intern
from typing import TypeAlias

from generator.catalog import LatestMetric, Metric, MetricPoint, Severity
from generator.provenance import Source
from generator.readers.metric_series import Columns, MetricHistory, metric_of
from generator.readers.mlflow.database.faults import INDEX_DAMAGED, DatabaseError
from generator.readers.mlflow.database.file import Row, sort_rows
from generator.readers.mlflow.database.points import (
    Point,
    chunks,
    columns_of,
    metric_points,
    point_of,
)
from generator.readers.mlflow.database.row_places import Places
from generator.readers.mlflow.database.rows import Scan, Tables, by_owner
from generator.readers.mlflow.database.walk import walk_rows

_MOST_NOT_NUMBERS = 100_000


@dataclass(frozen=True, slots=True)
class _PointTable:
    """A table of metric points."""

    name: str
    group: tuple[str, ...]
    """The columns that all points of one metric agree in: the owner first, then the metric's key."""
    point: tuple[str, str, str, str]
    """Step, timestamp, value, and whether that is NaN."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Everything that is read."""
        return (*self.group, *self.point)


_OF_RUNS = _PointTable("metrics", ("run_uuid", "key"), ("step", "timestamp", "value", "is_nan"))
_OF_MODELS = _PointTable(
    "logged_model_metrics",
    ("model_id", "metric_name", "run_id", "dataset_name", "dataset_digest"),
    ("metric_step", "metric_timestamp_ms", "metric_value", "is_nan"),
)
_LATEST = _PointTable("latest_metrics", ("run_uuid", "key"), ("step", "timestamp", "value", "is_nan"))

_NOWHERE = Source("")
_key = attrgetter("key")
_NotNumber: TypeAlias = tuple[str, str, int, int]
"""Run, key, step, timestamp of a point that is NaN."""
_Found: TypeAlias = dict[str, dict[Row, Metric]]
"""Metrics by owner, then by the rest of their group."""


class MetricTables:
    """Reads the tables of metrics; those of runs first, which know more of the logged models' points."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._not_numbers: set[_NotNumber] = set()

    def of_runs(self) -> dict[str, tuple[Metric, ...]]:
        """The metrics of each run by key: those with a history, and those of which only the latest value is left."""
        found = self._read(_OF_RUNS)
        self._add_latest(found)
        return _ordered(found)

    def latest_of_runs(self) -> dict[str, tuple[LatestMetric, ...]]:
        """The latest value of each metric of each run by key, from the table that MLflow keeps for them.

        Where there is none, as in the oldest databases, the last of each history. MLflow counts as the latest what the
        table says; :meth:`of_runs` reports where that differs from the history.
        """
        if not self._has_latest:
            return {
                run_id: tuple(LatestMetric(metric.key, metric.last, metric.source) for metric in metrics)
                for run_id, metrics in self.of_runs().items()
            }
        found: dict[str, dict[str, LatestMetric]] = {}
        scan = Scan(self._tables, _LATEST.name, _LATEST.group, "latest metric")
        places = Places(self._tables.database.source, _LATEST.name)
        for rows in walk_rows(self._tables.database, _LATEST.name, _LATEST.columns, scan.losses):
            owners, metrics = self._latest(rows, scan, places)
            for owner, each in by_owner(owners, metrics):
                found.setdefault(owner, {}).update(zip(map(_key, each), each, strict=True))
        scan.report()
        return {run_id: tuple(sorted(latest.values(), key=_key)) for run_id, latest in found.items()}

    def _latest(
        self, rows: list[Row], scan: Scan, places: Places
    ) -> tuple[Sequence[str], Sequence[LatestMetric]]:
        """The owners of the latest metrics in some rows, and these; what is none is noted."""
        owners, keys = tuple(zip(*rows, strict=True))[: len(_LATEST.group)]
        points = metric_points(rows, len(_LATEST.group))
        whole = [point for point in points if point is not None]
        if len(whole) == len(rows) and set(map(type, (*owners, *keys))) == {str} and "" not in keys:
            return owners, list(map(LatestMetric, map(intern, keys), whole, places.of(owners, keys)))
        source, kept = self._tables.database.source.at(_LATEST.name), []
        for owner, key, point in zip(owners, keys, points, strict=True):
            if not isinstance(owner, str) or not isinstance(key, str) or not key:
                scan.note("row-without-key", source)
            elif point is None:
                scan.note("metric-point-invalid", source.at(owner, key))
            else:
                (place,) = places.of((owner,), (key,))
                kept.append((owner, LatestMetric(intern(key), point, place)))
        return [owner for owner, _ in kept], [metric for _, metric in kept]

    @property
    def _has_latest(self) -> bool:
        return self._tables.has_columns(_LATEST.name, (*_LATEST.group, "value"), "latest metric")

    def of_models(self) -> dict[str, tuple[Metric, ...]]:
        """The metrics of each logged model, by key, run and dataset."""
        return _ordered(self._read(_OF_MODELS))

    def _read(self, table: _PointTable) -> _Found:
        """Every metric of a table; a damaged table is read as far as it can be."""
        if not self._tables.has_columns(table.name, (*table.group[:2], *table.point[1:3]), "metric"):
            return {}
        database = self._tables.database
        collector = self._collector(table)
        try:
            collector.collect(database.sorted_rows(table.name, table.columns, table.group))
        except DatabaseError as error:
            collector = self._collector(table)
            walked = walk_rows(database, table.name, table.columns, collector.scan.losses)
            collector.collect(sort_rows(chain.from_iterable(walked), len(table.columns), len(table.group)))
            if error.slug == INDEX_DAMAGED:
                self._tables.reading.report(
                    INDEX_DAMAGED, Severity.WARNING, database.source.at(table.name),
                    "the indexes of the table do not agree with its rows",
                    "nothing is lost, the rows are read without them; MLflow itself may show less",
                    "rebuild them with the REINDEX command of sqlite3",
                )  # fmt: skip
        collector.scan.report()
        return collector.found

    def _collector(self, table: _PointTable) -> "_Collector":
        return _Collector(
            Scan(self._tables, table.name, table.group, "metric point"), table, self._not_numbers
        )

    def _add_latest(self, found: _Found) -> None:
        """Add the metrics without a history, and compare the others with it."""
        if not self._has_latest:
            return
        source = self._tables.database.source
        scan = Scan(self._tables, _LATEST.name, _LATEST.group, "latest metric")
        walked = walk_rows(self._tables.database, _LATEST.name, _LATEST.columns, scan.losses)
        for owner, key, *written in chain.from_iterable(walked):
            known = found.get(owner, {}).get((key,))
            point = point_of(*written)
            if known is not None and point is not None:
                if _differ(known.last, point):
                    scan.note("latest-differs", source.at(_LATEST.name, owner, key))
            elif not isinstance(owner, str) or not isinstance(key, str) or not key:
                scan.note("row-without-key", source.at(_LATEST.name))
            elif point is None:
                scan.note("metric-point-invalid", source.at(_LATEST.name, owner, key))
            else:
                place = source.at(_LATEST.name, owner, key)
                scan.note("metric-history-missing", place)
                history = MetricHistory()
                history.add((point[0],), (point[1],), (point[2],))
                found.setdefault(owner, {})[(key,)] = history.metric(key, place)
        scan.report()


@dataclass(slots=True)
class _Collector:
    """Makes metrics of sorted rows."""

    scan: Scan
    table: _PointTable
    not_numbers: set[_NotNumber]
    found: _Found = field(default_factory=dict)
    owner: object = None
    """Of the metrics found last."""
    owner_place: Source = _NOWHERE

    def collect(self, batches: Iterable[Sequence[Row]]) -> None:
        """Take all rows.

        Raises:
            DatabaseError: when they cannot be read, or are not sorted because an index is damaged.
        """
        history: _History | None = None
        for group, chunk in chunks(batches, len(self.table.group)):
            if history is None or group != history.group:
                if history is not None:
                    self._finish(history)
                history = _History(group)
            columns, odd = columns_of(chunk)
            history.odd += odd
            if columns.values:
                history.add(self._with_not_numbers(columns, group))
        if history is not None:
            self._finish(history)

    def _finish(self, history: "_History") -> None:
        owner, *rest = history.group
        source = self.scan.tables.database.source
        if not isinstance(owner, str) or not isinstance(rest[0], str) or not rest[0]:
            self.scan.note("row-without-key", source.at(self.table.name))
            return
        if owner != self.owner:
            self.owner, self.owner_place = owner, source.at(self.table.name, owner)
        metrics = self.found.setdefault(owner, {})
        if tuple(rest) in metrics:
            raise DatabaseError("is out of order", slug=INDEX_DAMAGED)
        place = self.owner_place.at(rest[0])
        if history.odd:
            self.scan.note("metric-point-invalid", place, history.odd)
        if history.columns is None:
            return
        metrics[tuple(rest)] = history.metric(place)
        if history.repeats_bounded and not self.scan.has_primary_key:
            self.scan.note("metric-repeats-bounded", place)

    def _with_not_numbers(self, columns: Columns, group: Row) -> Columns:
        """The same; a run's points that are NaN are remembered, a logged model's become NaN when the run's is."""
        steps, values, timestamps = columns
        if self.table is _OF_RUNS:
            if math.isnan(sum(values)) and len(self.not_numbers) < _MOST_NOT_NUMBERS:
                self.not_numbers.update(
                    (*group, step, timestamp)
                    for step, value, timestamp in zip(steps, values, timestamps, strict=True)
                    if math.isnan(value)
                )
        elif self.not_numbers:
            _, key, run_id, *_ = group
            for number, value in enumerate(values):
                if value == 0 and (run_id, key, steps[number], timestamps[number]) in self.not_numbers:
                    values[number] = math.nan
        return columns


@dataclass(slots=True)
class _History:
    """The points of one metric, taken chunk by chunk."""

    group: Row
    columns: Columns | None = None
    """The first chunk, as long as it is the only one."""
    history: MetricHistory | None = None
    """All chunks, when there are several."""
    odd: int = 0
    """Rows that are no points."""

    @property
    def repeats_bounded(self) -> bool:
        """Whether there are more points than are compared with each other."""
        return self.history is not None and self.history.repeats_bounded

    def add(self, columns: Columns) -> None:
        """Further points."""
        if self.columns is None:
            self.columns = columns
            return
        if self.history is None:
            self.history = MetricHistory()
            self.history.add(*self.columns)
        self.history.add(*columns)

    def metric(self, place: Source) -> Metric:
        """The metric that they make; there is at least one."""
        key = intern(self.group[1])
        measured = self.group[2:]
        if self.history is None and self.columns is not None and not measured:
            return metric_of(key, self.columns, place)
        history = self.history
        if history is None:
            history = MetricHistory()
            history.add(*(self.columns or ()))
        run_id, name, digest = (_text(each) for each in measured or ("", "", ""))
        return history.metric(key, place, run_id=run_id, dataset_name=name, dataset_digest=digest)


def _differ(last: MetricPoint, latest: Point) -> bool:
    """Whether the latest value is another than the last of the history; what is NaN is compared by its place only."""
    step, value, timestamp = latest
    same_value = last.value == value or math.isnan(value) or math.isnan(last.value)
    return (last.step, last.timestamp) != (step, timestamp) or not same_value


def _ordered(found: _Found) -> dict[str, tuple[Metric, ...]]:
    """The metrics of each owner by their groups."""
    return {
        owner: tuple(
            sorted(
                metrics.values(),
                key=lambda metric: (metric.key, metric.run_id, metric.dataset_name, metric.dataset_digest),
            )
        )
        for owner, metrics in found.items()
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
