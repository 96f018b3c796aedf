"""Faults in what people wrote, told one by one up to a bound."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from generator.catalog import Problem, Severity
from generator.catalog.card import folded
from generator.provenance import Source
from generator.provenance.document import FieldError

MOST_TOLD = 50
"""Faults of one kind in one file that are told one by one; the rest is counted."""

_CLOSE_ENOUGH = 0.7
"""Share of letters that a name has in common with what it may have been meant to be."""


def as_problem(
    fault: FieldError, *, cost: str, severity: Severity = Severity.WARNING, remedy: str = ""
) -> Problem:
    """A fault in a file as a problem for the pages."""
    return Problem(
        slug=fault.slug,
        severity=severity,
        source=fault.source,
        message=fault.message,
        cost=cost,
        remedy=remedy or fault.hint,
    )


def counted_rest(count: int, source: Source, slug: str, what: str) -> Iterator[Problem]:
    """One problem for all of a kind that were too many to be told one by one; none when there were few."""
    if count > MOST_TOLD:
        yield Problem(
            slug=slug,
            severity=Severity.NOTE,
            source=source,
            message=f"holds {count - MOST_TOLD} more {what}",
            cost="they are not told one by one",
            remedy="settle the first ones",
        )


def close_match(name: str, known: Iterable[str]) -> str:
    """The known name that another was probably meant to be; empty when none is like it."""
    by_fold = {folded(each): each for each in known}
    found = get_close_matches(folded(name), by_fold, n=1, cutoff=_CLOSE_ENOUGH)
    return by_fold[found[0]] if found else ""


def as_problems(
    faults: Iterable[FieldError], *, cost: str, severity: Severity = Severity.WARNING
) -> Iterator[Problem]:
    """The faults of a file as problems; a key that stands twice costs what it always costs."""
    for fault in faults:
        if fault.slug == "yaml-key-twice":
            yield as_problem(fault, cost="only the last one is read")
        else:
            yield as_problem(fault, cost=cost, severity=severity)


def bounded(problems: Iterable[Problem], source: Source) -> Iterator[Problem]:
    """The problems of one file, the rest of very many counted in one that is as grave as the gravest of them."""
    found = tuple(problems)
    yield from found[:MOST_TOLD]
    rest = found[MOST_TOLD:]
    if rest:
        yield Problem(
            slug="field-invalid",
            severity=min((each.severity for each in rest), key=lambda severity: severity.rank),
            source=source,
            message=f"has {len(rest)} more faults of these kinds",
            cost="they are not told one by one, and cost what the others do",
            remedy="settle the first ones",
        )
