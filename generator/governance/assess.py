"""Run every control over everything it concerns: applicability, evaluation, waiver, in this order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from generator.analyses.standing.stage_history import StageChange
from generator.catalog import Catalog, Policy, Problem, Severity, Waiver
from generator.errors import ControlError
from generator.governance.assessment import Assessment, ControlInUse, LeftOut
from generator.governance.control import (
    Control,
    ModelControl,
    PortfolioControl,
    ReviewControl,
    VersionControl,
)
from generator.governance.discovery import FoundControl, discover_controls
from generator.governance.finding import ControlSeverity, Evidence, Finding, Outcome, Status, SubjectRef
from generator.governance.parameters import as_text, configured
from generator.governance.reconciliation import reconcile
from generator.governance.subject import Scope
from generator.governance.waiving import covering, effective_waivers
from generator.messages import say
from generator.provenance import Source


def assess(
    catalog: Catalog,
    *,
    as_of: datetime,
    found: Sequence[FoundControl] | None = None,
    observed: Mapping[str, tuple[StageChange, ...]] | None = None,
) -> Assessment:
    """Assess everything in a catalogue against its policy.

    Args:
        catalog: the records; without a policy, the default one holds.
        as_of: the instant that ages are counted to.
        found: the controls to run; None for the installed ones.
        observed: the changes of stage and alias that only looks at the registry saw, by model; None for none.
    """
    problems: tuple[Problem, ...] = ()
    if found is None:
        found, problems = discover_controls()
    scope = Scope(
        catalog=catalog,
        policy=catalog.policy or Policy(),
        as_of=as_of,
        observed=observed or {},
        controls={control.about.id: control.about for control in found},
    )
    in_use, faults = _configured(scope.policy, found)
    running = tuple(control for control in in_use if not control.disabled)
    waivers = effective_waivers(scope)
    findings = list(_evaluated(scope, running, waivers))
    before = tuple(findings)
    findings += _reviewed(scope, running, before, waivers)
    subjects = _subjects(scope)
    position = {subject: index for index, subject in enumerate(subjects)}
    findings.sort(key=lambda finding: (position.get(finding.subject, len(position)), finding.control))
    return Assessment(
        as_of=as_of,
        policy=scope.policy,
        controls=in_use,
        findings=tuple(findings),
        subjects=subjects,
        left_out=tuple(_left_out(scope)),
        reconciliation=reconcile(scope),
        problems=(*problems, *faults),
    )


def _configured(
    policy: Policy, found: Iterable[FoundControl]
) -> tuple[tuple[ControlInUse, ...], tuple[Problem, ...]]:
    """Every control with its parameters; one whose parameters do not fit runs with its defaults, and that is said."""
    in_use: list[ControlInUse] = []
    problems: list[Problem] = []
    for control in found:
        setting = policy.controls.get(control.about.id)
        place = setting.source if setting else None
        try:
            made = configured(control.kind, setting)
        except ControlError as error:
            made = control.kind()
            problems.append(_parameter_problem(error, place))
        severity = control.about.severity
        if setting and setting.severity in list(ControlSeverity):
            severity = ControlSeverity(setting.severity)
        set_by = {name: place.at(name) for name in setting.parameters} if setting and place else {}
        in_use.append(
            ControlInUse(
                control=made,
                package=control.package,
                package_version=control.package_version,
                severity=severity,
                parameters=as_text(made),
                set_by=set_by,
                disabled=""
                if setting is None or setting.enabled
                else setting.reason or say("no reason is given"),
            )
        )
    return tuple(in_use), tuple(problems)


def _parameter_problem(error: ControlError, place: Source | None) -> Problem:
    return Problem(
        slug="control-parameter-invalid",
        severity=Severity.ERROR,
        source=place or Source(error.location),
        message=error.message,
        cost=say("the control runs with its defaults"),
        remedy=error.hint,
    )


def _evaluated(
    scope: Scope, controls: Iterable[ControlInUse], waivers: Sequence[Waiver]
) -> Iterator[Finding]:
    for used in controls:
        for subject, outcome in _outcomes(scope, used.control):
            yield _finding(scope, used, subject, outcome, waivers)


def _outcomes(scope: Scope, control: Control) -> Iterator[tuple[SubjectRef, Outcome]]:
    """What a control says of each subject it is asked about; a fault of the control is an error, never a pass."""
    match control:
        case PortfolioControl():
            subject = SubjectRef()
            try:
                yield subject, control.evaluate(scope)
            except Exception as error:  # noqa: BLE001 see _broken
                yield subject, _broken(error, Source(scope.policy.label))
        case ModelControl():
            for model in scope.models:
                subject = SubjectRef(model.name)
                try:
                    yield subject, control.evaluate(model)
                except Exception as error:  # noqa: BLE001 see _broken
                    yield subject, _broken(error, model.model.source)
        case VersionControl():
            for version in scope.versions:
                subject = SubjectRef(version.owner.name, version.version.version)
                try:
                    yield subject, control.evaluate(version)
                except Exception as error:  # noqa: BLE001 see _broken
                    yield subject, _broken(error, version.version.source)
        case _:
            return


def _reviewed(
    scope: Scope, controls: Iterable[ControlInUse], findings: tuple[Finding, ...], waivers: Sequence[Waiver]
) -> Iterator[Finding]:
    for used in controls:
        if not isinstance(used.control, ReviewControl):
            continue
        try:
            outcomes = list(used.control.review(scope, findings))
        except Exception as error:  # noqa: BLE001 see _broken
            outcomes = [(SubjectRef(), _broken(error, Source(scope.policy.label)))]
        for subject, outcome in outcomes:
            yield _finding(scope, used, subject, outcome, waivers)


def _broken(error: Exception, source: Source) -> Outcome:
    """A control's own code, ours or a guest's, failed: that is a finding, and stops none of the others."""
    said = str(error).strip().split("\n", 1)[0]
    reason = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return Outcome(
        status=Status.ERROR,
        message=say("the control could not be run: {reason}", reason=reason),
        evidence=(Evidence(source),),
    )


def _finding(
    scope: Scope, used: ControlInUse, subject: SubjectRef, outcome: Outcome, waivers: Sequence[Waiver]
) -> Finding:
    about = used.control.about
    return Finding(
        control=about.id,
        control_version=about.version,
        severity=used.severity,
        subject=subject,
        outcome=outcome,
        waiver=covering(waivers, scope, about, subject, outcome.status),
    )


def _subjects(scope: Scope) -> tuple[SubjectRef, ...]:
    """Everything that is assessed: the portfolio, then each model followed by its versions."""
    return (
        SubjectRef(),
        *(
            subject
            for model in scope.models
            for subject in (
                SubjectRef(model.name),
                *(SubjectRef(model.name, version.version.version) for version in model.versions),
            )
        ),
    )


def _left_out(scope: Scope) -> Iterator[LeftOut]:
    for model in scope.catalog.models:
        names = [(f"models:/{model.name}", SubjectRef(model.name))]
        names += [
            (str(version.ref), SubjectRef(model.name, version.version)) for version in model.listed_versions
        ]
        for name, subject in names:
            exclusion = next((each for each in scope.policy.exclusions if each.covers(name)), None)
            if exclusion is not None:
                yield LeftOut(subject=subject, reason=exclusion.reason, source=exclusion.source)
        for version in model.versions:
            if version.deleted:
                yield LeftOut(
                    subject=SubjectRef(model.name, version.version),
                    reason=say("the registry no longer lists it"),
                    source=version.source,
                )
