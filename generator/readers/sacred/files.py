"""Files that Sacred keeps for a run: its sources and resources, stored once under their MD5, and its artifacts."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.catalog import Artifact, Dataset, DatasetInput, Severity
from generator.errors import StoreError
from generator.provenance import Source
from generator.provenance.document import Document
from generator.readers.content_kind import ContentEnds
from generator.readers.mlflow.artifacts import ArtifactFolder, below, read_artifacts
from generator.readers.reading import Reading
from generator.readers.sacred.folders import RECORDS, RESOURCES, SOURCES, RunFolder, SacredRoot
from generator.readers.text import visible_name

_STORED = re.compile(r"(?P<stem>.+)_(?P<md5>[0-9a-f]{32})(?P<ending>\.[^.]*)?")
"""How ``FileStorageObserver.find_or_save`` names a file."""

_SHOWN = 5


@dataclass(slots=True)
class StoredFiles:
    """The files in ``_sources`` and ``_resources`` of one root, each looked at once however many runs name it."""

    reading: Reading
    root: SacredRoot
    known: dict[str, Artifact | None] = field(default_factory=dict)

    def sources(self, document: Document) -> tuple[Artifact, ...]:
        """The sources that a run names in ``experiment/sources``: pairs of the path in the project and the stored one."""
        found = (
            self._stored(SOURCES, path) for _, path, _ in _pairs(document.mapping("experiment"), "sources")
        )
        return tuple(artifact for artifact in found if artifact is not None)

    def resources(self, document: Document) -> tuple[tuple[DatasetInput, ...], tuple[Dataset, ...]]:
        """The data files that a run opened through Sacred, in ``resources``: each is a dataset under its MD5."""
        found: dict[tuple[str, str], Dataset] = {}
        for original, path, source in _pairs(document, "resources"):
            name = visible_name(re.split(r"[/\\]", original)[-1])
            stored = _STORED.fullmatch(path.rpartition("/")[2])
            self._stored(RESOURCES, path)
            if name and stored:
                dataset = Dataset(
                    name=name,
                    digest=stored["md5"],
                    source_type="local",
                    uri=visible_name(f"{RESOURCES}/{stored[0]}"),
                    store=visible_name(self.root.label),
                    source=source,
                    whole=True,
                )
                found.setdefault(dataset.key, dataset)
        datasets = tuple(found[key] for key in sorted(found))
        return tuple(
            DatasetInput(name=each.name, digest=each.digest, source=each.source) for each in datasets
        ), datasets

    def _stored(self, folder: str, path: str) -> Artifact | None:
        """A stored file; None, and a problem, when it is not there or not what its name says."""
        name = path.rpartition("/")[2]
        place = below(self.root.path, f"{folder}/{name}")
        if place not in self.known:
            self.known[place] = self._read(folder, name, place) if name else None
        return self.known[place]

    def _read(self, folder: str, name: str, place: str) -> Artifact | None:
        store = self.reading.store
        digest = hashlib.md5(usedforsecurity=False)
        ends = ContentEnds()
        try:
            for block in store.blocks(place):
                digest.update(block)
                ends.take(block)
            size = store.size(place)
        except StoreError as error:
            self.reading.report_error(
                error, store.source(place), "that a run was made with this file cannot be checked", Severity.NOTE
            )  # fmt: skip
            return None
        source = store.source(place)
        stored = _STORED.fullmatch(name)
        if stored and stored["md5"] != digest.hexdigest():
            self.reading.report(
                "sacred-file-differs", Severity.ERROR, source,
                f"has the MD5 {digest.hexdigest()}, and another one in its name",
                "the runs that name this file were not made with what is in it now", "restore the file",
            )  # fmt: skip
        return Artifact(visible_name(f"{folder}/{name}"), size, source, ends.kind, None, ends.sensitive)


def artifacts_of(reading: Reading, folder: RunFolder, document: Document | None) -> ArtifactFolder:
    """The files of a run without Sacred's own records; what it recorded and is gone is a problem."""
    found = read_artifacts(reading, folder.path)
    present = {artifact.path for artifact in found.artifacts}
    gone = (
        [name for name in _recorded(document) if visible_name(name) not in present]
        if document is not None
        else []
    )
    if document is not None and gone:
        shown = ", ".join(map(ascii, gone[:_SHOWN])) + (", …" if len(gone) > _SHOWN else "")
        reading.report(
            "artifact-missing", Severity.WARNING, document.at("artifacts"),
            f"names {len(gone)} artifacts that are not there: {shown}", "they are not shown",
        )  # fmt: skip
    own = tuple(artifact for artifact in found.artifacts if artifact.path not in RECORDS)
    return ArtifactFolder(own, found.packages)


def _recorded(document: Document) -> Iterator[str]:
    """Names of artifacts: texts, or mappings with a name."""
    listed = document.values.get("artifacts")
    for each in listed if isinstance(listed, list) else ():
        name = each.get("name") if isinstance(each, dict) else each
        if isinstance(name, str) and name:
            yield name


def _pairs(document: Document, key: str) -> Iterator[tuple[str, str, Source]]:
    """Pairs of texts in a list."""
    listed = document.values.get(key)
    for position, each in enumerate(listed if isinstance(listed, list) else ()):
        match each:
            case [str() as original, str() as path]:
                yield original, path.replace("\\", "/"), document.at(key).at(position)
            case _:
                fault = document.fault(
                    key, f"{key}/{position} is no pair of a path and a stored path", slug="field-invalid"
                )
                document.faults.append(fault)
