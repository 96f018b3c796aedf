"""What a model may do to the machine that loads it, and what it was built from."""

from generator.governance.controls.security.model_format import FormatRunsNoCode

CONTROLS = (FormatRunsNoCode,)
"""What the entry point brings."""
