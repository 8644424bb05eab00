"""Places on a grid to orthogonal routes on it: the usual route first, few bends, few crossings.

Every arrow takes the cheapest way that passes through no node. All costs are whole
numbers, so that the same diagram gives the same routes on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Final

from pathways.diagram.grid import DOWN, STEPS, Grid, Point
from pathways.diagram.layout import Placement
from pathways.diagram.model import Diagram, Edge
from pathways.diagram.traffic import Traffic

ACROSS: Final = 24
ALONG: Final = 20
TURN: Final = 20
CROSSING: Final = 18
SHARED_LINE: Final = 7
SHARED_CHANNEL: Final = 9  # a channel between columns takes width from the nodes
CENTRE: Final = 3
MOST_SECOND_TRIES: Final = 150  # arrows, above which each is laid once only
TOUCH: Final = 16  # turning where another arrow turns or passes
BESIDE_COLUMN: Final = 4  # a fork is left above the middle of a column, if that is free
LOST_LABEL: Final = 50  # joining another arrow where the label should stand
OTHER_LANE: Final = 60  # a fork is left above the column of the branch


@dataclass(frozen=True)
class Route:
    """Corners from the source's place to the target's, both included, in grid lines."""

    edge: Edge
    points: tuple[Point, ...]


def find_routes(diagram: Diagram, placement: Placement) -> tuple[Route, ...]:
    """A route for every arrow, in the order of the diagram's arrows."""
    router = _Router(diagram, placement)
    paths: dict[int, list[Point]] = {}
    order = sorted(diagram.edges, key=router.urgency)
    for edge in order:
        paths[edge.id] = router.route(edge)
    if len(order) <= MOST_SECOND_TRIES:
        for edge in order:
            router.traffic.change(edge, paths[edge.id], add=False)
            paths[edge.id] = router.route(edge)
    return tuple(Route(edge, _corners(paths[edge.id])) for edge in diagram.edges)


class _Router:
    def __init__(self, diagram: Diagram, placement: Placement) -> None:
        self.grid = Grid(diagram, placement)
        self.traffic = Traffic(self.grid)

    def urgency(self, edge: Edge) -> tuple[int, int, int]:
        source, target = self.grid.cells[edge.source], self.grid.cells[edge.target]
        far = abs(source.row - target.row) + abs(source.first - target.first)
        return (edge.kind != "default", far, edge.id)

    def route(self, edge: Edge) -> list[Point]:
        """The cheapest way from source to target, as every point on it; it is recorded at once."""
        grid, traffic = self.grid, self.traffic
        height = grid.height
        closed = grid.forbidden(grid.contexts[edge.id], grid.left_pieces(edge))
        goal = {place for place, name in grid.node_at.items() if name == edge.target}
        target = grid.cells[edge.target]
        goal_low, goal_high, goal_y = 2 * target.first + 1, 2 * target.last + 1, 2 * target.row + 1
        if grid.nodes[edge.target].kind == "join":  # its bar reaches as far as the frame
            goal_low, goal_high = goal_low - 1, goal_high + 1
            goal |= {goal_low * height + goal_y, goal_high * height + goal_y}
        source = grid.cells[edge.source]
        net, nets = traffic.net[edge.id], traffic.net
        best: dict[int, int] = {}
        before: dict[int, int] = {}
        heap: list[tuple[int, int]] = []
        deltas = (height, 1, -height, -1)

        def ahead(x: int, y: int) -> int:
            aside = goal_low - x if x < goal_low else x - goal_high if x > goal_high else 0
            return aside * ACROSS + abs(y - goal_y) * ALONG

        branching = grid.branches_off(edge)
        for x in range(2 * source.first + 1 - branching, 2 * source.last + 2 + branching, 1 if branching else 2):
            y = 2 * source.row + 1
            for d in (DOWN,) if branching else range(4):
                if source.first != source.last and not grid.may_leave(edge, x, source.first, source.last, d):
                    continue
                place = x * height + y
                cost = traffic.leave_cost(edge, place, d)
                if branching:
                    cost += BESIDE_COLUMN * (x % 2 == 0) + OTHER_LANE * (abs(x - goal_low) > 1)
                state = place * 4 + d
                best[state] = cost
                heappush(heap, (cost + ahead(x, y), state))
        beginning = frozenset(best)
        done = set()
        arrived = 4 * grid.width * height  # added to a state that has reached its target
        while heap:
            _, state = heappop(heap)
            if state in done:
                continue
            done.add(state)
            if state >= arrived:
                return self.record(edge, before, state, beginning)
            place, d = divmod(state, 4)
            cost = best[state]
            x, y = divmod(place, height)
            dx, dy = STEPS[d]
            nx, ny = x + dx, y + dy
            if not (0 <= nx < grid.width and 0 <= ny < height):
                continue
            ahead_place = place + deltas[d]
            is_goal = ahead_place in goal
            if closed[ahead_place] and not is_goal:
                continue
            low = place if d < 2 else ahead_place
            if dx:
                if grid.lower_sides and (y, min(x, nx)) in grid.lower_sides:
                    continue
                cost += ACROSS + (CENTRE if y % 2 else 0)
                here = traffic.across[low]
                each = SHARED_LINE
            else:
                cost += ALONG + (CENTRE if x % 2 else 0)
                here = traffic.along[low]
                each = SHARED_LINE if x % 2 else SHARED_CHANNEL
                if here and x in grid.sides_of_frames:  # a frame stands between what is inside and outside
                    here = [o for o in here if grid.contexts[o] == grid.contexts[edge.id]]
            if here:
                if edge.label and abs(x - source.first * 2 - 1) + abs(y - 2 * source.row - 1) <= 2:
                    cost += LOST_LABEL * any(nets[o] == net for o in here)
                cost += each * sum(nets[o] != net for o in here)
            if is_goal:
                if not grid.may_enter(edge, nx, target.first, target.last, d):
                    continue
                cost += traffic.enter_cost(edge, ahead_place, (d + 2) % 4)
                turns: tuple[int, ...] = (d,)
                bend = 0
            else:
                crossed = traffic.passing_along[ahead_place] if dx else traffic.passing_across[ahead_place]
                if crossed:
                    cost += CROSSING * sum(nets[o] != net for o in crossed)
                turns = ((d + 1) % 4, (d + 3) % 4, d)
                met = {
                    o
                    for line in (
                        traffic.across[ahead_place],
                        traffic.along[ahead_place],
                        traffic.across[ahead_place - height] if nx else (),
                        traffic.along[ahead_place - 1] if ny else (),
                    )
                    for o in line
                    if nets[o] != net
                }
                bend = TURN + TOUCH * len(met)
            for turn in turns:
                total = cost + (bend if turn != d else 0)
                following = ahead_place * 4 + turn + (arrived if is_goal else 0)
                if following not in best or total < best[following]:
                    if following in done or following in beginning:
                        continue
                    best[following] = total
                    before[following] = state
                    heappush(heap, (total + ahead(nx, ny), following))
        raise AssertionError(f"no way from {edge.source} to {edge.target}")  # the border of the grid is always free

    def record(self, edge: Edge, before: dict[int, int], state: int, beginning: frozenset[int]) -> list[Point]:
        places = [state // 4 - self.grid.size]
        while state not in beginning:
            state = before[state]
            if state // 4 != places[-1]:
                places.append(state // 4)
        points = [divmod(place, self.grid.height) for place in reversed(places)]
        self.traffic.change(edge, points, add=True)
        return points


def _corners(points: list[Point]) -> tuple[Point, ...]:
    kept = [points[0]]
    for a, b, c in zip(points, points[1:], points[2:]):
        if not (a[0] == b[0] == c[0] or a[1] == b[1] == c[1]):
            kept.append(b)
    return (*kept, points[-1])
