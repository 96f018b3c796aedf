"""Whether somebody independent validated a high-risk version before it served, and follows up what was found."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.approval.authorship import identity_of
from generator.analyses.wording import day, listed
from generator.catalog import ReviewFinding, ValidationReport, in_force
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.finding import (
    ControlSeverity,
    Evidence,
    Outcome,
    evidence,
    failed,
    not_applicable,
    passed,
    warned,
)
from generator.governance.standing import quoted, register_place
from generator.governance.subject import VersionSubject
from generator.messages import put_together, say, say_many


@dataclass(frozen=True, slots=True, kw_only=True)
class IndependentlyValidated(VersionControl):
    """A report by somebody who did not build the version, and its findings followed to their end."""

    about: ClassVar = About(
        id="APR-005",
        title=say("Independent validation report, signed and dated"),
        family=Family.APPROVAL,
        severity=ControlSeverity.HIGH,
        automation=Automation.PARTIAL,
        pillars=(Pillar.ACCOUNTABILITY, Pillar.ETHICS),
        applies=say("versions beyond development of models in the gravest tier, or in none that is known"),
        passes=say("validations.yaml names the version, the report lies in the governance folder with the SHA-256 registered, its validator is no author, it is dated before the promotion, every finding has severity, owner and due date, and every open one of severity high a plan"),
        warns=say("findings are past their due date or incompletely registered, the report has no date or no registered SHA-256, it is not known who built the version or when it went to production; or the tier is not known and there is no report"),
        fails=say("there is no report, it is missing or not the one registered, its validator is an author, or the version went to production before it"),
        evidence=say("the entry in validations.yaml, the report with its SHA-256, and the entries in findings.yaml"),
        remediation=say("Commission the validation, register its report, and follow every finding to its end."),
        clauses=(
            "AIA:IV.2g", "SR26-2:V.CS", "SR26-2:V.pre-use", "SR26-2:VI.doc", "SS1/23:P4.2", "NIST:MEASURE-1.3",
            "NIST:MEASURE-2.5", "ISO42001:A.6.2.4", "NIST:MEASURE-2.9",
        ),
    )  # fmt: skip

    def evaluate(self, subject: VersionSubject) -> Outcome:
        if not subject.live:
            return not_applicable(say("it is in no environment beyond development"))
        if subject.owner.tier and not subject.owner.high_risk:
            return not_applicable(
                say("a model of the tier {tier} needs no independent validation", tier=subject.owner.tier)
            )
        reports = [
            each
            for each in in_force(subject.scope.catalog.validations)
            if each.model == subject.owner.name and _names(each.versions, subject)
        ]
        if not reports:
            return _absent(subject)
        report = reports[-1]
        proof = [quoted(report, report.outcome or say("no outcome"), "validation")]
        if report.report_source is not None:
            proof.append(evidence(report.report_source, report.report_source.sha256, "report"))
        else:
            proof.append(evidence(report.source.at("report"), report.report, "report"))
        wrong = next(_wrong(subject, report), "")
        if wrong:
            return failed(wrong, [*proof, *_authors(subject)])
        findings = tuple(_findings(subject, report))
        proof += [quoted(each, each.summary or each.severity, "finding") for each in findings]
        doubts = (*_doubts(subject, report), *_untended(subject, findings))
        if doubts:
            return warned(put_together((report.id, ": ", put_together(doubts, "; "))), proof)
        open_ones = sum(each.status != "closed" for each in findings)
        message = say(
            "{id} of {at} by {validator}",
            id=report.id,
            at=day(report.at),
            validator=report.validator or report.by,
        )
        return passed(
            say(
                "{message_}; {open_ones} open, none past its date",
                message_=message,
                open_ones=say_many(open_ones, "{n} finding", "{n} findings"),
            ),
            proof,
        )


def _names(versions: tuple[str, ...], subject: VersionSubject) -> bool:
    return not versions or subject.version.version in versions


def _absent(subject: VersionSubject) -> Outcome:
    place = evidence(register_place(subject.scope, "validations"), "", "validation")
    if subject.owner.tier:
        return failed(say("no independent validation of it is registered"), [place])
    tier = evidence(subject.owner.place("risk_tier"), "", "risk_tier")
    return warned(
        say("its risk tier is not known, and no independent validation is registered"), [place, tier]
    )


def _wrong(subject: VersionSubject, report: ValidationReport) -> Iterator[str]:
    if report.report_source is None:
        yield (
            say("the report of {id} is not there", id=report.id)
            if report.report
            else say("{id} names no report", id=report.id)
        )
    elif report.sha256 and report.sha256 != report.report_source.sha256:
        yield say("the report of {id} is not the one that was registered", id=report.id)
    validator = report.validator or report.by
    if not validator:
        yield say("{id} names no validator", id=report.id)
        return
    identity = identity_of(subject.scope.catalog, validator, "validator", report.source)
    for author in subject.authors:
        if author.key == identity.key and not (author.person and author.person.shared):
            yield say(
                "{told} validated it and is the {capacity}", told=identity.told, capacity=author.capacity
            )
    promotion = subject.promotion
    if subject.in_production and promotion and promotion.at and report.at and report.at > promotion.at:
        yield say(
            "{id} is of {at}, the version went to production on {at2}",
            id=report.id,
            at=day(report.at),
            at2=day(promotion.at),
        )


def _authors(subject: VersionSubject) -> list[Evidence]:
    return [evidence(author.source, author.name, author.capacity) for author in subject.authors]


def _doubts(subject: VersionSubject, report: ValidationReport) -> Iterator[str]:
    if report.at is None:
        yield say("it has no date")
    if not report.sha256:
        yield say("its SHA-256 is not registered")
    if not subject.authors:
        yield say("nobody is recorded as having built the version")
    if subject.in_production and (subject.promotion is None or subject.promotion.at is None):
        yield say("when the version went to production is not recorded")


def _findings(subject: VersionSubject, report: ValidationReport) -> Iterator[ReviewFinding]:
    """What was found of this version: by this report, or by whatever else names the version or all of them."""
    for each in in_force(subject.scope.catalog.review_findings):
        of_it = each.model == subject.owner.name and _names(each.versions, subject)
        if each.report == report.id or of_it:
            yield each


def _untended(subject: VersionSubject, findings: tuple[ReviewFinding, ...]) -> Iterator[str]:
    for each in findings:
        fields = {say("severity"): each.severity, say("owner"): each.owner, say("due date"): each.due}
        lacks = [name for name, value in fields.items() if not value]
        if lacks:
            yield say("{id} has no {lacks}", id=each.id, lacks=listed(lacks))
        if each.status == "closed":
            continue
        if each.due and each.due < subject.scope.today:
            yield say("{id} was due on {due}", id=each.id, due=each.due)
        if each.severity.casefold() == "high" and not each.plan.strip():
            yield say("{id} is high and has no plan", id=each.id)
