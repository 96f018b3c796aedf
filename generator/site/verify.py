"""Whether a built site is still what was built: every file against ``SHA256SUMS``, and no file beside them."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from generator.errors import SiteError
from generator.provenance.sums import SUMS, listed_sums
from generator.site.ownership import foreign_files, made_by_us


@dataclass(frozen=True, slots=True, order=True)
class FileFault:
    """A file that is not what was built."""

    path: str
    message: str


def site_faults(folder: Path) -> tuple[tuple[FileFault, ...], int]:
    """Every file that was changed, is missing or was added since the site was built, and how many files it has.

    The list of digests does not vouch for itself: keep its own digest, or the site in git, to be sure of that.

    Raises:
        SiteError: when the folder holds no site made by this program.
    """
    if not made_by_us(folder):
        raise SiteError(
            "holds no site made by modelfolio", slug="site-unknown", location=str(folder),
            hint="name the folder that modelfolio build wrote",
        )  # fmt: skip
    sums = listed_sums((folder / SUMS).read_bytes())
    found = []
    for path, sha256 in sums.items():
        file = folder / path
        if file.is_symlink() or not file.is_file():
            found.append(FileFault(path, "is missing"))
        elif _digest(file) != sha256:
            found.append(FileFault(path, "is not what was built: its SHA-256 differs"))
    found += (FileFault(path, f"was added: {SUMS} does not name it") for path in foreign_files(folder))
    return tuple(sorted(found)), len(sums)


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
