"""How the statuses and severities of controls are said and shown."""

from generator.governance.finding import ControlSeverity, Status
from generator.messages import say

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
    Status.PASS: say("Pass"),
    Status.WARN: say("Warning"),
    Status.FAIL: say("Fail"),
    Status.ERROR: say("Error"),
    Status.WAIVED: say("Waived"),
    Status.NOT_APPLICABLE: say("Not applicable"),
}
LISTED = {
    Status.PASS: say("pass"),
    Status.WARN: say("warn"),
    Status.FAIL: say("fail"),
    Status.ERROR: say("could not be run"),
    Status.WAIVED: say("waived"),
    Status.NOT_APPLICABLE: say("not applicable"),
}
"""What stands behind a number."""
COUNTED = {
    Status.PASS: (say("passes"), say("pass")),
    Status.WARN: (say("warns"), say("warn")),
    Status.FAIL: (say("fails"), say("fail")),
    Status.ERROR: (say("could not be run"), say("could not be run")),
    Status.WAIVED: (say("is waived"), say("are waived")),
    Status.NOT_APPLICABLE: (say("does not apply"), say("do not apply")),
}
"""What is said of one, and of several."""
SEVERITY_TONES = {
    ControlSeverity.CRITICAL: "fail",
    ControlSeverity.HIGH: "warn",
    ControlSeverity.MEDIUM: "info",
    ControlSeverity.LOW: "na",
}
