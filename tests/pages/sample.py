"""A model with everything that a card, a version, a changelog and a lineage can show."""

from generator.catalog import LoggedModelStatus, SignatureField
from generator.pages.portfolio import Portfolio
from tests import factories as make

PROSE = {
    "intended_use": "Ranks customers by how likely they are to leave, for the retention team.",
    "users": "Retention analysts, *not* call-centre agents.",
    "factors": "Age band and region.",
    "metrics_choice": "Recall at a fixed share of calls is what the team can act on.",
    "training_data": "Two years of transactions, see the [data sheet](https://data.example/churn).",
    "limitations": "- Fails for contracts younger than 30 days.\n- Untested outside the euro area.",
    "monitoring": "Population stability, weekly.",
    "House rules": "A section that is no field of the card.",
}
FIELDS = {
    "summary": "Ranks customers by how likely they are to leave.",
    "owner": "Ada Lovelace",
    "contact": "retention@bank.example",
    "risk_tier": "High",
    "validated_by": "Model Validation",
    "review_due": "2026-11-05",
    "references": ("https://papers.example/churn", "internal note 7"),
    "personal_data": True,
    "cost_centre": 4711,
}
GOALS = (
    make.goal("auc", title="AUC", threshold=0.9, noise=0.002),
    make.goal("recall", title="Recall", threshold=0.6),
    make.goal(
        "latency_ms", title="p95 latency", unit="ms", higher_is_better=False, threshold=45.0, noise=4.0
    ),
    make.goal("missing_metric"),
)
RUNS = {
    "r1": ({"auc": 0.887, "recall": 0.55, "latency_ms": 31.0}, {"depth": "6", "rate": "0.1", "seed": "7"}),
    "r2": ({"auc": 0.917, "recall": 0.63, "latency_ms": 36.0}, {"depth": "6", "rate": "0.05", "seed": "7"}),
    "r3": (
        {"auc": 0.909, "recall": 0.66, "latency_ms": 47.0, "recall.age_18_25": 0.6, "recall.age_26_40": 0.7},
        {"depth": "8", "rate": "0.05", "seed": "7", "subsample": "0.8"},
    ),
}


def churn() -> Portfolio:
    """Three listed versions and a deleted one; version 2 in production, version 3 the challenger."""
    return make.portfolio(
        experiments=(make.experiment(),),
        runs=tuple(_run(run_id) for run_id in RUNS),
        datasets=(
            make.dataset(),
            make.dataset("transactions", "77be020d", row_count=5210),
            make.dataset("holdout", "90ab90ab", row_count=310),
        ),
        logged_models=(
            make.logged_model(
                "m-3", source_run_id="r3", status=LoggedModelStatus.READY, package=make.package()
            ),
        ),
        models=(_model(),),
        narratives=(make.narrative(fields=FIELDS, goals=GOALS, prose=PROSE),),
    )


def _run(run_id: str):
    metrics, params = RUNS[run_id]
    newest = run_id == "r3"
    data = make.used(digest="77be020d" if newest else "18b8e1d0")
    return make.run(
        run_id,
        metrics=metrics,
        params=params,
        inputs=(data, make.used("holdout", "90ab90ab", "evaluation")),
        code=make.code(("b" if newest else "a") * 40, branch="main", dirty=newest),
        model_outputs=("m-3",) if newest else (),
    )


def _model():
    wider = make.signature((("age", "long"), ("amount", "double")))
    wider = type(wider)(
        inputs=(*wider.inputs, SignatureField("tenure", "double", required=False)),
        outputs=wider.outputs,
        source=wider.source,
    )
    files = (
        make.artifact(),
        make.artifact("model/MLmodel", 900),
        make.artifact("model/requirements.txt", 60),
    )
    root = f"{make.STORE}/1/r3"
    return make.model(
        aliases={"champion": "2", "challenger": "3", "lost": "9"},
        tags=(make.tag("line", "retail", folder=f"{make.STORE}/models/churn/tags"),),
        versions=(
            make.version(
                1, package=make.package(), artifacts=(make.artifact(root=f"{make.STORE}/1/r2"), *files[1:])
            ),
            make.version(
                2, package=make.package(), artifacts=files, stage="Production", description="Slower rate."
            ),
            make.version(
                3,
                model_id="m-3",
                description="Retrained on the **second** quarter.\n\nSee the notes.",
                package=make.package(
                    signature=wider,
                    requirements=(
                        make.requirement("scikit-learn==1.9.0"),
                        make.requirement("shap==0.48.0", 2),
                    ),
                ),
                artifacts=(
                    make.artifact("model/model.pkl", 176_000, root=root),
                    make.artifact("model/MLmodel", 910, root=root),
                ),
                tags=(make.tag("approved", "no", folder=f"{make.STORE}/models/churn/version-3/tags"),),
            ),
            make.version(4, deleted=True, stage="Deleted_Internal", run_id=""),
        ),
    )
