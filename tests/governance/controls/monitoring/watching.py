"""A model whose only version serves and is watched."""

from generator.catalog import Measurement, Signal, SignalKind, Transition
from tests import factories
from tests.governance.assessing import assessed

PLAN = factories.source("governance/monitoring/churn/plan.yaml")
VALUES = factories.source("governance/monitoring/churn/measurements.csv")


def signal(name="psi", **given):
    """A planned signal of drift, weekly."""
    made = {
        "model": "churn", "name": name, "kind": SignalKind.DATA_DRIFT, "metric": name, "warn": 0.1, "alert": 0.2,
        "cadence_days": 7.0, "owner": "ada", "response": "Look.", "source": PLAN.at("signals", name),
    }  # fmt: skip
    return Signal(**made | given)


def performance(name="recall", **given):
    """A planned signal of performance, weekly."""
    made = {"kind": SignalKind.PERFORMANCE, "higher_is_better": True, "warn": None, "alert": 0.5}
    return signal(name, **made | given)


def measured(days_ago, value, name="psi", **given):
    """One value, whose line in the table is that of its day."""
    made = {
        "model": "churn", "version": "1", "signal": name, "kind": SignalKind.DATA_DRIFT, "metric": name,
        "value": value, "at": factories.at(days_ago), "source": VALUES.line(1000 - int(days_ago)),
    }  # fmt: skip
    return Measurement(**made | given)


def scored(days_ago, value, name="recall", **given):
    return measured(days_ago, value, name, **{"kind": SignalKind.PERFORMANCE} | given)


def promoted(days_ago):
    return Transition(
        id="TRN-1", at=factories.at(days_ago), by="ada", model="churn", version="1", to_stage="Production",
        source=factories.source("governance/transitions.yaml", "/transitions/0"),
    )  # fmt: skip


def judged(control, *measurements, plan=(), version=None, of="1", policy=None, **records):
    """The finding of a control on the version in production, or on the model when ``of`` is empty."""
    made = {
        "models": (factories.model(versions=(factories.version(1, stage="Production", **version or {}),)),),
        "signals": tuple(plan),
        "measurements": measurements,
    }
    (finding,) = assessed(control, policy=policy, **made | records).of("churn", of)
    return finding


STAGED = {"models": (factories.model(versions=(factories.version(1, stage="Staging"),)),)}
