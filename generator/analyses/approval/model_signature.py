"""Whether a model signature was made with a key that is trusted.

OpenSSF Model Signing 1.0 puts an in-toto statement into a DSSE envelope, and that into a Sigstore bundle. With a key, the
signature is ECDSA over the envelope's pre-authentication encoding (DSSE 1.0.2, "Protocol"), with the hash that fits the
curve. Only that is verified here, in memory: certificates and Sigstore identities need a network or a trust root.

The cryptography comes from the package ``cryptography``, which need not be installed.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from generator.messages import word

_PEM = "-----BEGIN PUBLIC KEY-----"


class Verification(StrEnum):
    """What became of verifying a signature."""

    VERIFIED = word("verified")
    REFUSED = word("refused")
    """It names a trusted key, and that key did not make it."""
    STRANGER = word("made with a key that is not trusted")
    NO_KEY = word("made with a certificate")
    """Which only Sigstore's own tools can verify."""
    UNREADABLE = word("unreadable")
    NO_LIBRARY = word("not verified")
    """``cryptography`` is not installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedSignature:
    """A signature and what became of it."""

    verification: Verification
    signer: str = ""
    """SHA-256 of the key in PEM, by which the signature names it; empty when it names none."""
    verifier: str = ""
    """The library that looked at it, with its version."""


def fingerprint(key: str) -> str:
    """What model signatures call a key: the SHA-256 of its PEM."""
    return hashlib.sha256((key.strip() + "\n").encode()).hexdigest()


def verify_signature(envelope: str, trusted: Iterable[str]) -> VerifiedSignature:
    """Verify a signature against keys.

    Args:
        envelope: the Sigstore bundle, as it is in the file.
        trusted: public keys in PEM; whatever is none, such as an identity, is passed over.
    """
    bundle = json.loads(envelope)
    material = _below(bundle, "verificationMaterial")
    signer = str(_below(material, "publicKey").get("hint") or "")
    if "publicKey" not in material:
        return VerifiedSignature(verification=Verification.NO_KEY)
    try:
        import cryptography
    except ImportError:
        return VerifiedSignature(verification=Verification.NO_LIBRARY, signer=signer)
    verifier = f"cryptography {cryptography.__version__}"
    try:
        signed, signature = _signed(_below(bundle, "dsseEnvelope"))
    except (KeyError, IndexError, TypeError, ValueError, binascii.Error):
        return VerifiedSignature(verification=Verification.UNREADABLE, signer=signer, verifier=verifier)
    keys = [key for key in trusted if key.strip().startswith(_PEM)]
    made_by = next((key for key in keys if _made(key, signed, signature)), None)
    if made_by is not None:
        verification, signer = Verification.VERIFIED, fingerprint(made_by)
    elif signer in {fingerprint(key) for key in keys}:
        verification = Verification.REFUSED
    else:
        verification = Verification.STRANGER
    return VerifiedSignature(verification=verification, signer=signer, verifier=verifier)


def _signed(envelope: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """What was signed, and the signature.

    Raises:
        ValueError: when the envelope is none; KeyError, IndexError and TypeError as well.
    """
    payload = base64.b64decode(envelope["payload"], validate=True)
    kind = str(envelope["payloadType"]).encode()
    signature = base64.b64decode(envelope["signatures"][0]["sig"], validate=True)
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload), signature


def _made(key: str, signed: bytes, signature: bytes) -> bool:
    """Whether a key made a signature; one that is no such key made none."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    fitting: dict[str, hashes.HashAlgorithm] = {
        "secp256r1": hashes.SHA256(), "secp384r1": hashes.SHA384(), "secp521r1": hashes.SHA512(),
    }  # fmt: skip
    try:
        public = serialization.load_pem_public_key(key.strip().encode() + b"\n")
        if not isinstance(public, ec.EllipticCurvePublicKey) or public.curve.name not in fitting:
            return False
        public.verify(signature, signed, ec.ECDSA(fitting[public.curve.name]))
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True


def _below(values: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = values.get(key)
    return value if isinstance(value, Mapping) else {}
