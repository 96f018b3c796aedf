"""What a control says of itself: its title and family, what it asks for, and how much of it a machine decides."""

from dataclasses import dataclass
from enum import StrEnum

from generator.governance.finding import ControlSeverity
from generator.messages import word


class Automation(StrEnum):
    """How much of a control a machine can decide."""

    AUTOMATIC = word("automatic")
    """Decided from the store and the files alone."""
    PARTIAL = word("partial")
    """Facts from the store, judgement from a person."""
    ATTESTED = word("attested")
    """A person vouches; that the statement exists, is fresh and bound to the right version is all that is checked."""


class Pillar(StrEnum):
    """The five pillars that a model's audit page is summed up by."""

    TRANSPARENCY = word("transparency")
    ACCOUNTABILITY = word("accountability")
    TRACEABILITY = word("traceability")
    ETHICS = word("ethics")
    PRIVACY = word("privacy")


class Family(StrEnum):
    """What a control is about; the module of its name holds our own controls of it."""

    INVENTORY = word("inventory")
    DOCUMENTATION = word("documentation")
    REPRODUCIBILITY = word("reproducibility")
    DATA = word("data")
    EVALUATION = word("evaluation")
    APPROVAL = word("approval")
    SECURITY = word("security")
    MONITORING = word("monitoring")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a control asks for, in words for its page."""

    id: str
    """Such as ``INV-001``."""
    version: int = 1
    """Goes up when the same input may give another result."""
    title: str
    family: Family
    severity: ControlSeverity
    automation: Automation
    pillars: tuple[Pillar, ...]
    applies: str
    """Which subjects it concerns."""
    passes: str
    warns: str = ""
    fails: str
    evidence: str
    """What it quotes."""
    remediation: str
    """What a person does about a failure, as one sentence in the imperative."""
    clauses: tuple[str, ...] = ()
    """Ids of the clauses of frameworks that it gives evidence for, such as ``AIA:17.m``."""
    waivable: bool = True
    extended: bool = False
    """Whether it goes beyond the core."""
