"""Deployments that a tracker's tags tell of: canaries and A/B tests beside the version they are about."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from generator.catalog import (
    Deployment,
    DeploymentKind,
    ModelVersion,
    Problem,
    RegisteredModel,
    Run,
    Severity,
    Tag,
)
from generator.provenance.instants import instant_from_text

PREFIX = "deployment."
_RESULT = "deployment.result."
_KIND, _SHARE, _SINCE, _UNTIL = (f"{PREFIX}{name}" for name in ("kind", "share", "since", "until"))
_TEXTS = ("against", "by", "endpoint", "image", "decision", "decided_by")
"""Fields of a deployment that are taken as they are written."""


def tagged_deployments(
    models: Iterable[RegisteredModel], runs: Mapping[str, Run], problems: list[Problem]
) -> Iterator[Deployment]:
    """One deployment for each listed version that has a tag ``deployment.environment``, or whose run has one.

    The version's own tags count before those of its run, name by name. Values of the wrong form are left out and told in
    ``problems``; the deployment is kept.
    """
    for model in models:
        for version in model.listed_versions:
            run = runs.get(version.run_id)
            tags = {
                tag.key: tag
                for tag in (*(run.tags if run else ()), *version.tags)
                if tag.key.startswith(PREFIX) and tag.value.strip()
            }
            if f"{PREFIX}environment" in tags:
                yield _deployment(version, tags, problems)


def _deployment(version: ModelVersion, tags: Mapping[str, Tag], problems: list[Problem]) -> Deployment:
    environment = tags[f"{PREFIX}environment"]
    texts = {name: tags[key].value.strip() for name in _TEXTS if (key := f"{PREFIX}{name}") in tags}
    since, until = _instant(tags.get(_SINCE), problems), _instant(tags.get(_UNTIL), problems)
    if since and until and until < since:
        problems.append(_wrong(tags[_UNTIL], f"until lies before {_SINCE}"))
        until = None
    return Deployment(
        model=version.name,
        version=version.version,
        environment=environment.value.strip(),
        kind=_kind(tags.get(_KIND), problems),
        share=_share(tags.get(_SHARE), problems),
        since=since,
        until=until,
        result=tuple(
            (key.removeprefix(_RESULT), tag.value.strip())
            for key, tag in sorted(tags.items())
            if key.startswith(_RESULT) and key != _RESULT
        ),
        source=environment.source,
        **texts,
    )


def _kind(tag: Tag | None, problems: list[Problem]) -> DeploymentKind:
    if tag is None:
        return DeploymentKind.FULL
    said = tag.value.strip().casefold().replace("_", "-")
    if said in set(DeploymentKind):
        return DeploymentKind(said)
    problems.append(_wrong(tag, f"none of {', '.join(DeploymentKind)}"))
    return DeploymentKind.FULL


def _share(tag: Tag | None, problems: list[Problem]) -> float | None:
    if tag is None:
        return None
    try:
        share = float(tag.value)
    except ValueError:
        share = -1.0
    if 0 <= share <= 1:
        return share
    problems.append(_wrong(tag, "no number from 0 to 1"))
    return None


def _instant(tag: Tag | None, problems: list[Problem]) -> datetime | None:
    if tag is None:
        return None
    found = instant_from_text(tag.value)
    if found is None:
        problems.append(_wrong(tag, "no date or time in ISO 8601"))
    return found


def _wrong(tag: Tag, what: str) -> Problem:
    return Problem(
        slug="deployment-tag-invalid",
        severity=Severity.WARNING,
        source=tag.source,
        message=f"the tag {tag.key} is {tag.value[:80]!a}: {what}",
        cost="the deployment is shown without it",
        remedy="correct the tag in the tracker",
    )
