"""Who let a version go where it is, on what grounds, and how one gets back."""

from generator.governance.controls.approval.changes import ChangeAssessed
from generator.governance.controls.approval.duties import DutiesSeparated
from generator.governance.controls.approval.grant import ApprovalCurrent, ProductionApproved
from generator.governance.controls.approval.rollback import RollbackReady
from generator.governance.controls.approval.stages import NoStageSkipped
from generator.governance.controls.approval.validation import IndependentlyValidated
from generator.governance.controls.approval.waivers import WaiversValid

CONTROLS = (
    ProductionApproved,
    DutiesSeparated,
    ApprovalCurrent,
    NoStageSkipped,
    IndependentlyValidated,
    WaiversValid,
    RollbackReady,
    ChangeAssessed,
)
"""What the entry point brings."""
