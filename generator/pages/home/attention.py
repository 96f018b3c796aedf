"""What somebody should look at, worst first, one sentence each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from generator.catalog import Severity
from generator.messages import say, say_many
from generator.pages import paths
from generator.pages.home.concerns import Concern, ConcernKind, model_concerns, run_concerns
from generator.pages.home.control_concerns import control_concerns
from generator.pages.portfolio import Portfolio
from generator.pages.text import count
from generator.pages.view import Link
from generator.provenance import Source

TOLD_APART = 3
"""Up to this many concerns of one kind have a line each; more share one."""
NAMED = 6
"""Subjects that a shared line links; the rest is counted."""
CITED = 20
"""Places that a shared line cites."""
_SLUGS_TOLD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionLine:
    """One line of the list."""

    kind: ConcernKind
    before: str
    """Words before the subjects, where the line is shared; empty otherwise."""
    subjects: tuple[Link, ...]
    more: int
    """Subjects that are not named."""
    text: str
    """What follows the subjects, its blank or colon included."""
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """The list, and what the table of models needs of it."""

    lines: tuple[AttentionLine, ...]
    pressing: frozenset[str]
    """Names of the models that a line of the tone ``fail`` or ``warn`` is about."""


def gather_attention(portfolio: Portfolio) -> Attention:
    """Everything that somebody should look at, worst first."""
    concerns = [
        *_problems(portfolio),
        *(concern for model in portfolio.catalog.models for concern in model_concerns(portfolio, model)),
        *run_concerns(portfolio),
    ]
    concerns += control_concerns(portfolio, tuple(concerns))
    concerns.sort(key=lambda concern: (concern.kind.rank, -concern.weight, concern.subject.text))
    lines = tuple(
        line
        for kind, group in groupby(concerns, key=lambda concern: concern.kind)
        for line in _lines(kind, tuple(group))
    )
    pressing = frozenset(
        concern.model for concern in concerns if concern.model and concern.kind.tone in {"fail", "warn"}
    )
    return Attention(lines=lines, pressing=pressing)


def _lines(kind: ConcernKind, concerns: tuple[Concern, ...]) -> Iterator[AttentionLine]:
    if len(concerns) <= TOLD_APART or not kind.together:
        for concern in concerns:
            yield AttentionLine(
                kind=kind,
                before="",
                subjects=(concern.subject,),
                more=0,
                text=concern.text,
                sources=concern.sources,
            )
        return
    subjects = tuple({concern.subject: None for concern in concerns})
    yield AttentionLine(
        kind=kind,
        before=say(
            "{subjects} {together}: ",
            subjects=count(len(subjects), kind.subject_noun),
            together=kind.together,
        ),
        subjects=subjects[:NAMED],
        more=max(0, len(subjects) - NAMED),
        text=".",
        sources=_first_sources(concerns),
    )


def _first_sources(concerns: Iterable[Concern]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for concern in concerns for source in concern.sources))[:CITED]


def _problems(portfolio: Portfolio) -> Iterator[Concern]:
    """The errors met while reading, those of one kind on one line."""
    errors = [found for found in portfolio.catalog.problems if found.severity is Severity.ERROR]
    errors.sort(key=lambda found: (found.slug, found.source))
    groups = [(slug, tuple(group)) for slug, group in groupby(errors, key=lambda found: found.slug)]
    groups.sort(key=lambda group: (-len(group[1]), group[0]))
    for slug, found in groups[:_SLUGS_TOLD]:
        first = found[0]
        yield Concern(
            kind=ConcernKind.UNREAD,
            subject=Link(say_many(len(found), "{n} error", "{n} errors"), f"{paths.FINDINGS}#problems"),
            text=say(
                " of the kind {slug}: {message_}; {cost}.", slug=slug, message_=first.message, cost=first.cost
            ),
            sources=tuple(each.source for each in found[:_SLUGS_TOLD]),
            weight=len(found),
        )
    rest = groups[_SLUGS_TOLD:]
    if rest:
        yield Concern(
            kind=ConcernKind.UNREAD,
            subject=Link(
                say_many(sum((len(found) for _, found in rest)), "{n} further error", "{n} further errors"),
                f"{paths.FINDINGS}#problems",
            ),
            text=say(" of {rest}.", rest=say_many(len(rest), "{n} other kind", "{n} other kinds")),
            sources=(),
        )
