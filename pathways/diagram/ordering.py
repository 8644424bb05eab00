"""A diagram to the same with some states further down, so that the default route can run straight past them.

The order of the definition is the order of reading, except where a state off the default route would
stand between two states of it: such a state may also stand below the stretch that it would be in the way of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from pathways.diagram.model import Block, Diagram, Node

MOVABLE: Final = ("task", "wait", "panel", "piece")


@dataclass(frozen=True)
class Move:
    """States, in order, to stand right after another one."""

    names: tuple[str, ...]
    after: str


def moves(diagram: Diagram) -> Iterator[tuple[Move, ...]]:
    """What is worth trying: all that stands between two states of the default route together, then one by one."""
    at = {node.id: i for i, node in enumerate(diagram.nodes)}
    nodes = {node.id: node for node in diagram.nodes}
    covered = {block.fork: _lanes_across(diagram, block.members) for block in diagram.blocks if block.parent is None}
    for edge in diagram.edges:
        source, target = nodes[edge.source], nodes[edge.target]
        if edge.kind != "default" or source.block is not None or not at[source.id] + 1 < at[target.id]:
            continue
        across = covered.get(target.id, frozenset({target.lane}))
        if source.lane not in across:
            continue
        between = [node for node in diagram.nodes[at[source.id] + 1 : at[target.id]] if node.lane in across]
        singles: list[Move] = []
        for node in between:
            if node.block is not None or node.on_default_route or node.is_start or node.kind not in MOVABLE:
                continue
            after = _end_of_stretch(diagram, node, diagram.nodes[at[target.id] :], covered)
            if after is not None and not any(node.id in move.names for move in singles):
                singles.append(Move(_with_company(diagram, node.id, at[after]), after))
        if len(singles) > 1:
            yield tuple(singles)
        yield from ((move,) for move in singles)


def _with_company(diagram: Diagram, name: str, end: int) -> tuple[str, ...]:
    """A state with the events that lead to it, and what follows it off the default route up to a position."""
    company = {name}
    blocks = {block.fork: (*block.members, *([block.join] if block.join else [])) for block in diagram.blocks}
    for node in diagram.nodes[: end + 1]:
        if node.on_default_route or node.block is not None or node.is_start:
            continue
        before = {edge.source for edge in diagram.edges if edge.target == node.id and not edge.returns}
        if before & company:
            company |= {node.id, *blocks.get(node.id, ())}
    company |= {
        edge.source
        for edge in diagram.edges
        if edge.target in company and any(node.id == edge.source and node.kind == "event" for node in diagram.nodes)
    }
    return tuple(node.id for node in diagram.nodes if node.id in company)


def _end_of_stretch(
    diagram: Diagram, node: Node, following: tuple[Node, ...], covered: Mapping[str, frozenset[str]]
) -> str | None:
    """The last of the next states of the default route that stand in the lane of `node`, or in a block across it."""
    joins = {block.fork: block.join or _last(diagram, block) for block in diagram.blocks}
    found = None
    for other in following:
        if other.block is not None or not other.on_default_route or other.kind == "join":
            continue
        if node.lane not in covered.get(other.id, {other.lane}):
            break
        found = joins.get(other.id, other.id)
    return found


def _last(diagram: Diagram, block: Block) -> str:
    return [node.id for node in diagram.nodes if node.id in block.members][-1]


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
