"""What a model's or a version's page says of monitoring: signals, alerts, retrainings, incidents, controls."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from generator.analyses.monitoring.relay import relays
from generator.analyses.monitoring.retrainings import RetrainingState, retrainings_of
from generator.analyses.monitoring.signals import DRIFT_KINDS, SignalSeries, monitored, open_alerts
from generator.analyses.wording import version_label
from generator.catalog import (
    Alert,
    AlertStatus,
    Incident,
    ModelVersion,
    RegisteredModel,
    Retraining,
    Rule,
    SignalKind,
    in_force,
)
from generator.figures.spec import FigureSpec
from generator.governance.controls.monitoring.incidents import IncidentClocksMet
from generator.governance.finding import Finding, Status
from generator.messages import say, say_many
from generator.pages import paths
from generator.pages.audit.tones import TONES, WORDS
from generator.pages.monitoring.figures import WatchPlate, watch_plates
from generator.pages.monitoring.standing import gravity, series_pill, summary_pill
from generator.pages.pills import Pill
from generator.pages.portfolio import Portfolio
from generator.pages.view import Link, Section

MONITORING = Section("monitoring", say("Monitoring"))
_PREFIX = "MON-"
_CLOCKS = "MON-007"
_RETRAINING_PILLS = {
    RetrainingState.DONE: Pill("pass", say("done")),
    RetrainingState.PLANNED: Pill("info", say("planned")),
    RetrainingState.MADE_UP: Pill("pass", say("made up for")),
    RetrainingState.OVERDUE: Pill("fail", say("overdue")),
    RetrainingState.UNDATED: Pill("na", say("without a date")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalRow:
    """One signal, or one feature of it."""

    series: SignalSeries
    pill: Pill
    rank: int
    """Greater for the graver."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """One alert."""

    alert: Alert
    pill: Pill
    age: str
    """How long it has been open, or was; empty when not known."""
    version: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrainingRow:
    """One retraining."""

    retraining: Retraining
    pill: Pill
    version: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow:
    """One incident with its clock."""

    incident: Incident
    pill: Pill
    clock: str
    """Until when it had or has to be reported; empty when it has no clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringView:
    """Monitoring of a model, or of one version of it."""

    pills: tuple[Pill, ...]
    findings: tuple[tuple[Finding, Pill, Link], ...]
    """What the controls of monitoring found, the gravest first, without those that do not apply."""
    plates: tuple[WatchPlate, ...]
    signals: tuple[SignalRow, ...]
    alerts: tuple[AlertRow, ...]
    """Open ones first, the oldest first; then the others, the newest first."""
    retrainings: tuple[RetrainingRow, ...]
    incidents: tuple[IncidentRow, ...]
    withheld: int
    """Incidents of all models that this edition leaves out."""
    data: str
    """Path of the same as JSON."""

    @property
    def empty(self) -> bool:
        """Whether nothing at all is on record."""
        return not (self.signals or self.alerts or self.retrainings or self.incidents)

    @property
    def figures(self) -> tuple[FigureSpec, ...]:
        """Every figure that the section places."""
        return tuple(
            spec for plate in self.plates for spec in (plate.figure, plate.narrow) if spec is not None
        )


def model_monitoring(
    portfolio: Portfolio, model: RegisteredModel, shown: ModelVersion | None
) -> MonitoringView:
    """Monitoring of a model: signals of the version that its card describes, figures through all that served."""
    version = shown.version if shown else ""
    every = monitored(portfolio.catalog, portfolio.assessment.policy, model.name, portfolio.snapshot.as_of)
    own = series_of(portfolio, model.name, version)
    findings = (
        *portfolio.assessment.of(model.name),
        *(portfolio.assessment.of(model.name, version) if version else ()),
    )
    plates = watch_plates(relays(every, version), model.name, portfolio.snapshot.as_of)
    return _view(portfolio, model.name, own, findings, plates)


def version_monitoring(
    portfolio: Portfolio, model: RegisteredModel, version: ModelVersion
) -> MonitoringView | None:
    """Monitoring of one version; None when nothing speaks of it by its name and it is not in production."""
    name, own = model.name, version.version
    series = series_of(portfolio, name, own)
    found = _view(
        portfolio, name, series, portfolio.assessment.of(name, own),
        watch_plates(relays(series, own), f"{name} {version_label(own)}", portfolio.snapshot.as_of),
        version=own,
    )  # fmt: skip
    serving = any(each.version.version == own for each in portfolio.subjects[name].production)
    named = (
        any(each.series.version == own for each in found.signals)
        or found.alerts or found.retrainings or found.incidents
    )  # fmt: skip
    return found if serving or named else None


def series_of(portfolio: Portfolio, model: str, version: str) -> tuple[SignalSeries, ...]:
    """The signals of a version; of the model as a whole when it has none."""
    return monitored(
        portfolio.catalog,
        portfolio.assessment.policy,
        model,
        portfolio.snapshot.as_of,
        version=version or None,
    )


def summary_pills(
    portfolio: Portfolio, model: str, series: Iterable[SignalSeries], href: str
) -> tuple[Pill, ...]:
    """Drift, performance and open alerts, a pill each, as far as there is anything to say."""
    found = tuple(series)
    drift = summary_pill(say("Drift"), (each for each in found if each.kind in DRIFT_KINDS), href)
    kept = summary_pill(
        say("Performance"), (each for each in found if each.kind is SignalKind.PERFORMANCE), href
    )
    alerts = len(open_alerts(portfolio.catalog, model, portfolio.snapshot.as_of))
    pills = [pill for pill in (drift, kept) if pill is not None]
    if alerts:
        pills.append(Pill("fail", say_many(alerts, "{n} open alert", "{n} open alerts"), href))
    return tuple(pills)


def _view(
    portfolio: Portfolio,
    model: str,
    series: tuple[SignalSeries, ...],
    findings: Iterable[Finding],
    plates: tuple[WatchPlate, ...],
    *,
    version: str = "",
) -> MonitoringView:
    catalog, as_of = portfolio.catalog, portfolio.snapshot.as_of
    rows = [SignalRow(series=each, pill=series_pill(each), rank=gravity(each)) for each in series]
    rows.sort(key=lambda row: (-row.rank, list(SignalKind).index(row.series.kind)))
    alerts = [each for each in catalog.alerts if each.model == model and version in {"", each.version}]
    incidents = [
        each
        for each in in_force(catalog.incidents)
        if each.model == model and (not version or version in each.versions)
    ]
    return MonitoringView(
        pills=summary_pills(portfolio, model, series, ""),
        findings=_findings(findings),
        plates=plates,
        signals=tuple(rows),
        alerts=_alerts(portfolio, model, alerts, as_of),
        retrainings=tuple(
            RetrainingRow(
                retraining=each,
                pill=_RETRAINING_PILLS[state],
                version=_link(portfolio, model, each.version),
            )
            for each, state in retrainings_of(catalog, model, as_of)
            if version in {"", each.version}
        ),
        incidents=tuple(_incident(portfolio, each) for each in incidents),
        withheld=sum(each.count for each in portfolio.snapshot.withheld if each.rule is Rule.INCIDENTS),
        data=paths.monitoring_data(model),
    )


def _findings(findings: Iterable[Finding]) -> tuple[tuple[Finding, Pill, Link], ...]:
    found = [
        finding
        for finding in findings
        if finding.control.startswith(_PREFIX) and finding.status is not Status.NOT_APPLICABLE
    ]
    found.sort(key=lambda finding: (finding.status.rank, finding.severity.rank, finding.control))
    return tuple(
        (
            finding,
            Pill(TONES[finding.status], WORDS[finding.status]),
            Link(finding.control, paths.control(finding.control)),
        )
        for finding in found
    )


def _alerts(portfolio: Portfolio, model: str, alerts: list[Alert], as_of: datetime) -> tuple[AlertRow, ...]:
    open_ones = {id(each) for each in open_alerts(portfolio.catalog, model, as_of)}
    known = [each for each in alerts if each.raised_at is None or each.raised_at <= as_of]
    waiting = [each for each in known if id(each) in open_ones]
    waiting.sort(key=lambda each: (each.raised_at or as_of, each.id))
    closed = [each for each in known if id(each) not in open_ones]
    closed.sort(key=lambda each: (each.raised_at or as_of, each.id), reverse=True)
    return (
        *(_alert(portfolio, each, as_of, is_open=True) for each in waiting),
        *(_alert(portfolio, each, as_of, is_open=False) for each in closed),
    )


def _alert(portfolio: Portfolio, alert: Alert, as_of: datetime, *, is_open: bool) -> AlertRow:
    end = as_of if is_open else alert.resolved_at
    age = say_many((end - alert.raised_at).days, "{n} day", "{n} days") if end and alert.raised_at else ""
    if not is_open:
        pill = Pill("pass", say("resolved"))
    elif alert.status is AlertStatus.ACKNOWLEDGED:
        pill = Pill("warn", say("acknowledged"))
    else:
        pill = Pill("fail", say("open"))
    return AlertRow(alert=alert, pill=pill, age=age, version=_link(portfolio, alert.model, alert.version))


def _incident(portfolio: Portfolio, incident: Incident) -> IncidentRow:
    used = portfolio.assessment.controls_by_id.get(_CLOCKS)
    control = used.control if used else None
    due = control.report_due(incident) if isinstance(control, IncidentClocksMet) else None
    closed = incident.status == "closed"
    pill = Pill("pass", say("closed")) if closed else Pill("warn", visible_status(incident))
    return IncidentRow(
        incident=incident, pill=pill, clock=_clock(incident, due, portfolio.snapshot.as_of) if due else ""
    )


def visible_status(incident: Incident) -> str:
    """The status as written, or that there is none."""
    return incident.status or say("no status")


def _clock(incident: Incident, due: datetime, as_of: datetime) -> str:
    limit = due.date()
    answered: date | None = incident.reported_on or (
        incident.closed_on if incident.status == "closed" else None
    )
    if answered is not None:
        return say("report due {limit}, answered {answered}", limit=limit, answered=answered) + (
            say(", too late") if answered > limit else ""
        )
    days = (limit - as_of.date()).days
    left = (
        say("{days} left", days=say_many(days, "{n} day", "{n} days"))
        if days >= 0
        else say("{days} overdue", days=say_many(-days, "{n} day", "{n} days"))
    )
    return say("report due {limit}, {left}", limit=limit, left=left)


def _link(portfolio: Portfolio, model: str, version: str) -> Link | None:
    if not version:
        return None
    listed = (model, version) in portfolio.version_pages
    return Link(version_label(version), paths.version(model, version) if listed else "")
