"""When somebody last read a card and stood by it, and for which version."""

from dataclasses import dataclass
from datetime import date

from generator.analyses.cards.completeness import value_text
from generator.analyses.wording import bare_version
from generator.catalog import Value
from generator.governance.finding import Evidence, evidence
from generator.governance.particulars import Particulars
from generator.governance.subject import ModelSubject
from generator.provenance.instants import instant_from_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The last review of a card."""

    on: date | None = None
    """None when nobody wrote the day down."""
    by: str = ""
    version: str = ""
    """The version that was read, without the ``v`` before it; empty when nobody said."""
    evidence: tuple[Evidence, ...] = ()
    """Where it stands, or should stand; never empty."""

    def names(self, version: str) -> bool:
        """Whether it is said to be a review of a version."""
        return bool(self.version) and self.version == bare_version(version)


def last_review(subject: ModelSubject) -> Review:
    """The review that ``reviewed`` (version, by, on) and ``reviewed_on`` tell of; of two days the later one."""
    parts = Particulars(subject=subject, key="reviewed")
    statement = subject.statement("reviewed")
    plain = value_text(statement.value) if statement and not parts.given else ""
    named = parts.text("version") or plain
    day = subject.answer("reviewed_on").fact
    days = [found for found in (parts.day("on"), day_of(day.value)) if found is not None]
    shown = [evidence(source, day.value, "reviewed_on") for source in day.sources]
    if parts.given:
        shown += parts.evidence("version", "on")
    elif statement:
        shown.append(evidence(statement.source, plain, "reviewed"))
    return Review(
        on=max(days, default=None), by=parts.text("by"), version=bare_version(named), evidence=tuple(shown)
    )


def day_of(value: Value) -> date | None:
    """A date as a person wrote it; None when it is none."""
    instant = instant_from_text(value_text(value))
    return instant.date() if instant else None
