"""Places and routes to points on the page.

Columns first (the page's width is given), then text is wrapped, then rows get the height they need. For a landscape
drawing text comes first, and the finished points are turned over: what ran down then runs to the right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from pathways.diagram.bodies import height, step_widths, wrapped
from pathways.diagram.columns import NO_ROOM, Across, Columns
from pathways.diagram.lane_columns import gap_between
from pathways.diagram.layout import Placement
from pathways.diagram.model import Diagram
from pathways.diagram.routing import Route
from pathways.diagram.rows import Rows
from pathways.diagram.segments import segments_of
from pathways.diagram.style import Sizes
from pathways.diagram.text import text_width, wrap
from pathways.diagram.tracks import Segment

Point = tuple[float, float]
LABEL: Final = 46.0  # in landscape, the width of a label that is not one long word
DOUBLED: Final = 2.2  # between the two lines of a doubled border
HEAD: Final = 9.0  # what an arrow's head and its end take of the room for a label


@dataclass(frozen=True)
class Box:
    """A node on the page: middle, half width and half height, and its lines of text.

    `is_upright` marks the bars of a block that stand on end, in landscape.
    """

    x: float
    y: float
    half_width: float
    half_height: float
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    figures: tuple[str, ...] = ()
    is_upright: bool = False

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
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
    is_landscape: bool = False
    is_piece: bool = False

    @property
    def sides(self) -> tuple[tuple[float, float, float, float], ...]:
        """The borders that are no bars, as rectangles as thick as the space between their lines."""
        left, top, right, bottom, d = self.left, self.top, self.right, self.bottom, DOUBLED if self.is_piece else 0.0
        upright = (left, top, left + d, bottom), (right - d, top, right, bottom)
        flat = (left, top, right, top + d), (left, bottom - d, right, bottom)
        if self.is_landscape:
            return (*flat, upright[1]) if self.is_piece else flat
        return (*upright, flat[1]) if self.is_piece else upright


@dataclass(frozen=True)
class Geometry:
    """Everything in points from the upper left corner of the lanes.

    `lanes` holds the left and right side of each; in landscape its top and bottom.
    """

    width: float
    height: float
    lanes: tuple[tuple[str, float, float], ...]
    boxes: Mapping[str, Box]
    arrows: tuple[tuple[Point, ...], ...]  # one per edge, from source to target
    frames: tuple[Frame, ...]
    is_landscape: bool = False

    @property
    def extent(self) -> float:
        """How long the drawing is in the direction of time."""
        return self.width if self.is_landscape else self.height


class Plan:
    """A drawing's whole shape, except how much room labels need between rows."""

    def __init__(
        self,
        diagram: Diagram,
        placement: Placement,
        routes: tuple[Route, ...],
        sizes: Sizes,
        room: Across = NO_ROOM,
    ) -> None:
        self.diagram = diagram
        self.placement = placement
        self.routes = routes
        self.sizes = sizes
        self.room = room
        self.kinds = {node.id: node.kind for node in diagram.nodes}
        self.segments = segments_of(diagram, routes)
        widths, tall = None, None
        if sizes.landscape:
            widths = step_widths(diagram, placement, sizes)
            tall = {n.id: height(n, wrapped(n, widths[n.id], sizes), sizes) for n in diagram.nodes}
        self.columns = Columns(diagram, placement, self.segments, self.hops(), sizes, tall, room)
        self.rows = Rows(diagram, placement, routes, self.segments, self.columns, sizes, widths)

    def widened(self, room: Across) -> Plan:
        """The same with so much room across the page."""
        return self if room == self.room else Plan(self.diagram, self.placement, self.routes, self.sizes, room)

    # Room for labels.

    def leaves_vertically(self, edge: int) -> bool:
        """Whether an arrow leaves up or down."""
        return self.segments[edge][0].vertical

    def runs_between_columns(self, edge: int) -> bool:
        return any(segment.vertical and segment.line % 2 == 0 for segment in self.segments[edge])

    def hops(self) -> dict[int, float]:
        """The room for labels on straight arrows between neighbouring columns, by the even grid line between them."""
        widest: dict[int, float] = {}
        room = gap_between(len(self.placement.columns), self.sizes.width) - 1.0
        for route in self.routes:
            (x0, y0), (x1, y1) = route.points[0], route.points[-1]
            if len(route.points) == 2 and y0 == y1 and abs(x0 - x1) == 2 and route.edge.label:
                lines = wrap(route.edge.label, self.sizes.label, LABEL if self.sizes.landscape else room, most=2)
                wide = max(text_width(line, self.sizes.label) for line in lines)
                if self.sizes.landscape:
                    wide = len(lines) * self.sizes.label * 1.08 + 6.0
                widest[(x0 + x1) // 2] = max(widest.get((x0 + x1) // 2, 0.0), wide)
        return widest

    def room_for_labels(self) -> dict[int, float]:
        """Room between rows, by even grid line, so that a label fits beside an arrow that leaves downwards."""
        room = dict(self.rows.gaps)
        for route in self.routes:
            if route.edge.label and route.points[0][0] == route.points[1][0]:
                line = self.gaps_of(route.edge.id)[0]
                if self.sizes.landscape:
                    lines = wrap(route.edge.label, self.sizes.label, LABEL, most=4)
                    wide = max(text_width(words, self.sizes.label) for words in lines)
                    room[line] = max(room[line], wide + HEAD)
                    continue
                wide = 16.0 + self.columns.widths[min(route.points[0][0] // 2, len(self.columns.widths) - 1)]
                tall = len(wrap(route.edge.label, self.sizes.label, wide, most=4)) * self.sizes.label
                room[line] = max(room[line], self.rows.gaps[line] + 0.6 * tall, 10.5 + 1.1 * tall)
        return room

    def gaps_of(self, edge: int) -> tuple[int, ...]:
        """The even grid lines between rows that an arrow runs down or up through, nearest to its source first."""
        found: list[int] = []
        for (x0, y0), (x1, y1) in pairwise(self.routes[edge].points):
            if x0 == x1:
                step = 1 if y1 > y0 else -1
                found += (y for y in range(y0, y1 + step, step) if y % 2 == 0 and y not in found)
        if not found:  # straight across: above and below it
            y = self.routes[edge].points[0][1]
            found = [y - 1, y + 1]
        return tuple(found)

    def channels_of(self, edge: int) -> tuple[int, ...]:
        """The even grid lines between columns beside which an arrow runs, nearest to its source first."""
        found: list[int] = []
        for (x0, y0), (x1, y1) in pairwise(self.routes[edge].points):
            if y0 == y1:
                lines = [x0 + (1 if x1 > x0 else -1)] if x0 % 2 else []
            else:
                lines = [x0 + 1, x0 - 1] if x0 % 2 else [x0]
            found += (x for x in lines if x not in found)
        return tuple(found)

    # The page.

    def bands(self, room: Mapping[int, float]) -> list[tuple[float, float]]:
        """Where each row, and each space between two, begins and ends down the page; in landscape, across it."""
        found = []
        at = 0.0
        for line in range(2 * self.placement.rows + 1):
            tall = self.rows.heights[line // 2] if line % 2 else room[line]
            found.append((at, at + tall))
            at += tall
        return found

    def geometry(self, room: Mapping[int, float]) -> Geometry:
        """Points on the page, with `room` points between rows (by even grid line)."""
        bands = self.bands(room)
        y = [(low + high) / 2 for low, high in bands]
        boxes = {}
        for name, cell in self.placement.cells.items():
            half = self.rows.half_width[name], self.rows.half_height[name]
            boxes[name] = Box(self.columns.middle(name), y[2 * cell.row + 1], *half, *self.rows.wrapped[name])
        frames = []
        for block in self.diagram.blocks:
            left, right = self.columns.frame(block.id)
            end = y[2 * self.placement.ends[block.id].row + 1] if block.is_piece else boxes[block.join].edges[3]
            frames.append(Frame(block.id, left, boxes[block.fork].edges[1], right, end, is_piece=block.is_piece))
        arrows = tuple(self.points(route, segments, boxes, y) for route, segments in zip(self.routes, self.segments))
        geometry = Geometry(self.columns.width, bands[-1][1], self.columns.lanes(), boxes, arrows, tuple(frames))
        return self.turned(geometry) if self.sizes.landscape else geometry

    def turned(self, geometry: Geometry) -> Geometry:
        """The same with down for right and right for down."""
        boxes = {
            name: replace(
                box, x=box.y, y=box.x, half_width=box.half_height, half_height=box.half_width,
                is_upright=self.kinds[name] in ("fork", "join", "opened"),
            )
            for name, box in geometry.boxes.items()
        }  # fmt: skip
        return Geometry(
            geometry.height,
            geometry.width,
            geometry.lanes,
            boxes,
            tuple(tuple((y, x) for x, y in arrow) for arrow in geometry.arrows),
            tuple(
                replace(f, left=f.top, top=f.left, right=f.bottom, bottom=f.right, is_landscape=True)
                for f in geometry.frames
            ),
            is_landscape=True,
        )

    def points(
        self, route: Route, segments: list[Segment], boxes: Mapping[str, Box], y: Sequence[float]
    ) -> tuple[Point, ...]:
        """The corners of an arrow."""
        at = [(self.columns.x[s.line] if s.vertical else y[s.line]) + s.offset for s in segments]
        grid = route.points
        points = [self.attach(route.edge.source, boxes, segments[0].vertical, at[0], grid[0], grid[1])]
        for i, segment in enumerate(segments[:-1]):
            points.append((at[i], at[i + 1]) if segment.vertical else (at[i + 1], at[i]))
        return (*points, self.attach(route.edge.target, boxes, segments[-1].vertical, at[-1], grid[-1], grid[-2]))

    def attach(
        self,
        name: str,
        boxes: Mapping[str, Box],
        vertical: bool,
        at: float,
        here: tuple[int, int],
        there: tuple[int, int],
    ) -> Point:
        """Where an arrow meets the border of its node."""
        box, slants = boxes[name], self.kinds[name] == "decision"
        if vertical:
            tall = box.half_height
            if slants and self.sizes.landscape:
                tall -= abs(at - box.x) / box.half_width * self.sizes.slant
            return (at, box.y + (tall if there[1] > here[1] else -tall))
        wide = box.half_width
        if slants and not self.sizes.landscape:
            wide -= abs(at - box.y) / box.half_height * self.sizes.slant
        return (box.x + (wide if there[0] > here[0] else -wide), at)
