"""The rules for a control, as a class of tests that its author runs.

A guest's tests are three lines; pytest finds the rules by their names, and runs each by itself::

    class TestMyControl(ControlSuite):
        control = MyControl
        cases = Path(__file__).parent / "cases"

The folder has one folder for each status that the control can give, named after it (``pass``, ``fail``,
``not-applicable`` …). Each holds a small ``store`` that an installed reader knows, and a ``governance`` folder where
people's words matter. This module does not import pytest.
"""

import re
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import ClassVar

from generator.catalog import Catalog, Waiver
from generator.governance.about import About
from generator.governance.assess import assess
from generator.governance.assessment import Assessment
from generator.governance.control import Control
from generator.governance.discovery import FoundControl
from generator.governance.finding import Finding, Status
from generator.governance.parameters import as_text
from generator.provenance import Source
from generator.readers.governance.reader import read_governance
from generator.readers.join import join
from generator.readers.reader import read_catalog
from generator.readers.store import Store
from generator.testing.expecting import expect, expect_none
from generator.testing.watching import FORBIDDEN, OPENING, watched

_ID = re.compile(r"[A-Z][A-Z0-9]*-[0-9]{3}")
_STATUSES = frozenset(status.value for status in Status) - {Status.WAIVED.value}
_NEEDED = (Status.PASS, Status.FAIL)
_WORDS = ("title", "applies", "passes", "fails", "evidence", "remediation")


class ControlSuite:
    """The rules for a control; a class that inherits them is a test of one."""

    control: ClassVar[type[Control]]
    """The control: its class."""
    cases: ClassVar[Path]
    """A folder for each status that it can give."""
    as_of: ClassVar[datetime] = datetime(2026, 1, 1, tzinfo=UTC)
    """The instant that ages are counted to."""

    def test_it_says_what_it_is_about(self) -> None:
        """An id to be cited by, and the words of its page."""
        about: object = getattr(self.control, "about", None)
        if not isinstance(about, About):
            raise AssertionError("it has no about")  # noqa: TRY004 a rule that does not hold
        expect(bool(_ID.fullmatch(about.id)), f"its id {about.id!r} is not like ACME-001")
        expect(bool(about.pillars), "it stands for no pillar")
        for name in _WORDS:
            text = getattr(about, name)
            expect(bool(text.strip()), f"it does not say {name}")
            expect(text == " ".join(text.split()), f"{name} has blanks at an end or more than one in a row")

    def test_its_parameters_are_fields_with_defaults_that_nobody_changes(self) -> None:
        """It runs where no policy says anything about it, and is the same afterwards."""
        made = self.control()
        expect(is_dataclass(made), "it is no dataclass")
        for field in fields(made):  # type: ignore[arg-type]
            try:
                setattr(made, field.name, getattr(made, field.name))
            except FrozenInstanceError:
                continue
            expect(False, f"its parameter {field.name} can be changed")
        expect(len(as_text(made)) == len(fields(made)), "a parameter cannot be shown")  # type: ignore[arg-type]

    def test_every_case_gives_its_status(self) -> None:
        """It can fail, it can pass, and whatever else the folder has a case of."""
        named = {folder.name for folder in self._folders()}
        expect_none(f"{name} is no status that a control gives" for name in sorted(named - _STATUSES))
        expect_none(f"there is no case {status.value}" for status in _NEEDED if status.value not in named)
        for name, assessment in self._assessments():
            found = {finding.outcome.status.value for finding in assessment.findings}
            expect(name in found, f"the case {name} gives {', '.join(sorted(found)) or 'nothing'}")

    def test_it_never_breaks(self) -> None:
        """Neither in a case nor where nothing but the registry is there; what it cannot look at, it says."""
        for name, catalog in (*self._catalogs(), *self._bare()):
            expect_none(
                f"{name}: {finding.outcome.message}"
                for finding in self._assess(catalog).findings
                if finding.outcome.message.startswith("the control could not be run: ")
            )

    def test_what_it_says_reads_like_the_other_controls(self) -> None:
        """One sentence without a full stop, on one line: pages and reports put it into theirs."""
        for name, finding in self._findings():
            message = finding.outcome.message
            expect(bool(message.strip()), f"{name}: it says nothing about {finding.subject}")
            expect("\n" not in message, f"{name}: {message!r} has more than one line")
            expect(not message.endswith("."), f"{name}: {message!r} ends with a full stop")

    def test_it_quotes_evidence(self) -> None:
        """Each finding names its places; only one that is not applicable may do with its reason."""
        for name, finding in self._findings():
            held = bool(finding.outcome.evidence) or finding.outcome.status is Status.NOT_APPLICABLE
            expect(held, f"{name}: {finding.outcome.message!r} has no evidence")

    def test_its_evidence_is_of_files_that_were_read(self) -> None:
        """A place with a digest is of a file of the case, with the digest of that file."""
        for name, catalog in self._catalogs():
            read = {file.path: file.sha256 for file in catalog.files}
            for finding in self._assess(catalog).findings:
                expect_none(
                    f"{name}: {source} is no place in a file that was read"
                    for source in _places(finding)
                    if source.sha256 and read.get(source.path) != source.sha256
                )

    def test_it_looks_at_the_records_alone(self) -> None:
        """No file is opened, no program started, nobody asked: a control is a function of its subject."""
        for name, catalog in self._catalogs():
            self._assess(catalog)
            with watched() as events:
                self._assess(catalog)
            expect_none(f"{name}: it caused {event}" for event, _ in events if event in FORBIDDEN | OPENING)

    def test_it_says_the_same_of_the_same(self) -> None:
        """Two runs over one catalogue are equal."""
        for name, catalog in self._catalogs():
            expect(
                self._assess(catalog).findings == self._assess(catalog).findings,
                f"{name}: a second run says something else",
            )

    def test_a_waiver_covers_it_and_hides_nothing(self) -> None:
        """A waiver counts where the control may be waived, and what lies beneath stays."""
        about = self.control.about
        for name, catalog in self._catalogs():
            waived = replace(catalog, waivers=(_waiver(about.id, self.as_of.date()),))
            before, after = self._assess(catalog).findings, self._assess(waived).findings
            expect(
                [each.outcome for each in before] == [each.outcome for each in after],
                f"{name}: it says something else once it is waived",
            )
            open_ = [each for each in after if each.outcome.status in {Status.FAIL, Status.WARN}]
            expect(
                all((each.status is Status.WAIVED) is about.waivable for each in open_),
                f"{name}: a waiver does not do what waivable={about.waivable} says",
            )

    def _folders(self) -> list[Path]:
        return sorted(folder for folder in self.cases.iterdir() if folder.is_dir())

    def _catalogs(self) -> Iterator[tuple[str, Catalog]]:
        for folder in self._folders():
            catalog = read_catalog([Store(folder / "store", "store")])
            if (folder / "governance").is_dir():
                catalog = join(
                    (catalog, read_governance(Store(folder / "governance", "governance"))), ("store",)
                )
            yield folder.name, catalog

    def _bare(self) -> Iterator[tuple[str, Catalog]]:
        """The cases with nothing but what the registry says."""
        for name, catalog in self._catalogs():
            yield (
                f"{name}, with the registry alone",
                Catalog(stores=catalog.stores, models=catalog.models, files=catalog.files),
            )

    def _assess(self, catalog: Catalog) -> Assessment:
        return assess(catalog, as_of=self.as_of, found=[FoundControl(kind=self.control, package="tested")])

    def _assessments(self) -> Iterator[tuple[str, Assessment]]:
        for name, catalog in self._catalogs():
            yield name, self._assess(catalog)

    def _findings(self) -> Iterator[tuple[str, Finding]]:
        for name, assessment in self._assessments():
            for finding in assessment.findings:
                yield name, finding


def _places(finding: Finding) -> Iterator[Source]:
    for each in finding.outcome.evidence:
        yield each.source
    if finding.outcome.limit_source is not None:
        yield finding.outcome.limit_source


def _waiver(control: str, day: date) -> Waiver:
    """One that is valid for a day, for every model."""
    return Waiver(
        id="WVR-TEST", control=control, reason="tested", compensating_control="tested", requested_by="a",
        approved_by="b", created_on=day, expires_on=day, source=Source("governance/waivers.yaml"),
    )  # fmt: skip
