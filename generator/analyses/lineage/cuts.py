"""Parts of the lineage that can be drawn: the neighbourhood of a version, and all of a model folded."""

from collections.abc import Callable, Iterable, Mapping

from generator.analyses.lineage.folding import Folded, fold
from generator.analyses.lineage.graph import EdgeKind, Lineage, LineageCut, LineageEdge, NodeKind
from generator.analyses.lineage.piles import LADDER, Whole, piles
from generator.catalog import ModelVersion, RegisteredModel

_ANCESTRY_STEPS = 5
"""How far the drawing of a model follows what its versions came from: enough for dataset, parent run, run, logged
model and a version that was copied."""


def neighbourhood(
    lineage: Lineage, version: ModelVersion, *, up: int = 3, down: int = 2, versions: int = 2
) -> LineageCut:
    """What a version came from and what came of it, near enough to be drawn around it.

    Args:
        lineage: the whole lineage.
        version: the version in the middle.
        up: steps back towards data.
        down: steps on towards aliases and copies.
        versions: how many versions before and after it stand beside it, with their aliases.

    Returns:
        The cut; empty for a version that the lineage does not hold. It is folded when it is too large to be drawn.
    """
    focus = lineage.version_node(version)
    if focus is None:
        return LineageCut(hidden={})
    kept = {focus.id}
    kept |= _reached({focus.id}, up, lambda node: _flow_starts(lineage.incoming[node]))
    kept |= _reached({focus.id}, down, lambda node: _results(lineage.outgoing[node]))
    beside = _reached({focus.id}, versions, lambda node: _starts(lineage.incoming[node], EdgeKind.PREVIOUS))
    beside |= _reached({focus.id}, versions, lambda node: _ends(lineage.outgoing[node], EdgeKind.PREVIOUS))
    kept |= beside
    kept |= {alias for node in beside for alias in _ends(lineage.outgoing[node], EdgeKind.POINTS_AT)}
    whole = _whole(lineage, kept, version.name, version.store, focus.id)
    plain = fold(whole.nodes, whole.edges, {}, 1)
    return _cut(lineage, whole, plain if plain.fits else _folded(whole))


def of_model(lineage: Lineage, model: RegisteredModel) -> LineageCut:
    """All listed versions of a model with everything they came from, folded until it can be drawn.

    Runs of a sweep that were not registered become one pile; versions older than the newest four become piles with the
    runs, logged models and data that nothing else needs, but not those with an alias, a stage, a role or a copy. When
    that is still more than :data:`~generator.analyses.lineage.folding.MOST_NODES` nodes or ``MOST_EDGES`` edges, it is
    folded harder, until it fits.
    """
    own = {
        node.id for version in model.listed_versions if (node := lineage.version_node(version)) is not None
    }
    kept = set(own)
    kept |= _reached(own, _ANCESTRY_STEPS, lambda node: _flow_starts(lineage.incoming[node]))
    kept |= _reached(own, 2, lambda node: _results(lineage.outgoing[node]))
    kept |= _users_and_siblings(lineage, kept)
    whole = _whole(lineage, kept, model.name, model.store, "")
    return _cut(lineage, whole, _folded(whole))


def _folded(whole: Whole) -> Folded:
    """The first rung of the ladder on which the cut fits; the last one always does."""
    folded = fold(whole.nodes, whole.edges, {}, 1)
    for rung in LADDER:
        folded = fold(whole.nodes, whole.edges, piles(whole, rung), rung.smallest)
        if folded.fits:
            break
    return folded


def _users_and_siblings(lineage: Lineage, kept: set[str]) -> set[str]:
    """Runs that used a kept logged model, and unregistered runs of a kept sweep."""
    found: set[str] = set()
    for node_id in kept:
        node = lineage.by_id[node_id]
        for edge in lineage.outgoing[node_id]:
            used = node.kind is NodeKind.LOGGED_MODEL and edge.kind is EdgeKind.USED
            nested = edge.kind is EdgeKind.STARTED
            if (used or nested) and not any(
                further.kind is not EdgeKind.STARTED for further in lineage.outgoing[edge.end]
            ):
                found.add(edge.end)
    return found


def _whole(lineage: Lineage, kept: Iterable[str], model: str, store: str, focus: str) -> Whole:
    order = sorted(kept, key=lineage.positions.__getitem__)
    inside = set(order)
    # Hubs have many ways out (a dataset, a parent run) and few ways in, so only the ways in are looked through.
    edges = tuple(edge for node in order for edge in lineage.incoming[node] if edge.start in inside)
    return Whole(
        nodes=tuple(lineage.by_id[node] for node in order), edges=edges, model=model, store=store, focus=focus
    )


def _cut(lineage: Lineage, whole: Whole, folded: Folded) -> LineageCut:
    return LineageCut(
        nodes=folded.nodes, edges=folded.edges, hidden=_hidden(lineage, whole, folded), focus=whole.focus
    )


def _hidden(lineage: Lineage, whole: Whole, folded: Folded) -> Mapping[str, int]:
    inside: dict[str, set[str]] = {node.id: set() for node in whole.nodes}
    for edge in whole.edges:
        inside[edge.start].add(edge.end)
        inside[edge.end].add(edge.start)
    hidden: dict[str, int] = {}
    for node in folded.nodes:
        if node.is_pile:
            outside: set[str] = set()
            for member in node.members:
                outside |= lineage.neighbours(member) - inside[member]
            count = len(outside)
        else:
            count = lineage.neighbour_counts[node.id] - len(inside[node.id])
        if count:
            hidden[node.id] = count
    return hidden


def _reached(start: set[str], steps: int, following: Callable[[str], Iterable[str]]) -> set[str]:
    """Every node within so many steps, the start left out."""
    seen = set(start)
    edge_of_known = sorted(start)
    for _ in range(steps):
        ahead = dict.fromkeys(node for known in edge_of_known for node in following(known))
        edge_of_known = [node for node in ahead if node not in seen]
        seen.update(edge_of_known)
    return seen - start


def _flow_starts(edges: Iterable[LineageEdge]) -> list[str]:
    return [edge.start for edge in edges if edge.kind.is_flow]


def _results(edges: Iterable[LineageEdge]) -> list[str]:
    return [edge.end for edge in edges if edge.kind is not EdgeKind.PREVIOUS]


def _starts(edges: Iterable[LineageEdge], kind: EdgeKind) -> list[str]:
    return [edge.start for edge in edges if edge.kind is kind]


def _ends(edges: Iterable[LineageEdge], kind: EdgeKind) -> list[str]:
    return [edge.end for edge in edges if edge.kind is kind]
