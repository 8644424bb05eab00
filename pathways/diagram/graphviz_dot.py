"""A composed page to DOT text with every position pinned, so that Graphviz only paints: `neato -n2 -Tpdf child.dot`."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import graphviz

from pathways.diagram.compose import Page
from pathways.diagram.labels import Label
from pathways.diagram.lines import pen
from pathways.diagram.markup import number
from pathways.diagram.shapes import look
from pathways.diagram.style import BLOCK, HEAD, INK, PAINTS, RULE, TINT, WHITE
from pathways.diagram.text import clean

FACE: Final = "Arial"
HEADER: Final = 18.0  # points above the lanes for their titles
Point = tuple[float, float]


def to_dot(page: Page) -> str:
    """The page as DOT source; sizes are those of the picture, in points."""
    return _Painter(page).source()


class _Painter:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.height = page.geometry.height
        self.graph = graphviz.Digraph(
            page.diagram.id,
            engine="neato",
            graph_attr={"splines": "true", "outputorder": "nodesfirst", "pad": "0.1", "label": "", "fontname": FACE},
            node_attr={"fontname": FACE, "fixedsize": "true", "margin": "0", "shape": "box", "fontcolor": INK},
            edge_attr={"fontname": FACE},
        )

    def source(self) -> str:
        titles = {lane.id: lane.title for lane in self.page.diagram.lanes}
        for i, (lane, left, right) in enumerate(self.page.geometry.lanes):
            fill = WHITE if i % 2 else TINT
            whole, head = (left, 0.0, right, self.height), (left, -HEADER, right, 0.0)
            if self.page.sizes.landscape:  # they are tops and bottoms
                whole = (0.0, left, self.page.geometry.width, right)
                head = (-self.page.sizes.header, left, 0.0, right)
            self.box(f"lane {lane}", whole, fillcolor=fill, color=RULE)
            self.box(f"lane title {lane}", head, (titles[lane],), self.page.sizes.text, fillcolor=HEAD, color=RULE)
        for frame in self.page.geometry.frames:
            around = (frame.left, frame.top, frame.right, frame.bottom)
            self.box(f"block {frame.block}", around, color=BLOCK, style="rounded")
        for node in self.page.diagram.nodes:
            box, paint = self.page.geometry.boxes[node.id], PAINTS[look(node)]
            self.box(
                node.id,
                box.edges,
                (*box.lines, *box.notes),
                self.page.sizes.text,
                shape="hexagon" if node.kind == "decision" else "box",
                style="filled" if node.kind in ("decision", "join") else "rounded,filled",
                peripheries="2" if node.kind == "piece" else "1",
                fillcolor=paint.fill,
                color=paint.stroke,
                penwidth=number(paint.width),
            )
        for edge in self.page.diagram.edges:
            drawn = pen(edge)
            self.graph.edge(
                edge.source,
                edge.target,
                pos=self.spline(self.page.geometry.arrows[edge.id], drawn.head),
                color=drawn.colour,
                penwidth=number(drawn.width),
                arrowsize=number(drawn.head / 10),
                style="dashed" if drawn.dashes else "solid",
            )
        for label in self.page.labels:
            self.label(label)
        return str(self.graph.source)

    def box(
        self,
        name: str,
        edges: tuple[float, float, float, float],
        lines: tuple[str, ...] = (),
        size: float = 7.0,
        **extra: str,
    ) -> None:
        """A pinned rectangle. Graphviz counts y upwards and node sizes in inches."""
        left, top, right, bottom = edges
        self.graph.node(
            name,
            label=graphviz.escape("\n".join(map(clean, lines))),
            pos=self.point(((left + right) / 2, (top + bottom) / 2)) + "!",
            width=f"{(right - left) / 72:.4f}",
            height=f"{(bottom - top) / 72:.4f}",
            fontsize=number(size),
            **{"style": "filled", **extra},
        )

    def label(self, label: Label) -> None:
        if label.lines:
            size = self.page.sizes.label
            self.box(
                f"label {label.edge}", label.box, label.lines, size, shape="plaintext", style="solid", fixedsize="false"
            )

    def point(self, point: Point) -> str:
        return f"{point[0]:.2f},{self.height - point[1]:.2f}"

    def spline(self, corners: tuple[Point, ...], head: float) -> str:
        """Corners as straight Bezier pieces, ending where the arrowhead begins; `e,` is its tip."""
        *_, before, tip = corners
        length = abs(tip[0] - before[0]) + abs(tip[1] - before[1])
        back = min(1.0, head / length) if length else 0.0
        base = (tip[0] + (before[0] - tip[0]) * back, tip[1] + (before[1] - tip[1]) * back)
        parts = [self.point(corners[0])]
        for (x0, y0), (x1, y1) in pairwise((*corners[:-1], base)):
            thirds = [(x0 + (x1 - x0) * t / 3, y0 + (y1 - y0) * t / 3) for t in (1, 2, 3)]
            parts += map(self.point, thirds)
        return f"e,{self.point(tip)} " + " ".join(parts)
