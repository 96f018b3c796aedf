"""Whether a folder holds a site of ours, and which files in it are none of ours."""

from pathlib import Path

from generator.provenance.sums import DROPPINGS, SUMS, listed_sums
from generator.site.tree import walk

PROVENANCE = "provenance.json"

_HEAD = b'{"generator":"modelfolio",'
"""How every provenance.json begins: by it a folder is known to be ours."""


def made_by_us(folder: Path) -> bool:
    """Whether the folder holds a site that this program finished."""
    sums, provenance = folder / SUMS, folder / PROVENANCE
    if not (sums.is_file() and provenance.is_file()):
        return False
    with provenance.open("rb") as stream:
        return stream.read(len(_HEAD)) == _HEAD


def foreign_files(folder: Path) -> tuple[str, ...]:
    """Files in a site of ours that its list of digests does not name: somebody else put them there."""
    known = {*listed_sums((folder / SUMS).read_bytes()), SUMS}
    return tuple(
        path
        for entry in walk(folder)
        if not entry.is_dir(follow_symlinks=False)
        and (path := Path(entry.path).relative_to(folder).as_posix()) not in known
        and entry.name not in DROPPINGS
    )
