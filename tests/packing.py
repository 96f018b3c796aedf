"""Archives for tests: folders packed as people pack them, and members that no packer would write."""

import io
import stat
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

MODES = {"tar": "w:", "tar.gz": "w:gz", "tgz": "w:gz", "tar.bz2": "w:bz2", "tar.xz": "w:xz"}
KINDS = ("zip", *MODES)


def packed(folder: Path, target: Path, *, around: bool = True) -> Path:
    """A folder in a new archive, of the kind that its name says.

    Args:
        folder: to be packed; links in it are kept.
        target: the archive.
        around: whether the folder itself is packed, or only what is in it.
    """
    if target.suffix == ".zip":
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
            for path in sorted(folder.rglob("*")):
                _into_zip(made, path, path.relative_to(folder.parent if around else folder).as_posix())
    else:
        with tarfile.open(target, MODES[target.name.partition(".")[2]]) as made:
            made.add(folder, folder.name if around else ".")
    return target


def zip_of(target: Path, members: Iterable[tuple[str, bytes]]) -> Path:
    """A zip file with members of any name, in their order."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target


def tar_of(target: Path, members: Iterable[tuple[str, bytes | tarfile.TarInfo]], mode: str = "w:") -> Path:
    """A tar file with members of any name; a header stands for a member without bytes."""
    with tarfile.open(target, mode) as made:
        for name, content in members:
            if isinstance(content, tarfile.TarInfo):
                content.name = name
                made.addfile(content)
            else:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                made.addfile(info, io.BytesIO(content))
    return target


def header(kind: bytes, target: str = "") -> tarfile.TarInfo:
    """The header of a link or a special file; its name comes with :func:`tar_of`."""
    info = tarfile.TarInfo()
    info.type, info.linkname = kind, target
    return info


def zip_link(name: str, target: str) -> tuple[zipfile.ZipInfo, str]:
    """A symbolic link as ``zip --symlinks`` stores it."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info, target


def _into_zip(made: zipfile.ZipFile, path: Path, name: str) -> None:
    if path.is_symlink():
        made.writestr(*zip_link(name, path.readlink().as_posix()))
    else:
        made.write(path, name)
