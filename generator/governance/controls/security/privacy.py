"""Whether what is recorded holds secrets, or personal data that nobody declared."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from generator.catalog import Sensitive
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import ReviewControl
from generator.governance.finding import (
    ControlSeverity,
    Evidence,
    Finding,
    Outcome,
    SubjectRef,
    evidence,
    failed,
    passed,
    warned,
)
from generator.governance.subject import Scope
from generator.messages import say
from generator.screening.shapes import UNSURE, Sensitivity

_QUOTED = 25
"""Places that evidence quotes at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSecrets(ReviewControl):
    """Nothing that was read holds a key, a token or a password."""

    about: ClassVar = About(
        id="SEC-001",
        title=say("No secrets in metadata"),
        family=Family.SECURITY,
        severity=ControlSeverity.CRITICAL,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.PRIVACY,),
        applies=say(
            "params, tags, descriptions, small text artifacts and the governance folder, by the version they belong to; what belongs to none counts for the portfolio"
        ),
        passes=say("no text has the shape of a secret"),
        warns=say("a value under a name such as `token` looks random, and has no known shape"),
        fails=say("a text has the shape of a key, a token, a private key or a URL with a password"),
        evidence=say("the place, and the kind of secret; never the value, nor a digest of it"),
        remediation=say("Revoke the credential first, then remove it from the store and from its history."),
        clauses=("AIA:15.5", "NIST:MEASURE-2.7", "G7:security"),
        waivable=False,
    )

    def review(self, scope: Scope, findings: tuple[Finding, ...]) -> Iterator[tuple[SubjectRef, Outcome]]:  # noqa: ARG002 looks at the records alone
        for subject, found, place in _by_subject(scope, Sensitivity.SECRET):
            sure = [each for each in found if each.confident]
            if sure:
                yield (
                    subject,
                    failed(
                        say("{sure} found", sure=_kinds(sure)), _places(sure), observed=len(sure), limit=0
                    ),
                )
            elif found:
                message = say(
                    "{found} may be a secret, and has no known shape", found=_many(len(found), "value")
                )
                yield subject, warned(message, _places(found), observed=len(found), limit=0)
            else:
                yield subject, passed(say("no text has the shape of a secret"), [place], observed=0, limit=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPersonalData(ReviewControl):
    """Nothing that was read holds personal data that nobody declared."""

    about: ClassVar = About(
        id="SEC-002",
        title=say("No undeclared personal data in metadata"),
        family=Family.SECURITY,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.PRIVACY,),
        applies=say(
            "params, tags, descriptions, small text artifacts and the governance folder, by the version they belong to; what belongs to none counts for the portfolio"
        ),
        passes=say(
            "no text has the shape of personal data, apart from the addresses in people.yaml and the contacts of cards"
        ),
        warns=say(
            "a text has the shape of a telephone or social security number, which other texts have too"
        ),
        fails=say(
            "a text has the shape of an e-mail address, or of an IBAN or card number with right check digits"
        ),
        evidence=say("the place, and the kind of personal data; never the value"),
        remediation=say(
            "Remove or pseudonymise it; put an address that is meant to be found into people.yaml."
        ),
        clauses=("GDPR:30", "NIST:MEASURE-2.10", "ISO42001:A.7.6"),
    )

    def review(self, scope: Scope, findings: tuple[Finding, ...]) -> Iterator[tuple[SubjectRef, Outcome]]:  # noqa: ARG002 looks at the records alone
        for subject, found, place in _by_subject(scope, Sensitivity.PERSONAL):
            sure = [each for each in found if each.shape not in UNSURE]
            if sure:
                yield (
                    subject,
                    failed(
                        say("{sure} found", sure=_kinds(sure)), _places(sure), observed=len(sure), limit=0
                    ),
                )
            elif found:
                message = say(
                    "{found} may be personal data: {found2}",
                    found=_many(len(found), "text"),
                    found2=_kinds(found),
                )
                yield subject, warned(message, _places(found), observed=len(found), limit=0)
            else:
                yield (
                    subject,
                    passed(say("no text has the shape of personal data"), [place], observed=0, limit=0),
                )


def _by_subject(
    scope: Scope, sensitivity: Sensitivity
) -> Iterator[tuple[SubjectRef, tuple[Sensitive, ...], Evidence]]:
    """The portfolio, every model and every version, each with what was found in it and a place to cite for nothing."""
    groups: dict[SubjectRef, list[Sensitive]] = {}
    for each in scope.catalog.sensitive:
        if each.sensitivity is sensitivity:
            for subject in _subjects(scope, each):
                groups.setdefault(subject, []).append(each)
    stores = ", ".join(scope.catalog.stores)
    yield SubjectRef(), tuple(groups.get(SubjectRef(), ())), evidence(scope.policy.place(), stores, "stores")
    for model in scope.models:
        subject = SubjectRef(model.name)
        yield subject, tuple(groups.get(subject, ())), evidence(model.model.source, model.name, "model")
        for version in model.versions:
            subject = SubjectRef(model.name, version.version.version)
            place = evidence(version.version.source, version.version.version, "version")
            yield subject, tuple(groups.get(subject, ())), place


def _subjects(scope: Scope, found: Sensitive) -> tuple[SubjectRef, ...]:
    """The versions, else the model, that a sensitive text belongs to; else the portfolio."""
    if found.run_id:
        versions = scope.catalog.versions_by_run.get(found.run_id, ())
        if versions:
            return tuple(SubjectRef(version.name, version.version) for version in versions)
    elif found.model in scope.catalog.models_by_name:
        return (SubjectRef(found.model, found.version),)
    return (SubjectRef(),)


def _kinds(found: Iterable[Sensitive]) -> str:
    """How many of each shape, such as ``2 jwt, 1 e-mail``."""
    counts: dict[str, int] = {}
    for each in found:
        counts[each.shape] = counts.get(each.shape, 0) + 1
    return ", ".join(f"{times} {shape}" for shape, times in sorted(counts.items()))


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _places(found: Sequence[Sensitive]) -> list[Evidence]:
    return [
        evidence(each.source, f"[{each.sensitivity.value}: {each.shape}]", each.field)
        for each in found[:_QUOTED]
    ]
