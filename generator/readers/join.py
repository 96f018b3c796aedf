"""From the records of many readers and stores to one catalogue, in one order, with nothing in it twice."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import reduce
from itertools import chain
from operator import lt
from typing import Any, TypeVar

from generator.catalog import (
    Catalog,
    Dataset,
    Experiment,
    FileRead,
    LoggedModel,
    Problem,
    Prompt,
    Record,
    Records,
    RegisteredModel,
    Run,
)
from generator.readers.deployment_tags import tagged_deployments
from generator.readers.merging import Mergeable, merge, precedence
from generator.readers.mlflow.model_files import model_files, with_files
from generator.readers.names import apart, name_in_two_registries, renamed
from generator.readers.twice import Twice, is_copy, same_experiments, told_twice, with_kept

_NEVER = datetime.max.replace(tzinfo=UTC)

_Tracked = TypeVar("_Tracked", Experiment, Run, LoggedModel)
_Named = TypeVar("_Named", RegisteredModel, Prompt)
_Merged = TypeVar("_Merged", Dataset, Experiment, Run, LoggedModel, RegisteredModel, Prompt)


def join(parts: Iterable[Records], stores: tuple[str, ...]) -> Catalog:
    """Put records together.

    An experiment, a run or a logged model that is recorded twice is one, with all its places (:mod:`merging
    <generator.readers.merging>` has the rule); experiments of two stores are one when they share a run and a name. A
    dataset that several experiments used is one dataset. Registered models of one name in two registries are two
    models, the later one under a name that says where it stands, unless one is a copy of the other. A version whose
    files lie with a run or a logged model of another reader or store is given them.

    Args:
        parts: what the readers found.
        stores: labels of the stores, in the order in which they were named.
    """
    found = tuple(parts)
    joining = _Joining(stores)
    experiments, runs, logged_models = _tracked(found, joining)
    registered = with_files(_every(found, "models"), model_files(runs, logged_models))
    models = joining.by_name(registered, "registered model")
    prompts = joining.by_name(_every(found, "prompts"), "prompt")
    datasets = joining.datasets(_every(found, "datasets"))
    runs_by_id = {run.run_id: run for run in runs}
    tagged = tuple(tagged_deployments(models, runs_by_id, joining.problems))
    problems = {*_every(found, "problems"), *joining.problems, *told_twice(joining.twice)}
    recorded = chain[Record](experiments, runs, logged_models, models, prompts)
    return Catalog(
        experiments=tuple(sorted(experiments, key=joining.experiment_order)),
        runs=tuple(sorted(runs, key=joining.run_order)),
        logged_models=tuple(sorted(logged_models, key=joining.logged_model_order)),
        datasets=datasets,
        models=models,
        prompts=prompts,
        narratives=tuple(
            sorted(_every(found, "narratives"), key=lambda narrative: (narrative.model, narrative.source))
        ),
        deployments=(*_every(found, "deployments"), *tagged),
        **{name: tuple(_every(found, name)) for name in _WRITTEN},
        advisories=next((part.advisories for part in found if part.advisories is not None), None),
        policy=next((part.policy for part in found if part.policy is not None), None),
        problems=tuple(sorted(problems, key=_problem_order)),
        files=_files(_every(found, "files")),
        stores=joining.labels({record.store for record in recorded}),
    )


def _tracked(
    parts: Sequence[Records], joining: "_Joining"
) -> tuple[list[Experiment], list[Run], list[LoggedModel]]:
    """Experiments, runs and logged models, each once, and each in the experiment that is kept."""
    runs = joining.once(_every(parts, "runs"), lambda run: run.run_id, "run")
    logged_models = joining.once(_every(parts, "logged_models"), lambda model: model.model_id, "logged model")
    every_experiment = tuple(_every(parts, "experiments"))
    same = same_experiments(every_experiment, joining.twice)
    experiments = joining.once(
        every_experiment,
        lambda each: same.get((each.store, each.experiment_id), (each.store, each.experiment_id)),
        "experiment",
    )
    return experiments, with_kept(runs, same, experiments), with_kept(logged_models, same, experiments)


def _every(parts: Sequence[Records], name: str) -> Iterator[Any]:
    """The records of one kind in all parts."""
    return chain.from_iterable(getattr(part, name) for part in parts)


_WRITTEN = (
    "evaluations",
    "signals",
    "measurements",
    "alerts",
    "retrainings",
    "data_statements",
    "people",
    "approvals",
    "waivers",
    "transitions",
    "incidents",
    "validations",
    "review_findings",
    "change_assessments",
    "attestations",
    "registers",
    "file_commits",
    "frameworks",
    "sensitive",
)
"""Records that are kept as they are, in the order in which their files give them."""


@dataclass(slots=True)
class _Joining:
    """The order of the stores, and what is noticed while records of several come together."""

    stores: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list)
    twice: list[Twice] = field(default_factory=list)

    def position(self, label: str) -> int:
        """Where the store of a record stands; a tracker's root below a store carries a longer label."""
        for position, store in enumerate(self.stores):
            if label == store or label.startswith(f"{store}/"):
                return position
        return len(self.stores)

    def labels(self, found: Iterable[str]) -> tuple[str, ...]:
        """The stores as named, each followed by the labels of the roots below it."""
        ordered = sorted({*self.stores, *found}, key=lambda label: (self.position(label), label))
        return tuple(ordered)

    def once(
        self, records: Iterable[_Tracked], identity: Callable[[_Tracked], Hashable], noun: str
    ) -> list[_Tracked]:
        """The records, those of one identity made one."""
        groups: dict[Hashable, list[_Tracked]] = {}
        for record in records:
            groups.setdefault(identity(record), []).append(record)
        found = []
        for group in groups.values():
            if len(group) > 1:
                group.sort(key=self._precedence)
            found.append(reduce(lambda kept, other: self._merged(kept, other, noun), group))
        return found

    def by_name(self, records: Iterable[_Named], noun: str) -> tuple[_Named, ...]:
        """The records in the order of their names; of one name in two registries, the later carries its store's."""
        ordered = sorted(
            self._without_copies(records, noun),
            key=lambda record: (record.name, self.position(record.store), record.store, record.source),
        )
        kept: dict[str, _Named] = {}
        for record in ordered:
            first = kept.get(record.name)
            if first is None:
                kept[record.name] = record
                continue
            name = apart(record, kept)
            kept[name] = renamed(record, name)
            self.problems.append(name_in_two_registries(record, first, noun, name))
        return tuple(kept[name] for name in sorted(kept))

    def _without_copies(self, records: Iterable[_Named], noun: str) -> list[_Named]:
        """The records, copies of one in another registry made one with it."""
        kept: dict[str, list[_Named]] = {}
        for record in sorted(records, key=self._precedence):
            known = kept.setdefault(record.name, [])
            for position, one in enumerate(known):
                if is_copy(one, record):
                    known[position] = self._merged(one, record, noun)
                    break
            else:
                known.append(record)
        return list(chain.from_iterable(kept.values()))

    def datasets(self, records: Iterable[Dataset]) -> tuple[Dataset, ...]:
        """One dataset for each name and digest: the record that says most about it."""
        kept: dict[tuple[str, str], Dataset] = {}
        ordered = sorted(records, key=lambda dataset: (self.position(dataset.store), dataset.source))
        for dataset in sorted(ordered, key=_scarcity):
            first = kept.setdefault(dataset.key, dataset)
            if first.store != dataset.store:
                kept[dataset.key] = self._merged(first, dataset, "dataset")
        return tuple(kept[key] for key in sorted(kept))

    def experiment_order(self, experiment: Experiment) -> tuple[object, ...]:
        """By store and id."""
        return (self.position(experiment.store), experiment.store, *_natural(experiment.experiment_id))

    def run_order(self, run: Run) -> tuple[object, ...]:
        """By store, experiment, start and id."""
        start = run.start_time or _NEVER
        return (self.position(run.store), run.store, *_natural(run.experiment_id), start, run.run_id)

    def logged_model_order(self, model: LoggedModel) -> tuple[object, ...]:
        """By store, experiment, creation and id."""
        created = model.creation_time or _NEVER
        return (
            self.position(model.store),
            model.store,
            *_natural(model.experiment_id),
            created,
            model.model_id,
        )

    def _merged(self, kept: _Merged, other: _Merged, noun: str) -> _Merged:
        merged, differences = merge(kept, other)
        self.twice.append(Twice(noun, kept, other, differences))
        return merged

    def _precedence(self, record: Mergeable) -> tuple[object, ...]:
        return (*precedence(record), self.position(record.store), record.store, record.source)


def _natural(identifier: str) -> tuple[int, int, str]:
    """Numbers by value and before names."""
    if identifier.isascii() and identifier.isdigit():
        return (0, int(identifier[:40]), identifier)
    return (1, 0, identifier)


def _scarcity(dataset: Dataset) -> tuple[bool, bool]:
    """False sorts first: schema and size are recorded."""
    return (not dataset.columns, dataset.row_count is None)


def _problem_order(problem: Problem) -> tuple[object, ...]:
    """The gravest first, then by place; lines by number."""
    pointer = problem.source.pointer
    line = int(pointer[5:]) if pointer.startswith("line ") else 0
    return (problem.severity.rank, problem.source.path, line, pointer, problem.slug, problem.message)


def _files(files: Iterable[FileRead]) -> tuple[FileRead, ...]:
    """Every path once, in order; a digest goes before the lack of one."""
    found = tuple(files)
    paths = [file.path for file in found]
    if all(map(lt, paths, paths[1:])):
        return found
    kept = {file.path: file for file in found}
    if len(kept) == len(found):
        return tuple(kept[path] for path in sorted(kept))
    kept.clear()
    for file in found:
        before = kept.get(file.path)
        if before is None or (file.sha256 and not before.sha256):
            kept[file.path] = file
    return tuple(kept[path] for path in sorted(kept))
