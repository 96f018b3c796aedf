"""The URL of a store, which may hold a secret."""

import re
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import unquote

_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]+)://(?P<host>[^/?#]*)(?P<path>[^?#]*)(?P<rest>.*)", re.DOTALL
)
"""A scheme of one letter would be a drive of Windows."""
_CONTAINER_BEFORE_HOST = frozenset({"abfs", "abfss", "adl", "az"})
"""Schemes in whose URLs a container stands where others have a user."""


@dataclass(frozen=True, slots=True)
class StoreUrl:
    """Where a store lies that is no file of this machine, such as ``s3://bucket/team/mlruns``.

    What stands before the host and behind the path may be a password or a signed token: it is used to open the store,
    and shown nowhere.
    """

    full: str = field(repr=False)
    """As it was given."""

    @classmethod
    def of(cls, text: str) -> Self | None:
        """The URL that a text is; None when it is a path."""
        return cls(text) if _URL.fullmatch(text) else None

    @property
    def scheme(self) -> str:
        """Such as ``s3``, in lower case."""
        return self._part("scheme").lower()

    @property
    def name(self) -> str:
        """The last part of the path, or the bucket: what the store is called."""
        path = self._part("path").strip("/")
        return path.rpartition("/")[2] or self._shown_host.partition("@")[0] or self.scheme

    @property
    def secrets(self) -> tuple[str, ...]:
        """Parts that may be secret, the longest first."""
        user = self._part("host").rpartition("@")[0]
        values = re.split(r"[?&=#;]", self._part("rest"))
        found = {self._part("rest")[1:], user, *user.split(":"), *values}
        kept = {user} if user and user in self._shown_host else set[str]()
        secret = {form for each in found - kept for form in (each, unquote(each)) if form}
        return tuple(sorted(secret, key=lambda each: (-len(each), each)))

    def __str__(self) -> str:
        """Without anything that may be secret."""
        return f"{self.scheme}://{self._shown_host}{self._part('path')}"

    @property
    def _shown_host(self) -> str:
        user, _, host = self._part("host").rpartition("@")
        return (
            f"{user}@{host}" if self.scheme in _CONTAINER_BEFORE_HOST and user and ":" not in user else host
        )

    def _part(self, name: str) -> str:
        found = _URL.fullmatch(self.full)
        return found[name] if found else ""
