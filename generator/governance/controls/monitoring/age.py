"""Whether a model was trained lately enough, and a version is not too old to serve."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from generator.analyses.monitoring.retrainings import missed_retraining
from generator.analyses.wording import day, version_label
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import ModelControl, VersionControl
from generator.governance.controls.monitoring.values import positive_number
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
from generator.governance.subject import ModelSubject, VersionSubject
from generator.messages import say, say_many
from generator.provenance import Source

_PER_DAY = 86_400


def _days(earlier: datetime, later: datetime) -> float:
    return (later - earlier).total_seconds() / _PER_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrainingInTime(ModelControl):
    """The model was trained or validated again within the time that its card names."""

    about: ClassVar = About(
        id="MON-005",
        title=say("Retraining or revalidation not overdue"),
        family=Family.MONITORING,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.ACCOUNTABILITY,),
        applies=say("models whose card says `retraining.cadence_days`, or for which a retraining is planned"),
        passes=say(
            "the last training of a version, or retraining on record, ended no longer ago than the card says, and no planned one is past its day"
        ),
        warns=say("it ended no longer ago than `warn_factor` times that, or the card's number is none"),
        fails=say("it ended longer ago or is not recorded, or a planned one is past its day"),
        evidence=say("the end of the last training, and the card's number"),
        remediation=say("Train again, or validate again and write down why training is not needed."),
        clauses=("NIST:MANAGE-2.2", "SS1/23:P4.5", "GMLP:10", "AIA:13.3e"),
    )
    warn_factor: float = 1.25
    """How many times the agreed time may pass with a warning."""

    def evaluate(self, subject: ModelSubject) -> Outcome:
        place = subject.place("retraining").at("cadence_days")
        written = subject.mapping("retraining").get("cadence_days")
        missed = missed_retraining(subject.scope.catalog, subject.name, subject.scope.as_of)
        if missed is not None and missed.due is not None:
            return failed(
                say("the retraining planned for {due} was not done", due=day(missed.due)),
                [evidence(missed.source, day(missed.due), "planned")], observed=day(subject.scope.as_of),
                limit=day(missed.due), limit_source=missed.source,
            )  # fmt: skip
        if written is None:
            return not_applicable(say("its card names no time between trainings"))
        agreed = evidence(place, written, "cadence_days")
        cadence = positive_number(written)
        if cadence is None:
            return warned(say("{written} is no number of days", written=written), [agreed])
        return self._judged(subject, cadence, agreed)

    def _judged(self, subject: ModelSubject, cadence: float, agreed: Evidence) -> Outcome:
        """Hold the last training to the time that the card names."""
        place = agreed.source
        latest = max(_trainings(subject), key=lambda found: found[0], default=None)
        if latest is None:
            return failed(
                say("no training is on record; every {cadence} days one is due", cadence=f"{cadence:g}"),
                [agreed],
                limit_source=place,
            )
        ended, what, source = latest
        age = _days(ended, subject.scope.as_of)
        proof = [
            evidence(source, say("{what} ended on {ended}", what=what, ended=day(ended)), "training"),
            agreed,
        ]
        message = say(
            "{what} ended on {ended}, {age} ago; every {cadence} days one is due",
            what=what,
            ended=day(ended),
            age=say_many(int(age), "{n} day", "{n} days"),
            cadence=f"{cadence:g}",
        )
        return _held(age, cadence, self.warn_factor, message, proof, place)


def _held(
    age: float, limit: float, warn_factor: float, message: str, proof: list[Evidence], place: Source
) -> Outcome:
    """An age in days within its limit, within the factor of it, or beyond."""
    judge = passed if age <= limit else warned if age <= limit * warn_factor else failed
    return judge(
        message,
        proof,
        observed=say("{age} days", age=int(age)),
        limit=say("{limit} days", limit=f"{limit:g}"),
        limit_source=place,
    )


def _trainings(subject: ModelSubject) -> Iterator[tuple[datetime, str, Source]]:
    """When a version was trained, and when a retraining was done; nothing from after the instant asked about."""
    for version in subject.versions:
        run = version.origin.run
        if run is not None and run.end_time is not None and run.end_time <= subject.scope.as_of:
            yield (
                run.end_time,
                say("the training of {version}", version=version_label(version.version.version)),
                run.at("end_time"),
            )
    for each in subject.scope.catalog.retrainings:
        if each.model == subject.name and each.at is not None and each.at <= subject.scope.as_of:
            yield each.at, say("the retraining"), each.source


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelWithinLifetime(VersionControl):
    """The version in production is not older than the policy lets its tier be."""

    about: ClassVar = About(
        id="MON-006",
        title=say("Model age within lifetime"),
        family=Family.MONITORING,
        severity=ControlSeverity.LOW,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.ACCOUNTABILITY,),
        applies=say("versions in production"),
        passes=say("it was registered no longer ago than the policy's lifetime for its tier"),
        warns=say(
            "no longer ago than `warn_factor` times that, or when it was registered, or the lifetime, is not known"
        ),
        fails=say("longer ago"),
        evidence=say("the date of its registration"),
        remediation=say("Review whether it still fits its purpose; renew or retire it."),
        clauses=("AIA:13.3e", "NIST:MANAGE-2.2", "SS1/23:P4.5"),
    )
    warn_factor: float = 1.25
    """How many lifetimes may pass with a warning."""

    def evaluate(self, subject: VersionSubject) -> Outcome:
        if not subject.in_production:
            return not_applicable(say("it is not in production"))
        created = subject.version.creation_time
        proof = [_registered(subject)]
        if created is None:
            return warned(say("when it was registered is not recorded"), proof)
        policy, tier = subject.scope.policy, subject.owner.strictest_tier
        place = policy.place("lifetime_days", tier)
        lifetime = policy.lifetime_days.get(tier)
        if lifetime is None:
            return warned(
                say("the policy names no lifetime for the tier {tier}", tier=tier), proof, limit_source=place
            )
        age = _days(created, subject.scope.as_of)
        known = "" if subject.owner.tier else say("; its tier is not known, so the strictest counts")
        message = say(
            "registered {age} ago; the lifetime is {lifetime} days{known}",
            age=say_many(int(age), "{n} day", "{n} days"),
            lifetime=lifetime,
            known=known,
        )
        return _held(age, lifetime, self.warn_factor, message, proof, place)


def _registered(subject: VersionSubject) -> Evidence:
    return evidence(subject.version.at("creation_time"), day(subject.version.creation_time), "registered")
