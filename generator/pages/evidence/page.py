"""Every file that was read, its digest, and the pages that rely on it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.catalog import FileRead
from generator.messages import say, say_many
from generator.pages import paths
from generator.pages.evidence.index import EvidenceGroup, EvidenceIndex
from generator.pages.portfolio import Portfolio
from generator.pages.text import size
from generator.pages.view import Link, Page, PageKind, RenderedPage, Section

PAGES_SHOWN = 6
"""Links in one row; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One file on its evidence page."""

    file: FileRead
    anchor: str
    pages: tuple[Link, ...]
    """The first of the pages that cite it, in reading order."""
    more: int
    """How many further pages cite it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceGroupView:
    """One evidence page."""

    group: EvidenceGroup
    rows: tuple[FileRow, ...]
    others: tuple[Link, ...]
    """The other parts of the same folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """One folder on the page of all evidence."""

    group: EvidenceGroup
    size: int
    """Bytes of all its files."""
    cited: int
    """How many of its files some page cites."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """The page of all evidence."""

    rows: tuple[GroupRow, ...]
    file_count: int
    size: int
    unread: int
    """Files that could not be read and so have no digest."""
    digests: str
    """Path of the list of digests, as ``sha256sum --check`` takes it."""
    has_packed: bool = False
    """Whether files lie in an archive, which is listed itself."""


def evidence_pages(
    portfolio: Portfolio, index: EvidenceIndex, rendered: Iterable[RenderedPage]
) -> Iterator[Page]:
    """The evidence pages; to be made last, from what the other pages cite."""
    citing = _pages_by_file(rendered)
    files = portfolio.catalog.files
    yield Page(
        path=paths.EVIDENCE,
        kind=PageKind.EVIDENCE,
        title=say("Evidence"),
        summary=say(
            "{files} read, {sum}, each with its SHA-256.",
            files=say_many(len(files), "{n} file", "{n} files"),
            sum=size(sum(file.size for file in files)),
        ),
        view=EvidenceView(
            rows=tuple(
                GroupRow(
                    group=group,
                    size=sum(file.size for file in group.files),
                    cited=sum(file.path in citing for file in group.files),
                )
                for group in index.groups
            ),
            file_count=len(files),
            size=sum(file.size for file in files),
            unread=sum(not file.sha256 for file in files),
            digests=paths.EVIDENCE_DIGESTS,
            has_packed=_has_packed(files),
        ),
        sections=(Section("files", say("Files by folder")), Section("verify", say("How to verify"))),
        breadcrumbs=(Link(say("Portfolio"), paths.HOME),),
    )
    for group in index.groups:
        yield _group_page(group, index, citing)


def evidence_digests(files: Iterable[FileRead]) -> bytes:
    """The digests of all files read, in the format of GNU coreutils' ``sha256sum``, to be checked beside the stores.

    A line begins with a backslash where the name holds one or a line break, both then written as escapes, as
    coreutils has it ("cksum output modes").
    """
    return "".join(_digest_line(file) for file in files if file.sha256).encode("utf-8", "surrogateescape")


def _has_packed(files: Iterable[FileRead]) -> bool:
    """Whether some path is that of another file with ``!/`` and more behind it."""
    read = {file.path for file in files}
    return any(archive in read for path in read for archive, mark, _ in [path.partition("!/")] if mark)


def _digest_line(file: FileRead) -> str:
    name = file.path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    mark = "\\" if name != file.path else ""
    return f"{mark}{file.sha256}  {name}\n"


def _pages_by_file(rendered: Iterable[RenderedPage]) -> dict[str, list[Page]]:
    citing: dict[str, list[Page]] = {}
    for done in rendered:
        for path in dict.fromkeys(source.path for source in done.sources):
            citing.setdefault(path, []).append(done.page)
    return citing


def _group_page(group: EvidenceGroup, index: EvidenceIndex, citing: dict[str, list[Page]]) -> Page:
    part = say(" ({part} of {parts})", part=group.part, parts=group.parts) if group.parts > 1 else ""
    return Page(
        path=group.path,
        kind=PageKind.EVIDENCE_GROUP,
        title=say("Evidence: {group}{part}", group=group.title, part=part),
        summary=say(
            "{files} below {group}.",
            files=say_many(len(group.files), "{n} file", "{n} files"),
            group=group.title,
        ),
        view=EvidenceGroupView(
            group=group,
            rows=tuple(_file_row(file, citing.get(file.path, ())) for file in group.files),
            others=tuple(
                Link(say("part {part}", part=other.part), other.path)
                for other in index.groups
                if other.title == group.title and other.part != group.part
            )
            if group.parts > 1
            else (),
        ),
        sections=(Section("files", say("Files")),),
        keywords=tuple(word for file in group.files for word in (file.path, file.sha256)),
        breadcrumbs=(Link(say("Portfolio"), paths.HOME), Link(say("Evidence"), paths.EVIDENCE)),
        wide=True,
    )


def _file_row(file: FileRead, pages: Sequence[Page]) -> FileRow:
    return FileRow(
        file=file,
        anchor=paths.evidence_anchor(file.path),
        pages=tuple(Link(page.title, page.path) for page in pages[:PAGES_SHOWN]),
        more=max(0, len(pages) - PAGES_SHOWN),
    )
