"""Write the small store of W&B runs that the tests read, with W&B itself: ``make_wandb_store.py FOLDER``.

Needs ``pip install wandb`` (made with 0.31.0). Nothing is sent anywhere, and nothing of the machine is recorded: its logs
are removed, and W&B is told to leave out what it would write about the machine.
"""

import os
import shutil
import sys
import time
from pathlib import Path

os.environ.update(WANDB_MODE="offline", WANDB_SILENT="true", WANDB_ERROR_REPORTING="false")
import wandb

STEPS = 120


def settings(**more: object) -> wandb.Settings:
    return wandb.Settings(
        console="off",
        disable_git=True,
        host="",
        program="train.py",
        x_disable_meta=True,
        x_disable_stats=True,
        x_save_requirements=False,
        **more,
    )


def begin(run_id: str, **more: object) -> wandb.Run:
    return wandb.init(project="churn", entity="acme", id=run_id, **more)


def write_long_run() -> None:
    """A run whose log has several blocks, as one of a sweep, with a model and a set of data."""
    run = begin(
        "long0001",
        name="fit-1",
        group="grid",
        job_type="train",
        tags=["baseline", "tabular"],
        notes="the first fit",
        config={"lr": 0.1, "net": {"depth": 3, "layers": [64, 32]}, "owner": "ada@example.org"},
        settings=settings(sweep_id="sw33p001"),
    )
    for step in range(STEPS):
        run.log({"loss": 1 / (step + 1), "val": {"auc": step / STEPS}, "phase": "fit"})
    run.log({"ratio": float("nan"), "bound": float("inf")})
    run.log({"report": wandb.Html("<b>done</b>")})
    run.summary["best_auc"] = 0.75
    model = wandb.Artifact("churn-net", "model", metadata={"framework": "numpy"})
    model.add_reference("https://example.org/model.npz", checksum=False)
    run.log_artifact(model, aliases=["candidate"])
    data = wandb.Artifact("churn-data", "dataset")
    data.add_reference("https://example.org/data.csv", checksum=False)
    run.log_artifact(data)
    run.finish()


def write_failed_run() -> None:
    """A run that ended with an exit code."""
    run = begin("fail0001", name="fit-2", settings=settings())
    run.log({"loss": 2.5})
    run.finish(exit_code=3)


def write_run_in_two_folders() -> None:
    """A run that was taken up again."""
    for steps in (range(3), range(3, 5)):
        run = begin("twice001", name="fit-3", config={"part": steps.start}, settings=settings())
        for step in steps:
            run.log({"loss": 10.0 - step}, step=step)
        run.finish()
        time.sleep(1.1)


def main(folder: Path) -> None:
    folder.mkdir(parents=True)
    os.chdir(folder)
    write_long_run()
    write_failed_run()
    write_run_in_two_folders()
    for logs in folder.glob("wandb/*/logs"):
        shutil.rmtree(logs)
    for link in folder.glob("wandb/*"):
        if link.is_symlink() or link.is_file():
            link.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
