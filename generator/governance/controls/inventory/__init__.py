"""Who answers for a model, what it is in the eyes of the law, and whether the inventory is whole."""

from generator.governance.controls.inventory.classification import RiskClassified
from generator.governance.controls.inventory.origin import NoOrphan
from generator.governance.controls.inventory.ownership import ContactStated, OwnerNamed
from generator.governance.controls.inventory.reconciled import InventoryReconciled

__all__ = ["CONTROLS", "ContactStated", "InventoryReconciled", "NoOrphan", "OwnerNamed", "RiskClassified"]

CONTROLS = (OwnerNamed, ContactStated, RiskClassified, NoOrphan, InventoryReconciled)
"""What the entry point brings."""
