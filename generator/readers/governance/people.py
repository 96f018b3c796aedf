"""Who the names in stores and registers belong to: ``people.yaml``."""

from collections.abc import Iterator

from generator.catalog import Person, Problem, Severity
from generator.provenance import Source
from generator.provenance.document import FieldError
from generator.readers.governance.faults import as_problem, as_problems, bounded
from generator.readers.governance.form import Form
from generator.readers.reading import Reading

PEOPLE_FILE = "people.yaml"
_LOST = "the person is not known"


def read_people(reading: Reading) -> tuple[Person, ...]:
    """Everybody in the file, in its order; nobody when it is not there."""
    if PEOPLE_FILE not in reading.store.folder():
        return ()
    document = reading.document(PEOPLE_FILE, "nobody is known, and no independence can be shown")
    if document is None:
        return ()
    form = Form(document)
    listed = form.mappings("people")
    form.finish()
    problems = list(as_problems(form.take_faults(), cost="nothing of it is read"))
    people: list[tuple[Form, Person]] = []
    for each in listed:
        try:
            person = _person(each)
        except FieldError as fault:
            problems.append(as_problem(fault, severity=Severity.ERROR, cost=_LOST))
        else:
            each.finish()
            people.append((each, person))
        problems += as_problems(each.take_faults(), cost="the field is shown as missing")
    problems += _shared_identities(people)
    reading.problems += bounded(problems, document.source)
    return tuple(person for _, person in people)


def _person(form: Form) -> Person:
    return Person(
        id=form.require("id"),
        name=form.text("name"),
        role=form.text("role"),
        emails=form.texts("emails"),
        aliases=form.texts("aliases"),
        teams=form.texts("teams"),
        left_on=form.day("left_on"),
        shared=form.flag("shared") or False,
        source=form.source,
    )


def _shared_identities(people: list[tuple[Form, Person]]) -> Iterator[Problem]:
    """Accounts, names and addresses that two people claim."""
    claimed: dict[str, Source] = {}
    for form, person in people:
        for identity in sorted(person.identities):
            first = claimed.setdefault(identity, person.source)
            if first is not person.source:
                fault = form.fault(
                    "id", f"{identity!a} belongs to {first} already", slug="person-identity-twice"
                )
                yield as_problem(
                    fault, cost="it is taken to mean the first of the two",
                    remedy="remove it from one of them, or make one entry of both",
                )  # fmt: skip
