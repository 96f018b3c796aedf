"""Which data a version was trained and measured on, by digests that tell one state from another."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import ClassVar

from generator.analyses.data_used import DataRole, DataUsed
from generator.analyses.wording import listed
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
from generator.governance.subject import VersionSubject
from generator.messages import put_together, say


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRecorded(VersionControl):
    """The training data can be told from any other by its SHA-256."""

    about: ClassVar = About(
        id="DAT-001",
        title=say("Training data recorded with a digest"),
        family=Family.DATA,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRACEABILITY,),
        applies=say("every version with a run"),
        passes=say("its run names training data, and each of it has a SHA-256, of the tracker, in a tag of the input, or in governance/datasets"),
        warns=say("some of it has the tracker's label only (MLflow's are eight characters of an MD5); or a version that is not in production names none"),
        fails=say("a version in production names no training data"),
        evidence=say("the run's inputs, the dataset's record, and the generation in governance/datasets"),
        remediation=say("Log the data with `mlflow.log_input(…, context='training')`, and write the SHA-256 of the file beside its digest in governance/datasets, or log it as the tag `sha256` of the input."),
        clauses=(
            "AIA:IV.2d", "AIA:10.2b", "NIST:MEASURE-2.1", "ISO42001:A.7.5", "ISO42001:A.7.2", "SR26-2:IV.dev",
            "SS1/23:P3.2", "MC:4.6", "G7:datasets", "AIA:17.f", "ISO42001:A.4.3",
        ),
    )  # fmt: skip

    def evaluate(self, subject: VersionSubject) -> Outcome:
        run = subject.origin.run
        if run is None:
            place = evidence(subject.version.at("run_id"), subject.version.run_id, "run_id")
            return not_applicable(say("no run stands behind it, see INV-004"), place)
        trained = _of_role(subject, DataRole.TRAINING)
        if not trained:
            unclear = _of_role(subject, DataRole.UNKNOWN)
            shown = _shown(unclear) or [evidence(run.at("inputs"), "", "inputs")]
            names = listed([each.label for each in unclear])
            told = (
                say("whether it was trained on {names} is not recorded", names=names)
                if unclear
                else say("no training data is recorded")
            )
            return (failed if subject.in_production else warned)(told, shown)
        shown = _shown(trained)
        weak = [each.label for each in trained if not each.sha256]
        if weak:
            return warned(say("no SHA-256 is known of the training data {weak}", weak=listed(weak)), shown)
        return passed(
            say("trained on {listed}, of known SHA-256", listed=listed([each.label for each in trained])),
            shown,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationSeparate(VersionControl):
    """The version was not measured on what it was trained on."""

    about: ClassVar = About(
        id="DAT-002",
        title=say("Evaluation data recorded and separate from training"),
        family=Family.DATA,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRACEABILITY, Pillar.ETHICS),
        applies=say("every version that something was measured of"),
        passes=say(
            "evaluation data is recorded, and its digest differs from that of all training data, which shows that they are not the same, though not that no row is in both"
        ),
        warns=say(
            "a digest is missing, or no training data is recorded to compare it with; or a version that is not in production names no evaluation data"
        ),
        fails=say("the digests are the same, or a version in production names no evaluation data"),
        evidence=say("the records of both, with the digests compared"),
        remediation=say("Evaluate on data that was set aside, and log it with `context='evaluation'`."),
        clauses=("AIA:IV.2g", "GMLP:4", "NIST:MAP-2.3", "MC:4.5", "SS1/23:P3.3"),
    )

    def evaluate(self, subject: VersionSubject) -> Outcome:
        measured = _of_role(subject, DataRole.EVALUATION)
        trained = _of_role(subject, DataRole.TRAINING)
        if not measured and not subject.origin.metrics:
            place = subject.origin.run.at("metrics") if subject.origin.run else subject.version.at("run_id")
            return not_applicable(say("nothing was measured of it"), evidence(place, "", "metrics"))
        if not measured:
            place = subject.origin.run.at("inputs") if subject.origin.run else subject.version.at("run_id")
            verdict = failed if subject.in_production else warned
            return verdict(
                say("no evaluation data is recorded"), [*_shown(trained), evidence(place, "", "inputs")]
            )
        shown = _shown([*measured, *trained])
        names = listed([each.label for each in measured])
        if not trained:
            return warned(
                say("measured on {names}; what it was trained on is not recorded", names=names), shown
            )
        pairs = list(product(measured, trained))
        same = [one.label for one, other in pairs if _same(one, other)]
        if same:
            return failed(say("measured on {same}, which it was trained on", same=listed(same)), shown)
        unclear = {
            one.label
            for one, other in pairs
            if not (one.digest or one.sha256) or not (other.digest or other.sha256)
        }
        if unclear:
            message = say(
                "whether {unclear} is other data than it was trained on cannot be told without digests",
                unclear=listed(sorted(unclear)),
            )
            return warned(message, shown)
        return passed(
            say("measured on {names}, which is other data than it was trained on", names=names), shown
        )


def _same(one: DataUsed, other: DataUsed) -> bool:
    """Whether two states are one: by SHA-256 where both have it, else by the tracker's label."""
    if one.sha256 and other.sha256:
        return one.sha256 == other.sha256
    return bool(one.digest) and one.digest == other.digest


def _of_role(subject: VersionSubject, role: DataRole) -> list[DataUsed]:
    return [used for used in subject.data if used.role is role]


def _shown(data: Iterable[DataUsed]) -> list[Evidence]:
    return [
        evidence(
            source,
            put_together((used.label, f"SHA-256 {used.sha256}" if used.sha256 else say("no SHA-256")), ", "),
            used.role.value,
        )
        for used in data
        for source in used.sources
    ]
