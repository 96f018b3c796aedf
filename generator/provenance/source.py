"""The place a fact was read from."""

from msgspec import Struct


class Source(Struct, frozen=True, order=True, gc=False):
    """A place in a file: the path, the digest of the whole file, and where in it.

    No dataclass but a struct, as is whatever a store has hundreds of thousands of: one is made in an eighth of the time.
    """

    path: str
    """POSIX path that begins with the label of its store, such as ``mlruns/3/meta.yaml``; never absolute."""
    sha256: str = ""
    """Hex SHA-256 of the file's bytes; empty when the file is absent or could not be read."""
    pointer: str = ""
    """JSON Pointer (RFC 6901) such as ``/aliases/champion``, or ``line 7``; empty for the whole file."""

    def at(self, *keys: str | int) -> "Source":
        """The same file at a field below this one, by JSON Pointer."""
        steps = [str(key).replace("~", "~0").replace("/", "~1") for key in keys]
        return Source(self.path, self.sha256, "/".join((self.pointer, *steps)))

    def line(self, number: int) -> "Source":
        """The same file at a line, counted from 1."""
        return Source(self.path, self.sha256, f"line {number}")

    def __str__(self) -> str:
        """As errors print it: ``path:7`` for a line, ``path#/key`` for a pointer."""
        if self.pointer.startswith("line "):
            return f"{self.path}:{self.pointer[5:]}"
        return f"{self.path}#{self.pointer}" if self.pointer else self.path
