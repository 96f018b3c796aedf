"""Each audience sees what it may, and is told what it does not see."""

import pytest

from generator.catalog import Audience, Incident, Policy, Rule, Treatment, Withheld
from generator.governance.assess import assess
from generator.governance.controls.inventory import OwnerNamed
from generator.governance.discovery import FoundControl
from generator.governance.editions import edition
from generator.governance.finding import Status
from tests import factories
from tests.german import GERMAN
from tests.governance.assessing import person

INCIDENT = Incident(
    id="INC-1", summary="It failed.", source=factories.source("governance/incidents.yaml", "/incidents/0")
)


def made(audience, policy=None):
    run = factories.run(
        user="i.bakker", artifact_uri="s3://lake/1/r1", tags=(factories.tag("asked_by", "ada@mail.example"),)
    )
    catalog = factories.catalog(
        runs=(run,),
        models=(factories.model(),),
        people=(person(),),
        incidents=(INCIDENT,),
        narratives=(
            factories.narrative(
                fields={"owner": "Ines Bakker"},
                prose={"limitations": "Ask INES BAKKER, not ada@mail.example."},
            ),
        ),
        policy=policy,
    )
    found = assess(catalog, as_of=factories.NOON, found=[FoundControl(kind=OwnerNamed)])
    return edition(catalog, found, audience)


def test_the_public_sees_no_person_no_address_no_place_and_no_register():
    shown = made(Audience.PUBLIC)
    assert shown.withheld == (Withheld(Rule.INCIDENTS, 1), Withheld(Rule.TAGS, 1))
    (run,) = shown.catalog.runs
    assert (run.user, run.artifact_uri, run.tags) == ("[redacted: people]", "[redacted: locations]", ())
    assert shown.catalog.narratives[0].prose[0].markdown == "Ask [redacted: people], not [redacted: e-mail]."
    everything = repr((shown.catalog, shown.assessment.findings))
    assert not any(text in everything for text in ("Ines", "Bakker", "ada@mail", "s3://lake"))


def test_what_was_found_stays_the_same_and_its_words_are_redacted():
    (finding,) = made(Audience.PUBLIC).assessment.findings
    assert (finding.status, finding.outcome.message) == (
        Status.PASS,
        "[redacted: people] answers for the model",
    )


def test_the_organisation_sees_people_and_no_addresses():
    shown = made(Audience.INTERNAL)
    assert shown.catalog.runs[0].user == "i.bakker"
    assert shown.catalog.runs[0].tags[0].value == "[redacted: e-mail]"
    assert shown.withheld == ()


def test_an_auditor_sees_everything():
    shown = made(Audience.AUDITOR)
    assert shown.catalog.runs[0].tags[0].value == "ada@mail.example"


@pytest.mark.parametrize(
    ("rule", "treatment", "count"),
    [(Rule.INCIDENTS, Treatment.SHOW, 1), (Rule.INCIDENTS, Treatment.COUNT, 0)],
)
def test_the_policy_has_the_last_word(rule, treatment, count):
    policy = Policy(audiences={Audience.PUBLIC: {rule: treatment}})
    assert len(made(Audience.PUBLIC, policy).catalog.incidents) == count


@pytest.mark.parametrize("audience", list(Audience))
def test_a_declared_contact_is_shown_to_everybody_and_an_address_of_people_to_none_but_the_public(audience):
    narrative = factories.narrative(fields={"contact": "desk@bank.example", "note": "ask ines@bank.example"})
    catalog = factories.catalog(
        models=(factories.model(),), narratives=(narrative,), people=(person(emails=("ines@bank.example",)),)
    )
    found = assess(catalog, as_of=factories.NOON, found=[])
    fields = edition(catalog, found, audience).catalog.narratives[0].fields
    assert fields["contact"].value == "desk@bank.example"
    assert ("ines@" in fields["note"].value) is (audience is not Audience.PUBLIC)


def test_a_person_who_is_redacted_is_so_in_every_language():
    (finding,) = made(Audience.PUBLIC).assessment.findings
    said = GERMAN.text(finding.outcome.message)
    assert said == "[redacted: people] steht für das Modell ein"
