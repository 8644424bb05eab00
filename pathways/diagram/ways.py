"""A trail to the way it takes on a diagram: the states and arrows it passes, and which sentences happen where.

Steps within a closed piece happen at its box; an opened one is entered at its title. Entering a parallel state enters
the first state of every branch; a branch that is done leads to the bar below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

from pathways.definition.linked import DONE, LinkedPathway
from pathways.diagram.model import Diagram, Edge
from pathways.diagram.names import EVENT, START, Names
from pathways.diagram.story import Hop, Trail

_FLOW: Final = ("complete", "decide", "join")  # every other event has a way of its own


@dataclass(frozen=True)
class Walk:
    """A trail on the diagram: what it passes, and by node the numbers of the sentences that happen there."""

    nodes: Set[str]
    edges: Set[int]
    numbers: Mapping[str, list[int]]


def walk(trail: Trail, pathway: LinkedPathway, diagram: Diagram) -> Walk:
    names = Names(pathway, diagram.opened)
    known = {node.id for node in diagram.nodes}
    nodes: set[str] = set()
    edges: set[int] = set()
    numbers: dict[str, list[int]] = {}
    standing = ""
    for number, sentence in enumerate(trail.sentences, 1):
        happens = [] if sentence.hops else [standing]
        for hop in sentence.hops:
            passed = arrows_of(hop, names, diagram.edges)
            edges.update(edge.id for edge in passed)
            nodes.update(name for edge in passed for name in (edge.source, edge.target))
            place = names.node_of(hop.to if hop.left is None else hop.left)
            standing = names.node_of(hop.to) if hop.left is None or hop.to != DONE else names.entering(hop.left, hop.to)
            nodes.update((place, standing))
            happens.append(names.leaving(hop.left) if hop.event == "join" and hop.left is not None else place)
            happens += {edge.source for edge in passed} & {f"{EVENT}{hop.event}"}
        for name in dict.fromkeys(happens):
            if name in known:
                numbers.setdefault(name, []).append(number)
    return Walk(nodes, edges, numbers)


def arrows_of(hop: Hop, names: Names, edges: Sequence[Edge]) -> list[Edge]:
    """The arrows of a diagram that a move follows; none where it stays within a used piece."""
    if hop.left is None:
        door = names.beginning(hop.to)
        found = [edge for edge in edges if edge.target == door and edge.source.startswith(START)]
        return found + _below(door, hop.to, names, edges) + _forked(hop.to, names, edges)
    source = names.leaving(hop.left) if hop.event in _FLOW else names.node_of(hop.left)
    target = names.entering(hop.left, hop.to)
    between = [edge for edge in edges if edge.target == target and edge.source in (source, f"{EVENT}{hop.event}")]
    family = {"timeout": "timeout"}.get(hop.event, "flow" if hop.event in _FLOW else "interrupt")
    alike = [edge for edge in between if (edge.kind if edge.kind in ("timeout", "interrupt") else "flow") == family]
    # A limit that leads where the state leads anyway is not drawn as an arrow of its own.
    return (alike or between) + _below(target, hop.to, names, edges) + _forked(hop.to, names, edges)


def _below(head: str, to: str, names: Names, edges: Sequence[Edge]) -> list[Edge]:
    """The arrows from the title of an opened piece to the state that it begins with; none where nothing is opened."""
    if to == DONE:
        return []
    found: list[Edge] = []
    while head != names.node_of(to):
        (edge,) = (edge for edge in edges if edge.source == head)
        found.append(edge)
        head = edge.target
    return found


def _forked(to: str, names: Names, edges: Sequence[Edge]) -> list[Edge]:
    """The arrows from a parallel state's fork to the first state of each branch."""
    if to == DONE or to in names.owner or names.pathway.states[to].kind != "parallel":
        return []
    found: list[Edge] = []
    for region in names.pathway.states[to].branches:
        first = names.pathway.regions[region].start
        into = (names.entering(to, first), names.node_of(first))
        for edge in edges:
            if edge.source == to and edge.target in into:
                found += [edge, *_below(edge.target, first, names, edges)]
        found += _forked(first, names, edges)
    return found
