"""What people wrote below the front matter of a card file, section by section."""

import re
from collections.abc import Iterator, Sequence

from generator.catalog import CARD_FIELDS, CardField, FieldKind, Problem, Prose, Severity, card_field
from generator.provenance import Source
from generator.readers.governance.faults import MOST_TOLD, close_match, counted_rest
from generator.readers.governance.front_matter import Heading, MarkdownFile, find_headings

INTRODUCTION = "Introduction"
"""Title of the text above the first section."""

MOST_SECTIONS = 500
"""Sections of one file; what stands below more headings is part of the last one."""

_UNKNOWN_HEADING = "card-heading-unknown"
_NUMBERING = re.compile(r"\d+(?:\.\d+)*[.)]?\s+")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def read_sections(file: MarkdownFile, source: Source, problems: list[Problem]) -> tuple[Prose, ...]:
    """The sections of a card file in their order, the text above the first one as :data:`INTRODUCTION`.

    A section reaches to the next heading that begins one: any of the topmost level in use, or a deeper one that names
    a field of the card other than the section it stands in. A single heading of the first level above all others
    that names no field is the title of the file and begins none. Of two sections for one field the first answers it.
    """
    lines = file.body.split("\n")
    headings = find_headings(file.body)
    title, opening = _opening(headings)
    first = opening[0].start if opening else len(lines)
    prose = [*_introduction(file, lines, title, first, source)]
    answered: dict[str, Prose] = {}
    unknown: list[tuple[Heading, Source]] = []
    ends = [*(heading.start for heading in opening[1:]), len(lines)]
    for heading, end in zip(opening, ends, strict=False):
        field = _field(heading.title)
        place = source.line(file.body_line + heading.start)
        text = "\n".join(lines[heading.end : end]).strip("\n")
        key = field.key if field and field.key not in answered else ""
        section = Prose(key, heading.title, text.rstrip(), place)
        if field is None:
            unknown.append((heading, place))
        elif not key:
            problems.append(_answered_twice(heading, place, answered[field.key]))
        else:
            answered[key] = section
        prose.append(section)
    problems.extend(_unknown_heading(*found) for found in unknown[:MOST_TOLD])
    problems.extend(
        counted_rest(len(unknown), source, _UNKNOWN_HEADING, "headings that are no field of the card")
    )
    return tuple(prose)


def _opening(headings: Sequence[Heading]) -> tuple[Heading | None, list[Heading]]:
    """The title of the file, if it has one, and the headings that begin sections."""
    title = None
    alone = sum(heading.level == 1 for heading in headings) == 1
    if alone and headings[0].level == 1 and not _field(headings[0].title):
        title, headings = headings[0], headings[1:]
    topmost = min((heading.level for heading in headings), default=0)
    opening: list[Heading] = []
    for heading in headings:
        field = _field(heading.title)
        within = _field(opening[-1].title) if opening else None
        begins = not opening or heading.level <= topmost or (field and field is not within)
        if begins and len(opening) < MOST_SECTIONS:
            opening.append(heading)
    return title, opening


def _introduction(
    file: MarkdownFile, lines: Sequence[str], title: Heading | None, first: int, source: Source
) -> Iterator[Prose]:
    """The text above the first section, the title of the file left out; none when it is nothing but comments."""
    kept = [
        "" if title and title.start <= index < title.end else line for index, line in enumerate(lines[:first])
    ]
    begin = next((index for index, line in enumerate(kept) if line.strip()), None)
    if begin is None:
        return
    text = "\n".join(kept[begin:]).rstrip()
    if _COMMENT.sub("", text).strip():
        yield Prose("", INTRODUCTION, text, source.line(file.body_line + begin))


def _field(title: str) -> CardField | None:
    """The field of the card that a heading names, with or without a number before it."""
    return card_field(FieldKind.PROSE, title) or card_field(
        FieldKind.PROSE, _NUMBERING.sub("", title, count=1)
    )


def _unknown_heading(heading: Heading, place: Source) -> Problem:
    stated = card_field(FieldKind.FRONT_MATTER, heading.title)
    if stated:
        remedy = f"write {stated.key}: in the front matter"
    else:
        known = (
            name
            for field in CARD_FIELDS
            if field.kind is FieldKind.PROSE
            for name in (field.title, *field.aliases)
        )
        meant = close_match(heading.title, known)
        remedy = f"did you mean “{meant}”?" if meant else ""
    return Problem(
        slug=_UNKNOWN_HEADING,
        severity=Severity.NOTE,
        source=place,
        message=f"the heading {heading.title!a} is no field of the card",
        cost="the section is shown, and answers no question of the card",
        remedy=remedy,
    )


def _answered_twice(heading: Heading, place: Source, first: Prose) -> Problem:
    line = first.source.pointer
    return Problem(
        slug="card-heading-twice",
        severity=Severity.WARNING,
        source=place,
        message=f"the heading {heading.title!a} means the same as {first.title!a} on {line}",
        cost="the first section answers the card; both are shown",
        remedy="make one section of the two",
    )
