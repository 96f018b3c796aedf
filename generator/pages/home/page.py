"""The first page: how the portfolio stands, what needs attention, every model, what changed lately."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.analyses.activity import recent_activity
from generator.catalog import LifecycleStage, RunStatus, Severity
from generator.messages import say, say_many
from generator.pages import paths
from generator.pages.experiments.page import last_activity
from generator.pages.home.attention import Attention, AttentionLine, gather_attention
from generator.pages.home.models_table import ModelRow, model_rows
from generator.pages.home.news import NewsItem, news_items
from generator.pages.portfolio import Portfolio, experiment_path, experiment_title
from generator.pages.text import count, instant, number
from generator.pages.view import Link, Page, PageKind, Section

RECENT = 12
"""Changes told."""
CITED_MODELS = 75
"""Up to this many models, their table cites the file of every value in it."""
EXPERIMENTS = 10
"""Experiments linked where there are no models."""
DAYS = 30
"""What counts as lately, before the snapshot, and as soon, after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One number to remember."""

    tone: str
    value: str
    of: str
    """Such as ``of 8``; empty for none."""
    words: str
    remark: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """The first page."""

    tiles: tuple[Tile, ...]
    attention: tuple[AttentionLine, ...]
    models: tuple[ModelRow, ...]
    cites_rows: bool
    """Whether each row of the models cites its files; else the model's card does, to which the row leads."""
    several_stores: bool
    controlled: bool
    """Whether any model was assessed."""
    monitored: bool
    """Whether any signal of any model is planned or measured."""
    news: tuple[NewsItem, ...]
    experiments: tuple[tuple[Link, str], ...]
    """The latest active, each with the day, where there are no models."""
    counts: tuple[tuple[Link, str], ...]
    """What else there is to see, each with how much of it."""


def home_views(portfolio: Portfolio) -> Iterator[Page]:
    """The one first page; it stands whatever the stores hold."""
    catalog = portfolio.catalog
    attention = gather_attention(portfolio)
    rows = tuple(model_rows(portfolio, attention.pressing))
    view = HomeView(
        tiles=_tiles(portfolio, rows, attention),
        attention=attention.lines,
        models=rows,
        cites_rows=len(rows) <= CITED_MODELS,
        several_stores=len({row.model.store for row in rows}) > 1,
        controlled=any(row.controls.total for row in rows),
        monitored=any(row.monitoring for row in rows),
        news=news_items(portfolio, recent_activity(catalog, RECENT)),
        experiments=() if rows else _experiments(portfolio),
        counts=_counts(portfolio),
    )
    yield Page(
        path=paths.HOME,
        kind=PageKind.HOME,
        title=say("Model portfolio"),
        summary=(
            say(
                "{rows} as of {as_of}: what is in production, what needs attention, what changed.",
                rows=say_many(len(rows), "{n} registered model", "{n} registered models"),
                as_of=instant(portfolio.snapshot.as_of),
            )
        ),
        view=view,
        sections=_sections(view),
        keywords=tuple(dict.fromkeys(row.owner.value for row in rows if row.owner.present)),
        wide=True,
    )


def _sections(view: HomeView) -> tuple[Section, ...]:
    candidates = (
        (True, Section("attention", say("Needs attention"))),
        (True, Section("models", say("Models"))),
        (bool(view.experiments), Section("experiments", say("Experiments"))),
        (bool(view.news), Section("news", say("Recent changes"))),
    )
    return tuple(section for present, section in candidates if present)


def _tiles(portfolio: Portfolio, rows: Sequence[ModelRow], attention: Attention) -> tuple[Tile, ...]:
    serving = [row for row in rows if row.production]
    high = sum(row.high_risk for row in serving)
    versions = sum(row.version_count for row in rows)
    return (
        Tile(
            tone="info",
            value=number(len(serving)),
            of=say("of {rows}", rows=number(len(rows))),
            words=say("model in production") if len(serving) == 1 else say("models in production"),
            remark=say("{high} of high risk", high=number(high))
            if high
            else say("{pressing} need attention", pressing=number(len(attention.pressing))),
        ),
        Tile(
            tone="info",
            value=number(versions),
            of="",
            words=say("version") if versions == 1 else say("versions"),
            remark=say(
                "{portfolio} registered within {days} days",
                portfolio=number(_registered_lately(portfolio)),
                days=DAYS,
            ),
        ),
        _runs_tile(portfolio),
        _last_tile(portfolio, rows),
    )


def _registered_lately(portfolio: Portfolio) -> int:
    as_of = portfolio.snapshot.as_of
    return sum(
        version.creation_time is not None and 0 <= (as_of - version.creation_time).days < DAYS
        for model in portfolio.catalog.models
        for version in model.listed_versions
    )


def _runs_tile(portfolio: Portfolio) -> Tile:
    runs = [run for run in portfolio.catalog.runs if run.lifecycle_stage is LifecycleStage.ACTIVE]
    failed = sum(run.status in {RunStatus.FAILED, RunStatus.KILLED} for run in runs)
    experiments = say_many(len(portfolio.catalog.experiments), "{n} experiment", "{n} experiments")
    return Tile(
        tone="info",
        value=number(len(runs)),
        of="",
        words=say("run") if len(runs) == 1 else say("runs"),
        remark=say("in {experiments}, {failed} failed", experiments=experiments, failed=number(failed))
        if failed
        else say("in {experiments}", experiments=experiments),
        href=paths.EXPERIMENTS if portfolio.catalog.experiments else "",
    )


def _last_tile(portfolio: Portfolio, rows: Sequence[ModelRow]) -> Tile:
    """The reviews, where any model has a date for one; else the problems met while reading."""
    dated = [row.review_days for row in rows if row.review_days is not None]
    if dated:
        overdue = sum(days < 0 for days in dated)
        soon = sum(0 <= days <= DAYS for days in dated)
        undated = len(rows) - len(dated)
        return Tile(
            tone="fail" if overdue else "warn" if soon else "pass",
            value=number(overdue + soon),
            of="",
            words=say(
                "{review} due in {days} days",
                review=say_many(overdue + soon, "review", "reviews"),
                days=DAYS,
            ),
            remark=say("{overdue} overdue", overdue=number(overdue))
            + (
                say("; {undated} without a date", undated=say_many(undated, "{n} model", "{n} models"))
                if undated
                else ""
            ),
        )
    problems = portfolio.catalog.problems
    errors = sum(found.severity is Severity.ERROR for found in problems)
    return Tile(
        tone="fail" if errors else "warn" if problems else "pass",
        value=number(len(problems)),
        of="",
        words=say("problem in what was read") if len(problems) == 1 else say("problems in what was read"),
        remark=say("{errors}; no model has a review date", errors=say_many(errors, "{n} error", "{n} errors"))
        if rows
        else say_many(errors, "{n} error", "{n} errors"),
        href=paths.FINDINGS,
    )


def _experiments(portfolio: Portfolio) -> tuple[tuple[Link, str], ...]:
    catalog = portfolio.catalog
    found = [
        (
            last_activity(
                experiment, catalog.runs_by_experiment.get((experiment.store, experiment.experiment_id), ())
            ).value,
            experiment,
        )
        for experiment in catalog.experiments
        if experiment.lifecycle_stage is LifecycleStage.ACTIVE
    ]
    found.sort(key=lambda each: (each[1].name, each[1].experiment_id))
    found.sort(key=lambda each: each[0], reverse=True)
    return tuple(
        (Link(experiment_title(experiment), experiment_path(experiment)), day)
        for day, experiment in found[:EXPERIMENTS]
    )


def _counts(portfolio: Portfolio) -> tuple[tuple[Link, str], ...]:
    catalog = portfolio.catalog
    candidates = (
        (len(catalog.experiments), "experiment", paths.EXPERIMENTS),
        (len(catalog.datasets_by_key), "dataset", paths.DATASETS),
        (len(catalog.prompts), "prompt", paths.PROMPTS),
        (len(catalog.problems), "problem", paths.FINDINGS),
        (len(catalog.files), "file", paths.EVIDENCE),
    )
    return tuple((Link(count(times, noun), href), noun) for times, noun, href in candidates if times)
