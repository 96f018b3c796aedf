"""One tree of errors. Every message begins with the place it speaks of."""

from collections.abc import Callable
from functools import partial
from typing import Any, Self


class ModelfolioError(Exception):
    """What stops a command: a place, what is wrong there, and what to do about it.

    Attributes:
        message: what is wrong, lower case, without a full stop.
        slug: stable identifier of the kind of fault, such as ``yaml-invalid``; the messages page has an entry for it.
        location: the place, such as ``mlruns/3/meta.yaml:7``; empty when there is none.
        hint: what the reader can do; empty when nothing is known.
    """

    def __init__(self, message: str, *, slug: str, location: str = "", hint: str = "") -> None:
        super().__init__(message, slug, location, hint)
        self.message = message
        self.slug = slug
        self.location = location
        self.hint = hint

    def __reduce__(self) -> tuple[Callable[..., Self], tuple[str], dict[str, Any]]:
        """Errors cross process boundaries whole, which keyword-only arguments would prevent."""
        rebuild = partial(type(self), slug=self.slug, location=self.location, hint=self.hint)
        return rebuild, (self.message,), self.__dict__

    def __str__(self) -> str:
        where = f"{self.location}: " if self.location else ""
        advice = f"; {self.hint}" if self.hint else ""
        return f"{where}{self.message}{advice}"


class StoreError(ModelfolioError):
    """A store cannot be opened, or a path in it may not be read."""


class DocumentError(ModelfolioError):
    """One file is not what it should be."""


class PolicyError(DocumentError):
    """A policy cannot be used at all: to assess by another one would say what nobody decided."""


class ReaderError(ModelfolioError):
    """No reader knows the store, or a reader broke its promise."""


class ControlError(ModelfolioError):
    """A control cannot be used as the policy asks."""


class LedgerError(ModelfolioError):
    """The ledger cannot be written to as it is; nothing was written."""


class AssessmentError(ModelfolioError):
    """An earlier assessment cannot be compared with."""


class BrowserError(ModelfolioError):
    """There is no browser to print with, or it did not print."""


class PackError(ModelfolioError):
    """An evidence pack cannot be made as it should be, or is none."""


class SettingsError(ModelfolioError):
    """What the user asked for cannot be done as asked; nothing was touched (exit code 2)."""


class SiteError(ModelfolioError):
    """The site could not be made; the last good one stands."""
