"""What archives are called, and what the names of their members may be."""

import re

_ENDING = re.compile(r"(?<=.)\.(?:zip|tgz|tbz2?|txz|tar(?:\.(?:gz|bz2|xz))?)\Z", re.IGNORECASE)


def is_archive_name(name: str) -> bool:
    """Whether a file is called as a zip or tar file is."""
    return stem(name) != name


def stem(name: str) -> str:
    """The name of an archive without its ending: what a folder packed into it is called as a rule."""
    return _ENDING.sub("", name)


def tidy(name: str) -> str:
    """The name of a member without what packers put around it: ``./`` before it, and ``/`` behind a folder."""
    name = name.removesuffix("/")
    while name.startswith("./"):
        name = name[2:]
    return "" if name == "." else name
