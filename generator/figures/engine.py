"""The one place where matplotlib is loaded: late, for it takes a third of a second, and without touching the home folder.

matplotlib makes its folders when it is imported. Where nobody named one, a temporary folder takes their place, and is
removed when the process ends.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

_VARIABLE = "MPLCONFIGDIR"


def prepare() -> None:
    """Load matplotlib; before a pool of processes is forked, once for all of them."""
    if "matplotlib.backends.backend_svg" in sys.modules:
        return
    named = os.environ.get(_VARIABLE)
    if "matplotlib" in sys.modules or (named and _is_writable(Path(named))):
        _load()
        return
    folder = tempfile.mkdtemp(prefix="matplotlib-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ[_VARIABLE] = folder
    try:
        _load()
    finally:
        if named is None:
            del os.environ[_VARIABLE]
        else:
            os.environ[_VARIABLE] = named


def _is_writable(folder: Path) -> bool:
    """Whether matplotlib will be content with the folder, and write no warning about it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return folder.is_dir() and os.access(folder, os.W_OK)


def _load() -> None:
    import matplotlib.backends.backend_svg
    import matplotlib.ticker  # noqa: F401 - loaded here so that nothing loads it elsewhere
