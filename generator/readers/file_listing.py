"""Checksum files and OpenSSF model signatures, taken apart; nothing is verified here.

Sources: GNU coreutils, "sha2 utilities" (and the BSD style of the same) · OpenSSF Model Signing 1.0 (a Sigstore bundle
around an in-toto statement with the predicate ``https://model_signing/signature/v1.0``).
"""

import base64
import binascii
import posixpath
import re
from collections.abc import Mapping

from generator.catalog import FileListing
from generator.readers.json_documents import parse_json

LONGEST_LISTING = 2**22
"""Bytes of a file that lists others: some forty thousand of them."""
PREDICATE = "https://model_signing/signature/v1.0"

_CHECKSUM_NAMES = frozenset(
    {"sha256sums", "sha256sum", "sha256sums.txt", "sha256sum.txt", "checksums.sha256"}
)
_OF_ONE = ".sha256"
_SIGNATURE_ENDINGS = (".sig", ".sigstore", ".sigstore.json")
_GNU = re.compile(r"\\?([0-9a-fA-F]{64}) [ *](.+)")
_BSD = re.compile(r"SHA256 \((.+)\) = ([0-9a-fA-F]{64})")
_DIGEST = re.compile(r"[0-9a-fA-F]{64}")


def may_list_files(path: str) -> bool:
    """Whether a file is called like one that lists others."""
    name = posixpath.basename(path).casefold()
    return name in _CHECKSUM_NAMES or name.endswith((_OF_ONE, *_SIGNATURE_ENDINGS))


def listing_of(path: str, text: str) -> FileListing | None:
    """What a file of such a name lists; None for a signature of another kind, which speaks of no files.

    Raises:
        ValueError: when it cannot be read as what its name says; the message is the end of a sentence.
    """
    if posixpath.basename(path).casefold().endswith(_SIGNATURE_ENDINGS):
        return _signature(text)
    return _checksums(posixpath.basename(path), text)


def _checksums(name: str, text: str) -> FileListing:
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        gnu, bsd = _GNU.fullmatch(line.rstrip()), _BSD.fullmatch(line.rstrip())
        if gnu:
            listed, digest = gnu[2], gnu[1]
        elif bsd:
            listed, digest = bsd[1], bsd[2]
        elif name.casefold().endswith(_OF_ONE) and _DIGEST.fullmatch(line.strip()):
            listed, digest = name[: -len(_OF_ONE)], line.strip()
        else:
            raise ValueError(f"is no checksum file: line {number} names no file with its SHA-256")
        _add(found, listed, digest)
    return FileListing(files=tuple(sorted(found.items())))


def _signature(text: str) -> FileListing | None:
    bundle = _json(text)
    payload = _below(bundle, "dsseEnvelope").get("payload")
    if not isinstance(payload, str):
        return None
    try:
        statement = _json(base64.b64decode(payload, validate=True).decode())
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ValueError("is no model signature: its payload is not base64") from error
    if statement.get("predicateType") != PREDICATE:
        return None
    predicate = _below(statement, "predicate")
    serialization = _below(predicate, "serialization")
    ignored = serialization.get("ignore_paths")
    found: dict[str, str] = {}
    resources = predicate.get("resources")
    comparable = serialization.get("method") == "files"
    for resource in resources if isinstance(resources, list) else ():
        if not isinstance(resource, Mapping):
            raise ValueError("is no model signature: a resource is no mapping")  # noqa: TRY004
        comparable = comparable and resource.get("algorithm") == "sha256"
        if comparable:
            _add(found, str(resource.get("name", "")), str(resource.get("digest", "")))
    return FileListing(
        files=tuple(sorted(found.items())) if comparable else (),
        ignored=tuple(str(each) for each in ignored) if isinstance(ignored, list) else (),
        envelope=text,
        comparable=comparable,
    )


def _json(text: str) -> Mapping[str, object]:
    try:
        value = parse_json(text)
    except ValueError as error:
        raise ValueError("is no model signature: it is no JSON") from error
    if not isinstance(value, Mapping):
        raise ValueError("is no model signature: it holds no mapping")  # noqa: TRY004
    return value


def _below(values: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = values.get(key)
    return value if isinstance(value, Mapping) else {}


def _add(found: dict[str, str], path: str, digest: str) -> None:
    """One file of a listing.

    Raises:
        ValueError: when the path leads elsewhere, stands there twice with different digests, or the digest is none.
    """
    plain = posixpath.normpath(path)
    if plain.startswith(("/", "../")) or plain in {"..", "."} or not _DIGEST.fullmatch(digest):
        raise ValueError(f"names {path!a}, which is no file beside it with a SHA-256")
    if found.setdefault(plain, digest.lower()) != digest.lower():
        raise ValueError(f"gives {path!a} two different digests")
