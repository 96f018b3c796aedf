"""Under which terms a model may be used."""

import pytest

from generator.catalog import FileRead, Policy
from generator.governance.controls.documentation import LicenceRecorded
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import assessed, found, places, told, waiver
from tests.governance.controls.documentation.writing import written


@pytest.mark.parametrize("licence", ["MIT", "apache-2.0", "MIT OR GPL-3.0-only", "(MIT AND Apache-2.0)"])
def test_passes_for_an_expression_that_the_policy_allows(licence):
    finding = found(LicenceRecorded, **written(licence=licence))
    assert finding.status is Status.PASS
    assert finding.outcome.limit == "Apache-2.0, MIT, BSD-3-Clause and LicenseRef-Proprietary"
    assert finding.outcome.limit_source is None
    assert places(finding) == ["governance/models/churn.md#/licence"]


def test_the_registrys_tag_is_an_answer_too():
    tagged = factories.model(tags=(factories.tag("license", "MIT", folder="mlruns/models/churn/tags"),))
    finding = found(LicenceRecorded, models=(tagged,))
    assert told(finding) == (Status.PASS, "MIT is allowed")
    assert places(finding) == ["mlruns/models/churn/tags/license"]


def test_fails_without_a_licence():
    finding = found(LicenceRecorded, models=(factories.model(),))
    assert told(finding) == (Status.FAIL, "no licence is stated")
    assert places(finding) == ["governance/models/churn.md#/licence"]


def test_fails_for_what_is_no_expression():
    finding = found(LicenceRecorded, **written(licence="All rights reserved"))
    assert told(finding) == (Status.FAIL, "All rights reserved is no SPDX licence expression")


@pytest.mark.parametrize("licence", ["GPL-3.0-only", "MIT AND GPL-3.0-only"])
def test_fails_for_a_licence_that_the_policy_does_not_allow_and_names_the_policy(licence):
    place = factories.source("governance/policy.yaml", "/allowed_licences")
    policy = Policy(allowed_licences=("MIT",), places={"allowed_licences": place})
    finding = found(LicenceRecorded, policy, **written(licence=licence))
    assert told(finding) == (Status.FAIL, f"the policy does not allow {licence}")
    assert (finding.outcome.observed, finding.outcome.limit) == (licence, "MIT")
    assert str(finding.outcome.limit_source) == "governance/policy.yaml#/allowed_licences"


class TestTextOfALicenceRef:
    def test_warns_when_it_is_not_attached(self):
        finding = found(LicenceRecorded, **written(licence="LicenseRef-Proprietary"))
        assert told(finding) == (Status.WARN, "the words of LicenseRef-Proprietary are not attached")
        assert places(finding)[-1] == "governance/models/churn.md#/licence_text"

    def test_passes_when_it_is_with_its_digest(self):
        text = {"file": "https://law.example/licence.txt", "sha256": "AB" * 32}
        given = written(licence="LicenseRef-Proprietary", licence_text=text)
        assert told(found(LicenceRecorded, **given)) == (Status.PASS, "LicenseRef-Proprietary is allowed")

    def test_a_text_that_was_read_is_shown_and_has_to_be_the_one_named(self):
        text = {"file": "licence.txt", "sha256": "ab" * 32}
        given = written(licence="LicenseRef-Proprietary", licence_text=text)
        same = (FileRead("governance/licence.txt", "ab" * 32, 9),)
        finding = found(LicenceRecorded, files=same, **given)
        assert finding.status is Status.PASS
        assert places(finding)[-1] == "governance/licence.txt"
        other = (FileRead("governance/licence.txt", "cd" * 32, 9),)
        assert told(found(LicenceRecorded, files=other, **given)) == (
            Status.WARN, f"licence.txt is another than the one named: its SHA-256 is {'cd' * 32}",
        )  # fmt: skip
        missing = found(LicenceRecorded, files=(), **given)
        assert told(missing) == (
            Status.WARN, "licence.txt is not in the governance folder, or cannot be read",
        )  # fmt: skip
        assert len(places(missing)) == 2

    def test_warns_when_the_digest_is_missing(self):
        given = written(licence="LicenseRef-Proprietary", licence_text={"file": "licence.txt"})
        assert told(found(LicenceRecorded, **given)) == (
            Status.WARN, "licence.txt is named without its SHA-256",
        )  # fmt: skip


class TestBaseModel:
    def test_warns_when_its_licence_is_not_stated(self):
        finding = found(LicenceRecorded, **written(licence="MIT", base_model="bert-base"))
        assert told(finding) == (Status.WARN, "the licence of the base model bert-base is not stated")
        assert places(finding)[-1] == "governance/models/churn.md#/base_model"

    @pytest.mark.parametrize(
        "base", ["None; trained from scratch", "none", {"name": "bert-base", "licence": "Apache-2.0"}]
    )
    def test_passes_when_there_is_none_or_its_licence_is_stated(self, base):
        assert found(LicenceRecorded, **written(licence="MIT", base_model=base)).status is Status.PASS


def test_does_not_concern_a_portfolio_without_models():
    assert assessed(LicenceRecorded, models=()).findings == ()


def test_can_be_waived():
    finding = found(LicenceRecorded, models=(factories.model(),), waivers=(waiver("DOC-003"),))
    assert told(finding) == (Status.WAIVED, "no licence is stated")
