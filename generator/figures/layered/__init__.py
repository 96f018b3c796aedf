"""Layered layout of directed graphs, from left to right (Sugiyama, Tagawa and Toda 1981; Gansner et al. 1993).

Ours because of what generic engines do not have: a leftmost column for each node, history that runs inside a column
with the newest on top and never decides the columns, and chains that stay on one row. Deterministic: nodes are numbers,
and the smaller number wins every tie.
"""

from generator.figures.layered.layout import Gaps, Layout, arrange

__all__ = ["Gaps", "Layout", "arrange"]
