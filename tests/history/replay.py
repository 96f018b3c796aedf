"""A year of a registry that MLflow itself wrote, look by look."""

import shutil
from pathlib import Path

from generator.pipeline.pipeline import Pipeline
from generator.pipeline.settings import Request, settle

YEAR = Path(__file__).parent / "stores/year"
"""Written by ``make_year.py``: what the registry held at the end of each day on which it was looked at."""


class Replay:
    """The folder of a project over which the year passes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "governance").mkdir(exist_ok=True)
        self.ledger = folder / "governance/ledger.jsonl"

    def turn_to(self, on: str) -> None:
        """The registry as MLflow left it on a day."""
        shutil.rmtree(self.folder / "mlruns", ignore_errors=True)
        shutil.copytree(YEAR / on, self.folder / "mlruns")

    def pipeline(self, on: str = "") -> Pipeline:
        as_of = f"2026-{on}" if on else None
        return Pipeline(settle(Request(jobs=1, as_of=as_of), folder=self.folder, environment={}))

    def look(self, on: str, at: str = "", **options: object) -> int:
        """Record what is to be seen; the number of lines that were added."""
        self.turn_to(on)
        return self.pipeline(at or on).record(**options).lines
