"""Found, parsed, evaluated: whether anything fell by the wayside between the disk and the findings."""

from collections.abc import Iterator

from generator.catalog import Problem, Severity
from generator.governance.assessment import Count
from generator.governance.subject import Scope

_MOST_REASONS = 20


def reconcile(scope: Scope) -> tuple[Count, ...]:
    """Models, versions and files: how many were found, could be parsed, and were evaluated.

    A record that could not be parsed is known by the problem of severity *error* that its place left behind; it counts
    as found.
    """
    catalog = scope.catalog
    lost = tuple(lost_records(scope))
    versions = [version for model in catalog.models for version in model.versions]
    unread = tuple(file for file in catalog.files if not file.sha256)
    return (
        Count(
            noun="models",
            found=len(catalog.models),
            parsed=len(catalog.models),
            evaluated=len(scope.models),
            reasons=_difference("excluded by the policy", len(catalog.models) - len(scope.models)),
        ),
        Count(
            noun="model versions",
            found=len(versions),
            parsed=len(versions),
            evaluated=len(scope.versions),
            reasons=(
                *_difference("no longer listed", sum(version.deleted for version in versions)),
                *_difference(
                    "excluded by the policy",
                    sum(not version.deleted for version in versions) - len(scope.versions),
                ),
            ),
        ),
        Count(
            noun="files",
            found=len(catalog.files),
            parsed=len(catalog.files) - len(unread),
            evaluated=len(catalog.files) - len(unread),
            reasons=tuple(f"{file.path} could not be read" for file in unread[:_MOST_REASONS]),
        ),
        Count(
            noun="records with an error",
            found=len(lost),
            parsed=0,
            evaluated=0,
            reasons=tuple(str(problem) for problem in lost[:_MOST_REASONS]),
        ),
    )


def lost_records(scope: Scope) -> Iterator[Problem]:
    """The problems by which a record was lost and that the policy does not exclude, in the order of the catalogue."""
    for problem in scope.catalog.problems:
        if problem.severity is Severity.ERROR and not scope.excluded(problem.source.path):
            yield problem


def _difference(reason: str, count: int) -> tuple[str, ...]:
    return (f"{count} {reason}",) if count else ()
