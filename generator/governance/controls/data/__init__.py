"""Which data stands behind a version, whether it may be used, and what it says about people."""

from generator.governance.controls.data.datasheet import DatasheetPresent
from generator.governance.controls.data.personal import PersonalDataDeclared
from generator.governance.controls.data.recorded import EvaluationSeparate, TrainingRecorded
from generator.governance.controls.data.terms import DataLicensed

__all__ = [
    "CONTROLS",
    "DataLicensed",
    "DatasheetPresent",
    "EvaluationSeparate",
    "PersonalDataDeclared",
    "TrainingRecorded",
]

CONTROLS = (TrainingRecorded, EvaluationSeparate, DataLicensed, DatasheetPresent, PersonalDataDeclared)
"""What the entry point brings."""
