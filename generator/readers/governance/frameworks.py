"""Frameworks: those that ship with the program and those that a team adds in ``governance/frameworks/*.yaml``.

A file of a team whose ``id`` is that of a framework that ships takes its place.
"""

from collections.abc import Iterator

from generator.catalog import Application, Clause, ClauseGroup, Framework, FrameworkKind, Severity
from generator.errors import StoreError
from generator.provenance.document import Document, FieldError
from generator.readers.governance.faults import as_problems
from generator.readers.governance.form import Form
from generator.readers.reading import Reading

FOLDER = "frameworks"
AUTOMATIONS = ("automatic", "partial", "attested")
"""How much of a clause a machine can decide."""

_LOST = "the framework has no page"


def read_frameworks(reading: Reading) -> tuple[Framework, ...]:
    """The frameworks of a team, by path."""
    try:
        listed = reading.store.folder(FOLDER)
    except StoreError as error:
        if error.slug != "file-missing":
            reading.report_error(error, reading.store.source(FOLDER), _LOST, Severity.ERROR)
        return ()
    found: list[Framework] = []
    for name in sorted(listed.leaves):
        if not name.casefold().endswith((".yaml", ".yml")) or name.startswith((".", "_")):
            continue
        document = reading.document(f"{FOLDER}/{name}", _LOST)
        if document is not None:
            found += _read(reading, document)
    return tuple(found)


def _read(reading: Reading, document: Document) -> Iterator[Framework]:
    form = Form(document)
    try:
        framework = framework_of(form)
    except FieldError as fault:
        reading.problems += as_problems(form.take_faults(), cost="the field is shown as missing")
        reading.report_error(fault, fault.source, _LOST, Severity.ERROR)
        return
    reading.problems += as_problems(form.take_faults(), cost="the field is shown as missing")
    yield framework


def framework_of(form: Form) -> Framework:
    """The framework that a mapping describes; faults of single fields stay with the form.

    Raises:
        FieldError: when it has no id, title or kind.
    """
    identity = form.require("id")
    applications = _applications(form)
    made = Framework(
        id=identity,
        title=form.require("title"),
        reference=form.text("reference"),
        kind=form.require_choice("kind", FrameworkKind),
        url=form.text("url"),
        read_on=form.day("read_on"),
        note=form.text("note"),
        groups=tuple(_group(each, identity, applications) for each in form.mappings("groups")),
        source=form.source,
    )
    form.finish()
    return made


def _group(form: Form, framework: str, inherited: tuple[Application, ...]) -> ClauseGroup:
    applications = _applications(form) or inherited
    title = form.text("title")
    clauses = tuple(
        clause
        for each in form.mappings("clauses")
        if (clause := _clause(each, framework, applications)) is not None
    )
    form.finish()
    return ClauseGroup(title=title, clauses=clauses)


def _clause(form: Form, framework: str, inherited: tuple[Application, ...]) -> Clause | None:
    try:
        name = form.require("id")
        summary = form.require("summary")
    except FieldError as fault:
        form.document.faults.append(fault)
        return None
    made = Clause(
        id=f"{framework}:{name}",
        ref=form.text("ref") or name,
        summary=summary,
        evidence=form.text("evidence"),
        automation=form.word("automation", AUTOMATIONS),
        applications=_applications(form) or inherited,
        note=form.text("note"),
        source=form.source,
    )
    form.finish()
    return made


def _applications(form: Form) -> tuple[Application, ...]:
    """From when it applies, by whom it concerns; in the order of the days."""
    dates = form.mapping("applies_from")
    found = [Application(name, since) for name in dates if (since := dates.day(name)) is not None]
    return tuple(sorted(found, key=lambda each: (each.since, each.to)))
