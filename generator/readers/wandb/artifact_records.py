"""What the records of a ``.wandb`` file say of artifacts: those that a run handed over, and those that it took."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.readers.wandb.protobuf_wire import Value, fields, integer_in, message_in, text_in


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedArtifact:
    """``ArtifactRecord``: what a run handed to W&B under a name."""

    type: str
    """Such as ``model`` or ``dataset``; people choose it."""
    name: str
    digest: str
    description: str
    metadata: str
    """JSON."""
    aliases: tuple[str, ...]
    files: tuple[tuple[str, int, str], ...]
    """Path, bytes and digest (the MD5, in base64) of each."""
    final: bool


@dataclass(frozen=True, slots=True)
class UsedArtifact:
    """``UseArtifactRecord``: what a run took from W&B."""

    type: str
    name: str
    """Such as ``churn:v3``."""


def artifact_in(message: bytes) -> LoggedArtifact:
    """The artifact in an ``ArtifactRecord``; raises :class:`WireError` where it is none."""
    texts: dict[int, str] = {}
    aliases: list[str] = []
    files: list[tuple[str, int, str]] = []
    final = False
    for number, value in fields(message):
        match number:
            case 11:
                aliases.append(text_in(value))
            case 12:
                files.extend(_manifest(message_in(value)))
            case 14:
                final = bool(integer_in(value))
            case _ if isinstance(value, bytes):
                texts[number] = text_in(value)
            case _:
                pass
    return LoggedArtifact(
        type=texts.get(4, ""),
        name=texts.get(5, ""),
        digest=texts.get(6, ""),
        description=texts.get(7, ""),
        metadata=texts.get(8, ""),
        aliases=tuple(aliases),
        files=tuple(files),
        final=final,
    )


def _manifest(message: bytes) -> Iterator[tuple[str, int, str]]:
    """``ArtifactManifest``: its entries."""
    for number, value in fields(message):
        if number == 4:  # noqa: PLR2004 contents
            entry = dict(fields(message_in(value)))
            yield text_in(entry.get(1, b"")), integer_in(entry.get(4, 0)), text_in(entry.get(2, b""))


def used_in(message: bytes) -> UsedArtifact:
    """The artifact in a ``UseArtifactRecord``; raises :class:`WireError` where it is none."""
    found: dict[int, Value] = dict(fields(message))
    return UsedArtifact(text_in(found.get(2, b"")), text_in(found.get(3, b"")))
