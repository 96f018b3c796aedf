"""How much the pages of a site weigh: HTML with the figures in it, without the assets that all pages share.

As a program it makes a site of some ten thousand pages, prints what every kind weighs, and holds each page to its budget;
with the folder of a site it does so for that one.
"""

import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.big_store import register_files, write_files
from generator.cli.app import run
from generator.pages.view import PageKind
from tests.built_site import listed

MOST = 150
"""kB; a page that weighs more says why."""
BUDGETS: Mapping[PageKind, int] = {
    PageKind.HOME: 150,
    PageKind.MODEL_CARD: 150,
    PageKind.VERSION: 150,
    PageKind.CHANGELOG: 150,
    PageKind.COMPARISON: 100,
    PageKind.TIMELINE: 150,
    PageKind.TIMELINE_MODEL: 120,
    PageKind.LINEAGE: 100,
    PageKind.AUDIT: 150,
    PageKind.AUDIT_MODEL: 150,
    PageKind.AUDIT_VERSION: 150,
    PageKind.WAIVERS: 100,
    PageKind.CONTROLS: 80,
    PageKind.CONTROL: 150,
    PageKind.FRAMEWORKS: 60,
    PageKind.FRAMEWORK: 150,
    PageKind.MONITORING: 100,
    PageKind.EXPERIMENTS: 60,
    PageKind.EXPERIMENT: 150,
    PageKind.RUN: 120,
    PageKind.RUN_COMPARISON: 120,
    PageKind.DATASETS: 120,
    PageKind.DATASET: 60,
    PageKind.PROMPTS: 60,
    PageKind.FINDINGS: 150,
    PageKind.GLOSSARY: 80,
    PageKind.EVIDENCE: 150,
    PageKind.EVIDENCE_GROUP: 150,
}
"""kB of a page of each kind. One that weighs more says why."""
_REASON = 'class="mf-muted mf-heavy"'
_RUNS, _VERSIONS = 3000, 20
_KILOBYTE = 1000


def weights(site: Path) -> dict[PageKind, list[tuple[int, str]]]:
    """Bytes and path of every generated page, by its kind, the lightest first."""
    found: dict[PageKind, list[tuple[int, str]]] = {}
    for page in listed(site):
        size = (site / page["path"]).stat().st_size
        found.setdefault(PageKind(page["kind"]), []).append((size, page["path"]))
    return {kind: sorted(pages) for kind, pages in found.items()}


def unexplained(site: Path) -> list[str]:
    """Pages over :data:`MOST` that do not say why."""
    return [
        f"{path}: {size} bytes" for pages in weights(site).values() for size, path in _over(site, pages, MOST)
    ]


def over_budget(site: Path) -> list[str]:
    """Pages over the budget of their kind that do not say why."""
    return [
        f"{path}: {size} bytes, a {kind} page has {BUDGETS[kind]} kB"
        for kind, pages in weights(site).items()
        for size, path in _over(site, pages, BUDGETS[kind])
    ]


def _over(site: Path, pages: list[tuple[int, str]], kilobytes: int) -> Iterator[tuple[int, str]]:
    for size, path in pages:
        if size > kilobytes * _KILOBYTE and _REASON not in (site / path).read_text("utf-8"):
            yield size, path


def table(site: Path) -> Iterator[str]:
    """What the kinds weigh, the heaviest first."""
    yield f"{'kind':16} {'pages':>6} {'median':>8} {'greatest':>9} {'budget':>7}  kB"
    found = weights(site)
    for kind in sorted(found, key=lambda kind: -found[kind][-1][0]):
        sizes = [size / _KILOBYTE for size, _ in found[kind]]
        yield f"{kind:16} {len(sizes):6} {statistics.median(sizes):8.1f} {sizes[-1]:9.1f} {BUDGETS[kind]:7}"
    yield f"{sum(map(len, found.values()))} pages"


def write_store(root: Path, runs: int = _RUNS) -> None:
    """A store of registered runs, of which three come to some ten pages."""
    write_files(root, runs)
    register_files(root, runs, _VERSIONS)


def _main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(arguments[0]) if arguments else Path(folder) / "site"
        if not arguments:
            write_store(Path(folder) / "mlruns")
            code = run(["build", "--store", f"{folder}/mlruns", "--site-dir", str(site)])
            if code:
                return code
        faults = over_budget(site)
        sys.stdout.write("".join(f"{line}\n" for line in (*table(site), *faults[:50])))
        return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
