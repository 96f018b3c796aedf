"""One version of a model: what it is, what it changed, and where it comes from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.analyses.changes import MetricChange, Part, VersionDiff
from generator.analyses.lineage import neighbourhood
from generator.analyses.origin import Origin
from generator.analyses.packaging.recipe import Recipe, recipe_of
from generator.analyses.wording import listed, version_label
from generator.catalog import (
    Alias,
    Artifact,
    EvaluationResult,
    ModelVersion,
    Param,
    RegisteredModel,
    Requirement,
    Signature,
)
from generator.figures.spec import GraphSpec
from generator.messages import put_together, say
from generator.pages import paths
from generator.pages.comparison.page import comparison_links
from generator.pages.fact_rows import FactRow, keywords
from generator.pages.lineage.graph import LineageRow, graph_spec, lineage_rows
from generator.pages.lineage.page import GapGroup, gap_groups
from generator.pages.models.described import Standings, standings
from generator.pages.models.in_use import IN_USE, InUse, version_in_use
from generator.pages.models.navigation import model_breadcrumbs, model_navigation
from generator.pages.monitoring.sections import MONITORING, MonitoringView, version_monitoring
from generator.pages.pills import Pill
from generator.pages.portfolio import Portfolio
from generator.pages.text import day
from generator.pages.versions.data import DataUse, data_uses
from generator.pages.versions.head import head_facts, headline_of, link_to, version_pills
from generator.pages.versions.metrics import measurements, measuring_runs
from generator.pages.versions.notes import NoteRow, note_rows
from generator.pages.versions.packaging import code_rows, packaging_rows
from generator.pages.versions.slices import telling
from generator.pages.versions.trials import TrialRow, deployments_of, trial_rows
from generator.pages.view import Link, Page, PageKind, Section
from generator.provenance import Fact, Source

FILES = 300
"""Rows of the table of files; a model of more files is counted beyond."""
FILES_GONE = 50
_DIGESTS = 40
"""Model files by whose digest the page is found; the text of search says no more of the others."""
LINEAGE_ROWS = 200
_DEPLOYMENTS = Section("deployments", say("Deployments and trials"))
_DESCRIPTION = Section("description", say("Description"))
_REPRODUCE = Section("reproduce", say("How to make it again"))
_SECTIONS = (
    Section("what-changed", say("What changed")),
    Section("metrics", say("Metrics")),
    Section("parameters", say("Parameters")),
    Section("data", say("Data")),
    Section("signature", say("Signature")),
    Section("dependencies", say("Dependencies")),
    Section("code", say("Code")),
    Section("files", say("Model files")),
    Section("packaging", say("Packaging")),
    Section("tags", say("Tags")),
    Section("lineage", say("Lineage")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """The page of one version."""

    version: ModelVersion
    label: str
    origin: Origin
    diff: VersionDiff
    headline: Fact
    """The first line of the description."""
    has_description: bool
    """Whether the description says more than its first line."""
    pills: tuple[Pill, ...]
    aliases: tuple[Alias, ...]
    head: tuple[FactRow, ...]
    notes: tuple[NoteRow, ...]
    before: Link | None
    """The version compared with; None for the first."""
    comparisons: tuple[Link, ...]
    """The pages on which it is held against another version."""
    deployments: tuple[TrialRow, ...]
    """Where it ran and was tried; empty where nobody recorded that."""
    uncompared: frozenset[str]
    """Names of the parts that cannot be compared."""
    uncompared_words: str
    params_same: tuple[Param, ...]
    requirements_same: tuple[Requirement, ...]
    metrics: tuple[MetricChange, ...]
    """What the run behind the version measured, against the same of the version before."""
    measured_again: tuple[MetricChange, ...]
    """What other runs measured of the version."""
    evaluations: tuple[EvaluationResult, ...]
    """Results that say more than a value: rows, an interval, a slice."""
    runs: Mapping[str, Link]
    """The other runs that measured something of the version, by run id."""
    data: tuple[DataUse, ...]
    dataset_pages: Mapping[tuple[str, str], str]
    """Where each dataset of both versions is told about, by (name, digest)."""
    signature: Signature | None
    code: tuple[FactRow, ...]
    packaging: tuple[FactRow, ...]
    files: tuple[Artifact, ...]
    """The first of them, by path."""
    file_count: int
    file_changes: Mapping[Source, str]
    """How each file that differs does, by its source."""
    files_gone: tuple[str, ...]
    """Paths of files that only the version before has."""
    recipe: Recipe
    in_use: InUse | None
    """None for a version that is nowhere."""
    monitoring: MonitoringView | None
    """None for a version that is not in use and of which nothing was measured."""
    figure: GraphSpec | None
    lineage: tuple[LineageRow, ...]
    lineage_total: int
    gaps: tuple[GapGroup, ...]
    lineage_page: str


def version_views(portfolio: Portfolio) -> Iterator[Page]:
    """One page for each version that a registry lists; deleted ones are named in the changelog."""
    for model in portfolio.catalog.models:
        place = standings(model)
        for version in model.listed_versions:
            yield _page(portfolio, model, version, place)


def _page(
    portfolio: Portfolio,
    model: RegisteredModel,
    version: ModelVersion,
    place: Standings,
) -> Page:
    view = _view(portfolio, model, version, place)
    title = f"{model.name} {view.label}"
    return Page(
        path=paths.version(version.name, version.version),
        kind=PageKind.VERSION,
        title=title,
        summary=_summary(view),
        view=view,
        sections=tuple(_sections(view)),
        breadcrumbs=model_breadcrumbs(model),
        local_navigation=model_navigation(model, version),
        figures=(
            *(view.monitoring.figures if view.monitoring else ()),
            *((view.figure,) if view.figure else ()),
        ),
        keywords=_keywords(view),
        model=version.name,
        version=version.version,
        run_id=view.origin.run.run_id if view.origin.run else version.run_id,
    )


def _sections(view: VersionView) -> Iterator[Section]:
    for section in _SECTIONS:
        yield section
        if section.id == "what-changed" and view.deployments:
            yield _DEPLOYMENTS
        if section.id == "what-changed" and view.has_description:
            yield _DESCRIPTION
        if section.id == "packaging":
            yield _REPRODUCE
            if view.in_use:
                yield IN_USE
            if view.monitoring:
                yield MONITORING


def _view(
    portfolio: Portfolio, model: RegisteredModel, version: ModelVersion, place: Standings
) -> VersionView:
    origin = portfolio.origin(version)
    diff = portfolio.diffs[version.name, version.version]
    package = origin.package
    path = paths.version(version.name, version.version)
    cut = neighbourhood(portfolio.lineage, version)
    label = version_label(version.version)
    rows = tuple(lineage_rows(portfolio, cut))
    headline, more = headline_of(version)
    own, again = measurements(portfolio, diff)
    results = telling(portfolio.evaluations_of(version))
    changed = {change.key for change in diff.params}
    moved = {change.name for change in diff.dependencies}
    files = tuple(sorted(origin.artifacts, key=lambda artifact: artifact.path))
    return VersionView(
        version=version,
        label=label,
        origin=origin,
        diff=diff,
        headline=headline,
        has_description=more,
        pills=tuple(version_pills(version, diff, place.roles.get(version.version))),
        aliases=place.aliases.get(version.version, ()),
        head=tuple(head_facts(portfolio, origin, diff)),
        notes=note_rows(diff),
        before=link_to(diff.old) if diff.old else None,
        comparisons=comparison_links(portfolio, version),
        deployments=trial_rows(portfolio, deployments_of(portfolio.catalog, version)),
        uncompared=frozenset(part.value for part in diff.uncompared),
        uncompared_words=listed([part.value for part in diff.uncompared], len(Part)),
        params_same=tuple(param for param in origin.params if param.key not in changed),
        requirements_same=tuple(
            found
            for found in (package.requirements if package else ())
            if (found.name or found.line) not in moved
        ),
        metrics=own,
        measured_again=again,
        evaluations=results,
        runs=measuring_runs(portfolio, origin),
        data=data_uses(portfolio, origin),
        dataset_pages=_dataset_pages(portfolio, diff, results),
        signature=package.signature if package else None,
        code=tuple(code_rows(origin)),
        packaging=tuple(packaging_rows(portfolio, origin)),
        files=files[:FILES],
        file_count=len(files),
        file_changes={change.new.source: change.change for change in diff.files.changes if change.new},
        files_gone=tuple(change.path for change in diff.files.changes if not change.new)[:FILES_GONE],
        recipe=recipe_of(origin),
        in_use=version_in_use(portfolio, version.name, version.version),
        monitoring=version_monitoring(portfolio, model, version),
        figure=graph_spec(
            portfolio,
            cut,
            page=path,
            title=say("Where {version} {label} comes from", version=version.name, label=label),
        )
        if cut.nodes
        else None,
        lineage=rows[:LINEAGE_ROWS],
        lineage_total=len(rows),
        gaps=gap_groups(rows),
        lineage_page=paths.lineage(version.name),
    )


def _dataset_pages(
    portfolio: Portfolio, diff: VersionDiff, results: Iterable[EvaluationResult]
) -> Mapping[tuple[str, str], str]:
    uses = [use.used.key for change in diff.data for use in (change.old, change.new) if use is not None]
    measured = [(result.dataset, result.dataset_digest) for result in results if result.dataset]
    return {key: portfolio.dataset_href(key) for key in dict.fromkeys((*uses, *measured))}


def _summary(view: VersionView) -> str:
    registered = view.version.creation_time
    said = say("Version {version} of {version2}", version=view.version.version, version2=view.version.name)
    said += say(", registered {registered}.", registered=day(registered)) if registered else "."
    return put_together((said, " ", view.headline.value)) if view.headline.value else said


def _keywords(view: VersionView) -> tuple[str, ...]:
    version, origin, run = view.version, view.origin, view.origin.run
    return keywords(
        (f"@{alias.name}" for alias in view.aliases),
        (version.stage, version.user, version.run_id, version.model_id, run.name if run else ""),
        (param.key for param in origin.params),
        (metric.key for metric in origin.metrics),
        (change.title for change in view.diff.metrics),
        (use.name for use in view.data),
        (word for tag in version.tags for word in (tag.key, tag.value)),
        (file.source.sha256 for file in view.files[:_DIGESTS]),
        (flavor.name for flavor in origin.package.flavors) if origin.package else (),
        (requirement.name for requirement in (*view.requirements_same,)),
        (field.name for field in (view.signature.inputs if view.signature else ())),
    )
