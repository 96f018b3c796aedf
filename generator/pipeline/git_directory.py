"""Where git keeps the history of a folder: the one thing that is looked for above what was named.

Only a git directory that belongs to a folder around the named one is taken: ``.git`` itself; or, where ``.git`` is a file,
what it points at, if that is a worktree that points back (``gitdir``) or a submodule kept by a repository around it.
So a ``.git`` file in a folder from elsewhere leads nowhere else. The formats are those of ``gitrepository-layout``.
"""

from dataclasses import dataclass
from pathlib import Path

_LONGEST = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class GitDirectory:
    """A git directory, and what of it concerns one folder."""

    directory: Path
    """The directory that all worktrees share."""
    head: str
    """Path in it of the file that says what is checked out."""
    folder: str
    """Path of the folder in the repository; empty for its root."""


def git_directory(folder: Path) -> GitDirectory | None:
    """The git directory of the repository around a folder; None when there is none that may be read."""
    folder = folder.resolve()
    for root in (folder, *folder.parents):
        dot = root / ".git"
        if dot.is_dir() or dot.is_file():
            inside = folder.relative_to(root).as_posix()
            return _at(dot, "" if inside == "." else inside)
    return None


def _at(dot: Path, folder: str) -> GitDirectory | None:
    """The git directory that ``.git`` is or points at."""
    if dot.is_dir():
        return GitDirectory(directory=dot, head="HEAD", folder=folder) if (dot / "HEAD").is_file() else None
    named = _line(dot)
    if not named.startswith("gitdir:"):
        return None
    own = (dot.parent / named.removeprefix("gitdir:").strip()).resolve()
    if not (own / "HEAD").is_file():
        return None
    if (own / "commondir").is_file():
        shared = (own / _line(own / "commondir")).resolve()
        back = (own / _line(own / "gitdir")).resolve()
        if back != dot.resolve() or not own.is_relative_to(shared):
            return None
        head = (own / "HEAD").relative_to(shared).as_posix()
        return GitDirectory(directory=shared, head=head, folder=folder)
    kept = any(own.is_relative_to(_modules(above)) for above in dot.parent.parents)
    return GitDirectory(directory=own, head="HEAD", folder=folder) if kept else None


def _modules(root: Path) -> Path:
    """Where a repository keeps those of its submodules."""
    return (root / ".git" / "modules").resolve()


def _line(file: Path) -> str:
    """What a small file says; empty when it cannot be read."""
    try:
        with file.open("rb") as opened:
            data = opened.read(_LONGEST)
        return data.decode().strip()
    except (OSError, ValueError):
        return ""
