"""What differs between two runs: what they were given, what they measured, where they ran, what they left behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.analyses.changes import (
    Change,
    CodeChange,
    DataChange,
    DependencyChange,
    FileChange,
    ParamChange,
    SignatureDiff,
    TagChange,
    TextChange,
)
from generator.analyses.changes.environment import image_change, python_change, system_change
from generator.analyses.changes.packaging import dependency_changes, file_changes, signature_diff
from generator.analyses.changes.training import code_change, data_changes, param_changes, tag_changes
from generator.analyses.comparison import Judgement, MetricDifference
from generator.analyses.comparison.compare import metric_differences
from generator.analyses.evaluation.expectations import expectations_of
from generator.analyses.evaluation.key_metric import Direction, recorded_direction
from generator.analyses.evaluation.quality import measured_by
from generator.analyses.origin import Ingredients, ingredients_of
from generator.analyses.packaging.recorded import requirements_of
from generator.analyses.runs.target import Target
from generator.catalog import Artifact, Catalog, Policy, Run
from generator.messages import say


class RunPart(StrEnum):
    """A side of a run that is compared."""

    PARAMS = "parameters"
    DATA = "data"
    CODE = "code"
    ENVIRONMENT = "environment"
    PACKAGES = "packages"
    SIGNATURE = "signature"
    FILES = "artifacts"
    TAGS = "tags"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDiff:
    """Two runs, and what differs; what is the same is counted."""

    old: Ingredients
    new: Ingredients
    metrics: tuple[MetricDifference, ...]
    """Every metric of either run: those that somebody asks for first, then by name."""
    slices: tuple[MetricDifference, ...]
    params: tuple[ParamChange, ...]
    data: tuple[DataChange, ...]
    """Differing or not."""
    code: CodeChange
    python: TextChange
    image: TextChange
    system: TextChange
    dependencies: tuple[DependencyChange, ...]
    signature: SignatureDiff
    files: tuple[FileChange, ...]
    tags: tuple[TagChange, ...]
    """Of those that people or their code set."""
    same: Mapping[RunPart, int]
    """How many of each are the same in both."""
    uncompared: Mapping[RunPart, str]
    """The parts of which one run, or both, record nothing, each with what is missing, as half a sentence."""

    @property
    def runs(self) -> tuple[Run, Run]:
        """The older and the newer run."""
        return _run(self.old), _run(self.new)

    @property
    def tally(self) -> Mapping[Judgement, int]:
        """How many metrics have each judgement."""
        return {
            judgement: sum(each.judgement is judgement for each in self.metrics) for judgement in Judgement
        }


def compare_runs(
    catalog: Catalog, policy: Policy, old: Run, new: Run, *, model: str = "", target: Target | None = None
) -> RunDiff:
    """What differs between two runs.

    Args:
        catalog: where the records beside the runs stand.
        policy: says what is asked of the metrics.
        old: the run to compare with.
        new: the run that is told about.
        model: name of the model that versions of them belong to, for what its owners ask of its metrics; empty for none.
        target: what the runs of their experiment are compared by, and which way that is better.
    """
    before, after = ingredients_of(catalog, old), ingredients_of(catalog, new)
    asked = {
        each.metric: each for each in expectations_of(policy, catalog.narratives_by_model.get(model), model)
    }

    def direction(metric: str) -> Direction | None:
        if target is not None and target.key == metric and target.higher_is_better is not None:
            return Direction(target.higher_is_better, target.sources[-1])
        recorded = (recorded_direction(catalog, made, metric) for made in (after, before))
        return next((found for found in recorded if found), None)

    metrics, slices = metric_differences(
        measured_by(catalog, new), measured_by(catalog, old), asked, direction
    )
    params, params_same = param_changes(before.params, after.params)
    packages = requirements_of(before), requirements_of(after)
    dependencies, dependencies_same = dependency_changes(*packages) if all(packages) else ((), 0)
    files, files_same = file_changes(_by_path(before), _by_path(after))
    tags, tags_same = tag_changes(*((tag for tag in run.tags if not tag.system) for run in (old, new)))
    data = data_changes(catalog, before, after, compared=bool(before.inputs and after.inputs))
    signature = signature_diff(before.package, after.package)
    return RunDiff(
        old=before,
        new=after,
        metrics=metrics,
        slices=slices,
        params=params,
        data=data,
        code=code_change(before, after),
        python=python_change(before, after),
        image=image_change(before, after),
        system=system_change(before, after),
        dependencies=dependencies,
        signature=signature,
        files=files,
        tags=tags,
        same={
            RunPart.PARAMS: params_same,
            RunPart.DATA: sum(each.change is Change.SAME for each in data),
            RunPart.PACKAGES: dependencies_same,
            RunPart.SIGNATURE: signature.same,
            RunPart.FILES: files_same,
            RunPart.TAGS: tags_same,
        },
        uncompared=_uncompared(before, after),
    )


def _run(made: Ingredients) -> Run:
    if made.run is None:
        raise ValueError("a run is compared without its record")
    return made.run


def _by_path(made: Ingredients) -> Mapping[str, Artifact]:
    return {artifact.path: artifact for artifact in made.artifacts}


def _uncompared(old: Ingredients, new: Ingredients) -> Mapping[RunPart, str]:
    """What is not recorded of one run or of both."""
    held = {
        RunPart.PARAMS: (old.params, new.params),
        RunPart.DATA: (old.inputs, new.inputs),
        RunPart.CODE: (old.code, new.code),
        RunPart.PACKAGES: (requirements_of(old), requirements_of(new)),
        RunPart.FILES: (old.artifacts, new.artifacts),
    }
    return {
        part: _LACKING[part][2 if not before and not after else 1 if before else 0]
        for part, (before, after) in held.items()
        if not (before and after)
    }


_LACKING = {
    RunPart.PARAMS: (
        say("the first run records no parameter"),
        say("the second run records no parameter"),
        say("neither run records a parameter"),
    ),
    RunPart.DATA: (
        say("the first run records no dataset"),
        say("the second run records no dataset"),
        say("neither run records a dataset"),
    ),
    RunPart.CODE: (
        say("the first run records no code version"),
        say("the second run records no code version"),
        say("neither run records a code version"),
    ),
    RunPart.PACKAGES: (
        say("the first run records no package"),
        say("the second run records no package"),
        say("neither run records a package"),
    ),
    RunPart.FILES: (
        say("the first run records no file"),
        say("the second run records no file"),
        say("neither run records a file"),
    ),
}
"""What is said where the first run, the second, or neither records anything of a part."""
