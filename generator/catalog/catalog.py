"""The records of all stores, joined."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from msgspec import Struct

from generator.catalog.advisories import AdvisorySnapshot
from generator.catalog.data_statements import DataStatement
from generator.catalog.decisions import (
    Approval,
    Attestation,
    ChangeAssessment,
    Commit,
    Entry,
    FileCommit,
    Incident,
    Register,
    ReviewFinding,
    Transition,
    ValidationReport,
    Waiver,
)
from generator.catalog.deployments import Deployment
from generator.catalog.evaluations import EvaluationResult
from generator.catalog.frameworks import Framework
from generator.catalog.monitoring import Alert, Measurement, Retraining, Signal
from generator.catalog.narrative import ModelNarrative
from generator.catalog.people import Person
from generator.catalog.policy import Policy
from generator.catalog.problem import Problem
from generator.catalog.registry import ModelVersion, Prompt, RegisteredModel
from generator.catalog.runs import Dataset, Experiment, LifecycleStage, LoggedModel, Run
from generator.catalog.sensitive import Sensitive

REGISTER_FIELDS: Mapping[str, str] = {
    "approvals": "approvals",
    "attestations": "attestations",
    "changes": "change_assessments",
    "findings": "review_findings",
    "incidents": "incidents",
    "transitions": "transitions",
    "validations": "validations",
    "waivers": "waivers",
}
"""The field of :class:`Records` that holds the entries of each register, by the register's name."""


class FileRead(Struct, frozen=True, order=True, gc=False):
    """One file that was opened, whatever came of it."""

    path: str
    """As in :attr:`Source.path`."""
    sha256: str
    """Empty when the file could not be read."""
    size: int
    """Bytes."""
    etag: str = ""
    """What a storage service calls this version of the object; empty for a file of this machine."""


@dataclass(frozen=True, kw_only=True)
class Records:
    """What one reader found in one store."""

    experiments: tuple[Experiment, ...] = ()
    runs: tuple[Run, ...] = ()
    logged_models: tuple[LoggedModel, ...] = ()
    datasets: tuple[Dataset, ...] = ()
    models: tuple[RegisteredModel, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    evaluations: tuple[EvaluationResult, ...] = ()
    deployments: tuple[Deployment, ...] = ()
    signals: tuple[Signal, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    alerts: tuple[Alert, ...] = ()
    retrainings: tuple[Retraining, ...] = ()
    narratives: tuple[ModelNarrative, ...] = ()
    data_statements: tuple[DataStatement, ...] = ()
    people: tuple[Person, ...] = ()
    approvals: tuple[Approval, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    transitions: tuple[Transition, ...] = ()
    incidents: tuple[Incident, ...] = ()
    validations: tuple[ValidationReport, ...] = ()
    review_findings: tuple[ReviewFinding, ...] = ()
    change_assessments: tuple[ChangeAssessment, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    registers: tuple[Register, ...] = ()
    """The register files that are there."""
    frameworks: tuple[Framework, ...] = ()
    """Those that a team adds to what ships."""
    advisories: AdvisorySnapshot | None = None
    """None where the policy names no snapshot of an advisory database."""
    file_commits: tuple[FileCommit, ...] = ()
    """Of the files that set limits and are in git as they are."""
    policy: Policy | None = None
    """None where no policy file is."""
    sensitive: tuple[Sensitive, ...] = ()
    """Where what must not be shown was found."""
    problems: tuple[Problem, ...] = ()
    files: tuple[FileRead, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Catalog(Records):
    """Every record of every store, in an order that does not depend on the file system, and the ways between them."""

    stores: tuple[str, ...] = ()
    """Labels of the stores read, in the order given."""

    @cached_property
    def runs_by_id(self) -> Mapping[str, Run]:
        """Every run by its id."""
        return {run.run_id: run for run in self.runs}

    @cached_property
    def experiments_by_id(self) -> Mapping[tuple[str, str], Experiment]:
        """Every experiment by (store, experiment id)."""
        return {(found.store, found.experiment_id): found for found in self.experiments}

    @cached_property
    def logged_models_by_id(self) -> Mapping[str, LoggedModel]:
        """Every logged model by its id."""
        return {found.model_id: found for found in self.logged_models}

    @cached_property
    def logged_models_by_run(self) -> Mapping[str, tuple[LoggedModel, ...]]:
        """The logged models that each run made, by run id, in catalogue order."""
        groups: dict[str, list[LoggedModel]] = {}
        for logged in self.logged_models:
            if logged.source_run_id:
                groups.setdefault(logged.source_run_id, []).append(logged)
        return {run_id: tuple(found) for run_id, found in groups.items()}

    @cached_property
    def models_by_name(self) -> Mapping[str, RegisteredModel]:
        """Every registered model by its name; of two registries' models of one name, the first."""
        return {model.name: model for model in reversed(self.models)}

    @cached_property
    def narratives_by_model(self) -> Mapping[str, ModelNarrative]:
        """What people wrote, by the model's name."""
        return {narrative.model: narrative for narrative in self.narratives}

    @cached_property
    def datasets_by_key(self) -> Mapping[tuple[str, str], Dataset]:
        """Every dataset by (name, digest)."""
        return {dataset.key: dataset for dataset in self.datasets}

    @cached_property
    def runs_by_experiment(self) -> Mapping[tuple[str, str], tuple[Run, ...]]:
        """The runs of each experiment by (store, experiment id), in catalogue order."""
        groups: dict[tuple[str, str], list[Run]] = {}
        for run in self.runs:
            groups.setdefault((run.store, run.experiment_id), []).append(run)
        return {key: tuple(runs) for key, runs in groups.items()}

    @cached_property
    def runs_by_dataset(self) -> Mapping[tuple[str, str], tuple[Run, ...]]:
        """The runs that used each dataset, by (name, digest)."""
        groups: dict[tuple[str, str], list[Run]] = {}
        for run in self.runs:
            for key in dict.fromkeys(used.key for used in run.inputs):
                groups.setdefault(key, []).append(run)
        return {key: tuple(runs) for key, runs in groups.items()}

    @cached_property
    def runs_by_watched_model(self) -> Mapping[str, tuple[Run, ...]]:
        """The runs whose tag or param ``monitoring.model`` says that they watch a model in use, by its name."""
        groups: dict[str, list[Run]] = {}
        for run in self.runs:
            model = run.labelled("monitoring.model")
            if model and run.lifecycle_stage is LifecycleStage.ACTIVE:
                groups.setdefault(model, []).append(run)
        return {model: tuple(runs) for model, runs in groups.items()}

    @cached_property
    def versions_by_run(self) -> Mapping[str, tuple[ModelVersion, ...]]:
        """The listed versions that each run stands behind, by run id."""
        groups: dict[str, list[ModelVersion]] = {}
        for model in self.models:
            for version in model.listed_versions:
                if version.run_id:
                    groups.setdefault(version.run_id, []).append(version)
        return {run_id: tuple(versions) for run_id, versions in groups.items()}

    @cached_property
    def evaluations_by_version(self) -> Mapping[tuple[str, str], tuple[EvaluationResult, ...]]:
        """The results that name a version, by (model, version)."""
        groups: dict[tuple[str, str], list[EvaluationResult]] = {}
        for result in self.evaluations:
            if result.version:
                groups.setdefault((result.model, result.version), []).append(result)
        return {key: tuple(results) for key, results in groups.items()}

    @cached_property
    def evaluations_by_run(self) -> Mapping[str, tuple[EvaluationResult, ...]]:
        """The results that name a run and no version, by run id."""
        groups: dict[str, list[EvaluationResult]] = {}
        for result in self.evaluations:
            if result.run_id and not result.version:
                groups.setdefault(result.run_id, []).append(result)
        return {key: tuple(results) for key, results in groups.items()}

    @cached_property
    def people_by_identity(self) -> Mapping[str, Person]:
        """Every person by each folded account, name and address they answer to; the first to claim one has it."""
        found: dict[str, Person] = {}
        for person in self.people:
            for identity in person.identities:
                found.setdefault(identity, person)
        return found

    @cached_property
    def data_statements_by_name(self) -> Mapping[str, DataStatement]:
        """What people wrote about datasets, by the dataset's name."""
        return {statement.name: statement for statement in reversed(self.data_statements)}

    @cached_property
    def entries_by_register(self) -> Mapping[str, tuple[Entry, ...]]:
        """The entries of each register by its name."""
        return {name: getattr(self, field) for name, field in REGISTER_FIELDS.items()}

    @cached_property
    def commits_by_path(self) -> Mapping[str, Commit]:
        """The commit that made a file of the governance folder what it is, by the path of the file."""
        return {found.path: found.commit for found in self.file_commits}

    def person(self, identity: str) -> Person | None:
        """Who an account, name or address belongs to; None when nobody is known by it."""
        return self.people_by_identity.get(identity.strip().casefold())

    def register(self, name: str) -> Register | None:
        """The register file of a name, when it is there."""
        return next((found for found in self.registers if found.name == name), None)

    @property
    def counts(self) -> Mapping[str, int]:
        """How much of everything there is, by the names that ``modelfolio show`` prints."""
        versions = [version for model in self.models for version in model.listed_versions]
        return {
            "experiments": len(self.experiments),
            "runs": len(self.runs),
            "deleted_runs": sum(run.lifecycle_stage is LifecycleStage.DELETED for run in self.runs),
            "params": sum(len(run.params) for run in self.runs),
            "metrics": sum(len(run.metrics) for run in self.runs),
            "metric_points": sum(metric.count for run in self.runs for metric in run.metrics),
            "dataset_inputs": sum(len(run.inputs) for run in self.runs),
            "logged_models": len(self.logged_models),
            "registered_models": len(self.models),
            "model_versions": len(versions),
            "aliases": sum(len(model.aliases) for model in self.models),
            "prompts": len(self.prompts),
            "evaluations": len(self.evaluations),
            "deployments": len(self.deployments),
            "signals": len(self.signals),
            "measurements": len(self.measurements),
            "alerts": len(self.alerts),
            "retrainings": len(self.retrainings),
            "narratives": len(self.narratives),
            "data_statements": len(self.data_statements),
            "people": len(self.people),
            **{register.name: register.count for register in self.registers},
            "problems": len(self.problems),
        }
