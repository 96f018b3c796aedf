"""Errors in words."""

import os

from generator.errors import ModelfolioError, SettingsError
from generator.pages.text import visible

_LONGEST = 2_000


def explained(error: Exception) -> tuple[str, int]:
    """What the terminal says of an error, and the exit code: 2 when nothing was touched, else 1."""
    match error:
        case SettingsError():
            said, code = str(error), 2
        case ModelfolioError():
            said, code = str(error), 1
        case OSError(filename=str() | bytes() as place, strerror=str(reason)):
            said, code = f"{os.fsdecode(place)}: {reason.lower()}", 1
        case _:
            notes = "".join(f", {note}" for note in getattr(error, "__notes__", ()))
            said = f"{type(error).__name__}: {error}{notes}; please report this, with what --debug shows"
            code = 1
    return f"modelfolio: {visible(said, _LONGEST)}", code
