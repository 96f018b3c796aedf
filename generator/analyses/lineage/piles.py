"""Which nodes of a cut are folded together, more with every rung of a ladder."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.analyses.lineage.folding import Pile
from generator.analyses.lineage.graph import EdgeKind, LineageEdge, LineageNode, NodeKind
from generator.analyses.wording import version_label
from generator.messages import say, say_many

_RETIRED = frozenset({"", "none", "archived"})
"""Stages, without case, that do not keep an old version in sight."""
_OLDER = say("of older versions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """How hard to fold."""

    newest: int
    """How many of the newest versions are kept whatever they are."""
    named: bool
    """Whether versions with an alias, a stage or a copy are kept as well; those with a role always are."""
    stretches: bool
    """Whether each unbroken stretch of older versions has its own pile, instead of one for all."""
    twins: bool
    """Whether nodes of a kind that have the same neighbours are folded."""
    smallest: int
    """The least number of members a pile is worth."""
    wholesale: bool = False
    """Whether everything that is no kept version is folded by kind."""


LADDER = (
    Rung(newest=4, named=True, stretches=True, twins=False, smallest=3),
    Rung(newest=4, named=True, stretches=False, twins=True, smallest=2),
    Rung(newest=2, named=False, stretches=False, twins=True, smallest=2),
    Rung(newest=1, named=False, stretches=False, twins=True, smallest=2, wholesale=True),
)
"""The last rung always fits: at most four versions, and one pile for each kind of record and of gap."""


@dataclass(frozen=True, kw_only=True)
class Whole:
    """A cut before folding."""

    nodes: tuple[LineageNode, ...]
    edges: tuple[LineageEdge, ...]
    model: str
    store: str
    focus: str

    @cached_property
    def incoming(self) -> Mapping[str, tuple[LineageEdge, ...]]:
        """The edges that end at each node."""
        return self._grouped(lambda edge: edge.end)

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[LineageEdge, ...]]:
        """The edges that start at each node."""
        return self._grouped(lambda edge: edge.start)

    @cached_property
    def by_id(self) -> Mapping[str, LineageNode]:
        """Every node by its id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def versions(self) -> tuple[LineageNode, ...]:
        """The recorded versions of the model that the cut is about, by ascending sequence."""
        own = [
            node
            for node in self.nodes
            if node.kind is NodeKind.VERSION and node.gap is None and node.key[:2] == (self.store, self.model)
        ]
        return tuple(sorted(own, key=lambda node: node.sequence))

    def is_leaf_run(self, node: LineageNode) -> bool:
        """Whether a run made nothing but nested runs."""
        return node.kind is NodeKind.RUN and all(
            edge.kind is EdgeKind.STARTED for edge in self.outgoing[node.id]
        )

    def _grouped(self, side: Callable[[LineageEdge], str]) -> Mapping[str, tuple[LineageEdge, ...]]:
        groups: dict[str, list[LineageEdge]] = {node.id: [] for node in self.nodes}
        for edge in self.edges:
            groups[side(edge)].append(edge)
        return {key: tuple(edges) for key, edges in groups.items()}


def piles(whole: Whole, rung: Rung) -> Mapping[str, Pile]:
    """The pile of each node to be folded on a rung, by the node's id."""
    kept = _kept_versions(whole, rung)
    found = _older_versions(whole, rung, kept)
    if rung.wholesale:
        _fold_rest(whole, kept, found)
        return found
    _spread(whole, found)
    for node in whole.nodes:
        if node.id not in found and node.kind is NodeKind.RUN and not whole.outgoing[node.id]:
            found[node.id] = _idle_runs(whole, node)
    if rung.twins:
        _fold_twins(whole, found)
    return found


def _kept_versions(whole: Whole, rung: Rung) -> frozenset[str]:
    newest = {node.id for node in whole.versions[-rung.newest :]}
    held = {node.id for node in whole.versions if node.role}
    named = {node.id for node in whole.versions if rung.named and _is_named(whole, node)}
    return frozenset(newest | held | named | {whole.focus})


def _is_named(whole: Whole, node: LineageNode) -> bool:
    return node.stage.casefold() not in _RETIRED or any(
        edge.kind in {EdgeKind.POINTS_AT, EdgeKind.COPIED} for edge in whole.outgoing[node.id]
    )


def _older_versions(whole: Whole, rung: Rung, kept: frozenset[str]) -> dict[str, Pile]:
    """The versions of the model that are not kept, by stretches or as one."""
    stretches: list[list[LineageNode]] = [[]]
    for node in whole.versions:
        if node.id not in kept:
            stretches[-1].append(node)
        elif rung.stretches:
            stretches.append([])
    found: dict[str, Pile] = {}
    for stretch in stretches:
        if len(stretch) >= rung.smallest:
            ends = f"{version_label(stretch[0].version)} – {version_label(stretch[-1].version)}"
            detail = say_many(len(stretch), "{n} older version", "{n} older versions")
            pile = Pile(NodeKind.VERSION, is_gap=False, group=stretch[0].id, label=ends, detail=detail)
            found.update((node.id, pile) for node in stretch)
    return found


def _spread(whole: Whole, found: dict[str, Pile]) -> None:
    """Fold what only folded nodes needed, and what came of folded nodes alone."""
    own = {node.id for node in whole.versions}
    idle = {node.id for node in whole.nodes if whole.is_leaf_run(node)}
    needed_by = {
        node.id: sum(edge.kind.is_flow and edge.end not in idle for edge in whole.outgoing[node.id])
        for node in whole.nodes
    }
    waiting = list(found)
    while waiting:
        folded = waiting.pop()
        ready: list[str] = []
        for edge in whole.incoming[folded]:
            if edge.kind.is_flow and folded not in idle:
                needed_by[edge.start] -= 1
                if not needed_by[edge.start]:
                    ready.append(edge.start)
        ready += [
            edge.end
            for edge in whole.outgoing[folded]
            if edge.kind is not EdgeKind.PREVIOUS and _came_of_folded(whole, edge.end, idle, found)
        ]
        for node in ready:
            if node not in found and node not in own:
                found[node] = _older(whole.by_id[node])
                waiting.append(node)


def _came_of_folded(whole: Whole, node_id: str, idle: set[str], found: Mapping[str, Pile]) -> bool:
    node = whole.by_id[node_id]
    if node.kind not in {NodeKind.ALIAS, NodeKind.VERSION} and node_id not in idle:
        return False
    return all(
        edge.start in found
        for edge in whole.incoming[node_id]
        if edge.kind is not EdgeKind.PREVIOUS and whole.by_id[edge.start].kind is not NodeKind.DATASET
    )


def _older(node: LineageNode) -> Pile:
    detail = (
        say("of {model}", model=node.model)
        if node.kind is NodeKind.VERSION
        else node.gap.value
        if node.gap
        else _OLDER
    )
    return Pile(
        node.kind,
        is_gap=node.gap is not None,
        group=f"older {node.gap} {node.model}",
        detail=detail,
    )


def _idle_runs(whole: Whole, node: LineageNode) -> Pile:
    """The pile of a run that nothing came of: with the others of its sweep, else with those that read the same."""
    parents = sorted(edge.start for edge in whole.incoming[node.id] if edge.kind is EdgeKind.STARTED)
    read = sorted(edge.start for edge in whole.incoming[node.id] if edge.kind is EdgeKind.USED)
    used_model = any(whole.by_id[start].kind is NodeKind.LOGGED_MODEL for start in read)
    detail = say("used the logged model") if used_model and not parents else say("not registered")
    group = f"idle {node.gap} {detail} {' '.join(parents or read)}"
    return Pile(node.kind, is_gap=node.gap is not None, group=group, detail=detail)


def _fold_twins(whole: Whole, found: dict[str, Pile]) -> None:
    groups: dict[object, int] = {}
    for node in whole.nodes:
        if node.id not in found and node.kind is not NodeKind.VERSION:
            before = frozenset((edge.start, edge.kind) for edge in whole.incoming[node.id])
            after = frozenset((edge.end, edge.kind) for edge in whole.outgoing[node.id])
            index = groups.setdefault((node.kind, node.gap, before, after), len(groups))
            detail = node.gap.value if node.gap else ""
            found[node.id] = Pile(
                node.kind, is_gap=node.gap is not None, group=f"twins {index}", detail=detail
            )


def _fold_rest(whole: Whole, kept: frozenset[str], found: dict[str, Pile]) -> None:
    own = {node.id for node in whole.versions}
    for node in whole.nodes:
        if node.id not in kept and node.id not in own:
            detail = node.gap.value if node.gap else ""
            found[node.id] = Pile(
                node.kind, is_gap=node.gap is not None, group=f"rest {node.gap}", detail=detail
            )
