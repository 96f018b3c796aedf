"""A governance folder for tests."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from generator.catalog import Records
from generator.readers.governance.reader import read_governance
from generator.readers.store import Store


@pytest.fixture
def governed(tmp_path: Path) -> Callable[[dict[str, str | bytes]], Records]:
    """Writes files into a governance folder, by path, and reads it."""

    def read(files: dict[str, str | bytes], **given) -> Records:
        for path, content in files.items():
            place = tmp_path / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content if isinstance(content, bytes) else dedent(content).encode())
        return read_governance(Store(tmp_path, "governance"), **given)

    return read
