"""``dvc.lock`` and ``*.dvc``: what DVC recorded of each stage that ran to its end, and of data that it tracks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.catalog import Severity
from generator.provenance import Source
from generator.provenance.document import Document
from generator.readers.dvc.folders import LOCK
from generator.readers.dvc.paths import place_of
from generator.readers.mlflow.artifacts import below
from generator.readers.reading import Reading

_DIGESTS = ("md5", "etag", "checksum")
"""Names of digests, in the order in which they are looked for (``dvc/output.py``, ``CHECKSUMS_SCHEMA``)."""
FOLDER_MARK = ".dir"
"""Ends the digest of a folder."""
_SCHEMA = "2.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedFile:
    """One file or folder with the digest that DVC gave it."""

    path: str
    """In the store; as written when it lies elsewhere."""
    digest: str
    """Ends in ``.dir`` for a folder; empty when not recorded."""
    algorithm: str
    """``md5`` of the bytes, ``md5-dos2unix`` of a text with its line ends made plain line feeds (before DVC 3), ``etag`` and so on."""
    size: int | None
    file_count: int | None
    """Of a folder."""
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedStage:
    """One stage as it last ran."""

    name: str
    command: str
    deps: tuple[LockedFile, ...]
    outs: tuple[LockedFile, ...]
    params: tuple[tuple[str, Mapping[str, object], Source], ...]
    """(file, values, place) of every file of params."""
    source: Source


@dataclass(frozen=True, slots=True)
class Lock:
    """What one ``dvc.lock`` holds."""

    source: Source
    stages: Mapping[str, LockedStage] = field(default_factory=dict)


def read_lock(reading: Reading, folder: str, working: Mapping[str, str]) -> Lock | None:
    """The lock beside a ``dvc.yaml``; None when it cannot be read.

    Args:
        reading: for the store, and where the problems go.
        folder: of the file.
        working: the folder that each stage runs in, by its name, where ``dvc.yaml`` sets another one.
    """
    document = reading.document(
        below(folder, LOCK), "what the stages used, wrote and were given is not shown"
    )
    return lock_in(reading, document, folder, working) if document is not None else None


def lock_in(reading: Reading, document: Document, folder: str, working: Mapping[str, str]) -> Lock:
    """The lock that a document holds; schema 1.0 has nothing around its stages."""
    schema = document.text("schema")
    if schema and schema != _SCHEMA:
        reading.report(
            "dvc-schema-unknown", Severity.WARNING, document.at("schema"), f"is of the schema {schema!a}, unknown here",
            "it is read as the schema 2.0, and may say more than is shown",
        )  # fmt: skip
    held = document.mapping("stages") if schema or "stages" in document else document
    found = {}
    for name in held:
        stage = held.mapping(name)
        if len(stage):
            found[name] = _stage(name, stage, working.get(name, folder))
    reading.report_faults(document)
    return Lock(document.source, found)


def read_tracked(reading: Reading, path: str) -> tuple[LockedFile, ...]:
    """The data that one ``.dvc`` file stands for."""
    document = reading.document(path, "the data that it stands for is not shown", Severity.WARNING)
    if document is None:
        return ()
    folder = place_of(path.rpartition("/")[0], document.text("wdir") or ".")
    found = tuple(_file(each, folder) for each in document.mappings("outs") if "path" in each)
    if not found:
        reading.report(
            "dvc-tracked-nothing", Severity.NOTE, document.source, "names no data", "nothing is shown for it"
        )
    reading.report_faults(document)
    return found


def _stage(name: str, stage: Document, working: str) -> LockedStage:
    command = stage.values.get("cmd")
    params = stage.mapping("params")
    return LockedStage(
        name=name,
        command=command_text(command),
        deps=tuple(_file(each, working) for each in stage.mappings("deps") if "path" in each),
        outs=tuple(_file(each, working) for each in stage.mappings("outs") if "path" in each),
        params=tuple(
            (place_of(working, file), params.mapping(file).values, params.at(file)) for file in params
        ),
        source=place_in(stage),
    )


def command_text(command: object) -> str:
    """A command, or several that run one after the other."""
    return " && ".join(map(str, command)) if isinstance(command, list) else str(command or "")


def place_in(document: Document) -> Source:
    """Where a mapping within a file stands."""
    inside = document.at("")
    return Source(inside.path, inside.sha256, inside.pointer[:-1])


def _file(written: Document, folder: str) -> LockedFile:
    name = next((name for name in _DIGESTS if name in written), "")
    algorithm = name if "hash" in written or name != "md5" else "md5-dos2unix"
    digest = written.text(name) if name else ""
    return LockedFile(
        path=place_of(folder, written.text("path")),
        digest=digest,
        algorithm=algorithm if digest else "",
        size=written.integer("size"),
        file_count=written.integer("nfiles"),
        source=place_in(written),
    )
