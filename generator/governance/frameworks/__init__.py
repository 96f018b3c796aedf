"""Laws, standards and guidance: the ones that ship, and what the controls and people give as evidence for each clause."""
