"""A model whose second version was built by Ada, approved by Sunita Iyer and promoted by way of staging."""

from generator.catalog import Approval, Decision, Transition
from tests import factories
from tests.governance.assessing import assessed, person

FILE = factories.artifact("model.pkl", root=f"{factories.STORE}/models/churn/2")
OLD_FILE = factories.artifact("model.pkl", root=f"{factories.STORE}/models/churn/1")
OTHER = "ab" * 32
PROMOTED = 20
"""Days before the snapshot on which version 2 went to production."""

ADA = person("ada", name="Ada Holm", role="Data scientist", emails=("ada@bank.example",))
SUNITA = person("s.iyer", name="Sunita Iyer", role="Head of Model Risk")
RUBEN = person("r.berg", name="Ruben Berg", role="Model validator")
PEOPLE = (ADA, SUNITA, RUBEN)


def approval(version=2, **given):
    """An approval of version 2 for production two days before its promotion."""
    identity = given.get("id", f"APR-{version}")
    made = {
        "id": identity,
        "at": factories.at(PROMOTED + 2),
        "by": "s.iyer",
        "model": "churn",
        "version": str(version),
        "decision": Decision.APPROVED,
        "environment": "production",
        "validator": "r.berg",
        "artifact": "model.pkl",
        "sha256": (FILE if version == 2 else OLD_FILE).source.sha256,
        "valid_until": factories.at(-300).date(),
        "source": factories.source("governance/approvals.yaml", f"/approvals/{identity}"),
    }
    return Approval(**made | given)


def moved(identity, days_ago, **given):
    made = {
        "id": identity,
        "at": None if days_ago is None else factories.at(days_ago),
        "by": "ada",
        "model": "churn",
        "version": "2",
        "source": factories.source("governance/transitions.yaml", f"/transitions/{identity}"),
    }
    return Transition(**made | given)


STAGED = moved("TRN-1", PROMOTED + 10, from_stage="none", to_stage="Staging")
PRODUCTION = moved("TRN-2", PROMOTED, from_stage="Staging", to_stage="Production")


def records(*approvals, version=None, **given):
    """Versions 1 and 2, of which 2 is in production; ``version`` sets fields of version 2."""
    second = {"stage": "Production", "artifacts": (FILE,)} | (version or {})
    versions = (factories.version(1, artifacts=(OLD_FILE,)), factories.version(2, **second))
    return {
        "models": (factories.model(versions=versions),),
        "runs": (factories.run("r2"),),
        "people": PEOPLE,
        "approvals": approvals,
        "transitions": (STAGED, PRODUCTION),
    } | given


def of_version(control, number="2", *, policy=None, **given):
    """The finding of a control on one version."""
    (finding,) = assessed(control, policy=policy, **given).of("churn", number)
    return finding


def of_model(control, *, policy=None, **given):
    """The finding of a control on the model."""
    (finding,) = assessed(control, policy=policy, **given).of("churn")
    return finding
