"""For those who write readers and controls: the rules that these keep, as tests."""

from generator.testing.control_suite import ControlSuite
from generator.testing.suite import LABEL, ReaderSuite
from generator.testing.values import walk

__all__ = ["LABEL", "ControlSuite", "ReaderSuite", "walk"]
