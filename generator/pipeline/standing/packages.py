"""Which packages are installed, and since when: they decide what a build gives as much as our own code does."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from generator.pipeline.standing.walk import UnstampedError

_OURS = ("modelfolio-", "modelfolio.")
_ENDINGS = (".dist-info", ".egg-info", ".egg-link", ".pth")
"""Of what an installer writes (https://packaging.python.org/specifications/recording-installed-packages)."""
_SITES = frozenset({"site-packages", "dist-packages"})
_ORIGIN = "direct_url.json"
"""Says whether a package is installed so that it can be edited in place (PEP 610)."""


def installed_packages() -> Iterator[str]:
    """A text for each folder that Python looks in, and for each package there: another one once it is installed anew.

    Raises:
        UnstampedError: when code of others than us may change where it lies without being installed anew.
    """
    for folder in map(Path, sys.path):
        yield repr(folder)
        try:
            with os.scandir(folder) as listing:
                found = sorted(
                    (entry for entry in listing if entry.name.endswith(_ENDINGS)), key=lambda each: each.name
                )
        except FileNotFoundError:  # such as the archive of Python's own library
            continue
        except OSError as error:
            raise UnstampedError(f"{folder}: {error}") from error
        for entry in found:
            _refuse_edited(folder, entry)
            status = entry.stat()
            yield repr((entry.name, status.st_ino, status.st_mtime_ns, status.st_ctime_ns))


def _refuse_edited(folder: Path, entry: "os.DirEntry[str]") -> None:
    """Refuse a package of others whose code is used where it is written.

    Raises:
        UnstampedError: when it is one.
    """
    if entry.name.startswith(_OURS) or entry.name.endswith(".pth"):
        return
    if folder.name not in _SITES or entry.name.endswith(".egg-link") or _is_editable(Path(entry.path)):
        raise UnstampedError(f"{entry.path} tells of a package that can be edited in place")


def _is_editable(described: Path) -> bool:
    try:
        origin = json.loads((described / _ORIGIN).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as error:
        raise UnstampedError(f"{described}: {error}") from error
    return not isinstance(origin, dict) or bool(origin.get("dir_info", {}).get("editable"))
