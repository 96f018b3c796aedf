"""Whether every waiver is one that may be relied on, and is needed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from generator.analyses.wording import listed
from generator.catalog import Waiver
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import ReviewControl
from generator.governance.finding import (
    ControlSeverity,
    Evidence,
    Finding,
    Outcome,
    Status,
    SubjectRef,
    evidence,
    failed,
    passed,
    warned,
)
from generator.governance.standing import quoted
from generator.governance.subject import Scope
from generator.governance.waiving import defects, effective_waivers, names
from generator.messages import put_together, say, say_many

_MOST_QUOTED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiversValid(ReviewControl):
    """A waiver has a reason, an approver and an end, and something that needs it."""

    about: ClassVar = About(
        id="APR-006",
        title=say("Waivers are valid"),
        family=Family.APPROVAL,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.ACCOUNTABILITY, Pillar.TRANSPARENCY),
        applies=say("every waiver that no later entry corrects"),
        passes=say(
            "it names its control, reason and compensating control, somebody else approved it than asked for it, it lasts at most `max_days`, and the control warns or fails; or it has ended and nothing needs it any more"
        ),
        warns=say(
            "it ends within `notice_days`, has not begun, nothing needs it, it does not say who asked for it, or it covers more than one model"
        ),
        fails=say(
            "it has ended and is still relied on, has no approver, reason, compensating control or end, was approved by whoever asked for it, lasts too long, or its control does not exist or cannot be waived"
        ),
        evidence=say("the entry in waivers.yaml with its commit, and the findings it speaks of"),
        remediation=say("Renew it with a fresh reason, fix what the control found, or let it end."),
        clauses=("SS1/23:P5.3", "SR26-2:VI.doc", "NIST:MANAGE-1.3", "NIST:GOVERN-1.4", "CFR11:10e"),
        waivable=False,
    )
    max_days: int = 180
    """Days that a waiver may last."""
    notice_days: int = 30
    """Days before the end within which it warns."""

    def review(self, scope: Scope, findings: tuple[Finding, ...]) -> Iterable[tuple[SubjectRef, Outcome]]:
        for waiver in effective_waivers(scope):
            yield _subject(waiver), self._judged(scope, waiver, findings)

    def _judged(self, scope: Scope, waiver: Waiver, findings: tuple[Finding, ...]) -> Outcome:
        concerned = tuple(found for found in findings if names(waiver, found.control, found.subject))
        relying = tuple(found for found in concerned if found.outcome.status in {Status.WARN, Status.FAIL})
        proof = [
            quoted(waiver, say("waives {control}", control=waiver.control), "waiver"),
            *_affected(relying or concerned),
        ]
        seen = {
            "observed": waiver.expires_on.isoformat() if waiver.expires_on else say("no end"),
            "limit": (waiver.created_on + timedelta(days=self.max_days)).isoformat()
            if waiver.created_on
            else "",
        }
        ended = waiver.expires_on is not None and waiver.expires_on < scope.today
        if ended and not relying:
            message = say(
                "{id} ended on {expires_on}, and nothing needs it any more",
                id=waiver.id,
                expires_on=waiver.expires_on,
            )
            return passed(message, proof, **seen)
        wrong = list(self._wrong(scope, waiver))
        if wrong:
            relied = (
                say(
                    ", and {relying} would need it",
                    relying=say_many(len(relying), "{n} finding", "{n} findings"),
                )
                if ended
                else ""
            )
            return failed(put_together((waiver.id, ": ", put_together(wrong, "; "), relied)), proof, **seen)
        doubts = list(self._doubts(scope, waiver, relying))
        if doubts:
            return warned(put_together((waiver.id, ": ", put_together(doubts, "; "))), proof, **seen)
        message = say(
            "{id} covers {relying} of {control} until {expires_on}",
            id=waiver.id,
            relying=say_many(len(relying), "{n} finding", "{n} findings"),
            control=waiver.control,
            expires_on=waiver.expires_on,
        )
        return passed(message, proof, **seen)

    def _wrong(self, scope: Scope, waiver: Waiver) -> Iterator[str]:
        """Why it cannot be relied on; that it has not begun is only a doubt."""
        about = {name.casefold(): about for name, about in scope.controls.items()}.get(
            waiver.control.casefold()
        )
        yield from (each for each in defects(waiver, scope, about) if not each.startswith("it begins on"))
        if waiver.created_on and waiver.expires_on:
            lasts = waiver.expires_on - waiver.created_on
            if lasts > timedelta(days=self.max_days):
                yield say(
                    "it lasts {days} days, {max_days} are allowed", days=lasts.days, max_days=self.max_days
                )

    def _doubts(self, scope: Scope, waiver: Waiver, relying: tuple[Finding, ...]) -> Iterator[str]:
        if waiver.created_on and waiver.created_on > scope.today:
            yield say("it begins on {created_on}", created_on=waiver.created_on)
        if not waiver.requested_by.strip():
            yield say("it does not say who asked for it")
        if not relying:
            yield say("no finding needs it")
        if waiver.expires_on and (left := (waiver.expires_on - scope.today).days) <= self.notice_days:
            yield say("it ends on {expires_on}, in {left} days", expires_on=waiver.expires_on, left=left)
        if not waiver.model:
            models = sorted({found.subject.model for found in relying if found.subject.model})
            yield say("it covers every model") + (
                say(", now {models}", models=listed(models)) if models else ""
            )


def _subject(waiver: Waiver) -> SubjectRef:
    """The version when it names one, else the model, else the whole."""
    return SubjectRef(waiver.model, waiver.versions[0] if waiver.model and len(waiver.versions) == 1 else "")


def _affected(findings: tuple[Finding, ...]) -> list[Evidence]:
    """The findings that it speaks of, each by the first place that it rests on."""
    return [
        evidence(
            found.outcome.evidence[0].source,
            say(
                "{control} on {subject}: {status}",
                control=found.control,
                subject=found.subject,
                status=found.outcome.status,
            ),
            "finding",
        )
        for found in findings[:_MOST_QUOTED]
        if found.outcome.evidence
    ]
