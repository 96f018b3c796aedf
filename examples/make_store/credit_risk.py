"""The story of ``credit-risk-pd``: a linear scorecard that stays linear, and a version that was wrong on purpose."""

from typing import Any

import mlflow
import numpy as np
from mlflow import MlflowClient
from mlflow.entities import LoggedModelInput
from mlflow.models import infer_signature
from sklearn.calibration import calibration_curve
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score, roc_curve
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from make_store.data import Extract, loan_applications
from make_store.machine import CLOCK
from make_store.recording import (
    Project,
    by_age_band,
    describe,
    log_curve,
    log_data,
    log_model,
    log_unlinked,
    point,
    promote,
    register,
)

NAME = "credit-risk-pd"
PROJECT = Project("credit-risk", "credit_risk/train_pd.py")
_FIRST_FEATURES = (
    "income_eur", "loan_amount_eur", "term_months", "months_employed", "arrears_12m", "credit_utilisation",
)  # fmt: skip
"""What versions 1 and 2 see; version 3 adds ``housing_status``."""
_CUT_OFF = 0.10
"""Applications above this probability of default go to a person instead of being granted."""


def _scorecard(*, housing: bool = True, **params: Any) -> Pipeline:
    regression = LogisticRegression(max_iter=500, random_state=17, **params)
    if not housing:
        return make_pipeline(StandardScaler(), regression)
    columns = make_column_transformer(
        (OneHotEncoder(handle_unknown="ignore"), ["housing_status"]), remainder=StandardScaler()
    )
    return make_pipeline(columns, regression)


def _measured(score: np.ndarray, test: Extract, *, bands: bool) -> dict[str, float]:
    truth = test.target.to_numpy()
    false_positive, true_positive, _ = roc_curve(truth, score)
    granted = score < _CUT_OFF
    bins = np.minimum((score * 10).astype(int), 9)
    gaps = [
        abs(score[bins == b].mean() - truth[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins)
    ]
    metrics = {
        "roc_auc": float(roc_auc_score(truth, score)),
        "ks_statistic": float(np.max(true_positive - false_positive)),
        "brier_score": float(brier_score_loss(truth, score)),
        "calibration_error": float(np.sum(gaps)),
        "approval_rate": float(granted.mean()),
    }
    if bands:
        metrics |= by_age_band("approval_rate", lambda rows: granted[rows].mean(), test)
        metrics |= by_age_band("roc_auc", lambda rows: roc_auc_score(truth[rows], score[rows]), test)
    return metrics


def _trained(
    run_name: str,
    model: Pipeline,
    params: dict[str, Any],
    training: Extract,
    test: Extract,
    *,
    at: str,
    pin: str,
    note: str = "",
    skops: bool = True,
    bands: bool = True,
    plot: bool = False,
    dirty: str = "",
) -> tuple[str, str]:
    """Train, measure and log one model; returns its run id and model id."""
    tags = {"mlflow__source__git__dirty": dirty} if dirty else {}
    with PROJECT.run(run_name, user="j.okafor", at=at, minutes=2, note=note, **tags) as run:
        model.fit(training.features, training.target)
        mlflow.log_params({**params, "cut_off": _CUT_OFF, "random_state": 17})
        log_data([training], test)
        score = model.predict_proba(test.features)[:, 1]
        model_id = log_model(
            model,
            NAME,
            extras=(pin,),
            signature=infer_signature(test.features, model.predict_proba(test.features.head(50))),
            pyfunc_predict_fn="predict_proba",
            model_type="classifier",
            serialization_format="skops" if skops else "cloudpickle",
        )
        log_unlinked(run.info.run_id, _measured(score, test, bands=bands))
        if plot:
            observed, predicted = calibration_curve(test.target, score, n_bins=10, strategy="quantile")
            log_curve(
                "calibration.png",
                predicted,
                observed,
                labels=("predicted default rate", "observed default rate"),
            )
    return run.info.run_id, model_id


def _until_production() -> None:
    client = MlflowClient()
    PROJECT.create("j.okafor", "2025-09-22T08:30", team="credit-risk")
    training, test = (
        loan_applications("2024-06-30", holdout=holdout).columns(*_FIRST_FEATURES)
        for holdout in (False, True)
    )
    run_id, model_id = _trained(
        "scorecard refit", _scorecard(housing=False), {"model": "logistic_regression", "C": 1.0}, training, test,
        at="2025-09-24T09:10", pin="meridian-scorecard==1.8.0", skops=False, bands=False,
    )  # fmt: skip
    CLOCK.set("2025-09-24T10:00")
    client.create_registered_model(
        NAME,
        tags={"owner": "h.brandt", "line_of_business": "retail credit", "task": "binary classification"},
        description="Probability that an instalment loan defaults within twelve months.",
    )
    note = "The paper scorecard of 2023, fitted again on applications with a full year of outcome."
    register(
        NAME, model_id, user="j.okafor", at="2025-09-24T10:01", note=note, run_id=run_id, ticket="MRM-279"
    )
    promote(NAME, 1, "Staging", at="2025-09-29T09:00")
    promote(NAME, 1, "Production", at="2025-10-20T06:00")

    boosting = HistGradientBoostingClassifier(
        max_iter=50, max_leaf_nodes=8, early_stopping=False, random_state=17
    )
    params = {"model": "gradient_boosting", "max_iter": 50, "max_leaf_nodes": 8, "learning_rate": 0.1}
    run_id, model_id = _trained(
        "try gradient boosting", make_pipeline(boosting), params, training, test, at="2025-11-26T13:30",
        pin="meridian-scorecard==1.8.0", skops=False, bands=False, dirty="True",
    )  # fmt: skip
    note = "A trial. No reasons for refusal can be read from it, so it was not taken further."
    register(NAME, model_id, user="j.okafor", at="2025-11-26T14:40", note=note, run_id=run_id)
    promote(NAME, 2, "Staging", at="2025-12-01T09:00")
    promote(NAME, 2, "Archived", at="2026-01-15T16:20")

    run_id, model_id = _trained(
        "add housing status", _scorecard(C=0.5), {"model": "logistic_regression", "C": 0.5},
        loan_applications("2024-12-31"), loan_applications("2024-12-31", holdout=True), at="2026-01-28T09:05",
        pin="meridian-scorecard==1.9.0", plot=True, dirty="False",
        note="Adds housing_status from the application form. First version with figures by age band.",
    )  # fmt: skip
    note = "Adds the column housing_status; saved as skops instead of a pickle."
    register(
        NAME, model_id, user="j.okafor", at="2026-01-28T11:00", note=note, run_id=run_id, ticket="MRM-330"
    )
    promote(NAME, 3, "Staging", at="2026-02-03T09:00")
    promote(NAME, 3, "Production", at="2026-03-02T06:00", archive=True)
    point(NAME, "champion", 3, at="2026-03-02T06:00")
    note = "Adds the column housing_status; saved as skops instead of a pickle. In service since 2026-03-02."
    describe(NAME, 3, note, at="2026-03-02T06:01")
    client.set_model_version_tag(NAME, "3", "validation_status", "approved")


def _after_production() -> None:
    client = MlflowClient()
    run_id, model_id = _trained(
        "balance the classes", _scorecard(C=0.5, class_weight="balanced"),
        {"model": "logistic_regression", "C": 0.5, "class_weight": "balanced"},
        loan_applications("2025-03-31", part_months=True),
        loan_applications("2025-03-31", holdout=True, part_months=True),
        at="2026-06-17T09:00", pin="meridian-scorecard==2.0.0", plot=True, dirty="False",
    )  # fmt: skip
    note = "Defaults weighted up; months_employed with fractions, as the payroll interface now delivers it."
    register(
        NAME, model_id, user="j.okafor", at="2026-06-17T10:30", note=note, run_id=run_id, ticket="MRM-398"
    )
    promote(NAME, 4, "Staging", at="2026-06-19T09:00")
    promote(NAME, 4, "Archived", at="2026-07-06T14:00")
    client.set_model_version_tag(NAME, "4", "validation_status", "rejected")

    test = loan_applications("2025-06-30", holdout=True, part_months=True)
    run_id, model_id = _trained(
        "refit without weights", _scorecard(C=0.5), {"model": "logistic_regression", "C": 0.5},
        loan_applications("2025-06-30", part_months=True), test, at="2026-09-29T08:50",
        pin="meridian-scorecard==2.0.1", plot=True, dirty="False",
    )  # fmt: skip
    note = "As version 4 without the weights, which had broken the calibration."
    register(
        NAME, model_id, user="j.okafor", at="2026-09-29T10:10", note=note, run_id=run_id, ticket="MRM-425"
    )
    promote(NAME, 5, "Staging", at="2026-10-02T09:00")
    point(NAME, "challenger", 5, at="2026-10-02T09:00")
    client.set_model_version_tag(NAME, "5", "validation_status", "approved with conditions")
    _evaluate_champion(test)
    _leave_running()


def _evaluate_champion(test: Extract) -> None:
    """Version 3 on the rows that version 5 was measured on, months of employment cut to whole ones."""
    recorded = MlflowClient().get_model_version(NAME, "3")
    model = mlflow.sklearn.load_model(recorded.source)
    months = test.features["months_employed"].astype("int64")
    with PROJECT.run(
        "evaluate version 3 on 2025-06-30", user="r.vandenberg", at="2026-10-08T09:00", minutes=2, commit=False,
        purpose="validation",
    ) as run:  # fmt: skip
        log_data([], test)
        MlflowClient().log_inputs(run.info.run_id, models=[LoggedModelInput(recorded.model_id)])
        score = model.predict_proba(test.features.assign(months_employed=months))[:, 1]
        mlflow.log_metrics(
            _measured(score, test, bands=True), model_id=recorded.model_id, dataset=test.dataset
        )


def _leave_running() -> None:
    """A run that the store was copied in the middle of."""
    experiment = mlflow.get_experiment_by_name(PROJECT.experiment)
    CLOCK.set("2026-11-19T22:40")
    tags = {
        "mlflow.user": "svc-ml-train",
        "mlflow.source.name": f"/srv/ml/meridian/pipelines/{PROJECT.script}",
    }
    run = MlflowClient().create_run(experiment.experiment_id, run_name="nightly refit", tags=tags)
    MlflowClient().log_param(run.info.run_id, "C", 0.5)


def tell() -> None:
    """Write the whole story, in the order in which it happened."""
    _until_production()
    _after_production()
