"""Smaller stories: churn, instalment value, complaints, a mortgage idea that came to nothing, and a prompt."""

from contextlib import suppress
from typing import Any

import mlflow
import numpy as np
from mlflow import MlflowClient
from mlflow.models import infer_signature
from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import f1_score, mean_absolute_error, r2_score, roc_auc_score, root_mean_squared_error
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from make_store.data import Extract, complaints, instalment_plans, loan_applications, retail_customers
from make_store.machine import CLOCK, acting
from make_store.recording import (
    BOOSTING_TYPES,
    Project,
    judged_by,
    log_data,
    log_model,
    log_unlinked,
    point,
    promote,
    register,
)

CHURN = Project("customer-churn", "customer_churn/churn_model_final.ipynb")
VALUE = Project("instalment-lifetime-value", "instalment_value/train.py")
COMPLAINTS = Project("complaint-router", "complaint_router/train.py")
MORTGAGE = Project("mortgage-prepayment-spike", "mortgage_prepayment/spike.ipynb")


def _churn() -> None:
    """Trained from a notebook; its owner has left; the run behind version 1 was tidied away."""
    client = MlflowClient()
    CHURN.create("m.farouk", "2025-11-10T13:00", team="customer-analytics")
    runs = (
        ("churn v1", {"n_estimators": 20, "max_depth": 4}, "2025-07", True, "2025-11-12T10:10", ""),
        ("churn v2", {"n_estimators": 20, "max_depth": 5}, "2025-11", False, "2026-03-18T11:25", "True"),
        ("churn v3 linear", {"C": 1.0}, "2026-04", True, "2026-08-05T09:40", "True"),
    )
    first_run = ""
    for number, (name, params, month, measured, at, dirty) in enumerate(runs, start=1):
        training, test = retail_customers(month), retail_customers(month, holdout=True)
        tags = {"mlflow__source__git__dirty": dirty} if dirty else {}
        with CHURN.run(
            name,
            user="m.farouk",
            at=at,
            minutes=1,
            commit=number > 1,
            mlflow__source__type="NOTEBOOK",
            **tags,
        ) as run:
            model: Any = (
                make_pipeline(StandardScaler(), LogisticRegression(C=params["C"]))
                if "C" in params
                else RandomForestClassifier(**params, random_state=5)
            )
            model.fit(training.features, training.target)
            mlflow.log_params(params | ({"random_state": 5} if "C" not in params else {}))
            log_data([training], test if measured else None)
            pins = ("meridian-crm>=3",) if number < 3 else ("meridian-crm==3.4.0",)  # noqa: PLR2004
            model_id = log_model(
                model,
                "customer-churn",
                extras=pins,
                signature=infer_signature(test.features, model.predict(test.features.head(50))),
                serialization_format="cloudpickle" if number < 3 else "skops",  # noqa: PLR2004
            )
            log_unlinked(run.info.run_id, _churn_metrics(model, test))
        if number == 1:
            first_run = run.info.run_id
            CLOCK.advance(600)
            text = "Which customers are likely to leave in the next ninety days."
            client.create_registered_model("customer-churn", tags={"owner": "m.farouk"}, description=text)
        register("customer-churn", model_id, user="m.farouk", at=at[:11] + "16:00", run_id=run.info.run_id)
    point("customer-churn", "champion", 3, at="2026-08-12T07:30")
    point("customer-churn", "fallback", 2, at="2026-08-12T07:30")
    _killed_search()
    with acting("k.nowak", "registry/tidy.py", at="2026-09-30T18:00"):
        client.delete_run(first_run)


def _churn_metrics(model: Any, test: Extract) -> dict[str, float]:
    score, truth = model.predict_proba(test.features)[:, 1], test.target.to_numpy()
    top = np.argsort(-score)[: len(score) // 10]
    return {
        "roc_auc": float(roc_auc_score(truth, score)),
        "f1_score": float(f1_score(truth, score >= 0.3)),  # noqa: PLR2004
        "lift_top_decile": float(truth[top].mean() / truth.mean()),
    }


def _killed_search() -> None:
    """Stopped by hand after an hour, with a logged model still pending."""
    with acting("m.farouk", CHURN.script, at="2026-03-16T15:00"):
        experiment = mlflow.set_experiment(CHURN.experiment)
        tags = {"mlflow.user": "m.farouk", "mlflow.source.name": "churn_model_final.ipynb"}
        run = MlflowClient().create_run(experiment.experiment_id, run_name="forest of 5000 trees", tags=tags)
        MlflowClient().log_param(run.info.run_id, "n_estimators", 5000)
        mlflow.initialize_logged_model(name="customer-churn", source_run_id=run.info.run_id)
        CLOCK.advance(3_600)
        MlflowClient().set_terminated(run.info.run_id, "KILLED")


def _instalment_value() -> None:
    """A regression that nobody has written a card for; before it, a run that diverged."""
    VALUE.create("p.santos", "2026-04-01T09:00", **judged_by("mae_eur", higher_is_better=False))
    training, test = instalment_plans("2025"), instalment_plans("2025", holdout=True)
    _diverge(training)
    boosting = HistGradientBoostingRegressor(
        max_iter=40, max_leaf_nodes=8, early_stopping=False, random_state=3
    )
    trained = (
        ("ridge", make_pipeline(StandardScaler(), Ridge(alpha=1.0)), {"alpha": 1.0}, "2026-04-09"),
        ("boosting", make_pipeline(boosting), {"max_iter": 40, "max_leaf_nodes": 8, "seed": 3}, "2026-09-10"),
    )
    for number, (name, model, params, day) in enumerate(trained, start=1):
        with VALUE.run(name, user="p.santos", at=f"{day}T10:00", minutes=1, commit=number == 1) as run:
            model.fit(training.features, training.target)
            mlflow.log_params({"model": name, **params})
            log_data([training], test)
            options: dict[str, Any] = {}
            if number > 1:
                options["signature"] = infer_signature(test.features, model.predict(test.features))
                options["skops_trusted_types"] = BOOSTING_TYPES
            model_id = log_model(model, VALUE.experiment, extras=(), **options)
            guess = model.predict(test.features)
            log_unlinked(
                run.info.run_id,
                {
                    "mae_eur": float(mean_absolute_error(test.target, guess)),
                    "rmse_eur": float(root_mean_squared_error(test.target, guess)),
                    "r2": float(r2_score(test.target, guess)),
                },
            )
        if number == 1:
            MlflowClient().create_registered_model(VALUE.experiment)
        register(VALUE.experiment, model_id, user="p.santos", at=f"{day}T17:00", run_id=run.info.run_id)
    point(VALUE.experiment, "champion", 2, at="2026-09-14T08:00")


def _diverge(training: Extract) -> None:
    """Gradient descent on columns that were never scaled: the loss doubles, overflows, and is no number."""
    columns = training.features.to_numpy(float)
    truth = training.target.to_numpy()
    weights = np.zeros(columns.shape[1])
    with (
        suppress(FloatingPointError),
        np.errstate(all="ignore"),
        VALUE.run("gradient descent by hand", user="p.santos", at="2026-04-02T16:10", minutes=0),
    ):
        mlflow.log_params({"learning_rate": 0.05, "epochs": 200})
        log_data([training])
        for step in range(1, 201):
            CLOCK.advance(0.4)
            error = columns @ weights - truth
            loss = float(np.mean(error**2))
            mlflow.log_metric("train_mse", loss, step=step)
            if np.isnan(loss):
                raise FloatingPointError("the loss is not a number")
            weights -= 0.05 * 2 * columns.T @ error / len(truth)


def _complaint_router() -> None:
    """One version of ours, and one from a supplier that no run stands behind."""
    client = MlflowClient()
    COMPLAINTS.create("t.haddad", "2026-05-28T09:00", team="customer-care")
    training, test = complaints("2026-04"), complaints("2026-04", rows=400, holdout=True)
    name = "complaint-router"
    with COMPLAINTS.run(
        "tf-idf and logistic regression", user="t.haddad", at="2026-06-03T10:00", minutes=1
    ) as run:
        model = make_pipeline(TfidfVectorizer(max_features=400), LogisticRegression(C=4.0, random_state=23))
        model.fit(training.features["text"], training.target)
        mlflow.log_params({"C": 4.0, "max_features": 400, "random_state": 23})
        log_data([training], test)
        answer = model.predict(test.features["text"])
        del model[0]._stop_words_id  # noqa: SLF001 - a memory address, which scikit-learn can do without
        model_id = log_model(
            model,
            name,
            extras=(),
            signature=infer_signature(test.features, answer),
            model_type="classifier",
        )
        desks = sorted(set(training.target))
        per_desk = f1_score(test.target, answer, labels=desks, average=None)
        macro = {"f1": float(f1_score(test.target, answer, average="macro"))}
        log_unlinked(
            run.info.run_id,
            macro | {f"f1.{desk}": value for desk, value in zip(desks, per_desk, strict=True)},
        )
    CLOCK.set("2026-06-03T13:00")
    text = "Sends a written complaint to the desk that can answer it."
    client.create_registered_model(
        name, tags={"owner": "l.ferreira", "task": "text classification"}, description=text
    )
    register(name, model_id, user="t.haddad", at="2026-06-03T13:01", run_id=run.info.run_id, ticket="MRM-391")
    promote(name, 1, "Staging", at="2026-06-05T09:00")
    promote(name, 1, "Production", at="2026-06-22T06:00")
    point(name, "champion", 1, at="2026-06-22T06:00")
    with acting("t.haddad", "registry/register.py", at="2026-10-28T15:20"):
        client.create_model_version(
            name,
            source="s3://meridian-vendor-drop/lexora/complaint-router/2.1.0",
            description="Delivered by Lexora GmbH for a comparison; trained by them, on data that we have not seen.",
            tags={"supplier": "Lexora GmbH", "supplier_version": "2.1.0"},
            await_creation_for=0,
        )


def _mortgage_prepayment() -> None:
    """A name was reserved, a notebook was tried, the experiment was thrown away."""
    with acting("j.okafor", MORTGAGE.script, at="2026-03-12T11:00"):
        text = "Reserved. Nothing has been trained that was worth registering."
        MlflowClient().create_registered_model("mortgage-prepayment", description=text)
    experiment = MORTGAGE.create("j.okafor", "2026-03-12T11:05", why="feasibility only")
    with MORTGAGE.run("first look", user="j.okafor", at="2026-03-12T13:30", minutes=6, commit=False):
        applications = loan_applications("2024-12-31")
        mlflow.log_param("column", "months_employed")
        alone = roc_auc_score(applications.target, -applications.features["months_employed"])
        mlflow.log_metric("single_column_auc", alone)
    CLOCK.set("2026-05-29T16:45")
    MlflowClient().delete_experiment(experiment)


def _prompt() -> None:
    """The prompt that summarises a complaint for the desk."""
    with acting("t.haddad", "complaint_router/prompts.py", at="2026-06-30T09:15"):
        mlflow.set_experiment(COMPLAINTS.experiment)
        register_prompt = mlflow.genai.register_prompt
        register_prompt(
            name="complaint-summary",
            template="Summarise the complaint in three sentences:\n\n{{ complaint }}",
            commit_message="First wording",
        )
        CLOCK.set("2026-09-17T14:30")
        register_prompt(
            name="complaint-summary",
            template="Summarise the complaint in three sentences. Leave out names, account and card numbers.\n\n{{ complaint }}",
            commit_message="Leave personal data out, as the data protection officer asked",
        )
        mlflow.genai.set_prompt_alias("complaint-summary", "production", 2)


def tell() -> None:
    """Write the stories one after the other."""
    _churn()
    _instalment_value()
    _complaint_router()
    _mortgage_prepayment()
    _prompt()
