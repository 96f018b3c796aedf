"""The lineage of everything in the catalogue, as a graph of frozen values.

An edge runs from what was there before to what came of it, so that a drawing reads from left to right. The words are
those of PROV-DM (W3C, 2013) where it has one: *used*, *generated*, *started*.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from generator.analyses.standing.roles import Role
from generator.catalog import ModelVersion
from generator.messages import word
from generator.provenance import Source


class NodeKind(StrEnum):
    """What a node stands for."""

    DATASET = word("dataset")
    RUN = word("run")
    LOGGED_MODEL = word("logged model")
    EXTERNAL = word("external source")
    """A place outside every store that a version was registered from."""
    VERSION = word("version")
    ALIAS = word("alias")


class EdgeKind(StrEnum):
    """How a node came of another."""

    USED = word("used")
    """Dataset or logged model to the run that read it."""
    STARTED = word("started")
    """Parent run to nested run."""
    GENERATED = word("generated")
    """Run to the logged model or the data it wrote."""
    REGISTERED = word("registered as")
    """Run, logged model or external source to version."""
    COPIED = word("copied from")
    """Version to its copy."""
    PREVIOUS = word("previous version")
    """Version to the next listed one of the same model."""
    POINTS_AT = word("points at")
    """Version to the alias that points at it."""

    @property
    def is_flow(self) -> bool:
        """Whether something was made from something: what an ancestry is followed along."""
        return self not in {EdgeKind.PREVIOUS, EdgeKind.POINTS_AT}


class Gap(StrEnum):
    """Why a node is a hole in the record rather than a record."""

    RUN_GONE = word("no store holds this run")
    LOGGED_MODEL_GONE = word("no store holds this logged model")
    VERSION_GONE = word("no registry lists this version")
    VERSION_DELETED = word("the version was deleted from the registry")
    DATASET_GONE = word("no store describes this dataset")
    NO_DATASET = word("the run recorded no data")
    NO_DIGEST = word("no digest was recorded, so the data cannot be told from other data of that name")
    EXTERNAL = word("it came from outside every store")
    NO_ORIGIN = word("nothing says where the version came from")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageNode:
    """One object of the lineage, or several of one kind folded into a pile."""

    id: str
    """The same on every build, made of letters, digits and ``-``; unique in the lineage."""
    kind: NodeKind
    key: tuple[str, ...]
    """What names the record: dataset (name, digest), run (run id), logged model (model id), external source (URI),
    version (store, model, version), alias (store, model, alias). Of a pile: empty."""
    label: str
    detail: str = ""
    """A second, quieter line."""
    model: str = ""
    """For versions and aliases: the registered model."""
    version: str = ""
    """For versions: the version; for aliases: the version pointed at."""
    stage: str = ""
    """For versions: the stage as recorded; empty for none."""
    role: Role | None = None
    """For versions: production or challenger, if the version holds that role."""
    sequence: int = 0
    """For versions: position among the model's versions."""
    instant: datetime | None = None
    """When it was made or began, as recorded."""
    deleted: bool = False
    """Whether the tracker or registry no longer lists it."""
    gap: Gap | None = None
    members: tuple[str, ...] = ()
    """Ids of the nodes folded into this one; empty for a single object."""
    source: Source
    """The record; for a gap, the place where it should be known; for a pile, its first member's."""

    @property
    def is_pile(self) -> bool:
        """Whether several objects are folded into this node."""
        return bool(self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageEdge:
    """One step of the lineage."""

    start: str
    """Id of the node that was there before."""
    end: str
    """Id of the node that came of it."""
    kind: EdgeKind
    sources: tuple[Source, ...]
    """The places that vouch for it: one, or one for each edge folded into this one."""


@dataclass(frozen=True, kw_only=True)
class Lineage:
    """The whole graph, indexed once, so that cuts of it cost only what they hold."""

    nodes: tuple[LineageNode, ...]
    edges: tuple[LineageEdge, ...]
    """At most one of a kind between two nodes; none from a node to itself."""

    @cached_property
    def by_id(self) -> Mapping[str, LineageNode]:
        """Every node by its id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """The place of each node in :attr:`nodes`, by its id."""
        return {node.id: index for index, node in enumerate(self.nodes)}

    @cached_property
    def incoming(self) -> Mapping[str, tuple[LineageEdge, ...]]:
        """The edges that end at each node: where it comes from."""
        return _grouped(self, "end")

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[LineageEdge, ...]]:
        """The edges that start at each node: what came of it."""
        return _grouped(self, "start")

    @cached_property
    def neighbour_counts(self) -> Mapping[str, int]:
        """How many different nodes each node has an edge with."""
        return {node.id: len(self.neighbours(node.id)) for node in self.nodes}

    @cached_property
    def gaps(self) -> tuple[LineageNode, ...]:
        """Every hole in the record, in the order of the nodes."""
        return tuple(node for node in self.nodes if node.gap)

    def neighbours(self, node_id: str) -> frozenset[str]:
        """The ids of the nodes that a node has an edge with."""
        return frozenset(edge.start for edge in self.incoming[node_id]) | frozenset(
            edge.end for edge in self.outgoing[node_id]
        )

    def version_node(self, version: ModelVersion) -> LineageNode | None:
        """The node of a version; None for a deleted one that nothing refers to."""
        return self.by_id.get(node_id(NodeKind.VERSION, version.store, version.name, version.version))


@dataclass(frozen=True, kw_only=True)
class LineageCut:
    """A part of the lineage that is small enough to draw."""

    nodes: tuple[LineageNode, ...] = ()
    """In the order of the lineage; a pile stands at its first member."""
    edges: tuple[LineageEdge, ...] = ()
    """Every edge of the lineage between two of the nodes, folded ones once."""
    hidden: Mapping[str, int]
    """How many neighbours of a node are left out of the cut, by node id; nodes with none are left out."""
    focus: str = ""
    """Id of the node that the cut is about; empty for none."""

    @property
    def objects(self) -> int:
        """How many objects of the lineage the cut stands for, folded ones included."""
        return sum(len(node.members) or 1 for node in self.nodes)

    @property
    def gaps(self) -> tuple[LineageNode, ...]:
        """The holes in the record that the cut shows."""
        return tuple(node for node in self.nodes if node.gap)


def node_id(kind: NodeKind, *key: str) -> str:
    """The id of a node: its kind, and a digest of what names it, since names may hold anything."""
    digest = hashlib.sha256(ascii(key).encode("ascii")).hexdigest()
    return f"{kind.name.lower().replace('_', '-')}-{digest[:16]}"


def _grouped(lineage: Lineage, side: str) -> Mapping[str, tuple[LineageEdge, ...]]:
    groups: dict[str, list[LineageEdge]] = {node.id: [] for node in lineage.nodes}
    for edge in lineage.edges:
        groups[edge.end if side == "end" else edge.start].append(edge)
    return {key: tuple(edges) for key, edges in groups.items()}
