"""Routes on the grid to straight segments, each knowing which way it turns and which blocks it lies in."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from pathways.diagram.layout import Placement
from pathways.diagram.model import Diagram
from pathways.diagram.routing import Route
from pathways.diagram.tracks import Segment


def segments_of(diagram: Diagram, routes: tuple[Route, ...]) -> list[list[Segment]]:
    """The segments of every route, from source to target."""
    surroundings = {node.id: _around(diagram, node.id) for node in diagram.nodes}
    forks = {node.id for node in diagram.nodes if node.is_head}
    return [_segments(route, surroundings, forks) for route in routes]


def frame_sides(
    diagram: Diagram, placement: Placement, routes: list[list[Segment]]
) -> dict[str, tuple[Segment, Segment]]:
    """The left and right side of every block's frame, as segments that take part in sharing out tracks."""
    lasts = [route[-1] for route in routes if not route[-1].vertical]
    ends = {which: [(s.nodes[which > 0], s.line) for s in lasts] for which in (1, -1)}
    found = {}
    for number, block in enumerate(diagram.blocks):
        left, right = (
            replace(
                _side(diagram, placement, number, which),
                heads=tuple(at for name, at in ends[-which] if name in (block.fork, block.join)),
            )
            for which in (-1, 1)
        )
        found[block.id] = left, right
    return found


def _side(diagram: Diagram, placement: Placement, number: int, which: int) -> Segment:
    block = diagram.blocks[number]
    fork, join = placement.frame(block)
    line = 2 * fork.first if which < 0 else 2 * fork.last + 2
    low, high = 2 * fork.row + 1, 2 * join.row + 1
    inside = _around(diagram, block.id) - {block.id}
    net = ("frame", block.id)
    plain = Segment(-1 - number, which, True, line, low, high, (0, 0), (None, None), net, inside=inside)
    return replace(plain, frame=block.id, frame_side=which)


def _segments(route: Route, surroundings: dict[str, frozenset[str]], forks: set[str]) -> list[Segment]:
    edge, points = route.edge, route.points
    inside = surroundings[edge.source] & surroundings[edge.target]
    if edge.target in forks or (edge.source in forks and edge.kind == "interrupt"):
        inside -= {edge.source, edge.target}  # a block is entered, or interrupted, from outside
    kind = "event" if edge.kind in ("timeout", "interrupt") else "back" if edge.returns else "flow"
    branches_off = edge.source in forks and edge.kind != "interrupt"
    net = ("from" if branches_off else "to", edge.source if branches_off else edge.target, kind)
    found = []
    for i, (a, b) in enumerate(pairwise(points)):
        vertical = a[0] == b[0]
        axis = 1 if vertical else 0
        before = points[i - 1] if i else None
        after = points[i + 2] if i + 2 < len(points) else None
        ends = sorted(((a, before, edge.source), (b, after, edge.target)), key=lambda end: end[0][axis])
        turns = [0 if far is None else _sign(far[1 - axis] - at[1 - axis]) for at, far, _ in ends]
        nodes = [name if far is None else None for _, far, name in ends]
        low, high = ends[0][0][axis], ends[1][0][axis]
        line, straight = a[1 - axis], len(points) == 2
        turned, met = (turns[0], turns[1]), (nodes[0], nodes[1])
        found.append(Segment(edge.id, i, vertical, line, low, high, turned, met, net, straight, inside))
    return found


def _around(diagram: Diagram, name: str) -> frozenset[str]:
    """The blocks that a node stands in; a fork and a join stand in their own."""
    blocks = {block.id: block for block in diagram.blocks}
    found = {block.id for block in diagram.blocks if name in (block.fork, block.join)}
    block = next(node.block for node in diagram.nodes if node.id == name)
    while block is not None:
        found.add(block)
        block = blocks[block].parent
    return frozenset(found)


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
