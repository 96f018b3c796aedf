"""Where the folders that ship beside the code lie."""

from pathlib import Path

LOCALES = "locales"
"""Folder of the catalogues of messages, within ``site_config``."""

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(name: str) -> Path:
    """``templates`` or ``site_config``: inside the package when installed from a wheel, beside it in a checkout."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
