"""What passes between the stages of a pipeline: which files are data, which are models, which are code.

DVC gives every file that a stage reads or writes a digest and does not say what it is. A file is a **model** when
somebody says so (``type: model``). It is **data** when DVC tracks it, as the output of a stage or by a ``.dvc`` file, when
it lies on another machine, or when its name ends as files of data do. All else that stages read is **code**.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.catalog import Dataset, DatasetInput, DatasetOutput, Severity, Tag
from generator.readers.dvc.lock import Lock, LockedFile
from generator.readers.dvc.paths import is_elsewhere, with_folders
from generator.readers.dvc.values import suffix_of
from generator.readers.reading import Reading

SOURCE_TYPE = "dvc"
_DATA = frozenset(
    [
        ".arrow",
        ".avro",
        ".bmp",
        ".csv",
        ".db",
        ".feather",
        ".gz",
        ".h5",
        ".hdf5",
        ".jpeg",
        ".jpg",
        ".jsonl",
        ".mat",
        ".npy",
        ".npz",
        ".orc",
        ".parquet",
        ".pickle",
        ".pkl",
        ".png",
        ".sqlite",
        ".tar",
        ".tfrecord",
        ".tgz",
        ".tif",
        ".tiff",
        ".tsv",
        ".txt",
        ".wav",
        ".xls",
        ".xlsx",
        ".xml",
        ".zip",
        ".zst",
    ]
)


@dataclass(slots=True)
class Files:
    """What the files of one store are."""

    tracked: dict[str, LockedFile] = field(default_factory=dict)
    """By path, from ``.dvc`` files."""
    known: set[str] = field(default_factory=set)
    """Paths that any stage writes, or that DVC tracks."""
    above: set[str] = field(default_factory=set)
    """The same with every folder above them."""
    models: set[str] = field(default_factory=set)
    """Paths that somebody calls models."""
    datasets: dict[tuple[str, str], Dataset] = field(default_factory=dict)

    def add_lock(self, lock: Lock) -> None:
        """The outputs of the stages of one more pipeline."""
        for stage in lock.stages.values():
            for out in stage.outs:
                self._know(out.path)

    def add_tracked(self, file: LockedFile) -> None:
        """What one ``.dvc`` file stands for."""
        self.tracked[file.path] = file
        self._know(file.path)

    def is_model(self, path: str) -> bool:
        """Whether somebody calls a file, or the folder around it, a model."""
        return any(each in self.models for each in with_folders(path))

    def is_data(self, path: str) -> bool:
        """Whether a file that a stage reads is data."""
        if self.is_model(path):
            return False
        if is_elsewhere(path) or path in self.above or suffix_of(path) in _DATA:
            return True
        return any(each in self.known for each in with_folders(path))

    def input(self, file: LockedFile, store: str) -> DatasetInput:
        """A use of data; the data itself is remembered."""
        dataset = self._remember(file, store)
        return DatasetInput(name=dataset.name, digest=dataset.digest, source=file.source)

    def output(self, file: LockedFile, store: str) -> DatasetOutput:
        """Data that was written; it is remembered."""
        dataset = self._remember(file, store)
        return DatasetOutput(name=dataset.name, digest=dataset.digest, source=file.source)

    def remember_tracked(self, store: str) -> None:
        """Remember the data of every ``.dvc`` file, used or not."""
        for path in sorted(self.tracked):
            if not self.is_model(path):
                self._remember(self.tracked[path], store)

    def _know(self, path: str) -> None:
        self.known.add(path)
        self.above.update(with_folders(path))

    def _remember(self, file: LockedFile, store: str) -> Dataset:
        dataset = Dataset(
            name=file.path,
            digest=file.digest,
            source_type=SOURCE_TYPE,
            profile=tuple(_profile(file)),
            store=store,
            source=file.source,
            whole=True,
        )
        return self.datasets.setdefault(dataset.key, dataset)


def code_tags(deps: Iterable[LockedFile]) -> tuple[Tag, ...]:
    """The digests of the code that a stage ran with."""
    return tuple(Tag(f"dvc.dep.{file.path}", file.digest or "not recorded", file.source) for file in deps)


def report_stale(reading: Reading, files: Files, lock: Lock, written: Mapping[str, LockedFile]) -> None:
    """Report what stages used in another state than it was written in, or than it is tracked in now.

    Args:
        reading: where the problems go.
        files: of the store.
        lock: of one pipeline.
        written: the outputs of every stage of the store by path.
    """
    for stage in lock.stages.values():
        for dep in stage.deps:
            for elder, slug, what in (
                (written.get(dep.path), "dvc-stage-outdated", "a stage wrote"),
                (files.tracked.get(dep.path), "dvc-data-changed", "DVC tracks now"),
            ):
                if elder and elder.digest and dep.digest and elder.digest != dep.digest:
                    reading.report(
                        slug, Severity.WARNING, dep.source,
                        f"the stage {stage.name!a} used {dep.path!a} with the digest {dep.digest}, yet what {what} has the digest "
                        f"{elder.digest}",
                        "both states are shown, and nothing leads from one to the other", "run dvc repro",
                    )  # fmt: skip


def _profile(file: LockedFile) -> Iterable[tuple[str, str]]:
    if file.algorithm:
        yield "algorithm of the digest", file.algorithm
    if file.size is not None:
        yield "bytes", str(file.size)
    if file.file_count is not None:
        yield "files", str(file.file_count)
