"""Datasets as MLflow records them: a name, a digest, and three texts of JSON about source, schema and profile."""

import re
from collections.abc import Iterator, Mapping

from generator.catalog import Column, Dataset
from generator.provenance.document import Document, FieldError
from generator.readers.json_documents import plain_text, read_json
from generator.readers.mlflow.schema import field_name, field_required, mappings, type_text

_ROW_COUNTS = ("num_rows", "num_examples")
_COUNT = re.compile(r"[0-9]{1,18}")
_NAMES = {
    "source_type": "source_type", "uri": "source", "columns": "schema", "row_count": "profile", "profile": "profile",
}  # fmt: skip
"""Fields, and what MLflow calls them."""
_LOCATIONS = ("uri", "url", "path", "table_name", "delta_table_name")
"""Where a source of each kind keeps its place (``mlflow.data`` and its dataset sources)."""


def dataset_of(document: Document, store: str, prefix: str = "") -> Dataset:
    """The dataset that a record holds, be it a file's or a database's.

    Args:
        document: with the keys ``name``, ``digest``, ``source_type``, and as texts of JSON ``source``, ``schema`` and
            ``profile``. Faults in these cost only themselves and are left in the document.
        store: label of the store.
        prefix: what all keys but ``name`` and ``digest`` begin with; a database's are called ``dataset_source`` and so
            on.

    Raises:
        FieldError: when there is no name or no digest.
    """
    profile = _mapping(document, f"{prefix}profile")
    return Dataset(
        name=document.require("name"),
        digest=document.require("digest"),
        source_type=document.text(f"{prefix}source_type"),
        uri=_location(document, f"{prefix}source"),
        columns=tuple(_columns(document, f"{prefix}schema")),
        row_count=_row_count(profile),
        profile=tuple(
            (name, plain_text(value)) for name, value in sorted(profile.items()) if name not in _ROW_COUNTS
        ),
        store=store,
        source=document.source,
        places=document.places({name: (f"{prefix}{key}",) for name, key in _NAMES.items()}),
    )


def _json(document: Document, key: str) -> object:
    """The JSON in a text; None, and a fault in the document, when there is none."""
    try:
        return read_json(document, key)
    except FieldError as error:
        document.faults.append(error)
        return None


def _mapping(document: Document, key: str) -> Mapping[str, object]:
    """The JSON mapping in a text; empty when there is none."""
    value = _json(document, key)
    if isinstance(value, Mapping):
        return value
    if value is not None:
        document.faults.append(document.fault(key, f"{key} holds no JSON mapping", slug="json-invalid"))
    return {}


def _location(document: Document, key: str) -> str:
    """Where the data lies; a source that is no JSON is a place itself."""
    written = document.text(key)
    if not written.startswith("{"):
        return written
    source = _mapping(document, key)
    return next((value for key in _LOCATIONS if isinstance(value := source.get(key), str)), "")


def _columns(document: Document, key: str) -> Iterator[Column]:
    """The columns of a table, or the tensors of features and targets, whose specs are JSON once more."""
    schema = _mapping(document, key)
    for spec in mappings(schema.get("mlflow_colspec")):
        yield Column(field_name(spec), type_text(spec), field_required(spec))
    tensors = schema.get("mlflow_tensorspec")
    if not isinstance(tensors, Mapping):
        return
    for part in ("features", "targets"):
        specs = tensors.get(part)
        if isinstance(specs, str):
            specs = _json(Document({key: specs}, document.source, faults=document.faults), key)
        for spec in mappings(specs):
            yield Column(field_name(spec) or part, type_text(spec), field_required(spec))


def _row_count(profile: Mapping[str, object]) -> int | None:
    """How many rows were counted; for arrays, the first axis of the features."""
    shape = profile.get("features_shape")
    first = shape[0] if isinstance(shape, list) and shape else None
    counted = next((profile[key] for key in _ROW_COUNTS if key in profile), first)
    return int(counted) if isinstance(counted, str) and _COUNT.fullmatch(counted) else None
