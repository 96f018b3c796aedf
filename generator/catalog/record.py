"""What every record of a store has: the store, the place, and where fields stand that go by another name there."""

from dataclasses import dataclass

from generator.provenance import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One thing that a tracker wrote down."""

    store: str
    """Label of the store it was read from."""
    source: Source
    places: tuple[tuple[str, Source], ...] = ()
    """Where those fields stand that do not stand in :attr:`source` under their own name: ``end_time``, say, in a
    tracker that calls it ``stop_time``."""
    whole: bool = False
    """Whether the tracker's record speaks as a whole: no field stands by itself but those in :attr:`places`."""
    also: tuple[Source, ...] = ()
    """Where else the same is recorded, when it was read more than once."""

    def at(self, name: str) -> Source:
        """The place of a field, by its name here; where the field is missing, the place where it should stand."""
        for placed, source in self.places:
            if placed == name:
                return source
        return self.source if self.whole else self.source.at(name)
