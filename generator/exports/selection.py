"""Which findings a report is on, and whether they stop whoever asked."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from generator.catalog import Gate, Problem, Severity
from generator.governance.assessment import Assessment
from generator.governance.finding import ControlSeverity, Finding, Status

NEVER = "never"
"""Asks that no finding stops anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The findings of a report, and those that stop it."""

    assessment: Assessment
    findings: tuple[Finding, ...]
    """In the order of the assessment."""
    breaches: tuple[Finding, ...]
    """Those that a gate stops at."""
    faults: tuple[Problem, ...] = ()
    """Errors in the policy and in the controls: with a gate or a rule lost, nothing can be said to hold."""

    @property
    def stopped(self) -> bool:
        """Whether the gate failed: at a finding, at a fault of the policy, or since nothing was assessed."""
        return bool(self.breaches or self.faults) or not any(
            finding.subject.model for finding in self.findings
        )

    @property
    def reason(self) -> str:
        """Why it failed or held, in one sentence."""
        if self.breaches:
            return f"the gate stops at {len(self.breaches)} of {len(self.findings)} results"
        if self.faults:
            return f"what models are held to cannot be read whole: {self.faults[0]}"
        if self.stopped:
            return "nothing was assessed, which no gate lets pass"
        return f"the gate holds over {len(self.findings)} results"


def select(
    assessment: Assessment,
    models: Collection[str] = (),
    fail_on: str = "",
    problems: Iterable[Problem] = (),
) -> Selection:
    """The findings on some models, and those that stop.

    Args:
        assessment: everything that was found.
        models: names of models; none for all, with the portfolio's own findings.
        problems: of the inputs; those that are errors of a policy file count.
        fail_on: a severity from which on a failure or an error stops, or :data:`NEVER`; empty for the policy's gates.
    """
    findings = tuple(
        finding for finding in assessment.findings if not models or finding.subject.model in models
    )
    gates = assessment.policy.gates if not fail_on else _gates(fail_on)
    stops = {(gate.severity, gate.status) for gate in gates}
    return Selection(
        assessment=assessment,
        findings=findings,
        breaches=tuple(finding for finding in findings if (finding.severity, finding.status) in stops),
        faults=() if fail_on == NEVER else tuple(_faults(assessment, problems)),
    )


def _faults(assessment: Assessment, problems: Iterable[Problem]) -> Iterator[Problem]:
    files = {source.path for source in assessment.policy.files}
    yield from (found for found in assessment.problems if found.severity is Severity.ERROR)
    yield from (
        found for found in problems if found.severity is Severity.ERROR and found.source.path in files
    )


def _gates(fail_on: str) -> tuple[Gate, ...]:
    if fail_on == NEVER:
        return ()
    worst = ControlSeverity(fail_on).rank
    return tuple(
        Gate(severity=severity.value, status=status.value)
        for severity in ControlSeverity
        if severity.rank <= worst
        for status in (Status.FAIL, Status.ERROR)
    )
