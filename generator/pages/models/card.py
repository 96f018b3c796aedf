"""The model card: what people stated and what the registry recorded, heading by heading, gaps left open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.analyses.cards.completeness import Completeness
from generator.analyses.changes import MetricChange
from generator.analyses.wording import version_label
from generator.catalog import CardHeading, ModelVersion, RegisteredModel
from generator.messages import say
from generator.pages import paths
from generator.pages.audit.verdict import verdict
from generator.pages.fact_rows import FactRow, keywords
from generator.pages.models.answers import (
    SECTIONS,
    AnswerGroup,
    Further,
    answer_groups,
    card_answer,
    further_statements,
)
from generator.pages.models.described import Described, Standings, standings
from generator.pages.models.details import detail_rows
from generator.pages.models.in_use import IN_USE, InUse, model_in_use
from generator.pages.models.measures import Measure, measures_of
from generator.pages.models.navigation import model_navigation, versions_said
from generator.pages.models.trend import Trends, trends
from generator.pages.monitoring.sections import (
    MONITORING,
    MonitoringView,
    model_monitoring,
    series_of,
    summary_pills,
)
from generator.pages.pills import Pill, risk_pill, role_pill
from generator.pages.portfolio import Portfolio
from generator.pages.stated import days_until, due, first_line
from generator.pages.stored import store_fact
from generator.pages.text import number
from generator.pages.versions.data import DataUse, data_uses, uses_below
from generator.pages.versions.metrics import measuring_runs
from generator.pages.versions.slices import SliceTable, slice_tables
from generator.pages.versions.table import VersionRow, version_rows
from generator.pages.view import Link, Page, PageKind, Section
from generator.provenance import Fact, Source, Standing, derived

_ALIASES = Section("aliases", say("Aliases and stages"))
_VERSIONS = Section("versions", say("All versions"))
_FURTHER = Section("also-stated", say("Also stated"))
_SOON = 30
"""Days before a review is due that a pill begins to warn."""
_SUMMARY_SHOWN = 300
"""Characters of the summary in the head and in search results."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasRow:
    """One alias."""

    name: str
    version: Link
    """What it points at; without a path when no such version is listed."""
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """A role that several versions claim."""

    role: str
    holder: Link
    """The version that is taken for it."""
    rivals: tuple[Link, ...]
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCardView:
    """The card of one model."""

    model: RegisteredModel
    summary: Fact
    """One line."""
    registry_description: str
    """What the registry says of the model, Markdown; empty when the summary says it all."""
    pills: tuple[Pill, ...]
    head: tuple[FactRow, ...]
    standings: Standings
    details: tuple[FactRow, ...]
    """What is recorded, for the first heading."""
    groups: Mapping[str, AnswerGroup]
    """What people answered, by the id of the section."""
    sections: tuple[Section, ...]
    """The headings of the card, in its order."""
    described: str
    """Name of the version described, such as ``v7``; empty for none."""
    metrics: tuple[MetricChange, ...]
    """Of the version described."""
    runs: Mapping[str, Link]
    """The other runs that measured something of the version described, by run id."""
    measures: tuple[Measure, ...]
    unmeasured: tuple[Measure, ...]
    """What the owners name and the version described has no value of."""
    trends: Trends | None
    data: Mapping[str, tuple[DataUse, ...]]
    """The data of the version described, by the id of the section."""
    data_place: tuple[Source, ...]
    """Where the run would have recorded its data; empty when there is no run."""
    slices: tuple[SliceTable, ...]
    in_use: InUse
    monitoring: MonitoringView
    aliases: tuple[AliasRow, ...]
    contests: tuple[Contest, ...]
    versions: tuple[VersionRow, ...]
    """Newest first."""
    further: tuple[Further, ...]
    changelog: str
    lineage: str
    document: str
    """Path of the same as JSON."""


def model_card_views(portfolio: Portfolio) -> Iterator[Page]:
    """One card for each registered model."""
    for model in portfolio.catalog.models:
        yield _page(portfolio, model)


def _page(portfolio: Portfolio, model: RegisteredModel) -> Page:
    view = _view(portfolio, model)
    return Page(
        path=paths.model(model.name),
        kind=PageKind.MODEL_CARD,
        title=model.name,
        summary=view.summary.value or say("Model card: {model}.", model=versions_said(model)),
        view=view,
        sections=(
            *view.sections,
            IN_USE,
            MONITORING,
            _ALIASES,
            _VERSIONS,
            *([_FURTHER] if view.further else []),
        ),
        breadcrumbs=(Link(say("Portfolio"), paths.HOME),),
        local_navigation=model_navigation(model),
        figures=(*(view.trends.figures if view.trends else ()), *view.monitoring.figures),
        keywords=_keywords(portfolio, view),
        model=model.name,
        version=view.standings.described.version.version if view.standings.described else "",
    )


def _view(portfolio: Portfolio, model: RegisteredModel) -> ModelCardView:
    completeness = portfolio.completeness[model.name]
    summary = _summary(completeness)
    place = standings(model)
    described = place.described
    origin = portfolio.origin(described.version) if described else None
    measures = measures_of(portfolio, model)
    uses = data_uses(portfolio, origin) if origin else ()
    narrative = portfolio.catalog.narratives_by_model.get(model.name)
    return ModelCardView(
        model=model,
        summary=summary,
        registry_description="" if model.description.strip() == summary.value else model.description.strip(),
        pills=tuple(_pills(portfolio, model, place, completeness)),
        head=tuple(_head(portfolio, model, completeness, place)),
        standings=place,
        details=tuple(detail_rows(portfolio, model, described)),
        groups={
            group.section.id: group
            for group in answer_groups(
                completeness, narrative, described.version if described else None
            ).values()
        },
        sections=tuple(SECTIONS.values()),
        described=version_label(described.version.version) if described else "",
        metrics=_metrics(portfolio, described),
        runs=measuring_runs(portfolio, origin) if origin else {},
        measures=measures,
        unmeasured=tuple(
            measure
            for measure in measures
            if measure.standing is Standing.STATED and (origin is None or origin.metric(measure.key) is None)
        ),
        trends=trends(portfolio, model, measures),
        data={
            SECTIONS[heading].id: uses_below(heading, uses)
            for heading in (CardHeading.EVALUATION, CardHeading.TRAINING)
        },
        data_place=(origin.run.at("inputs"),) if origin and origin.run else (),
        slices=slice_tables(portfolio.evaluations_of(described.version)) if described else (),
        in_use=model_in_use(portfolio, model.name),
        monitoring=model_monitoring(portfolio, model, described.version if described else None),
        aliases=tuple(_aliases(portfolio, model)),
        contests=tuple(_contests(place)),
        versions=tuple(version_rows(portfolio, model, place, measures[:1])),
        further=tuple(further_statements(narrative)),
        changelog=paths.changelog(model.name),
        lineage=paths.lineage(model.name),
        document=paths.model_data(model.name),
    )


def _summary(completeness: Completeness) -> Fact:
    """What the model does, on one line; a registry's description gives its first."""
    fact = completeness.by_key["summary"].fact
    line = first_line(fact.value) or fact.value
    return replace(fact, value=line[:_SUMMARY_SHOWN] + ("…" if len(line) > _SUMMARY_SHOWN else ""))


def _pills(
    portfolio: Portfolio, model: RegisteredModel, place: Standings, completeness: Completeness
) -> Iterator[Pill]:
    for holder in (place.production, place.challenger):
        if holder:
            yield role_pill(holder, paths.version(model.name, holder.version.version))
    if place.production is None:
        yield Pill("na", say("None in production"))
    yield risk_pill(completeness.by_key["risk_tier"].fact.value)
    page = f"{paths.model(model.name)}#{MONITORING.id}"
    series = series_of(portfolio, model.name, place.described.version.version if place.described else "")
    yield from summary_pills(portfolio, model.name, series, page)
    tone = "warn" if completeness.missing else "pass"
    yield Pill(
        tone,
        say(
            "Card: {answered} of {required} fields",
            answered=number(completeness.answered),
            required=number(completeness.required),
        ),
    )


def _head(
    portfolio: Portfolio, model: RegisteredModel, completeness: Completeness, place: Standings
) -> Iterator[FactRow]:
    for key in ("owner", "contact", "validated_by", "review_due", "licence"):
        answer = card_answer(completeness.by_key[key])
        yield FactRow(
            label=answer.field.title,
            fact=answer.fact,
            link=answer.link,
            gap=say("not stated"),
            pill=_due_pill(portfolio, answer.fact) if key == "review_due" else None,
        )
    yield FactRow(label=say("Store"), fact=store_fact(model))
    yield FactRow(
        label=say("Card completeness"),
        fact=derived(
            say(
                "{answered} of {required} fields",
                answered=number(completeness.answered),
                required=number(completeness.required),
            ),
            *dict.fromkeys(answer.fact.sources[0] for answer in completeness.answers if answer.fact.present),
        ),
    )
    audit = _audit(portfolio, model, place)
    if audit is not None:
        yield audit


def _audit(portfolio: Portfolio, model: RegisteredModel, place: Standings) -> FactRow | None:
    """How the controls of the model and of the version described stand; None when none was asked."""
    assessment = portfolio.assessment
    version = place.described.version.version if place.described else ""
    found = (*assessment.of(model.name), *(assessment.of(model.name, version) if version else ()))
    if not found:
        return None
    stands = verdict(assessment, found)
    fact = derived(
        stands.claim,
        *(assessment.policy.files or (model.source,)),
        href=paths.model_audit(model.name),
        detail=say("{version} and the model", version=version_label(version)) if version else "",
    )
    return FactRow(label=say("Audit"), fact=fact)


def _due_pill(portfolio: Portfolio, review: Fact) -> Pill | None:
    days = days_until(review.value, portfolio.snapshot.as_of)
    if days is None:
        return None
    return Pill("fail" if days < 0 else "warn" if days <= _SOON else "na", due(days))


def _aliases(portfolio: Portfolio, model: RegisteredModel) -> Iterator[AliasRow]:
    for alias in model.aliases:
        listed = (model.name, alias.version) in portfolio.version_pages
        href = paths.version(model.name, alias.version) if listed else ""
        yield AliasRow(name=alias.name, version=Link(version_label(alias.version), href), source=alias.source)


def _contests(place: Standings) -> Iterator[Contest]:
    for holder in (place.production, place.challenger):
        if holder and holder.rivals:
            yield Contest(
                role=holder.role.value,
                holder=_short_link(holder.version),
                rivals=tuple(_short_link(rival) for rival in holder.rivals),
                source=holder.source,
            )


def _short_link(version: ModelVersion) -> Link:
    return Link(version_label(version.version), paths.version(version.name, version.version))


def _metrics(portfolio: Portfolio, described: Described | None) -> tuple[MetricChange, ...]:
    if described is None:
        return ()
    diff = portfolio.diffs[described.version.name, described.version.version]
    return tuple(change for change in diff.metrics if change.new is not None)


def _keywords(portfolio: Portfolio, view: ModelCardView) -> tuple[str, ...]:
    described = view.standings.described
    origin = portfolio.origin(described.version) if described else None
    answers = portfolio.completeness[view.model.name].answers
    return keywords(
        (answer.fact.value for answer in answers if answer.prose is None),
        (f"@{alias.name}" for alias in view.model.aliases),
        (use.name for uses in view.data.values() for use in uses),
        (measure.title for measure in view.measures),
        (change.key for change in view.metrics),
        (param.key for param in origin.params) if origin else (),
        (word for tag in view.model.tags for word in (tag.key, tag.value)),
        (flavor.name for flavor in origin.package.flavors) if origin and origin.package else (),
    )
