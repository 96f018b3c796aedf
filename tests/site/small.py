"""The smallest site that publishing knows as its own; nothing here needs a test runner or the theme."""

from pathlib import Path

from generator.site import manifest, ownership
from generator.site.publish import publishing
from generator.site.tree import TreeWriter
from tests.site.sample import SNAPSHOT


def write_site(folder: Path, edition: str) -> None:
    tree = TreeWriter(folder)
    tree.write("index.html", edition.encode())
    tree.write(f"only-{edition}.html", b"")
    tree.write(ownership.PROVENANCE, manifest.provenance_file([], SNAPSHOT).content)
    tree.take_in()
    sums = manifest.sums_file(tree.digests)
    tree.write(sums.path, sums.content)


def put(target: Path, edition: str) -> None:
    with publishing(target) as folder:
        write_site(folder, edition)
