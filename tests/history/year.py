"""A year of a registry, played in MLflow's own files, with a look at it now and then."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from generator.pipeline.pipeline import Pipeline
from generator.pipeline.recording import Recorded
from generator.pipeline.settings import Request, settle
from tests.stores import MlflowStore


def day(text: str) -> datetime:
    """A day of 2026, such as ``03-02``."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


def milliseconds(text: str) -> int:
    """The same as MLflow writes it."""
    return int(day(text).timestamp() * 1000)


class Registry:
    """One model in ``mlruns``, its transitions in ``governance``, and the ledger beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = MlflowStore(folder / "mlruns")
        self.store.experiment(creation_time=milliseconds("01-02"), last_update_time=milliseconds("01-02"))
        self.governance = folder / "governance"
        self.governance.mkdir()
        self.ledger = self.governance / "ledger.jsonl"
        self.aliases: dict[str, str] = {}
        self._created: dict[int, str] = {}
        self._transitions: list[str] = []

    def model(self, on: str) -> None:
        self.store.model(
            "churn", creation_timestamp=milliseconds(on), last_updated_timestamp=milliseconds(on)
        )

    def version(self, number: int, on: str, *, stage: str = "None", updated: str = "") -> None:
        """Register a version, or write it again with another stage and the day of its last update."""
        created = self._created.setdefault(number, on)
        self.store.version(
            number,
            creation_timestamp=milliseconds(created),
            last_updated_timestamp=milliseconds(updated or on),
            current_stage=stage,
            user_id="ada",
        )

    def alias(self, name: str, version: str) -> None:
        """Point an alias at a version, without a date, as MLflow does; at none when the version is empty."""
        path = self.store.root / "models/churn/aliases" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(version) if version else path.unlink()

    def transition(self, on: str, version: int, start: str, end: str) -> None:
        """A person writes a change of stage down."""
        number = len(self._transitions) + 1
        self._transitions.append(
            f"  - {{id: TRN-{number}, at: {day(on).isoformat()}, by: k.nowak, model: churn, version: {version},"
            f" from: {start}, to: {end}}}\n"
        )
        (self.governance / "transitions.yaml").write_text("transitions:\n" + "".join(self._transitions))

    def river(self, on: str = "", **asked: Any) -> Pipeline:
        """The pipeline, as of a day."""
        as_of = f"2026-{on}" if on else None
        return Pipeline(settle(Request(jobs=1, as_of=as_of, **asked), folder=self.folder, environment={}))

    def look(self, on: str, **options: Any) -> Recorded:
        """Record what is to be seen on a day."""
        return self.river(on).record(**options)


def play(registry: Registry) -> None:
    """January to December."""
    registry.model("01-10")
    registry.version(1, "01-10")
    registry.look("01-15")

    registry.version(1, "01-10", stage="Production", updated="02-01")
    registry.transition("02-01", 1, "none", "Production")
    registry.look("02-02")

    registry.version(2, "03-01")
    registry.alias("champion", "1")
    registry.look("03-02")

    registry.alias("champion", "2")  # on 03-10, and nobody looks
    registry.version(3, "03-15")
    registry.alias("champion", "3")
    registry.look("04-01")

    registry.version(1, "01-10", stage="Archived", updated="05-01")
    registry.version(3, "03-15", stage="Production", updated="05-01")
    registry.transition("05-01", 3, "none", "Production")
    registry.look("05-02")

    registry.version(
        1, "01-10", stage="Production", updated="06-01"
    )  # rolled back, and nobody writes it down
    registry.version(3, "03-15", stage="Archived", updated="06-01")
    registry.look("06-10")

    kept = registry.ledger.read_bytes()
    registry.ledger.unlink()
    registry.look("07-05", restart_reason="the disk died")
    registry.ledger.write_bytes(kept + registry.ledger.read_bytes())
    registry.look("08-02", merging=True)

    base = registry.ledger.read_bytes()
    registry.alias("champion", "2")
    registry.look("09-10")
    ours = registry.ledger.read_bytes()
    registry.ledger.write_bytes(base)
    registry.look("09-12")
    theirs = registry.ledger.read_bytes()[len(base) :]
    registry.ledger.write_bytes(ours + theirs)
    registry.look("09-15", merging=True)

    registry.alias("champion", "")
    registry.version(2, "03-01", stage="Deleted_Internal", updated="10-01")
    registry.look("10-02")
    registry.look("12-31")
