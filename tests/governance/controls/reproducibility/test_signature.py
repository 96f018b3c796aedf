"""Whether the signature beside a model is of somebody who may sign.

``signed/`` was made with ``model_signing sign key`` of the package ``model-signing`` 1.1.1.
"""

import base64
import builtins
import json
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from generator.analyses.approval.model_signature import Verification, fingerprint, verify_signature
from generator.catalog import Policy
from generator.governance.controls.reproducibility import SignatureVerifies
from generator.governance.finding import Status
from generator.provenance import Source
from generator.readers.mlflow.artifacts import read_artifacts
from generator.readers.reading import Reading
from generator.readers.store import Store
from tests import factories
from tests.governance.assessing import found, places, told, waiver

SIGNED = Path(__file__).parent / "signed"
KEY = (SIGNED / "key.pub").read_text()
ENVELOPE = (SIGNED / "model/model.sig").read_text()
SIGNER = "f80e12580e80706cfd11fa632700b051ac9306068a9f68569ea5d0f0f6a84952"
TRUSTING = Policy(trusted_signers=("release@bank.example", KEY))


def files():
    return read_artifacts(Reading(Store(SIGNED, "signed")), "model").artifacts


def made(artifacts):
    version = factories.version(1, artifacts=tuple(artifacts))
    return {"models": (factories.model(versions=(version,)),)}


def stranger(curve=ec.SECP256R1):
    public = ec.generate_private_key(curve()).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return public.public_bytes(serialization.Encoding.PEM, form).decode()


def with_signature(envelope):
    return [
        replace(each, listing=replace(each.listing, envelope=envelope)) if each.listing else each
        for each in files()
    ]


def changed(**parts):
    return json.dumps(json.loads(ENVELOPE) | parts)


def test_passes_for_a_key_that_is_trusted_and_files_as_they_were():
    finding = found(SignatureVerifies, TRUSTING, **made(files()))
    assert told(finding) == (Status.PASS, "the signature verifies, and 2 files are as it says")
    assert places(finding) == ["signed/model/model.sig"] * 2
    assert finding.outcome.evidence[0].excerpt == f"verified, key {SIGNER}"
    assert finding.outcome.evidence[1].excerpt.startswith("cryptography ")
    assert str(finding.outcome.limit_source) == "governance/policy.yaml#/signatures/trusted_signers"


def test_fails_when_a_signed_file_was_exchanged():
    other = [
        replace(each, source=Source(each.source.path, "ab" * 32)) if each.path == "MLmodel" else each
        for each in files()
    ]
    finding = found(SignatureVerifies, TRUSTING, **made(other))
    assert told(finding) == (Status.FAIL, "the signature verifies, and 1 of 2 files are not as it says")
    assert places(finding)[-1] == "signed/model/MLmodel"


def test_fails_when_what_was_signed_was_changed_afterwards():
    envelope = json.loads(ENVELOPE)["dsseEnvelope"]
    payload = base64.b64decode(envelope["payload"]).replace(b"model.json", b"model.jsom")
    forged = changed(dsseEnvelope=envelope | {"payload": base64.b64encode(payload).decode()})
    finding = found(SignatureVerifies, TRUSTING, **made(with_signature(forged)))
    assert told(finding) == (Status.FAIL, "the signature was not made with the key that it names")
    assert finding.outcome.observed == SIGNER


@pytest.mark.parametrize(
    "trusted", [(), (stranger(), stranger(ec.SECP384R1)), ("no key", "-----BEGIN PUBLIC KEY-----\n?")]
)
def test_warns_for_a_key_that_is_not_trusted(trusted):
    finding = found(SignatureVerifies, Policy(trusted_signers=trusted), **made(files()))
    assert told(finding) == (Status.WARN, "the signature is of a key that the policy does not trust")
    assert finding.outcome.observed == SIGNER


@pytest.mark.parametrize(
    ("envelope", "expected"),
    [
        (changed(verificationMaterial={"certificate": {"rawBytes": "x"}}), Verification.NO_KEY),
        (changed(dsseEnvelope={"payload": "*"}), Verification.UNREADABLE),
        (
            changed(dsseEnvelope={"payload": "", "payloadType": "x", "signatures": []}),
            Verification.UNREADABLE,
        ),
    ],
)
def test_warns_when_it_cannot_be_verified_here(envelope, expected):
    assert verify_signature(envelope, (KEY,)).verification is expected
    finding = found(SignatureVerifies, TRUSTING, **made(with_signature(envelope)))
    assert finding.status is Status.WARN


def test_warns_for_a_signature_over_other_digests_than_those_of_files():
    shards = [
        replace(each, listing=replace(each.listing, files=(), comparable=False)) if each.listing else each
        for each in files()
    ]
    finding = found(SignatureVerifies, TRUSTING, **made(shards))
    message = "the signature verifies, and it is over other digests than the SHA-256 of files"
    assert told(finding) == (Status.WARN, message)
    assert finding.outcome.observed == SIGNER


def test_warns_and_says_why_without_the_library(monkeypatch):
    real = builtins.__import__

    def without(name, *given, **more):
        if name.partition(".")[0] == "cryptography":
            raise ImportError(name)
        return real(name, *given, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    finding = found(SignatureVerifies, TRUSTING, **made(files()))
    message = (
        "whether the signature verifies cannot be established: the package cryptography is not installed"
    )
    assert told(finding) == (Status.WARN, message)


def test_fails_when_the_policy_asks_for_a_signature_and_there_is_none():
    policy = Policy(require_signature=True)
    finding = found(SignatureVerifies, policy, models=(factories.model(),))
    assert told(finding) == (Status.FAIL, "no signature is beside its files")
    assert places(finding) == ["mlruns/models/churn/version-1/meta.yaml"]
    assert str(finding.outcome.limit_source) == "governance/policy.yaml#/signatures/required"
    waived = found(SignatureVerifies, policy, waivers=(waiver("REP-007"),), models=(factories.model(),))
    assert waived.status is Status.WAIVED


def test_does_not_concern_a_version_without_a_signature_that_nobody_asked_for():
    finding = found(SignatureVerifies, models=(factories.model(),))
    assert finding.status is Status.NOT_APPLICABLE


def test_a_key_is_called_as_model_signing_calls_it():
    assert fingerprint(KEY) == SIGNER
