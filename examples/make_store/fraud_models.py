"""The models of ``card-fraud-scorer``: how they are fitted, measured and logged."""

from collections.abc import Mapping
from typing import Any

import mlflow
import numpy as np
from mlflow import MlflowClient
from mlflow.entities import LoggedModelInput
from mlflow.models import infer_signature
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    average_precision_score,
    precision_recall_curve,
    precision_score,
    recall_score,
    roc_auc_score,
)
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

from make_store.data import Extract
from make_store.recording import (
    BOOSTING_TYPES,
    Project,
    bootstrap_interval,
    by_age_band,
    log_curve,
    log_data,
    log_losses,
    log_model,
    log_unlinked,
)

NAME = "card-fraud-scorer"
PROJECT = Project("card-fraud", "card_fraud/train.py")
FIRST_FEATURES = (
    "amount_eur", "amount_to_30d_mean", "merchant_category", "card_present", "cross_border", "payments_24h",
    "new_device", "account_age_days",
)  # fmt: skip
"""What versions 1 and 2 see; version 3 adds ``merchant_risk``."""
_SEED = 41
_ALERT_RATE = 0.03
"""The fraud desk can look at three payments in a hundred."""


def fresh(params: Mapping[str, Any], *, coded: bool) -> Pipeline:
    """An unfitted model; merchant categories in words are numbered first, ``coded`` ones are numbers already."""
    if params["model"] == "logistic_regression":
        numbers = [name for name in FIRST_FEATURES if name != "merchant_category"]
        columns = make_column_transformer(
            (OneHotEncoder(handle_unknown="ignore"), ["merchant_category"]), (StandardScaler(), numbers)
        )
        return make_pipeline(columns, LogisticRegression(C=params["C"], max_iter=400, random_state=_SEED))
    settings = {key: value for key, value in params.items() if key not in {"model", "class_weight"}}
    boosting = HistGradientBoostingClassifier(
        **settings,
        class_weight="balanced" if params.get("class_weight") == "balanced" else None,
        early_stopping=False,
        random_state=_SEED,
    )
    if coded:
        return make_pipeline(boosting)
    encoder = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    columns = make_column_transformer((encoder, ["merchant_category"]), remainder="passthrough")
    return make_pipeline(columns, boosting)


def _measured(model: Pipeline, test: Extract, threshold: float, *, bands: bool) -> dict[str, float]:
    score = model.predict_proba(test.features)[:, 1]
    truth = test.target.to_numpy()
    flagged = score >= threshold
    metrics = {
        "average_precision": average_precision_score(truth, score),
        "roc_auc": roc_auc_score(truth, score),
        "recall": recall_score(truth, flagged),
        "precision": precision_score(truth, flagged),
    }
    if bands:
        metrics |= by_age_band("recall", lambda rows: recall_score(truth[rows], flagged[rows]), test)
    return {name: float(value) for name, value in metrics.items()}


def _latency(rounds: int, seed: int) -> float:
    """A plausible 95th percentile in milliseconds; a measured one would differ with every rerun."""
    requests = np.random.default_rng(seed).lognormal(np.log(2.1 + 0.06 * rounds), 0.25, 2_000)
    return round(float(np.quantile(requests, 0.95)), 2)


def _losses(model: Pipeline, fitted: Extract, test: Extract) -> dict[str, list[float]]:
    """Log loss after every boosting round, on the training and on the held-out rows."""
    curves = {}
    for name, extract in (("train_log_loss", fitted), ("holdout_log_loss", test)):
        rows = model[:-1].transform(extract.features) if len(model) > 1 else extract.features
        truth = extract.target.to_numpy()
        curves[name] = [
            float(-np.mean(np.log(np.where(truth == 1, stage[:, 1], stage[:, 0]))))
            for stage in model[-1].staged_predict_proba(rows)
        ]
    return curves


def train(
    run_name: str,
    params: dict[str, Any],
    training: list[Extract],
    test: Extract,
    *,
    at: str,
    features: str,
    user: str = "a.lindqvist",
    note: str = "",
    skops: bool = False,
    probabilities: bool = True,
    curves: bool = False,
    bands: bool = False,
    dirty: str = "",
    example: bool = False,
    linked: bool = False,
) -> tuple[str, str]:
    """Train, measure and log one model; returns its run id and model id."""
    tags = {"mlflow__source__git__dirty": dirty} if dirty else {}
    coded = test.features["merchant_category"].dtype.kind == "i"
    model = fresh(params, coded=coded)
    with PROJECT.run(run_name, user=user, at=at, minutes=4, note=note, **tags) as run:
        fitted = training[0] if len(training) == 1 else training[0] + training[1]
        model.fit(fitted.features, fitted.target)
        threshold = float(np.quantile(model.predict_proba(fitted.features)[:, 1], 1 - _ALERT_RATE).round(4))
        mlflow.log_params({**params, "decision_threshold": threshold, "seed": _SEED})
        log_data(training, test)
        if curves:
            log_losses(_losses(model, fitted, test), seconds=2.5)
        answer = model.predict_proba if probabilities else model.predict
        options: dict[str, Any] = {
            "signature": infer_signature(test.features, answer(test.features.head(50))),
            "pyfunc_predict_fn": "predict_proba" if probabilities else "predict",
            "model_type": "classifier",
            "metadata": {"decision_threshold": threshold, "alert_rate": _ALERT_RATE},
        }
        options["serialization_format"] = "skops" if skops else "cloudpickle"
        if skops:
            options["skops_trusted_types"] = BOOSTING_TYPES
        if example:
            options["input_example"] = test.features.head(2)
        model_id = log_model(model, NAME, extras=(features,), **options)
        metrics = _measured(model, test, threshold, bands=bands)
        metrics["latency_p95_ms"] = _latency(params.get("max_iter", 1), len(run_name))
        if linked:
            mlflow.log_metrics(metrics, model_id=model_id, dataset=test.dataset)
        else:
            log_unlinked(run.info.run_id, metrics)
    return run.info.run_id, model_id


def with_leak(extract: Extract) -> Extract:
    """Add a column that is only known after the fraud was found out."""
    days = np.where(extract.target == 1, 3 + np.arange(len(extract.target)) % 40, 0)
    days = np.where(np.arange(len(days)) % 9 == 0, 0, days)
    features = extract.features.assign(chargeback_days=days)
    return Extract(extract.name, extract.location, features, extract.target, extract.age_band)


def evaluate(
    version: int, test: Extract, seen: Extract, *, name: str, at: str, user: str, counts: bool = False
) -> None:
    """Measure a registered version in a run that trains nothing.

    Args:
        version: Of the registered model.
        test: The rows as logged, the same for every version measured on them.
        seen: The same rows with the columns that this version was trained on.
        name: Of the run.
        at: When it began.
        user: Who measured; not the person who trained.
        counts: Whether to log the interval, the rows of each age band and a plot as well.
    """
    recorded = MlflowClient().get_model_version(NAME, str(version))
    model = mlflow.sklearn.load_model(recorded.source)
    threshold = float(MlflowClient().get_run(recorded.run_id).data.params["decision_threshold"])
    with PROJECT.run(name, user=user, at=at, minutes=3, commit=False, purpose="validation") as run:
        log_data([], test)
        MlflowClient().log_inputs(run.info.run_id, models=[LoggedModelInput(recorded.model_id)])
        metrics = _measured(model, seen, threshold, bands=True)
        mlflow.log_metrics(metrics, model_id=recorded.model_id, dataset=test.dataset)
        if not counts:
            return
        score, truth = model.predict_proba(seen.features)[:, 1], seen.target.to_numpy()
        low, high = bootstrap_interval(average_precision_score, truth, score)
        interval = {"average_precision_ci_low": low, "average_precision_ci_high": high, "rows": len(truth)}
        rows = by_age_band("rows", lambda chosen: chosen.sum(), test)
        log_unlinked(run.info.run_id, interval | rows)
        precision, recall, _ = precision_recall_curve(truth, score)
        log_curve("precision_recall.png", recall, precision, labels=("recall", "precision"))
