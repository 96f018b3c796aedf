"""The one sentence to remember of a set of findings. It says what was found, never that anything complies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.governance.assessment import Assessment, tally
from generator.governance.finding import ControlSeverity, Finding, Status
from generator.messages import put_together, say
from generator.pages.audit.tones import COUNTED, TONES
from generator.pages.text import count, number

_FAILING = (say("fails"), say("fail"))
"""What is said of one, and of several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a set of findings stands."""

    tone: str
    claim: str
    """What it comes to, without the full stop."""
    sentence: str
    tally: Mapping[Status, int]
    """Every status with its number, the gravest first."""
    breaches: int
    """Findings that a gate of the policy stops at."""

    @property
    def headline(self) -> str:
        """The claim as a sentence."""
        return put_together((self.claim, "."))

    @property
    def total(self) -> int:
        """Results in all."""
        return sum(self.tally.values())

    @property
    def bar(self) -> tuple[tuple[str, int, str], ...]:
        """(tone, number, status) of what applies and is there at all, for the bar."""
        return tuple(
            (TONES[status], times, status.value)
            for status, times in self.tally.items()
            if times and status is not Status.NOT_APPLICABLE
        )


def verdict(assessment: Assessment, findings: Iterable[Finding], noun: str = "control") -> Verdict:
    """The verdict on some of the findings of an assessment.

    Args:
        assessment: tells at what the gates stop.
        findings: those that the verdict is on.
        noun: what one of them is called: ``control`` on the page of one subject, ``result`` elsewhere.
    """
    found = tuple(findings)
    counted = tally(found)
    breaches = sum(map(assessment.stops, found))
    return Verdict(
        tone=_tone(counted),
        claim=_claim(found, counted, noun),
        sentence=_sentence(counted, breaches),
        tally=counted,
        breaches=breaches,
    )


def _tone(counted: Mapping[Status, int]) -> str:
    if not sum(counted.values()):
        return "na"
    grave = next(
        (status for status in (Status.ERROR, Status.FAIL, Status.WARN, Status.WAIVED) if counted[status]),
        None,
    )
    if grave is not None:
        return TONES[grave]
    return "pass" if counted[Status.PASS] else "na"


def _claim(found: tuple[Finding, ...], counted: Mapping[Status, int], noun: str) -> str:
    if not found:
        return say("Nothing was assessed")
    failing = [finding for finding in found if finding.status in {Status.FAIL, Status.ERROR}]
    if failing:
        worst = min((finding.severity for finding in failing), key=lambda severity: severity.rank)
        many = sum(finding.severity is worst for finding in failing)
        return say(
            "{failing}, {many} of {worst} severity",
            failing=_said(failing, noun, _FAILING),
            many=number(many),
            worst=say(worst.value),
        )
    for status, words in (
        (Status.WARN, (say("is in doubt"), say("are in doubt"))),
        (Status.WAIVED, (say("is waived"), say("are waived"))),
    ):
        if times := counted[status]:
            those = [finding for finding in found if finding.status is status]
            return say("Nothing fails; {those}", those=_said(those, noun, words)) if times else ""
    return say("Everything that applies passes") if counted[Status.PASS] else say("No control applies")


def _said(those: Sequence[Finding], noun: str, words: tuple[str, str]) -> str:
    """``3 controls fail``, ``1 control is in doubt``; the words of one, and of several."""
    verb = words[0 if len(those) == 1 else 1]
    return say("{those} {verb}", those=count(len(those), noun), verb=verb)


def _sentence(counted: Mapping[Status, int], breaches: int) -> str:
    told = [
        put_together((number(times), " ", COUNTED[status][0 if times == 1 else 1]))
        for status, times in counted.items()
        if times
    ]
    gate = (
        say("The gates of the policy stop at {breaches} of them.", breaches=number(breaches))
        if breaches
        else say("The gates of the policy hold.")
    )
    return (
        put_together((put_together(told, ", "), ". ", gate))
        if told
        else say("No control was asked about it.")
    )


def gravest(findings: Iterable[Finding]) -> ControlSeverity | None:
    """The gravest severity among findings that fail or could not be run; None when there are none."""
    failing = [finding.severity for finding in findings if finding.status in {Status.FAIL, Status.ERROR}]
    return min(failing, key=lambda severity: severity.rank, default=None)
