"""Two versions of one model, made of what differs between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.analyses.changes import VersionDiff, compare_versions
from generator.catalog import Artifact, Catalog
from generator.provenance import Source
from tests.factories import catalog, dataset, experiment, model, narrative, package, run, version

STILL: Mapping[str, Any] = {"params": {"depth": "3"}, "metrics": {"auc": 0.9}}
"""A run like any other."""


@dataclass(frozen=True, kw_only=True)
class Side:
    """What stands behind one of the two."""

    run: Mapping[str, Any] = field(default_factory=dict)
    package: Mapping[str, Any] = field(default_factory=dict)
    version: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=lambda: {"model/model.pkl": "same"})
    """Digest by path."""
    has_run: bool = True
    has_package: bool = True


def files(digests: Mapping[str, str]) -> tuple[Artifact, ...]:
    return tuple(Artifact(path, 100, Source(f"mlruns/{path}", sha256)) for path, sha256 in digests.items())


def sides_catalog(old: Side, new: Side, **records: Any) -> Catalog:
    """Both as versions 1 and 2 of churn."""
    versions = tuple(
        version(
            number,
            package=package(**side.package) if side.has_package else None,
            artifacts=files(side.files),
            **side.version,
        )
        for number, side in enumerate((old, new), start=1)
    )
    runs = tuple(
        run(f"r{number}", **STILL | dict(side.run))
        for number, side in enumerate((old, new), start=1)
        if side.has_run
    )
    goals = records.pop("goals", ())
    made: dict[str, Any] = {
        "experiments": (experiment(),),
        "runs": runs,
        "models": (model(versions=versions),),
        "datasets": (dataset("q1", "d1", row_count=100), dataset("q2", "d2", row_count=160)),
        "narratives": (narrative(goals=goals),),
    }
    return catalog(**made | records)


def diff(old: Side, new: Side, **records: Any) -> VersionDiff:
    found = sides_catalog(old, new, **records)
    return compare_versions(found, *found.models[0].versions)
