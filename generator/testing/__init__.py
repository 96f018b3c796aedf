"""For those who write readers: the rules that a reader keeps, as tests."""

from generator.testing.suite import LABEL, ReaderSuite
from generator.testing.values import walk

__all__ = ["LABEL", "ReaderSuite", "walk"]
