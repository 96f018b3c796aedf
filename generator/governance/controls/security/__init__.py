"""What a model may do to the machine that loads it, and what it was built from."""

from generator.governance.controls.security.base_model import BaseModelRecorded
from generator.governance.controls.security.dependencies import DependenciesKnownSafe
from generator.governance.controls.security.model_format import FormatRunsNoCode
from generator.governance.controls.security.privacy import NoPersonalData, NoSecrets

CONTROLS = (NoSecrets, NoPersonalData, FormatRunsNoCode, DependenciesKnownSafe, BaseModelRecorded)
"""What the entry point brings."""
