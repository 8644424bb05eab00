"""Places on a grid to orthogonal routes on it: the usual route first, few bends, few crossings.

The grid has two lines for each column and row: even lines run between nodes, odd lines through their
middles. Every arrow takes the cheapest way that passes through no node. All costs are whole
numbers, so that the same diagram gives the same routes on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from typing import Final

from pathways.diagram.layout import Placement
from pathways.diagram.model import Diagram, Edge

Point = tuple[int, int]
RIGHT, DOWN, LEFT, UP = range(4)
STEPS: Final = ((1, 0), (0, 1), (-1, 0), (0, -1))

ACROSS: Final = 24
ALONG: Final = 20
TURN: Final = 20
CROSSING: Final = 18
SHARED_LINE: Final = 7
SHARED_CHANNEL: Final = 9  # a channel between columns takes width from the nodes
CENTRE: Final = 3
TOUCH: Final = 16  # turning where another arrow turns or passes
SIDE_LEFT: Final = 28  # leaving by a side that another arrow leaves by
SIDE_MIXED: Final = 44  # leaving by a side that another arrow enters by, or the other way round
UPWARD: Final = 30
FROM_BELOW: Final = 9
BESIDE_COLUMN: Final = 4  # a fork is left above the middle of a column, if that is free
LOST_LABEL: Final = 50  # joining another arrow where the label should stand
OTHER_LANE: Final = 60  # a fork is left above the column of the branch
APART: Final = 6  # entering by another side than the arrows that are there already


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
            router.withdraw(edge, paths[edge.id])
            paths[edge.id] = router.route(edge)
    return tuple(Route(edge, _corners(paths[edge.id])) for edge in diagram.edges)


MOST_SECOND_TRIES: Final = 150


class _Router:
    def __init__(self, diagram: Diagram, placement: Placement) -> None:
        self.diagram = diagram
        self.cells = placement.cells
        self.width = 2 * len(placement.columns) + 1
        self.height = 2 * placement.rows + 1
        self.nodes = {node.id: node for node in diagram.nodes}
        self.blocks = {block.id: block for block in diagram.blocks}
        self.node_at = {
            x * self.height + 2 * cell.row + 1: name
            for name, cell in self.cells.items()
            for x in range(2 * cell.first + 1, 2 * cell.last + 2)
        }
        self.frames = {
            block.id: (2 * fork.first, 2 * fork.last + 2, 2 * fork.row + 1, 2 * join.row + 1)
            for block in diagram.blocks
            for fork, join in [placement.frame(block)]
        }
        self.sides_of_frames = {x for left, right, _, _ in self.frames.values() for x in (left, right)}
        self.lower_sides = {  # of opened pieces: nothing runs along them
            (2 * end.row + 1, x) for end in placement.ends.values() for x in range(2 * end.first, 2 * end.last + 2)
        }
        self.contexts = [self.context(edge) for edge in diagram.edges]
        self.closed: dict[tuple[str | None, frozenset[str]], bytearray] = {}
        size = self.width * self.height
        # Arrows on the piece of line from a point to the next one to the right, or below.
        self.across: list[list[int]] = [[] for _ in range(size)]
        self.along: list[list[int]] = [[] for _ in range(size)]
        self.passing_across: list[list[int]] = [[] for _ in range(size)]
        self.passing_along: list[list[int]] = [[] for _ in range(size)]
        self.leaving: dict[tuple[int, int], list[int]] = {}
        self.entering: dict[tuple[int, int], list[int]] = {}
        self.reaching: dict[str, list[int]] = {}
        self.net = [
            (e.source if self.nodes[e.source].is_head and e.kind != "interrupt" else e.target) for e in diagram.edges
        ]

    def urgency(self, edge: Edge) -> tuple[int, int, int]:
        source, target = self.cells[edge.source], self.cells[edge.target]
        far = abs(source.row - target.row) + abs(source.first - target.first)
        return (edge.kind != "default", far, edge.id)

    # What an arrow may pass through.

    def context(self, edge: Edge) -> str | None:
        """The innermost block that an arrow must stay in."""
        inside = self.blocks_of(edge.source, "fork" if edge.kind != "interrupt" else "")
        into = self.blocks_of(edge.target, "join")
        return next((name for name in inside if name in into), None)

    def blocks_of(self, name: str, own: str) -> list[str]:
        node = self.nodes[name]
        kind = "fork" if node.is_head else node.kind
        chain = [b.id for b in self.diagram.blocks if kind == own and name in (b.fork, b.join)]
        block = node.block
        while block is not None:
            chain.append(block)
            block = self.blocks[block].parent
        return chain

    def left_pieces(self, edge: Edge) -> frozenset[str]:
        """The opened pieces whose frame an arrow crosses, from inside or from outside."""
        if not self.lower_sides:
            return frozenset()
        inside = {*self.blocks_of(edge.source, "fork"), *self.blocks_of(edge.target, "")}
        return frozenset(name for name in inside if self.blocks[name].is_piece)

    def forbidden(self, context: str | None, crossed: frozenset[str] = frozenset()) -> bytearray:
        """For every point of the grid, whether an arrow of this context must not be there."""
        if (context, crossed) in self.closed:
            return self.closed[context, crossed]
        closed = bytearray(self.width * self.height)
        if context is not None:
            left, right, top, bottom = self.frames[context]
            for x in range(self.width):
                for y in range(self.height):
                    if not (left <= x <= right and top <= y <= bottom):
                        closed[x * self.height + y] = 1
        around: list[str] = []
        block = context
        while block is not None:
            around.append(block)
            block = self.blocks[block].parent
        for name, (left, right, top, bottom) in self.frames.items():
            if name not in around and name not in crossed:
                for x in range(left + 1, right):
                    closed[x * self.height + top : x * self.height + bottom + 1] = b"\x01" * (bottom + 1 - top)
        for place in self.node_at:
            closed[place] = 1
        self.closed[context, crossed] = closed
        return closed

    # The cheapest way.

    def route(self, edge: Edge) -> list[Point]:
        """The cheapest way from source to target, as every point on it; it is recorded at once."""
        height = self.height
        closed = self.forbidden(self.contexts[edge.id], self.left_pieces(edge))
        goal = {place for place, name in self.node_at.items() if name == edge.target}
        target = self.cells[edge.target]
        goal_low, goal_high, goal_y = 2 * target.first + 1, 2 * target.last + 1, 2 * target.row + 1
        if self.nodes[edge.target].kind == "join":  # its bar reaches as far as the frame
            goal_low, goal_high = goal_low - 1, goal_high + 1
            goal |= {goal_low * height + goal_y, goal_high * height + goal_y}
        source = self.cells[edge.source]
        net, nets = self.net[edge.id], self.net
        best: dict[int, int] = {}
        before: dict[int, int] = {}
        heap: list[tuple[int, int]] = []
        deltas = (height, 1, -height, -1)

        def ahead(x: int, y: int) -> int:
            aside = goal_low - x if x < goal_low else x - goal_high if x > goal_high else 0
            return aside * ACROSS + abs(y - goal_y) * ALONG

        branching = self.nodes[edge.source].is_head and edge.kind != "interrupt"
        for x in range(2 * source.first + 1 - branching, 2 * source.last + 2 + branching, 1 if branching else 2):
            y = 2 * source.row + 1
            for d in (DOWN,) if branching else range(4):
                if source.first != source.last and not self.may_leave(edge, x, source.first, source.last, d):
                    continue
                place = x * height + y
                cost = self.leave_cost(edge, place, d)
                if branching:
                    cost += BESIDE_COLUMN * (x % 2 == 0) + OTHER_LANE * (abs(x - goal_low) > 1)
                state = place * 4 + d
                best[state] = cost
                heappush(heap, (cost + ahead(x, y), state))
        beginning = frozenset(best)
        done = set()
        arrived = 4 * self.width * height  # added to a state that has reached its target
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
            if not (0 <= nx < self.width and 0 <= ny < height):
                continue
            ahead_place = place + deltas[d]
            is_goal = ahead_place in goal
            if closed[ahead_place] and not is_goal:
                continue
            low = place if d < 2 else ahead_place
            if dx:
                if self.lower_sides and (y, min(x, nx)) in self.lower_sides:
                    continue
                cost += ACROSS + (CENTRE if y % 2 else 0)
                here = self.across[low]
                each = SHARED_LINE
            else:
                cost += ALONG + (CENTRE if x % 2 else 0)
                here = self.along[low]
                each = SHARED_LINE if x % 2 else SHARED_CHANNEL
                if here and x in self.sides_of_frames:  # a frame stands between what is inside and outside
                    here = [o for o in here if self.contexts[o] == self.contexts[edge.id]]
            if here:
                if edge.label and abs(x - source.first * 2 - 1) + abs(y - 2 * source.row - 1) <= 2:
                    cost += LOST_LABEL * any(nets[o] == net for o in here)
                cost += each * sum(nets[o] != net for o in here)
            if is_goal:
                if not self.may_enter(edge, nx, target.first, target.last, d):
                    continue
                cost += self.enter_cost(edge, ahead_place, (d + 2) % 4)
                turns: tuple[int, ...] = (d,)
                bend = 0
            else:
                crossed = self.passing_along[ahead_place] if dx else self.passing_across[ahead_place]
                if crossed:
                    cost += CROSSING * sum(nets[o] != net for o in crossed)
                turns = ((d + 1) % 4, (d + 3) % 4, d)
                met = {
                    o
                    for line in (
                        self.across[ahead_place],
                        self.along[ahead_place],
                        self.across[ahead_place - height] if nx else (),
                        self.along[ahead_place - 1] if ny else (),
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

    def may_leave(self, edge: Edge, x: int, first: int, last: int, d: int) -> bool:
        """A fork is left downwards (an interrupt: sideways), a join downwards or at its ends."""
        if d == UP:
            return False
        if d == DOWN:
            return edge.kind != "interrupt"
        if self.nodes[edge.source].is_head and edge.kind != "interrupt":
            return False
        return x == (2 * last + 1 if d == RIGHT else 2 * first + 1)

    def may_enter(self, edge: Edge, x: int, first: int, last: int, d: int) -> bool:
        if d == DOWN:
            return True
        if self.nodes[edge.target].kind == "join":
            return False
        if first == last:
            return True
        if d == UP:
            return False
        return x == (2 * first + 1 if d == RIGHT else 2 * last + 1)

    def leave_cost(self, edge: Edge, place: int, d: int) -> int:
        cost = SIDE_LEFT * len(self.leaving.get((place, d), ())) + SIDE_MIXED * len(self.entering.get((place, d), ()))
        return cost + (UPWARD if d == UP else 0)

    def enter_cost(self, edge: Edge, place: int, side: int) -> int:
        net = self.net[edge.id]
        there = self.entering.get((place, side), ())
        cost = SIDE_MIXED * len(self.leaving.get((place, side), ()))
        cost += sum(10 for other in there if self.net[other] != net)
        if self.reaching.get(edge.target) and not any(self.net[other] == net for other in there):
            cost += APART
        return cost + (FROM_BELOW if side == DOWN else 0)

    # What has been laid so far.

    def record(self, edge: Edge, before: dict[int, int], state: int, beginning: frozenset[int]) -> list[Point]:
        size = self.width * self.height
        places = [state // 4 - size]
        while state not in beginning:
            state = before[state]
            if state // 4 != places[-1]:
                places.append(state // 4)
        points = [divmod(place, self.height) for place in reversed(places)]
        self.change(edge, points, add=True)
        return points

    def withdraw(self, edge: Edge, points: list[Point]) -> None:
        self.change(edge, points, add=False)

    def change(self, edge: Edge, points: list[Point], *, add: bool) -> None:
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


def _corners(points: list[Point]) -> tuple[Point, ...]:
    kept = [points[0]]
    for a, b, c in zip(points, points[1:], points[2:]):
        if not (a[0] == b[0] == c[0] or a[1] == b[1] == c[1]):
            kept.append(b)
    return (*kept, points[-1])
