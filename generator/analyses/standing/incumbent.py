"""Which version another one took the place of, or is to take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from generator.analyses.standing.environments import environments_of
from generator.analyses.standing.stage_history import StageChange, comes_from, reaches
from generator.catalog import Environment, ModelVersion, Policy, RegisteredModel
from generator.messages import say
from generator.provenance import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Incumbent:
    """A version to compare another one with, and why it is that one."""

    version: ModelVersion
    why: str
    """As the end of a sentence that begins with the version: ``is in production``."""
    source: Source
    """The record that says so."""


def incumbent_of(
    policy: Policy, model: RegisteredModel, version: ModelVersion, history: Sequence[StageChange]
) -> Incumbent | None:
    """The version that was in production when a version got there; else the one before it that was.

    For a version that is not in production it is the newest one that is. None when no other version is known to be or
    to have been in production.

    Args:
        policy: says which stages and aliases are production.
        model: of the version.
        version: to be compared.
        history: the known changes of stages and aliases of the model, by time.
    """
    last = policy.environments[-1]
    if last.name not in environments_of(policy, model, version):
        return _serving(policy, model, version)
    promotion = next(
        (each for each in history if each.version == version.version and reaches(policy, each, last)), None
    )
    if promotion is not None and promotion.at is not None:
        held = _holders(policy, last, history, promotion.at)
        held.pop(version.version, None)
        found = _newest(model, held)
        if found is not None:
            return Incumbent(
                version=found, why=say("was in production until then"), source=held[found.version].source
            )
    earlier = {
        each.version: each
        for each in history
        if reaches(policy, each, last) and _sequence(model, each) < version.sequence
    }
    found = _newest(model, earlier)
    if found is None:
        return None
    return Incumbent(
        version=found, why=say("was the last in production before it"), source=earlier[found.version].source
    )


def _serving(policy: Policy, model: RegisteredModel, version: ModelVersion) -> Incumbent | None:
    last = policy.environments[-1].name
    for other in reversed(model.listed_versions):
        place = environments_of(policy, model, other).get(last)
        if place is not None and other.version != version.version:
            return Incumbent(version=other, why=say("is in production"), source=place)
    return None


def _holders(
    policy: Policy, production: Environment, history: Sequence[StageChange], until: datetime
) -> dict[str, StageChange]:
    """The versions in production right before an instant, with the change that brought each there."""
    held: dict[str, StageChange] = {}
    for change in history:
        if change.at is None or change.at >= until:
            continue
        if reaches(policy, change, production):
            if change.alias:
                held = {name: each for name, each in held.items() if each.alias != change.alias}
            held.setdefault(change.version, change)
        elif comes_from(change, production) or (change.removed and _same(held.get(change.version), change)):
            held.pop(change.version, None)
    return held


def _same(held: StageChange | None, change: StageChange) -> bool:
    """Whether a change takes away what brought a version to production."""
    return held is not None and (held.alias, held.stage) == (change.alias, change.stage)


def _newest(model: RegisteredModel, versions: dict[str, StageChange]) -> ModelVersion | None:
    found = [version for version in model.listed_versions if version.version in versions]
    return found[-1] if found else None


def _sequence(model: RegisteredModel, change: StageChange) -> int:
    version = model.version(change.version)
    return version.sequence if version else 0
