"""Monitoring over the portfolio: every model that is watched or should be, and what is open."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.analyses.monitoring.retrainings import RetrainingState, retrainings_of
from generator.analyses.monitoring.signals import DRIFT_KINDS, SignalSeries
from generator.analyses.wording import day, version_label
from generator.catalog import RegisteredModel, Retraining, SignalKind
from generator.messages import put_together, say, say_many
from generator.pages import paths
from generator.pages.models.described import standings
from generator.pages.monitoring.sections import (
    MONITORING,
    AlertRow,
    IncidentRow,
    model_monitoring,
    series_of,
)
from generator.pages.monitoring.standing import Gravity, gravity, series_pill, summary_pill
from generator.pages.pills import Pill
from generator.pages.portfolio import Portfolio
from generator.pages.view import Link, Page, PageKind, Section
from generator.provenance import Source

SIGNALS = 40
"""Signals out of order that are listed one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedModel:
    """One model on the page."""

    link: Link
    version: Link | None
    """In production, else the newest; None for none."""
    serving: bool
    drift: Pill | None
    performance: Pill | None
    other: Pill | None
    """Data quality and operation."""
    alerts: int
    """Open ones."""
    last: str
    """The day of the newest value; empty for none."""
    last_source: tuple[Source, ...]
    retraining: tuple[Retraining, Pill] | None
    """The overdue one, else the next planned, else the last done."""
    incidents: int
    """Open ones."""
    rank: int
    """Greater for the graver."""

    @property
    def tags(self) -> str:
        """Words that the chips above the table filter by."""
        words = {
            "breach": self.rank >= Gravity.BREACH,
            "silent": self.rank == Gravity.SILENT,
            "alerts": bool(self.alerts),
            "unwatched": self.serving and not self.watched,
        }
        return " ".join(word for word, holds in words.items() if holds)

    @property
    def watched(self) -> bool:
        """Whether any signal is planned or measured."""
        return bool(self.drift or self.performance or self.other)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfOrder:
    """A signal that breaches or is silent; features that do so alike stand together."""

    model: Link
    series: SignalSeries
    """The first of them."""
    features: int
    pill: Pill


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringOverview:
    """The page."""

    models: tuple[WatchedModel, ...]
    unwatched: tuple[Link, ...]
    """Models in production of which no signal is planned or measured."""
    out_of_order: tuple[OutOfOrder, ...]
    more_out_of_order: int
    alerts: tuple[tuple[Link, AlertRow], ...]
    """Open ones, the oldest first."""
    incidents: tuple[tuple[Link, IncidentRow], ...]
    """Open ones."""
    breaching: int
    """Models with a signal beyond its limit."""
    silent: int
    """Models with a signal that is silent, and none beyond its limit."""
    withheld: int
    """Incidents that this edition leaves out."""


def monitoring_views(portfolio: Portfolio) -> Iterator[Page]:
    """The one page, where anything of monitoring is on record at all."""
    catalog = portfolio.catalog
    watched = any((catalog.signals, catalog.measurements, catalog.alerts, catalog.retrainings))
    if not watched and not catalog.runs_by_watched_model:
        return
    view = _view(portfolio)
    yield Page(
        path=paths.MONITORING,
        kind=PageKind.MONITORING,
        title=say("Monitoring"),
        summary=(
            say(
                "{breaching} beyond a limit, {silent} silent, {alerts} as of {as_of}.",
                breaching=say_many(view.breaching, "{n} model", "{n} models"),
                silent=say_many(view.silent, "{n} model", "{n} models"),
                alerts=say_many(len(view.alerts), "{n} open alert", "{n} open alerts"),
                as_of=day(portfolio.snapshot.as_of),
            )
        ),
        view=view,
        sections=tuple(_sections(view)),
        breadcrumbs=(Link(say("Portfolio"), paths.HOME),),
        keywords=("drift", "alerts", "retraining", *(row.link.text for row in view.models)),
        wide=True,
    )


def _sections(view: MonitoringOverview) -> Iterator[Section]:
    yield Section("models", say("Models"))
    if view.out_of_order:
        yield Section("out-of-order", say("Beyond a limit, or silent"))
    if view.alerts:
        yield Section("alerts", say("Open alerts"))
    if view.incidents:
        yield Section("incidents", say("Open incidents"))


def _view(portfolio: Portfolio) -> MonitoringOverview:
    rows = []
    bad: list[tuple[Gravity, OutOfOrder]] = []
    alerts: list[tuple[Link, AlertRow]] = []
    incidents: list[tuple[Link, IncidentRow]] = []
    withheld = 0
    for model in portfolio.catalog.models:
        row, series = _model(portfolio, model)
        if not (row.watched or row.serving or row.alerts or row.incidents or row.retraining):
            continue
        rows.append(row)
        bad += _out_of_order(row.link, series)
        described = standings(model).described
        own = model_monitoring(portfolio, model, described.version if described else None)
        withheld = own.withheld
        alerts += [(row.link, each) for each in own.alerts if each.pill.words != "resolved"]
        incidents += [(row.link, each) for each in own.incidents if each.incident.status != "closed"]
    rows.sort(key=lambda row: (-row.rank, -row.alerts, row.link.text))
    bad.sort(key=lambda each: (-each[0], each[1].model.text, each[1].series.label))
    alerts.sort(key=lambda each: (day(each[1].alert.raised_at), each[1].alert.id))
    return MonitoringOverview(
        models=tuple(rows),
        unwatched=tuple(row.link for row in rows if row.serving and not row.watched),
        out_of_order=tuple(each for _, each in bad[:SIGNALS]),
        more_out_of_order=max(0, len(bad) - SIGNALS),
        alerts=tuple(alerts),
        incidents=tuple(incidents),
        breaching=sum(row.rank >= Gravity.BREACH for row in rows),
        silent=sum(row.rank == Gravity.SILENT for row in rows),
        withheld=withheld,
    )


def _out_of_order(model: Link, series: tuple[SignalSeries, ...]) -> Iterator[tuple[Gravity, OutOfOrder]]:
    groups: dict[tuple[Gravity, str, str], list[SignalSeries]] = {}
    for each in series:
        if gravity(each) >= Gravity.SILENT:
            groups.setdefault((gravity(each), each.signal, series_pill(each).words), []).append(each)
    for (grave, _, _), alike in groups.items():
        first = alike[0]
        yield grave, OutOfOrder(model=model, series=first, features=len(alike), pill=series_pill(first))


def _model(portfolio: Portfolio, model: RegisteredModel) -> tuple[WatchedModel, tuple[SignalSeries, ...]]:
    stands = standings(model)
    shown = stands.described.version if stands.described else None
    series = series_of(portfolio, model.name, shown.version if shown else "")
    page = f"{paths.model(model.name)}#{MONITORING.id}"
    latest = max(
        (each.latest for each in series if each.latest), key=lambda reading: reading.at, default=None
    )
    found = model_monitoring(portfolio, model, shown)
    row = WatchedModel(
        link=Link(model.name, page),
        version=Link(version_label(shown.version), paths.version(model.name, shown.version))
        if shown
        else None,
        serving=bool(portfolio.subjects[model.name].production),
        drift=summary_pill(say("Drift"), (each for each in series if each.kind in DRIFT_KINDS)),
        performance=summary_pill(
            say("Performance"), (each for each in series if each.kind is SignalKind.PERFORMANCE)
        ),
        other=summary_pill(
            say("Operation"),
            (each for each in series if each.kind in {SignalKind.DATA_QUALITY, SignalKind.OPERATION}),
        ),
        alerts=sum(each.pill.words != "resolved" for each in found.alerts),
        last=day(latest.at) if latest else "",
        last_source=(latest.measurement.source,) if latest else (),
        retraining=_retraining(portfolio, model.name),
        incidents=sum(each.incident.status != "closed" for each in found.incidents),
        rank=max((gravity(each) for each in series), default=Gravity.FINE),
    )
    return row, series


def _retraining(portfolio: Portfolio, model: str) -> tuple[Retraining, Pill] | None:
    found = retrainings_of(portfolio.catalog, model, portfolio.snapshot.as_of)
    for wanted, tone in (
        (RetrainingState.OVERDUE, "fail"),
        (RetrainingState.PLANNED, "info"),
        (RetrainingState.DONE, "pass"),
    ):
        those = [each for each, state in found if state is wanted]
        if those:
            chosen = those[-1] if wanted is RetrainingState.DONE else those[0]
            at = chosen.at if wanted is RetrainingState.DONE else chosen.due
            return chosen, Pill(tone, put_together((say(wanted.value), *((" ", day(at)) if at else ()))))
    return None
