"""Rows of MLflow's tables as documents, and as params and tags: each with the place that it is found by."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress, pairwise
from operator import attrgetter, ne
from sys import intern
from typing import TypeAlias, TypeVar

from generator.catalog import Param, Severity, Tag
from generator.provenance import Source
from generator.provenance.document import Document
from generator.readers.mlflow.artifacts import below
from generator.readers.mlflow.database.file import Database, Row
from generator.readers.mlflow.database.row_places import DEFAULT_WORKSPACE, Places, place_of
from generator.readers.mlflow.database.walk import Losses, walk_rows
from generator.readers.reading import Reading

Owner: TypeAlias = tuple[str, ...]
"""What a param or a tag belongs to: the values of the columns that say so, as text."""
_WORKSPACE = "workspace"

_KEY_TYPES = frozenset({str, int})
_Text = TypeVar("_Text", Param, Tag)
_Record = TypeVar("_Record")
_key = attrgetter("key")


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one database, and where their problems go."""

    database: Database
    reading: Reading

    def documents(
        self, name: str, key: Sequence[str], columns: Sequence[str], noun: str
    ) -> Iterator[Document]:
        """The rows of a table, each as a document whose fields are its columns.

        Args:
            name: of the table; one that is not there has no rows.
            key: the columns that tell its rows apart; ``workspace``, which only late tables have, is the first.
            columns: the others that are wanted.
            noun: what a row records.
        """
        wanted = (*key, *columns)
        scan = Scan(self, name, key, noun)
        for row in chain.from_iterable(scan.rows(wanted, required=key)):
            yield Document(dict(zip(wanted, row, strict=True)), scan.place(row))
        scan.report()

    def params(
        self, name: str, owner: Sequence[str], columns: tuple[str, str] = ("key", "value")
    ) -> dict[Owner, tuple[Param, ...]]:
        """The params in a table, those of each owner by key.

        Args:
            name: of the table; one that is not there has no rows.
            owner: the columns that say what a row belongs to.
            columns: of the key and of the value.
        """
        return self._texts(Param, Scan(self, name, (*owner, columns[0]), "param"), columns[1])

    def tags(
        self, name: str, owner: Sequence[str], columns: tuple[str, str] = ("key", "value")
    ) -> dict[Owner, tuple[Tag, ...]]:
        """The tags in a table, as :meth:`params`."""
        return self._texts(Tag, Scan(self, name, (*owner, columns[0]), "tag"), columns[1])

    def has_columns(self, name: str, columns: Iterable[str], noun: str) -> bool:
        """Whether a table is there and can be read at all; one that lacks columns is reported."""
        table = self.database.tables.get(name)
        if table is None:
            return False
        lacking = [column for column in columns if column not in table.columns and column != _WORKSPACE]
        if lacking:
            self.reading.report(
                "database-column-missing", Severity.ERROR, self.database.source.at(name),
                f"the table has no column {', '.join(lacking)}", f"no {noun} in it is shown",
            )  # fmt: skip
        return not lacking

    def report_orphans(
        self, name: str, owners: Iterable[Owner], noun: str, *, has_workspace: bool = False
    ) -> None:
        """Report the rows of a table whose owners are not recorded.

        Args:
            name: of the table.
            owners: that are not.
            noun: what they would be.
            has_workspace: whether each begins with a workspace.
        """
        ordered = sorted(owners)
        if ordered:
            place = place_of(self.database.source, name, ordered[0], has_workspace=has_workspace)
            count = len(ordered)
            of = f"a {noun} that is" if count == 1 else f"{count} {plural(noun)} that are"
            self.reading.report(
                "owner-missing", Severity.WARNING, place, f"the table has rows of {of} not recorded",
                "they are not shown",
            )  # fmt: skip

    def _texts(self, make: type[_Text], scan: "Scan", column: str) -> dict[Owner, tuple[_Text, ...]]:
        found: dict[Owner, list[_Text]] = {}
        columns = (*scan.key, column)
        places = Places(self.database.source, scan.name)
        for rows in scan.rows(columns, required=columns):
            read = _plain_texts(rows, places) if len(columns) == 3 else None  # noqa: PLR2004 owner, key and value
            if read is not None:
                owners, *fields = read
                for owner, texts in by_owner(owners, list(map(make, *fields))):
                    found.setdefault((owner,), []).extend(texts)
                continue
            for row in rows:
                single = _text(make, row, scan)
                if single is not None:
                    found.setdefault(_owner(scan.key, row[:-2]), []).append(single)
        scan.report()
        for texts in found.values():
            texts.sort(key=_key)
        return {owner: tuple(texts) for owner, texts in found.items()}


def by_owner(owners: Sequence[str], records: Sequence[_Record]) -> Iterator[tuple[str, Sequence[_Record]]]:
    """Records that follow each other and have the same owner, as those of one run mostly do; at least one of each."""
    count = len(owners)
    starts = (0, *compress(range(1, count), map(ne, owners, owners[1:])), count)
    return ((owners[start], records[start:end]) for start, end in pairwise(starts))


def _plain_texts(
    rows: Sequence[Row], places: Places
) -> tuple[Sequence[str], Iterable[str], Iterable[str], Iterable[Source]] | None:
    """Owners, keys, values and places of some rows, when all of them are texts without a fault; else None."""
    owners, keys, values = columns = tuple(zip(*rows, strict=True))
    if any(set(map(type, column)) != {str} for column in columns) or "\0" in "".join(values):
        return None
    return owners, map(intern, keys), values, places.of(owners, keys)


def _text(make: type[_Text], row: Row, scan: "Scan") -> _Text | None:
    """The param or tag in one row; None, and a note, when it is none."""
    *_, key, value = row
    place = scan.place(row[:-2]).at(key)
    text = value if isinstance(value, str) else _written(value)
    if text is None:
        scan.note("value-not-text", place)
        return None
    if "\0" in text:
        scan.note("text-null", place)
    return make(intern(str(key)), text, place)


@dataclass(slots=True)
class _Oddity:
    """Rows that are odd in the same way."""

    first: Source
    count: int = 0


@dataclass(slots=True)
class Scan:
    """One pass over the rows of a table, and what was odd on it."""

    tables: Tables
    name: str
    """Of the table."""
    key: Sequence[str]
    """The columns that tell its rows apart."""
    noun: str
    """What a row records."""
    losses: Losses = field(default_factory=Losses)
    odd: dict[str, _Oddity] = field(default_factory=dict)
    """By slug."""

    def rows(self, columns: Sequence[str], *, required: Sequence[str]) -> Iterator[list[Row]]:
        """The values of every row that has a key, which is what they begin with; some rows at a time."""
        if not self.tables.has_columns(self.name, required, self.noun):
            return
        first, last = int(self._has_workspace), len(self.key)
        for rows in walk_rows(self.tables.database, self.name, columns, self.losses):
            keys = list(zip(*rows, strict=True))[first:last]
            if all("" not in column and _KEY_TYPES.issuperset(map(type, column)) for column in keys):
                yield rows
                continue
            kept = [row for row in rows if all(map(_is_key, row[first:last]))]
            self.note("row-without-key", self.tables.database.source.at(self.name), len(rows) - len(kept))
            yield kept

    def place(self, row: Row) -> Source:
        """The place of a row, or of those whose keys begin alike."""
        key = row[: len(self.key)]
        return place_of(self.tables.database.source, self.name, key, has_workspace=self._has_workspace)

    @property
    def _has_workspace(self) -> bool:
        return self.key[0] == _WORKSPACE

    @property
    def has_primary_key(self) -> bool:
        """Whether no two rows of the table agree in what tells them apart."""
        table = self.tables.database.tables.get(self.name)
        return table is not None and table.has_primary_key

    def note(self, slug: str, place: Source, count: int = 1) -> None:
        """Take note of rows that are odd in some way."""
        self.odd.setdefault(slug, _Oddity(place)).count += count

    def report(self) -> None:
        """Report what was odd, once for each way of being so."""
        source, losses = self.tables.database.source.at(self.name), self.losses
        if losses.rows or losses.gaps:
            rows = "a row" if losses.rows == 1 else f"{losses.rows} rows" if losses.rows else "rows"
            self.tables.reading.report(
                "database-damaged", Severity.ERROR, source,
                f"{rows} of the table cannot be read: it {losses.first}", f"the {plural(self.noun)} in them are not shown",
                "restore the database from a backup, or mend it with the .recover command of sqlite3",
            )  # fmt: skip
        if losses.texts:
            self.odd["text-not-utf8"] = _Oddity(self.place(losses.first_text), losses.texts)
        for slug, oddity in sorted(self.odd.items()):
            self._report(slug, oddity)

    def _report(self, slug: str, oddity: _Oddity) -> None:
        rows = "the row" if oddity.count == 1 else f"{oddity.count} rows, this one first,"
        has, is_, differ = ("has", "is", "differs") if oddity.count == 1 else ("have", "are", "differ")
        message, cost = {
            "latest-differs": (
                f"{rows} {differ} from the history in the table metrics", "the history is followed",
            ),
            "metric-history-missing": (
                f"{rows} {has} no history in the table metrics", "only the latest value of the metric is shown",
            ),
            "metric-point-invalid": (f"{rows} {is_} no metric point", "the point is not shown"),
            "metric-repeats-bounded": (
                f"{rows} {has} more points than are compared with each other",
                "not every repeated point is counted as one",
            ),
            "row-without-key": (f"{rows} {has} no {' or no '.join(self.key)}", f"the {plural(self.noun)} in them are not shown"),
            "text-not-utf8": (f"{rows} {has} text that is not UTF-8", "the text is shown as it is"),
            "text-null": (f"{rows} {has} text with null characters", "the text is shown as it is"),
            "value-not-text": (f"{rows} {has} bytes where text should be", f"the {self.noun} is not shown"),
        }[slug]  # fmt: skip
        self.tables.reading.report(slug, Severity.WARNING, oddity.first, message, cost)


def plural(noun: str) -> str:
    """Of what a row records."""
    return f"{noun}es" if noun.endswith("s") else f"{noun}s"


def label_of(label: str, workspace: str) -> str:
    """The label for the records of a workspace: two of them may have the same name for different things."""
    return label if workspace in {"", DEFAULT_WORKSPACE} else below(label, f"workspaces/{workspace}")


def _is_key(value: object) -> bool:
    """Whether a value can tell a row apart."""
    return value != "" and type(value) in _KEY_TYPES


def _owner(columns: Sequence[str], values: Iterable[object]) -> Owner:
    """Values as text; what is recorded without a workspace is in the default one."""
    return tuple(
        str(value) if value is not None else DEFAULT_WORKSPACE if column == _WORKSPACE else ""
        for column, value in zip(columns, values, strict=False)
    )


def _written(value: object) -> str | None:
    """A number as text, and what is NULL as none; None for bytes."""
    if value is None:
        return ""
    return str(value) if isinstance(value, int | float) else None
