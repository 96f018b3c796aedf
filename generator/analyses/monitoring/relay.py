"""One signal through the versions that served one after the other: what a model's figure shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from generator.analyses.monitoring.signals import Reading, SignalSeries


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """The readings of a signal, handed on from version to version."""

    series: SignalSeries
    """Of the version that has it now: its limits, its plan and its state count."""
    readings: tuple[Reading, ...]
    """By time, those of earlier versions first."""
    handovers: tuple[tuple[datetime, str], ...] = ()
    """When each later version was first measured, by time; versions that are not recorded are left out."""


def relays(series: Iterable[SignalSeries], version: str) -> tuple[Relay, ...]:
    """Join the series of one signal over versions, in the order in which the signals first come.

    The version asked about has it now, else whichever was measured last. Of any other version only the readings before
    those of its successor count, so that two versions measured side by side are not mixed.

    Args:
        series: of one model.
        version: the one that serves; empty when none does.
    """
    groups: dict[tuple[str, str, str, str], list[SignalSeries]] = {}
    for each in series:
        groups.setdefault((each.kind, each.signal, each.metric, each.feature), []).append(each)
    return tuple(_relay(group, version) for group in groups.values())


def _relay(group: list[SignalSeries], version: str) -> Relay:
    current = next(
        (each for each in group if each.version == version and version),
        max(group, key=lambda each: each.latest.at.timestamp() if each.latest else float("-inf")),
    )
    readings = list(current.readings)
    handovers = [(readings[0].at, current.version)] if readings and current.version else []
    earlier = [each for each in group if each is not current and each.readings]
    for each in sorted(earlier, key=lambda each: each.readings[-1].at, reverse=True):
        before = [reading for reading in each.readings if not readings or reading.at < readings[0].at]
        if before:
            readings = [*before, *readings]
            handovers += [(before[0].at, each.version)] if each.version else []
    return Relay(series=current, readings=tuple(readings), handovers=tuple(sorted(handovers)[1:]))
