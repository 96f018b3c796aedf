"""Who answers for a model, and how to reach them."""

import re
from dataclasses import dataclass
from typing import ClassVar

from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import ModelControl
from generator.governance.finding import ControlSeverity, Outcome, evidence, failed, passed, warned
from generator.governance.subject import ModelSubject
from generator.messages import say
from generator.provenance import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerNamed(ModelControl):
    """One person answers for the model."""

    about: ClassVar = About(
        id="INV-001",
        title=say("Accountable owner named"),
        family=Family.INVENTORY,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.ACCOUNTABILITY,),
        applies=say("every registered model"),
        passes=say("the owner is a person in people.yaml who has not left"),
        warns=say(
            "the owner is only a tag of the registry, an account that several use, or nobody in people.yaml"
        ),
        fails=say("nobody is named, or the person has left"),
        evidence=say("the model's file or tag, and the entry in people.yaml"),
        remediation=say(
            "Name one accountable person as `owner` in {file} and keep people.yaml current.",
            file="governance/models/<name>.md",
        ),
        clauses=("AIA:17.m", "NIST:GOVERN-2.1", "ISO42001:A.3.2", "SR26-2:VI.roles", "SS1/23:P2.4", "MC:4.1"),
    )

    def evaluate(self, subject: ModelSubject) -> Outcome:
        answer = subject.answer("owner")
        name = answer.fact.value
        stated = [evidence(source, name, "owner") for source in answer.fact.sources]
        if not answer.fact.present:
            return failed(say("no owner is named"), stated)
        person = subject.scope.catalog.person(name)
        if person is None:
            return warned(say("{name} is nobody in people.yaml", name=name), stated, observed=name)
        known = evidence(person.source, person.name, "person")
        if person.left(subject.scope.today):
            message = say("{person} left on {left_on}", person=person.name, left_on=person.left_on)
            return failed(message, [*stated, known], observed=name)
        if person.shared:
            return warned(
                say("{person} is an account that several use", person=person.name),
                [*stated, known],
                observed=name,
            )
        if answer.fact.standing is Standing.RECORDED:
            return warned(
                say("{person} is named only by a tag of the registry", person=person.name),
                [*stated, known],
                observed=name,
            )
        return passed(
            say("{person} answers for the model", person=person.name), [*stated, known], observed=name
        )


_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|https?://\S+|\S*queue\S*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactStated(ModelControl):
    """Somebody can be reached, and the provider of a high-risk model is known."""

    about: ClassVar = About(
        id="INV-002",
        title=say("Contact and provider identity"),
        family=Family.INVENTORY,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.ACCOUNTABILITY, Pillar.TRANSPARENCY),
        applies=say("every registered model"),
        passes=say(
            "the contact fits the policy's contact patterns, and a high-risk model names its provider"
        ),
        warns=say("the contact is the address of a person who is not active, or fits none of the patterns"),
        fails=say("no contact is named, or a high-risk model names no provider"),
        evidence=say("the model's file"),
        remediation=say(
            "Add a monitored address of the team as `contact`, and the legal name as `provider` for high-risk models."
        ),
        clauses=("AIA:13.3a", "AIA:IV.1a", "ISO42001:A.3.3", "MC:4.1"),
    )

    def evaluate(self, subject: ModelSubject) -> Outcome:
        contact = subject.answer("contact").fact
        provider = subject.answer("provider").fact
        named = [evidence(source, contact.value, "contact") for source in contact.sources]
        if not contact.present:
            return failed(say("no contact is named"), named)
        if subject.high_risk:
            named += [evidence(source, provider.value, "provider") for source in provider.sources]
            if not provider.present:
                return failed(say("a high-risk model names no provider"), named, observed=contact.value)
        person = subject.scope.catalog.person(contact.value)
        if person is not None and person.left(subject.scope.today):
            known = evidence(person.source, person.name, "person")
            return warned(
                say("the contact is the address of {person}, who left", person=person.name), [*named, known]
            )
        limit = subject.scope.policy.place("contact_patterns")
        if not _fits(contact.value, subject.scope.policy.contact_patterns):
            message = say("{contact} fits none of the contact patterns", contact=contact.value)
            return warned(message, named, observed=contact.value, limit_source=limit)
        return passed(
            say("{contact} can be reached", contact=contact.value),
            named,
            observed=contact.value,
            limit_source=limit,
        )


def _fits(contact: str, patterns: tuple[str, ...]) -> bool:
    if not patterns:
        return _ADDRESS.fullmatch(contact.strip()) is not None
    return any(re.search(pattern, contact) for pattern in patterns)
