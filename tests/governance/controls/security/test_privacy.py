"""Secrets and personal data in what was read."""

from dataclasses import replace

from generator.analyses.screening.screen import screened
from generator.governance.assess import assess
from generator.governance.controls.security.privacy import NoPersonalData, NoSecrets
from generator.governance.discovery import FoundControl
from generator.governance.finding import Status, SubjectRef
from tests import factories
from tests.governance.assessing import waiver
from tests.screening.test_shapes import SAMPLES


def found(control, *params, run_id="r1", **records):
    run = factories.run(
        run_id, params=tuple(factories.param(key, value, run_id=run_id) for key, value in params)
    )
    catalog = screened(factories.catalog(runs=(run,), models=(factories.model(),), **records))
    result = assess(catalog, as_of=factories.NOON, found=[FoundControl(kind=control)])
    return {finding.subject: finding for finding in result.findings}


VERSION = SubjectRef("churn", "1")


class TestNoSecrets:
    def test_passes_where_no_text_has_the_shape_of_one(self):
        findings = found(NoSecrets, ("depth", "6"))
        assert {finding.status for finding in findings.values()} == {Status.PASS}
        assert set(findings) == {SubjectRef(), SubjectRef("churn"), VERSION}

    def test_fails_for_the_version_whose_run_holds_one_and_never_quotes_it(self):
        findings = found(NoSecrets, ("key", SAMPLES["aws-access-key"]), ("url", SAMPLES["password-in-url"]))
        outcome = findings[VERSION].outcome
        assert (outcome.status, outcome.message) == (Status.FAIL, "1 aws-access-key, 1 password-in-url found")
        assert [(str(each.source), each.label, each.excerpt) for each in outcome.evidence] == [
            ("mlruns/1/r1/params/key", "param key", "[secret: aws-access-key]"),
            ("mlruns/1/r1/params/url", "param url", "[secret: password-in-url]"),
        ]
        assert findings[SubjectRef()].status is Status.PASS

    def test_of_a_run_without_a_version_the_portfolio_is_told(self):
        findings = found(NoSecrets, ("key", SAMPLES["jwt"]), run_id="r9")
        assert findings[SubjectRef()].outcome.message == "1 jwt found"
        assert findings[VERSION].status is Status.PASS

    def test_warns_of_a_random_value_under_a_suspicious_name(self):
        findings = found(NoSecrets, ("auth.token", "9f8e7d6c5b4a39281706f5e4d3c2b1a0"))
        assert findings[VERSION].outcome.status is Status.WARN
        assert findings[VERSION].outcome.message == "1 value may be a secret, and has no known shape"

    def test_does_not_concern_a_model_that_is_not_there(self):
        assert SubjectRef("fraud") not in found(NoSecrets)

    def test_cannot_be_waived(self):
        findings = found(NoSecrets, ("key", SAMPLES["jwt"]), waivers=(waiver("SEC-001"),))
        assert findings[VERSION].status is Status.FAIL


class TestNoPersonalData:
    def test_passes_where_there_is_none(self):
        assert found(NoPersonalData, ("depth", "6"))[VERSION].outcome.status is Status.PASS

    def test_fails_for_an_address_and_a_card_number(self):
        outcome = found(NoPersonalData, ("by", "ada@mail.example"), ("row", SAMPLES["card-number"]))[
            VERSION
        ].outcome
        assert (outcome.status, outcome.message) == (Status.FAIL, "1 card-number, 1 e-mail found")
        assert "ada@mail" not in repr(outcome)

    def test_warns_of_what_may_be_a_telephone_number(self):
        outcome = found(NoPersonalData, ("call", SAMPLES["phone"]))[VERSION].outcome
        assert (outcome.status, outcome.message) == (Status.WARN, "1 text may be personal data: 1 phone")

    def test_does_not_concern_a_model_that_is_not_there(self):
        assert SubjectRef("fraud") not in found(NoPersonalData)

    def test_can_be_waived(self):
        covering = replace(waiver("SEC-002"), model="churn")
        findings = found(NoPersonalData, ("by", "ada@mail.example"), waivers=(covering,))
        assert findings[VERSION].status is Status.WAIVED
