"""A control of our own: what serves in production names the ticket by which it got there."""

import re
from dataclasses import dataclass
from typing import ClassVar

from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.finding import (
    ControlSeverity,
    Outcome,
    evidence,
    failed,
    not_applicable,
    passed,
    warned,
)
from generator.governance.subject import VersionSubject


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketNamed(VersionControl):
    """A version in production has a tag with the ticket of its change."""

    tag: str = "ticket"
    pattern: str = "[A-Z]+-[0-9]+"

    about: ClassVar = About(
        id="ACME-001",
        title="Ticket of the change named",
        family=Family.APPROVAL,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.ACCOUNTABILITY,),
        applies="versions in production",
        passes="the version has the tag, and it looks like a ticket",
        warns="the tag is there and does not look like a ticket",
        fails="there is no such tag",
        evidence="the tag, or the version that lacks it",
        remediation="Set the tag `ticket` on the version, such as CHG-1234.",
    )

    def evaluate(self, subject: VersionSubject) -> Outcome:
        """What is so for one version."""
        if not subject.in_production:
            return not_applicable("it is not in production")
        tag = next((tag for tag in subject.version.tags if tag.key == self.tag), None)
        if tag is None:
            place = evidence(subject.version.at("tags"), "", self.tag)
            return failed(f"it has no tag {self.tag}", [place])
        shown = [evidence(tag.source, tag.value, self.tag)]
        if not re.fullmatch(self.pattern, tag.value):
            return warned(f"{tag.value} does not look like a ticket", shown, limit=self.pattern)
        return passed(f"it came by {tag.value}", shown)


CONTROLS = (TicketNamed,)
