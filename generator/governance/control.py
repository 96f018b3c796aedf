"""What a control is. Ours and a guest's come in by the entry-point group ``modelfolio.controls``.

A control is a small frozen class: its fields are its parameters, which the policy may set by their names
(``controls.<ID>.<parameter>``), and its :attr:`about` says what it asks for and why, for the page of the control.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from generator.governance.finding import ControlSeverity, Finding, Outcome, SubjectKind, SubjectRef
from generator.governance.subject import ModelSubject, Scope, VersionSubject


class Automation(StrEnum):
    """How much of a control a machine can decide."""

    AUTOMATIC = "automatic"
    """Decided from the store and the files alone."""
    PARTIAL = "partial"
    """Facts from the store, judgement from a person."""
    ATTESTED = "attested"
    """A person vouches; that the statement exists, is fresh and bound to the right version is all that is checked."""


class Pillar(StrEnum):
    """The five pillars that a model's audit page is summed up by."""

    TRANSPARENCY = "transparency"
    ACCOUNTABILITY = "accountability"
    TRACEABILITY = "traceability"
    ETHICS = "ethics"
    PRIVACY = "privacy"


class Family(StrEnum):
    """What a control is about; the module of its name holds our own controls of it."""

    INVENTORY = "inventory"
    DOCUMENTATION = "documentation"
    REPRODUCIBILITY = "reproducibility"
    DATA = "data"
    EVALUATION = "evaluation"
    APPROVAL = "approval"
    SECURITY = "security"
    MONITORING = "monitoring"


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


class Control(ABC):
    """One rule over the records; see :class:`ModelControl` and its siblings for what it is asked about."""

    about: ClassVar[About]
    kind: ClassVar[SubjectKind]


class PortfolioControl(Control):
    """A control of the whole."""

    kind = SubjectKind.PORTFOLIO

    @abstractmethod
    def evaluate(self, scope: Scope) -> Outcome:
        """What is so; :func:`~generator.governance.finding.not_applicable` with a reason where it does not concern it."""


class ModelControl(Control):
    """A control of every registered model."""

    kind = SubjectKind.MODEL

    @abstractmethod
    def evaluate(self, subject: ModelSubject) -> Outcome:
        """What is so for one model."""


class VersionControl(Control):
    """A control of every listed version."""

    kind = SubjectKind.VERSION

    @abstractmethod
    def evaluate(self, subject: VersionSubject) -> Outcome:
        """What is so for one version."""


class ReviewControl(Control):
    """A control that looks at what the others found, and so runs last."""

    kind = SubjectKind.PORTFOLIO

    @abstractmethod
    def review(self, scope: Scope, findings: tuple[Finding, ...]) -> Iterable[tuple[SubjectRef, Outcome]]:
        """What is so, for each subject it concerns.

        Args:
            scope: what was assessed.
            findings: of every control that is no review, waivers applied.
        """
