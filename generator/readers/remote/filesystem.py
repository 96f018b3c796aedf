"""The one door to fsspec: what we ask of a file system elsewhere, and its errors in our words.

fsspec and what it needs for one kind of URL are no dependencies of ours; they are imported when a URL is given.
"""

import errno
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.errors import StoreError
from generator.readers.store_url import StoreUrl

_EXTRAS = {
    "s3": "s3",
    "s3a": "s3",
    "gs": "gs",
    "gcs": "gs",
    "abfs": "azure",
    "abfss": "azure",
    "adl": "azure",
    "az": "azure",
}
"""What to install for a kind of URL; ``remote`` for all others."""
_LOCAL = frozenset({"file", "local"})
_LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """One object, as the list of its bucket tells of it."""

    place: str
    size: int
    version: str
    """What changes when the content does, such as an ETag; empty when the list tells none."""
    is_folder: bool = False


class RemoteFileSystem:
    """A file system elsewhere, and the folder or file in it that the URL names."""

    def __init__(self, url: StoreUrl) -> None:
        """Make ready to ask it; nothing is asked yet.

        Raises:
            StoreError: when the URL is of a kind that cannot be read, or needs a package that is not installed.
        """
        self.url = url
        if url.scheme in _LOCAL or "::" in url.full:
            raise StoreError(
                "is no URL of a store elsewhere",
                slug="store-url-refused",
                location=str(url),
                hint="name a folder or an archive of this machine by its path",
            )
        try:
            from fsspec.core import url_to_fs

            self._fs, root = url_to_fs(url.full)
        except ImportError as error:
            raise StoreError(
                f"needs a package that is not installed: {self.words(error)}",
                slug="store-extra-missing",
                location=str(url),
                hint=f'run pip install "modelfolio[{_EXTRAS.get(url.scheme, "remote")}]"',
            ) from None
        except Exception as error:  # noqa: BLE001 a file system of any kind may raise anything
            raise StoreError(
                f"cannot be opened: {self.words(error)}", slug="store-url-refused", location=str(url)
            ) from None
        self.root = str(root).rstrip("/")

    def find(self, below: str) -> dict[str, Listed]:
        """Everything at and below a place, by its own place, asked for at once.

        Raises:
            StoreError: when it cannot be listed.
        """
        try:
            self._fs.invalidate_cache()
            found: Mapping[str, Mapping[str, Any]] = self._fs.find(below, detail=True)
        except FileNotFoundError:
            return {}
        except Exception as error:  # noqa: BLE001 a file system of any kind may raise anything
            refused = self.failure(error)
            denied = isinstance(refused, PermissionError)
            raise StoreError(
                "may not be listed" if denied else f"cannot be listed: {refused.strerror or refused}",
                slug="permission-denied" if denied else "store-unreachable",
                location=str(self.url),
                hint="grant read access to it"
                if denied
                else "see that it is there, and that your credentials are",
            ) from None
        return {place: _listed(place, info) for place, info in found.items()}

    def fetch(self, wanted: Sequence[tuple[str, int]]) -> list[bytes | OSError]:
        """The first bytes of many objects, fetched at the same time where the file system can.

        Args:
            wanted: place, and how many bytes of it.
        """
        places = [place for place, _ in wanted]
        try:
            got = self._fs.cat_ranges(
                places, [0] * len(wanted), [length for _, length in wanted], on_error="return"
            )
        except Exception as error:  # noqa: BLE001 a file system of any kind may raise anything
            got = [error] * len(wanted)
        return [bytes(each) if isinstance(each, bytes) else self.failure(each) for each in got]

    def fetch_part(self, place: str, start: int, end: int) -> bytes:
        """Bytes out of the middle of an object.

        Raises:
            OSError: when they cannot be had.
        """
        try:
            return bytes(self._fs.cat_file(place, start=start, end=end))
        except Exception as error:  # noqa: BLE001 a file system of any kind may raise anything
            raise self.failure(error) from None

    def look(self, place: str) -> Listed:
        """What one object is now.

        Raises:
            OSError: when it cannot be asked for.
        """
        try:
            self._fs.invalidate_cache()
            return _listed(place, self._fs.info(place))
        except Exception as error:  # noqa: BLE001 a file system of any kind may raise anything
            raise self.failure(error) from None

    def failure(self, error: object) -> OSError:
        """An error in words that hold no secret."""
        if isinstance(error, FileNotFoundError):
            return FileNotFoundError(errno.ENOENT, "no such object")
        if isinstance(error, PermissionError):
            return PermissionError(errno.EACCES, "not allowed")
        return OSError(errno.EIO, self.words(error))

    def words(self, error: object) -> str:
        """The kind of an error and the first line of what it says, with nothing in it that may be secret."""
        said = (str(error).strip() or " ").splitlines()[0]
        for secret in self.url.secrets:
            said = said.replace(secret, "…")
        said = re.sub(r"//[^/@\s]*@", "//", said)
        said = re.sub(r"(\w://[^\s?]*)\?\S*", r"\1", said)
        return f"{type(error).__name__}: {said[:_LONGEST_WORDS]}".rstrip(": ")


def _listed(place: str, info: Mapping[str, Any]) -> Listed:
    size = info.get("size")
    version = info.get("ETag") or info.get("etag") or info.get("md5Hash") or info.get("content_settings_md5")
    return Listed(
        place,
        int(size) if size is not None else -1,
        str(version or "").strip('"')[:_LONGEST_WORDS],
        is_folder=info.get("type") == "directory" or place.endswith("/"),
    )
