"""Beside the name that an entry of a register claims stands what git has of the commit that brought it in."""

from datetime import date

import pytest

from generator.catalog import (
    Approval,
    Attestation,
    Commit,
    Decision,
    Incident,
    ReviewFinding,
    SignatureState,
    ValidationReport,
)
from generator.governance.controls.inventory import OwnerNamed
from generator.pages.audit.frameworks import framework_views
from generator.pages.audit.model import model_audit_views
from generator.pages.audit.version import version_audit_views
from generator.pages.audit.waivers import waiver_views
from tests import factories
from tests.governance.assessing import waiver
from tests.pages.audit.test_audit_pages import portfolio, words

VIEWS = {
    "approvals": version_audit_views,
    "attestations": framework_views,
    "incidents": model_audit_views,
    "review_findings": model_audit_views,
    "validations": model_audit_views,
    "waivers": waiver_views,
}
TOLD = {
    None: "self-declared no commit is known",
    SignatureState.UNSIGNED: "committed 2026-11-18 by Ada &lt;ada@bank.example&gt; as 0123456789ab , without a signature",
    SignatureState.SIGNED: "signed 2026-11-18 by Ada &lt;ada@bank.example&gt; as 0123456789ab , with a signature that was not verified",
}


def entry(register, commit):
    common = {
        "id": "X-1", "at": factories.at(3), "by": "ada", "commit": commit,
        "source": factories.source(f"governance/{register}.yaml", f"/{register}/0"),
    }  # fmt: skip
    match register:
        case "approvals":
            return Approval(**common, model="churn", version="1", decision=Decision.APPROVED)
        case "attestations":
            return Attestation(**common, clause="AIA:27", statement="It is drafted.")
        case "incidents":
            return Incident(**common, model="churn", summary="It fell.")
        case "review_findings":
            return ReviewFinding(**common, model="churn", summary="Too few.")
        case "validations":
            return ValidationReport(**common, model="churn", validator="bo")
        case _:
            return waiver("INV-001", commit=commit, expires_on=date(2026, 12, 31))


@pytest.mark.parametrize("state", TOLD)
@pytest.mark.parametrize("register", VIEWS)
def test_an_entry_says_whether_it_is_self_declared_committed_or_signed(render, register, state):
    commit = state and Commit(
        commit="0123456789abcdef" * 2 + "01234567", author="Ada <ada@bank.example>",
        at=factories.at(2), signature=state,
    )  # fmt: skip
    made = portfolio(
        OwnerNamed,
        models=(factories.model(versions=(factories.version(1),)),),
        **{register: (entry(register, commit),)},
    )
    texts = [words(render(made, page).html) for page in VIEWS[register](made)]
    assert sum(TOLD[state] in text for text in texts) == 1
    others = [told for each, told in TOLD.items() if each is not state]
    assert not any(other in text for other in others for text in texts)


def test_a_waived_finding_says_it_of_its_waiver_too(render):
    made = portfolio(OwnerNamed, models=(factories.model(),), waivers=(waiver("INV-001"),))
    (page,) = model_audit_views(made)
    assert TOLD[None] in words(render(made, page).html)
