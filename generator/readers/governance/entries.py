"""What each kind of register entry holds, field by field."""

from typing import Any

from generator.catalog import (
    Approval,
    Attestation,
    ChangeAssessment,
    Decision,
    Incident,
    ReviewFinding,
    Transition,
    ValidationReport,
    Waiver,
)
from generator.readers.governance.form import Form

STATUSES = ("open", "closed")
CLASSIFICATIONS = ("substantial", "not substantial", "pre-determined")
"""Of changes: EU AI Act, Article 3(23), and Article 43(4) for what a plan determined beforehand."""


def read_approval(form: Form) -> Approval:
    """A decision on one version."""
    return Approval(
        **_common(form),
        model=form.require("model"),
        version=form.require("version"),
        decision=form.require_choice("decision", Decision),
        environment=form.text("environment"),
        role=form.text("role"),
        validator=form.text("validator"),
        valid_until=form.day("valid_until"),
        artifact=form.text("artifact"),
        sha256=form.sha256("sha256"),
        manifest=_manifest(form.mapping("manifest")),
        ticket=form.text("ticket"),
        conditions=form.texts("conditions"),
    )


def read_attestation(form: Form) -> Attestation:
    """What a person vouches for."""
    applies = form.flag("applies")
    return Attestation(
        **_common(form),
        clause=form.require("clause"),
        model=form.text("model"),
        statement=form.require("statement"),
        applies=applies is not False,
        valid_until=form.day("valid_until"),
        report=form.text("report"),
        sha256=form.sha256("sha256"),
    )


def read_waiver(form: Form) -> Waiver:
    """An exception from a control."""
    return Waiver(
        **_common(form),
        control=form.require("control"),
        model=form.text("model"),
        versions=form.texts("versions"),
        reason=form.text("reason"),
        compensating_control=form.text("compensating_control"),
        requested_by=form.text("requested_by"),
        approved_by=form.text("approved_by"),
        created_on=form.day("created_on"),
        expires_on=form.day("expires_on"),
    )


def read_transition(form: Form) -> Transition:
    """A stage that a version came to, or an alias that was set on it or taken off."""
    found = Transition(
        **_common(form),
        model=form.require("model"),
        version=form.require("version"),
        from_stage=form.text("from"),
        to_stage=form.text("to"),
        alias=form.text("alias"),
        removed=form.flag("removed") or False,
        reason=form.text("reason"),
    )
    if not (found.to_stage or found.alias):
        hint = "write to: with the stage, or alias: with the alias"
        raise form.fault("to", "neither a stage nor an alias is named", slug="field-missing", hint=hint)
    return found


def read_incident(form: Form) -> Incident:
    """Something that went wrong."""
    return Incident(
        **_common(form),
        model=form.text("model"),
        versions=form.texts("versions"),
        severity=form.text("severity"),
        status=form.word("status", STATUSES),
        opened=form.day("opened"),
        aware_on=form.day("aware_on"),
        reported_on=form.day("reported_on"),
        closed_on=form.day("closed_on"),
        summary=form.text("summary"),
    )


def read_validation(form: Form) -> ValidationReport:
    """An independent validation; its report is not yet looked at."""
    return ValidationReport(
        **_common(form),
        model=form.require("model"),
        versions=form.texts("versions"),
        validator=form.text("validator"),
        report=form.text("report"),
        sha256=form.sha256("sha256"),
        outcome=form.text("outcome"),
    )


def read_finding(form: Form) -> ReviewFinding:
    """Something that a validator or auditor found."""
    return ReviewFinding(
        **_common(form),
        model=form.text("model"),
        versions=form.texts("versions"),
        severity=form.text("severity"),
        owner=form.text("owner"),
        due=form.day("due"),
        status=form.word("status", STATUSES),
        closed_on=form.day("closed_on"),
        plan=form.text("plan"),
        summary=form.text("summary"),
        report=form.text("report"),
    )


def read_change(form: Form) -> ChangeAssessment:
    """What a person made of a change."""
    return ChangeAssessment(
        **_common(form),
        model=form.require("model"),
        version=form.require("version"),
        classification=form.word("classification", CLASSIFICATIONS),
        reason=form.text("reason"),
        plan=form.text("plan"),
    )


def _common(form: Form) -> dict[str, Any]:
    """The fields of :class:`Entry`."""
    return {
        "id": form.require("id"),
        "at": form.instant("at"),
        "by": form.text("by"),
        "corrects": form.text("corrects"),
        "note": form.text("note"),
        "source": form.source,
    }


def _manifest(form: Form) -> tuple[tuple[str, str], ...]:
    """Every file with its digest, by path."""
    return tuple((path, digest) for path in sorted(form) if (digest := form.sha256(path)))
