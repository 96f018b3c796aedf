"""Where the rows of MLflow's tables stand.

The place of a row is ``/<table>/<key>``, with the values that MLflow tells its rows apart by; that of a value has the
column's name behind it, as in ``/runs/1f0c…/status``. What belongs to another workspace than the default one has
``/workspaces/<workspace>`` before it.
"""

from collections.abc import Iterable, Iterator
from itertools import repeat

from generator.provenance import Source
from generator.readers.mlflow.database.file import Row

DEFAULT_WORKSPACE = "default"
"""Of everything that MLflow records without one (``DEFAULT_WORKSPACE_NAME`` in mlflow/utils/workspace_utils.py)."""


def place_of(source: Source, table: str, key: Row, *, has_workspace: bool = False) -> Source:
    """The place of a row.

    Args:
        source: of the database.
        table: its name.
        key: what tells the row apart.
        has_workspace: whether that begins with a workspace.
    """
    if not has_workspace:
        return source.at(table, *map(str, key))
    workspace, *rest = key
    if workspace in {None, DEFAULT_WORKSPACE}:
        return source.at(table, *map(str, rest))
    return source.at("workspaces", str(workspace), table, *map(str, rest))


class Places:
    """The places of the rows of one table, made quickly for many rows whose keys are texts."""

    def __init__(self, source: Source, table: str) -> None:
        self._file = source
        self._before = source.at(table).pointer
        self._steps = _Steps()

    def of(self, owners: Iterable[str], keys: Iterable[str]) -> Iterator[Source]:
        """What :func:`place_of` gives of each owner with its key."""
        before, steps = self._before, self._steps
        pointers = [f"{before}{steps[owner]}{steps[key]}" for owner, key in zip(owners, keys, strict=True)]
        return map(Source, repeat(self._file.path), repeat(self._file.sha256), pointers)


class _Steps(dict[str, str]):
    """Each key as a step of a pointer: a table has the same few many times."""

    def __missing__(self, key: str) -> str:
        made = self[key] = Source("").at(key).pointer
        return made
