"""Whether the data behind a version is described as *Datasheets for Datasets* asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.cards.completeness import value_text
from generator.analyses.cards.placeholders import placeholder_in
from generator.analyses.wording import listed
from generator.catalog import DATASHEET_SECTIONS
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.described_data import DescribedData, Judgement, held_to, judged
from generator.governance.finding import (
    ControlSeverity,
    Evidence,
    Outcome,
    Status,
    evidence,
    not_applicable,
)
from generator.governance.parameters import parameter_place
from generator.governance.review import day_of
from generator.governance.subject import VersionSubject
from generator.messages import say, say_many

_TOO_MANY_EMPTY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasheetPresent(VersionControl):
    """Each dataset has a datasheet whose seven sections are filled in and were read again in time."""

    max_age_days: int = 365

    about: ClassVar = About(
        id="DAT-004",
        title=say("Datasheet present"),
        family=Family.DATA,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.ATTESTED,
        pillars=(Pillar.TRANSPARENCY, Pillar.ETHICS),
        applies=say("versions in production"),
        passes=say("each dataset that it used has a datasheet with all seven sections, reviewed within max_age_days"),
        warns=say("up to three sections of a datasheet are empty, its last review is older, dated in the future or not recorded; or no data is recorded"),
        fails=say("a dataset has no datasheet, or one with four or more empty sections"),
        evidence=say("each section and the day of the review in governance/datasets"),
        remediation=say("Fill in `datasheet` with motivation, composition, collection, preparation, uses, distribution and maintenance, and write the day as `reviewed_on`."),
        clauses=(
            "AIA:IV.2d", "AIA:10.2c", "AIA:10.2h", "AIA:10.3", "ISO42001:A.7.4", "ISO42001:A.7.6", "DS:1", "DS:2",
            "DS:3", "DS:4", "DS:5", "DS:7",
        ),
        extended=True,
    )  # fmt: skip

    def evaluate(self, subject: VersionSubject) -> Outcome:
        if not subject.in_production:
            return not_applicable(say("it is not in production"))

        def judge(data: DescribedData) -> Judgement:
            sections = tuple(_sections(data))
            shown = (*sections, *data.evidence("reviewed_on"))
            empty = [each.label.rpartition(" ")[2] for each in sections if not each.excerpt]
            if len(empty) == len(sections):
                return Judgement(status=Status.FAIL, fault=say("there is no datasheet"), evidence=shown)
            doubts: list[str] = (
                [say("lacks {empty}", empty=listed(empty, limit=len(sections)))] if empty else []
            )
            doubts += self._stale(subject, data)
            status = Status.FAIL if len(empty) >= _TOO_MANY_EMPTY else Status.WARN if doubts else Status.PASS
            fault = say("the datasheet {doubts}", doubts=say(" and ").join(doubts)) if doubts else ""
            return Judgement(status=status, fault=fault, evidence=shown)

        return held_to(
            judged(subject, judge, say("the datasheet is whole and was reviewed in time")),
            say_many(self.max_age_days, "{n} day", "{n} days"),
            parameter_place(subject.scope.policy, self.about.id, "max_age_days"),
        )

    def _stale(self, subject: VersionSubject, data: DescribedData) -> list[str]:
        reviewed = day_of(data.text("reviewed_on"))
        if reviewed is None:
            return [say("has no day of review")]
        days = (subject.scope.today - reviewed).days
        if days < 0:
            return [say("was reviewed on {reviewed}, after the day of this report", reviewed=reviewed)]
        if days <= self.max_age_days:
            return []
        return [
            say(
                "was last reviewed {days} ago, with a limit of {max_age_days}",
                days=say_many(days, "{n} day", "{n} days"),
                max_age_days=say_many(self.max_age_days, "{n} day", "{n} days"),
            )
        ]


def _sections(data: DescribedData) -> Iterator[Evidence]:
    """Each section with what stands there; empty where nothing does."""
    sheet = data.statement.datasheet if data.statement else {}
    for name in DATASHEET_SECTIONS:
        written = sheet.get(name)
        text = value_text(written.value) if written else ""
        place = written.source if written else data.file.at("datasheet", name)
        yield evidence(place, "" if placeholder_in(text) else text, f"{data.name}: {name}")
