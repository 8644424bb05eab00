"""Places and routes to points on the page: column widths, node sizes, row heights, arrows.

Columns first (the page's width is given), then text is wrapped, then rows get the height they need.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from pathways.diagram.layout import WIDEST_NODE, Placement
from pathways.diagram.model import Diagram, Node
from pathways.diagram.routing import Route
from pathways.diagram.style import Sizes
from pathways.diagram.text import longest_word, text_width, wrap
from pathways.diagram.tracks import Bundle, Segment, assign_tracks

BAND = 15.0  # height of a block's title bar with one line
BAR = 5.0  # height of a block's lower edge
HEADROOM = 7.0  # between a node and the nearest arrow beside it
CHANNEL_UP = 7.0
SIGNED = 20.0  # least height of a node with a sign on its corner


@dataclass(frozen=True)
class Box:
    """A node on the page: middle, half width and half height, and its lines of text."""

    x: float
    y: float
    half_width: float
    half_height: float
    lines: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def edges(self) -> tuple[float, float, float, float]:
        return (
            self.x - self.half_width,
            self.y - self.half_height,
            self.x + self.half_width,
            self.y + self.half_height,
        )


@dataclass(frozen=True)
class Frame:
    block: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Geometry:
    """Everything in points from the upper left corner of the lanes."""

    width: float
    height: float
    lanes: tuple[tuple[str, float, float], ...]  # (lane, left, right)
    boxes: Mapping[str, Box]
    lines: tuple[tuple[tuple[float, float], ...], ...]  # one per edge
    frames: tuple[Frame, ...]
    row_gaps: tuple[tuple[float, float], ...]  # (top, bottom) of the space above each row, and below the last


class Plan:
    """Everything about a drawing's shape except how much room labels need between rows."""

    def __init__(self, diagram: Diagram, placement: Placement, routes: tuple[Route, ...], sizes: Sizes) -> None:
        self.diagram = diagram
        self.placement = placement
        self.routes = routes
        self.sizes = sizes
        self.nodes = {node.id: node for node in diagram.nodes}
        self.blocks = {block.id: block for block in diagram.blocks}
        self.segments = [self.segments_of(route) for route in routes]
        self.columns()
        self.texts()
        self.rows()

    # Segments.

    def segments_of(self, route: Route) -> list[Segment]:
        edge, points = route.edge, route.points
        inside = frozenset(self.around(edge.source)) & frozenset(self.around(edge.target))
        kind = "event" if edge.kind in ("timeout", "interrupt") else "back" if edge.returns else "flow"
        fork = self.nodes[edge.source].kind == "fork" and edge.kind != "interrupt"
        net = (("from", edge.source) if fork else ("to", edge.target), kind)
        found = []
        for i, (a, b) in enumerate(pairwise(points)):
            vertical = a[0] == b[0]
            axis = 1 if vertical else 0
            ends = [
                (a, points[i - 1] if i else None, edge.source),
                (b, points[i + 2] if i + 2 < len(points) else None, edge.target),
            ]
            ends.sort(key=lambda end: end[0][axis])
            turns = tuple(0 if far is None else _sign(far[1 - axis] - at[1 - axis]) for at, far, _ in ends)
            nodes = tuple(name if far is None else None for _, far, name in ends)
            found.append(
                Segment(
                    edge.id,
                    i,
                    vertical,
                    a[1 - axis],
                    ends[0][0][axis],
                    ends[1][0][axis],
                    (turns[0], turns[1]),
                    (nodes[0], nodes[1]),
                    net,
                    len(points) == 2,
                    inside,
                )
            )
        return found

    def around(self, name: str) -> list[str]:
        """The blocks that a node stands in; a fork and a join stand in their own."""
        own = [b.id for b in self.diagram.blocks if name in (b.fork, b.join)]
        block = self.nodes[name].block
        while block is not None:
            own.append(block)
            block = self.blocks[block].parent
        return own

    # Across the page.

    def columns(self) -> None:
        """Tracks of the vertical lines, then how wide columns and the channels between them are."""
        placement, sizes = self.placement, self.sizes
        count = len(placement.columns)
        lines: dict[int, list[Segment]] = {x: [] for x in range(2 * count + 1)}
        for segment in (s for route in self.segments for s in route if s.vertical):
            lines[segment.line].append(segment)
        self.frame_sides: dict[str, tuple[Segment, Segment]] = {}
        for number, block in enumerate(self.diagram.blocks):
            fork, join = placement.frame(block)
            sides = []
            for side, line in ((-1, 2 * fork.first), (1, 2 * fork.last + 2)):
                segment = Segment(
                    -1 - number, side, True, line, 2 * fork.row + 1, 2 * join.row + 1, (0, 0), (None, None),
                    ("frame", block.id), inside=frozenset(self.around(block.id)) - {block.id}, frame=block.id,
                    frame_side=side,
                )  # fmt: skip
                lines[line].append(segment)
                sides.append(segment)
            self.frame_sides[block.id] = (sides[0], sides[1])
        channel = {}
        ports: dict[int, list[list[Bundle]]] = {}
        for x, segments in lines.items():
            clusters = assign_tracks(segments, 0.0)
            if x % 2:
                ports[x] = clusters
                continue
            spread = max((max(b.level for b in c) - min(b.level for b in c) for c in clusters), default=-1.0)
            for cluster in clusters:
                for bundle in cluster:
                    for segment in bundle.segments:
                        segment.offset = bundle.level * sizes.track
            channel[x] = 5.0 if spread < 0 else 2 * HEADROOM + spread * sizes.track
        self.widths = self.share_out(channel)
        self.x: dict[int, float] = {}
        at = 0.0
        for x in range(2 * count + 1):
            wide = self.widths[x // 2] if x % 2 else channel[x]
            self.x[x] = at + wide / 2
            at += wide
        self.width = at
        self.channel = channel
        for x, clusters in ports.items():
            room = self.widths[x // 2] / 2 - 8.0
            self.spread_ports(clusters, room)

    def spread_ports(self, clusters: list[list[Bundle]], room: float) -> None:
        for cluster in clusters:
            far = max(abs(b.level) for b in cluster)
            step = self.sizes.port if far == 0 else min(self.sizes.port, room / far)
            for bundle in cluster:
                for segment in bundle.segments:
                    segment.offset = bundle.level * step

    def share_out(self, channel: dict[int, float]) -> list[float]:
        """Widths of the columns: at least their longest word, then the narrow ones grow first.

        Enlarges `channel` with what is left when every node is as wide as it should be.
        """
        sizes, placement = self.sizes, self.placement
        count = len(placement.columns)
        least = [20.0] * count
        most = [20.0] * count
        for name, cell in placement.cells.items():
            node = self.nodes[name]
            if cell.first == cell.last and node.kind not in ("fork", "join"):
                extra = 2 * sizes.pad + {"decision": sizes.slant, "piece": 4.0, "end": 5.0}.get(node.kind, 0.0)
                word = max(
                    [longest_word(node.title, sizes.text), *(longest_word(n, sizes.small) for n in self.small(node))]
                )
                whole = max(
                    [text_width(node.title, sizes.text), *(text_width(n, sizes.small) for n in self.small(node))]
                )
                least[cell.first] = max(least[cell.first], word + extra + 0.5)
                most[cell.first] = max(most[cell.first], whole + extra + 1)
        titles = {lane.id: lane.title for lane in self.diagram.lanes}
        for column, lane in enumerate(placement.columns):
            if placement.columns.count(lane) == 1:
                least[column] = max(least[column], longest_word(titles[lane], sizes.text, bold=True) - 2)
        cap = [max(a, min(b, WIDEST_NODE)) for a, b in zip(least, most)]
        inner = [x for x in channel if 0 < x < 2 * count]
        floor = 17.0 if count < 7 else 14.0
        for x in channel:
            channel[x] = max(channel[x], floor if x in inner else 7.0)
        room = sizes.page - sum(channel.values())
        low, high = 0.0, WIDEST_NODE
        for _ in range(40):
            middle = (low + high) / 2
            if sum(max(a, min(c, middle)) for a, c in zip(least, cap)) > room:
                high = middle
            else:
                low = middle
        widths = [max(a, min(c, low)) for a, c in zip(least, cap)]
        spare = room - sum(widths)
        if spare < 0:  # words that do not fit are broken
            widths = [w * room / sum(widths) for w in widths]
        elif inner:
            share = spare / (len(inner) + 1)
            for x in channel:
                channel[x] += share if x in inner else share / 2
        else:
            channel[0] += spare / 2
            channel[2 * count] += spare / 2
        return widths

    def small(self, node: Node) -> tuple[str, ...]:
        return (*node.notes, *((node.limit,) if node.limit else ()))

    # Text.

    def texts(self) -> None:
        """Lines of text in every node and so its size; `half` holds half widths and heights."""
        sizes = self.sizes
        self.wrapped: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self.half: dict[str, tuple[float, float]] = {}
        for name, cell in self.placement.cells.items():
            node = self.nodes[name]
            if node.kind == "join":
                self.wrapped[name] = ((), ())
                self.half[name] = (self.span_half(name), BAR / 2)
                continue
            wide = 2 * self.span_half(name) if node.kind == "fork" else self.widths[cell.first]
            inner = (
                wide
                - 2 * sizes.pad
                - {"decision": sizes.slant, "piece": 4.0, "fork": 18.0, "end": 5.0}.get(node.kind, 0.0)
            )
            if node.kind == "fork":
                words = " – ".join((node.title, *node.notes))
                lines = wrap(words, sizes.text, inner, bold=True, most=3)
                notes: tuple[str, ...] = ()
            else:
                lines = wrap(node.title, sizes.text, inner, most=6)
                notes = tuple(line for note in self.small(node) for line in wrap(note, sizes.small, inner, most=3))
            self.wrapped[name] = (lines, notes)
            tall = (len(lines) * sizes.text + len(notes) * sizes.small) * sizes.leading + 2 * sizes.pad
            tall += {"decision": 3.0, "piece": 4.0}.get(node.kind, 0.0)
            if node.kind == "fork":
                tall = max(BAND, tall)
            least = SIGNED if node.kind in ("wait", "panel") or node.limit else 15.0
            self.half[name] = (wide / 2, max(tall, least) / 2)

    def span_half(self, name: str) -> float:
        left, right = self.frame_x(next(b.id for b in self.diagram.blocks if name in (b.fork, b.join)))
        return (right - left) / 2

    def frame_x(self, block: str) -> tuple[float, float]:
        left, right = self.frame_sides[block]
        return self.x[left.line] + left.offset, self.x[right.line] + right.offset

    def middle(self, name: str) -> float:
        cell = self.placement.cells[name]
        if self.nodes[name].kind in ("fork", "join"):
            left, right = self.frame_x(next(b.id for b in self.diagram.blocks if name in (b.fork, b.join)))
            return (left + right) / 2
        return self.x[2 * cell.first + 1]

    # Down the page.

    def rows(self) -> None:
        """Tracks of the horizontal lines, with overlaps judged on the page, and how much room they take."""
        lines: dict[int, list[Segment]] = {y: [] for y in range(2 * self.placement.rows + 1)}
        for route in self.segments:
            for i, segment in enumerate(route):
                if segment.vertical:
                    continue
                start = self.end_x(route, i, 0)
                end = self.end_x(route, i, 1)
                segment.low, segment.high = min(start, end), max(start, end)
                lines[segment.line].append(segment)
        self.row_need: dict[int, float] = {}
        for y, segments in lines.items():
            clusters = assign_tracks(segments, 3.0)
            if y % 2:
                for cluster in clusters:
                    self.make_room(cluster)
                    held = [self.half[n][1] for b in cluster for s in b.segments for n in s.nodes if n is not None]
                    self.spread_ports([cluster], min(held, default=40.0) - 4.5)
                continue
            spread = max((max(b.level for b in c) - min(b.level for b in c) for c in clusters), default=-1.0)
            for cluster in clusters:
                for bundle in cluster:
                    for segment in bundle.segments:
                        segment.offset = bundle.level * self.sizes.track
            self.row_need[y] = 11.0 if spread < 0 else 2 * CHANNEL_UP + spread * self.sizes.track
        for y in (0, 2 * self.placement.rows):
            self.row_need[y] = max(8.0, self.row_need[y])
        self.heights = [0.0] * self.placement.rows
        for name, cell in self.placement.cells.items():
            self.heights[cell.row] = max(self.heights[cell.row], 2 * self.half[name][1])

    def make_room(self, cluster: list[Bundle]) -> None:
        """A node that several arrows meet on one side grows until they stand apart."""
        for bundle in cluster:
            for name in (n for s in bundle.segments for n in s.nodes if n is not None):
                wide, tall = self.half[name]
                self.half[name] = (wide, max(tall, abs(bundle.level) * self.sizes.port + 5.0))

    def end_x(self, route: list[Segment], i: int, end: int) -> float:
        """Where a horizontal segment begins (`end` 0) or ends on the page."""
        neighbour = i - 1 if end == 0 else i + 1
        if 0 <= neighbour < len(route):
            return self.x[route[neighbour].line] + route[neighbour].offset
        edge = self.routes[route[i].edge].edge
        name = edge.source if end == 0 else edge.target
        other = self.routes[route[i].edge].points[1 if end == 0 else -2][0]
        return (
            self.middle(name)
            + _sign(other - self.routes[route[i].edge].points[0 if end == 0 else -1][0]) * self.half[name][0]
        )

    # Room for labels.

    def room_for_labels(self) -> dict[int, float]:
        """Room between rows, by even grid line, so that a label fits beside an arrow that leaves downwards."""
        room: dict[int, float] = {}
        for route in self.routes:
            if route.edge.label and route.points[0][0] == route.points[1][0]:
                line = self.gaps_of(route.edge.id)[0]
                wide = max(30.0, self.widths[min(route.points[0][0] // 2, len(self.widths) - 1)])
                tall = len(wrap(route.edge.label, self.sizes.label, wide, most=4)) * self.sizes.label
                room[line] = max(room.get(line, 0.0), self.row_need[line] + 0.6 * tall, 8.0 + 1.1 * tall)
        return room

    def gaps_of(self, edge: int) -> tuple[int, ...]:
        """The even grid lines between rows that an arrow runs down or up through, nearest to its source first."""
        found: list[int] = []
        for (x0, y0), (x1, y1) in pairwise(self.routes[edge].points):
            if x0 == x1:
                step = 1 if y1 > y0 else -1
                found += (y for y in range(y0, y1 + step, step) if y % 2 == 0 and y not in found)
        return tuple(found)

    # The page.

    def geometry(self, room: Mapping[int, float]) -> Geometry:
        """Points on the page, with at least `room` points between rows (by even grid line)."""
        y: dict[int, float] = {}
        gaps = []
        at = 0.0
        for line in range(2 * self.placement.rows + 1):
            tall = self.heights[line // 2] if line % 2 else max(self.row_need[line], room.get(line, 0.0))
            if line % 2 == 0:
                gaps.append((at, at + tall))
            y[line] = at + tall / 2
            at += tall
        boxes = {}
        for name, cell in self.placement.cells.items():
            wide, tall = self.half[name]
            lines, notes = self.wrapped[name]
            boxes[name] = Box(self.middle(name), y[2 * cell.row + 1], wide, tall, lines, notes)
        frames = tuple(
            Frame(
                block.id,
                *self.frame_x(block.id)[:1],
                boxes[block.fork].edges[1],
                self.frame_x(block.id)[1],
                boxes[block.join].edges[3],
            )
            for block in self.diagram.blocks
        )
        arrows = tuple(self.points(route, segments, boxes, y) for route, segments in zip(self.routes, self.segments))
        return Geometry(self.width, at, self.lanes(), boxes, arrows, frames, tuple(gaps))

    def lanes(self) -> tuple[tuple[str, float, float], ...]:
        """Lanes reach to the middle of the channels between them."""
        found: list[tuple[str, float, float]] = []
        columns = self.placement.columns
        for i, lane in enumerate(columns):
            left = 0.0 if i == 0 else self.x[2 * i]
            right = self.width if i == len(columns) - 1 else self.x[2 * i + 2]
            if found and found[-1][0] == lane:
                found[-1] = (lane, found[-1][1], right)
            else:
                found.append((lane, left, right))
        return tuple(found)

    def points(
        self, route: Route, segments: list[Segment], boxes: Mapping[str, Box], y: Mapping[int, float]
    ) -> tuple[tuple[float, float], ...]:
        at = [(self.x[s.line] if s.vertical else y[s.line]) + s.offset for s in segments]
        first, last = segments[0], segments[-1]
        points = [self.attach(route.edge.source, boxes, first, at[0], route.points[0], route.points[1])]
        for i, (a, _) in enumerate(pairwise(segments)):
            points.append((at[i], at[i + 1]) if a.vertical else (at[i + 1], at[i]))
        points.append(self.attach(route.edge.target, boxes, last, at[-1], route.points[-1], route.points[-2]))
        return tuple(points)

    def attach(
        self,
        name: str,
        boxes: Mapping[str, Box],
        segment: Segment,
        at: float,
        here: tuple[int, int],
        there: tuple[int, int],
    ) -> tuple[float, float]:
        """Where an arrow meets the border of its node."""
        box = boxes[name]
        if segment.vertical:
            return (at, box.y + _sign(there[1] - here[1]) * box.half_height)
        wide = box.half_width
        if self.nodes[name].kind == "decision":
            wide -= abs(at - box.y) / box.half_height * self.sizes.slant
        return (box.x + _sign(there[0] - here[0]) * wide, at)


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
