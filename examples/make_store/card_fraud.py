"""The story of ``card-fraud-scorer``: eight versions, one withdrawn for a leak, one refused for a blind spot."""

import json
from typing import Any

import mlflow
import numpy as np
from mlflow import MlflowClient
from mlflow.entities import LoggedModelStatus
from sklearn.metrics import average_precision_score, roc_auc_score

from make_store.data import card_payments
from make_store.fraud_models import FIRST_FEATURES, NAME, PROJECT, evaluate, fresh, train, with_leak
from make_store.machine import CLOCK, acting
from make_store.recording import Project, describe, judged_by, log_data, point, promote, register

SWEEP = Project("card-fraud-sweep-2026q2", "card_fraud/sweep.py")


def _first_year() -> None:
    client = MlflowClient()
    PROJECT.create(
        "a.lindqvist",
        "2025-09-15T09:20",
        **{"team": "fraud-analytics", "mlflow.note.content": "Scores card payments for the fraud desk."},
    )
    first = card_payments("2025q1").columns(*FIRST_FEATURES)
    test = card_payments("2025q2", holdout=True).columns(*FIRST_FEATURES)
    run_id, model_id = train(
        "logistic baseline", {"model": "logistic_regression", "C": 1.0}, [first], test,
        at="2025-09-16T09:40", features="meridian-features", probabilities=False,
    )  # fmt: skip
    CLOCK.set("2025-09-16T14:05")
    client.create_registered_model(
        NAME,
        tags={"owner": "d.castellano", "line_of_business": "payments", "task": "binary classification"},
        description="Scores every card payment for fraud before it is authorised.",
    )
    note = "First model in service: logistic regression, so that the fraud desk could check it by hand."
    register(NAME, model_id, user="a.lindqvist", at="2025-09-16T14:06", note=note, run_id=run_id)
    promote(NAME, 1, "Staging", at="2025-09-22T10:00")
    promote(NAME, 1, "Production", at="2025-10-01T06:00")

    params = {"model": "gradient_boosting", "learning_rate": 0.1, "max_iter": 40, "max_leaf_nodes": 8}
    run_id, model_id = train(
        "boosting replaces logistic", params, [first], test,
        at="2025-10-21T08:15", features="meridian-features==2.3.0", probabilities=False, curves=True,
    )  # fmt: skip
    note = (
        "Gradient boosting on the data of version 1. Catches combinations that the linear model cannot see."
    )
    register(
        NAME, model_id, user="a.lindqvist", at="2025-10-21T11:30", note=note, run_id=run_id, ticket="MRM-287"
    )
    promote(NAME, 2, "Staging", at="2025-10-24T09:00")
    promote(NAME, 2, "Production", at="2025-11-05T06:00", archive=True)

    run_id, model_id = train(
        "add merchant risk", params, [card_payments("2025q2")],
        card_payments("2025q3", holdout=True),
        at="2025-12-09T08:10", features="meridian-features==2.4.1", dirty="True",
    )  # fmt: skip
    note = "New column merchant_risk; answers with a probability instead of a label. Callers had to change."
    register(
        NAME, model_id, user="a.lindqvist", at="2025-12-09T15:40", note=note, run_id=run_id, ticket="MRM-311"
    )
    promote(NAME, 3, "Staging", at="2025-12-12T09:00")
    promote(NAME, 3, "Production", at="2026-01-20T06:00", archive=True)

    run_id, model_id = train(
        "retrain 2025q3", params, [card_payments("2025q3")], card_payments("2025q4", holdout=True),
        at="2026-02-17T08:05", features="meridian-features==2.4.1", user="t.haddad", bands=True,
    )  # fmt: skip
    note = "Same settings, one quarter younger data."
    register(
        NAME, model_id, user="t.haddad", at="2026-02-17T10:20", note=note, run_id=run_id, ticket="MRM-342"
    )
    promote(NAME, 4, "Staging", at="2026-02-19T09:00")
    promote(NAME, 4, "Production", at="2026-03-10T06:00", archive=True)


def _sweep(runs: int = 24) -> dict[str, Any]:
    """A random search over four settings; returns the best by average precision."""
    SWEEP.create("a.lindqvist", "2026-04-27T07:50", **judged_by("average_precision", higher_is_better=True))
    fitted, test = card_payments("2025q4"), card_payments("2026q1", rows=20_000, holdout=True)
    space = {
        "learning_rate": [0.02, 0.2], "max_iter": [30, 90], "max_leaf_nodes": [4, 24],
        "class_weight": ["none", "balanced"],
    }  # fmt: skip
    rng = np.random.default_rng(11)
    best: dict[str, Any] = {}
    best_score = 0.0
    with SWEEP.run("random search", user="a.lindqvist", at="2026-04-27T08:00", minutes=2) as parent:
        mlflow.log_params({"search_space": json.dumps(space), "runs": runs, "seed": 11})
        log_data([fitted], test)
        for number in range(1, runs + 1):
            params = {
                "model": "gradient_boosting",
                "learning_rate": round(float(np.exp(rng.uniform(np.log(0.02), np.log(0.2)))), 4),
                "max_iter": int(rng.integers(30, 91)),
                "max_leaf_nodes": int(rng.integers(4, 25)),
                "class_weight": str(rng.choice(["none", "balanced"])),
            }
            model = fresh(params, coded=False).fit(fitted.features, fitted.target)
            score = model.predict_proba(test.features)[:, 1]
            precision = average_precision_score(test.target, score)
            now = f"2026-04-27T{8 + number // 6:02}:{number % 6 * 9 + 3:02}"
            with SWEEP.run(
                f"trial {number:02}", user="a.lindqvist", at=now, minutes=6, commit=False, nested=True
            ):
                mlflow.log_params({key: value for key, value in params.items() if key != "model"})
                mlflow.log_metrics(
                    {"average_precision": precision, "roc_auc": roc_auc_score(test.target, score)}
                )
            if precision > best_score:
                best, best_score = params, precision
            MlflowClient().log_metric(parent.info.run_id, "best_average_precision", best_score, step=number)
    return best


def _champion(params: dict[str, Any]) -> None:
    run_id, model_id = train(
        "best of the sweep", params,
        [card_payments("2025q4")], card_payments("2026q1", holdout=True), at="2026-05-04T08:00",
        features="meridian-features==2.5.0", skops=True, curves=True, dirty="False", bands=True, linked=True,
        note="Settings from the random search of 2026-04-27; saved as skops instead of a pickle.",
    )  # fmt: skip
    note = "Settings from the sweep, saved as skops instead of a pickle."
    register(
        NAME, model_id, user="a.lindqvist", at="2026-05-04T11:10", note=note, run_id=run_id, ticket="MRM-377"
    )
    promote(NAME, 5, "Staging", at="2026-05-07T09:00")
    test = card_payments("2026q1", holdout=True)
    evaluate(4, test, test, name="evaluate version 4 on 2026q1", at="2026-05-12T08:30", user="r.vandenberg")
    promote(NAME, 5, "Production", at="2026-05-21T06:00", archive=True)
    point(NAME, "champion", 5, at="2026-05-21T06:00")
    note = "Settings from the sweep, saved as skops instead of a pickle. In service since 2026-05-21."
    describe(NAME, 5, note, at="2026-05-21T06:01")
    MlflowClient().set_model_version_tag(NAME, "5", "validation_status", "approved")
    with acting("k.nowak", "registry/copy_to_production.py", at="2026-05-21T06:02"):
        MlflowClient().copy_model_version(f"models:/{NAME}/5", f"prod.{NAME}")
    point(f"prod.{NAME}", "production", 1, at="2026-05-21T06:03")


def _withdrawn_and_refused(params: dict[str, Any]) -> None:
    client = MlflowClient()
    leaked, leaked_test = (with_leak(card_payments("2026q1", holdout=holdout)) for holdout in (False, True))
    run_id, model_id = train(
        "add chargeback history", params, [leaked], leaked_test, at="2026-07-07T13:20",
        features="meridian-features==2.6.0rc1", user="t.haddad", skops=True, dirty="True",
    )  # fmt: skip
    register(NAME, model_id, user="t.haddad", at="2026-07-07T16:02", run_id=run_id)
    with acting("k.nowak", "registry/withdraw.py", at="2026-07-09T08:45"):
        note = "Withdrawn: chargeback_days is only known once the payment has been disputed."
        client.set_tag(run_id, "mlflow.note.content", note)
        client.delete_model_version(NAME, "6")
        client.delete_run(run_id)

    run_id, model_id = train(
        "retrain 2026q1 with merchant codes", params,
        [card_payments("2026q1", codes=True, seasoned=True)], card_payments("2026q2", holdout=True, codes=True),
        at="2026-08-11T08:00", features="meridian-features==2.6.0", user="t.haddad", skops=True, dirty="False", bands=True,
    )  # fmt: skip
    note = "Merchant category as ISO 18245 number. Trained on accounts older than a year, to have a full history."
    register(
        NAME, model_id, user="t.haddad", at="2026-08-11T10:15", note=note, run_id=run_id, ticket="MRM-409"
    )
    promote(NAME, 7, "Staging", at="2026-08-13T09:00")
    promote(NAME, 7, "Archived", at="2026-09-02T15:30")
    client.set_model_version_tag(NAME, "7", "validation_status", "rejected")


def _challenger(params: dict[str, Any]) -> None:
    test = card_payments("2026q2", holdout=True, codes=True)
    run_id, model_id = train(
        "retrain 2025q4 and 2026q1, all accounts", params,
        [card_payments("2025q4", codes=True), card_payments("2026q1", codes=True)], test, at="2026-10-19T08:00",
        features="meridian-features==2.6.2", skops=True, curves=True, dirty="False", example=True, bands=True,
        linked=True,
        note="Two quarters, young accounts included again after the refusal of version 7.",
    )  # fmt: skip
    note = "Two quarters of data, accounts of any age. Waits for validation."
    register(
        NAME, model_id, user="a.lindqvist", at="2026-10-19T11:45", note=note, run_id=run_id, ticket="MRM-431"
    )
    promote(NAME, 8, "Staging", at="2026-10-22T09:00")
    point(NAME, "challenger", 8, at="2026-10-22T09:00")
    MlflowClient().set_model_version_tag(NAME, "8", "validation_status", "pending")
    with acting("a.lindqvist", PROJECT.script, at="2026-10-20T09:30"):
        mlflow.set_experiment(PROJECT.experiment)
        failed = mlflow.initialize_logged_model(name="isotonic-calibrator", model_type="calibrator")
        CLOCK.advance(48)
        mlflow.finalize_logged_model(failed.model_id, LoggedModelStatus.FAILED)
    for number, words in ((5, True), (8, False)):
        evaluate(
            number, test, card_payments("2026q2", holdout=True) if words else test, counts=True,
            name=f"evaluate version {number} on 2026q2", at=f"2026-11-03T{number + 8:02}:00", user="r.vandenberg",
        )  # fmt: skip


def tell() -> None:
    """Write the whole story, in the order in which it happened."""
    _first_year()
    best = _sweep()
    _champion(best)
    _withdrawn_and_refused(best)
    _challenger(best)
