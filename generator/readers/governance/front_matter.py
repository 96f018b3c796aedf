"""A Markdown file taken apart: YAML front matter, and the headings of what stands below it.

Front matter is what stands between a first line of ``---`` and the next line of ``---`` or ``...``, as Jekyll began it
and static-site generators read it. Headings are found by a CommonMark parser, so that a ``#`` in a code block is none
and an underlined heading is one; only block structure is parsed, nothing is rendered.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt

_FENCE = re.compile(r"---[ \t]*")
_END = re.compile(r"(?:---|\.\.\.)[ \t]*")


@dataclass(frozen=True, slots=True)
class MarkdownFile:
    """The two parts of a file. Lines are counted from 1 at the top of the file."""

    front_matter: str | None
    """Its YAML, behind as many empty lines as stand above it, so that a parser counts the file's own lines; None when
    the file has none or it never ends."""
    body: str
    """The Markdown, with LF between lines."""
    body_line: int
    """The line on which the body begins."""
    unclosed_line: int = 0
    """The line of a ``---`` that opens front matter which never ends; 0 when there is no such line."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at the top level of a Markdown text, not one inside a list or a quotation."""

    title: str
    """As written, without its marks."""
    level: int
    """1 to 6."""
    start: int
    """Index of its first line in the text, counted from 0."""
    end: int
    """Index of the first line below it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph that a text begins with."""

    text: str
    """On one line."""
    start: int
    """Index of its first line, counted from 0."""
    end: int
    """Index of the first line below it."""


def split_front_matter(text: str) -> MarkdownFile:
    """Take a file apart. Blank lines above the front matter are allowed, and CR LF and CR end lines as LF does."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    opening = next((index for index, line in enumerate(lines) if line.strip()), 0)
    if not _FENCE.fullmatch(lines[opening]):
        return MarkdownFile(None, "\n".join(lines), 1)
    for closing in range(opening + 1, len(lines)):
        if _END.fullmatch(lines[closing]):
            yaml = "\n" * (opening + 1) + "\n".join(lines[opening + 1 : closing])
            return MarkdownFile(yaml, "\n".join(lines[closing + 1 :]), closing + 2)
    return MarkdownFile(None, "\n".join(lines[opening + 1 :]), opening + 2, opening + 1)


def find_headings(markdown: str) -> tuple[Heading, ...]:
    """Every heading at the top level of a Markdown text, in order."""
    tokens = _parser().parse(markdown)
    return tuple(
        Heading(" ".join(inline.content.split()), int(token.tag[1:]), token.map[0], token.map[1])
        for token, inline in pairwise(tokens)
        if token.type == "heading_open" and token.level == 0 and token.map
    )


def leading_paragraph(markdown: str) -> Paragraph | None:
    """The paragraph that a Markdown text begins with; None when it begins with anything else."""
    tokens = _parser().parse(markdown)
    if len(tokens) < 2 or tokens[0].type != "paragraph_open" or not tokens[0].map:  # noqa: PLR2004
        return None
    return Paragraph(" ".join(tokens[1].content.split()), *tokens[0].map)


@cache
def _parser() -> MarkdownIt:
    """CommonMark without the inline part, which nobody here asks for and which costs the most."""
    parser = MarkdownIt("commonmark")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser
