"""Git repositories for tests, made with git itself."""

import os
import subprocess
from pathlib import Path

EPOCH = 1_767_600_000
"""2026-01-05T08:00:00Z."""


def git(folder: Path, *arguments: str, hour: float = 0, author: str = "Ada Okafor") -> str:
    """Run git in a folder, at a time and by an author of our own; gives what it prints."""
    moment = f"{EPOCH + round(hour * 3600)} +0000"
    given = {
        "GIT_AUTHOR_DATE": moment,
        "GIT_COMMITTER_DATE": moment,
        "GIT_AUTHOR_NAME": author,
        "GIT_COMMITTER_NAME": author,
        "GIT_AUTHOR_EMAIL": "someone@example.org",
        "GIT_COMMITTER_EMAIL": "someone@example.org",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    done = subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, env={**os.environ, **given}
    )
    return done.stdout.decode("utf-8", "surrogateescape").strip()


def repository(folder: Path, commits: int = 1) -> Path:
    """A repository with some commits, each a greater version of one file."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    for number in range(commits):
        (folder / "notes.txt").write_text("".join(f"line {line}\n" for line in range(40 + number)))
        commit(folder, f"commit {number}")
    return folder


def commit(folder: Path, message: str, hour: float = 0) -> str:
    """Commit all there is; gives the commit's name."""
    git(folder, "add", "-A", hour=hour)
    git(folder, "commit", "-q", "--allow-empty", "-m", message, hour=hour)
    return git(folder, "rev-parse", "HEAD")


def tag(
    folder: Path,
    name: str,
    at: str = "HEAD",
    *,
    hour: float = 0,
    author: str = "Ada Okafor",
    message: str = "",
) -> None:
    """An annotated tag."""
    git(folder, "tag", "-a", "-m", message or f"about {name}", name, at, hour=hour, author=author)
