"""Until when the records of a model are to be kept, as far as anybody says.

The model's own file goes first (``retention: {class: …, keep_until: …}``), then the policy, by the model's tier. Where
neither says anything, nothing is made up: how long the law asks for is not ours to decide.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from generator.catalog import Policy
from generator.exports.pack.scope import Scope
from generator.governance.subject import ModelSubject
from generator.provenance import Source

_KEY = "retention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """What is stated for one model."""

    model: str
    named: str = ""
    """What the time is called; empty where nobody named it."""
    keep_until: date | None = None
    """None where nobody said, or said it in a way that is no day."""
    stated: str = ""
    """As it is written, where it gives no day."""
    sources: tuple[Source, ...]
    """Where it stands, or should stand."""

    @property
    def text(self) -> str:
        """One line for people."""
        parts = (f"until {self.keep_until}" if self.keep_until else self.stated, self.named)
        return ", ".join(part for part in parts if part) or "not stated"


def retentions(scope: Scope) -> tuple[Retention, ...]:
    """What is stated for each model of a scope."""
    return tuple(_retentions(scope))


def _retentions(scope: Scope) -> Iterator[Retention]:
    portfolio = scope.portfolio
    for model in scope.models:
        subject = portfolio.subjects[model.name]
        yield _of_card(subject) or _of_policy(subject, portfolio.snapshot.as_of)


def _of_card(subject: ModelSubject) -> Retention | None:
    narrative = subject.narrative
    statement = narrative.fields.get(_KEY) if narrative else None
    if statement is None or statement.value in ("", None):
        return None
    value = statement.value
    if not isinstance(value, Mapping):
        return Retention(model=subject.name, stated=str(value), sources=(statement.source,))
    written = str(value.get("keep_until") or "")
    until = _day(written)
    return Retention(
        model=subject.name,
        named=str(value.get("class") or ""),
        keep_until=until,
        stated="" if until else written,
        sources=(statement.source,),
    )


def _of_policy(subject: ModelSubject, as_of: datetime) -> Retention:
    policy: Policy = subject.scope.policy
    tier = subject.strictest_tier
    years = policy.retention_years.get(tier)
    until = _after(as_of.astimezone(UTC).date(), years) if years else None
    keys = ("keep_years", tier) if years else ()
    return Retention(
        model=subject.name,
        named=policy.retention_class,
        keep_until=until,
        stated=f"for {years} years" if years and not until else "",
        sources=(policy.place(_KEY, *keys),),
    )


def _after(day: date, years: int) -> date | None:
    """The same day of a later year; None beyond the calendar. The day after the 28th of February stands for the 29th."""
    if day.year + years > date.max.year:
        return None
    leaps = (day.month, day.day) == (2, 29)
    return date(day.year + years, 3, 1) if leaps else day.replace(year=day.year + years)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
