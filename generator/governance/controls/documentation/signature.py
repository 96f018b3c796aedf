"""What goes into a version and what comes out."""

from dataclasses import dataclass
from typing import ClassVar

from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.finding import ControlSeverity, Outcome, evidence, failed, passed, warned
from generator.governance.subject import VersionSubject
from generator.messages import say, say_many


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureRecorded(VersionControl):
    """Inputs and outputs are named and typed."""

    about: ClassVar = About(
        id="DOC-005",
        title=say("Input/output signature recorded"),
        family=Family.DOCUMENTATION,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRANSPARENCY, Pillar.TRACEABILITY),
        applies=say("every version that the registry lists; only one in production can fail"),
        passes=say("the packaged model has a signature with inputs and outputs"),
        warns=say("the signature has no outputs, or no type that says anything; or a version that is not in production has none"),
        fails=say("a version in production has no signature, or none with inputs"),
        evidence=say("the MLmodel file"),
        remediation=say("Log the model with a signature (`infer_signature`)."),
        clauses=(
            "AIA:IV.3", "AIA:IV.1b", "AIA:13.3b", "ISO42001:A.6.2.2", "SS1/23:P3.5", "NIST:MAP-2.1",
        ),
    )  # fmt: skip

    def evaluate(self, subject: VersionSubject) -> Outcome:
        package = subject.origin.package
        verdict = failed if subject.in_production else warned
        place = subject.version.source if package is None else package.source.at("signature")
        if package is None:
            return verdict(
                say("its MLmodel file is not in the store, so no signature is known"), [evidence(place)]
            )
        signature = package.signature
        if signature is None or not (signature.inputs or signature.outputs):
            return verdict(say("no signature is recorded"), [evidence(place, "", "signature")])
        inputs, outputs = signature.inputs, signature.outputs
        told = say(
            "{inputs} and {outputs}",
            inputs=say_many(len(inputs), "{n} input", "{n} inputs"),
            outputs=say_many(len(outputs), "{n} output", "{n} outputs"),
        )
        shown = [evidence(signature.source, told, "signature")]
        if not inputs:
            return verdict(say("the signature names no inputs"), shown, observed=told)
        if not outputs:
            return warned(say("the signature names no outputs"), shown, observed=told)
        if all(field.type.casefold() in {"", "any"} for field in (*inputs, *outputs)):
            return warned(
                say("the signature takes anything: no type says more than any"), shown, observed=told
            )
        return passed(say("the signature has {told}", told=told), shown, observed=told)
