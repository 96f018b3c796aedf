"""How a model does in use: what is watched, what was measured, what was raised, when it was trained again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from generator.messages import word
from generator.provenance import Source


class SignalKind(StrEnum):
    """What a signal speaks of."""

    DATA_DRIFT = word("data-drift")
    """The inputs are distributed otherwise than in training."""
    PREDICTION_DRIFT = word("prediction-drift")
    """The outputs are distributed otherwise."""
    CONCEPT_DRIFT = word("concept-drift")
    """What the outputs should be has changed."""
    PERFORMANCE = word("performance")
    DATA_QUALITY = word("data-quality")
    OPERATION = word("operation")
    """Latency, errors, load."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One thing that a monitoring plan says is watched."""

    model: str
    name: str
    kind: SignalKind
    metric: str = ""
    """Such as ``psi``; empty for the signal's own name."""
    feature: str = ""
    higher_is_better: bool | None = None
    """None where only the distance counts."""
    warn: float | None = None
    """The limit of the warning band, in the metric's unit."""
    alert: float | None = None
    """The limit beyond which it is a breach."""
    cadence_days: float | None = None
    owner: str = ""
    response: str = ""
    """What is done on a breach."""
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One value of one signal."""

    model: str
    version: str = ""
    """Empty when it is not recorded which version served."""
    signal: str
    """Name of the signal; several features of one signal are told apart by :attr:`feature`."""
    kind: SignalKind
    metric: str = ""
    feature: str = ""
    value: float
    at: datetime
    """The end of the window."""
    window_start: datetime | None = None
    n: int | None = None
    drifted: bool | None = None
    """What the monitor itself said; None when it said nothing."""
    warn: float | None = None
    """The limits as the monitor wrote them; None where it wrote none."""
    alert: float | None = None
    source: Source


class AlertStatus(StrEnum):
    """Whether anybody has to look at an alert."""

    OPEN = word("open")
    ACKNOWLEDGED = word("acknowledged")
    RESOLVED = word("resolved")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One alarm that a monitor raised."""

    id: str
    model: str
    version: str = ""
    signal: str = ""
    severity: str = ""
    status: AlertStatus
    raised_at: datetime | None = None
    resolved_at: datetime | None = None
    summary: str = ""
    resolution: str = ""
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Retraining:
    """A retraining or revalidation that was done or is planned."""

    model: str
    version: str = ""
    """The version it led to; empty for none."""
    at: datetime | None = None
    due: datetime | None = None
    trigger: str = ""
    """``schedule``, ``drift``, ``incident`` or words of the team's own."""
    outcome: str = ""
    run_id: str = ""
    source: Source
