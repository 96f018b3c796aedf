"""Whether data about people is declared, recorded and assessed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.described_data import DescribedData, Judgement, held_to, judged
from generator.governance.finding import ControlSeverity, Outcome, Status, not_applicable
from generator.governance.parameters import parameter_place
from generator.governance.review import day_of
from generator.governance.subject import VersionSubject
from generator.messages import put_together, say, say_many

_NONE, _PERSONAL, _SPECIAL = "none", "personal", "special-category"
_FIELDS = ("personal_data", "ropa_ref", "dpia_ref", "dpia_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalDataDeclared(VersionControl):
    """Each dataset says whether it is about people, and if so under which record and assessment."""

    max_age_days: int = 365

    about: ClassVar = About(
        id="DAT-005",
        title=say("Personal data declared, with ROPA and DPIA reference"),
        family=Family.DATA,
        severity=ControlSeverity.HIGH,
        automation=Automation.ATTESTED,
        pillars=(Pillar.PRIVACY,),
        applies=say("every version in staging or production"),
        passes=say("each dataset that it used declares personal_data as none, personal or special-category; one about people names the record of processing (GDPR Article 30), and the impact assessment (Article 35) where the model is in the gravest tier"),
        warns=say("the impact assessment is older than max_age_days, or its day is not recorded or in the future; or no data is recorded"),
        fails=say("a dataset declares nothing or no such word, lacks the record or an assessment that is asked for, or is of a special category without safeguards (EU AI Act, Article 4a) and assessment"),
        evidence=say("the declaration and its references in governance/datasets"),
        remediation=say(
"Declare `personal_data` in {file}, and name `ropa_ref`, `dpia_ref`, `dpia_on` and, for special categories, `safeguards`.", file="governance/datasets/<name>.yaml"),
        clauses=(
            "GDPR:30", "GDPR:35.1", "GDPR:35.7", "AIA:4a", "AIA:26.9", "NIST:MEASURE-2.10", "ISO42001:A.5.3",
        ),
    )  # fmt: skip

    def evaluate(self, subject: VersionSubject) -> Outcome:
        if not subject.live:
            return not_applicable(say("it is neither in staging nor in production"))

        def judge(data: DescribedData) -> Judgement:
            kind = data.text("personal_data").casefold()
            keys = (*_FIELDS, "safeguards") if kind == _SPECIAL else _FIELDS
            shown = data.evidence(*(keys if kind != _NONE else _FIELDS[:1]))
            faults = tuple(_faults(subject, data, kind))
            if faults:
                return Judgement(status=Status.FAIL, fault=put_together(faults, say(" and ")), evidence=shown)
            doubt = self._doubt(subject, data) if kind != _NONE and data.text("dpia_ref") else ""
            status = Status.WARN if doubt else Status.PASS
            return Judgement(status=status, fault=doubt, evidence=shown)

        return held_to(
            judged(subject, judge, say("personal data is declared and accounted for")),
            say_many(self.max_age_days, "{n} day", "{n} days"),
            parameter_place(subject.scope.policy, self.about.id, "max_age_days"),
        )

    def _doubt(self, subject: VersionSubject, data: DescribedData) -> str:
        """What is doubtful about the day of an impact assessment; empty when nothing is."""
        named = say("the impact assessment {dpia}", dpia=data.text("dpia_ref"))
        day = day_of(data.text("dpia_on"))
        if day is None:
            return say("{named} has no day", named=named)
        days = (subject.scope.today - day).days
        if days < 0:
            return say("{named} is dated {day}, after the day of this report", named=named, day=day)
        if days > self.max_age_days:
            return say(
                "{named} is {days} old, with a limit of {max_age_days}",
                named=named,
                days=say_many(days, "{n} day", "{n} days"),
                max_age_days=say_many(self.max_age_days, "{n} day", "{n} days"),
            )
        return ""


def _faults(subject: VersionSubject, data: DescribedData, kind: str) -> Iterator[str]:
    """What a dataset lacks."""
    if not kind:
        yield say("whether it holds personal data is not declared")
    elif kind not in {_NONE, _PERSONAL, _SPECIAL}:
        yield say(
            "personal_data is {kind}, which is none of {none_}, {personal} and {special}",
            kind=kind,
            none_=_NONE,
            personal=_PERSONAL,
            special=_SPECIAL,
        )
    elif kind != _NONE:
        if not data.text("ropa_ref"):
            yield say("no record of processing is named (ropa_ref)")
        if kind == _SPECIAL and not data.text("safeguards"):
            yield say("no safeguards are named for a special category")
        tiers = subject.scope.policy.tiers
        gravest = bool(tiers) and subject.owner.strictest_tier == tiers[0]
        if (kind == _SPECIAL or gravest) and not data.text("dpia_ref"):
            yield say("no impact assessment is named (dpia_ref)")
