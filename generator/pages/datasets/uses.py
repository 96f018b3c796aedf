"""What came of a dataset: the runs that used it, and through them the versions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.catalog import DatasetInput, ModelVersion, Run
from generator.pages.portfolio import Portfolio


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetUse:
    """One run that used a dataset."""

    run: Run
    inputs: tuple[DatasetInput, ...]
    """One for each context it was used in."""
    made: tuple[ModelVersion, ...]
    """Listed versions that came of the run."""
    judged: tuple[ModelVersion, ...]
    """Listed versions whose logged model the run used, as an evaluation does."""

    @property
    def contexts(self) -> tuple[str, ...]:
        """``training``, ``evaluation`` and so on, as recorded, each once; empty when none is recorded."""
        return tuple(dict.fromkeys(used.context for used in self.inputs if used.context))


def dataset_uses(portfolio: Portfolio, key: tuple[str, str]) -> tuple[DatasetUse, ...]:
    """Every use of a dataset, the latest first.

    Args:
        portfolio: what knows the runs and the versions.
        key: (name, digest).
    """
    runs = portfolio.catalog.runs_by_dataset.get(key, ())
    uses = [
        DatasetUse(
            run=run,
            inputs=tuple(used for used in run.inputs if used.key == key),
            made=portfolio.versions_by_run.get(run.run_id, ()),
            judged=tuple(
                version
                for model_id in run.model_inputs
                for version in portfolio.versions_by_logged_model.get(model_id, ())
            ),
        )
        for run in runs
    ]
    uses.sort(key=lambda use: use.run.run_id)
    uses.sort(key=lambda use: use.run.start_time.timestamp() if use.run.start_time else 0.0, reverse=True)
    return tuple(uses)


def versions_by_model(uses: Iterable[DatasetUse]) -> Mapping[str, tuple[ModelVersion, ...]]:
    """The versions whose run used the data and those judged on it, each once, newest first, by the model's name."""
    found = {version.ref: version for use in uses for version in (*use.made, *use.judged)}
    groups: dict[str, list[ModelVersion]] = {}
    for version in sorted(
        found.values(), key=lambda version: (version.name, -version.sequence, version.version)
    ):
        groups.setdefault(version.name, []).append(version)
    return {name: tuple(versions) for name, versions in groups.items()}
