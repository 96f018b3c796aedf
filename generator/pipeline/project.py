"""What a project's ``mkdocs.yml`` says about us.

MkDocs owns the file. Ours in it is one mapping, with paths relative to the file::

    extra:
      modelfolio:
        stores: [examples/store]
        governance: examples/governance
        policy: [../organisation/policy.yaml]
        templates: [our-templates]
        language: de
        locales: [our-locales]

A store may be a URL as well. The command line goes before it; what neither names is looked for.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.errors import SettingsError
from generator.readers.store_url import StoreUrl

CONFIG_FILES = ("mkdocs.yml", "mkdocs.yaml")
"""Names that are looked for when no file is given, as MkDocs does."""

_OURS = ("stores", "governance", "policy", "templates", "language", "locales")

_LARGEST = 1_000_000
"""Bytes; a longer file is no configuration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """The folder that a command works in, and what its configuration names there. All paths are absolute."""

    folder: Path
    config_file: Path | None = None
    """None when there is none: the shipped configuration serves."""
    site_name: str = ""
    """Empty when the configuration names none."""
    site_dir: Path
    docs_dir: Path | None = None
    """None when the configuration names none: then no pages are authored."""
    stores: tuple[Path | StoreUrl, ...] = ()
    governance: Path | None = None
    policies: tuple[Path, ...] = ()
    """Policy files that the governance folder's own is laid on, the nearest first."""
    templates: tuple[Path, ...] = ()
    """Folders whose templates go before ours, the first one first."""
    language: str = ""
    """Code of the language of fixed text; empty when the configuration names none."""
    locales: tuple[Path, ...] = ()
    """Folders whose catalogues of messages go before ours, the first one first."""


def read_project(config_file: Path | None, folder: Path) -> Project:
    """The project around a configuration file, or around a folder that may hold one.

    Args:
        config_file: as asked for; None to look for one in the folder.
        folder: where the command was called.

    Raises:
        SettingsError: when the file is not there, is not YAML, or says what cannot be.
    """
    file = _asked(config_file, folder) if config_file else _found(folder)
    if file is None:
        return Project(folder=folder, site_dir=folder / "site")
    said = _Mapping(_load(file), file, "")
    ours = said.mapping("extra").mapping("modelfolio", only=_OURS)
    return Project(
        folder=file.parent,
        config_file=file,
        site_name=said.text("site_name"),
        site_dir=said.path("site_dir") or file.parent / "site",
        docs_dir=said.path("docs_dir"),
        stores=ours.places("stores"),
        governance=ours.path("governance"),
        policies=ours.paths("policy"),
        templates=ours.paths("templates"),
        language=ours.text("language"),
        locales=ours.paths("locales"),
    )


def absolute(path: Path, folder: Path) -> Path:
    """A path made absolute and tidy, its links kept: a store is called by the name that people gave it."""
    return Path(os.path.normpath(folder / path))


def _asked(config_file: Path, folder: Path) -> Path:
    file = absolute(config_file, folder)
    if not file.is_file():
        raise SettingsError("there is no such file", slug="config-missing", location=str(config_file))
    return file


def _found(folder: Path) -> Path | None:
    return next((folder / name for name in CONFIG_FILES if (folder / name).is_file()), None)


class _ConfigLoader(yaml.SafeLoader):
    """YAML whose unknown tags, such as MkDocs' ``!ENV``, stand for nothing: none of ours needs one."""


_ConfigLoader.add_multi_constructor("", lambda _loader, _suffix, _node: None)


def _load(file: Path) -> object:
    try:
        with file.open("rb") as opened:
            content = opened.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise SettingsError(f"is longer than {_LARGEST} bytes", slug="config-invalid", location=file.name)
        return yaml.load(content, Loader=_ConfigLoader)  # noqa: S506 - a SafeLoader that knows fewer tags
    except OSError as error:
        reason = error.strerror or str(error)
        raise SettingsError(f"cannot be read: {reason}", slug="config-invalid", location=file.name) from error
    except (yaml.YAMLError, ValueError, AttributeError, RecursionError) as error:
        raise SettingsError(
            f"is not valid YAML: {_first_line(error)}", slug="config-invalid", location=file.name
        ) from error


def _first_line(error: Exception) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"{error.problem}, line {error.problem_mark.line + 1}"
    return str(error).partition("\n")[0] or type(error).__name__


@dataclass(frozen=True, slots=True)
class _Mapping:
    """A mapping of the file, whose faults name their place."""

    value: Any
    file: Path
    pointer: str

    def mapping(self, key: str, *, only: tuple[str, ...] = ()) -> "_Mapping":
        """A mapping below this one; empty when it is not there."""
        found = self._get(key)
        if found is None:
            found = {}
        if not isinstance(found, Mapping):
            raise self._fault(key, "must be a mapping")
        below = _Mapping(found, self.file, f"{self.pointer}/{key}")
        for name in found if only else ():
            if name not in only:
                raise below._fault(str(name), f"is no setting of ours; known are {', '.join(only)}")
        return below

    def text(self, key: str) -> str:
        """A text; empty when it is not there."""
        found = self._get(key)
        if found is None:
            return ""
        if not isinstance(found, str):
            raise self._fault(key, "must be text")
        return found

    def path(self, key: str) -> Path | None:
        """A path, made absolute; None when it is not there."""
        found = self.text(key)
        return absolute(Path(found), self.file.parent) if found else None

    def paths(self, key: str) -> tuple[Path, ...]:
        """A path or a list of paths, made absolute."""
        return tuple(absolute(Path(item), self.file.parent) for item in self._texts(key))

    def places(self, key: str) -> tuple[Path | StoreUrl, ...]:
        """A path or a URL, or a list of them; paths are made absolute."""
        return tuple(StoreUrl.of(item) or absolute(Path(item), self.file.parent) for item in self._texts(key))

    def _texts(self, key: str) -> list[str]:
        found = self._get(key)
        listed = [found] if isinstance(found, str) else found if found is not None else []
        if not isinstance(listed, list) or not all(isinstance(item, str) and item for item in listed):
            raise self._fault(key, "must be a path or a list of paths")
        return listed

    def _get(self, key: str) -> Any:
        if not isinstance(self.value, Mapping):
            raise self._fault("", "must be a mapping")
        return self.value.get(key)

    def _fault(self, key: str, message: str) -> SettingsError:
        place = f"{self.file.name}#{self.pointer}/{key}".removesuffix("/").removesuffix("#")
        return SettingsError(message, slug="config-invalid", location=place)
