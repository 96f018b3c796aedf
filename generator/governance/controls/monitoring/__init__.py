"""Whether a version in use is watched, does well, and is renewed in time."""

from generator.governance.controls.monitoring.age import ModelWithinLifetime, RetrainingInTime
from generator.governance.controls.monitoring.drift import DriftResolved
from generator.governance.controls.monitoring.event_logs import EventsLogged
from generator.governance.controls.monitoring.incidents import IncidentClocksMet
from generator.governance.controls.monitoring.performance import PerformanceAboveFloor
from generator.governance.controls.monitoring.plan import MonitoringFresh, MonitoringPlanned

CONTROLS = (
    MonitoringPlanned,
    MonitoringFresh,
    DriftResolved,
    PerformanceAboveFloor,
    RetrainingInTime,
    ModelWithinLifetime,
    IncidentClocksMet,
    EventsLogged,
)
"""What the entry point brings."""
