"""Files of a folio taken apart into entries: one record, a list of them, or a table with one on each line."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from generator.catalog import Severity, Tag
from generator.provenance import Source
from generator.provenance.document import Document, FieldError
from generator.readers.folio.layout import ARTIFACTS, TABLES, RecordFile, suffix_in
from generator.readers.governance.faults import close_match
from generator.readers.governance.form import Form
from generator.readers.json_documents import parse_json, plain_text
from generator.readers.mlflow.artifacts import ArtifactFolder, below, read_artifacts
from generator.readers.personal_data import without_personal_data
from generator.readers.reading import Reading
from generator.readers.text import visible_name

Made = TypeVar("Made")
SCHEMA = "$schema"
"""A field by which editors find the schema of a file."""
_NOTHING: tuple[object, ...] = (None, "", ())
"""What a field is that was not filled in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One mapping of a file, and its place."""

    form: Form
    source: Source


def read_record(reading: Reading, path: str, cost: str) -> Form | None:
    """The mapping that a YAML or JSON file holds; None when any fault of it may have changed what it says."""
    is_json = bool(suffix_in(path, (".json",)))
    document = reading.json_document(path, cost) if is_json else reading.document(path, cost)
    if document is None:
        return None
    form = Form(document)
    form.allow(SCHEMA)
    return form


def record_form(reading: Reading, file: RecordFile, cost: str) -> Form:
    """What the file of a record says; an empty form where there is none, or none that can be read."""
    form = read_record(reading, file.path, cost) if file.path else None
    return form or Form(Document({}, reading.store.source(file.path or file.folder)))


def artifacts_beside(reading: Reading, file: RecordFile) -> ArtifactFolder:
    """The files of a record in ``artifacts/`` beside its file; none where there is no such folder."""
    folder = below(file.folder, ARTIFACTS) if file.folder else ""
    return read_artifacts(reading, folder) if folder and reading.store.is_folder(folder) else ArtifactFolder()


def rows_in(form: Form, key: str) -> int | None:
    """A number of rows: whole, and not below 0."""
    found = form.whole(key)
    if found is not None and found < 0:
        form.refuse(key, f"{key} is less than 0")
        return None
    return found


def read_table(reading: Reading, path: str, cost: str) -> Iterator[Entry]:
    """The lines of a CSV file with a head, or of a file with a JSON object on each line, each as an entry.

    A cell without text counts as a field that is not there. A line that is no such thing is a problem, and the rest is
    read on.
    """
    read = reading.text(path, cost)
    if read is None:
        return
    text, source = read
    if suffix_in(path, (".csv",)):
        yield from _csv_entries(reading, text, source, cost)
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield from _json_entry(reading, line, source.line(number), cost)


def finish(reading: Reading, form: Form, cost: str) -> None:
    """Report the fields that are no fields here, and every fault noted."""
    form.finish()
    report_noted(reading, form, cost)


def report_noted(reading: Reading, form: Form, cost: str) -> None:
    """Report every fault noted so far."""
    for fault in form.take_faults():
        lost = "it is not read" if fault.slug == "field-unknown" else cost
        reading.report_error(fault, fault.source, lost)


def rest_as_tags(reading: Reading, form: Form, known: Form) -> tuple[Tag, ...]:
    """The tags of a record: what ``tags`` says, and every field that is none of the layout's.

    A field that is written almost like one of the layout's is told, since it was probably meant to be that one.
    """
    tags: dict[str, Tag] = {}
    for key in form.unasked:
        value = form.document.values[key]
        tags[visible_name(key)] = _tag(key, value, form.at(key))
        meant = close_match(key, form.asked)
        if meant:
            fault = form.fault(key, f"{key!a} is no field here", slug="field-unknown")
            reading.report(
                fault.slug, Severity.NOTE, fault.source, fault.message, "it is shown as a tag",
                f"did you mean {meant}?",
            )  # fmt: skip
        form.allow(key)
    for key in known:
        tags[visible_name(key)] = _tag(key, known.document.values[key], known.at(key))
        known.allow(key)
    return tuple(tags[key] for key in sorted(tags))


def read_entries(
    reading: Reading,
    path: str,
    key: str,
    fields: Callable[[Form], dict[str, Any]],
    make: Callable[..., Made],
    cost: str,
) -> Iterator[Made]:
    """The records in a file that holds one, a list of them under a key, or a table.

    Above a list stand the fields that its entries share; an entry's own go first.

    Args:
        reading: where the problems go.
        path: of the file.
        key: that a list stands under, such as ``results``.
        fields: takes what one mapping says of a record.
        make: makes the record of its fields and its source; raises a ``FieldError`` when it cannot.
        cost: of an entry that makes no record.
    """
    if suffix_in(path, TABLES):
        for entry in read_table(reading, path, cost):
            yield from _made(reading, entry, {}, fields, make, cost)
        return
    form = read_record(reading, path, cost)
    if form is None:
        return
    if key not in form:
        yield from _made(reading, Entry(form, form.source), {}, fields, make, cost)
        return
    entries = form.mappings(key)
    shared = fields(form)
    for entry_form in entries:
        yield from _made(reading, Entry(entry_form, entry_form.source), shared, fields, make, cost)
    finish(reading, form, "the field is shown as missing")


def missing(form: Form, key: str) -> FieldError:
    """The fault of a field that neither an entry nor what stands above it has."""
    return form.fault(key, f"{key} is missing", slug="field-missing")


def _made(
    reading: Reading,
    entry: Entry,
    shared: Mapping[str, Any],
    fields: Callable[[Form], dict[str, Any]],
    make: Callable[..., Made],
    cost: str,
) -> Iterator[Made]:
    form = entry.form
    try:
        own = {name: value for name, value in fields(form).items() if value not in _NOTHING}
        made = make(form, source=entry.source, **{**shared, **own})
    except FieldError as fault:
        reading.report_error(fault, fault.source, cost, Severity.ERROR)
        report_noted(reading, form, "the field is not read")
    else:
        finish(reading, form, "the field is shown as missing")
        yield made


def _csv_entries(reading: Reading, text: str, source: Source, cost: str) -> Iterator[Entry]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [name.strip() for name in next(rows, [])]
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(names):
                reading.report(
                    "folio-table-invalid", Severity.WARNING, source.line(rows.line_num),
                    f"has {len(row)} cells below a head of {len(names)}", cost,
                )  # fmt: skip
                continue
            cells = {name: cell.strip() for name, cell in zip(names, row, strict=True) if cell.strip()}
            yield _entry(cells, source.line(rows.line_num))
    except csv.Error as error:
        reading.report(
            "folio-table-invalid", Severity.ERROR, source.line(rows.line_num or 1), f"is no CSV: {error}",
            "this line and those below it are not shown",
        )  # fmt: skip


def _json_entry(reading: Reading, line: str, place: Source, cost: str) -> Iterator[Entry]:
    try:
        value = parse_json(line)
    except ValueError as error:
        message = str(error).partition(":")[0].lower()
        reading.report("json-invalid", Severity.WARNING, place, f"is no JSON: {message}", cost)
        return
    if isinstance(value, Mapping):
        yield _entry(value, place)
    else:
        reading.report("json-not-mapping", Severity.WARNING, place, "holds no mapping", cost)


def _entry(values: Mapping[str, object], place: Source) -> Entry:
    """One line; whatever is wrong with a field of it is told at the line."""
    number = int(place.pointer.removeprefix("line "))
    return Entry(Form(Document(values, Source(place.path, place.sha256), find_line=lambda _: number)), place)


def _tag(key: str, value: object, source: Source) -> Tag:
    return Tag(visible_name(key), without_personal_data(visible_name(plain_text(value))), source)
