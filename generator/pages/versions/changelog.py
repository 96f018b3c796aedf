"""What changed from version to version: one page a model, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from generator.analyses.wording import version_label
from generator.catalog import ModelVersion, RegisteredModel, RegistryEvent
from generator.messages import say
from generator.pages import paths
from generator.pages.fact_rows import keywords
from generator.pages.models.described import Standings, standings
from generator.pages.models.measures import measures_of
from generator.pages.models.navigation import model_breadcrumbs, model_navigation, versions_said
from generator.pages.models.trend import Trends, trends
from generator.pages.pills import Pill, bump_pill, standing_pill
from generator.pages.portfolio import Portfolio
from generator.pages.stated import first_line
from generator.pages.versions.notes import NoteGroup, NoteRow, note_groups, note_rows
from generator.pages.view import Link, Page, PageKind, Section
from generator.provenance import Source

_TREND = Section("trend", say("Key metric"))
_VERSIONS = Section("versions", say("Versions"))
_STEPS = Section("steps", say("Steps in the registry"))
STEPS = 500
"""Newest steps that are listed; the rest is counted."""
DETAILED = 60
"""Newest entries that are told in full; older ones say how large the change was and why, their pages the rest."""
_WIDE = 760
"""Pixels: the width of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One version of the changelog."""

    link: Link
    """Without a path for a deleted version."""
    bump: Pill | None
    """None for a deleted version."""
    pills: tuple[Pill, ...]
    """Where it stands now: role or stage."""
    aliases: tuple[str, ...]
    registered: datetime | None
    user: str
    headline: str
    """The first line of its description."""
    notes: tuple[NoteRow, ...]
    """How large the change is and by which rule, and of a first version the bounds it misses; empty for a deleted one."""
    groups: tuple[NoteGroup, ...]
    """What it added, changed, deprecated, removed and fixed; empty for a first, an older and a deleted version."""
    sources: tuple[Source, ...]
    deleted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangelogView:
    """The changelog of a model."""

    model: str
    versions: str
    """How many there are, in words."""
    trends: Trends | None
    narrow: Trends | None
    """The same for narrow screens."""
    entries: tuple[Entry, ...]
    """Newest first, deleted ones in their place."""
    shortened: int
    """Older entries that tell only the size of the change."""
    grouped: bool
    """Whether any entry tells its changes in groups."""
    labelled: bool
    """Whether any entry has a suggested label."""
    steps: tuple[RegistryEvent, ...]
    """What the registry recorded step by step, newest first, at most :data:`STEPS`; empty where it keeps no steps."""
    step_count: int


def changelog_views(portfolio: Portfolio) -> Iterator[Page]:
    """One page for each registered model."""
    for model in portfolio.catalog.models:
        yield _page(portfolio, model)


def _page(portfolio: Portfolio, model: RegisteredModel) -> Page:
    drawn = trends(portfolio, model, measures_of(portfolio, model)[:1], width=_WIDE)
    narrow = trends(portfolio, model, measures_of(portfolio, model)[:1])
    entries = tuple(_entries(portfolio, model))
    return Page(
        path=paths.changelog(model.name),
        kind=PageKind.CHANGELOG,
        title=say("Changelog of {model}", model=model.name),
        summary=say(
            "What {model} of {model2} changed, newest first.", model=versions_said(model), model2=model.name
        ),
        view=ChangelogView(
            model=model.name,
            versions=versions_said(model),
            trends=drawn,
            narrow=narrow,
            entries=entries,
            shortened=max(0, len(entries) - DETAILED),
            grouped=any(entry.groups for entry in entries),
            labelled=any(diff.new_label for diff in portfolio.changelogs[model.name]),
            steps=model.events[::-1][:STEPS],
            step_count=len(model.events),
        ),
        sections=(*([_TREND] if drawn else []), _VERSIONS, *([_STEPS] if model.events else [])),
        breadcrumbs=model_breadcrumbs(model),
        local_navigation=model_navigation(model),
        figures=tuple(figure for each in (drawn, narrow) if each for figure in each.figures),
        keywords=keywords(
            (entry.link.text for entry in entries),
            (f"@{alias.name}" for alias in model.aliases),
            (entry.user for entry in entries),
        ),
        model=model.name,
    )


def _entries(portfolio: Portfolio, model: RegisteredModel) -> Iterator[Entry]:
    place = standings(model)
    for position, version in enumerate(reversed(model.versions)):
        if version.deleted:
            yield _deleted(version)
        else:
            yield _entry(portfolio, version, place, detailed=position < DETAILED)


def _entry(portfolio: Portfolio, version: ModelVersion, place: Standings, *, detailed: bool) -> Entry:
    diff = portfolio.diffs[version.name, version.version]
    stands = standing_pill(version.stage, place.roles.get(version.version))
    return Entry(
        link=Link(version_label(version.version), paths.version(version.name, version.version)),
        bump=bump_pill(diff),
        pills=(stands,) if stands else (),
        aliases=tuple(alias.name for alias in place.aliases.get(version.version, ())),
        registered=version.creation_time,
        user=version.user,
        headline=first_line(version.description),
        notes=note_rows(diff) if detailed and diff.is_first else note_rows(diff)[:1],
        groups=note_groups(diff) if detailed else (),
        sources=(version.source,),
        deleted=False,
    )


def _deleted(version: ModelVersion) -> Entry:
    return Entry(
        link=Link(version_label(version.version), ""),
        bump=None,
        pills=(),
        aliases=(),
        registered=version.creation_time,
        user=version.user,
        headline=first_line(version.description),
        notes=(),
        groups=(),
        sources=(version.at("stage"),),
        deleted=True,
    )
