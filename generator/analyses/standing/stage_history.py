"""Which version got and lost which stage and alias, when, by whom, and how that is known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from generator.analyses.wording import day, minute
from generator.catalog import (
    Catalog,
    Environment,
    Policy,
    RegisteredModel,
    RegistryAction,
    RegistryEvent,
    Transition,
    in_force,
)
from generator.messages import say, word
from generator.provenance import Source

_LAST = datetime.max.replace(tzinfo=UTC)


class HowKnown(StrEnum):
    """Who says that a change happened."""

    REGISTRY = word("recorded by the registry")
    REGISTER = word("written in the register of transitions")
    LOOK = word("observed by a look at the registry, and written down by nobody")


@dataclass(frozen=True, slots=True, kw_only=True)
class StageChange:
    """A stage or an alias that a version got, or lost."""

    model: str
    version: str
    at: datetime | None
    """None when nobody wrote it down."""
    after: datetime | None = None
    """Of a change that only a look saw: it happened after this; None for no limit."""
    until: datetime | None = None
    """Of a change that only a look saw: it had happened by then; None where the present reading alone shows it."""
    from_stage: str = ""
    """As written; empty when not known."""
    stage: str = ""
    """The stage that it got, or lost when :attr:`removed`; empty when an alias moved."""
    alias: str = ""
    removed: bool = False
    by: str = ""
    """As written."""
    reason: str = ""
    known: HowKnown
    source: Source

    @property
    def what(self) -> str:
        """``Production`` for a stage, ``@champion`` for an alias."""
        return f"@{self.alias}" if self.alias else self.stage

    @property
    def when(self) -> str:
        """``since 2026-03-02``, or the window between two looks in which it happened."""
        if self.known is not HowKnown.LOOK:
            return say("since {at}", at=day(self.at) or say("an unknown day"))
        after, until = minute(self.after), minute(self.until)
        if after and until:
            return say("observed between {after} and {until}", after=after, until=until)
        return (
            say("observed by {until}", until=until)
            if until
            else say("observed after {after}", after=after or say("an unknown time"))
        )

    @property
    def earliest(self) -> datetime | None:
        """The instant before which it had not happened; None when nobody knows one."""
        return self.at or self.after

    @property
    def latest(self) -> datetime | None:
        """The instant by which it had happened; None when nobody knows one."""
        return self.at or self.until


def stage_history(catalog: Catalog, model: RegisteredModel) -> tuple[StageChange, ...]:
    """Every known change of stage or alias of a model's versions, by time; those without a date come last.

    What the registry itself recorded and what people wrote down stand side by side, also when both tell of the same
    step: they are two witnesses. Entries that a later one corrects are left out.
    """
    found = [*_recorded(model), *_written(catalog, model)]
    return by_time(found)


def by_time(changes: Iterable[StageChange]) -> tuple[StageChange, ...]:
    """Changes in the order of the instants by which they had happened; those without one come last."""
    return tuple(sorted(changes, key=lambda change: change.latest or _LAST))


def reaches(policy: Policy, change: StageChange, environment: Environment) -> bool:
    """Whether a change brings its version to one of the policy's environments.

    Stages and aliases are compared without case; the last environment answers to the policy's production aliases too.
    """
    if change.removed:
        return False
    if change.alias:
        more = policy.production_aliases if environment is policy.environments[-1] else ()
        return _among(change.alias, (*environment.aliases, *more))
    return _among(change.stage, environment.stages)


def comes_from(change: StageChange, environment: Environment) -> bool:
    """Whether a change says that its version had a stage of an environment until then."""
    return bool(change.from_stage) and _among(change.from_stage, environment.stages)


def _among(name: str, names: tuple[str, ...]) -> bool:
    return name.casefold() in {each.casefold() for each in names}


def _recorded(model: RegisteredModel) -> Iterator[StageChange]:
    """What the registry keeps of its own steps; MLflow's keeps nothing."""
    for event in model.events:
        if event.stage and event.action in {RegistryAction.ASSIGNED, RegistryAction.UNASSIGNED}:
            yield _of_event(model, event)


def _of_event(model: RegisteredModel, event: RegistryEvent) -> StageChange:
    return StageChange(
        model=model.name,
        version=event.version,
        at=event.at,
        stage=event.stage,
        removed=event.action is RegistryAction.UNASSIGNED,
        by=event.by,
        reason=event.message,
        known=HowKnown.REGISTRY,
        source=event.source,
    )


def _written(catalog: Catalog, model: RegisteredModel) -> Iterator[StageChange]:
    for entry in in_force(catalog.transitions):
        if entry.model == model.name:
            yield _of_transition(entry)


def _of_transition(entry: Transition) -> StageChange:
    return StageChange(
        model=entry.model,
        version=entry.version,
        at=entry.at,
        from_stage=entry.from_stage,
        stage="" if entry.alias else entry.to_stage,
        alias=entry.alias,
        removed=entry.removed,
        by=entry.by,
        reason=entry.reason,
        known=HowKnown.REGISTER,
        source=entry.source,
    )
