"""A file beside others that says what they were: checksums, or a signature over them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FileListing:
    """The files that a checksum file or a model signature names, each with its SHA-256."""

    files: tuple[tuple[str, str], ...]
    """As (path below the folder of the listing, hex SHA-256), by path."""
    ignored: tuple[str, ...] = ()
    """Paths that a signature leaves out on purpose, files or folders."""
    envelope: str = ""
    """The signature as it is in the file (JSON of a Sigstore bundle); empty for a checksum file."""
    comparable: bool = True
    """False for a signature over other digests than the SHA-256 of whole files: then there are no files."""
