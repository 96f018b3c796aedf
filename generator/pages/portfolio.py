"""What page builders share: the catalogue, the snapshot, and answers worked out once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from generator.analyses.cards.completeness import Completeness, assess_completeness
from generator.analyses.changes import VersionDiff, changelog
from generator.analyses.comparison import Pair, pairs_of
from generator.analyses.evaluation.key_metric import KeyMetric, key_metric
from generator.analyses.evaluation.quality import Quality, quality_of
from generator.analyses.evaluation.results import evaluations_of
from generator.analyses.lineage import Lineage, trace_lineage
from generator.analyses.origin import Origin, origin_of
from generator.analyses.runs.pairs import RunPair, pairs_of_runs
from generator.analyses.runs.target import Registered, Target, target_of
from generator.analyses.wording import version_label
from generator.catalog import Catalog, EvaluationResult, Experiment, ModelVersion, Run
from generator.governance.assessment import Assessment
from generator.governance.subject import ModelSubject, Scope
from generator.history.ledger import Ledger
from generator.history.trace import History
from generator.messages import say
from generator.pages import paths
from generator.pages.view import Link, Snapshot


@dataclass(frozen=True, kw_only=True)
class Portfolio:
    """Everything a page may speak of."""

    catalog: Catalog
    snapshot: Snapshot
    assessment: Assessment
    """What the controls found in the catalogue, as of the snapshot."""
    history: History = field(default_factory=lambda: History(ledger=Ledger()))
    """What is known of the registry's past."""

    @cached_property
    def versions_by_run(self) -> Mapping[str, tuple[ModelVersion, ...]]:
        """The listed versions that came of each run: directly, through a logged model, or as a copy; by run id."""
        groups: dict[str, list[ModelVersion]] = {}
        for model in self.catalog.models:
            for version in model.listed_versions:
                for run_id in self._run_ids_behind(version):
                    groups.setdefault(run_id, []).append(version)
        return {run_id: tuple(versions) for run_id, versions in groups.items()}

    @cached_property
    def versions_by_logged_model(self) -> Mapping[str, tuple[ModelVersion, ...]]:
        """The listed versions that each logged model stands behind, by model id."""
        groups: dict[str, list[ModelVersion]] = {}
        for model in self.catalog.models:
            for version in model.listed_versions:
                logged = self.origin(version).logged_model
                if logged is not None:
                    groups.setdefault(logged.model_id, []).append(version)
        return {model_id: tuple(versions) for model_id, versions in groups.items()}

    @cached_property
    def run_ids_with_page(self) -> frozenset[str]:
        """Runs that came to something: behind listed versions or their models, or compared; and the parents of these."""
        found: set[str] = set()
        waiting = [*self.versions_by_run, *self.run_pairs_by_run]
        while waiting:
            run = self.catalog.runs_by_id.get(waiting.pop())
            if run is not None and run.run_id not in found:
                found.add(run.run_id)
                waiting.append(run.parent_run_id)
        return frozenset(found)

    @cached_property
    def runs_by_parent(self) -> Mapping[str, tuple[Run, ...]]:
        """The children of each run, by the parent's id, in catalogue order."""
        groups: dict[str, list[Run]] = {}
        for run in self.catalog.runs:
            if run.parent_run_id:
                groups.setdefault(run.parent_run_id, []).append(run)
        return {run_id: tuple(runs) for run_id, runs in groups.items()}

    @cached_property
    def key_metrics(self) -> Mapping[str, KeyMetric | None]:
        """The metric that each registered model is judged by, by the model's name; None where no metric is known."""
        return {model.name: key_metric(self.catalog, model) for model in self.catalog.models}

    @cached_property
    def registered(self) -> Registered:
        """What came of the runs, and what it is judged by."""
        return Registered(versions_by_run=self.versions_by_run, key_metrics=self.key_metrics)

    @cached_property
    def targets(self) -> Mapping[tuple[str, str], Target | None]:
        """The metric that the runs of each experiment are compared by, by (store, experiment id)."""
        runs = self.catalog.runs_by_experiment
        return {
            (found.store, found.experiment_id): target_of(
                self.registered, found, runs.get((found.store, found.experiment_id), ())
            )
            for found in self.catalog.experiments
        }

    @cached_property
    def run_pairs(self) -> tuple[RunPair, ...]:
        """The pairs of runs that have a page of their own."""
        return pairs_of_runs(self.catalog, self.assessment.policy, self.targets, self.origin)

    @cached_property
    def run_pairs_by_run(self) -> Mapping[str, tuple[RunPair, ...]]:
        """The pairs that each run is one of, by run id."""
        groups: dict[str, list[RunPair]] = {}
        for pair in self.run_pairs:
            for run_id in pair.run_ids:
                groups.setdefault(run_id, []).append(pair)
        return {run_id: tuple(pairs) for run_id, pairs in groups.items()}

    @cached_property
    def subjects(self) -> Mapping[str, ModelSubject]:
        """Every registered model as the controls see it, those too that the policy excludes, by name."""
        scope = Scope(catalog=self.catalog, policy=self.assessment.policy, as_of=self.snapshot.as_of)
        return {model.name: ModelSubject(scope=scope, model=model) for model in self.catalog.models}

    @cached_property
    def lineage(self) -> Lineage:
        """Where everything in the catalogue comes from."""
        return trace_lineage(self.catalog)

    @cached_property
    def version_pages(self) -> frozenset[tuple[str, str]]:
        """The versions that have a page, by (model, version)."""
        return frozenset(
            (model.name, version.version)
            for model in self.catalog.models
            for version in model.listed_versions
        )

    @cached_property
    def origins(self) -> Mapping[tuple[str, str, str], Origin]:
        """What stands behind each listed version, by (store, model, version)."""
        return {
            (version.store, version.name, version.version): origin_of(self.catalog, version)
            for model in self.catalog.models
            for version in model.listed_versions
        }

    @cached_property
    def changelogs(self) -> Mapping[str, tuple[VersionDiff, ...]]:
        """What each listed version changed, newest first, by the model's name."""
        return {model.name: changelog(self.catalog, model) for model in self.catalog.models}

    @cached_property
    def pairs(self) -> Mapping[str, tuple[Pair, ...]]:
        """The pairs of versions that have a page of their own, by the model's name."""
        policy = self.assessment.policy
        return {model.name: pairs_of(self.catalog, policy, model) for model in self.catalog.models}

    @cached_property
    def quality(self) -> Mapping[tuple[str, str], Quality]:
        """What is measured of each listed version, by (model, version)."""
        return {
            (model.name, version.version): quality_of(self.catalog, version)
            for model in self.catalog.models
            for version in model.listed_versions
        }

    @cached_property
    def completeness(self) -> Mapping[str, Completeness]:
        """How much of each model's card is answered, by the model's name."""
        return {model.name: assess_completeness(self.catalog, model) for model in self.catalog.models}

    @cached_property
    def diffs(self) -> Mapping[tuple[str, str], VersionDiff]:
        """What each listed version changed, by (model, version)."""
        return {
            (name, diff.new.version): diff for name, entries in self.changelogs.items() for diff in entries
        }

    def origin(self, version: ModelVersion) -> Origin:
        """What stands behind a listed version."""
        return self.origins[version.store, version.name, version.version]

    def evaluations_of(self, version: ModelVersion) -> tuple[EvaluationResult, ...]:
        """Every measured value of a version, see :func:`generator.analyses.evaluation.results.evaluations_of`."""
        return evaluations_of(self.catalog, version)

    def run_href(self, run: Run) -> str:
        """The run's own page, else the page of its experiment; empty when there is neither."""
        if run.run_id in self.run_ids_with_page:
            return paths.run(run.run_id)
        experiment = self.catalog.experiments_by_id.get((run.store, run.experiment_id))
        return experiment_path(experiment) if experiment else ""

    def dataset_href(self, key: tuple[str, str]) -> str:
        """The page of a dataset by (name, digest); empty when no store describes it."""
        return paths.dataset(*key) if key in self.catalog.datasets_by_key else ""

    def _run_ids_behind(self, version: ModelVersion) -> Iterator[str]:
        origin = self.origin(version)
        logged = origin.logged_model.source_run_id if origin.logged_model else ""
        found = (version.run_id, logged, origin.run.run_id if origin.run else "")
        yield from dict.fromkeys(run_id for run_id in found if run_id)


def experiment_path(experiment: Experiment, part: int = 1) -> str:
    """The page of an experiment, or of a later part of its runs."""
    return paths.experiment(experiment.store, experiment.experiment_id, experiment.name, part)


def experiment_title(experiment: Experiment) -> str:
    """The experiment's name, or its id where it has none."""
    return experiment.name or say("Experiment {experiment_id}", experiment_id=experiment.experiment_id)


def version_link(version: ModelVersion) -> Link:
    """A version by its full name, such as ``churn v7``."""
    return Link(
        f"{version.name} {version_label(version.version)}", paths.version(version.name, version.version)
    )


def run_title(run: Run) -> str:
    """The run's name, or its id where it has none."""
    return run.name or run.run_id
