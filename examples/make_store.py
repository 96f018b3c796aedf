# /// script
# requires-python = "==3.11.*"
# dependencies = [
#   "cloudpickle==3.1.2",
#   "matplotlib==3.11.2",
#   "mlflow==3.17.2",
#   "numpy==2.4.6",
#   "pandas==3.1.1",
#   "scikit-learn==1.9.1",
#   "scipy==1.17.1",
#   "skops==0.16.0",
# ]
# ///
"""Make the example store, ``examples/mlruns``: Meridian Bank's models, trained by scikit-learn, recorded by MLflow.

Usage:
    uv run examples/make_store.py [FOLDER]

Without FOLDER the committed store is written anew. Ids, clock, users and paths are those of an invented machine
(``make_store/machine.py``), so the same package versions on the same kind of processor give the same bytes.
"""

import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = {
    "MLFLOW_ALLOW_FILE_STORE": "true",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_SKIP_PIP_REQUIREMENTS_CHECK": "true",
    "GIT_PYTHON_REFRESH": "quiet",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "TZ": "UTC",
}
"""What must be settled before Python starts: one thread, so that sums are added up in one order, and no telemetry."""


def main() -> None:
    """Start anew with a settled environment, tell the stories, move the store into place."""
    if any(os.environ.get(name) != value for name, value in ENVIRONMENT.items()):
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | ENVIRONMENT)  # noqa: S606
    target = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else HERE / "mlruns"
    if target.exists() and target != HERE / "mlruns":
        sys.exit(f"{target}: already exists; name a new folder")

    from make_store import machine

    machine.install()

    import mlflow

    logging.getLogger("mlflow").setLevel(
        logging.ERROR
    )  # it says at length that the bank's own packages are absent
    from make_store import card_fraud, credit_risk, customer_care, relocate

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "mlruns"
        mlflow.set_tracking_uri(root.as_uri())
        for story in (card_fraud, credit_risk, customer_care):
            story.tell()
        relocate.publish(root, folder, machine.ROOT_URI)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(root, target)
    files = [path for path in target.rglob("*") if path.is_file()]
    print(f"{target}: {len(files)} files, {sum(path.stat().st_size for path in files):,} bytes")


if __name__ == "__main__":
    main()
