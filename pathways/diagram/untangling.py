"""A diagram to the plan whose arrows are easiest to follow, by a number that says how hard they are."""

from __future__ import annotations

from itertools import combinations, islice, pairwise
from typing import Final

from pathways.diagram.geometry import Geometry, Plan
from pathways.diagram.layout import Placement, place
from pathways.diagram.model import Diagram, Edge
from pathways.diagram.ordering import moved, moves
from pathways.diagram.routing import find_routes
from pathways.diagram.style import Sizes

Point = tuple[float, float]

DEFAULT_BEND: Final = 20
BEND: Final = 6
CROSSING: Final = 10
MOVED: Final = 12  # a state that is not where the definition has it must be worth this much
HEIGHT: Final = 0.25  # for each point
LENGTH: Final = 0.025
FURTHER: Final = 4  # rows
MOST_TRIES: Final = 10
MOST_NODES: Final = 70  # above this one try is too slow


def easiest(diagram: Diagram, sizes: Sizes) -> Plan:
    """The plan in the order of the definition, or in another order that is easier to follow."""
    plan = _plan(diagram, place(diagram, sizes), sizes)
    if len(diagram.nodes) > MOST_NODES:
        return plan
    best, aside = effort(plan), 0
    seen = [plan.placement.cells]

    def consider(other: Diagram, rows: int, by: int) -> None:
        """Take this where it is easier to follow by more than so much."""
        nonlocal plan, best, aside
        placement = place(other, sizes, aside=rows)
        if placement.cells in seen:
            return
        seen.append(placement.cells)
        tried = _plan(other, placement, sizes)
        if effort(tried) + by >= best:
            return
        plan, best, aside = tried, effort(tried), rows

    consider(diagram, FURTHER, 0)
    for move in islice(moves(diagram), MOST_TRIES):
        other = plan.diagram
        for one in move:
            other = moved(other, one)
        for rows in (aside, FURTHER - aside):
            consider(other, rows, MOVED)
    return plan


def _plan(diagram: Diagram, placement: Placement, sizes: Sizes) -> Plan:
    return Plan(diagram, placement, find_routes(diagram, placement), sizes)


def effort(plan: Plan) -> int:
    """Bends, crossings, height and length of arrows, weighed against each other."""
    diagram, geometry = plan.diagram, plan.geometry(plan.room_for_labels())
    bends = sum(
        (DEFAULT_BEND if edge.kind == "default" else BEND) * (len(line) - 2)
        for edge, line in zip(diagram.edges, geometry.arrows)
    )
    length = sum(abs(a - c) + abs(b - d) for line in geometry.arrows for (a, b), (c, d) in pairwise(line))
    return round(bends + CROSSING * crossings(diagram, geometry) + HEIGHT * geometry.extent + LENGTH * length)


def crossings(diagram: Diagram, geometry: Geometry) -> int:
    """The points at which arrows cross that do not lead to the same node or branch off the same fork."""
    forks = {block.fork for block in diagram.blocks}

    def related(one: Edge, two: Edge) -> bool:
        return one.target == two.target or (one.source == two.source and one.source in forks)

    lines = [(edge, _flat(line), _upright(line)) for edge, line in zip(diagram.edges, geometry.arrows)]
    found: set[tuple[int, int]] = set()
    for (one, flat, upright), (two, other_flat, other_upright) in combinations(lines, 2):
        if related(one, two):
            continue
        for rows, columns in ((flat, other_upright), (other_flat, upright)):
            for y, left, right in rows:
                for x, top, bottom in columns:
                    if left < x < right and top < y < bottom:
                        found.add((round(10 * x), round(10 * y)))
    return len(found)


def _flat(line: tuple[Point, ...]) -> list[tuple[float, float, float]]:
    return [(b, min(a, c) + 0.3, max(a, c) - 0.3) for (a, b), (c, d) in pairwise(line) if b == d]


def _upright(line: tuple[Point, ...]) -> list[tuple[float, float, float]]:
    return [(a, min(b, d) + 0.3, max(b, d) - 0.3) for (a, b), (c, d) in pairwise(line) if a == c]
