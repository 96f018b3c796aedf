"""Under which terms a model may be used."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.cards.attachments import attachment
from generator.analyses.cards.completeness import value_text
from generator.analyses.cards.placeholders import placeholder_in
from generator.analyses.packaging.licences import allows, canonical, licence_refs
from generator.analyses.wording import listed
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import ModelControl
from generator.governance.finding import ControlSeverity, Evidence, Outcome, evidence, failed, passed, warned
from generator.governance.subject import ModelSubject
from generator.messages import put_together, say

_NO_BASE = ("no ", "none", say("not "), say("trained from scratch"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceRecorded(ModelControl):
    """The licence is an SPDX expression that the policy allows."""

    about: ClassVar = About(
        id="DOC-003",
        title=say("Model licence recorded"),
        family=Family.DOCUMENTATION,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRANSPARENCY, Pillar.ACCOUNTABILITY),
        applies=say("every registered model"),
        passes=say(
            "the licence is an SPDX expression that the policy's allowed licences let pass, and the words of a LicenseRef are attached with their SHA-256"
        ),
        warns=say("the words of a LicenseRef are not attached, or a base model is named without its licence"),
        fails=say("no licence is stated, it is no SPDX expression, or the policy does not allow it"),
        evidence=say("the licence in the model's file or tag, its text, and the base model"),
        remediation=say(
            "Write an SPDX expression as `licence`, attach the words of a LicenseRef as `licence_text`, and give a base model's licence beside its name."
        ),
        clauses=("MC:4.1", "NIST:GOVERN-6.1", "NIST:MAP-4.1", "ISO42001:A.7.3", "G7:models"),
    )

    def evaluate(self, subject: ModelSubject) -> Outcome:
        policy = subject.scope.policy
        fact = subject.answer("licence").fact
        shown = [evidence(source, fact.value, "licence") for source in fact.sources]
        limit = {
            "observed": fact.value,
            "limit": listed(policy.allowed_licences, limit=20),
            "limit_source": policy.places.get("allowed_licences"),
        }
        if not fact.present:
            return failed(say("no licence is stated"), shown, **limit)
        expression = canonical(fact.value)
        if not expression:
            return failed(say("{fact} is no SPDX licence expression", fact=fact.value), shown, **limit)
        if not allows(policy.allowed_licences, expression):
            return failed(
                say("the policy does not allow {expression}", expression=expression), shown, **limit
            )
        doubts = [*_text_missing(subject, expression, shown), *_base_unknown(subject, shown)]
        if doubts:
            return warned(put_together(doubts, "; "), shown, **limit)
        return passed(say("{expression} is allowed", expression=expression), shown, **limit)


def _text_missing(subject: ModelSubject, expression: str, shown: list[Evidence]) -> tuple[str, ...]:
    """What is wrong with the text of a licence that no list knows."""
    refs = tuple(licence_refs(expression))
    if not refs:
        return ()
    statement, place = subject.statement("licence_text"), subject.place("licence_text")
    value = statement.value if statement else None
    found = attachment(value, place, subject.scope.catalog, subject.scope.policy.label)
    shown.append(evidence(place, value_text(value), "licence_text"))
    if found is None:
        return (say("the words of {refs} are not attached", refs=listed(refs)),)
    if found.source != place:
        shown.append(evidence(found.source, found.file, "text"))
    return (found.trouble,) if found.trouble else ()


def _base_unknown(subject: ModelSubject, shown: list[Evidence]) -> tuple[str, ...]:
    """What is wrong with the licence of the model that this one was made from."""
    fact = subject.answer("base_model").fact
    if not fact.present or fact.value.casefold().startswith(_NO_BASE):
        return ()
    shown += [evidence(source, fact.value, "base_model") for source in fact.sources]
    statement = subject.statement("base_model")
    parts = statement.value if statement and isinstance(statement.value, Mapping) else {}
    licence = value_text(parts.get("licence")) or value_text(parts.get("license"))
    if not licence or placeholder_in(licence):
        name = value_text(parts.get("name")) or fact.value
        return (say("the licence of the base model {name} is not stated", name=name),)
    return ()
