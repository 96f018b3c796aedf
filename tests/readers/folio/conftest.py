"""A folio made of the files that a test names."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from generator.catalog import Catalog
from generator.readers.folio.reader import FolioReader
from generator.readers.reader import read_catalog
from generator.readers.store import Store

Folio = Callable[[dict[str, str]], Catalog]


@pytest.fixture
def folio(tmp_path: Path) -> Folio:
    """Writes files by path and reads the folio; ``folio.yaml`` is there unless it is named."""

    def read(files: dict[str, str]) -> Catalog:
        for path, text in {"folio.yaml": "schema_version: 1\n", **files}.items():
            place = tmp_path / "f" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(dedent(text))
        return read_catalog([Store(tmp_path / "f", "folio")], [FolioReader()])

    return read


def slugs(catalog: Catalog) -> list[str]:
    return [problem.slug for problem in catalog.problems]


def told(catalog: Catalog) -> list[str]:
    return [str(problem) for problem in catalog.problems]
