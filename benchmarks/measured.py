"""Do one thing in a process of its own and print how long it took and how much memory, as one line of JSON.

Called by ``run.py``; what can be done stands in ``WAYS``.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.floor import bare_files, bare_look, bare_rows
from generator.catalog import Catalog
from generator.pipeline.cache import Cache
from generator.pipeline.piecework import piecework
from generator.pipeline.work import default_jobs, uncollected
from generator.readers.depth import Depth
from generator.readers.pieces import Doing, one_by_one
from generator.readers.reader import discover_readers, read_catalog
from generator.readers.store import Store


def open_and_read(root: Path) -> Callable[[], int]:
    """Open and read every file below a folder, as anybody would in Python; finding them is not counted."""
    places = [os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names]  # noqa: PTH118

    def read() -> int:
        length = 0
        for place in places:
            with open(place, "rb") as opened:  # noqa: PTH123 the quickest way there is without tricks
                length += len(opened.read())
        return length

    return read


def reading(root: Path, doing: Doing = one_by_one, depth: Depth = Depth.WHOLE) -> Callable[[], int]:
    """Read a store into a catalogue: histories, digests, problems; or the latest values alone.

    To load the readers' code is not counted, as it is not of the client's; nor is to forget what was read.
    """
    readers, _ = discover_readers()
    kept: list[Catalog] = []

    def read() -> int:
        with uncollected():
            catalog = read_catalog([Store(root, "store", doing=doing, depth=depth)], readers)
        kept.append(catalog)
        if catalog.problems:
            sys.exit(f"the store has problems, the first is: {catalog.problems[0]}")
        return catalog.counts["runs"]

    return read


WAYS: dict[str, Callable[[Path, Path], Callable[[], int]]] = {
    "raw": lambda root, _: open_and_read(root),
    "bare-files": lambda root, _: bare_files(root),
    "bare-rows": lambda root, _: bare_rows(root),
    "bare-look": lambda root, _: bare_look(root),
    "read": lambda root, _: reading(root),
    "read-in-parallel": lambda root, _: reading(root, piecework(default_jobs(), None)),
    "latest": lambda root, _: reading(root, depth=Depth.LATEST),
    "latest-in-parallel": lambda root, _: reading(root, piecework(default_jobs(), None), Depth.LATEST),
    "read-and-keep": lambda root, kept: reading(root, piecework(default_jobs(), Cache(kept))),
}


def main(way: str, root: str, kept: str) -> None:
    """Measure one way."""
    work = WAYS[way](Path(root), Path(kept))
    before = _cpu()
    began = time.perf_counter()
    found = work()
    seconds = time.perf_counter() - began
    print(
        json.dumps(
            {
                "seconds": seconds,
                "cpu": _cpu() - before,
                "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "found": found,
            }
        )
    )


def _cpu() -> float:
    """Seconds of this process and of the workers that it waited for."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    main(*sys.argv[1:])
