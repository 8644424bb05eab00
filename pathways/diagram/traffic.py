"""Routes that are laid so far to what a further one would share with them, meet or cross."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from pathways.diagram.grid import DOWN, STEPS, UP, Grid, Point
from pathways.diagram.model import Edge

SIDE_LEFT: Final = 28  # leaving by a side that another arrow leaves by
SIDE_MIXED: Final = 44  # leaving by a side that another arrow enters by, or the other way round
UPWARD: Final = 30
FROM_BELOW: Final = 9
OTHERS: Final = 10  # entering by a side that an arrow of another net enters by
APART: Final = 6  # entering by another side than the arrows that are there already


class Traffic:
    """By the number of a point, the arrows on the piece of line to the next point to the right (`across`) or below
    (`along`), and those that pass straight through it.

    Arrows of one net may run on each other: those that lead to one node, or branch off one.
    """

    def __init__(self, grid: Grid) -> None:
        self.height = grid.height
        self.net = [edge.source if grid.branches_off(edge) else edge.target for edge in grid.diagram.edges]
        self.across: list[list[int]] = [[] for _ in range(grid.size)]
        self.along: list[list[int]] = [[] for _ in range(grid.size)]
        self.passing_across: list[list[int]] = [[] for _ in range(grid.size)]
        self.passing_along: list[list[int]] = [[] for _ in range(grid.size)]
        self.leaving: dict[tuple[int, int], list[int]] = {}
        self.entering: dict[tuple[int, int], list[int]] = {}
        self.reaching: dict[str, list[int]] = {}

    def leave_cost(self, edge: Edge, place: int, d: int) -> int:
        cost = SIDE_LEFT * len(self.leaving.get((place, d), ())) + SIDE_MIXED * len(self.entering.get((place, d), ()))
        return cost + (UPWARD if d == UP else 0)

    def enter_cost(self, edge: Edge, place: int, side: int) -> int:
        net = self.net[edge.id]
        there = self.entering.get((place, side), ())
        cost = SIDE_MIXED * len(self.leaving.get((place, side), ()))
        cost += sum(OTHERS for other in there if self.net[other] != net)
        if self.reaching.get(edge.target) and not any(self.net[other] == net for other in there):
            cost += APART
        return cost + (FROM_BELOW if side == DOWN else 0)

    def change(self, edge: Edge, points: list[Point], *, add: bool) -> None:
        """Lay a route, through all these points, or take it away."""

        def at(point: Point) -> int:
            return point[0] * self.height + point[1]

        lists: list[list[int]] = []
        for a, b in pairwise(points):
            lists.append((self.across if a[1] == b[1] else self.along)[min(at(a), at(b))])
        for a, b, c in zip(points, points[1:], points[2:]):
            if a[1] == c[1]:
                lists.append(self.passing_across[at(b)])
            elif a[0] == c[0]:
                lists.append(self.passing_along[at(b)])
        lists.append(self.leaving.setdefault((at(points[0]), _direction(points[0], points[1])), []))
        lists.append(self.entering.setdefault((at(points[-1]), _direction(points[-1], points[-2])), []))
        lists.append(self.reaching.setdefault(edge.target, []))
        for line in lists:
            if add:
                line.append(edge.id)
            else:
                line.remove(edge.id)


def _direction(a: Point, b: Point) -> int:
    return STEPS.index((b[0] - a[0], b[1] - a[1]))
