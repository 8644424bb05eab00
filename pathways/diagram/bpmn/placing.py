"""BPMN elements to places on a grid: lanes as rows with as many tracks as they need, time running to the right.

In the grid's own words a lane is a group of columns and time is rows, as everywhere in the layout; `drawing` turns it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pathways.diagram.layout import Cell, Placement
from pathways.diagram.model import Diagram, Edge, Node

MOST_TRACKS: Final = 4  # of a lane
Spot = tuple[str, int, int]  # lane, track in it, rank in time


def place(diagram: Diagram) -> Placement:
    """One step in time after the last of what leads to it, or beside it where nothing lies between.

    The default route keeps the first track of each lane as far as it can.
    """
    placer = _Placer(diagram)
    for node in _in_time(diagram):
        placer.put(node)
    return placer.placement()


def _in_time(diagram: Diagram) -> list[Node]:
    """Nodes so that each comes after what leads to it, else in the order given."""
    left = {node.id: node for node in diagram.nodes}
    waiting = {name: {e.source for e in diagram.edges if e.target == name and _is_onward(e)} for name in left}
    ordered: list[Node] = []
    while left:
        name = next((n for n in left if not waiting[n] & left.keys()), next(iter(left)))
        ordered.append(left.pop(name))
    return ordered


def _is_onward(edge: Edge) -> bool:
    return not edge.returns and edge.source != edge.target


class _Placer:
    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.order = {lane.id: i for i, lane in enumerate(diagram.lanes)}
        self.into: Mapping[str, list[Edge]] = {
            node.id: [e for e in diagram.edges if e.target == node.id and _is_onward(e)] for node in diagram.nodes
        }
        self.with_default = {node.lane for node in diagram.nodes if node.on_default_route}
        self.spots: dict[str, Spot] = {}
        self.taken: set[Spot] = set()
        self.sides: set[tuple[str, int]] = set()

    def put(self, node: Node) -> None:
        before = [(edge, self.spots[edge.source]) for edge in self.into[node.id] if edge.source in self.spots]
        tracks = self.tracks(node, [spot for _, spot in before])
        rank = max((spot[2] + 1 for _, spot in before), default=0)
        last = [(edge, spot) for edge, spot in before if spot[2] == rank - 1]
        if len(last) == 1 and rank > 0:
            edge, spot = last[0]
            for track in tracks:
                beside = (node.lane, track, rank - 1)
                side = self.side(spot, beside)
                if self.is_beside(edge, node, spot, beside) and (edge.source, side) not in self.sides:
                    self.sides |= {(edge.source, side), (node.id, -side)}
                    self.set(node, beside)
                    return
        while True:
            for track in tracks:
                if (node.lane, track, rank) not in self.taken:
                    self.set(node, (node.lane, track, rank))
                    return
            rank += 1

    def set(self, node: Node, spot: Spot) -> None:
        self.spots[node.id] = spot
        self.taken.add(spot)

    def tracks(self, node: Node, before: list[Spot]) -> list[int]:
        """The tracks of its lane that suit a node, the best first."""
        if node.on_default_route:
            return list(range(MOST_TRACKS))
        first = 1 if node.lane in self.with_default else 0
        own = [track for lane, track, _ in before[-1:] if lane == node.lane and track >= first]
        return list(dict.fromkeys([*own, *range(first, MOST_TRACKS)]))

    def side(self, one: Spot, two: Spot) -> int:
        a, b = (self.order[one[0]], one[1]), (self.order[two[0]], two[1])
        return (b > a) - (b < a)

    def is_beside(self, edge: Edge, node: Node, one: Spot, two: Spot) -> bool:
        """Whether an arrow can lead straight across to a place at the same time."""
        side = self.side(one, two)
        if side == 0 or two in self.taken or edge.kind in ("timeout", "interrupt"):
            return False
        if one[0] == two[0] and node.on_default_route:
            return False
        low, high = sorted(((self.order[one[0]], one[1]), (self.order[two[0]], two[1])))
        return not any(rank == one[2] and low < (self.order[lane], track) < high for lane, track, rank in self.taken)

    def placement(self) -> Placement:
        used = {lane: {spot[1] for spot in self.spots.values() if spot[0] == lane} for lane in self.order}
        columns = [(lane, track) for lane in self.order for track in sorted(used[lane]) or [0]]
        at = {column: i for i, column in enumerate(columns)}
        ranks = {rank: i for i, rank in enumerate(sorted({spot[2] for spot in self.spots.values()}))}
        cells = {
            name: Cell(ranks[rank], at[lane, track], at[lane, track])
            for name, (lane, track, rank) in self.spots.items()
        }
        return Placement(tuple(lane for lane, _ in columns), cells, len(ranks))
