"""The ways between the pages of one model."""

from generator.analyses.standing.roles import challenger, in_production
from generator.analyses.wording import version_label
from generator.catalog import ModelVersion, RegisteredModel
from generator.messages import say, say_many
from generator.pages import paths
from generator.pages.text import number
from generator.pages.view import Link

VERSIONS = 8
"""Links to versions in the local navigation; the rest stands in the changelog."""


def model_breadcrumbs(model: RegisteredModel) -> tuple[Link, ...]:
    """The way down to a page that belongs to a model."""
    return (Link(say("Portfolio"), paths.HOME), Link(model.name, paths.model(model.name)))


def model_navigation(model: RegisteredModel, current: ModelVersion | None = None) -> tuple[Link, ...]:
    """The pages of a model: its card, its newest versions and the current one, its lineage, its past."""
    newest = model.listed_versions[: -VERSIONS - 1 : -1]
    shown = (*newest, current) if current is not None and current not in newest else newest
    versions = [
        Link(say("Version {version}", version=_bare(version)), paths.version(version.name, version.version))
        for version in shown
    ]
    hidden = len(model.listed_versions) - len(versions)
    more = [Link(say("{hidden} older", hidden=number(hidden)), paths.changelog(model.name))] if hidden else []
    return (
        Link(model.name, paths.model(model.name)),
        *versions,
        *more,
        *_challenge(model),
        Link(say("Lineage"), paths.lineage(model.name)),
        Link(say("Changelog"), paths.changelog(model.name)),
        Link(say("Timeline"), paths.timeline(model.name)),
        Link(say("Audit"), paths.model_audit(model.name)),
    )


def _challenge(model: RegisteredModel) -> tuple[Link, ...]:
    """The page that holds the version in production against its challenger; nothing without both."""
    champion, wanting = in_production(model), challenger(model)
    if champion is None or wanting is None:
        return ()
    old, new = champion.version.version, wanting.version.version
    words = say("{old} against {new}", old=version_label(old), new=version_label(new))
    return (Link(words, paths.comparison(model.name, old, new)),)


def versions_said(model: RegisteredModel) -> str:
    """How many versions a model has, such as ``7 versions, 1 deleted``."""
    deleted = len(model.versions) - len(model.listed_versions)
    said = say_many(len(model.listed_versions), "{n} version", "{n} versions")
    return say("{said}, {deleted} deleted", said=said, deleted=number(deleted)) if deleted else said


def _bare(version: ModelVersion) -> str:
    return version_label(version.version).removeprefix("v")
