"""Whether a card is whole, and was read again in time and for the right version."""

from dataclasses import dataclass
from datetime import UTC, date
from typing import ClassVar

from generator.analyses.wording import listed, number
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import ModelControl, VersionControl
from generator.governance.finding import (
    ControlSeverity,
    Evidence,
    Outcome,
    evidence,
    failed,
    not_applicable,
    passed,
    warned,
)
from generator.governance.parameters import parameter_place
from generator.governance.review import day_of, last_review
from generator.governance.subject import ModelSubject, VersionSubject
from generator.messages import say, say_many

_NAMED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReviewed(VersionControl):
    """Somebody read the card again for the version that is in production."""

    grace_days: int = 30
    """How long after its promotion a version may go without."""

    about: ClassVar = About(
        id="DOC-006",
        title=say("Card reviewed for this version"),
        family=Family.DOCUMENTATION,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.PARTIAL,
        pillars=(Pillar.TRANSPARENCY, Pillar.ACCOUNTABILITY),
        applies=say("versions in production"),
        passes=say("the last review names this version, or took place on or after the day it was registered"),
        warns=say("it was not reviewed yet, and was promoted no longer than grace_days ago; or its day of registration is not recorded"),
        fails=say("it was not reviewed since it was registered, and the days of grace are over or cannot be counted"),
        evidence=say("the review in the model's file, the version's record and its promotion"),
        remediation=say("Read the card again for the new version and write who did so, when and for which version under `reviewed`."),
        clauses=(
            "AIA:11.1", "ISO42001:A.6.2.7", "NIST:GOVERN-4.2", "SS1/23:P3.5", "ISO42001:A.8.2", "ISO42001:A.8.5",
        ),
        extended=True,
    )  # fmt: skip

    def evaluate(self, subject: VersionSubject) -> Outcome:
        if subject.production_place is None:
            return not_applicable(say("it is not in production"))
        review, version = last_review(subject.owner), subject.version
        created = version.creation_time
        registered = created.astimezone(UTC).date() if created else None
        shown = [*review.evidence, evidence(version.at("creation_time"), registered, "registered")]
        if review.names(version.version):
            return passed(
                say(
                    "the last review names this version{rest}",
                    rest=say(", on {on}", on=review.on) if review.on else "",
                ),
                shown,
            )
        if review.on and registered is None:
            return warned(
                say(
                    "the card was reviewed on {on}; when the version was registered is not recorded",
                    on=review.on,
                ),
                shown,
            )
        if review.on and registered and review.on >= registered:
            message = say(
                "the card was reviewed on {on}, and the version was registered on {registered}",
                on=review.on,
                registered=registered,
            )
            return passed(message, shown, observed=review.on, limit=registered)
        told = (
            say("the card was last reviewed on {on}", on=review.on)
            if review.on
            else say("the card was never reviewed")
        )
        told += (
            say(", and the version was registered on {registered}", registered=registered)
            if registered
            else ""
        )
        return self._in_grace(subject, told, shown)

    def _in_grace(self, subject: VersionSubject, told: str, shown: list[Evidence]) -> Outcome:
        """What follows for a version that nobody has read the card for."""
        change, today = subject.promotion, subject.scope.today
        if change is None or change.at is None:
            return failed(say("{told}; when it was promoted is not recorded", told=told), shown)
        shown.append(evidence(change.source, change.what, "promotion"))
        promoted = change.at.astimezone(UTC).date()
        if promoted > today:
            message = say(
                "{told}; its promotion is dated {promoted}, after the day of this report",
                told=told,
                promoted=promoted,
            )
            return failed(message, shown)
        days = (today - promoted).days
        grace = say_many(self.grace_days, "{n} day", "{n} days")
        verdict = warned if days <= self.grace_days else failed
        return verdict(
            say(
                "{told}; it was promoted {days} ago, with {grace} of grace",
                told=told,
                days=say_many(days, "{n} day", "{n} days"),
                grace=grace,
            ),
            shown,
            observed=say_many(days, "{n} day", "{n} days"),
            limit=grace,
            limit_source=parameter_place(subject.scope.policy, self.about.id, "grace_days"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CardComplete(ModelControl):
    """The fields that the policy gives weight to are answered."""

    min_share: float = 1.0
    """Share of the weight that has to be answered."""
    fail_below: float = 0.5
    """Share of the weight below which a card is as good as none."""

    about: ClassVar = About(
        id="DOC-009",
        title=say("Card is complete"),
        family=Family.DOCUMENTATION,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRANSPARENCY,),
        applies=say("every registered model"),
        passes=say(
            "the fields asked of every card, weighed by the policy's card_weights, are answered to min_share or more"
        ),
        warns=say("the share is lower"),
        fails=say("the share is below fail_below"),
        evidence=say("for each missing field the place where it should stand"),
        remediation=say("Answer the fields named in the model's file."),
        clauses=("AIA:11.1", "ISO42001:A.6.2.7", "MC:4.1"),
        extended=True,
    )

    def evaluate(self, subject: ModelSubject) -> Outcome:
        weights = subject.scope.policy.card_weights
        asked = [
            (answer, weights.get(answer.field.key, 1.0))
            for answer in subject.completeness.answers
            if answer.field.required or answer.field.key in weights
        ]
        asked = [(answer, weight) for answer, weight in asked if weight > 0]
        total = sum(weight for _, weight in asked)
        if not total:
            place = evidence(subject.scope.policy.place("card_weights"), "", "card_weights")
            return not_applicable(say("the policy gives weight to no field of the card"), place)
        missing = [(answer, weight) for answer, weight in asked if not answer.fact.present]
        share = 1 - sum(weight for _, weight in missing) / total
        limit = {
            "observed": _percent(share),
            "limit": _percent(self.min_share),
            "limit_source": parameter_place(subject.scope.policy, self.about.id, "min_share"),
        }
        if not missing:
            return passed(
                say("all {asked} are answered", asked=say_many(len(asked), "{n} field", "{n} fields")),
                [evidence(subject.file)],
                **limit,
            )
        shown = [
            evidence(
                answer.fact.sources[0],
                answer.fact.detail,
                say("{field} (weight {weight})", field=answer.field.title, weight=number(weight)),
            )
            for answer, weight in missing
        ]
        names = listed([answer.field.title.casefold() for answer, _ in missing], limit=_NAMED)
        message = say("{share} of the card is answered; missing: {names}", share=_percent(share), names=names)
        if share < self.fail_below:
            return failed(message, shown, **limit)
        return (passed if share >= self.min_share else warned)(message, shown, **limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewNotOverdue(ModelControl):
    """The day on which the card was to be read again has not passed, and the last reading is not stale."""

    warn_days: int = 30
    """How long before the day to warn."""
    max_age_days: int = 365

    about: ClassVar = About(
        id="DOC-010",
        title=say("Card review is not overdue"),
        family=Family.DOCUMENTATION,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRANSPARENCY, Pillar.ACCOUNTABILITY),
        applies=say("every registered model"),
        passes=say(
            "the next review is due later than warn_days from now, and the last took place within max_age_days"
        ),
        warns=say(
            "it is due within warn_days, no day is set for it, or the last review is older than max_age_days, dated in the future or not recorded"
        ),
        fails=say("the day has passed"),
        evidence=say("review_due and reviewed_on in the model's file"),
        remediation=say("Read the card again, and write when that was and when it is due next."),
        clauses=("AIA:11.1", "ISO42001:A.6.2.7", "NIST:GOVERN-1.5", "SS1/23:P3.5"),
        extended=True,
    )

    def evaluate(self, subject: ModelSubject) -> Outcome:
        fact = subject.answer("review_due").fact
        shown = [evidence(source, fact.value, "review_due") for source in fact.sources]
        shown += last_review(subject).evidence
        if not fact.present:
            return warned(say("no day is set for the next review"), shown)
        due = day_of(fact.value)
        if due is None:
            return warned(say("the next review is due {fact}, which is no date", fact=fact.value), shown)
        today = subject.scope.today
        if due < today:
            message = say(
                "the review was due on {due}, {days} ago",
                due=due,
                days=say_many((today - due).days, "{n} day", "{n} days"),
            )
            return failed(message, shown, observed=due, limit=today)
        return self._stale(subject, shown) or self._soon(subject, due, shown)

    def _stale(self, subject: ModelSubject, shown: list[Evidence]) -> Outcome | None:
        """What is wrong with the last review; None when nothing is."""
        review = last_review(subject)
        if review.on is None:
            return warned(say("when the card was last reviewed is not recorded"), shown)
        age = (subject.scope.today - review.on).days
        if age < 0:
            return warned(
                say("the last review is dated {on}, after the day of this report", on=review.on), shown
            )
        if age <= self.max_age_days:
            return None
        limit = say_many(self.max_age_days, "{n} day", "{n} days")
        return warned(
            say(
                "the last review was on {on}, {age} ago; {limit} is the limit",
                on=review.on,
                age=say_many(age, "{n} day", "{n} days"),
                limit=limit,
            ),
            shown,
            observed=say_many(age, "{n} day", "{n} days"),
            limit=limit,
            limit_source=parameter_place(subject.scope.policy, self.about.id, "max_age_days"),
        )

    def _soon(self, subject: ModelSubject, due: date, shown: list[Evidence]) -> Outcome:
        days = (due - subject.scope.today).days
        when = say("in {days}", days=say_many(days, "{n} day", "{n} days")) if days else "today"
        limit_source = parameter_place(subject.scope.policy, self.about.id, "warn_days")
        verdict = warned if days <= self.warn_days else passed
        return verdict(
            say("the next review is due on {due}, {when}", due=due, when=when),
            shown,
            observed=say_many(days, "{n} day", "{n} days"),
            limit=say_many(self.warn_days, "{n} day", "{n} days"),
            limit_source=limit_source,
        )


def _percent(share: float) -> str:
    return f"{number(round(100 * share, 1))}\u00a0%"
