"""The registers: what people decided, in files that are only ever added to.

Each file holds one list under its own name. An entry is never changed: a correction is a new entry below the others
that names the one it takes the place of. What does not keep to that is a problem, and is read all the same, as far as
it can be read without a guess.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from generator.catalog import (
    REGISTER_FIELDS,
    Attestation,
    Entry,
    Problem,
    Records,
    Register,
    Severity,
    ValidationReport,
)
from generator.provenance.document import FieldError
from generator.readers.governance import entries
from generator.readers.governance.attachments import read_attachment
from generator.readers.governance.faults import as_problem, as_problems, bounded
from generator.readers.governance.form import Form
from generator.readers.governance.order import out_of_order
from generator.readers.reading import Reading

Kind = TypeVar("Kind", bound=Entry)
Reported = TypeVar("Reported", ValidationReport, Attestation)
"""Entries that name a file in the governance folder."""

REGISTERS = tuple(REGISTER_FIELDS)
"""Names of the registers; the file of each carries it, with ``.yaml`` behind it."""

_LOST = "the entry is not shown and counts for nothing"


def read_registers(reading: Reading) -> Records:
    """Every register that is there."""
    registers = _Registers(reading)
    return Records(
        approvals=registers.read("approvals", entries.read_approval),
        attestations=tuple(
            _with_report(reading, found) for found in registers.read("attestations", entries.read_attestation)
        ),
        change_assessments=registers.read("changes", entries.read_change),
        review_findings=registers.read("findings", entries.read_finding),
        incidents=registers.read("incidents", entries.read_incident),
        transitions=registers.read("transitions", entries.read_transition),
        validations=tuple(
            _with_report(reading, found) for found in registers.read("validations", entries.read_validation)
        ),
        waivers=registers.read("waivers", entries.read_waiver),
        registers=tuple(registers.found),
    )


@dataclass(frozen=True, slots=True)
class _Registers:
    """Reads one register after the other."""

    reading: Reading
    found: list[Register] = field(default_factory=list)

    def read(self, name: str, read_entry: Callable[[Form], Kind]) -> tuple[Kind, ...]:
        """The entries of one register; none when its file is not there or cannot be read."""
        path = f"{name}.yaml"
        if path not in self.reading.store.folder():
            return ()
        document = self.reading.document(path, "nothing that stands in this register counts")
        if document is None:
            return ()
        form = Form(document)
        listed = form.mappings(name)
        form.finish()
        written = document.values.get(name)
        if isinstance(written, list):
            self.found.append(Register(name=name, count=len(written), source=document.at(name)))
        elif name not in document:
            hint = f"write {name}: [] when there is none"
            form.refuse(name, f"{name} is missing", slug="field-missing", hint=hint)
        problems = list(as_problems(form.take_faults(), cost="nothing of it is read"))
        kept = _unique(_entries(listed, read_entry, problems), problems)
        problems += _wrong_corrections(kept)
        problems += _wrong_order(kept)
        self.reading.problems += bounded(problems, document.source)
        return tuple(entry for _, entry in kept)


def _entries(
    listed: tuple[Form, ...], read_entry: Callable[[Form], Kind], problems: list[Problem]
) -> Iterator[tuple[Form, Kind]]:
    """Every entry that can be read."""
    for form in listed:
        try:
            entry = read_entry(form)
        except FieldError as fault:
            problems += as_problems(form.take_faults(), cost=_LOST)
            problems.append(as_problem(fault, severity=Severity.ERROR, cost=_LOST))
            continue
        form.finish()
        problems += as_problems(form.take_faults(), cost="the field is shown as missing")
        yield form, entry


def _unique(found: Iterable[tuple[Form, Kind]], problems: list[Problem]) -> list[tuple[Form, Kind]]:
    """The entries without those whose id another one has already."""
    kept: dict[str, tuple[Form, Kind]] = {}
    for form, entry in found:
        if entry.id in kept:
            fault = form.fault(
                "id", f"{entry.id!a} is the id of an entry above", slug="register-id-twice",
                hint="give it an id of its own; to correct the one above, name that one under corrects",
            )  # fmt: skip
            problems.append(as_problem(fault, severity=Severity.ERROR, cost=_LOST))
        kept.setdefault(entry.id, (form, entry))
    return list(kept.values())


def _wrong_corrections(kept: Iterable[tuple[Form, Entry]]) -> Iterator[Problem]:
    """Corrections of what does not stand above them."""
    above: set[str] = set()
    for form, entry in kept:
        if entry.corrects and entry.corrects not in above:
            message = f"{entry.corrects!a} is the id of no entry above this one"
            fault = form.fault("corrects", message, slug="register-corrects-unknown")
            yield as_problem(
                fault, cost="the entry counts beside the others and takes the place of none",
                remedy="name the id of the entry that this one corrects",
            )  # fmt: skip
        above.add(entry.id)


def _wrong_order(kept: Sequence[tuple[Form, Entry]]) -> Iterator[Problem]:
    """Entries that are dated before what stands above them, or after what stands below."""
    instants = [entry.at for _, entry in kept]
    for position in out_of_order(instants):
        form, entry = kept[position]
        later = any(entry.at > other for other in instants[position + 1 :] if entry.at and other)
        where = "after entries below it" if later else "before entries above it"
        fault = form.fault("at", f"{entry.id!a} is dated {where}", slug="register-out-of-order")
        yield as_problem(
            fault, cost="nothing; when it was written cannot be relied on",
            remedy="add entries at the end; correct a wrong date by a new entry with corrects",
        )  # fmt: skip


def _with_report(reading: Reading, validation: Reported) -> Reported:
    """The entry with the digest of its report, which must lie in the governance folder."""
    if not validation.report:
        return validation
    source = read_attachment(reading, validation.report, validation.sha256, validation.source, "report")
    return replace(validation, report_source=source) if source else validation
