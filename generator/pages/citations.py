"""The numbered sources of one page."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from generator.pages import paths
from generator.pages.evidence.index import EvidenceIndex
from generator.provenance import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedFile:
    """One file in a page's list of sources, with its places: path, link and digest stand once, however many there are."""

    path: str
    sha256: str
    """Empty for a file that was never read."""
    href: str
    """Relative link to the file's row on its evidence page; empty when the file was never read."""
    places: tuple[tuple[int, str], ...]
    """Number, as in the marks on the page, and pointer, which is empty for the whole file."""


class Citations:
    """Gives each place cited its number, in the order of first use."""

    def __init__(self, page: str, evidence: EvidenceIndex) -> None:
        self._page = page
        self._evidence = evidence
        self._numbers: dict[Source, int] = {}

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every place cited so far, in the order of its number."""
        return tuple(self._numbers)

    def cite(self, sources: Iterable[Source] | Source) -> Markup:
        """The marks of one fact: links to the entries of the list of sources. Empty for no source."""
        places = (sources,) if isinstance(sources, Source) else tuple(sources)
        if not places:
            return Markup("")
        numbers = sorted({self._numbers.setdefault(place, len(self._numbers) + 1) for place in places})
        marks = " ".join(  # a mark ends with its comma, for in tables it is wider than what it says
            f'<a href="#source-{first}">{first if first == last else f"{first}–{last}"}{"," * (last < numbers[-1])}</a>'
            for first, last in _ranges(numbers)
        )
        return Markup(f'<sup class="mf-cite">{marks}</sup>')  # noqa: S704 - made of numbers alone

    def listed(self) -> tuple[CitedFile, ...]:
        """The list of sources, by the file that is cited first; to be asked for after the last mark was made."""
        places: dict[tuple[str, str], list[tuple[int, str]]] = {}
        for source, number in self._numbers.items():
            places.setdefault((source.path, source.sha256), []).append((number, source.pointer))
        return tuple(
            CitedFile(path=path, sha256=sha256, href=self._href(path), places=tuple(cited))
            for (path, sha256), cited in places.items()
        )

    def _href(self, path: str) -> str:
        target = self._evidence.href(path)
        return paths.relative(self._page, target) if target else ""


def _ranges(numbers: list[int]) -> list[tuple[int, int]]:
    """Ascending numbers as runs of neighbours, so that ten marks in a row read ``3–12``."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
