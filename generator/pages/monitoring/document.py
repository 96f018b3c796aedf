"""Monitoring of each model as JSON: every signal with its limits and all its values, each with its place."""

from collections.abc import Iterator

from generator.analyses.monitoring.retrainings import retrainings_of
from generator.analyses.monitoring.signals import SignalSeries, monitored
from generator.catalog import Alert, Deployment, RegisteredModel
from generator.pages import paths
from generator.pages.documents import Cited, finite, timestamp, written
from generator.pages.monitoring.standing import silence
from generator.pages.portfolio import Portfolio
from generator.pages.view import SiteFile

SCHEMA_VERSION = 1


def monitoring_files(portfolio: Portfolio) -> Iterator[SiteFile]:
    """For each registered model, ``api/monitoring/<slug>.json``."""
    for model in portfolio.catalog.models:
        yield SiteFile(paths.monitoring_data(model.name), _document(portfolio, model))


def _document(portfolio: Portfolio, model: RegisteredModel) -> bytes:
    catalog, as_of, cited = portfolio.catalog, portfolio.snapshot.as_of, Cited()
    series = monitored(catalog, portfolio.assessment.policy, model.name, as_of)
    document = {
        "schema_version": SCHEMA_VERSION,
        "as_of": timestamp(as_of),
        "snapshot": portfolio.snapshot.digest,
        "model": model.name,
        "page": paths.model(model.name),
        "signals": [_signal(each, cited) for each in series],
        "alerts": [_alert(each, cited) for each in catalog.alerts if each.model == model.name],
        "retrainings": [
            {
                "version": each.version,
                "at": timestamp(each.at),
                "due": timestamp(each.due),
                "state": state.value,
                "trigger": each.trigger,
                "outcome": each.outcome,
                "run_id": each.run_id,
                "source": cited.place(each.source),
            }
            for each, state in retrainings_of(catalog, model.name, as_of)
        ],
        "deployments": [_deployment(each, cited) for each in catalog.deployments if each.model == model.name],
    }
    return written(document | {"files": cited.files})


def _signal(series: SignalSeries, cited: Cited) -> dict[str, object]:
    limits = series.limits
    return {
        "signal": series.signal,
        "feature": series.feature,
        "version": series.version,
        "kind": series.kind.value,
        "metric": series.metric,
        "state": series.state.value,
        "silence": silence(series),
        "weeks_breached": series.weeks_breached,
        "breach_since": timestamp(series.open_breach[0].at) if series.open_breach else None,
        "higher_is_better": limits.higher_is_better,
        "warn": finite(limits.warn),
        "warn_source": cited.place(limits.warn_source) if limits.warn_source else None,
        "alert": finite(limits.alert),
        "alert_source": cited.place(limits.alert_source) if limits.alert_source else None,
        "cadence_days": finite(limits.cadence_days),
        "cadence_source": cited.place(limits.cadence_source) if limits.cadence_source else None,
        "plan": cited.place(series.plan.source) if series.plan else None,
        "values": [
            {
                "at": timestamp(reading.at),
                "window_start": timestamp(reading.measurement.window_start),
                "value": finite(reading.value),
                "n": reading.measurement.n,
                "state": reading.state.value,
                "source": cited.place(reading.measurement.source),
            }
            for reading in series.readings
        ],
    }


def _alert(alert: Alert, cited: Cited) -> dict[str, object]:
    return {
        "id": alert.id,
        "version": alert.version,
        "signal": alert.signal,
        "severity": alert.severity,
        "status": alert.status.value,
        "raised_at": timestamp(alert.raised_at),
        "resolved_at": timestamp(alert.resolved_at),
        "summary": alert.summary,
        "resolution": alert.resolution,
        "source": cited.place(alert.source),
    }


def _deployment(stay: Deployment, cited: Cited) -> dict[str, object]:
    return {
        "version": stay.version,
        "environment": stay.environment,
        "kind": stay.kind.value,
        "share": finite(stay.share),
        "against": stay.against,
        "since": timestamp(stay.since),
        "until": timestamp(stay.until),
        "by": stay.by,
        "endpoint": stay.endpoint,
        "image": stay.image,
        "result": dict(stay.result),
        "decision": stay.decision,
        "decided_by": stay.decided_by,
        "source": cited.place(stay.source),
    }
