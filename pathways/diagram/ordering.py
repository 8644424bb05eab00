"""A diagram to the same with some states further down, so that the default route can run straight past them.

The order of the definition is the order of reading, except where a state off the default route would
stand between two states of it: such a state may also stand below the stretch that it would be in the way of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pathways.diagram.model import Diagram, Node


@dataclass(frozen=True)
class Move:
    """States, in order, to stand right after another one."""

    names: tuple[str, ...]
    after: str


def moves(diagram: Diagram) -> Iterator[Move]:
    """Every move worth trying: past the next stretch of the default route that runs through the state's lane."""
    nodes = diagram.nodes
    for number, node in enumerate(nodes):
        if node.block is not None or node.on_default_route or node.kind not in ("task", "wait", "panel", "piece"):
            continue
        events = {edge.source for edge in diagram.edges if edge.target == node.id}
        names = (*(n.id for n in nodes if n.kind == "event" and n.id in events), node.id)
        after = _end_of_stretch(diagram, node, nodes[number + 1 :])
        if after is not None:
            yield Move(names, after)


def _end_of_stretch(diagram: Diagram, node: Node, following: tuple[Node, ...]) -> str | None:
    """The last of the next states of the default route that stand in the lane of `node`, or in a block across it."""
    covered = {block.fork: _lanes_across(diagram, block.members) for block in diagram.blocks if block.parent is None}
    joins = {block.fork: block.join for block in diagram.blocks}
    found = None
    for other in following:
        if other.block is not None or not other.on_default_route or other.kind == "join":
            continue
        if other.lane != node.lane and node.lane not in covered.get(other.id, ()):
            if found is not None or other.kind == "end":
                break
            continue
        found = joins.get(other.id, other.id)
    return found


def _lanes_across(diagram: Diagram, members: tuple[str, ...]) -> frozenset[str]:
    """The lanes from the first to the last that has a member."""
    order = [lane.id for lane in diagram.lanes]
    at = [order.index(node.lane) for node in diagram.nodes if node.id in members]
    return frozenset(order[min(at, default=0) : max(at, default=-1) + 1])


def moved(diagram: Diagram, move: Move) -> Diagram:
    """The diagram with these states right after that one."""
    taken = [node for node in diagram.nodes if node.id in move.names]
    rest = [node for node in diagram.nodes if node.id not in move.names]
    place = 1 + next(i for i, node in enumerate(rest) if node.id == move.after)
    return replace(diagram, nodes=(*rest[:place], *taken, *rest[place:]))
