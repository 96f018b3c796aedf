"""The index as small scripts below ``search/``, of which a browser takes a handful for each question.

A script works where a page opened from a disk may fetch nothing else, and the policy of the pages admits those of the
site. ``index.js`` says what there is. All words stand in their order in ``words/``, cut every :data:`WORDS_SIZE`
characters, so that every beginning of a word leads to one file or to two neighbours. A beginning that more files share
has a list of its own in ``beginnings/``, named by its code points. What a result shows stands in ``records/``,
:data:`RECORDS` a file. No page takes anything of it before somebody searches.

A list of records is three lists, by where the word stands: in the title, among the names, in the text. Each is written
as steps from one number to the next; a negative one says how many more follow without a gap.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from pathlib import Path

from generator.messages.language import AS_WRITTEN, Language
from generator.pages.view import Page, SiteFile
from generator.site.search.records import Record, records
from generator.site.search.tokens import tokens

WORDS_SIZE = 16_000
RECORDS = 50
_NEIGHBOURS = 2
"""Files of words that a browser takes at once."""
_TITLE, _NAMES, _TEXT = range(3)
_FOLDER = "search"
_MATERIAL = Path(_FOLDER, "search_index.json")

Postings = dict[int, int]
"""From the number of a record to the best place where it has the word."""


def add_index(site: Path, pages: Sequence[Page], language: Language = AS_WRITTEN) -> tuple[int, int]:
    """Write the index of generated and authored pages, in place of the one that Material's search plugin wrote.

    Args:
        site: folder of the finished pages.
        pages: the generated ones, in the language of the site.
        language: what kinds of results are called in.

    Returns:
        The number of records, and the bytes of the index; (0, 0) when the search is switched off.
    """
    if not (site / _MATERIAL).is_file():
        return 0, 0
    authored = json.loads((site / _MATERIAL).read_bytes())["docs"]
    (site / _MATERIAL).unlink()
    found = records(pages, authored, language)
    size = 0
    for file in index_files(found):
        place = site / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.content)
        size += len(file.content)
    return len(found), size


def index_files(found: Sequence[Record]) -> Iterator[SiteFile]:
    """The scripts of the index of these records, which stand by kind."""
    postings = _postings(found)
    words = sorted(postings)
    pieces = list(_cut(words, postings))
    starts = [piece[0][0] for piece in pieces]
    wide = dict(_beginnings(words, postings, starts))
    kinds = [[kind, sum(1 for _ in those)] for kind, those in groupby(found, key=lambda record: record.kind)]
    yield _script("index", {"kinds": kinds, "perFile": RECORDS, "starts": starts, "beginnings": [*wide]})
    for number, piece in enumerate(pieces):
        yield _script(f"words/{number}", [list(column) for column in zip(*piece, strict=True)])
    for beginning, merged in wide.items():
        yield _script(f"beginnings/{'-'.join(f'{ord(letter):x}' for letter in beginning)}", _listed(merged))
    for number, start in enumerate(range(0, len(found), RECORDS)):
        rows = [[record.title, record.href, record.summary] for record in found[start : start + RECORDS]]
        yield _script(f"records/{number}", rows)


def _postings(found: Iterable[Record]) -> dict[str, Postings]:
    postings: dict[str, Postings] = {}
    for number, record in enumerate(found):
        places = (_TITLE, (record.title,)), (_NAMES, record.words), (_TEXT, (record.kind, record.body))
        for place, texts in places:
            for text in texts:
                for word in tokens(text):
                    postings.setdefault(word, {}).setdefault(number, place)
    return postings


def _listed(postings: Postings) -> list[list[int]]:
    """The numbers by their place, as steps."""
    places: list[list[int]] = [[], [], []]
    for number in sorted(postings):
        places[postings[number]].append(number)
    return [_steps(numbers) for numbers in places]


def _steps(numbers: Sequence[int]) -> list[int]:
    steps: list[int] = []
    for before, number in pairwise([-1, *numbers]):
        if number - before > 1 or not steps:
            steps.append(number - before)
        elif steps[-1] < 0:
            steps[-1] -= 1
        else:
            steps.append(-1)
    return steps


def _cut(
    words: Iterable[str], postings: Mapping[str, Postings]
) -> Iterator[list[tuple[str, list[list[int]]]]]:
    piece: list[tuple[str, list[list[int]]]] = []
    size = 0
    for word in words:
        listed = _listed(postings[word])
        length = len(word) + sum(len(str(step)) + 1 for steps in listed for step in steps) + 12
        if piece and size + length > WORDS_SIZE:
            yield piece
            piece, size = [], 0
        piece.append((word, listed))
        size += length
    if piece:
        yield piece


def _beginnings(
    words: Sequence[str], postings: Mapping[str, Postings], starts: Sequence[str]
) -> Iterator[tuple[str, Postings]]:
    """Every beginning that more words share than a browser takes at once, with all their records."""
    waiting, length = list(words), 1
    while waiting:
        left: list[str] = []
        for beginning, group in groupby(waiting, key=lambda word: word[:length]):
            those = list(group)
            files = bisect_right(starts, those[-1]) - bisect_right(starts, those[0]) + 1
            if files <= _NEIGHBOURS:
                continue
            merged: Postings = {}
            for word in those:
                for number, place in postings[word].items():
                    merged[number] = min(place, merged.get(number, place))
            yield beginning, merged
            left += [word for word in those if len(word) > length]
        waiting, length = left, length + 1


def _script(name: str, data: object) -> SiteFile:
    """One file of the index: a call with its name and its data."""
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return SiteFile(
        f"{_FOLDER}/{name}.js", f'modelfolioSearch("{name}",{content})\n'.encode("utf-8", "replace")
    )
