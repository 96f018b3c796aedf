"""The changes of stage and alias that one look at the registry saw after another, and nobody wrote down."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from generator.analyses.standing.stage_history import HowKnown, StageChange, by_time
from generator.history.events import Subject, Witness
from generator.history.trace import History, Told


def observed_changes(history: History) -> Mapping[str, tuple[StageChange, ...]]:
    """What only looks saw, by model, each with the window in which it happened.

    What the present reading alone shows, with no look before it, is the state of the registry and no change.
    """
    groups: dict[str, list[StageChange]] = {}
    for told in history.told:
        event = told.event
        if event.witness is Witness.LOOK and _is_change(history, told):
            groups.setdefault(event.key.model, []).extend(_changes(history, told))
    return {model: by_time(found) for model, found in groups.items()}


def _is_change(history: History, told: Told) -> bool:
    event = told.event
    if event.until is None:
        return not history.past and event.was is not None
    return event.until <= history.until


def _changes(history: History, told: Told) -> Iterator[StageChange]:
    event = told.event
    change = StageChange(
        model=event.key.model,
        version=event.key.version,
        at=None,
        after=event.after,
        until=event.until,
        known=HowKnown.LOOK,
        source=history.ledger.source.line(told.line) if told.line else event.source,
    )
    if event.key.subject is Subject.STAGE:
        yield replace(change, from_stage=event.was or "", stage=event.value)
    elif event.key.subject is Subject.ALIAS:
        if event.was:
            yield replace(change, version=event.was, alias=event.key.name, removed=True)
        if event.value:
            yield replace(change, version=event.value, alias=event.key.name)
