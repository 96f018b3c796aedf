"""The params of a pipeline and of its stages: as recorded when the stages ran, and as the files have them now."""

from collections.abc import Iterable, Mapping

from generator.catalog import Param, Severity
from generator.provenance import Source
from generator.readers.dvc.histories import number_in
from generator.readers.dvc.lock import Lock, LockedStage
from generator.readers.dvc.pipeline import PARAMS
from generator.readers.dvc.values import ValueFiles
from generator.readers.nested_params import params_of, settings_in
from generator.readers.reading import Reading

_CHANGED_SHOWN = 3
"""Changed params that a message names."""


def stage_params(reading: Reading, stage: LockedStage) -> tuple[Param, ...]:
    """What a stage was given, as recorded when it ran."""
    return _together((file, _flat(reading, values, source)) for file, values, source in stage.params)


def pipeline_params(
    reading: Reading, values: ValueFiles, lock: Lock | None, files: Iterable[str]
) -> tuple[Param, ...]:
    """What the whole pipeline was given: as recorded of its stages, and else as the files have it.

    A value that was changed since a stage ran is reported, and shown as the stage had it.
    """
    recorded: list[tuple[str, dict[str, Param]]] = []
    for stage in lock.stages.values() if lock else ():
        recorded += [(file, _flat(reading, held, source)) for file, held, source in stage.params]
    written: list[tuple[str, dict[str, Param]]] = []
    for path in dict.fromkeys(files):
        document = values.params(path, "the params in it are shown as dvc.lock has them")
        if document is not None:
            reading.report_faults(document, "the last one is shown")
            written.append((path, _flat(reading, document.values, document.source)))
    now = dict(written)
    for file, params in recorded:
        _report_changed(reading, params, now.get(file, {}), file)
    return _together([*recorded, *written])


def _flat(reading: Reading, values: Mapping[str, object], source: Source) -> dict[str, Param]:
    return {param.key: param for param in params_of(reading, settings_in(values, source), source)}


def _together(parts: Iterable[tuple[str, Mapping[str, Param]]]) -> tuple[Param, ...]:
    """All params by key; where two files differ in one, the second has its file before its key."""
    found: dict[str, Param] = {}
    owners: dict[str, str] = {}
    for file, params in parts:
        for key, param in params.items():
            first = found.setdefault(key, param)
            owner = owners.setdefault(key, file)
            if owner != file and not _alike(first.value, param.value):
                named = f"{file}:{key}"
                found.setdefault(named, Param(named, param.value, param.source))
    return tuple(found[key] for key in sorted(found))


def _report_changed(
    reading: Reading, recorded: Mapping[str, Param], written: Mapping[str, Param], file: str
) -> None:
    changed = [
        f"{key} was {param.value} and is {written[key].value}"
        for key, param in recorded.items()
        if key in written and not _alike(param.value, written[key].value)
    ]
    if changed:
        more = f", and {len(changed) - _CHANGED_SHOWN} more" if len(changed) > _CHANGED_SHOWN else ""
        first = next(param for key, param in recorded.items() if changed[0].startswith(f"{key} was "))
        reading.report(
            "dvc-params-changed", Severity.WARNING, first.source,
            f"{file.rpartition('/')[2] or PARAMS} was changed since the stage ran: " + "; ".join(changed[:_CHANGED_SHOWN]) + more,
            "the values that the stage had are shown", "run dvc repro",
        )  # fmt: skip


def _alike(first: str, second: str) -> bool:
    """Whether two values mean the same: DVC writes numbers and truth values in its own way."""
    if first == second or first.casefold() == second.casefold() in {"true", "false"}:
        return True
    numbers = number_in(first), number_in(second)
    return None not in numbers and numbers[0] == numbers[1]
