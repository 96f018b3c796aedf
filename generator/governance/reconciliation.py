"""Found, parsed, evaluated: whether anything fell by the wayside between the disk and the findings.

Two counts are held against each other. The readers say what they lost: each problem of severity *error* is a record that
its place holds and no page shows. And the list of all files opened is looked at without the readers: a file that is called
as the files of records are and stands as deep, and that neither a record nor a problem names, was passed over in silence.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from generator.catalog import Catalog, FileRead, Problem, Severity
from generator.catalog.record import Record
from generator.governance.assessment import Count
from generator.governance.subject import Scope
from generator.messages import say

_MOST_REASONS = 20
_LOST = re.compile(r"^the (registered model|version|run|logged model|experiment|dataset)\b.* not shown")
_OTHER = say("other records")
_PLURALS = {
    "registered model": say("registered models"),
    "version": say("model versions"),
    "run": "runs",
    "logged model": say("logged models"),
    "experiment": "experiments",
    "dataset": "datasets",
}


def reconcile(scope: Scope) -> tuple[Count, ...]:
    """How many records of each kind and how many files were found, could be parsed, and were evaluated.

    Only registered models and their versions are evaluated; everything else is evidence. What the policy excludes counts
    as found and parsed, with the reason.
    """
    catalog = scope.catalog
    lost = tuple(lost_records(scope))
    by_kind = Counter(_kind(problem) for problem in lost)
    parsed = _parsed(catalog)
    return (
        *(
            Count(
                noun=noun,
                found=number + by_kind[noun],
                parsed=number,
                evaluated=_evaluated(scope, noun),
                reasons=(*_told(problem for problem in lost if _kind(problem) == noun), *_left(scope, noun)),
            )
            for noun, number in parsed.items()
        ),
        Count(
            noun=_OTHER,
            found=by_kind[_OTHER],
            parsed=0,
            evaluated=None,
            reasons=tuple(_told(problem for problem in lost if _kind(problem) == _OTHER)),
        ),
        _files(scope),
        _files_of_records(scope),
    )


def lost_records(scope: Scope) -> Iterator[Problem]:
    """The problems by which a record was lost and that the policy does not exclude, in the order of the catalogue."""
    for problem in scope.catalog.problems:
        if problem.severity is Severity.ERROR and not scope.excluded(problem.source.path):
            yield problem


def unread_files(scope: Scope) -> tuple[FileRead, ...]:
    """The files that could not be read and that the policy does not exclude."""
    return tuple(file for file in scope.catalog.files if not file.sha256 and not scope.excluded(file.path))


def passed_over(scope: Scope) -> tuple[FileRead, ...]:
    """The files that stand where files of records stand, and that no record and no problem names."""
    behind = {source.path for record in _records(scope.catalog) for source in (record.source, *record.also)}
    told = {problem.source.path for problem in scope.catalog.problems}
    return tuple(
        file
        for file in _record_files(scope.catalog)
        if file.path not in behind
        and not any(place in told for place in _above(file.path))
        and not scope.excluded(file.path)
    )


def _parsed(catalog: Catalog) -> Mapping[str, int]:
    return {
        "registered models": len(catalog.models),
        "model versions": sum(len(model.versions) for model in catalog.models),
        "runs": len(catalog.runs),
        "logged models": len(catalog.logged_models),
        "experiments": len(catalog.experiments),
        "datasets": len(catalog.datasets),
    }


def _evaluated(scope: Scope, noun: str) -> int | None:
    return {"registered models": len(scope.models), "model versions": len(scope.versions)}.get(noun)


def _left(scope: Scope, noun: str) -> Iterator[str]:
    """Why fewer were evaluated than parsed."""
    models = scope.catalog.models
    if noun == "registered models":
        yield from _difference(say("excluded by the policy"), len(models) - len(scope.models))
    if noun == "model versions":
        deleted = sum(version.deleted for model in models for version in model.versions)
        listed = sum(len(model.listed_versions) for model in models)
        yield from _difference(say("no longer listed by the registry"), deleted)
        yield from _difference(say("excluded by the policy"), listed - len(scope.versions))


def _files(scope: Scope) -> Count:
    unread = unread_files(scope)
    found = len(scope.catalog.files)
    return Count(
        noun="files",
        found=found,
        parsed=found - len(unread),
        evaluated=None,
        reasons=tuple(say("{path} could not be read", path=file.path) for file in unread[:_MOST_REASONS]),
    )


def _files_of_records(scope: Scope) -> Count:
    over = passed_over(scope)
    found = sum(1 for _ in _record_files(scope.catalog))
    return Count(
        noun=say("files of records"),
        found=found,
        parsed=found - len(over),
        evaluated=None,
        reasons=tuple(
            say("{path} is behind no record and no problem", path=file.path) for file in over[:_MOST_REASONS]
        ),
    )


def _kind(problem: Problem) -> str:
    """What was lost, by what its reader says that it costs."""
    found = _LOST.match(problem.cost)
    return _PLURALS[found.group(1)] if found else _OTHER


def _told(problems: Iterator[Problem]) -> Iterator[str]:
    for count, problem in enumerate(problems):
        if count == _MOST_REASONS:
            return
        yield str(problem)


def _difference(reason: str, count: int) -> tuple[str, ...]:
    return (f"{count} {reason}",) if count else ()


def _records(catalog: Catalog) -> Iterator[Record]:
    """The records that have a file of their own; a dataset's may be one of several that say the same."""
    groups: Sequence[Sequence[Record]] = (
        catalog.experiments, catalog.runs, catalog.logged_models, catalog.models, catalog.prompts,
    )  # fmt: skip
    for group in groups:
        yield from group
    for model in catalog.models:
        yield from model.versions


def _record_files(catalog: Catalog) -> Iterator[FileRead]:
    """The files called as the files of records are, and standing as deep; those in folders of data left out."""
    records = tuple(_records(catalog))
    shapes = {(record.store, _shape(record.store, record.source.path)) for record in records}
    stores = {store for store, _ in shapes}
    names = {name for _, (_, name) in shapes}
    apart = _data_folders(catalog, frozenset(record.source.path for record in records))
    prompts = {version.source.path for prompt in catalog.prompts for version in prompt.versions}
    for file in catalog.files:
        if file.path.rpartition("/")[2] not in names or file.path in prompts:
            continue
        if _folder_name(file.path) not in apart and any(
            file.path.startswith(f"{store}/") and (store, _shape(store, file.path)) in shapes
            for store in stores
        ):
            yield file


def _data_folders(catalog: Catalog, behind: frozenset[str]) -> frozenset[str]:
    """What the folders are called in which only data is described, such as ``datasets`` and ``inputs``."""
    data = {dataset.source.path for dataset in catalog.datasets}
    data |= {used.source.path for run in catalog.runs for used in run.inputs}
    return frozenset(_folder_name(path) for path in data - behind) - {""}


def _shape(store: str, path: str) -> tuple[int, str]:
    """How deep a file stands below its store, and what it is called."""
    return path[len(store) :].count("/"), path.rpartition("/")[2]


def _folder_name(path: str) -> str:
    """The folder that the folder of a file stands in: ``datasets`` for ``1/datasets/ab/meta.yaml``."""
    parts = path.rsplit("/", 3)
    return parts[-3] if len(parts) > 3 else ""  # noqa: PLR2004


def _above(path: str) -> Iterator[str]:
    """A path and every folder above it."""
    while path:
        yield path
        path = path.rpartition("/")[0]
