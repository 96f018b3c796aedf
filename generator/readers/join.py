"""From the records of many readers and stores to one catalogue, in one order, with nothing in it twice."""

from collections.abc import Callable, Container, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from typing import Any, TypeVar

from generator.catalog import (
    Catalog,
    Dataset,
    Experiment,
    FileRead,
    LifecycleStage,
    LoggedModel,
    Problem,
    Prompt,
    Records,
    RegisteredModel,
    Run,
    Severity,
)
from generator.provenance import Source
from generator.readers.mlflow.model_files import model_files, with_files

_NEVER = datetime.max.replace(tzinfo=UTC)

_Tracked = TypeVar("_Tracked", Experiment, Run, LoggedModel)
_Named = TypeVar("_Named", RegisteredModel, Prompt)


def join(parts: Iterable[Records], stores: tuple[str, ...]) -> Catalog:
    """Put records together.

    An experiment, a run or a logged model that is recorded twice is kept once, the first by the order of the stores,
    one still listed before a deleted one; a dataset that several experiments used is one dataset. Registered models of
    one name in two registries are two models, the later one under a name that says where it stands. A version whose
    files lie with a run or a logged model of another reader or store is given them.

    Args:
        parts: what the readers found.
        stores: labels of the stores, in the order in which they were named.
    """
    found = tuple(parts)
    joining = _Joining(stores)
    experiments = joining.once(
        chain.from_iterable(part.experiments for part in found),
        lambda experiment: (experiment.store, experiment.experiment_id),
        "experiment",
    )
    runs = joining.once(chain.from_iterable(part.runs for part in found), lambda run: run.run_id, "run")
    logged_models = joining.once(
        chain.from_iterable(part.logged_models for part in found),
        lambda model: model.model_id,
        "logged model",
    )
    registered = chain.from_iterable(part.models for part in found)
    models = joining.by_name(with_files(registered, model_files(runs, logged_models)), "registered model")
    prompts = joining.by_name(chain.from_iterable(part.prompts for part in found), "prompt")
    problems = chain(chain.from_iterable(part.problems for part in found), joining.problems)
    tracked = {
        record.store for record in chain[Experiment | Run | LoggedModel](experiments, runs, logged_models)
    }
    registries = {record.store for record in chain[RegisteredModel | Prompt](models, prompts)}
    return Catalog(
        experiments=tuple(sorted(experiments, key=joining.experiment_order)),
        runs=tuple(sorted(runs, key=joining.run_order)),
        logged_models=tuple(sorted(logged_models, key=joining.logged_model_order)),
        datasets=joining.datasets(chain.from_iterable(part.datasets for part in found)),
        models=models,
        prompts=prompts,
        narratives=tuple(
            sorted(
                chain.from_iterable(part.narratives for part in found),
                key=lambda narrative: (narrative.model, narrative.source),
            )
        ),
        **_written(found),
        policy=next((part.policy for part in found if part.policy is not None), None),
        problems=tuple(sorted(set(problems), key=_problem_order)),
        files=_files(chain.from_iterable(part.files for part in found)),
        stores=joining.labels(tracked | registries),
    )


_WRITTEN = (
    "evaluations",
    "deployments",
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
    "registers",
)
"""Records that are kept as they are, in the order in which their files give them."""


def _written(parts: Sequence[Records]) -> dict[str, Any]:
    """Every record of :data:`_WRITTEN`."""
    return {name: tuple(chain.from_iterable(getattr(part, name) for part in parts)) for name in _WRITTEN}


@dataclass(slots=True)
class _Joining:
    """The order of the stores, and what is noticed while records of several come together."""

    stores: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list)

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
        """The records without those whose identity another one has."""
        kept: dict[Hashable, _Tracked] = {}
        for record in sorted(records, key=self._precedence):
            first = kept.setdefault(identity(record), record)
            if first is not record:
                self._note_twice(noun, record.source, first.source)
        return list(kept.values())

    def by_name(self, records: Iterable[_Named], noun: str) -> tuple[_Named, ...]:
        """The records in the order of their names; of one name in two registries, the later carries its store's."""
        ordered = sorted(
            records,
            key=lambda record: (record.name, self.position(record.store), record.store, record.source),
        )
        kept: dict[str, _Named] = {}
        for record in ordered:
            first = kept.get(record.name)
            if first is None:
                kept[record.name] = record
                continue
            name = _apart(record, kept)
            kept[name] = _renamed(record, name)
            self.problems.append(
                Problem(
                    slug="name-in-two-registries",
                    severity=Severity.WARNING,
                    source=record.source,
                    message=f"another registry has a {noun} of this name: {first.source}",
                    cost=f"this one is shown as {name!a}; what people wrote under the name is taken to mean the other",
                    remedy="rename one of them, or build a site for each registry",
                )
            )
        return tuple(kept[name] for name in sorted(kept))

    def datasets(self, records: Iterable[Dataset]) -> tuple[Dataset, ...]:
        """One dataset for each name and digest: the record that says most about it."""
        kept: dict[tuple[str, str], Dataset] = {}
        ordered = sorted(records, key=lambda dataset: (self.position(dataset.store), dataset.source))
        for dataset in sorted(ordered, key=_scarcity):
            kept.setdefault(dataset.key, dataset)
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

    def _precedence(self, record: Experiment | Run | LoggedModel) -> tuple[object, ...]:
        deleted = record.lifecycle_stage is LifecycleStage.DELETED
        return (self.position(record.store), deleted, record.store, record.source)

    def _note_twice(self, noun: str, source: Source, first: Source) -> None:
        self.problems.append(
            Problem(
                slug="recorded-twice",
                severity=Severity.NOTE,
                source=source,
                message=f"the {noun} is recorded here and in {first.path}",
                cost="this record is not shown, the other one is",
                remedy="remove the copy, or name only one of the stores",
            )
        )


def _apart(record: RegisteredModel | Prompt, taken: Container[str]) -> str:
    """A name that no other record has, made of its own and of the place that tells it from the others."""
    places = (record.store, record.source.path)
    return next(name for place in places if (name := f"{record.name} ({place})") not in taken)


def _renamed(record: _Named, name: str) -> _Named:
    """The same under another name; a model takes its versions along, and what they say of each other."""
    if isinstance(record, Prompt):
        return replace(record, name=name)
    versions = tuple(
        replace(
            version,
            name=name,
            copied_from=replace(version.copied_from, name=name)
            if version.copied_from and version.copied_from.name == record.name
            else version.copied_from,
        )
        for version in record.versions
    )
    return replace(record, name=name, versions=versions)


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
    kept: dict[str, FileRead] = {}
    for file in files:
        before = kept.get(file.path)
        if before is None or (file.sha256 and not before.sha256):
            kept[file.path] = file
    return tuple(kept[path] for path in sorted(kept))
