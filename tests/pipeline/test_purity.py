"""No clock, environment or chance below the pipeline: what they could change would not be in the inputs."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

ROOMS = ["analyses", "catalog", "errors.py", "figures", "pages", "provenance", "readers", "site"]
FORBIDDEN = {
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "os.environ",
    "os.getenv",
    "os.urandom",
    "os.getpid",
    "locale",
    "random",
    "secrets",
    "socket",
    "time.ctime",
    "time.gmtime",
    "time.localtime",
    "time.strftime",
    "time.time",
    "time.time_ns",
    "uuid",
}
ALLOWED = {
    "figures/engine.py": {
        "os.environ"
    },  # gives matplotlib a folder to write to by the one way it has, MPLCONFIGDIR
    "site/surroundings.py": {
        "os.environ"
    },  # tells MkDocs the instant by the one way it has, SOURCE_DATE_EPOCH
    "site/locking.py": {"os.getpid"},  # names the holder of the lock
}


def uses(tree: ast.Module) -> Iterator[str]:
    """Every module and attribute of a module that the code names, by its full name."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            parts = ast.unparse(node).split(".")
            yield ".".join([names.get(parts[0], parts[0]), *parts[1:]])


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_below_the_pipeline_knows_neither_time_nor_place(room):
    top = ROOT / "generator"
    files = [top / room] if room.endswith(".py") else sorted((top / room).rglob("*.py"))
    assert files
    found = {
        f"{name}: {used}"
        for path in files
        for name in [path.relative_to(top).as_posix()]
        for used in uses(ast.parse(path.read_text()))
        if used in FORBIDDEN - ALLOWED.get(name, set())
    }
    assert found == set()


@pytest.mark.parametrize(
    ("code", "used"),
    [
        ("from datetime import datetime as d\nd.now()", "datetime.datetime.now"),
        ("import os\nprint(os.environ['x'])", "os.environ"),
        ("from time import time", "time.time"),
        ("import random", "random"),
    ],
)
def test_the_test_sees_them(code, used):
    assert used in FORBIDDEN
    assert used in set(uses(ast.parse(code)))


def test_what_is_allowed_is_still_there():
    for name, allowed in ALLOWED.items():
        assert allowed <= set(uses(ast.parse(Path(ROOT, "generator", name).read_text())))
