"""Figures drawn once: in several processes, and never again while neither they nor the way they are drawn changed."""

import hashlib
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from generator import figures
from generator.figures.spec import FigureSpec
from generator.pipeline.cache import Cache, code_digest
from generator.pipeline.progress import Progress
from generator.pipeline.work import ordered_map

_DRAWN_WITH = ("matplotlib", "numpy", "fonttools")
"""Libraries whose version can change the bytes of a figure."""


def draw_all(
    specs: Mapping[str, FigureSpec], *, jobs: int, cache: Cache | None, progress: Progress
) -> Mapping[str, str]:
    """The SVG of each figure.

    Args:
        specs: by the digest that each is asked for by; it is kept by its own.
        jobs: processes to draw in.
        cache: holds figures drawn before; None to draw them all.
        progress: told of every figure drawn.
    """
    code = _code() if cache and specs else ""
    drawn = {
        digest: svg
        for digest, spec in specs.items()
        if cache and (svg := _remembered(cache, spec.digest, code))
    }
    missing = [digest for digest in specs if digest not in drawn]
    progress.stage("drawing figures", len(missing))
    if missing:
        figures.prepare()
    svgs = ordered_map(
        lambda digest: figures.draw(specs[digest]),
        missing,
        jobs=jobs,
        name=lambda digest: f"the figure {specs[digest].title!r}",
        progress=progress,
    )
    for digest, svg in zip(missing, svgs, strict=True):
        drawn[digest] = svg
        if cache:
            cache.put(_key(specs[digest].digest, code), svg.encode("utf-8", "surrogatepass"))
    if cache and missing:
        cache.trim()
    return drawn


def _remembered(cache: Cache, digest: str, code: str) -> str | None:
    content = cache.get(_key(digest, code))
    return content.decode("utf-8", "surrogatepass") if content is not None else None


def _key(digest: str, code: str) -> str:
    return hashlib.sha256(f"figure {digest} {code}".encode()).hexdigest()


def _code() -> str:
    """What decides how a spec is drawn: our code and fonts, and the libraries beneath."""
    libraries = (f"{name} {version(name)}" for name in _DRAWN_WITH)
    return code_digest(Path(figures.__file__).parent, (*libraries, sys.version))
