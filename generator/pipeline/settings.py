"""What a command was asked to do, settled once.

The command line goes first, then the project's configuration, then what lies around.
Nothing below the pipeline reads the environment, looks for a file that it was not told of, or knows what time it is.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

from generator.catalog import Audience
from generator.errors import SettingsError
from generator.history.ledger import LEDGER_NAME
from generator.messages.language import ENGLISH, check_language
from generator.pipeline.as_of import asked_instant
from generator.pipeline.project import CONFIG_FILES, Project, absolute, read_project
from generator.pipeline.shipped import LOCALES, shipped
from generator.pipeline.work import default_jobs
from generator.readers.archives.names import is_archive_name
from generator.readers.places import read_from
from generator.readers.store_url import StoreUrl

DEFAULT_SITE_NAME = "Model registry"
FOLIO_NAME = "folio"
STORE_NAMES = ("mlflow.db", "mlruns", FOLIO_NAME, "store")
"""What a store is called when nobody names one. A database comes first: ``mlruns`` beside it belongs to it."""
GOVERNANCE_NAME = "governance"
CACHE_NAME = ".modelfolio/cache"


Root_co = TypeVar("Root_co", bound=Path | StoreUrl, covariant=True)


@dataclass(frozen=True, slots=True)
class Place(Generic[Root_co]):
    """A store, a governance folder or a policy, and the label that begins every path read from it."""

    root: Root_co
    """A path is absolute."""
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for on the command line; None and empty mean not asked."""

    stores: tuple[Path | StoreUrl, ...] = ()
    governance: Path | None = None
    policies: tuple[Path, ...] = ()
    ledger: Path | None = None
    site_dir: Path | None = None
    config_file: Path | None = None
    as_of: str | None = None
    profile: str | None = None
    language: str | None = None
    jobs: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a build depends on. All paths are absolute."""

    stores: tuple[Place[Path | StoreUrl], ...]
    governance: Place[Path] | None
    policies: tuple[Place[Path], ...] = ()
    """Policy files that the governance folder's own is laid on, the nearest first; the root of each is the file."""
    ledger: Place[Path] | None = None
    """The file of the ledger, which need not exist yet; None where there is no place for one."""
    site_name: str
    site_dir: Path
    config_file: Path | None
    """The project's ``mkdocs.yml``; None when the shipped configuration serves."""
    docs_dir: Path | None = None
    """The folder of authored pages; None when the configuration names none."""
    templates: tuple[Path, ...] = ()
    """Folders whose templates go before ours."""
    language: str = ENGLISH
    """Code of the language of fixed text; there is a catalogue of it."""
    locales: tuple[Path, ...] = ()
    """Folders whose catalogues of messages go before ours."""
    expected: tuple[Path, ...] = ()
    """Files and folders that would be taken in if they were there."""
    as_of: datetime | None = None
    """None for the newest time in the inputs."""
    audience: Audience = Audience.INTERNAL
    """Whom the site is for."""
    jobs: int = 1
    cache_dir: Path
    """Where to remember what was worked out, if that lies neither in what is read nor in the site."""

    @property
    def inputs(self) -> tuple[Place[Path | StoreUrl], ...]:
        """Every place that is read and must not be written to."""
        return (*self.stores, *((self.governance,) if self.governance else ()), *self.policies)

    @property
    def _ledger_apart(self) -> bool:
        """Whether the ledger lies elsewhere than in the governance folder."""
        return (
            self.governance is None or self.ledger is None or self.ledger.root.parent != self.governance.root
        )

    @property
    def sources(self) -> tuple[Path, ...]:
        """Every file and folder of this machine that the site is made of."""
        others = (self.config_file, self.docs_dir)
        folders = (*self.stores, self.governance) if self.governance else self.stores
        roots = (place.root for place in folders)
        read = (path for root in roots if isinstance(root, Path) for path in read_from(root))
        return (
            *read,
            *(place.root for place in self.policies),
            *((self.ledger.root,) if self.ledger and self._ledger_apart else ()),
            *self.templates,
            *self.locales,
            *(path for path in others if path),
        )


def settle(request: Request, *, folder: Path, environment: Mapping[str, str]) -> Settings:
    """Make the settings of one command.

    Args:
        request: what the command line says.
        folder: where the command was called; relative paths begin here.
        environment: read for ``SOURCE_DATE_EPOCH``.

    Raises:
        SettingsError: when no store is found, or something named is not there.
    """
    project = read_project(request.config_file, folder)
    stores = _stores(request, project, folder)
    governance = _governance(request, project, folder)
    policies = _policies(request, project, folder)
    ledger = _ledger(request, folder)
    labels = _labels(
        (*stores, *((governance,) if governance else ()), *policies, *((ledger.parent,) if ledger else ()))
    )
    stored = tuple(Place(root, next(labels)) for root in stores)
    written = Place(governance, next(labels)) if governance else None
    shared = tuple(Place(root, next(labels)) for root in policies)
    own = Place(governance / LEDGER_NAME, written.label) if governance and written else None
    locales = tuple(_existing(path, folder, "locale-folder-missing") for path in project.locales)
    return Settings(
        stores=stored,
        governance=written,
        policies=shared,
        ledger=Place(ledger, next(labels)) if ledger else own,
        site_name=project.site_name or DEFAULT_SITE_NAME,
        site_dir=absolute(request.site_dir, folder) if request.site_dir else project.site_dir,
        config_file=project.config_file,
        docs_dir=project.docs_dir,
        expected=tuple(project.folder / name for name in (GOVERNANCE_NAME, *CONFIG_FILES)),
        templates=tuple(_existing(path, folder, "template-folder-missing") for path in project.templates),
        language=_language(request, project, locales),
        locales=locales,
        as_of=asked_instant(request.as_of, environment),
        audience=Audience(request.profile or Audience.INTERNAL),
        jobs=request.jobs or default_jobs(),
        cache_dir=project.folder / CACHE_NAME,
    )


def _stores(request: Request, project: Project, folder: Path) -> tuple[Path | StoreUrl, ...]:
    asked = (root if isinstance(root, StoreUrl) else absolute(root, folder) for root in request.stores)
    named = tuple(asked) or project.stores
    if named:
        return tuple(
            dict.fromkeys(
                root if isinstance(root, StoreUrl) else _existing(root, folder, "store-missing")
                for root in named
            )
        )
    for name in STORE_NAMES:
        if _stat(project.folder / name):
            return (project.folder / name,)
    raise SettingsError(
        f"no store is here: none of {', '.join(STORE_NAMES)} exists",
        slug="store-missing",
        location=_shown(project.folder, folder),
        hint="name one with --store",
    )


def _governance(request: Request, project: Project, folder: Path) -> Path | None:
    named = absolute(request.governance, folder) if request.governance else None
    if named is None and not request.stores:  # what the project says of governance belongs to its own stores
        named = project.governance
    if named is None:
        beside = project.folder / GOVERNANCE_NAME
        return beside if beside.is_dir() else None
    found = _existing(named, folder, "governance-missing")
    if not found.is_dir():
        raise SettingsError("is not a folder", slug="governance-missing", location=_shown(named, folder))
    return found


def _policies(request: Request, project: Project, folder: Path) -> tuple[Path, ...]:
    """Policy files from elsewhere; those of the project belong to its own stores, as its governance folder does."""
    named = tuple(absolute(path, folder) for path in request.policies)
    if not named and not request.stores:
        named = project.policies
    for path in named:
        if not _existing(path, folder, "policy-missing").is_file():
            raise SettingsError("is not a file", slug="policy-missing", location=_shown(path, folder))
    return tuple(dict.fromkeys(named))


def _ledger(request: Request, folder: Path) -> Path | None:
    """The ledger that was named; it may be missing, its folder may not."""
    if request.ledger is None:
        return None
    named = absolute(request.ledger, folder)
    if not named.parent.is_dir() or named.is_dir():
        raise SettingsError(
            "is a folder" if named.is_dir() else "lies in no folder that exists",
            slug="ledger-missing",
            location=_shown(named, folder),
            hint="name a file for the ledger",
        )
    return named


def _language(request: Request, project: Project, locales: tuple[Path, ...]) -> str:
    """The code of a language that there is."""
    code = request.language or project.language or ENGLISH
    check_language(code, (*locales, shipped("site_config") / LOCALES))
    return code


def _existing(path: Path, folder: Path, slug: str) -> Path:
    if not _stat(path):
        raise SettingsError("does not exist", slug=slug, location=_shown(path, folder))
    return path


def _shown(path: Path, folder: Path) -> str:
    """A path as its reader would write it: short where it lies below the folder of the command."""
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path)


def _labels(roots: Iterable[Path | StoreUrl]) -> Iterator[str]:
    """A label for each place: the name of its folder or archive, and a number behind it where that was used before."""
    taken: set[str] = set()
    for root in roots:
        named = root
        if isinstance(root, Path) and root.is_file() and not is_archive_name(root.name):
            named = root.parent
        name = named.name or "store"
        label, number = name, 1
        while label.casefold() in taken:
            number += 1
            label = f"{name}-{number}"
        taken.add(label.casefold())
        yield label


def _stat(path: Path) -> os.stat_result | None:
    """The status of a file, or None when it does not exist or may not be looked at."""
    try:
        return path.stat()
    except (OSError, ValueError):
        return None
