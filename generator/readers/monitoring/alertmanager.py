"""Alerts of Prometheus' Alertmanager: the list that ``GET /api/v2/alerts`` answers, or what a webhook receives (version 4).

``startsAt`` is when it was raised. ``endsAt`` is when it ended only where the alert says it is resolved; of an alert that
still fires it is a time-out in the future, or the year 1. A suppressed alert is silenced or inhibited: somebody knows.
"""

from collections.abc import Mapping
from datetime import datetime

from generator.catalog import Alert, AlertStatus
from generator.provenance import Source
from generator.provenance.instants import instant_from_text
from generator.readers.monitoring.exports import Export, Exported, json_in, listed, mapping, refuse, text
from generator.readers.reading import Reading

_STATES = {
    "active": AlertStatus.OPEN,
    "firing": AlertStatus.OPEN,
    "unprocessed": AlertStatus.OPEN,
    "suppressed": AlertStatus.ACKNOWLEDGED,
    "resolved": AlertStatus.RESOLVED,
}
_FIRST_REAL_YEAR = 1970


def read_alertmanager(reading: Reading, export: Export, into: Exported) -> None:
    """Add every alert."""
    read = json_in(reading, export)
    if read is None:
        return
    value, source = read
    alerts, place = (
        (value, source) if isinstance(value, list) else (mapping(value).get("alerts"), source.at("alerts"))
    )
    if not isinstance(alerts, list):
        refuse(reading, source, "holds no list of alerts", "save what GET /api/v2/alerts answers")
        return
    for position, alert in enumerate(listed(alerts)):
        _add(reading, export, mapping(alert), place.at(position), into)


def _add(
    reading: Reading, export: Export, alert: Mapping[str, object], place: Source, into: Exported
) -> None:
    labels = {name: text(label) for name, label in mapping(alert.get("labels")).items()}
    notes = {name: text(note) for name, note in mapping(alert.get("annotations")).items()}
    written = alert.get("status")
    state = text(mapping(written).get("state")) if isinstance(written, Mapping) else text(written)
    status = _STATES.get(state)
    raised = _instant(alert.get("startsAt"))
    identity = text(alert.get("fingerprint")) or labels.get("alertname", "")
    if status is None or not identity:
        lacks = (
            "neither a fingerprint nor a label alertname"
            if status
            else f"the state {state!a}, which is none known"
        )
        refuse(reading, place, f"has {lacks}", cost="the alert is not shown")
        return
    when = f"@{raised.isoformat()}" if raised else ""
    into.alerts.append(
        Alert(
            id=f"{identity}{when}",
            model=export.model,
            version=labels.get("model_version") or labels.get("version") or export.version,
            signal=labels.get("signal") or labels.get("alertname", ""),
            severity=labels.get("severity", ""),
            status=status,
            raised_at=raised,
            resolved_at=_instant(alert.get("endsAt")) if status is AlertStatus.RESOLVED else None,
            summary=notes.get("summary") or notes.get("description", ""),
            source=place,
        )
    )


def _instant(written: object) -> datetime | None:
    found = instant_from_text(text(written))
    return found if found is not None and found.year >= _FIRST_REAL_YEAR else None
