"""A database of SQLite opened so that nothing is written and nothing that it says is run.

Only rows of plain tables are read. Views, virtual tables and computed columns, which may do anything when they are read,
are never asked, and what SQLite offers against hostile databases is switched on
(https://www.sqlite.org/security.html). What reading may cost is bound by the size of the file and not by the clock, so
that the same file always gives the same records.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from generator.provenance import Source
from generator.readers.mlflow.database.faults import (
    INDEX_DAMAGED,
    LONGEST_VALUE,
    DatabaseError,
    LongValueError,
    damage,
)

Row: TypeAlias = tuple[Any, ...]
"""Each value is None, a whole number, a float, text or bytes, whatever its column is said to hold."""

LONGEST_KEY = 64 * 2**10
"""The same where many rows are read at once, which have keys and numbers only."""
_ROW_NUMBERS = ("rowid", "_rowid_", "oid")
"""What the number that every row has is called, unless a column is."""
LEAST_ROW = 8
"""Bytes that a row takes on disk at least: a damaged tree may seem to hold more rows than fit."""
_ROWS_AT_ONCE = 1000
_LONG_ROWS_AT_ONCE = 256
"""The same where a value may be of any length up to :data:`_LONG_VALUE`."""
_LONG_VALUE = 2**20
"""Bytes of a value that is still read together with others."""
_STEPS_AT_ONCE = 1_000_000
_LEAST_STEPS = 50_000_000
_STEPS_PER_BYTE = 64
"""Steps of SQLite's machine that reading a table may take: many times what any table in a file of that size takes."""
_SCHEMA_STEPS = 100_000
"""Steps after which the list of tables is too long to be MLflow's: some ten thousand entries. SQLite takes minutes to
understand one that is made for it."""
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LONGEST_VALUE,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 10,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 100_000,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 8,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 100,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
_GUARDS = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA query_only = ON",
)
_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION})
_PLAIN_TABLE = re.compile(r"CREATE\s+TABLE\s", re.IGNORECASE)
_FAILURES = (sqlite3.Error, MemoryError, UnicodeDecodeError)
"""The last comes when SQLite quotes damaged text in what it says."""


@dataclass(frozen=True, slots=True)
class Table:
    """A plain table of a database."""

    name: str
    columns: frozenset[str]
    """Names of those that are kept on disk."""
    has_primary_key: bool
    row_number: str
    """What the numbers of its rows are called; empty when they have none that can be asked for."""


@contextmanager
def open_database(
    place: Path, source: Source, tables: Sequence[str], *, private: bool
) -> Iterator["Database"]:
    """Open a database to read some of its tables.

    Args:
        place: of the file on this machine.
        source: of the file in its store.
        tables: the names asked for; no others can be read.
        private: whether it is a copy of our own, in which SQLite may put the file and its logs together. Any other is
            taken to lie still: its logs are not looked at, and nothing is written beside it.

    Raises:
        DatabaseError: when it is no database of SQLite, or its list of tables cannot be read.
    """
    mode = "mode=rw" if private else "mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(f"{place.as_uri()}?{mode}", uri=True, isolation_level=None)
    except _FAILURES as error:
        raise damage(error, source) from error
    with closing(connection):
        beside = place.parent.iterdir() if private else (place,)
        yield Database(connection, source, sum(each.stat().st_size for each in beside), tables)


class Database:
    """An open database."""

    def __init__(
        self, connection: sqlite3.Connection, source: Source, size: int, tables: Sequence[str]
    ) -> None:
        self.source = source
        """The file."""
        self.damage = ""
        """What is wrong with the database as a whole, when only a part of it can be read."""
        self.size = size
        """Bytes of the file and its logs: nothing can hold more than that."""
        self._connection = connection
        self._steps_left = 0
        connection.set_progress_handler(lambda: True, _SCHEMA_STEPS)
        for limit, most in _LIMITS.items():
            connection.setlimit(limit, most)
        kinds = self._kinds()
        self.posing = {name: kinds[name] for name in tables if kinds.get(name, "table") != "table"}
        """Views and virtual tables that are called as a table asked for, with what they are."""
        self.tables = {name: self._table(name) for name in tables if kinds.get(name) == "table"}
        """The tables asked for that are there, by name."""
        connection.set_progress_handler(self._step, _STEPS_AT_ONCE)
        connection.set_authorizer(self._authorize)

    @property
    def is_exhausted(self) -> bool:
        """Whether reading a table took more than any table in a file of this size should, so that it ends there."""
        return self._steps_left < 0

    def begin_table(self) -> None:
        """Reading the next table may take as much as if it were the first."""
        self._steps_left = _LEAST_STEPS + _STEPS_PER_BYTE * self.size

    def sorted_rows(self, name: str, columns: Sequence[str], order: Sequence[str]) -> Iterator[list[Row]]:
        """Every row of a table, sorted; some at a time, never none.

        Args:
            name: of the table; one that is not there has no rows.
            columns: whose values are wanted; a column that the table lacks is None in every row.
            order: columns to sort by.

        Raises:
            DatabaseError: at the first damage, or at the end when the table's indexes do not agree with it. Whatever
                was given by then may be incomplete.
        """
        table = self.tables.get(name)
        if table is None:
            return
        by = ", ".join(f'"{column}" COLLATE BINARY' for column in order if column in table.columns)
        query = f'SELECT {self.selection(table, columns)} FROM "{name}"'  # noqa: S608 names of ours
        count = 0
        self.begin_table()
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_KEY)
        try:
            found = self._connection.execute(f"{query} ORDER BY {by}" if by else query)
            while rows := found.fetchmany(_ROWS_AT_ONCE):
                count += len(rows)
                if count > self.size // LEAST_ROW:
                    break
                yield rows
        except _FAILURES as error:
            raise damage(error, self.source) from error
        finally:
            self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        # With a condition, SQLite counts step by step, and can be stopped.
        number = table.row_number or "1"
        counting = f'SELECT count(*) FROM "{name}" NOT INDEXED WHERE {number} >= {-(2**63)}'  # noqa: S608 names of ours
        ((there,),) = self.run(counting)
        if there != count:
            raise DatabaseError(
                f"the indexes of {name} lead to {count} rows of {there}",
                slug=INDEX_DAMAGED,
                location=str(self.source),
            )

    def run(self, query: str, *given: int) -> Iterator[Row]:
        """The rows that a query of our own gives, one at a time: each may be as long as the file.

        Raises:
            DatabaseError: when the rest cannot be read.
        """
        try:
            yield from self._connection.execute(query, given)
        except _FAILURES as error:
            raise damage(error, self.source) from error

    def run_together(self, query: str, *given: int) -> Iterator[list[Row]]:
        """The rows that a query of our own gives, many at a time.

        Raises:
            LongValueError: when one of the next ones has to be asked for by :meth:`run`.
            DatabaseError: when the rest cannot be read.
        """
        rows: list[Row] = []
        try:
            found = self._connection.execute(query, given)
            while True:
                longest = self._connection.getlimit(sqlite3.SQLITE_LIMIT_LENGTH)
                self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, min(longest, _LONG_VALUE))
                try:
                    rows = found.fetchmany(_LONG_ROWS_AT_ONCE)
                finally:
                    self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest)
                if not rows:
                    return
                yield rows
        except sqlite3.DataError as error:  # too long, or too long for this
            raise LongValueError("", slug="database-damaged") from error
        except _FAILURES as error:
            raise damage(error, self.source) from error

    def run_tolerantly(self, query: str, *given: int) -> list[Row]:
        r"""The same at once, with bytes that are not UTF-8 shown as ``\xff`` instead of refused.

        Raises:
            DatabaseError: when it cannot be read.
        """
        self._connection.text_factory = _shown
        try:
            return list(self.run(query, *given))
        finally:
            self._connection.text_factory = str

    def selection(self, table: Table, columns: Sequence[str]) -> str:
        """Columns as a query names them; ``NULL`` in place of one that the table lacks."""
        return ", ".join(f'"{column}"' if column in table.columns else "NULL" for column in columns)

    def _kinds(self) -> Mapping[str, str]:
        """What everything in the database is, by name."""
        for guard in _GUARDS:
            self.run_tolerantly(guard)
        query = "SELECT name, type, rootpage, substr(sql, 1, 20) FROM sqlite_master"
        try:
            found = self.run_tolerantly(query)
        except DatabaseError as error:
            # A file that was cut is refused as a whole, unless SQLite is told that somebody is mending it.
            self.run_tolerantly("PRAGMA writable_schema = ON")
            found = self.run_tolerantly(query)
            self.damage = error.message
        kinds: dict[str, str] = {}
        for name, kind, page, sql in found:
            if kind == "view":
                kinds[str(name)] = "a view"
            elif kind == "table":
                plain = page and isinstance(sql, str) and _PLAIN_TABLE.match(sql)
                kinds[str(name)] = "table" if plain else "a virtual table"
        return kinds

    def _table(self, name: str) -> Table:
        # table_info leaves out the columns that are computed when they are read.
        try:
            found = self.run_tolerantly(f'PRAGMA table_info("{name}")')
        except DatabaseError:
            found = []
        columns = frozenset(str(row[1]) for row in found)
        taken = {column.lower() for column in columns}
        number = next((each for each in _ROW_NUMBERS if each not in taken), "")
        return Table(name, columns, has_primary_key=any(row[5] for row in found), row_number=number)

    def _step(self) -> bool:
        self._steps_left -= _STEPS_AT_ONCE
        return self._steps_left < 0

    def _authorize(
        self, action: int, first: str | None, _second: str | None, _database: str | None, through: str | None
    ) -> int:
        """Whether a query may do something: it may read the plain tables asked for, and none through a view."""
        reads = action == sqlite3.SQLITE_READ and first in self.tables
        return sqlite3.SQLITE_OK if through is None and (reads or action in _ALLOWED) else sqlite3.SQLITE_DENY


def sort_rows(rows: Iterable[Row], width: int, by: int) -> Iterator[list[Row]]:
    """Rows sorted on disk, however many there are; some at a time, never none.

    Args:
        rows: of any database.
        width: values in each.
        by: how many of them, from the first on, to sort by.

    Raises:
        DatabaseError: when there is no room for them.
    """
    names = [f"c{number}" for number in range(width)]
    try:
        # A database without a name is a temporary file of SQLite's own, gone when it is closed.
        with closing(sqlite3.connect("", isolation_level=None)) as own:
            own.execute(f"CREATE TABLE found ({', '.join(names)})")
            own.execute("BEGIN")
            own.executemany(f"INSERT INTO found VALUES ({', '.join('?' * width)})", rows)  # noqa: S608 names of ours
            found = own.execute(f"SELECT * FROM found ORDER BY {', '.join(names[:by])}")  # noqa: S608 names of ours
            while ordered := found.fetchmany(_ROWS_AT_ONCE):
                yield ordered
    except _FAILURES as error:
        raise damage(error, Source("")) from error


def _shown(text: bytes) -> str:
    return text.decode("utf-8", "backslashreplace")
