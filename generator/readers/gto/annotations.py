"""What people wrote about artifacts of GTO: ``artifacts.yaml``, and ``artifacts`` in a ``dvc.yaml`` since DVC 3."""

from dataclasses import dataclass

from generator.catalog import Severity, Tag
from generator.provenance import Source
from generator.provenance.document import Document
from generator.readers.dvc.paths import plain_path
from generator.readers.json_documents import plain_text
from generator.readers.mlflow.artifacts import below
from generator.readers.personal_data import without_personal_data
from generator.readers.reading import Reading
from generator.readers.text import visible_name

FILE = "artifacts.yaml"
SECTION = "artifacts"
MODEL = "model"
"""The type that says that an artifact is one."""
_KNOWN = frozenset({"type", "path", "virtual", "labels", "description", "desc", "custom", "meta"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """One artifact as people describe it."""

    name: str
    type: str
    """Empty when not written."""
    path: str
    """Below the folder of the repository, with ``/`` between its parts; empty when not written."""
    description: str
    tags: tuple[Tag, ...]
    source: Source


def read_annotations(reading: Reading, folder: str) -> tuple[Annotation, ...]:
    """The artifacts in the ``artifacts.yaml`` of a repository."""
    path = below(folder, FILE)
    document = reading.document(
        path, "types, paths and descriptions of artifacts are not shown", Severity.WARNING
    )
    if document is None or not is_annotations(document):
        return ()
    found = _annotations(document, "", "")
    reading.report_faults(document)
    return found


def annotations_in(document: Document, prefix: str) -> tuple[Annotation, ...]:
    """The artifacts in the ``artifacts`` of a ``dvc.yaml``.

    Args:
        document: the whole file.
        prefix: the folder of the file below that of the repository; empty for the same.
    """
    return _annotations(document.mapping(SECTION), prefix, f"{prefix}:" if prefix else "")


def is_annotations(document: Document) -> bool:
    """Whether a file called ``artifacts.yaml`` is one of GTO's."""
    return len(document) > 0 and all(
        isinstance(value, dict) and _KNOWN.issuperset(value) for value in document.values.values()
    )


def _annotations(document: Document, prefix: str, named: str) -> tuple[Annotation, ...]:
    found = []
    for name in document:
        written = document.mapping(name)
        path = plain_path(written.text("path"))
        found.append(
            Annotation(
                name=visible_name(named + name),
                type=written.text("type"),
                path=below(prefix, path) if path else "",
                description=written.text("description") or written.text("desc"),
                tags=tuple(_tags(written)),
                source=document.at(name),
            )
        )
    return tuple(found)


def _tags(written: Document) -> list[Tag]:
    """Whatever is written besides the description, as tags."""
    found = []
    for key, value in written.values.items():
        if key in {"description", "desc"} or value is None:
            continue
        source = written.at(key)
        if key in {"custom", "meta"} and isinstance(value, dict):
            found += [
                Tag(f"{key}.{visible_name(name)}", _shown(each), source.at(name))
                for name, each in value.items()
            ]
        elif key == "labels" and isinstance(value, list):
            found.append(Tag("labels", ", ".join(map(_shown, value)), source))
        else:
            found.append(Tag(visible_name(key), _shown(value), source))
    return sorted(found, key=lambda tag: tag.key)


def _shown(value: object) -> str:
    return without_personal_data(visible_name(plain_text(value)))
