"""The files that a project begins with: a governance folder, a folio, a configuration."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from generator.errors import SettingsError
from generator.pages.paths import slug

GOVERNANCE = "governance"
CONFIGURATION = "mkdocs.yml"
_CARD = "governance/models/card.md"
_SHOWN = 5


def governance_files(shipped: Path, models: Iterable[str]) -> Mapping[Path, bytes]:
    """The governance folder by path: what ships in ``init/governance``, with a card for each model.

    Args:
        shipped: the folder ``site_config``.
        models: names of the models to write a card for; without any, an example that is left alone until it is renamed.
    """
    files = _below(shipped / "init" / GOVERNANCE, Path(GOVERNANCE))
    card = files.pop(Path(_CARD)).decode()
    cards = {f"{slug(name)}.md": name for name in models} or {"_example.md": "name of the model"}
    for file, name in cards.items():
        files[Path(GOVERNANCE, "models", file)] = card.replace("{model}", _quoted(name)).encode()
    return files


def configuration_file(shipped: Path) -> Mapping[Path, bytes]:
    """``mkdocs.yml``."""
    return {Path(CONFIGURATION): (shipped / "init" / CONFIGURATION).read_bytes()}


def folio_files(shipped: Path, folder: Path) -> Mapping[Path, bytes]:
    """A commented folio with one small example, by path."""
    return _below(shipped / "init" / "folio", folder)


def write_new(files: Mapping[Path, bytes], folder: Path) -> None:
    """Write files that are not there yet.

    Args:
        files: what they hold, by path below the folder or absolute.
        folder: where relative paths begin.

    Raises:
        SettingsError: when any of them is there already; then none is written.
    """
    refuse_existing(files, folder)
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            file.write(content)


def refuse_existing(files: Iterable[Path], folder: Path) -> None:
    """Refuse to write over anything.

    Raises:
        SettingsError: when a file, or a link, stands where one of the files should.
    """
    taken = [path for path in files if (folder / path).exists() or (folder / path).is_symlink()]
    if taken:
        shown = ", ".join(map(str, taken[:_SHOWN])) + (", …" if len(taken) > _SHOWN else "")
        number = "a file is" if len(taken) == 1 else f"{len(taken)} files are"
        raise SettingsError(
            f"{number} there already: {shown}",
            slug="init-exists",
            hint="nothing was written; move them away, or begin in another folder",
        )


def _below(folder: Path, place: Path) -> dict[Path, bytes]:
    return {
        place / path.relative_to(folder): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _quoted(name: str) -> str:
    """A text as YAML has it between double quotes, with everything but printable ASCII escaped."""
    return yaml.safe_dump(name, default_style='"', width=float("inf")).strip()
