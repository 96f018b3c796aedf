"""Makes the repository that the tests of DVC and GTO read, with DVC, DVCLive and GTO themselves.

Run it where ``dvc==3.67.1``, ``dvclive==3.49.1``, ``gto==1.10.1`` and git are installed::

    python tests/readers/dvc/make_store.py tests/readers/stores/dvc

It writes the working tree to ``<folder>/store`` and git's history to ``<folder>/history.bundle``, from which the tests make
a ``.git`` folder again, so that no repository lies within this one.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SPLIT = """\
from pathlib import Path

rows = Path("data/raw.csv").read_text().splitlines()
Path("data/split").mkdir(parents=True, exist_ok=True)
Path("data/split/train.csv").write_text("\\n".join(rows[:9]) + "\\n")
Path("data/split/test.csv").write_text("\\n".join([rows[0], *rows[9:]]) + "\\n")
"""
TRAIN = """\
import json
from pathlib import Path

from dvclive import Live

rows = [line.split(",") for line in Path("data/split/train.csv").read_text().splitlines()[1:]]
rate, epochs = 0.1, 5
with Live("live", save_dvc_exp=False, dvcyaml=None, report=None) as live:
    live.log_param("rate", rate)
    slope = 0.0
    for _ in range(epochs):
        for x, y in rows:
            slope += rate * (float(y) - slope * float(x)) * float(x) / 100
        loss = sum((float(y) - slope * float(x)) ** 2 for x, y in rows) / len(rows)
        live.log_metric("train/loss", loss)
        live.next_step()
Path("models").mkdir(exist_ok=True)
Path("models/slope.json").write_text(json.dumps({"slope": slope}))
"""
EVALUATE = """\
import json
from pathlib import Path

slope = json.loads(Path("models/slope.json").read_text())["slope"]
rows = [line.split(",") for line in Path("data/split/test.csv").read_text().splitlines()[1:]]
errors = [abs(float(y) - slope * float(x)) for x, y in rows]
Path("reports").mkdir(exist_ok=True)
measured = {"test": {"mae": sum(errors) / len(errors)}, "rows": len(rows)}
Path("reports/metrics.json").write_text(json.dumps(measured))
"""
PIPELINE = """\
vars:
  - folders:
      models: models
stages:
  split:
    desc: Keep the last rows apart.
    cmd: python src/split.py
    deps:
      - data/raw.csv
      - src/split.py
    outs:
      - data/split
  train:
    cmd: python src/train.py
    deps:
      - data/split/train.csv
      - src/train.py
    params:
      - train
    outs:
      - ${folders.models}/slope.json
      - live/plots/metrics:
          cache: false
    metrics:
      - live/metrics.json:
          cache: false
  evaluate:
    cmd: python src/evaluate.py
    deps:
      - data/split/test.csv
      - ${folders.models}/slope.json
      - src/evaluate.py
    metrics:
      - reports/metrics.json:
          cache: false
artifacts:
  slope:
    path: ${folders.models}/slope.json
    type: model
    desc: A line through the origin.
    labels:
      - linear
"""
EPOCH = 1_767_600_000
"""2026-01-05T08:00:00Z; each step is an hour later. GTO dates its tags by the clock all the same."""


def run(folder: Path, hour: int, *command: str, author: str = "Ada Okafor") -> None:
    """One command in the repository, at a time of our own and by an author of our own."""
    moment = f"{EPOCH + hour * 3600} +0000"
    given = {
        "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment, "GIT_AUTHOR_NAME": author, "GIT_COMMITTER_NAME": author,
        "GIT_AUTHOR_EMAIL": "someone@example.org", "GIT_COMMITTER_EMAIL": "someone@example.org",
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "DVC_NO_ANALYTICS": "1", "DVC_TEST": "true",
    }  # fmt: skip
    subprocess.run(command, cwd=folder, check=True, env={**os.environ, **given})


def write(folder: Path, files: dict[str, str]) -> None:
    """Write text files."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def make(folder: Path) -> None:
    """Three commits: a first model, a better one that is registered and staged, and work begun on a third."""
    rows = "".join(f"{x},{3 * x + x % 2}\n" for x in range(1, 13))
    write(
        folder,
        {"src/split.py": SPLIT, "src/train.py": TRAIN, "src/evaluate.py": EVALUATE, "dvc.yaml": PIPELINE},
    )
    write(folder, {"params.yaml": "train:\n  rate: 0.1\n  epochs: 5\n", "data/raw.csv": f"x,y\n{rows}"})
    run(folder, 0, "git", "init", "-q", "-b", "main")
    run(folder, 0, "dvc", "init", "-q")
    run(folder, 0, "dvc", "add", "-q", "data/raw.csv")
    run(folder, 0, "git", "add", "-A")
    run(folder, 0, "git", "commit", "-q", "-m", "Begin")
    run(folder, 0, "dvc", "repro", "-q")
    run(folder, 0, "git", "add", "-A")
    run(folder, 0, "git", "commit", "-q", "-m", "Fit a first line")
    run(folder, 1, "gto", "register", "slope", "--version", "v0.9.0", "-m", "A first try")
    run(folder, 2, "gto", "assign", "slope", "--version", "v0.9.0", "--stage", "prod")
    write(
        folder,
        {
            "src/train.py": TRAIN.replace("0.1, 5", "0.4, 8"),
            "params.yaml": "train:\n  rate: 0.4\n  epochs: 8\n",
        },
    )
    run(folder, 3, "dvc", "repro", "-q")
    run(folder, 3, "git", "add", "-A")
    run(folder, 3, "git", "commit", "-q", "-m", "Learn faster")
    run(
        folder,
        4,
        "gto",
        "register",
        "slope",
        "--version",
        "v0.10.0",
        "-m",
        "Learns faster",
        author="Ben Sørensen",
    )
    run(folder, 5, "gto", "assign", "slope", "--version", "v0.10.0", "--stage", "prod", author="Ben Sørensen")
    run(folder, 6, "gto", "assign", "slope", "--version", "v0.10.0", "--stage", "canary")
    run(folder, 7, "gto", "deprecate", "slope", "v0.10.0", "canary")
    run(folder, 8, "gto", "deprecate", "slope", "v0.9.0", "-m", "Too slow")
    write(folder, {"README.md": "A line through the origin.\n"})
    run(folder, 9, "git", "add", "-A")
    run(folder, 9, "git", "commit", "-q", "-m", "Say what this is")


def main(target: Path) -> None:
    """Make the repository and keep what the tests need of it."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "line"
        folder.mkdir()
        make(folder)
        target.mkdir(parents=True, exist_ok=True)
        run(folder, 9, "git", "bundle", "create", "-q", str((target / "history.bundle").resolve()), "--all")
        shutil.rmtree(target / "store", ignore_errors=True)
        names = subprocess.run(
            ["git", "ls-files"], cwd=folder, check=True, capture_output=True, text=True
        ).stdout.split()
        for name in names:
            (target / "store" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, target / "store" / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
