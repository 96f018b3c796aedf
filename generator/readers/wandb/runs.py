"""Runs of W&B: what all folders of one run say together, as records of the catalogue."""

from datetime import datetime, timedelta

from generator.catalog import (
    Artifact,
    CodeVersion,
    Metric,
    MetricPoint,
    Run,
    RunStatus,
)
from generator.catalog.package import ModelPackage
from generator.provenance import Source
from generator.provenance.document import Document
from generator.provenance.instants import instant_from_milliseconds
from generator.readers.json_documents import Number, number_of
from generator.readers.metric_series import MetricHistory
from generator.readers.mlflow.artifacts import read_artifacts
from generator.readers.nested_params import params_of
from generator.readers.personal_data import without_personal_data
from generator.readers.reading import Reading
from generator.readers.text import visible_name
from generator.readers.wandb.folders import RECORDS
from generator.readers.wandb.history import SYSTEM, milliseconds, numbers_of, whole
from generator.readers.wandb.parts import ReadRun
from generator.readers.wandb.tags import tags_of

_DIFF = "diff.patch"
"""Written when the working tree had changes (``wandb/sdk/lib/gitlib.py``)."""


def run_of(reading: Reading, read: ReadRun) -> Run:
    """The record of a run."""
    identity = read.identity
    status, status_place = _status(read)
    start, start_place = _start(read)
    artifacts, packages = _artifacts(reading, read)
    settings = ((name, value, place) for name, (value, place) in sorted(read.config.items()))
    run = Run(
        run_id=identity.run_id,
        experiment_id=identity.experiment_id,
        name=without_personal_data(visible_name(read.logged("display_name") or identity.wandb_id)),
        status=status,
        start_time=start,
        end_time=_end(read, start, status),
        user=without_personal_data(read.described("username")[0]),
        description=without_personal_data(read.logged("notes")),
        code=_code(read),
        params=params_of(reading, settings, read.source),
        tags=tags_of(reading, read),
        metrics=_metrics(read, start),
        artifacts=artifacts,
        packages=packages,
        store=identity.store,
        source=read.source,
        places=(
            ("start_time", start_place),
            ("end_time", read.runtime[1]),
            ("status", status_place),
        ),
        whole=True,
    )
    for part in read.parts:
        if part.metadata is not None:
            reading.report_faults(part.metadata)
    return run


def _status(read: ReadRun) -> tuple[RunStatus, Source]:
    """From the exit code: that of the log, else that of the metadata, where W&B kept it before version 0.10."""
    last = read.parts[-1]
    if last.log is not None and last.log.exit_code is not None:
        return _ended(last.log.exit_code), last.log_source.at("exit", "exit_code")
    if last.metadata is None:
        return RunStatus.UNKNOWN, read.source
    if last.metadata.text("state") == "killed":
        return RunStatus.KILLED, last.metadata.at("state")
    code = last.metadata.integer("exitcode")
    return (RunStatus.UNKNOWN, read.source) if code is None else (_ended(code), last.metadata.at("exitcode"))


def _ended(exit_code: int) -> RunStatus:
    return RunStatus.FAILED if exit_code else RunStatus.FINISHED


def _start(read: ReadRun) -> tuple[datetime | None, Source]:
    """When the first folder of the run began."""
    for part in read.parts:
        if part.log is not None and part.log.start_time is not None:
            started = instant_from_milliseconds(milliseconds(part.log.start_time))
            return started, part.log_source.at(*part.log.start_place)
        if part.metadata is not None and (started := part.metadata.instant("startedAt")):
            return started, part.metadata.at("startedAt")
        written = part.system.get("start_time")
        seconds = number_of(Number(written)) if isinstance(written, str) else None
        if seconds is not None:
            return instant_from_milliseconds(milliseconds(seconds)), part.system_source.at("start_time")
    return None, read.source


def _end(read: ReadRun, start: datetime | None, status: RunStatus) -> datetime | None:
    """When the run ended, by how long W&B says it took; None unless it ended, and in one folder."""
    seconds, _ = read.runtime
    if start is None or seconds is None or len(read.parts) > 1 or status is RunStatus.UNKNOWN:
        return None
    try:
        return start + timedelta(seconds=seconds)
    except OverflowError:
        return None


def _code(read: ReadRun) -> CodeVersion | None:
    entry_point, place = read.described("codePath", "codePathLocal", "program")
    repository, commit = _git(read)
    changed = any(_DIFF in part.folder.held for part in read.parts)
    if not (entry_point or repository[0] or commit[0]):
        return None
    return CodeVersion(
        entry_point=without_personal_data(entry_point),
        repository=without_personal_data(repository[0]),
        commit=commit[0],
        dirty=True if changed else None,
        source=commit[1] if commit[0] else repository[1] if repository[0] else place,
    )


def _git(read: ReadRun) -> tuple[tuple[str, Source], tuple[str, Source]]:
    """The address of the repository, and the commit."""
    for part in reversed(read.parts):
        git = part.metadata.mapping("git") if part.metadata is not None else Document({}, read.source)
        if git.text("commit") or git.text("remote"):
            return (git.text("remote"), git.at("remote")), (git.text("commit"), git.at("commit"))
    return read.described("git_remote"), read.described("git_commit")


def _artifacts(reading: Reading, read: ReadRun) -> tuple[tuple[Artifact, ...], tuple[ModelPackage, ...]]:
    """The files of a run; of several folders, the last file of a name."""
    found: dict[str, Artifact] = {}
    packages: dict[str, ModelPackage] = {}
    for part in read.parts:
        listed = read_artifacts(reading, part.folder.files)
        logs = {part.folder.log.rpartition("/")[2]} if part.folder.files == part.folder.path else set()
        found.update({each.path: each for each in listed.artifacts if each.path not in RECORDS | logs})
        packages.update({each.path: each for each in listed.packages})
    return tuple(found[path] for path in sorted(found)), tuple(packages[path] for path in sorted(packages))


def _metrics(read: ReadRun, start: datetime | None) -> tuple[Metric, ...]:
    """The histories, and a single point for every number that only the summary has."""
    found = {metric.key: metric for metric in read.history.records()}
    system = {name: number_of(value) for name, (value, _) in read.summary.items() if name in SYSTEM}
    moment = milliseconds(system.get("_timestamp")) or (round(start.timestamp() * 1000) if start else 0)
    step = whole(system.get("_step"), 0)
    for name, (value, place) in read.summary.items():
        for key, number in numbers_of([((name,), value)])[0] if name not in SYSTEM else ():
            if key not in found:
                found[key] = _single(key, MetricPoint(step, number, moment), place)
    return tuple(found[key] for key in sorted(found))


def _single(key: str, point: MetricPoint, source: Source) -> Metric:
    history = MetricHistory()
    history.add((point.step,), (point.value,), (point.timestamp,))
    return history.metric(key, source)
