"""What people write about datasets: ``datasets/<name>.yaml``."""

from collections.abc import Iterator

from generator.catalog import (
    DATASHEET_SECTIONS,
    DataStatement,
    Generation,
    Problem,
    Severity,
    Statement,
)
from generator.provenance.document import FieldError
from generator.readers.governance.faults import as_problem, as_problems, bounded
from generator.readers.governance.form import Form
from generator.readers.governance.values import frozen
from generator.readers.reading import Reading
from generator.readers.text import visible_name

DATASETS_FOLDER = "datasets"
_SUFFIX = ".yaml"
_OWN_KEYS = frozenset({"name", "generations", "datasheet"})
_DAYS = ("dpia_on", "reviewed_on")


def read_data_statements(reading: Reading) -> tuple[DataStatement, ...]:
    """Every statement, by the path of its file; of two about one dataset the first counts."""
    if DATASETS_FOLDER not in reading.store.folder().folders:
        return ()
    folder = reading.folder(DATASETS_FOLDER, "no statement on a dataset is read")
    found: dict[str, DataStatement] = {}
    for name in folder.leaves if folder else ():
        if not name.endswith(_SUFFIX) or name.startswith((".", "_")):
            continue
        statement = _read_file(reading, f"{DATASETS_FOLDER}/{name}")
        if statement is None:
            continue
        first = found.setdefault(statement.name, statement)
        if first is not statement:
            reading.report(
                "dataset-statement-twice", Severity.ERROR, statement.source,
                f"is about the dataset {statement.name!a}, as {first.source.path} is",
                "what the file says is not shown", "make one file of the two, or correct the name",
            )  # fmt: skip
    return tuple(found.values())


def _read_file(reading: Reading, path: str) -> DataStatement | None:
    document = reading.document(path, "what the file says is not shown")
    if document is None:
        return None
    form = Form(document)
    name = form.text("name") or visible_name(path.rpartition("/")[2].removesuffix(_SUFFIX))
    for key in _DAYS:
        form.day(key)
    sheet = form.mapping("datasheet")
    for section in DATASHEET_SECTIONS:
        sheet.text(section)
    sheet.finish()
    problems: list[Problem] = []
    generations = tuple(_generations(form.mappings("generations"), problems))
    problems += as_problems(form.take_faults(), cost="the field cannot be relied on")
    reading.problems += bounded(problems, document.source)
    return DataStatement(
        name=name,
        fields={
            visible_name(key): Statement(frozen(value), document.at(key))
            for key, value in document.values.items()
            if key not in _OWN_KEYS and value is not None
        },
        datasheet={
            visible_name(key): Statement(frozen(value), sheet.at(key))
            for key, value in sheet.document.values.items()
            if value is not None
        },
        generations=generations,
        source=document.source,
    )


def _generations(listed: tuple[Form, ...], problems: list[Problem]) -> Iterator[Generation]:
    for form in listed:
        try:
            generation = Generation(
                digest=form.require("digest"),
                sha256=form.sha256("sha256"),
                note=form.text("note"),
                source=form.source,
            )
        except FieldError as fault:
            problems.append(as_problem(fault, severity=Severity.ERROR, cost="the generation is not read"))
            continue
        form.finish()
        yield generation
