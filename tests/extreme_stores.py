"""Stores at the edge of what there is: next to nothing, and far more than a page is laid out for."""

from pathlib import Path

from tests.stores import START, MlflowStore, run_id

LONG = "customer-lifetime-value-" + "-".join(f"segment{number:02}" for number in range(20))
"""The name of a model, of some 200 characters, that may only be broken at its dashes."""
UNBROKEN = "x" * 200
ARABIC = "نموذج مخاطر الائتمان للأفراد"
CHINESE = "信用风险评分卡模型" * 4
EMOJI = "🦊 fox 👩‍🔬 churn ❤️"
VERSIONS = 250
PARAMS = 600


def write_sparse(root: Path) -> None:
    """One run that recorded nothing, and no model."""
    store = MlflowStore(root)
    store.experiment()
    store.run(1, end_time=None, run_name="", user_id="")


def write_bare(root: Path) -> None:
    """A model without versions, and one with a version that nobody recorded anything on."""
    store = MlflowStore(root)
    store.experiment()
    store.model("empty")
    store.model("bare")
    store.version(1, model="bare", run_id=None, source="", storage_location=None)


def write_huge(root: Path) -> None:
    """A model of 250 versions, a run of 600 params, and names of every script and length."""
    store = MlflowStore(root)
    store.experiment()
    store.experiment("1", ARABIC)
    store.experiment("2", LONG)
    store.run(
        1,
        params={f"layer_{number:03}.dropout": f"0.{number}" for number in range(PARAMS)}
        | {UNBROKEN: UNBROKEN},
        metrics={f"auc_{number:02}": [(START, 0.5 + number / 100, 0)] for number in range(40)},
        tags={"mlflow.runName": UNBROKEN},
        run_name=UNBROKEN,
    )
    for number, (experiment, name) in enumerate(
        (("1", ARABIC), ("1", CHINESE), ("2", LONG), ("0", EMOJI)), 2
    ):
        run = store.run(
            number,
            experiment=experiment,
            params={name[:60]: name, "lr": f"0.{number}"},
            metrics={"auc": [(START + step, 0.6 + step / 100, step) for step in range(number * 3)]},
            tags={"mlflow.runName": name, name[:60]: name},
            run_name=name,
            user_id=name,
        )
        store.input(run, store.dataset(name, name[:20], experiment=experiment))
    store.model("churn", aliases={"champion": "249", "challenger": "250"})
    for number in range(1, VERSIONS + 1):
        store.version(number, run_id=run_id(1 + number % 2))
    for number, name in enumerate((ARABIC, CHINESE, LONG, EMOJI), 2):
        store.model(name, aliases={name[:40]: "1"}, description=f"{name} " * 12, tags={name[:60]: name})
        store.version(1, model=name, run_id=run_id(number), description=name)
