"""The memory of a build: what its site was made of, which files the site has, and what was said about it.

A site stands when the stamp of what it is made of is the same as before, and every file of it still has the digest that it
was written with. A stamp is kept only when everything in it was last changed well before the build began, and nothing was
changed until the site was published: the rule of :mod:`generator.pipeline.piecework`, for the same reason.

A record is never an authority: one that is missing, cut or odd means that the site is built. Nor can one be slipped in from
elsewhere: it only counts where the files have the inodes and times of change that it was made from.
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import msgspec

from generator.catalog import Problem
from generator.errors import SiteError
from generator.pipeline.cache import SETTLED, Cache, cache_for
from generator.pipeline.settings import Settings
from generator.pipeline.standing.made_of import made_of
from generator.pipeline.standing.walk import UnstampedError
from generator.provenance.sums import SUMS
from generator.readers.backend import Stamp
from generator.site.verify import site_faults

_LIMIT = 4_000_000
"""Bytes that are kept at most: some thousands of sites."""
_OF_THE_MOMENT = frozenset(
    {"copy-failed", "file-changed", "file-unreadable", "permission-denied", "reader-failed"}
)
"""Slugs of problems that may be gone the next time, though nothing in the inputs was changed."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a build says when it is done."""

    faults: tuple[str, ...]
    """A line for each thing that is wrong with the inputs or the settings."""
    counts: str
    """What the site is made of, in one line."""
    pages: int
    other_files: int
    grave: bool
    """Whether there are problems that ``--strict`` does not bear with."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A site as it was published."""

    made_of: bytes
    """Stamp of what it is made of."""
    sums_sha256: str
    """Digest of its list of digests."""
    told: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a site is made of, at one moment."""

    stamp: Stamp
    at: int
    """Nanoseconds of Unix time at which the look began."""


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Standing)


def look(
    settings: Settings, environment: Mapping[str, str], now: Callable[[], int] = time.time_ns
) -> Look | None:
    """Look at everything that a site is made of; None when some of it might change without a sign of that."""
    at = now()
    try:
        return Look(stamp=made_of(settings, environment), at=at)
    except UnstampedError:
        return None


def standing(settings: Settings, found: Look) -> Standing | None:
    """The site that a build would give, where an earlier build gave it and it still stands.

    Args:
        settings: of the build.
        found: what the site would be made of.
    """
    cache = _cache(settings)
    content = cache.get(_key(settings)) if cache is not None else None
    if content is None:
        return None
    try:
        kept = _DECODER.decode(content)
    except ValueError:
        return None
    return kept if kept.made_of == found.stamp.digest and _stands(settings, kept.sums_sha256) else None


def remember(
    settings: Settings,
    environment: Mapping[str, str],
    before: Look,
    *,
    sums_sha256: str,
    told: Told,
    problems: Iterable[Problem],
) -> None:
    """Remember a site that was just published, if the next build can be sure that nothing changed since.

    Args:
        settings: of the build.
        environment: as the build found it.
        before: taken before anything was read.
        sums_sha256: digest of the list of digests of the site.
        told: what the build says of it.
        problems: of the inputs and the controls.
    """
    cache = _cache(settings)
    if cache is None or before.stamp.newest + SETTLED >= before.at:
        return
    if any(problem.slug in _OF_THE_MOMENT for problem in problems):
        return
    after = look(settings, environment)  # a file that came, was read and went shows in the newest time
    if after is not None and after.stamp == before.stamp:
        kept = Standing(made_of=before.stamp.digest, sums_sha256=sums_sha256, told=told)
        cache.put(_key(settings), _ENCODER.encode(kept))
        cache.trim()


def _cache(settings: Settings) -> Cache | None:
    cache = cache_for(settings)
    return cache.apart("standing", limit=_LIMIT) if cache is not None else None


def _key(settings: Settings) -> str:
    """One for each place of a site: only what was built there last can stand there."""
    return hashlib.sha256(repr(settings.site_dir).encode()).hexdigest()


def _stands(settings: Settings, sums_sha256: str) -> bool:
    """Whether a folder holds the files of a site and no others."""
    folder = settings.site_dir
    try:
        if folder.is_symlink() or hashlib.sha256((folder / SUMS).read_bytes()).hexdigest() != sums_sha256:
            return False
        faults, _ = site_faults(folder)
    except (OSError, SiteError):
        return False
    return not faults
