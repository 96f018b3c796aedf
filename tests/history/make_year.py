"""Play a year of a registry with MLflow itself and keep what it held at every look: ``make_year.py FOLDER``.

Needs ``pip install mlflow-skinny`` (made with 3.17.2). The clock of MLflow's file store is set to the days of the year,
and where its folder lay is replaced afterwards. Every look is a folder ``MM-DD`` with the registry as it stood then.
"""

import os
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"

from mlflow.store.model_registry import file_store as registry_store
from mlflow.store.tracking import file_store as tracking_store
from mlflow.tracking import MlflowClient

NAME = "churn"


class Year:
    """A registry whose clock is set by hand."""

    def __init__(self, root: Path, kept: Path) -> None:
        self.root, self.kept = root, kept
        self.millis = 0
        for module in (registry_store, tracking_store):
            module.get_current_time_millis = lambda: self.millis
        self.day("01-02")
        self.client = MlflowClient(tracking_uri=str(root), registry_uri=str(root))

    def day(self, text: str) -> None:
        """Noon of a day of 2026."""
        self.millis = int(datetime.fromisoformat(f"2026-{text}T12:00").replace(tzinfo=UTC).timestamp()) * 1000

    def version(self, number: int) -> None:
        """Register the next version."""
        made = self.client.create_model_version(NAME, f"s3://models/{NAME}/{number}")
        assert str(made.version) == str(number)

    def stage(self, version: int, stage: str) -> None:
        """Move a version."""
        self.client.transition_model_version_stage(NAME, str(version), stage)

    def alias(self, name: str, version: int) -> None:
        """Point an alias at a version."""
        self.client.set_registered_model_alias(NAME, name, str(version))

    def look(self, on: str) -> None:
        """Keep what the registry holds at the end of a day."""
        folder = self.kept / on
        shutil.copytree(self.root, folder)
        shutil.rmtree(folder / ".trash", ignore_errors=True)
        for path in folder.glob("*/meta.yaml"):
            path.write_text(path.read_text().replace(str(self.root), "/example/mlruns"))


def play(year: Year) -> None:
    """January to December."""
    year.day("01-10")
    year.client.create_registered_model(NAME)
    year.version(1)
    year.look("01-15")

    year.day("02-01")
    year.stage(1, "Production")
    year.look("02-02")

    year.day("03-01")
    year.version(2)
    year.alias("champion", 1)
    year.look("03-02")

    year.day("03-10")
    year.alias("champion", 2)
    year.day("03-15")
    year.version(3)
    year.alias("champion", 3)
    year.look("04-01")

    year.day("05-01")  # promoted
    year.stage(1, "Archived")
    year.stage(3, "Production")
    year.look("05-02")

    year.day("06-01")  # rolled back
    year.stage(1, "Production")
    year.stage(3, "Archived")
    year.alias("champion", 1)
    year.look("06-10")

    year.day("07-20")
    year.alias("shadow", 2)
    year.look("08-02")

    year.day("09-05")
    year.alias("champion", 2)
    year.look("09-10")

    year.day("10-01")
    year.client.delete_registered_model_alias(NAME, "shadow")
    year.client.delete_registered_model_alias(NAME, "champion")
    year.client.delete_model_version(NAME, "2")
    year.look("10-02")

    year.day("11-20")
    year.alias("champion", 3)
    year.look("12-31")


if __name__ == "__main__":
    target = Path(sys.argv[1])
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        play(Year(Path(folder) / "mlruns", target))
