"""Wrapped texts and horizontal segments to heights: of nodes, of rows and of the space between rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pathways.diagram.bodies import height, wrapped
from pathways.diagram.columns import Columns
from pathways.diagram.layout import Placement
from pathways.diagram.model import Diagram
from pathways.diagram.routing import Route
from pathways.diagram.style import Sizes
from pathways.diagram.tracks import Bundle, Segment, assign_tracks, spread

ABOVE: Final = 8.5  # between a row and the nearest arrow that runs along it above: a bold arrowhead fits
BELOW: Final = 4.5
EMPTY: Final = 10.5  # between rows where nothing runs: a bold arrow needs 8
MARKED: Final = 17.0  # where an arrow begins with a clock or a flash: that, and its head


class Rows:
    """How high everything is. Gives the horizontal segments their offsets, once the columns are known."""

    def __init__(
        self,
        diagram: Diagram,
        placement: Placement,
        routes: tuple[Route, ...],
        segments: list[list[Segment]],
        columns: Columns,
        sizes: Sizes,
        widths: Mapping[str, float] | None = None,
    ) -> None:
        self.placement = placement
        self.routes = routes
        self.columns = columns
        self.sizes = sizes
        # `half_width` lies across the lanes, `half_height` along them: in landscape they are drawn the other way round.
        self.half_width = {node.id: columns.node_width(node.id) / 2 for node in diagram.nodes}
        self.wrapped = {
            node.id: wrapped(node, widths[node.id] if widths else columns.node_width(node.id), sizes)
            for node in diagram.nodes
        }
        self.half_height = {
            node.id: (widths[node.id] if widths else height(node, self.wrapped[node.id], sizes)) / 2
            for node in diagram.nodes
        }
        self.joins = {node.id for node in diagram.nodes if node.kind == "join"}
        lines: dict[int, list[Segment]] = {y: [] for y in range(2 * placement.rows + 1)}
        for route in segments:
            for i, segment in enumerate(route):
                if not segment.vertical:
                    ends = (self.end(route, i, 0), self.end(route, i, 1))
                    segment.low, segment.high = min(ends), max(ends)
                    lines[segment.line].append(segment)
        clusters = {y: assign_tracks(found, 3.0) for y, found in lines.items()}
        self.heights = [0.0] * placement.rows
        for y in range(1, 2 * placement.rows, 2):
            self.heights[y // 2] = self.offset_within(clusters[y])
        for name, cell in placement.cells.items():
            self.heights[cell.row] = max(self.heights[cell.row], 2 * self.half_height[name])
        self.gaps = {y: self.gap(clusters[y]) for y in range(0, 2 * placement.rows + 1, 2)}
        for one in routes:
            (x, y0), (x1, y1) = one.points[:2]
            if one.edge.kind in ("timeout", "interrupt") and x == x1:
                gap = y0 + (1 if y1 > y0 else -1)
                self.gaps[gap] = max(self.gaps[gap], MARKED)
        for y in (0, 2 * placement.rows):
            self.gaps[y] = max(self.gaps[y], 13.0 if y == 0 else 9.0)

    def end(self, route: list[Segment], i: int, which: int) -> float:
        """Where a horizontal segment begins (0) or ends (1) on the page."""
        neighbour = i - 1 if which == 0 else i + 1
        if 0 <= neighbour < len(route):
            return self.columns.x[route[neighbour].line] + route[neighbour].offset
        points = self.routes[route[i].edge].points
        edge = self.routes[route[i].edge].edge
        name, here, there = (edge.source, points[0], points[1]) if which == 0 else (edge.target, points[-1], points[-2])
        side = 1 if there[0] > here[0] else -1
        return self.columns.middle(name) + side * self.half_width[name]

    def offset_within(self, clusters: list[list[Bundle]]) -> float:
        """Tracks of arrows that run through a row or meet its nodes; returns the height they need.

        A node that several arrows meet on one side grows until they stand apart.
        """
        need = 0.0
        for cluster in clusters:
            for bundle in cluster:
                bundle.shift(bundle.level * self.sizes.port)
                reach = abs(bundle.level) * self.sizes.port
                need = max(need, 2 * reach + 4.0 if reach else 0.0)
                for name in (n for segment in bundle.segments for n in segment.nodes if n is not None):
                    around = 5.0 if reach or name not in self.joins else 0.0  # a bar is as thin as it may be
                    self.half_height[name] = max(self.half_height[name], reach + around)
        return need

    def gap(self, clusters: list[list[Bundle]]) -> float:
        """Tracks of arrows that run between two rows; returns the height of that space."""
        for cluster in clusters:
            for bundle in cluster:
                bundle.shift(bundle.level * self.sizes.track + (BELOW - ABOVE) / 2)
        return ABOVE + BELOW + spread(clusters) * self.sizes.track if clusters else EMPTY
