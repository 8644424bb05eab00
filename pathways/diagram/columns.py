"""Vertical segments and texts to points across the page: column widths, the channels between them, tracks in both.

In a landscape drawing the same lie on its side: a column is a lane from left to right, and its width the height of
what stands in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pathways.diagram.bodies import indent, small_lines
from pathways.diagram.lane_columns import most_columns
from pathways.diagram.layout import WIDEST_NODE, Placement
from pathways.diagram.model import Diagram
from pathways.diagram.segments import frame_sides
from pathways.diagram.style import Sizes
from pathways.diagram.text import longest_word, text_width, wrap
from pathways.diagram.tracks import Bundle, Segment, assign_tracks, spread

EDGE_OF_PAGE: Final = 7.0
APART: Final = 4.0  # between an arrow and the border of a lane beside it
FARTHEST: Final = 8.0  # of a lane's border from the middle between two columns


@dataclass(frozen=True)
class Across:
    """What labels need across the page besides what runs there, in points.

    `columns` is room between them, by even grid line; `aside` is how far from the middle of its node an arrow leaves,
    and `beside` what it keeps free on its way between two columns, after it or (negative) before it, both by arrow.
    """

    columns: Mapping[int, float] = field(default_factory=dict)
    aside: Mapping[int, float] = field(default_factory=dict)
    beside: Mapping[int, float] = field(default_factory=dict)


NO_ROOM: Final = Across()


class Columns:
    """Where everything is from left to right. Gives the vertical segments their offsets."""

    def __init__(
        self,
        diagram: Diagram,
        placement: Placement,
        segments: list[list[Segment]],
        hops: Mapping[int, float],
        sizes: Sizes,
        tall: Mapping[str, float] | None = None,
        room: Across = NO_ROOM,
    ) -> None:
        self.room = room
        self.tall = dict(tall or {})  # in landscape, how high every node is
        self.diagram = diagram
        self.placement = placement
        self.hops = hops  # even grid line -> width of the widest label that must fit there
        self.sizes = sizes
        self.nodes = {node.id: node for node in diagram.nodes}
        self.block_of = {name: block.id for block in diagram.blocks for name in (block.fork, block.join)}
        self.sides = frame_sides(diagram, placement, segments)
        self.count = len(placement.columns)
        vertical = [segment for route in segments for segment in route if segment.vertical]
        vertical += [side for sides in self.sides.values() for side in sides]
        lines: dict[int, list[Segment]] = {x: [] for x in range(2 * self.count + 1)}
        for edge, amount in room.beside.items():
            for segment in [s for s in segments[edge] if s.vertical and s.line % 2 == 0][:1]:
                free = abs(amount) / sizes.track
                segment.room = (free, 0.0) if amount < 0 else (0.0, free)
        for segment in vertical:
            lines[segment.line].append(segment)
        clusters = {x: assign_tracks(found, 0.0) for x, found in lines.items()}
        self.reach = [0.0] * self.count
        self.grow(clusters)
        self.channels = {x: self.channel(x, clusters[x]) for x in lines if x % 2 == 0}
        self.widths = self.share_out()
        self.x: dict[int, float] = {}
        at = 0.0
        for x in range(2 * self.count + 1):
            wide = self.widths[x // 2] if x % 2 else self.channels[x]
            self.x[x] = at + wide / 2
            at += wide
        self.width = round(at, 6)
        for x, found in clusters.items():
            self.offset(x, found)
        self.borders = [self.x[x] + self.border(x, clusters[x]) for x in range(2, 2 * self.count, 2)]

    def grow(self, clusters: Mapping[int, list[list[Bundle]]]) -> None:
        """In landscape, let lanes and nodes be as high as the arrows need that run side by side and meet them."""
        for x, bundle in ((x, b) for x, found in clusters.items() if x % 2 for cluster in found for b in cluster):
            self.reach[x // 2] = max(self.reach[x // 2], 2 * abs(bundle.level) * self.sizes.port + 4.0)
            for name in (n for segment in bundle.segments for n in segment.nodes):
                if name in self.tall and name not in self.block_of:
                    self.tall[name] = max(self.tall[name], 2 * abs(bundle.level) * self.sizes.port + 10.0)

    def channel(self, x: int, clusters: list[list[Bundle]]) -> float:
        """How wide the space between two columns must be."""
        return self.room.columns.get(x, 0.0) + self.channel_of_arrows(x, clusters)

    def channel_of_arrows(self, x: int, clusters: list[list[Bundle]]) -> float:
        if not 0 < x < 2 * self.count:
            return max(
                EDGE_OF_PAGE, self.sizes.headroom + 4.0 + spread(clusters) * self.sizes.track if clusters else 0.0
            )
        least = max(17.0 if self.count < 7 else 14.0, self.hops.get(x, 0.0) + 4.5)
        return max(least, 2 * self.sizes.headroom + spread(clusters) * self.sizes.track if clusters else 0.0)

    def offset(self, x: int, clusters: list[list[Bundle]]) -> None:
        for cluster in clusters:
            far = max(abs(bundle.level) for bundle in cluster)
            step = self.sizes.track
            if x % 2:
                room = 1e6 if self.sizes.landscape else self.widths[x // 2] / 2 - 8.0
                step = self.sizes.port if far == 0 else min(self.sizes.port, room / far)
            for bundle in cluster:
                bundle.shift(bundle.level * step)
            if x % 2 and len(cluster) == 1:
                room = max(self.widths[x // 2] / 2 - 10.0, 0.0)
                aside = self.room.aside
                asked = [aside[s.edge] for s in cluster[0].segments if s.index == 0 and s.edge in aside]
                cluster[0].shift(max(-room, min(room, sum(asked[:1]))))

    def share_out(self) -> list[float]:
        """Widths of the columns: at least their longest word, then the narrow ones grow first.

        What is left when every node is as wide as its text needs goes to the channels.
        """
        if self.sizes.landscape:
            return self.heights()
        least, most = self.needs()
        inner = [x for x in self.channels if 0 < x < 2 * self.count]
        room = self.sizes.width - sum(self.channels.values())
        low, high = 0.0, WIDEST_NODE
        for _ in range(40):
            middle = (low + high) / 2
            if sum(max(a, min(b, middle)) for a, b in zip(least, most)) > room:
                high = middle
            else:
                low = middle
        widths = [max(a, min(b, low)) for a, b in zip(least, most)]
        spare = max(room - sum(widths), 0.0)  # where the words do not fit, the drawing is wider than the page
        for x in self.channels:
            self.channels[x] += spare / (len(inner) + 1) * (1.0 if x in inner else 0.5)
        return widths

    def heights(self) -> list[float]:
        """The heights of the lanes of a landscape drawing: what stands in them, and their names."""
        sizes = self.sizes
        found = [max(18.0, reach) for reach in self.reach]
        for name, cell in self.placement.cells.items():
            if cell.first == cell.last:  # a block of one lane must hold its title
                found[cell.first] = max(found[cell.first], self.tall[name])
        for lane in self.diagram.lanes:
            columns = [c for c, name in enumerate(self.placement.columns) if name == lane.id]
            lines = wrap(lane.title, sizes.text, sizes.header - 6.0, bold=True, most=4)
            for column in columns:
                found[column] = max(found[column], (len(lines) * sizes.text * sizes.leading - 6.0) / len(columns))
        return found

    def needs(self) -> tuple[list[float], list[float]]:
        """For each column, the width of its longest word and that of its longest text on one line."""
        sizes = self.sizes
        least = [24.0] * self.count
        most = [24.0] * self.count
        for name, cell in self.placement.cells.items():
            node = self.nodes[name]
            if name in self.block_of:
                continue
            extra = 2 * sizes.pad + indent(node, sizes)
            words = [longest_word(node.title, sizes.text), *(longest_word(n, sizes.small) for n in small_lines(node))]
            whole = [text_width(node.title, sizes.text), *(text_width(n, sizes.small) for n in small_lines(node))]
            words += (longest_word(figure, sizes.small, bold=True) for figure in node.figures)
            whole += (text_width(figure, sizes.small, bold=True) for figure in node.figures)
            least[cell.first] = max(least[cell.first], max(words) + extra + 0.5)
            most[cell.first] = max(most[cell.first], max(whole) + extra + 1.0)
        titles = {lane.id: lane.title for lane in self.diagram.lanes}
        for column, lane in enumerate(self.placement.columns):
            if self.placement.columns.count(lane) == 1:
                least[column] = max(least[column], longest_word(titles[lane], sizes.text, bold=True) - 2.0)
        widest = WIDEST_NODE if self.count <= most_columns(self.sizes) else 60.0  # longer words are broken
        least = [min(width, widest) for width in least]
        return least, [max(a, min(b, WIDEST_NODE)) for a, b in zip(least, most)]

    # What others ask.

    def frame(self, block: str) -> tuple[float, float]:
        """The left and right side of a block's frame."""
        left, right = self.sides[block]
        return self.x[left.line] + left.offset, self.x[right.line] + right.offset

    def middle(self, name: str) -> float:
        if name in self.block_of:
            left, right = self.frame(self.block_of[name])
            return (left + right) / 2
        return self.x[2 * self.placement.cells[name].first + 1]

    def node_width(self, name: str) -> float:
        if name in self.block_of:
            left, right = self.frame(self.block_of[name])
            return right - left
        if self.sizes.landscape:
            return self.tall[name]
        return self.widths[self.placement.cells[name].first]

    def border(self, x: int, clusters: list[list[Bundle]]) -> float:
        """How far from the middle of a channel a lane ends, so that no arrow runs on its border."""
        tracks = [bundle.segments[0].offset for cluster in clusters for bundle in cluster]
        places = [step * side for step in range(int(min(self.channels[x] / 2 - 3.0, FARTHEST)) + 1) for side in (1, -1)]
        return max(places, key=lambda at: (min([APART, *(abs(at - track) for track in tracks)]), -abs(at)))

    def lanes(self) -> tuple[tuple[str, float, float], ...]:
        """(lane, left, right): lanes reach to about the middle of the channels between them."""
        found: list[tuple[str, float, float]] = []
        for i, lane in enumerate(self.placement.columns):
            left = 0.0 if i == 0 else self.borders[i - 1]
            right = self.width if i == self.count - 1 else self.borders[i]
            if found and found[-1][0] == lane:
                found[-1] = (lane, found[-1][1], right)
            else:
                found.append((lane, left, right))
        return tuple(found)
