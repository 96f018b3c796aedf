"""What is wrong with a ledger, for the page of findings."""

from collections.abc import Iterator

from generator.catalog import Problem, Severity
from generator.history.events import Event
from generator.history.ledger import Ledger
from generator.history.lines import LineKind
from generator.history.trace import History
from generator.messages import say

_TOLD = 5
"""Faulty lines told one by one; the rest follows from them as a rule."""


def ledger_problems(history: History) -> Iterator[Problem]:
    """Everything about a ledger that takes away from what it proves."""
    ledger = history.ledger
    for fault in ledger.faults[:_TOLD]:
        yield Problem(
            slug="ledger-broken",
            severity=Severity.ERROR,
            source=ledger.source.line(fault.line),
            message=say("the line {message_}", message_=fault.message),
            cost=say("neither this line nor those below it are believed"),
            remedy=say("restore the file from git; modelfolio verify --ledger lists every such line"),
        )
    if ledger.cut:
        yield Problem(
            slug="ledger-line-cut",
            severity=Severity.WARNING,
            source=ledger.source.line(ledger.count + 1),
            message=say("the last line has no end: its writer was stopped"),
            cost=say("it is not believed"),
            remedy=say("modelfolio record removes it and records anew"),
        )
    if len(ledger.heads) > 1 and not ledger.faults:
        yield Problem(
            slug="ledger-forked",
            severity=Severity.WARNING,
            source=ledger.source,
            message=say(
                "{heads} lines have no line after them: branches were merged in git", heads=len(ledger.heads)
            ),
            cost=say("the lines of all of them are shown; nothing can be recorded until they are joined"),
            remedy=say("modelfolio record --merge"),
        )
    for line in ledger.lines:
        if line.kind is LineKind.RESTART:
            yield Problem(
                slug="ledger-restarted",
                severity=Severity.WARNING if line.number == 1 else Severity.NOTE,
                source=ledger.source.line(line.number),
                message=say("the ledger was begun again: {reason}", reason=line.reason),
                cost=say("what only the lost ledger knew is unknown")
                if line.number == 1
                else say("nothing: the lost lines are back above this one"),
                remedy=say("should it turn up, put its lines above these and run modelfolio record --merge")
                if line.number == 1
                else "",
            )
    yield from _behind(ledger, history.pending)


def _behind(ledger: Ledger, pending: tuple[Event, ...]) -> Iterator[Problem]:
    if ledger.lines and pending:
        yield Problem(
            slug="ledger-behind",
            severity=Severity.NOTE,
            source=ledger.source,
            message=say("{pending} events are not yet recorded", pending=len(pending)),
            cost=say("nothing; the timelines show them as not yet recorded"),
            remedy=say("modelfolio record"),
        )
