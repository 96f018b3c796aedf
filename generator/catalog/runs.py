"""What a tracker records of experiments: MLflow's nouns, open to other trackers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from generator.catalog.content import ContentKind
from generator.catalog.listing import FileListing
from generator.catalog.metrics import LatestMetric, Metric
from generator.catalog.package import ModelPackage
from generator.catalog.record import Record
from generator.messages import word
from generator.provenance import Source


class RunStatus(StrEnum):
    """How a run ended, in MLflow's words (``RunStatus`` in mlflow/protos/service.proto)."""

    RUNNING = word("running")
    SCHEDULED = word("scheduled")
    FINISHED = word("finished")
    FAILED = word("failed")
    KILLED = word("killed")
    UNKNOWN = word("unknown")


class LifecycleStage(StrEnum):
    """Whether the tracker still lists the record."""

    ACTIVE = "active"
    DELETED = "deleted"


class Param(Struct, frozen=True, gc=False):
    """One parameter of a run, always text."""

    key: str
    value: str
    source: Source


_SYSTEM_TAGS = ("mlflow.", "_mlflow", "wandb.", "sacred.", "dvc.")
_LOGGED_AS_TAGS = (
    "wandb.summary.", "wandb.tags", "wandb.group", "wandb.job_type", "sacred.info.", "sacred.result",
)  # fmt: skip
"""What people or their code logged, and the catalogue has no other place for."""


class Tag(Struct, frozen=True, gc=False):
    """One tag of an experiment, run, model or version."""

    key: str
    value: str
    source: Source

    @property
    def system(self) -> bool:
        """Whether the tracker keeps it for itself, rather than people or their code."""
        return self.key.startswith(_SYSTEM_TAGS) and not self.key.startswith(_LOGGED_AS_TAGS)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a dataset's schema."""

    name: str
    type: str
    """As written, such as ``double``."""
    required: bool | None = None
    """None when the format of the day did not record it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset(Record):
    """Data as the tracker knows it: a name and a digest, not the bytes."""

    name: str
    digest: str
    """The tracker's digest; MLflow's is a label of eight characters, not integrity evidence."""
    source_type: str = ""
    """``local``, ``s3``, ``http``, ``code`` and so on; empty when not recorded."""
    uri: str = ""
    """Where the tracker says the data lies; shown, never followed."""
    columns: tuple[Column, ...] = ()
    row_count: int | None = None
    profile: tuple[tuple[str, str], ...] = ()
    """Whatever else the tracker measured of it, as (name, value)."""

    @property
    def key(self) -> tuple[str, str]:
        """What two uses of the same data share."""
        return (self.name, self.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetInput:
    """One use of a dataset by a run."""

    name: str
    digest: str
    context: str = ""
    """``training``, ``evaluation`` and so on (tag ``mlflow.data.context``); empty when not recorded."""
    tags: tuple[Tag, ...] = ()
    """What else the tracker notes of the use, such as the SHA-256 of the file, by key."""
    source: Source

    @property
    def key(self) -> tuple[str, str]:
        """The :attr:`Dataset.key` of the data used."""
        return (self.name, self.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetOutput:
    """One state of a dataset that a run wrote."""

    name: str
    digest: str
    source: Source

    @property
    def key(self) -> tuple[str, str]:
        """The :attr:`Dataset.key` of the data written."""
        return (self.name, self.digest)


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file that a run or a logged model left behind. Only its digest is taken, it is never loaded."""

    path: str
    """POSIX path below the artifact root, such as ``model/MLmodel``."""
    size: int
    """Bytes."""
    source: Source
    """The file in the store; its ``sha256`` is empty when it could not be read."""
    kind: ContentKind | None = None
    """What its bytes are, told while they were digested; None when they were not."""
    listing: FileListing | None = None
    """What it says of other files, when it is a checksum file or a model signature."""
    sensitive: tuple[str, ...] = ()
    """Ids of the shapes of secrets and personal data found in it, when it is a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeVersion:
    """The code that a run says it came from."""

    entry_point: str = ""
    """Script, notebook or command."""
    kind: str = ""
    """``LOCAL``, ``NOTEBOOK``, ``JOB``, ``PROJECT``; empty when not recorded."""
    repository: str = ""
    branch: str = ""
    commit: str = ""
    dirty: bool | None = None
    """Whether the working tree had changes; None when not recorded."""
    source: Source
    """The place of the commit, else of whatever is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment(Record):
    """A group of runs."""

    experiment_id: str
    """Unique within its store only."""
    name: str
    lifecycle_stage: LifecycleStage = LifecycleStage.ACTIVE
    artifact_location: str = ""
    creation_time: datetime | None = None
    last_update_time: datetime | None = None
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Record):
    """One execution that trained or evaluated something."""

    run_id: str
    experiment_id: str
    name: str = ""
    status: RunStatus = RunStatus.UNKNOWN
    lifecycle_stage: LifecycleStage = LifecycleStage.ACTIVE
    start_time: datetime | None = None
    end_time: datetime | None = None
    user: str = ""
    """Self-declared: the operating system's user as a rule."""
    parent_run_id: str = ""
    description: str = ""
    artifact_uri: str = ""
    """As recorded; often of another machine. Shown, never followed."""
    code: CodeVersion | None = None
    params: tuple[Param, ...] = ()
    tags: tuple[Tag, ...] = ()
    metrics: tuple[Metric, ...] = ()
    latest: tuple[LatestMetric, ...] = ()
    """In place of :attr:`metrics` where only the latest values were asked for; else empty."""
    inputs: tuple[DatasetInput, ...] = ()
    outputs: tuple[DatasetOutput, ...] = ()
    """Data that the run wrote, where the tracker records it; MLflow does not."""
    model_inputs: tuple[str, ...] = ()
    """Ids of the logged models the run used."""
    model_outputs: tuple[str, ...] = ()
    """Ids of the logged models the run produced."""
    artifacts: tuple[Artifact, ...] = ()
    packages: tuple[ModelPackage, ...] = ()
    """Every ``MLmodel`` folder among the artifacts, by path."""

    @property
    def latest_metrics(self) -> tuple[LatestMetric, ...]:
        """The latest value of each metric, whether its history was read or not."""
        return self.latest or tuple(
            LatestMetric(each.key, each.last, each.source, each.dataset_name, each.dataset_digest)
            for each in self.metrics
        )

    def labelled(self, key: str) -> str:
        """The value of a tag, else of a param of that name, since not every tracker has tags with values; else nothing."""
        held: tuple[Tag | Param, ...] = (*self.tags, *self.params)
        return next((each.value.strip() for each in held if each.key == key and each.value.strip()), "")

    def metric(self, key: str) -> Metric | None:
        """The metric of that name measured on no particular dataset first, else the first of that name."""
        found = [metric for metric in self.metrics if metric.key == key]
        return next((metric for metric in found if not metric.dataset_name), found[0] if found else None)


class LoggedModelStatus(StrEnum):
    """How far a logged model got (``LoggedModelStatus`` in mlflow/protos/service.proto)."""

    UNSPECIFIED = word("unspecified")
    PENDING = word("pending")
    READY = word("ready")
    FAILED = word("failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedModel(Record):
    """A model as MLflow 3 logs it: an object of its own beside the run."""

    model_id: str
    name: str
    experiment_id: str
    source_run_id: str = ""
    model_type: str = ""
    status: LoggedModelStatus = LoggedModelStatus.UNSPECIFIED
    status_message: str = ""
    lifecycle_stage: LifecycleStage = LifecycleStage.ACTIVE
    creation_time: datetime | None = None
    artifact_uri: str = ""
    params: tuple[Param, ...] = ()
    tags: tuple[Tag, ...] = ()
    metrics: tuple[Metric, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    package: ModelPackage | None = None
