"""Files of params and of metrics: a tree of values in YAML, JSON or TOML."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.catalog import Severity
from generator.errors import StoreError
from generator.provenance import Source
from generator.provenance.document import Document
from generator.readers.dvc.paths import is_inside
from generator.readers.json_documents import DEEPEST, Number
from generator.readers.mlflow.artifacts import below
from generator.readers.reading import Reading

_JSON, _TOML = ".json", ".toml"
_KNOWN = (_JSON, _TOML, ".yaml", ".yml")
_CACHES = (".dvc/cache/files/md5", ".dvc/cache")
"""Where DVC keeps contents by their MD5, since version 3 and before."""
_MD5_LENGTH = 32


@dataclass(slots=True)
class ValueFiles:
    """Reads files of values, each once."""

    reading: Reading
    read: dict[str, Document | None] = field(default_factory=dict)

    def params(self, path: str, cost: str) -> Document | None:
        """A file of params; None when it is not in the store or cannot be read, which is reported where it is there."""
        if path not in self.read:
            self.read[path] = self._values(path, cost) if is_file(self.reading, path) else None
        return self.read[path]

    def metrics(self, path: str, cost: str, *, repository: str = "", digest: str = "") -> Document | None:
        """A file of metrics, from the cache of DVC when it is not at its place.

        Args:
            path: in the store.
            cost: of not having it.
            repository: the folder that DVC's cache would be in.
            digest: the MD5 that DVC recorded of it; empty when it did not.
        """
        place = path if is_file(self.reading, path) else cached(self.reading, repository, digest)
        if not place:
            self._report_absent(path, cost, recorded=bool(digest))
            return None
        if place not in self.read:
            self.read[place] = self._values(place, cost, suffix_of(path))
        return self.read[place]

    def _values(self, path: str, cost: str, suffix: str = "") -> Document | None:
        match suffix or suffix_of(path):
            case ".json":
                return self.reading.json_document(path, cost, Severity.WARNING)
            case ".toml":
                return self._toml(path, cost)
            case ".yaml" | ".yml":
                return self.reading.document(path, cost, Severity.WARNING)
            case other:
                self.reading.report(
                    "dvc-format-unknown", Severity.NOTE, self.reading.store.source(path),
                    f"is no file of values that is read here: its name ends in {other or 'nothing'}, not in one of "
                    + ", ".join(_KNOWN),
                    cost,
                )  # fmt: skip
                return None

    def _toml(self, path: str, cost: str) -> Document | None:
        read = self.reading.text(path, cost)
        if read is None:
            return None
        text, source = read
        try:
            values = {
                name: _written(value, DEEPEST)
                for name, value in tomllib.loads(text, parse_float=Number).items()
            }
        except (ValueError, RecursionError) as error:
            self.reading.report("toml-invalid", Severity.WARNING, source, f"is no TOML: {error}", cost)
            return None
        return Document(values, source)

    def _report_absent(self, path: str, cost: str, *, recorded: bool) -> None:
        where = (
            "DVC keeps it in its cache or remote storage"
            if recorded
            else "the stage that writes it may not have run"
        )
        self.reading.report(
            "dvc-file-absent", Severity.WARNING, self.reading.store.source(path), f"is not in the store: {where}",
            cost, "fetch it with dvc pull" if recorded else "run dvc repro",
        )  # fmt: skip


def is_file(reading: Reading, path: str) -> bool:
    """Whether there is a regular file inside the store."""
    if not is_inside(path) or not path:
        return False
    try:
        reading.store.size(path)
    except StoreError:
        return False
    return True


def cached(reading: Reading, repository: str, digest: str) -> str:
    """The place of a content in DVC's cache by its MD5; empty when it is not there."""
    if len(digest) != _MD5_LENGTH or not digest.isalnum():
        return ""
    for cache in _CACHES:
        path = below(repository, f"{cache}/{digest[:2]}/{digest[2:]}")
        if is_file(reading, path):
            return path
    return ""


def suffix_of(path: str) -> str:
    """``.json`` for ``reports/metrics.json``; empty when the name has none."""
    name = path.rpartition("/")[2]
    return name[name.rindex(".") :].lower() if "." in name[1:] else ""


def differs(reading: Reading, source: Source, path: str, digest: str, algorithm: str) -> bool:
    """Whether a file at its place has another MD5 than DVC recorded; False when that cannot be told."""
    if algorithm not in {"md5", "md5-dos2unix"} or len(digest) != _MD5_LENGTH or not source.sha256:
        return False
    try:
        data, _ = reading.store.read(path)
    except StoreError:
        return False
    candidates = {data, data.replace(b"\r\n", b"\n")} if algorithm == "md5-dos2unix" else {data}
    return digest not in {hashlib.md5(each, usedforsecurity=False).hexdigest() for each in candidates}


def _written(value: object, levels: int) -> object:
    """A value of TOML as JSON would have it: numbers and dates as text."""
    if levels == 0:
        raise ValueError(f"it is nested more than {DEEPEST} levels deep")
    match value:
        case bool() | str():
            return value
        case int():
            return Number(str(value))
        case list():
            return [_written(each, levels - 1) for each in value]
        case Mapping():
            return {name: _written(each, levels - 1) for name, each in value.items()}
        case _:
            return str(value)
