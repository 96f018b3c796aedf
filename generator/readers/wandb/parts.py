"""One run of W&B as it was read: what all its folders say, the last one over those before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.catalog import Severity
from generator.provenance import Source
from generator.readers.json_documents import number_of
from generator.readers.reading import Reading
from generator.readers.wandb.files import Entry, FolderContents, read_folder
from generator.readers.wandb.folders import RunFolder
from generator.readers.wandb.history import History

_LONGEST_RUNTIME = 10**10
"""Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunIdentity:
    """What a run goes by."""

    wandb_id: str
    experiment_id: str
    run_id: str
    """``entity/project/id`` as W&B itself addresses it; the folder stands for what is not recorded."""
    store: str
    sweep_id: str
    """From the folders of sweeps beside the run; empty when there is none."""


@dataclass(slots=True)
class ReadRun:
    """One run and what it was read from."""

    identity: RunIdentity
    parts: tuple[FolderContents, ...]
    """Of its folders, the oldest first."""
    history: History
    config: dict[str, Entry] = field(default_factory=dict)
    summary: dict[str, Entry] = field(default_factory=dict)

    @property
    def source(self) -> Source:
        """What speaks for the run: of several folders, the last."""
        return self.parts[-1].source

    def logged(self, name: str) -> str:
        """A field of ``RunRecord``, from the last log that has it."""
        found = (part.log.run.get(name, "") for part in reversed(self.parts) if part.log)
        return next((text for text in found if text), "")

    def described(self, *names: str) -> tuple[str, Source]:
        """A field of ``wandb-metadata.json``, else of ``EnvironmentRecord``; the first of several names that is set."""
        for name in names:
            for part in reversed(self.parts):
                document = part.metadata
                if document is not None and document.text(name):
                    return document.text(name), document.at(name)
                if part.log is not None and part.log.environment.get(name):
                    return part.log.environment[name], part.log_source.at("environment", name)
        return "", self.source

    def system(self, name: str) -> str:
        """A field of what W&B writes about itself into the configuration."""
        value = next((part.system.get(name) for part in reversed(self.parts) if name in part.system), None)
        return value if isinstance(value, str) else ""

    @property
    def runtime(self) -> tuple[float | None, Source]:
        """Seconds that the run took, and where that stands."""
        last = self.parts[-1]
        if last.log is not None and last.log.runtime:
            return last.log.runtime, last.log_source.at("exit", "runtime")
        value, place = self.summary.get("_wandb", (None, self.source))
        written = value.get("runtime") if isinstance(value, Mapping) else None
        seconds = number_of(written)
        if seconds is None or not 0 <= seconds < _LONGEST_RUNTIME:
            return None, self.source
        return seconds, place.at("runtime")


def read_run(reading: Reading, identity: RunIdentity, folders: Sequence[RunFolder]) -> ReadRun:
    """Read all folders of a run, the oldest first."""
    history = History()
    read = ReadRun(identity, tuple(read_folder(reading, folder, history) for folder in folders), history)
    for part in read.parts:
        read.config.update(part.config)
        read.summary.update(part.summary)
    if history.names_left_out:
        reading.report(
            "metrics-bounded", Severity.WARNING, read.source,
            f"logged {len(history.names_left_out)} names or more besides the {len(history.metrics)} that are shown",
            "these are not shown among the metrics of the run",
        )  # fmt: skip
    return read
