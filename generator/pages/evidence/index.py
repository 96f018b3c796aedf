"""Where on the site each file that was read is listed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from generator.catalog import FileRead
from generator.pages import paths

FILES_PER_PAGE = 160
"""A page with more rows than this is slow to open on a phone; so many come to some 120 kB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceGroup:
    """The files below one folder that share one evidence page."""

    title: str
    """The folder, such as ``mlruns/3``."""
    part: int
    """Counted from 1; a folder with many files has several."""
    parts: int
    path: str
    """Of the page."""
    files: tuple[FileRead, ...]


@dataclass(frozen=True, slots=True)
class EvidenceIndex:
    """Every evidence page, and the row of every file."""

    groups: tuple[EvidenceGroup, ...]
    rows: Mapping[str, str]
    """Path within the site, with anchor, by :attr:`FileRead.path`."""

    def href(self, path: str) -> str:
        """The row of a file; empty when it was never read."""
        return self.rows.get(path, "")


def index_evidence(files: Iterable[FileRead]) -> EvidenceIndex:
    """Lay out the evidence pages: a group for each second-level folder, cut where it is long."""
    groups: list[EvidenceGroup] = []
    for title, members in groupby(
        sorted(files, key=lambda file: (_group(file.path), file)), lambda file: _group(file.path)
    ):
        listed = tuple(members)
        parts = -(-len(listed) // FILES_PER_PAGE)
        groups += [
            EvidenceGroup(
                title=title,
                part=part,
                parts=parts,
                path=paths.evidence_group(title, part),
                files=listed[(part - 1) * FILES_PER_PAGE : part * FILES_PER_PAGE],
            )
            for part in range(1, parts + 1)
        ]
    rows = {
        file.path: f"{group.path}#{paths.evidence_anchor(file.path)}"
        for group in groups
        for file in group.files
    }
    return EvidenceIndex(tuple(groups), rows)


def _group(path: str) -> str:
    """The first two folders of a path; a file that lies higher belongs to its own folder."""
    folders = path.split("/")[:-1]
    return "/".join(folders[:2]) or path
