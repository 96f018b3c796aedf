"""Datasets of a folio: what is known of the data, one record for each state of it."""

from collections.abc import Mapping
from typing import Any

from generator.catalog import Column, Dataset, Severity
from generator.provenance.document import FieldError
from generator.readers.folio.entries import finish, read_record, rows_in
from generator.readers.folio.layout import FolioRoot, record_files
from generator.readers.governance.form import Form
from generator.readers.json_documents import plain_text
from generator.readers.personal_data import without_personal_data
from generator.readers.reading import Reading
from generator.readers.text import visible_name

DATASETS = "datasets"
GENERATIONS = "generations"


def read_datasets(reading: Reading, root: FolioRoot) -> tuple[Dataset, ...]:
    """Every state of every dataset, by name and in the order written.

    A file is about one state, or has a list ``generations`` of them below what they share.
    """
    found: list[Dataset] = []
    for file in record_files(reading, root.folder(DATASETS), "dataset", "the dataset is not shown"):
        if not file.path:
            reading.report(
                "file-missing", Severity.WARNING, reading.store.source(file.folder), "holds no dataset.yaml",
                "the dataset is not shown",
            )  # fmt: skip
            continue
        form = read_record(reading, file.path, "the dataset is not shown")
        if form is None:
            continue
        states = form.mappings(GENERATIONS)
        shared = _fields(form) | {"name": form.text("name") or visible_name(file.name)}
        profile = _profile(form)
        store = visible_name(root.label)
        if not states:
            found.append(Dataset(**shared, profile=_pairs(profile), store=store, source=form.source))
        for state in states:
            own = {name: value for name, value in _fields(state).items() if value not in (None, "", ())}
            found.append(
                Dataset(
                    **{**shared, **own},
                    profile=_pairs(profile | _profile(state)),
                    store=store,
                    source=state.source,
                )
            )
        finish(reading, form, "the field is shown as missing")
    return tuple(found)


def _fields(form: Form) -> dict[str, Any]:
    return {
        "digest": form.text("digest"),
        "source_type": form.text("source_type"),
        "uri": without_personal_data(form.text("uri")),
        "columns": columns_of(form, "columns"),
        "row_count": rows_in(form, "row_count"),
    }


def columns_of(form: Form, key: str) -> tuple[Column, ...]:
    """Columns, as a list of mappings with a name and a type, or as one mapping from name to type."""
    form.allow(key)
    written = form.document.values.get(key)
    if isinstance(written, Mapping):
        types = form.mapping(key)
        return tuple(Column(visible_name(name), types.text(name)) for name in types)
    found = []
    for column in form.mappings(key):
        try:
            found.append(Column(column.require("name"), column.text("type"), column.flag("required")))
        except FieldError as fault:
            form.document.faults.append(fault)
        else:
            column.finish()
    return tuple(found)


def _profile(form: Form) -> dict[str, str]:
    """What else was measured: ``profile``, and every field that is none of the layout's."""
    form.allow("name")
    form.allow(GENERATIONS)
    told = form.mapping("profile")
    rest = {key: form.document.values[key] for key in form.unasked}
    for key in rest:
        form.allow(key)
    for key in told:
        told.allow(key)
        rest[key] = told.document.values[key]
    return {
        visible_name(key): without_personal_data(visible_name(plain_text(each))) for key, each in rest.items()
    }


def _pairs(profile: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(profile.items()))
