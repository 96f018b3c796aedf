"""Where versions run and ran: environments, shares of traffic, trials and their results."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from generator.messages import word
from generator.provenance import Source


class DeploymentKind(StrEnum):
    """How requests reach the version."""

    FULL = word("full")
    CANARY = word("canary")
    AB_TEST = word("ab-test")
    SHADOW = word("shadow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """One stay of one version in one environment."""

    model: str
    version: str
    environment: str
    kind: DeploymentKind = DeploymentKind.FULL
    share: float | None = None
    """Part of the traffic, 0 to 1; None when not recorded."""
    against: str = ""
    """For a trial: the version that the rest of the traffic went to."""
    since: datetime | None = None
    until: datetime | None = None
    """None while it lasts, or when not recorded."""
    by: str = ""
    endpoint: str = ""
    image: str = ""
    """Container image with its digest, as recorded."""
    result: tuple[tuple[str, str], ...] = ()
    """What a trial measured, as (name, text)."""
    decision: str = ""
    """What was decided on it; empty while open."""
    decided_by: str = ""
    source: Source
