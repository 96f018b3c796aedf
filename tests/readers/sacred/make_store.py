"""Write the small store of Sacred runs that the tests read, with Sacred itself: ``make_sacred_store.py FOLDER``.

Needs ``pip install sacred`` (made with 0.8.7). What Sacred writes of the machine is replaced afterwards.
"""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from sacred import SETTINGS, Experiment
from sacred.observers import FileStorageObserver

SETTINGS.CAPTURE_MODE = "no"
MACHINE = {
    "ENV": {},
    "cpu": "example",
    "hostname": "example",
    "os": ["Linux", "Linux"],
    "python_version": "3.11.7",
}


def experiment() -> Experiment:
    made = Experiment("churn", base_dir=str(Path(__file__).parent), save_git_info=False)
    made.observers.append(FileStorageObserver("runs"))
    made.add_config(lr=0.1, net={"depth": 3, "layers": [64, 32]}, seed=7, sizes={1, 2})

    @made.main
    def main(_run, lr, fail=False):
        for step in range(4):
            _run.log_scalar("loss", lr / (step + 1), step)
        _run.info["auc"] = 0.9
        _run.info["return_mean"] = [1.0, 2.0, 4.0]
        _run.info["return_mean_T"] = [10, 20, 40]
        Path("note.txt").write_text("fitted\n")
        _run.add_artifact("note.txt")
        Path("data.csv").write_text("a,b\n1,2\n")
        _run.open_resource("data.csv").close()
        if fail:
            message = "the data ran out"
            raise ValueError(message)
        return 0.5

    return made


def tidy(run: Path) -> None:
    """Replace what names the machine or its folders."""
    path = run / "run.json"
    record = json.loads(path.read_text())
    record["host"] = MACHINE
    record["experiment"]["base_dir"] = "/example"
    record["resources"] = [[f"/example/{Path(name).name}", stored] for name, stored in record["resources"]]
    if "fail_trace" in record:
        record["fail_trace"] = ["Traceback (most recent call last):\n", record["fail_trace"][-1]]
    path.write_text(json.dumps(record, indent=2, sort_keys=True))


def main(folder: Path) -> None:
    folder.mkdir(parents=True)
    os.chdir(folder)
    experiment().run()
    with suppress(ValueError):
        experiment().run(config_updates={"fail": True})
    experiment().run(config_updates={"lr": 0.2}, options={"--comment": "twice the rate"})
    for run in sorted(folder.glob("runs/[0-9]*")):
        tidy(run)
    for name in ("note.txt", "data.csv"):
        (folder / name).unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
