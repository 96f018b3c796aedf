"""What people have to write about a model, and whether it is whole, current and about the right version."""

from generator.governance.controls.documentation.card import CardComplete, CardReviewed, ReviewNotOverdue
from generator.governance.controls.documentation.licence import LicenceRecorded
from generator.governance.controls.documentation.limitations import LimitationsStated
from generator.governance.controls.documentation.operation import DecommissioningPlanned, OversightDescribed
from generator.governance.controls.documentation.signature import SignatureRecorded
from generator.governance.controls.documentation.technical_file import TechnicalFileComplete
from generator.governance.controls.documentation.use import UseStated
from generator.governance.controls.documentation.versioning import DeclaredVersionFits

__all__ = [
    "CONTROLS",
    "CardComplete",
    "CardReviewed",
    "DeclaredVersionFits",
    "DecommissioningPlanned",
    "LicenceRecorded",
    "LimitationsStated",
    "OversightDescribed",
    "ReviewNotOverdue",
    "SignatureRecorded",
    "TechnicalFileComplete",
    "UseStated",
]

CONTROLS = (
    UseStated,
    LimitationsStated,
    LicenceRecorded,
    OversightDescribed,
    SignatureRecorded,
    CardReviewed,
    DecommissioningPlanned,
    TechnicalFileComplete,
    CardComplete,
    ReviewNotOverdue,
    DeclaredVersionFits,
)
"""What the entry point brings."""
