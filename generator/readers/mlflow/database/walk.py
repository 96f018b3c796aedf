"""A walk through the rows of one table that steps over what is damaged."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import lt

from generator.readers.mlflow.database.faults import DatabaseError, LongValueError
from generator.readers.mlflow.database.file import LEAST_ROW, Database, Row, Table

_LOWEST = -(2**63)
_END = 2**63
"""Behind the greatest number that a row can have."""
_LONGEST_ESCAPE = len(r"\xff")
_MOST_GAPS = 1000
"""Damaged places of one table that are stepped over."""


@dataclass(slots=True)
class Losses:
    """What could not be read of a table, or only oddly."""

    rows: int = 0
    """Rows that were stepped over."""
    gaps: int = 0
    """Places where it is not known how many rows were."""
    first: str = ""
    """What was wrong at the first of either."""
    texts: int = 0
    """Rows with text that is not UTF-8; they are read all the same."""
    first_text: Row = ()
    """The first of these."""


def walk_rows(database: Database, name: str, columns: Sequence[str], losses: Losses) -> Iterator[list[Row]]:
    """Every row of a table that can be read, by ascending number; some at a time, never none.

    Args:
        database: that may have the table.
        name: of the table; one that is not there has no rows.
        columns: whose values are wanted; a column that the table lacks is None in every row.
        losses: what cannot be read is added to.
    """
    table = database.tables.get(name)
    if table is None:
        return
    if not table.row_number:
        losses.gaps, losses.first = 1, "its rows have no numbers"
        return
    database.begin_table()
    yield from _Walk(database, table, database.selection(table, columns), losses, database.size).rows()


@dataclass(slots=True)
class _Walk:
    database: Database
    table: Table
    selection: str
    losses: Losses
    left: int
    """Bytes that the rows ahead can take at most: damaged rows may seem to hold more than the whole file."""
    start: int = _LOWEST
    """The least number that the next row can have."""

    def rows(self) -> Iterator[list[Row]]:
        """Every row that can be read: many at once as long as all is well, one by one up to what is not."""
        while self.start < _END and self.losses.gaps < _MOST_GAPS and not self._is_exhausted:
            try:
                yield from self._many()
            except DatabaseError as error:
                known = self._known_losses
                yield from self._one_by_one()
                if self._known_losses == known:
                    # There is another way to the rows behind the damage, which does not meet it.
                    self._lose(error.message, gaps=1)
        if self.start < _END:
            self._lose("holds more than can be read of a file of its size", gaps=1)

    @property
    def _is_exhausted(self) -> bool:
        return self.left < 0 or self.database.is_exhausted

    @property
    def _known_losses(self) -> tuple[int, ...]:
        return self.losses.rows, self.losses.gaps, self.losses.texts

    def _many(self) -> Iterator[list[Row]]:
        """The rows ahead.

        Raises:
            DatabaseError: when one of the next ones cannot be read; those before it may not have been given yet.
        """
        query = f"{self._query(self.selection)} ORDER BY {self.table.row_number}"
        try:
            yield from map(self._passed, self.database.run_together(query, self.start))
        except LongValueError:
            for row in self.database.run(query, self.start):
                yield self._passed([row])
        self.start = _END

    def _one_by_one(self) -> Iterator[list[Row]]:
        """The rows ahead up to one that cannot be read, or only oddly; that one is stepped over."""
        query = f"{self._query(self.selection)} ORDER BY {self.table.row_number} LIMIT 1"
        while self.start < _END and not self._is_exhausted:
            try:
                found = list(self.database.run(query, self.start))
                passed = self._passed(found) if found else []
            except DatabaseError as error:
                stepped = [] if self.left < 0 else self._step_over(error)
                if stepped:
                    yield stepped
                return
            if passed:
                yield passed
            else:
                self.start = _END

    def _step_over(self, error: DatabaseError) -> list[Row]:
        """Go on behind the next row, which cannot be read; gives it when it can be read oddly."""
        try:
            number = self._first_from(self.start)
        except DatabaseError:
            self._lose(error.message, gaps=1)
            self.start = self._beyond()
            return []
        if number is None:
            self.start = _END
            return []
        query = f"{self._query(self.selection)} AND {self.table.row_number} = {number}"
        try:
            found = [row[1:] for row in self.database.run_tolerantly(query, self.start)]
        except DatabaseError:
            self._lose(error.message, rows=1)
            found = []
        self.start = number + 1
        if found:
            self.left -= _length(found) // _LONGEST_ESCAPE
            self.losses.texts += 1
            self.losses.first_text = self.losses.first_text or found[0]
        return found

    def _passed(self, rows: list[Row]) -> list[Row]:
        """Take note that rows were met; gives them without their numbers.

        Raises:
            DatabaseError: when one was met before, or there is no room for them in the file: then the table's tree leads in
                circles.
        """
        numbers = [row[0] for row in rows]
        if (
            set(map(type, numbers)) != {int}
            or numbers[0] < self.start
            or not all(map(lt, numbers, numbers[1:]))
        ):
            raise DatabaseError("has rows out of order", slug="database-damaged")
        left = self.left - max(LEAST_ROW * len(rows), _length(rows))
        if left >= 0 or len(rows) == 1:  # of several, some may still have room: they are asked for one by one
            self.start, self.left = numbers[-1] + 1, left
        if left < 0:
            raise DatabaseError("has more in it than fits into the file", slug="database-damaged")
        return [row[1:] for row in rows]

    def _first_from(self, start: int) -> int | None:
        """The number of the first row from a number on; None when there is none.

        Raises:
            DatabaseError: when the way there is damaged.
        """
        number = self.table.row_number
        for found, _ in self.database.run(f"{self._query('NULL')} ORDER BY {number} LIMIT 1", start):
            if not isinstance(found, int) or found < start:
                raise DatabaseError("has rows out of order", slug="database-damaged")
            return found
        return None

    def _beyond(self) -> int:
        """The least number behind a damaged place from which the way is whole again."""
        damaged, reach = self.start, 1
        while (whole := self.start + reach) < _END and not self._is_whole(whole):
            damaged, reach = whole, reach * 2
        if whole >= _END:
            return _END
        while whole - damaged > 1:
            middle = (damaged + whole) // 2
            damaged, whole = (damaged, middle) if self._is_whole(middle) else (middle, whole)
        return whole

    def _is_whole(self, start: int) -> bool:
        try:
            self._first_from(start)
        except DatabaseError:
            return False
        return True

    def _query(self, selection: str) -> str:
        number, name = self.table.row_number, self.table.name
        return f'SELECT {number}, {selection} FROM "{name}" NOT INDEXED WHERE {number} >= ?'  # noqa: S608 names of ours

    def _lose(self, message: str, *, rows: int = 0, gaps: int = 0) -> None:
        self.losses.rows += rows
        self.losses.gaps += gaps
        self.losses.first = self.losses.first or message


def _length(rows: Iterable[Row]) -> int:
    """Bytes of the text in some rows, about."""
    return sum(map(_length_of, zip(*rows, strict=True)))


def _length_of(column: Row) -> int:
    kinds = set(map(type, column))
    if kinds == {str}:
        return sum(map(len, column))
    if kinds.isdisjoint({str, bytes}):
        return 0
    return sum(len(each) for each in column if isinstance(each, str | bytes))
