"""How the stages of a build tell whoever waits how far they are."""

from typing import Protocol


class Progress(Protocol):
    """Hears of every stage; what it makes of that is its own affair."""

    def stage(self, name: str, total: int = 0) -> None:
        """A stage begins, such as ``drawing figures``; the total is 0 where it is not known."""

    def advance(self, count: int) -> None:
        """So many more items of the stage are done."""


class Quiet:
    """Progress that nobody watches."""

    def stage(self, name: str, total: int = 0) -> None:
        """Say nothing."""

    def advance(self, count: int) -> None:
        """Say nothing."""
