"""A BPMN graph to points: the bounds of every shape, the corners of every flow, and where their names stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Final

from pathways.diagram.bpmn.model import Element, Graph
from pathways.diagram.bpmn.naming import place_names
from pathways.diagram.bpmn.placing import place
from pathways.diagram.layout import Placement
from pathways.diagram.model import Diagram, Edge, Lane, Node
from pathways.diagram.returns import mark_returns
from pathways.diagram.routing import Route, find_routes
from pathways.diagram.segments import segments_of
from pathways.diagram.text import text_width, wrap
from pathways.diagram.tracks import Bundle, Segment, assign_tracks, spread

Point = tuple[float, float]
Bounds = tuple[float, float, float, float]  # x, y, width, height

TRACK: Final = 12.0  # between flows side by side
PORT: Final = 12.0  # between flows on one side of a shape
ROUND_PORT: Final = 46.0  # between boundary events on one side
EVENT: Final = 18.0  # radius
GATEWAY: Final = 25.0
BETWEEN_RANKS: Final = 46.0
BETWEEN_TRACKS: Final = 54.0
HEADER: Final = 30.0  # of the pool, and of a lane
TEXT: Final = 12.0
PADDING: Final = 5.0  # beside the words in a shape, as bpmn-js leaves it
MOST_STEPS: Final = 16
LEFT, TOP = 160.0, 80.0


@dataclass(frozen=True)
class Drawn:
    """Everything in pixels. `names` holds where names stand that are written beside their shape or flow."""

    pool: Bounds
    lanes: Mapping[str, Bounds]
    shapes: Mapping[str, Bounds]
    flows: Mapping[str, tuple[Point, ...]]
    names: Mapping[str, Bounds]


def arrange(graph: Graph) -> Drawn:
    """Lanes as rows, time running to the right."""
    diagram, hosts = _diagram(graph)
    placement = place(diagram)
    routes = find_routes(diagram, placement)
    return _Page(graph, diagram, placement, routes, hosts).drawn()


def _diagram(graph: Graph) -> tuple[Diagram, Mapping[str, Element]]:
    """What there is to lay out, and the boundary event of each flow that leaves from one."""
    elements = {element.id: element for element in graph.elements}
    nodes = tuple(
        Node(e.id, "task", e.name, e.lane, on_default_route=e.on_default_route)
        for e in graph.elements
        if e.host is None
    )
    edges, hosts = [], {}
    for number, flow in enumerate(graph.flows):
        event = elements[flow.source]
        source = event.host or event.id
        if event.host is not None:
            hosts[flow.id] = event
        kind = "timeout" if event.host else "default" if flow.is_default_route else "normal"
        edges.append(Edge(number, source, flow.target, kind, flow.name))  # type: ignore[arg-type]
    starts = [e.id for e in graph.elements if e.tag == "startEvent"]
    marked = mark_returns([node.id for node in nodes], edges, starts)
    lanes = tuple(Lane(lane.id, lane.title) for lane in graph.lanes)
    return Diagram(graph.id, graph.title, "", "", lanes, nodes, marked), hosts


def size(element: Element) -> tuple[float, float]:
    """Width and height."""
    if element.is_gateway:
        return 2 * GATEWAY, 2 * GATEWAY
    if element.is_event:
        return 2 * EVENT, 2 * EVENT
    for width in (100.0, 130.0, 160.0, 200.0):
        lines = wrap(element.name, TEXT, width - 14.0, most=99)
        if len(lines) <= 4:
            return width, 80.0
    return width, max(80.0, 16.0 * len(lines) + 28.0)


def width_beside(element: Element) -> float:
    """Width of an activity with boundary events at its sides, which are to cover none of its name.

    Programs fill lines from border to border, so in a wider shape they may be longer too. A name of very many words
    is covered whatever the width.
    """
    least = size(element)[0] + 2 * EVENT
    for step in range(MOST_STEPS):
        width = least + 10.0 * step
        lines = wrap(element.name, TEXT, width - 2 * PADDING, most=99, balanced=False)
        if max(text_width(line, TEXT) for line in lines) <= width - 2 * (EVENT + 2.0):
            return width
    return least


class _Page:
    """Points in the grid's own words (columns across, time down), turned at the very end."""

    def __init__(
        self,
        graph: Graph,
        diagram: Diagram,
        placement: Placement,
        routes: tuple[Route, ...],
        hosts: Mapping[str, Element],
    ) -> None:
        self.graph, self.placement, self.routes = graph, placement, routes
        self.elements = {element.id: element for element in graph.elements}
        self.hosts = {number: hosts[flow.id] for number, flow in enumerate(graph.flows) if flow.id in hosts}
        self.segments = segments_of(diagram, routes)
        for number in self.hosts:  # two events of one activity have places of their own, wherever they lead
            self.segments[number][0].net = ("event", number)
        # Half sizes: across (of the column), along (of the row).
        self.across = {node.id: size(self.elements[node.id])[1] / 2 for node in diagram.nodes}
        self.along = {node.id: size(self.elements[node.id])[0] / 2 for node in diagram.nodes}
        count = len(placement.columns)
        rows = self.offset(
            [s for route in self.segments for s in route if not s.vertical], 2 * placement.rows + 1, self.along
        )
        columns = self.offset([s for route in self.segments for s in route if s.vertical], 2 * count + 1, self.across)
        for number, event in self.hosts.items():
            if event.host is not None and self.segments[number][0].vertical:  # at its left or right: beside its name
                self.along[event.host] = max(self.along[event.host], width_beside(self.elements[event.host]) / 2)
        for name in self.across:  # a circle is as wide as it is high, and a gateway too
            if self.elements[name].is_event or self.elements[name].is_gateway:
                self.across[name] = self.along[name] = max(self.across[name], self.along[name])
        wide = {2 * cell.first + 1: 0.0 for cell in placement.cells.values()}
        tall = {2 * cell.row + 1: 0.0 for cell in placement.cells.values()}
        for name, cell in placement.cells.items():
            wide[2 * cell.first + 1] = max(wide[2 * cell.first + 1], 2 * self.across[name])
            tall[2 * cell.row + 1] = max(tall[2 * cell.row + 1], 2 * self.along[name])
        self.x, self.width = _lines(columns, wide, 2 * count + 1, BETWEEN_TRACKS)
        self.y, self.height = _lines(rows, tall, 2 * placement.rows + 1, BETWEEN_RANKS)

    def offset(self, segments: list[Segment], lines: int, half: dict[str, float]) -> dict[int, float]:
        """Give segments on one line tracks beside each other; returns the room that each line's tracks need."""
        need = dict.fromkeys(range(lines), 0.0)
        self.lowest = dict.fromkeys(range(lines), 0.0)
        for line in range(lines):
            clusters = assign_tracks([s for s in segments if s.line == line], 0.0)
            for cluster in clusters:
                step = TRACK if line % 2 == 0 else self.step(cluster)
                for bundle in cluster:
                    bundle.shift(bundle.level * step)
                    self.lowest[line] = min(self.lowest[line], bundle.level * step)
                    if line % 2:
                        self.grow(bundle, half)
            if clusters:
                need[line] = spread(clusters) * TRACK
        return need

    def step(self, cluster: list[Bundle]) -> float:
        """Flows further apart where boundary events sit side by side."""
        events = sum(self.leaves_event(segment) for bundle in cluster for segment in bundle.segments)
        return ROUND_PORT if events and len(cluster) > 1 else PORT

    def leaves_event(self, segment: Segment) -> bool:
        return segment.index == 0 and segment.edge in self.hosts

    def grow(self, bundle: Bundle, half: dict[str, float]) -> None:
        for segment in bundle.segments:
            for name in segment.nodes:
                if name is None:
                    continue
                beside = sum(event.host == name for event in self.hosts.values()) > 1
                room = (2 * EVENT + 6.0 if beside else EVENT + 8.0) if self.leaves_event(segment) else 6.0
                if segment.offset or beside:
                    half[name] = max(half[name], abs(segment.offset) + room)

    # Points.

    def drawn(self) -> Drawn:
        boxes = {
            name: (self.x[2 * cell.first + 1], self.y[2 * cell.row + 1]) for name, cell in self.placement.cells.items()
        }
        lines, events = {}, {}
        for number, route in enumerate(self.routes):
            points = self.points(route, self.segments[number], boxes)
            event = self.hosts.get(number)
            if event is not None:
                events[event.id] = points[0]
                points = (_towards(points[0], points[1], EVENT), *points[1:])
            lines[self.graph.flows[number].id] = tuple(self.turned(point) for point in points)
        shapes = {
            name: self.bounds(
                (x - self.across[name], y - self.along[name], x + self.across[name], y + self.along[name])
            )
            for name, (x, y) in boxes.items()
        }
        for name, (x, y) in events.items():
            shapes[name] = self.bounds((x - EVENT, y - EVENT, x + EVENT, y + EVENT))
        lanes: dict[str, tuple[float, float, float, float]] = {}
        for i, lane in enumerate(self.placement.columns):
            left = 0.0 if i == 0 else self.border(2 * i)
            right = self.width if i == len(self.placement.columns) - 1 else self.border(2 * i + 2)
            left = min(left, lanes[lane][0]) if lane in lanes else left
            lanes[lane] = (left, 0.0, right, self.height)
        rows = {lane: self.bounds(edges) for lane, edges in lanes.items()}
        pool = (LEFT, TOP, HEADER * 2 + self.height, self.width)
        rows = {lane: (x - HEADER, y, width + HEADER, height) for lane, (x, y, width, height) in rows.items()}
        return Drawn(pool, rows, shapes, lines, place_names(self.graph, shapes, lines))

    def points(self, route: Route, segments: list[Segment], boxes: Mapping[str, Point]) -> tuple[Point, ...]:
        at = [(self.x[s.line] if s.vertical else self.y[s.line]) + s.offset for s in segments]
        grid = route.points
        points = [self.attach(route.edge.source, boxes, segments[0].vertical, at[0], grid[0], grid[1])]
        for i, segment in enumerate(segments[:-1]):
            points.append((at[i], at[i + 1]) if segment.vertical else (at[i + 1], at[i]))
        points.append(self.attach(route.edge.target, boxes, segments[-1].vertical, at[-1], grid[-1], grid[-2]))
        return tuple(points)

    def attach(
        self,
        name: str,
        boxes: Mapping[str, Point],
        vertical: bool,
        at: float,
        here: tuple[int, int],
        there: tuple[int, int],
    ) -> Point:
        """Where a flow meets the border of its shape."""
        x, y = boxes[name]
        off = abs(at - (x if vertical else y))
        half = self.along[name] if vertical else self.across[name]
        if self.elements[name].is_gateway:
            half -= off
        elif self.elements[name].is_event:
            half = sqrt(max(half * half - off * off, 0.0))
        if vertical:
            return (at, y + (half if there[1] > here[1] else -half))
        return (x + (half if there[0] > here[0] else -half), at)

    def border(self, line: int) -> float:
        """Where the border between two lanes runs, beside all flows that run there too."""
        return self.x[line] + self.lowest[line] - TRACK

    def turned(self, point: Point) -> Point:
        return (LEFT + 2 * HEADER + point[1], TOP + point[0])

    def bounds(self, edges: tuple[float, float, float, float]) -> Bounds:
        x, y = self.turned((edges[0], edges[1]))
        return (x, y, edges[3] - edges[1], edges[2] - edges[0])


def _lines(
    need: Mapping[int, float], inner: Mapping[int, float], count: int, between: float
) -> tuple[dict[int, float], float]:
    """The middle of every grid line, and where the last one ends."""
    middle, at = {}, 0.0
    for line in range(count):
        if line % 2:
            room = max(inner.get(line, 0.0), 80.0 if between == BETWEEN_TRACKS else 36.0)
        else:
            room = (between if 0 < line < count - 1 else between / 2 + 6.0) + need[line]
        middle[line] = at + room / 2
        at += room
    return middle, at


def _towards(start: Point, end: Point, distance: float) -> Point:
    (a, b), (c, d) = start, end
    length = abs(c - a) + abs(d - b) or 1.0
    return (a + (c - a) / length * min(distance, length), b + (d - b) / length * min(distance, length))
