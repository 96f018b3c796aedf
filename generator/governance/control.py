"""What a control is. Ours and a guest's come in by the entry-point group ``modelfolio.controls``.

A control is a small frozen class: its fields are its parameters, which the policy may set by their names
(``controls.<ID>.<parameter>``), and its :attr:`about` says what it asks for and why, for the page of the control.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from generator.governance.about import About
from generator.governance.finding import Finding, Outcome, SubjectKind, SubjectRef
from generator.governance.subject import ModelSubject, Scope, VersionSubject


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
