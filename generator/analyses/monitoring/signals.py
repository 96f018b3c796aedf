"""How each watched signal of a model stands: its values, the limits that hold for them, and since when it breaches.

Controls, pages and figures all take their answer from here.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import takewhile

from generator.analyses.monitoring.limits import Limits, limits_of, plan_of
from generator.analyses.monitoring.tags import tagged_measurements
from generator.catalog import Alert, AlertStatus, Catalog, Measurement, Policy, Signal, SignalKind
from generator.messages import say, word

DRIFT_KINDS = (SignalKind.DATA_DRIFT, SignalKind.PREDICTION_DRIFT, SignalKind.CONCEPT_DRIFT)


class SignalState(StrEnum):
    """Where one value lies between its limits."""

    OK = word("within limits")
    WARNING = word("in the warning band")
    BREACH = word("beyond the limit")
    UNKNOWN = word("held to no limit")
    """Nobody set one and the monitor gave no verdict, or the value is no finite number."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of a signal, judged."""

    measurement: Measurement
    state: SignalState

    @property
    def value(self) -> float:
        """As measured."""
        return self.measurement.value

    @property
    def at(self) -> datetime:
        """The end of the window that was measured."""
        return self.measurement.at


@dataclass(frozen=True, kw_only=True)
class SignalSeries:
    """Everything that was measured of one signal, or of one feature of it, for one version."""

    model: str
    version: str
    """Empty when it is not recorded which version served."""
    signal: str
    feature: str
    kind: SignalKind
    metric: str
    plan: Signal | None
    """What the plan says of it; None when the plan does not know it."""
    limits: Limits
    readings: tuple[Reading, ...]
    """By time; empty for a signal of the plan that was never measured."""
    as_of: datetime

    @property
    def label(self) -> str:
        """Such as ``input_psi of amount``."""
        return (
            say("{signal} of {feature}", signal=self.signal, feature=self.feature)
            if self.feature
            else self.signal
        )

    @property
    def latest(self) -> Reading | None:
        """The last reading; None when there is none."""
        return self.readings[-1] if self.readings else None

    @property
    def age(self) -> timedelta | None:
        """From the end of the last window to the instant asked about; None when nothing was measured."""
        return self.as_of - self.readings[-1].at if self.readings else None

    @property
    def state(self) -> SignalState:
        """That of the last reading."""
        return self.readings[-1].state if self.readings else SignalState.UNKNOWN

    @property
    def breaches(self) -> tuple[Reading, ...]:
        """Every reading beyond the limit, by time."""
        return tuple(reading for reading in self.readings if reading.state is SignalState.BREACH)

    @property
    def weeks_breached(self) -> int:
        """In how many calendar weeks (ISO 8601) there was a reading beyond the limit."""
        return len({reading.at.isocalendar()[:2] for reading in self.breaches})

    @cached_property
    def open_breach(self) -> tuple[Reading, ...]:
        """The readings beyond the limit that the series ends with, by time; empty when the last one is not."""
        ending = takewhile(lambda reading: reading.state is SignalState.BREACH, reversed(self.readings))
        return tuple(ending)[::-1]

    @property
    def overdue(self) -> float | None:
        """How many times the agreed pause has passed since the last reading, above 1 when it is late.

        None when no pause is agreed, infinite when nothing was ever measured.
        """
        if not self.limits.cadence_days:
            return None
        if self.age is None:
            return math.inf
        return self.age / timedelta(days=self.limits.cadence_days)


def monitored(
    catalog: Catalog, policy: Policy, model: str, as_of: datetime, *, version: str | None = None
) -> tuple[SignalSeries, ...]:
    """Every signal of a model that the plan names or a monitor measured, by version, signal and feature.

    Metrics of runs that are tagged as monitoring count as measurements (:mod:`generator.analyses.monitoring.tags`). A
    signal of the plan that nobody measured has a series without readings. Values dated after the instant asked about
    are left out: they were not known then.

    Args:
        catalog: where the plan and the measurements stand.
        policy: its signal rules hold where the plan is silent.
        model: name of the registered model.
        as_of: the instant that ages are counted to.
        version: leaves out what was measured of another version, so that a signal measured only there is silent here;
            values that do not say which version served stay. None for all versions.
    """
    plans = tuple(signal for signal in catalog.signals if signal.model == model)
    groups: dict[tuple[str, str, str, SignalKind, str], list[Measurement]] = {}
    for measured in (*catalog.measurements, *tagged_measurements(catalog, model)):
        if measured.model != model or measured.at > as_of:
            continue
        if version is None or measured.version in {"", version}:
            key = (measured.version, measured.signal, measured.feature, measured.kind, measured.metric)
            groups.setdefault(key, []).append(measured)
    found = [
        _series(catalog, policy, plans, key, sorted(points, key=_order), as_of=as_of)
        for key, points in groups.items()
    ]
    found += _silent(catalog, policy, plans, found, as_of)
    return tuple(sorted(found, key=lambda each: (each.version, each.signal, each.feature, each.metric)))


def open_alerts(catalog: Catalog, model: str, as_of: datetime) -> tuple[Alert, ...]:
    """The alerts of a model that were raised by an instant and not resolved by it, the oldest first."""
    found = [
        alert
        for alert in catalog.alerts
        if alert.model == model
        and (alert.raised_at is None or alert.raised_at <= as_of)
        and not (
            alert.status is AlertStatus.RESOLVED and (alert.resolved_at is None or alert.resolved_at <= as_of)
        )
    ]
    return tuple(sorted(found, key=lambda alert: (alert.raised_at or as_of, alert.id)))


def judged(measured: Measurement, limits: Limits) -> SignalState:
    """Where a value lies. A limit decides; without one, what the monitor itself said."""
    if not math.isfinite(measured.value):
        return SignalState.UNKNOWN
    if limits.alert is None and limits.warn is None:
        if measured.drifted is None:
            return SignalState.UNKNOWN
        return SignalState.BREACH if measured.drifted else SignalState.OK
    if limits.alert is not None and limits.beyond(measured.value, limits.alert):
        return SignalState.BREACH
    if limits.warn is not None and limits.beyond(measured.value, limits.warn):
        return SignalState.WARNING
    return SignalState.OK


def _series(
    catalog: Catalog,
    policy: Policy,
    plans: tuple[Signal, ...],
    key: tuple[str, str, str, SignalKind, str],
    points: list[Measurement],
    *,
    as_of: datetime,
) -> SignalSeries:
    version, signal, feature, kind, metric = key
    plan = plan_of(plans, signal, feature)
    limits = limits_of(catalog, policy, plan, points[-1])
    return SignalSeries(
        model=points[-1].model,
        version=version,
        signal=signal,
        feature=feature,
        kind=plan.kind if plan else kind,
        metric=metric,
        plan=plan,
        limits=limits,
        readings=tuple(Reading(point, judged(point, limits)) for point in points),
        as_of=as_of,
    )


def _silent(
    catalog: Catalog,
    policy: Policy,
    plans: tuple[Signal, ...],
    measured: list[SignalSeries],
    as_of: datetime,
) -> Iterator[SignalSeries]:
    """The signals of the plan that no series answers to."""
    answered = {id(series.plan) for series in measured if series.plan is not None}
    for plan in plans:
        if id(plan) not in answered:
            yield SignalSeries(
                model=plan.model,
                version="",
                signal=plan.name,
                feature=plan.feature,
                kind=plan.kind,
                metric=plan.metric or plan.name,
                plan=plan,
                limits=limits_of(catalog, policy, plan, None),
                readings=(),
                as_of=as_of,
            )


def _order(measured: Measurement) -> tuple[object, ...]:
    return (measured.at, measured.source)
