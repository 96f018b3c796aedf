"""Where everything comes from: the whole graph, and the parts of it that can be drawn."""

from generator.analyses.lineage.cuts import neighbourhood, of_model
from generator.analyses.lineage.folding import MOST_EDGES, MOST_NODES
from generator.analyses.lineage.graph import (
    EdgeKind,
    Gap,
    Lineage,
    LineageCut,
    LineageEdge,
    LineageNode,
    NodeKind,
    node_id,
)
from generator.analyses.lineage.trace import trace_lineage

__all__ = [
    "MOST_EDGES",
    "MOST_NODES",
    "EdgeKind",
    "Gap",
    "Lineage",
    "LineageCut",
    "LineageEdge",
    "LineageNode",
    "NodeKind",
    "neighbourhood",
    "node_id",
    "of_model",
    "trace_lineage",
]
