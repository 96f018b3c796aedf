"""Two versions of a model against one another: the verdict, the differences, the trials, what is lacking."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.analyses.changes import compare_versions
from generator.analyses.comparison import (
    MetricDifference,
    Pair,
    QualityComparison,
    Reason,
    compare_quality,
)
from generator.analyses.names.versions import named_version
from generator.analyses.wording import version_label
from generator.catalog import Deployment, DeploymentKind, ModelVersion, RegisteredModel
from generator.figures.spec import ForestSpec
from generator.messages import put_together, say
from generator.pages import paths
from generator.pages.comparison.checklist import Checklist, checklist
from generator.pages.comparison.figure import forest
from generator.pages.comparison.rows import DifferenceRow, difference_row
from generator.pages.comparison.verdict import ComparisonVerdict, verdict_of
from generator.pages.fact_rows import keywords
from generator.pages.models.described import Standings, standings
from generator.pages.models.navigation import model_breadcrumbs, model_navigation
from generator.pages.pills import Pill, bump_pill, standing_pill
from generator.pages.portfolio import Portfolio
from generator.pages.versions.notes import NoteRow, note_rows
from generator.pages.versions.trials import TrialRow, trial_rows
from generator.pages.view import Link, Page, PageKind, Section
from generator.provenance import Source

SLICES = 200
"""Rows of the table of slices; the rest is counted."""
LINKS = 12
"""Comparisons that the page of a version leads to."""
_TITLES = {Reason.CHALLENGE: (say("champion "), say("challenger "))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two versions."""

    link: Link
    pill: Pill | None
    """Where it stands."""
    version: ModelVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """The page of one pair."""

    baseline: Side
    candidate: Side
    why: str
    why_sources: tuple[Source, ...]
    verdict: ComparisonVerdict
    figure: ForestSpec | None
    narrow: ForestSpec | None
    rows: tuple[DifferenceRow, ...]
    methods: tuple[str, ...]
    """How the intervals came to be, each once."""
    slices: tuple[DifferenceRow, ...]
    slice_count: int
    trials: tuple[TrialRow, ...]
    checklist: Checklist | None
    """None for a version and the one before it, which is compared to tell what changed."""
    bump: Pill
    notes: tuple[NoteRow, ...]


def comparison_views(portfolio: Portfolio) -> Iterator[Page]:
    """One page for each pair of each model."""
    for model in portfolio.catalog.models:
        place = standings(model)
        for pair in portfolio.pairs[model.name]:
            yield _page(portfolio, model, pair, place)


def comparison_link(pair: Pair) -> Link:
    """The page of a pair, such as ``v5 against v8``."""
    old, new = pair.versions
    words = say("{old} against {new}", old=version_label(old), new=version_label(new))
    return Link(words, paths.comparison(pair.candidate.name, old, new))


def comparison_links(portfolio: Portfolio, version: ModelVersion) -> tuple[Link, ...]:
    """The pages on which a version is held against another; the weightiest first."""
    pairs = portfolio.pairs[version.name]
    return tuple(comparison_link(pair) for pair in pairs if version.version in pair.versions)[:LINKS]


def _page(portfolio: Portfolio, model: RegisteredModel, pair: Pair, place: Standings) -> Page:
    base, own = (portfolio.quality[model.name, version] for version in pair.versions)
    compared = compare_quality(portfolio.assessment.policy, base, own)
    view = _view(portfolio, pair, compared, place)
    roles = _TITLES.get(pair.reasons[0], ("", ""))
    title = say(
        "{model}: {roles}{link} against {roles2}{link2}",
        model=model.name,
        roles=roles[0],
        link=view.baseline.link.text,
        roles2=roles[1],
        link2=view.candidate.link.text,
    )
    return Page(
        path=paths.comparison(model.name, *pair.versions),
        kind=PageKind.COMPARISON,
        title=title,
        summary=view.verdict.headline,
        view=view,
        sections=_sections(view),
        breadcrumbs=model_breadcrumbs(model),
        local_navigation=_navigation(model, pair),
        figures=tuple(spec for spec in (view.figure, view.narrow) if spec),
        keywords=keywords(
            pair.versions,
            ("champion", "challenger", "compare") if Reason.CHALLENGE in pair.reasons else ("compare",),
            (each.metric for each in compared.metrics),
            (each.slice for each in compared.slices),
        ),
        model=model.name,
        version=pair.candidate.version,
    )


def _view(portfolio: Portfolio, pair: Pair, compared: QualityComparison, place: Standings) -> ComparisonView:
    catalog, candidate = portfolio.catalog, pair.candidate
    key = portfolio.key_metrics[candidate.name]
    diff = compare_versions(catalog, pair.baseline, candidate)
    trials = _trials(portfolio, pair)
    figures = forest(compared)
    only_before = pair.reasons == (Reason.PREDECESSOR,)
    return ComparisonView(
        baseline=_side(pair.baseline, place),
        candidate=_side(candidate, place),
        why=put_together([say(reason.value) for reason in pair.reasons], "; "),
        why_sources=pair.sources,
        verdict=verdict_of(compared, key.key if key else ""),
        figure=figures[0] if figures else None,
        narrow=figures[1] if figures else None,
        rows=tuple(map(difference_row, compared.metrics)),
        methods=_methods((*compared.metrics, *compared.slices)),
        slices=tuple(map(difference_row, compared.slices[:SLICES])),
        slice_count=len(compared.slices),
        trials=trial_rows(portfolio, trials),
        checklist=None if only_before else checklist(portfolio.assessment, compared, diff, trials),
        bump=bump_pill(diff),
        notes=note_rows(diff),
    )


def _side(version: ModelVersion, place: Standings) -> Side:
    return Side(
        link=Link(version_label(version.version), paths.version(version.name, version.version)),
        pill=standing_pill(version.stage, place.roles.get(version.version)),
        version=version,
    )


def _methods(differences: tuple[MetricDifference, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(say(each.method.value) for each in differences if each.method))


def _trials(portfolio: Portfolio, pair: Pair) -> tuple[Deployment, ...]:
    """The trials of the candidate beside the baseline, in the order recorded."""
    model = portfolio.catalog.models_by_name[pair.candidate.name]
    return tuple(
        each
        for each in portfolio.catalog.deployments
        if each.model == model.name
        and each.kind is not DeploymentKind.FULL
        and each.against
        and (named_version(model, each.against), named_version(model, each.version))
        == (pair.baseline, pair.candidate)
    )


def _navigation(model: RegisteredModel, pair: Pair) -> tuple[Link, ...]:
    """The pages of the model, with this one among them."""
    links, own = model_navigation(model, pair.candidate), comparison_link(pair)
    if own in links:
        return links
    place = next(index for index, link in enumerate(links) if link.href == paths.lineage(model.name))
    return (*links[:place], own, *links[place:])


def _sections(view: ComparisonView) -> tuple[Section, ...]:
    candidates = (
        (True, Section("differences", say("Differences"))),
        (bool(view.slices), Section("slices", say("Slices"))),
        (bool(view.trials), Section("trials", say("Trials"))),
        (view.checklist is not None, Section("checklist", say("Promotion checklist"))),
        (True, Section("what-changed", say("What changed"))),
    )
    return tuple(section for present, section in candidates if present)
