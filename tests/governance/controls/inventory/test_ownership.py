"""Who answers for a model, and how they are reached."""

import pytest

from generator.catalog import Policy
from generator.governance.controls.inventory import ContactStated, OwnerNamed
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import assessed, found, person, places, told, waiver


def written(**fields):
    return {"models": (factories.model(),), "narratives": (factories.narrative(fields=fields),)}


class TestOwnerNamed:
    def test_passes_for_a_person_who_is_there(self):
        finding = found(OwnerNamed, people=(person(),), **written(owner="Ines Bakker"))
        assert told(finding) == (Status.PASS, "Ines Bakker answers for the model")
        assert places(finding) == [
            "governance/models/churn.md#/owner",
            "governance/people.yaml#/people/i.bakker",
        ]

    def test_fails_when_nobody_is_named_and_points_at_where_the_name_should_stand(self):
        finding = found(OwnerNamed, models=(factories.model(),))
        assert told(finding) == (Status.FAIL, "no owner is named")
        assert places(finding) == ["governance/models/churn.md#/owner"]

    def test_fails_for_a_person_who_left(self):
        left = person(left_on=factories.at(80).date())
        finding = found(OwnerNamed, people=(left,), **written(owner="Ines Bakker"))
        assert told(finding) == (Status.FAIL, "Ines Bakker left on 2026-09-01")

    @pytest.mark.parametrize(
        ("people", "message"),
        [
            ((), "Ines Bakker is nobody in people.yaml"),
            ((person(shared=True),), "Ines Bakker is an account that several use"),
        ],
    )
    def test_warns_when_nobody_can_be_held_to_it(self, people, message):
        finding = found(OwnerNamed, people=people, **written(owner="Ines Bakker"))
        assert told(finding) == (Status.WARN, message)

    def test_warns_for_a_tag_of_the_registry(self):
        tagged = factories.model(tags=(factories.tag("owner", "i.bakker"),))
        finding = found(OwnerNamed, people=(person(),), models=(tagged,))
        assert told(finding) == (Status.WARN, "Ines Bakker is named only by a tag of the registry")

    def test_does_not_concern_a_portfolio_without_models(self):
        assert assessed(OwnerNamed, models=()).findings == ()

    def test_can_be_waived(self):
        finding = found(OwnerNamed, models=(factories.model(),), waivers=(waiver("INV-001"),))
        assert told(finding) == (Status.WAIVED, "no owner is named")


class TestContactStated:
    def test_passes_for_an_address_that_fits_the_policy(self):
        policy = Policy(contact_patterns=(r"@bank\.example$",))
        finding = found(ContactStated, policy, **written(contact="fraud@bank.example"))
        assert told(finding) == (Status.PASS, "fraud@bank.example can be reached")
        assert places(finding) == ["governance/models/churn.md#/contact"]
        assert str(finding.outcome.limit_source) == "governance/policy.yaml#/contact_patterns"

    def test_fails_without_a_contact(self):
        finding = found(ContactStated, **written(owner="Ines Bakker"))
        assert told(finding) == (Status.FAIL, "no contact is named")
        assert places(finding) == ["governance/models/churn.md#/contact"]

    def test_fails_for_a_high_risk_model_without_a_provider(self):
        finding = found(ContactStated, **written(contact="a@b.example", risk_tier="High"))
        assert told(finding) == (Status.FAIL, "a high-risk model names no provider")
        assert places(finding)[-1] == "governance/models/churn.md#/provider"

    def test_warns_for_an_address_that_fits_no_pattern_or_of_somebody_who_left(self):
        policy = Policy(contact_patterns=(r"@bank\.example$",))
        finding = found(ContactStated, policy, **written(contact="a@b.example"))
        assert told(finding) == (Status.WARN, "a@b.example fits none of the contact patterns")
        left = person(emails=("a@b.example",), left_on=factories.at(1).date())
        finding = found(ContactStated, people=(left,), **written(contact="a@b.example"))
        assert told(finding) == (Status.WARN, "the contact is the address of Ines Bakker, who left")

    def test_does_not_concern_a_portfolio_without_models(self):
        assert assessed(ContactStated, models=()).findings == ()

    def test_can_be_waived(self):
        finding = found(ContactStated, models=(factories.model(),), waivers=(waiver("INV-002"),))
        assert finding.status is Status.WAIVED
