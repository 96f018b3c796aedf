"""The registry of GTO: its tags in a git directory, what people wrote about the artifacts, and the pipeline behind each.

What stands behind a version is read from git itself: the ``dvc.lock`` of the commit that its tag names has the digest of
the model. When that is the very ``dvc.lock`` in the store, the run of the pipeline is the version's own.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.catalog import RegisteredModel, Severity, Tag
from generator.errors import StoreError
from generator.provenance import Source
from generator.provenance.document import FieldError
from generator.readers.dvc.folders import LOCK
from generator.readers.dvc.lock import Lock, LockedFile, lock_in
from generator.readers.dvc.paths import covers
from generator.readers.dvc.runs import DIGEST_TAG, PipelineReader
from generator.readers.git.repository import GitRepository, MissingObjectError
from generator.readers.gto.annotations import Annotation
from generator.readers.gto.models import Behind, registered_models
from generator.readers.gto.tags import is_gto_tag, read_tags
from generator.readers.gto.versions import VersionState, settle
from generator.readers.mlflow.artifacts import below
from generator.readers.reading import Reading
from generator.readers.yaml_documents import yaml_document


def has_tags(repository: GitRepository, *, certain: bool) -> bool:
    """Whether GTO registered anything in a repository.

    Args:
        repository: to look in.
        certain: whether GTO or DVC is known to be used in it. Elsewhere ``name@v1.2.3`` alone may be anybody's tag, so that
            one of a stage, or one with GTO's number behind it, must be among them.
    """
    names = [ref.name for ref in repository.tags() if is_gto_tag(ref.name)]
    return bool(names) if certain else any("#" in name for name in names)


def read_registry(
    reading: Reading,
    repository: GitRepository | None,
    folder: str,
    annotations: Sequence[Annotation],
    pipelines: Sequence[PipelineReader],
) -> tuple[RegisteredModel, ...]:
    """Every model that GTO knows in one repository.

    Args:
        reading: for the store, and where the problems go.
        repository: None when there is no git directory in the store.
        folder: of the repository.
        annotations: what people wrote about its artifacts.
        pipelines: that lie in it, as they were read.
    """
    tags = read_tags(reading, repository) if repository else ()
    if repository is None and annotations:
        reading.report(
            "gto-git-missing", Severity.NOTE, annotations[0].source,
            "describes artifacts, and no git directory that could tell their versions is in the store",
            "no version, stage or date of them is shown", "name a folder with its .git as the store",
        )  # fmt: skip
    origins = _Origins(reading, repository, folder, pipelines)
    label = below(reading.store.label, folder)
    return registered_models(reading, settle(reading, tags), annotations, label, origins.of)


@dataclass(slots=True)
class _Origins:
    """Finds what versions were made from."""

    reading: Reading
    repository: GitRepository | None
    folder: str
    pipelines: Sequence[PipelineReader]
    _unread: set[str] = field(default_factory=set)

    def of(self, version: VersionState, written: Annotation | None) -> Behind:
        """The run, the logged model and the digest behind a version."""
        if self.repository is None or not version.commit:
            return Behind()
        wanted = below(self.folder, written.path) if written and written.path else ""
        for pipeline in self._candidates(wanted):
            found = self._behind(self.repository, version, pipeline, wanted)
            if found is not None:
                return found
        return Behind()

    def _candidates(self, wanted: str) -> Iterable[PipelineReader]:
        """The pipelines that may have made a model: the one in whose folder it lies, from below upwards."""
        inside = [each for each in self.pipelines if not each.folder or covers(each.folder, wanted)]
        return sorted(inside, key=lambda each: -len(each.folder))

    def _behind(
        self, repository: GitRepository, version: VersionState, pipeline: PipelineReader, wanted: str
    ) -> Behind | None:
        path = below(pipeline.folder, LOCK)
        inner = path[len(self.folder) + 1 :] if self.folder else path
        try:
            blob = repository.blob_at(version.commit, inner)
            if not blob:
                return None
            lock, source = self._lock(repository, blob, pipeline)
        except MissingObjectError as error:
            self._report_unread(version, str(error))
            return None
        out = _out(lock, wanted)
        if wanted and out is None:
            return None
        tags = (
            (Tag(DIGEST_TAG, out.digest, Source(source.path, source.sha256, out.source.pointer)),)
            if out
            else ()
        )
        if not self._is_current(path, blob):
            return Behind(tags=tags)
        return Behind(pipeline.run_id, pipeline.model_id(out) if out else "", tags)

    def _lock(self, repository: GitRepository, blob: str, pipeline: PipelineReader) -> tuple[Lock, Source]:
        found = repository.read(blob)
        quiet = Reading(self.reading.store)
        try:
            document = yaml_document(found.data.decode("utf-8", "backslashreplace"), found.source)
        except FieldError as error:
            raise MissingObjectError(f"is no dvc.lock that can be read: {error.message}") from error
        return lock_in(quiet, document, pipeline.folder, pipeline.pipeline.working), found.source

    def _is_current(self, path: str, blob: str) -> bool:
        """Whether a file of the store is the very content of an object."""
        try:
            data, _ = self.reading.store.read(path)
        except StoreError:
            return False
        digest = hashlib.sha1 if len(blob) == 40 else hashlib.sha256  # noqa: PLR2004 hexadecimal digits of SHA-1
        return digest(b"blob %d\0" % len(data) + data).hexdigest() == blob

    def _report_unread(self, version: VersionState, why: str) -> None:
        if version.commit in self._unread:
            return
        self._unread.add(version.commit)
        tag = version.registered or version.events[0]
        self.reading.report(
            "git-object-missing", Severity.NOTE, tag.source.at("object"),
            f"what the commit {version.commit} holds cannot be read: an object of it {why}",
            f"what the version {version.name!a} was made from is not shown", "name a complete clone of the repository",
        )  # fmt: skip


def _out(lock: Lock, wanted: str) -> LockedFile | None:
    outs = [out for stage in lock.stages.values() for out in stage.outs]
    return next((out for out in outs if wanted and out.path == wanted), None)
