"""Everything in a ledger that is not as it was written."""

from collections.abc import Iterable

from generator.history.ledger import Fault, Ledger
from generator.messages import say


def ledger_faults(ledger: Ledger, heads: Iterable[str] = ()) -> tuple[Fault, ...]:
    """Every line that was edited, dropped or moved; a fault of the file as a whole has the line 0.

    Lines dropped from the end leave no trace in the file itself. A digest that was published when they were there shows
    them to be missing.

    Args:
        ledger: as it was read.
        heads: digests that were the last once.
    """
    found = list(ledger.faults)
    if ledger.cut:
        found.append(
            Fault(ledger.count + 1, say("has no end: its writer was stopped, or its end was cut off"))
        )
    if len(ledger.heads) > 1 and not ledger.faults:
        numbers = {line.sha256: line.number for line in ledger.lines}
        ends = ", ".join(str(numbers[head]) for head in ledger.heads)
        found.append(
            Fault(
                0,
                say(
                    "the lines {ends} have no line after them: join them with modelfolio record --merge",
                    ends=ends,
                ),
            )
        )
    known = {line.sha256 for line in ledger.lines}
    found += (
        Fault(
            0,
            say(
                "the line {head} is not among those to be believed: lines were edited, or dropped from the end",
                head=head,
            ),
        )
        for head in heads
        if head not in known
    )
    return tuple(found)
