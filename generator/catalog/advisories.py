"""Known vulnerabilities of packages, as a snapshot of an advisory database has them."""

from dataclasses import dataclass
from datetime import date, datetime

from generator.provenance import Source


@dataclass(frozen=True, slots=True)
class AffectedRange:
    """Versions from one up to another (OSV schema, ``affected[].ranges[].events``)."""

    introduced: str
    """The first version affected; ``0`` for all from the beginning."""
    fixed: str = ""
    """The first version that is not affected any more; empty when there is none."""
    last_affected: str = ""
    """The last version affected, where no fixed one is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advisory:
    """One advisory on one package of PyPI."""

    id: str
    aliases: tuple[str, ...] = ()
    """What other databases call the same vulnerability."""
    package: str
    """Normalised as PEP 503 asks."""
    summary: str = ""
    versions: tuple[str, ...] = ()
    """Versions that are affected, one by one."""
    ranges: tuple[AffectedRange, ...] = ()
    severity: str = ""
    """``low``, ``medium``, ``high`` or ``critical``, as the database rates it; empty when it gives only a vector, or nothing."""
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvisorySnapshot:
    """An export of an advisory database, as somebody took it."""

    advisories: tuple[Advisory, ...]
    """On packages of PyPI, by package and id; withdrawn ones are left out."""
    taken_on: date | None = None
    """As the policy states."""
    newest: datetime | None = None
    """When the last of its records was modified."""
    source: Source
    """The file, or the folder of its files."""
