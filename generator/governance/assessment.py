"""The result of an assessment: every finding, what was left out and why, and whether the gates hold."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from generator.catalog import Gate, Policy, Problem
from generator.governance.control import Control
from generator.governance.finding import ControlSeverity, Finding, Status, SubjectRef
from generator.provenance import Source

_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlInUse:
    """A control with the parameters it ran with, and the package that brought it."""

    control: Control
    package: str
    """Distribution that brings it, such as ``modelfolio``; empty when not known."""
    package_version: str = ""
    severity: ControlSeverity
    """The control's own, or what the policy makes of it."""
    parameters: Mapping[str, str]
    """The values of its fields as text, by name."""
    set_by: Mapping[str, Source]
    """Where the policy sets them; a parameter that is not here has its default."""
    disabled: str = ""
    """The reason of the policy for not running it; empty when it ran."""

    @property
    def id(self) -> str:
        """Of the control."""
        return self.control.about.id


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A model or version that was not assessed, and why."""

    subject: SubjectRef
    reason: str
    source: Source | None = None
    """Where the exclusion stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One row of the reconciliation: what was found on disk, parsed into records, and evaluated."""

    noun: str
    """Such as ``model versions``."""
    found: int
    parsed: int
    evaluated: int | None
    """None for what is evidence, and not itself evaluated."""
    reasons: tuple[str, ...] = ()
    """Why the numbers differ, where they do."""


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """What all controls found."""

    as_of: datetime
    policy: Policy
    controls: tuple[ControlInUse, ...]
    """By id; those that the policy disables too."""
    findings: tuple[Finding, ...]
    """By subject in the order of the catalogue, the portfolio first, then by control."""
    subjects: tuple[SubjectRef, ...] = ()
    """Everything that was assessed, in the same order."""
    left_out: tuple[LeftOut, ...] = ()
    reconciliation: tuple[Count, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What is wrong with controls and their settings."""

    @cached_property
    def by_subject(self) -> Mapping[SubjectRef, tuple[Finding, ...]]:
        """The findings on each subject that has any."""
        return _grouped((finding.subject, finding) for finding in self.findings)

    @cached_property
    def by_control(self) -> Mapping[str, tuple[Finding, ...]]:
        """The findings of each control that has any."""
        return _grouped((finding.control, finding) for finding in self.findings)

    @cached_property
    def by_model(self) -> Mapping[str, tuple[Finding, ...]]:
        """The findings on each model and all of its versions, where there are any."""
        return _grouped((finding.subject.model, finding) for finding in self.findings)

    @cached_property
    def controls_by_id(self) -> Mapping[str, ControlInUse]:
        """Every control by its id."""
        return {control.id: control for control in self.controls}

    def of(self, model: str, version: str = "") -> tuple[Finding, ...]:
        """The findings on a model itself, or on one version of it."""
        return self.by_subject.get(SubjectRef(model, version), ())

    def about(self, model: str) -> tuple[Finding, ...]:
        """The findings on a model and all of its versions."""
        return self.by_model.get(model, ())

    def left_out_of(self, model: str, version: str = "") -> LeftOut | None:
        """Why a model or version was not assessed; None when it was."""
        return self._left_out_by_subject.get(SubjectRef(model, version))

    @cached_property
    def _left_out_by_subject(self) -> Mapping[SubjectRef, LeftOut]:
        return {each.subject: each for each in reversed(self.left_out)}

    def stops(self, finding: Finding) -> bool:
        """Whether a gate of the policy stops at a finding."""
        return (finding.severity, finding.status) in self._stops

    @cached_property
    def _stops(self) -> frozenset[tuple[str, str]]:
        return frozenset((gate.severity, gate.status) for gate in self.policy.gates)

    def breaches(self, gates: Iterable[Gate] | None = None) -> tuple[Finding, ...]:
        """The findings that a gate stops at; those of the policy's gates unless others are given."""
        stops = {(gate.severity, gate.status) for gate in (self.policy.gates if gates is None else gates)}
        return tuple(finding for finding in self.findings if (finding.severity, finding.status) in stops)

    @property
    def nothing_assessed(self) -> bool:
        """Whether no model was assessed at all, which no gate lets pass."""
        return not any(subject.model for subject in self.subjects)


def tally(findings: Iterable[Finding]) -> Mapping[Status, int]:
    """How many findings have each status, every status named, the gravest first."""
    counted = Counter(finding.status for finding in findings)
    return {status: counted[status] for status in sorted(Status, key=lambda status: status.rank)}


def _grouped(pairs: Iterable[tuple[_Key, Finding]]) -> Mapping[_Key, tuple[Finding, ...]]:
    groups: dict[_Key, list[Finding]] = {}
    for key, finding in pairs:
        groups.setdefault(key, []).append(finding)
    return {key: tuple(found) for key, found in groups.items()}
