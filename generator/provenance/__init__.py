"""Where a fact stands, and how it is taken out of a file."""

from generator.provenance.fact import Fact, Standing, derived, missing, recorded, stated
from generator.provenance.source import Source

__all__ = ["Fact", "Source", "Standing", "derived", "missing", "recorded", "stated"]
