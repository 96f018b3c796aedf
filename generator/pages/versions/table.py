"""The versions of a model as a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from generator.analyses.standing.roles import Role
from generator.analyses.wording import version_label
from generator.catalog import Metric, RegisteredModel
from generator.pages import paths
from generator.pages.models.described import Standings
from generator.pages.models.measures import Measure
from generator.pages.pills import Pill, bump_pill, stage_pill
from generator.pages.portfolio import Portfolio, run_title
from generator.pages.view import Link
from generator.provenance import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """One version of a model."""

    link: Link
    sequence: int
    bump: Pill
    stage: Pill | None
    role: Role | None
    aliases: tuple[str, ...]
    values: tuple[Metric | None, ...]
    """One for each measure of the table."""
    registered: datetime | None
    user: str
    run: Link | None
    """None when no run is recorded."""
    status: str
    """Only where it is not ``READY``."""
    sources: tuple[Source, ...]


def version_rows(
    portfolio: Portfolio, model: RegisteredModel, standings: Standings, measures: tuple[Measure, ...]
) -> Iterator[VersionRow]:
    """Every listed version, newest first."""
    for diff in portfolio.changelogs[model.name]:
        version = diff.new
        origin = portfolio.origin(version)
        values = tuple(origin.metric(measure.key) for measure in measures)
        aliases = standings.aliases.get(version.version, ())
        run = origin.run
        yield VersionRow(
            link=Link(version_label(version.version), paths.version(version.name, version.version)),
            sequence=version.sequence,
            bump=bump_pill(diff),
            stage=stage_pill(version.stage),
            role=standings.roles.get(version.version),
            aliases=tuple(alias.name for alias in aliases),
            values=values,
            registered=version.creation_time,
            user=version.user,
            run=Link(run_title(run), portfolio.run_href(run))
            if run
            else Link(version.run_id, "")
            if version.run_id
            else None,
            status="" if version.status in {"", "READY"} else version.status,
            sources=(
                version.source,
                *(alias.source for alias in aliases),
                *(metric.source for metric in values if metric),
            ),
        )
