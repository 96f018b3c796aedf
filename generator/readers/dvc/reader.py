"""DVC, DVCLive and GTO, as they lie in a repository: the entry of the reader.

None of them is needed, and git is never run. What is read is the state that the files have: DVC keeps older ones in git's
history, of which only what GTO's tags name is looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from generator.catalog import (
    CodeVersion,
    Dataset,
    Experiment,
    LoggedModel,
    Records,
    RegisteredModel,
    Run,
    RunStatus,
    Severity,
    Tag,
)
from generator.errors import ModelfolioError
from generator.provenance import Source
from generator.readers.dvc.data import Files, report_stale
from generator.readers.dvc.folders import (
    LIVE,
    LIVE_METRICS,
    LIVE_PARAMS,
    LOCK,
    PIPELINE,
    FoundFolders,
    find_folders,
)
from generator.readers.dvc.lock import LockedFile, read_lock, read_tracked
from generator.readers.dvc.metrics import live_metrics
from generator.readers.dvc.params import pipeline_params
from generator.readers.dvc.paths import covers
from generator.readers.dvc.pipeline import Pipeline, read_pipeline
from generator.readers.dvc.runs import PipelineReader
from generator.readers.dvc.values import ValueFiles, is_file
from generator.readers.git.repository import GitRepository
from generator.readers.gto.annotations import FILE, MODEL, Annotation, is_annotations, read_annotations
from generator.readers.gto.models import COMMIT_TAG
from generator.readers.gto.registry import has_tags, read_registry
from generator.readers.mlflow.artifacts import below
from generator.readers.reading import Reading
from generator.readers.store import Store
from generator.readers.text import decode, visible_name
from generator.readers.yaml_documents import yaml_document


class DvcReader:
    """Reads every pipeline, every folder of DVCLive and every registry of GTO at or below a folder."""

    name = "dvc"
    looks_for = "a dvc.yaml, dvc.lock, .dvc file or dvclive folder, or GTO's tags in a .git folder"

    def recognizes(self, store: Store) -> bool:
        """Whether anything of DVC, DVCLive or GTO lies at or below the top."""
        found = find_folders(store)
        if found.pipelines or found.tracked or found.live or _annotated(store, found):
            return True
        reading = Reading(store)
        return any(
            has_tags(GitRepository(reading, path), certain=_is_used(store, folder))
            for folder, path in found.git.items()
        )

    def read(self, store: Store) -> Records:
        """Every record of them."""
        return _Repositories(Reading(store), find_folders(store)).records()


@dataclass(slots=True)
class _Repositories:
    """One pass over a store."""

    reading: Reading
    found: FoundFolders
    files: Files = field(default_factory=Files)
    experiments: list[Experiment] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    logged_models: list[LoggedModel] = field(default_factory=list)
    annotations: dict[str, list[Annotation]] = field(default_factory=dict)
    """By the folder of the repository."""

    def records(self) -> Records:
        """Everything found, in the order in which it was."""
        for path in self.found.tracked:
            for file in read_tracked(self.reading, path):
                self.files.add_tracked(file)
        values = ValueFiles(self.reading)
        for folder in _annotated(self.reading.store, self.found):
            self._annotations(folder).extend(read_annotations(self.reading, folder))
        readers = [reader for folder in self.found.pipelines if (reader := self._pipeline(folder, values))]
        self._learn_models(readers)
        written = {
            out.path: out
            for reader in readers
            for stage in (reader.lock.stages.values() if reader.lock else ())
            for out in stage.outs
        }
        for reader in readers:
            self._add(reader, written)
        for folder in self.found.live:
            self._add_live(folder, values, readers)
        self.files.remember_tracked(self.reading.store.label)
        models = self._models(readers)
        self._report_search()
        return Records(
            experiments=tuple(self.experiments),
            runs=tuple(_with_commits(self.runs, models)),
            logged_models=tuple(self.logged_models),
            datasets=self._datasets(),
            models=models,
            problems=tuple(self.reading.problems),
        )

    def _datasets(self) -> tuple[Dataset, ...]:
        return tuple(self.files.datasets[key] for key in sorted(self.files.datasets))

    def _repository(self, folder: str) -> str:
        """The folder of the repository around one: git's, else the top of the store."""
        return self.found.repository_of(folder) or ""

    def _annotations(self, folder: str) -> list[Annotation]:
        return self.annotations.setdefault(self._repository(folder), [])

    def _pipeline(self, folder: str, values: ValueFiles) -> PipelineReader | None:
        repository = self._repository(folder)
        prefix = folder[len(repository) :].lstrip("/")
        store = self.reading.store
        pipeline = None
        if is_file(self.reading, below(folder, PIPELINE)):
            pipeline = read_pipeline(self.reading, folder, values, prefix)
            if pipeline:
                self._annotations(folder).extend(pipeline.annotations)
        else:
            self.reading.report(
                "dvc-yaml-missing", Severity.NOTE, store.source(below(folder, PIPELINE)), "is not there, while dvc.lock is",
                "the stages are shown as they last ran, without what they measured",
            )  # fmt: skip
        if pipeline is None:
            pipeline = Pipeline(folder=folder, source=Source(store.source(below(folder, PIPELINE)).path))
        lock = None
        if is_file(self.reading, below(folder, LOCK)):
            lock = read_lock(self.reading, folder, pipeline.working)
        if lock:
            self.files.add_lock(lock)
        return PipelineReader(
            reading=self.reading,
            values=values,
            files=self.files,
            folder=folder,
            repository=_cache_of(store, folder),
            pipeline=pipeline,
            lock=lock,
            live=tuple(self.found.live),
        )

    def _learn_models(self, readers: list[PipelineReader]) -> None:
        """Which files somebody calls models, by their annotation or where a stage writes them."""
        for folder, annotations in self.annotations.items():
            self.files.models.update(
                below(folder, each.path) for each in annotations if each.type == MODEL and each.path
            )
        for reader in readers:
            self.files.models.update(
                path for stage in reader.pipeline.stages.values() for path in stage.models
            )

    def _add(self, reader: PipelineReader, written: dict[str, LockedFile]) -> None:
        pipeline = reader.pipeline
        if not (
            reader.lock or pipeline.stages or pipeline.metrics or pipeline.plots or pipeline.params_files
        ):
            return
        records = reader.records()
        self.experiments.append(records.experiment)
        self.runs.extend(records.runs)
        self.logged_models.extend(records.logged_models)
        if reader.lock:
            report_stale(self.reading, self.files, reader.lock, written)

    def _add_live(self, folder: str, values: ValueFiles, readers: list[PipelineReader]) -> None:
        """A folder of DVCLive that no pipeline declares is an experiment of its own."""
        if any(_declares(reader, folder) for reader in readers):
            return
        store = self.reading.store
        label = below(store.label, visible_name(folder))
        metrics = live_metrics(self.reading, values, folder)
        params = pipeline_params(self.reading, values, None, [below(folder, LIVE_PARAMS)])
        source = store.source(below(folder, LIVE_METRICS if metrics else LIVE_PARAMS))
        self.experiments.append(
            Experiment(experiment_id=LIVE, name=label, store=label, source=source, whole=True)
        )
        self.runs.append(
            Run(
                run_id=f"{label}/{LIVE_METRICS}",
                experiment_id=LIVE,
                name=visible_name(folder.rpartition("/")[2]) or LIVE,
                status=RunStatus.UNKNOWN,
                params=params,
                metrics=metrics,
                store=label,
                source=source,
                whole=True,
            )
        )

    def _models(self, readers: list[PipelineReader]) -> tuple[RegisteredModel, ...]:
        """The models of every repository, those without a git directory too."""
        models: list[RegisteredModel] = []
        for folder in sorted({*self.found.git, *self.annotations}):
            path = self.found.git.get(folder)
            git = GitRepository(self.reading, path) if path else None
            written = self.annotations.get(folder, [])
            certain = bool(written) or _is_used(self.reading.store, folder) or any(
                self._repository(each) == folder for each in (*self.found.pipelines, *self.found.live)
            )  # fmt: skip
            if git is not None and not has_tags(git, certain=certain) and not written:
                continue
            own = [reader for reader in readers if self._repository(reader.folder) == folder]
            models.extend(read_registry(self.reading, git, folder, written, own))
        return tuple(models)

    def _report_search(self) -> None:
        store = self.reading.store
        for folder in self.found.git_elsewhere:
            if self._repository(folder) == "" and any(
                covers(folder, each) or not folder for each in self.found.pipelines
            ):
                self.reading.report(
                    "git-elsewhere", Severity.NOTE, store.source(below(folder, ".git")),
                    "is no folder but names one elsewhere, as in a worktree or a submodule",
                    "versions that GTO registered are not shown", "name the main working tree as the store",
                )  # fmt: skip
        if self.found.bounded:
            self.reading.report(
                "search-bounded", Severity.WARNING, store.source(""), "has more folders than are searched for files of DVC",
                "pipelines farther below are not shown", "name the folder of the pipeline itself",
            )  # fmt: skip


def _with_commits(runs: list[Run], models: tuple[RegisteredModel, ...]) -> Iterator[Run]:
    """The runs; that of a pipeline with the commit of the first tag that names a commit with the same ``dvc.lock``."""
    tags: dict[str, Tag] = {}
    for model in models:
        for version in model.versions:
            for tag in version.tags:
                if version.run_id and tag.key == COMMIT_TAG:
                    tags.setdefault(version.run_id, tag)
    for run in runs:
        named = tags.get(run.run_id)
        yield replace(run, code=CodeVersion(commit=named.value, source=named.source)) if named else run


def _annotated(store: Store, found: FoundFolders) -> list[str]:
    """Folders whose ``artifacts.yaml`` is one of GTO's; others' files of that name are passed over."""
    kept = []
    for folder in found.annotated:
        try:
            data, source = store.read(below(folder, FILE))
            if is_annotations(yaml_document(decode(data)[0], source)):
                kept.append(folder)
        except ModelfolioError:
            if folder in found.git or store.is_folder(below(folder, ".dvc")):
                kept.append(folder)
    return kept


def _is_used(store: Store, folder: str) -> bool:
    """Whether a repository is set up for DVC or GTO."""
    return store.is_folder(below(folder, ".dvc")) or is_file(Reading(store), below(folder, ".gto"))


def _cache_of(store: Store, folder: str) -> str:
    """The nearest folder at or above one that DVC was set up in, else the folder itself."""
    nearest = folder
    while not store.is_folder(below(nearest, ".dvc")) and nearest:
        nearest = nearest.rpartition("/")[0]
    return nearest if store.is_folder(below(nearest, ".dvc")) else folder


def _declares(reader: PipelineReader, folder: str) -> bool:
    """Whether a pipeline reads a folder of DVCLive as its own."""
    pipeline = reader.pipeline
    paths = [*pipeline.metrics, *(plot.path for plot in pipeline.plots)]
    for stage in pipeline.stages.values():
        paths += [*stage.metrics, *(plot.path for plot in stage.plots)]
    outs = [out.path for stage in (reader.lock.stages.values() if reader.lock else ()) for out in stage.outs]
    return any(covers(folder, path) for path in paths) or any(covers(out, folder) for out in outs)
