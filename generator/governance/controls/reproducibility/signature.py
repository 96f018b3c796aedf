"""Whether the signature beside a model is of somebody who may sign."""

from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.approval.manifests import Manifest, manifests_of, matches
from generator.analyses.approval.model_signature import Verification, VerifiedSignature, verify_signature
from generator.catalog import Artifact
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.controls.reproducibility.artifacts import WRONG, proof_of
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
from generator.messages import say

_UNSETTLED = {
    Verification.STRANGER: say("the signature is of a key that the policy does not trust"),
    Verification.NO_KEY: say(
        "the signature was made with a certificate, and whose it is cannot be established here"
    ),
    Verification.NO_LIBRARY: say(
        "whether the signature verifies cannot be established: the package cryptography is not installed"
    ),
    Verification.UNREADABLE: say(
        "whether the signature verifies cannot be established: its envelope cannot be read"
    ),
}
_QUOTED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureVerifies(VersionControl):
    """Somebody who may sign did, and the files are still those."""

    about: ClassVar = About(
        id="REP-007",
        title=say("Artifact signature verifies"),
        family=Family.REPRODUCIBILITY,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRACEABILITY, Pillar.ACCOUNTABILITY),
        applies=say(
            "every version with a model signature beside its files, and every version where the policy asks for one"
        ),
        passes=say(
            "an OpenSSF model signature verifies with a public key of the policy, and the files are as it says"
        ),
        warns=say("the key is not among those that the policy trusts, or it cannot be verified here"),
        fails=say(
            "the policy asks for a signature and there is none, it does not verify with the key that it names, or a file is not as it says"
        ),
        evidence=say(
            "the signature file, the SHA-256 of the key, and the library that verified it with its version"
        ),
        remediation=say(
            "Sign at release with `model_signing sign key`, keep the signature beside the model, and list the public key in the policy under signatures/trusted_signers."
        ),
        clauses=("AIA:15.5", "G7:security", "NIST:MEASURE-2.7"),
        extended=True,
    )

    def evaluate(self, subject: VersionSubject) -> Outcome:
        policy, origin = subject.scope.policy, subject.origin
        signatures = [each for each in origin.artifacts if each.listing and each.listing.envelope]
        if not signatures:
            place = evidence(subject.version.source, "", "signature")
            if not policy.require_signature:
                return not_applicable(
                    say("no signature is beside its files, and the policy asks for none"), place
                )
            limit = policy.place("signatures", "required")
            return failed(
                say("no signature is beside its files"), [place], limit="required", limit_source=limit
            )
        by_path = {each.name: each for each in manifests_of(origin, ())}
        outcomes = [self._of(subject, each, by_path.get(each.path)) for each in signatures]
        return min(outcomes, key=lambda outcome: outcome.status.rank)

    def _of(self, subject: VersionSubject, artifact: Artifact, manifest: Manifest | None) -> Outcome:
        policy = subject.scope.policy
        envelope = artifact.listing.envelope if artifact.listing else ""
        limit = policy.place("signatures", "trusted_signers")
        verified = verify_signature(envelope, policy.trusted_signers)
        proof = _proof(artifact, verified)
        if verified.verification is Verification.REFUSED:
            message = say("the signature was not made with the key that it names")
            return failed(message, proof, observed=verified.signer, limit_source=limit)
        if verified.verification is not Verification.VERIFIED:
            message = _UNSETTLED[verified.verification]
            return warned(message, proof, observed=verified.signer or say("no key"), limit_source=limit)
        if manifest is None:
            message = say("the signature verifies, and it is over other digests than the SHA-256 of files")
            return warned(message, proof, observed=verified.signer, limit_source=limit)
        found = matches(manifest, subject.origin.artifacts)
        wrong = [match for match in found if match.match in WRONG]
        if wrong:
            message = say(
                "the signature verifies, and {wrong} of {found} files are not as it says",
                wrong=len(wrong),
                found=len(found),
            )
            proof += [proof_of(match, manifest) for match in wrong[:_QUOTED]]
            return failed(message, proof, observed=verified.signer, limit_source=limit)
        message = say("the signature verifies, and {found} files are as it says", found=len(found))
        return passed(message, proof, observed=verified.signer, limit_source=limit)


def _proof(artifact: Artifact, verified: VerifiedSignature) -> list[Evidence]:
    told = ", ".join(
        filter(
            None,
            (
                verified.verification.value,
                say("key {signer}", signer=verified.signer) if verified.signer else "",
            ),
        )
    )
    proof = [evidence(artifact.source, told, artifact.path)]
    return [*proof, evidence(artifact.source, verified.verifier, "verifier")] if verified.verifier else proof
