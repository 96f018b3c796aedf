"""One word of the pages and what it means."""

from dataclasses import dataclass

from generator.pages import paths


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the pages."""

    name: str
    """As it stands on the pages, its first letter large."""
    meaning: str
    """Plain sentences."""
    also: tuple[str, ...] = ()
    """Other forms of it on the pages."""

    @property
    def anchor(self) -> str:
        """Its place on the glossary page."""
        return f"g-{paths.slug(self.name.casefold())}"
