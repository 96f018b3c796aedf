"""How the statuses and severities of controls are said and shown."""

from generator.governance.finding import ControlSeverity, Status

TONES = {
    Status.PASS: "pass",
    Status.WARN: "warn",
    Status.FAIL: "fail",
    Status.ERROR: "fail",
    Status.WAIVED: "waive",
    Status.NOT_APPLICABLE: "na",
}
SIGNS = {Status.ERROR: "⚠"}
"""Signs of their own; the others have that of their tone."""
WORDS = {
    Status.PASS: "Pass",
    Status.WARN: "Warning",
    Status.FAIL: "Fail",
    Status.ERROR: "Error",
    Status.WAIVED: "Waived",
    Status.NOT_APPLICABLE: "Not applicable",
}
COUNTED = {
    Status.PASS: ("passes", "pass"),
    Status.WARN: ("warns", "warn"),
    Status.FAIL: ("fails", "fail"),
    Status.ERROR: ("could not be run", "could not be run"),
    Status.WAIVED: ("is waived", "are waived"),
    Status.NOT_APPLICABLE: ("does not apply", "do not apply"),
}
"""What is said of one, and of several."""
SEVERITY_TONES = {
    ControlSeverity.CRITICAL: "fail",
    ControlSeverity.HIGH: "warn",
    ControlSeverity.MEDIUM: "info",
    ControlSeverity.LOW: "na",
}
