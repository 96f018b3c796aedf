"""A pipeline of DVC as runs: one for its recorded state as a whole, and below it one for each stage that ran.

DVC records the latest state of a pipeline only, in the files that git keeps. So the run of a pipeline has all params and
metrics of that state and the data that came from outside; the run of a stage has its command, what it read and wrote,
and the params and metrics of its own. Ids are DVC's own addresses, ``<store>/dvc.yaml`` and ``<store>/dvc.yaml:<stage>``.
DVC writes a stage into the lock when its command succeeded, never otherwise, and records no times.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.catalog import (
    Artifact,
    CodeVersion,
    Experiment,
    LoggedModel,
    LoggedModelStatus,
    Metric,
    Run,
    RunStatus,
    Severity,
    Tag,
)
from generator.provenance import Source
from generator.readers.dvc.data import Files, code_tags
from generator.readers.dvc.folders import LIVE_METRICS, LOCK, PIPELINE
from generator.readers.dvc.lock import FOLDER_MARK, Lock, LockedFile, LockedStage
from generator.readers.dvc.metrics import Recorded, read_metrics
from generator.readers.dvc.params import pipeline_params, stage_params
from generator.readers.dvc.paths import covers, is_inside, with_folders
from generator.readers.dvc.pipeline import PARAMS, DeclaredPlot, DeclaredStage, Pipeline
from generator.readers.dvc.values import ValueFiles, is_file
from generator.readers.mlflow.artifacts import below, read_artifact, read_artifacts
from generator.readers.personal_data import without_personal_data
from generator.readers.reading import Reading
from generator.readers.text import visible_name


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineRecords:
    """What one pipeline becomes."""

    experiment: Experiment
    runs: tuple[Run, ...]
    """That of the pipeline first."""
    logged_models: tuple[LoggedModel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineReader:
    """Reads one folder with a ``dvc.yaml`` or a ``dvc.lock``."""

    reading: Reading
    values: ValueFiles
    files: Files
    folder: str
    repository: str
    """The folder in which DVC's cache would lie."""
    pipeline: Pipeline
    lock: Lock | None
    live: tuple[str, ...]
    """Folders of DVCLive in the store."""

    @property
    def label(self) -> str:
        """What the records call their store."""
        return below(self.reading.store.label, visible_name(self.folder))

    @property
    def run_id(self) -> str:
        """Of the pipeline as a whole."""
        return f"{self.label}/{PIPELINE}"

    def stage_run_id(self, name: str) -> str:
        """Of one stage."""
        return f"{self.run_id}:{visible_name(name)}"

    def model_id(self, out: LockedFile) -> str:
        """Of a model that a stage wrote."""
        return f"{self.label}/{out.path}@{out.digest}"

    def records(self) -> PipelineRecords:
        """Every record of the pipeline."""
        self._report_differences()
        logged = {
            (stage.name, out.path): self._logged_model(stage, out)
            for stage in self._locked
            for out in stage.outs
            if self.files.is_model(out.path)
        }
        made = {(model.name, _digest(model)): model.model_id for model in logged.values()}
        runs = [self._stage_run(stage, made) for stage in self._locked]
        return PipelineRecords(
            experiment=Experiment(
                experiment_id=PIPELINE,
                name=self.label,
                store=self.label,
                source=self.pipeline.source,
                whole=True,
            ),
            runs=(self._pipeline_run(runs), *runs),
            logged_models=tuple(logged.values()),
        )

    def _pipeline_run(self, stages: list[Run]) -> Run:
        declared = self.pipeline.stages.values()
        params_files = [below(self.folder, PARAMS), *self.pipeline.params_files]
        params_files += [path for stage in declared for path in stage.params_files]
        written = {out.path for stage in self._locked for out in stage.outs}
        inputs = {used.key: used for run in reversed(stages) for used in reversed(run.inputs)}
        source = self.lock.source if self.lock else self.pipeline.source
        complete = bool(stages) and {stage.name for stage in declared} <= {run.name for run in stages}
        return Run(
            run_id=self.run_id,
            experiment_id=PIPELINE,
            name="pipeline",
            status=RunStatus.FINISHED if complete else RunStatus.UNKNOWN,
            params=pipeline_params(self.reading, self.values, self.lock, params_files),
            metrics=self._metrics(
                [
                    *self.pipeline.metrics,
                    *(path for stage in declared for path in stage.metrics),
                    *(path for stage in self._locked for path in self._live_metrics(stage)),
                ],
                [*self.pipeline.plots, *(plot for stage in declared for plot in stage.plots)],
            ),
            inputs=tuple(inputs[key] for key in sorted(inputs) if written.isdisjoint(with_folders(key[0]))),
            store=self.label,
            source=source,
            whole=True,
        )

    def _stage_run(self, stage: LockedStage, made: dict[tuple[str, str], str]) -> Run:
        declared = self.pipeline.stages.get(stage.name)
        data = [dep for dep in stage.deps if self.files.is_data(dep.path)]
        models = [dep for dep in stage.deps if self.files.is_model(dep.path)]
        known = {dep.path for dep in (*data, *models)}
        measured = (*_measured(declared), *self.live)
        return Run(
            run_id=self.stage_run_id(stage.name),
            experiment_id=PIPELINE,
            name=visible_name(stage.name),
            status=RunStatus.FINISHED,
            parent_run_id=self.run_id,
            description=without_personal_data(declared.description) if declared else "",
            code=CodeVersion(
                entry_point=without_personal_data(visible_name(stage.command)), source=stage.source.at("cmd")
            ),
            params=stage_params(self.reading, stage),
            tags=code_tags(dep for dep in stage.deps if dep.path not in known),
            metrics=self._metrics(list(declared.metrics), list(declared.plots), quiet=True)
            if declared
            else (),
            inputs=tuple(self.files.input(dep, self.label) for dep in data),
            outputs=tuple(
                self.files.output(out, self.label)
                for out in (*stage.outs, *self._parts(stage))
                if not any(covers(each, out.path) for each in measured) and not self.files.is_model(out.path)
            ),
            model_inputs=tuple(model_id for dep in models if (model_id := made.get((dep.path, dep.digest)))),
            model_outputs=tuple(
                made[out.path, out.digest] for out in stage.outs if (out.path, out.digest) in made
            ),
            artifacts=tuple(each for out in stage.outs for each in _artifacts(self.reading, out)),
            store=self.label,
            source=stage.source,
            places=(("inputs", stage.source.at("deps")),),
            whole=True,
        )

    @property
    def _locked(self) -> tuple[LockedStage, ...]:
        return tuple(self.lock.stages.values()) if self.lock else ()

    def _live_metrics(self, stage: LockedStage) -> Iterator[str]:
        """Files of metrics in folders of DVCLive that a stage writes as a whole."""
        for folder in self.live:
            path = below(folder, LIVE_METRICS)
            if any(covers(out.path, folder) for out in stage.outs) and is_file(self.reading, path):
                yield path

    def _parts(self, stage: LockedStage) -> Iterator[LockedFile]:
        """Files in a folder that a stage wrote, as far as other stages used them one by one."""
        folders = {out.path for out in stage.outs if out.digest.endswith(FOLDER_MARK)}
        for other in self._locked if folders else ():
            for dep in other.deps:
                if dep.path not in folders and not folders.isdisjoint(with_folders(dep.path)):
                    yield dep

    def _metrics(
        self, files: list[str], plots: list[DeclaredPlot], *, quiet: bool = False
    ) -> tuple[Metric, ...]:
        """The metrics of some files; quietly where the run of the pipeline has reported what is wrong with them."""
        if not files and not plots:
            return ()
        reading = Reading(self.reading.store) if quiet else self.reading
        outs = (
            {out.path: out for stage in self.lock.stages.values() for out in stage.outs} if self.lock else {}
        )
        recorded = Recorded(self.repository, outs, self.live)
        values = ValueFiles(reading) if quiet else self.values
        return read_metrics(reading, values, recorded, files, plots)

    def _logged_model(self, stage: LockedStage, out: LockedFile) -> LoggedModel:
        return LoggedModel(
            model_id=self.model_id(out),
            name=out.path,
            experiment_id=PIPELINE,
            source_run_id=self.stage_run_id(stage.name),
            status=LoggedModelStatus.READY,
            tags=(Tag(DIGEST_TAG, out.digest, out.source.at("md5")),),
            artifacts=tuple(_artifacts(Reading(self.reading.store), out)),
            store=self.label,
            source=out.source,
            whole=True,
        )

    def _report_differences(self) -> None:
        """What ``dvc.yaml`` and ``dvc.lock`` do not agree on."""
        reading, declared = self.reading, self.pipeline.stages
        if self.lock is None:
            if declared and not is_file(reading, below(self.folder, LOCK)):
                reading.report(
                    "dvc-lock-missing", Severity.WARNING, reading.store.source(below(self.folder, LOCK)),
                    f"is not there, while dvc.yaml declares {len(declared)} stages",
                    "nothing says that they ever ran: what they used and wrote is not shown",
                    "run dvc repro, and commit dvc.lock",
                )  # fmt: skip
            return
        for name, stage in declared.items():
            locked = self.lock.stages.get(name)
            if locked is None:
                reading.report(
                    "dvc-stage-not-run", Severity.NOTE, stage.source, f"dvc.lock does not say that the stage {name!a} ever ran",
                    "it is not shown as a run", "run dvc repro, and commit dvc.lock",
                )  # fmt: skip
            elif stage.resolved and stage.command != locked.command:
                reading.report(
                    "dvc-stage-changed", Severity.WARNING, locked.source.at("cmd"),
                    f"the command of the stage {name!a} was changed in dvc.yaml since it ran",
                    "the command that ran is shown", "run dvc repro",
                )  # fmt: skip
        if self.pipeline.source.sha256:
            for name, locked in self.lock.stages.items():
                if name not in declared:
                    reading.report(
                        "dvc-stage-gone", Severity.NOTE, locked.source, f"dvc.yaml no longer declares the stage {name!a}",
                        "it is shown as it last ran",
                    )  # fmt: skip


DIGEST_TAG = "dvc.digest"
"""Tag of a logged model that holds DVC's digest of it."""


def _artifacts(reading: Reading, out: LockedFile) -> Iterator[Artifact]:
    """What a stage wrote: with its digest where it is in the store, else with the size that DVC recorded."""
    if is_file(reading, out.path):
        artifact = read_artifact(reading, out.path, out.path)
        if artifact:
            yield artifact
    elif is_inside(out.path) and out.path and reading.store.is_folder(out.path):
        for each in read_artifacts(reading, out.path).artifacts:
            yield Artifact(f"{out.path}/{each.path}", each.size, each.source, each.kind, each.listing)
    elif out.size is not None and out.size >= 0:
        yield Artifact(out.path, out.size, Source(out.source.path, "", out.source.pointer))


def _digest(model: LoggedModel) -> str:
    return next((tag.value for tag in model.tags if tag.key == DIGEST_TAG), "")


def _measured(declared: DeclaredStage | None) -> set[str]:
    """Paths of what a stage writes for its metrics and plots."""
    return {*declared.metrics, *(plot.path for plot in declared.plots)} if declared else set()
