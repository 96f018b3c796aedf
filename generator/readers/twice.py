"""What two stores both record: how it is told, and which of their experiments are therefore one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias, TypeVar

from generator.catalog import (
    Experiment,
    LoggedModel,
    ModelVersion,
    Problem,
    Prompt,
    PromptVersion,
    RegisteredModel,
    Run,
    Severity,
)
from generator.readers.merging import Mergeable

_SHOWN = 4
"""Differences that one problem names; the rest is counted."""

ExperimentKey: TypeAlias = tuple[str, str]
"""Store and id."""

_Member = TypeVar("_Member", Run, LoggedModel)


@dataclass(frozen=True, slots=True)
class Twice:
    """Two records of one thing."""

    noun: str
    kept: Mergeable
    """The one that counts."""
    other: Mergeable
    differences: tuple[str, ...]
    """In words; empty when they agree."""

    def problem(self) -> Problem:
        """That the two differ, and in what."""
        named = "; ".join(self.differences[:_SHOWN])
        rest = len(self.differences) - _SHOWN
        more = f"; and {rest} more" if rest > 0 else ""
        return Problem(
            slug="records-differ",
            severity=Severity.WARNING,
            source=self.other.source,
            message=f"the {self.noun} is recorded here and in {self.kept.source}, and they differ: {named}{more}",
            cost="what stands there is shown; what only one of them says is shown from where it stands",
            remedy="find out which is right, and name only its store or correct the other",
        )


def told_twice(twice: Iterable[Twice]) -> Iterator[Problem]:
    """What is recorded more than once: for each pair of stores in one note, and apart whatever differs."""
    agreeing: dict[tuple[str, str, str], list[Twice]] = {}
    for each in twice:
        if each.differences:
            yield each.problem()
        else:
            agreeing.setdefault((each.noun, each.other.store, each.kept.store), []).append(each)
    for (noun, _, store), group in agreeing.items():
        first = min(each.other.source for each in group)
        more = len(group) - 1
        others = f" and {more} other{'s' if more > 1 else ''} of its store are" if more else " is"
        yield Problem(
            slug="recorded-twice",
            severity=Severity.NOTE,
            source=first,
            message=f"the {noun} recorded here{others} recorded in {store!a} too, and what both say agrees",
            cost="nothing is lost: each is shown once, with both places",
        )


def is_copy(one: RegisteredModel | Prompt, other: RegisteredModel | Prompt) -> bool:
    """Whether two of one name are the same: some versions are in both, each made at one instant and by one run.

    Of models without any version the instant at which they were made decides. Two that stand in one file are never: the tracker itself tells them apart, as MLflow does by workspaces.
    """
    if one.source.path == other.source.path:
        return False
    if not (one.versions or other.versions):
        instants = {getattr(each, "creation_time", None) for each in (one, other)}
        return len(instants) == 1 and None not in instants
    made = {version.version: _made(version) for version in one.versions}
    shared = [version for version in other.versions if version.version in made]
    return bool(shared) and all(
        version.creation_time and _made(version) == made[version.version] for version in shared
    )


def _made(version: ModelVersion | PromptVersion) -> tuple[datetime | None, str]:
    return version.creation_time, version.run_id if isinstance(version, ModelVersion) else ""


def same_experiments(
    experiments: Iterable[Experiment], twice: Iterable[Twice]
) -> dict[ExperimentKey, ExperimentKey]:
    """For each experiment that is one with others, a key that stands for all of them.

    Ids of experiments are unique within a store only, and many a team has one called ``Default``: two are one when
    they have the same name and a run of theirs is recorded in both.
    """
    names = {(each.store, each.experiment_id): each.name for each in experiments}
    found: dict[ExperimentKey, ExperimentKey] = {}
    for each in twice:
        if isinstance(each.kept, Run) and isinstance(each.other, Run):
            one, other = _experiment(each.kept), _experiment(each.other)
            if one != other and names.get(one) and names.get(one) == names.get(other):
                low, high = sorted((found.get(one, one), found.get(other, other)))
                found.update({key: low for key, stands in found.items() if stands == high})
                found |= {one: low, other: low}
    return found


def with_kept(
    members: Iterable[_Member], same: Mapping[ExperimentKey, ExperimentKey], experiments: Iterable[Experiment]
) -> list[_Member]:
    """Runs or logged models, those whose experiment was merged into another under that one.

    Args:
        members: of any experiments.
        same: as :func:`same_experiments` has it.
        experiments: that were kept.
    """
    if not same:
        return list(members)
    kept: dict[ExperimentKey, ExperimentKey] = {}
    for experiment in experiments:
        key = (experiment.store, experiment.experiment_id)
        kept[same.get(key, key)] = key
    return [
        _moved(member, kept.get(same.get(key, key), key))
        for member in members
        for key in [_experiment(member)]
    ]


def _experiment(member: Run | LoggedModel) -> ExperimentKey:
    return (member.store, member.experiment_id)


def _moved(member: _Member, key: ExperimentKey) -> _Member:
    if key == _experiment(member):
        return member
    return replace(member, store=key[0], experiment_id=key[1])
