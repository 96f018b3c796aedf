"""The technical documentation that the law asks of a high-risk system."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.cards.annex_iv import ANNEX_KEY, PointAnswer, PointState
from generator.analyses.wording import listed
from generator.catalog.card import folded
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import ModelControl
from generator.governance.finding import (
    ControlSeverity,
    Outcome,
    evidence,
    failed,
    not_applicable,
    passed,
    warned,
)
from generator.governance.parameters import parameter_place
from generator.governance.particulars import Particulars
from generator.governance.subject import ModelSubject
from generator.messages import put_together, say, say_many

_TOLD = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicalFileComplete(ModelControl):
    """Every point of Annex IV is answered, and somebody vouches for those that only a person can answer."""

    max_age_days: int = 365

    about: ClassVar = About(
        id="DOC-008",
        title=say("Annex IV technical file complete"),
        family=Family.DOCUMENTATION,
        severity=ControlSeverity.HIGH,
        automation=Automation.PARTIAL,
        pillars=(Pillar.TRANSPARENCY, Pillar.ACCOUNTABILITY),
        applies=say("models whose classification says eu_ai_act: high-risk"),
        passes=say("every point 1(a) to 9 is filled, attached with its SHA-256, or said not to apply with the reason"),
        warns=say("a point that a person has to vouch for is unsigned, signed by nobody in people.yaml, or signed longer ago than max_age_days; or the front matter names a point that the annex does not have"),
        fails=say("a point is empty"),
        evidence=say("for each point what answers it, or the place where the answer should stand"),
        remediation=say("Answer the empty points under `annex_iv` in the model's file, attach the declaration of conformity and the plans with their SHA-256, and sign and date the whole."),
        clauses=(
            "AIA:11.1", "AIA:IV.1c", "AIA:IV.1d", "AIA:IV.1e", "AIA:IV.1f", "AIA:IV.1g", "AIA:IV.1h", "AIA:IV.2b",
            "AIA:IV.2c", "AIA:IV.4", "AIA:IV.5", "AIA:IV.7", "AIA:IV.8", "AIA:9.2", "AIA:9.5", "AIA:43", "AIA:47",
            "NIST:MAP-5.1",
        ),
    )  # fmt: skip

    def evaluate(self, subject: ModelSubject) -> Outcome:
        law = Particulars(subject=subject, key="classification")
        named = law.text("eu_ai_act")
        if not named:
            message = say("whether the law classes it as high-risk is not recorded")
            return warned(message, [evidence(law.place("eu_ai_act"), "", "classification.eu_ai_act")])
        if folded(named) != "highrisk":
            return not_applicable(say("it is classed as {named}", named=named), *law.evidence("eu_ai_act"))
        file = subject.technical_file
        shown = [
            evidence(
                answer.sources[0], answer.told, put_together((answer.point.reference, " ", answer.state))
            )
            for answer in sorted(file.points, key=lambda answer: answer.state is not PointState.EMPTY)
        ]
        total = len(file.points)
        told = {
            "observed": say(
                "{total} of {total2}",
                total=total - len(file.empty),
                total2=say_many(total, "{n} point", "{n} points"),
            ),
            "limit": say("all {total}", total=say_many(total, "{n} point", "{n} points")),
        }
        if file.empty:
            points = listed([answer.point.reference for answer in file.empty], limit=_TOLD)
            message = say_many(
                len(file.empty),
                "{points} of Annex IV is empty",
                "{points} of Annex IV are empty",
                points=points,
            )
            return failed(message, shown, **told)
        doubts = [doubt for answer in file.points for doubt in self._doubts(subject, answer)]
        doubts += [say("{name} is no point of Annex IV", name=name) for name, _ in file.unknown]
        shown += [evidence(place, name, ANNEX_KEY) for name, place in file.unknown]
        if doubts:
            limit_source = parameter_place(subject.scope.policy, self.about.id, "max_age_days")
            return warned(listed(doubts), shown, limit_source=limit_source, **told)
        return passed(
            say("all {total} of Annex IV are answered", total=say_many(total, "{n} point", "{n} points")),
            shown,
            **told,
        )

    def _doubts(self, subject: ModelSubject, answer: PointAnswer) -> Iterator[str]:
        """Why an answer that a person has to vouch for is not vouched for."""
        if not answer.point.attested:
            return
        point, scope = answer.point.reference, subject.scope
        if not answer.signed_by:
            yield say("{point} is unsigned", point=point)
        elif scope.catalog.person(answer.signed_by) is None:
            yield say(
                "{point} is signed by {signed_by}, who is nobody in people.yaml",
                point=point,
                signed_by=answer.signed_by,
            )
        elif answer.signed_on is None:
            yield say("{point} is signed without a date", point=point)
        elif (days := (scope.today - answer.signed_on).days) < 0:
            yield say(
                "{point} is signed on {signed_on}, after the day of this report",
                point=point,
                signed_on=answer.signed_on,
            )
        elif days > self.max_age_days:
            yield say(
                "{point} was signed {days} ago; {max_age_days} is the limit",
                point=point,
                days=say_many(days, "{n} day", "{n} days"),
                max_age_days=say_many(self.max_age_days, "{n} day", "{n} days"),
            )
