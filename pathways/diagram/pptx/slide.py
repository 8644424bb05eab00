"""A strip of a page to a slide: every lane, state and label a shape, every arrow a connector that knows its states."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from pathways.diagram.geometry import Box, Frame
from pathways.diagram.lines import pen
from pathways.diagram.model import Edge, Node
from pathways.diagram.pptx.connectors import WHOLE, Connector, Point, connector
from pathways.diagram.pptx.native import arrowhead, dash, describe_shape, glue, plain, preset, rgb, write
from pathways.diagram.pptx.strips import FOOT, MARGIN, TITLE, Slides, Stretch, Strip, header, stretches
from pathways.diagram.shapes import look, radius
from pathways.diagram.style import BLOCK, HEAD, INK, PAINTS, RULE, SOFT, TINT, WHITE
from pathways.diagram.svg import lane_names
from pathways.diagram.text import clean, text_width, wrap
from pathways.diagram.words import describe
from pathways.exchange.office import repacked, set_properties

Edges = tuple[float, float, float, float]
EMU: Final = 12_700  # in a point
LARGE: Final = 16.0  # title
SUBTITLE: Final = 9.0
NEAR: Final = 1.2  # points from the middle of a side, for an arrow to be glued there
SHAPES: Final = {
    "start": "ROUNDED_RECTANGLE", "task": "ROUNDED_RECTANGLE", "wait": "ROUNDED_RECTANGLE",
    "panel": "ROUNDED_RECTANGLE", "decision": "FLOWCHART_PREPARATION", "piece": "ROUNDED_RECTANGLE",
    "end": "ROUNDED_RECTANGLE", "event": "ROUNDED_RECTANGLE", "fork": "RECTANGLE", "join": "RECTANGLE",
    "opened": "RECTANGLE",
}  # fmt: skip
SIGNS: Final = {"wait": "FLOWCHART_COLLATE", "panel": "FOLDED_CORNER"}


def make(slides: Slides) -> bytes:
    """The presentation."""
    from pptx import Presentation
    from pptx.util import Emu

    presentation = Presentation()
    wide, tall = slides.paper
    presentation.slide_width, presentation.slide_height = Emu(round(wide * EMU)), Emu(round(tall * EMU))
    add(presentation, slides)
    title = slides.page.diagram.title
    set_properties(presentation.core_properties, title, title)
    out = BytesIO()
    presentation.save(out)
    return repacked(out.getvalue())


def add(presentation: Any, slides: Slides) -> list[Any]:
    """Each strip on a new slide of a presentation whose slides are as large as the paper; the slides."""
    made = []
    for number in range(len(slides.strips)):
        made.append(presentation.slides.add_slide(presentation.slide_layouts[5]))  # a title and nothing else
        _Painter(slides, number, made[-1]).paint()
    return made


class _Painter:
    def __init__(self, slides: Slides, number: int, slide: Any) -> None:
        self.page, self.slide, self.paper = slides.page, slide, slides.paper
        self.scale, self.strip, self.number, self.of = slides.scale, slides.strips[number], number, len(slides.strips)
        sizes, geometry, low = self.page.sizes, self.page.geometry, self.strip.first
        self.landscape = sizes.landscape
        self.axis = 0 if self.landscape else 1  # along time
        if self.landscape:
            across = (self.strip.last - low + sizes.header) * self.scale
            self.left = (self.paper[0] - across) / 2 + (sizes.header - low) * self.scale
            self.top = MARGIN + TITLE
        else:
            self.left = (self.paper[0] - geometry.width * self.scale) / 2
            self.top = MARGIN + TITLE + (header(self.page) - low) * self.scale
        self.shapes: dict[str, Any] = {}
        self.lanes = {lane.id: lane.title for lane in self.page.diagram.lanes}
        self.shown = {name for name, box in geometry.boxes.items() if self.strip.holds((box.x, box.y)[self.axis])}

    def paint(self) -> None:
        diagram = self.page.diagram
        self.title()
        self.paint_lanes()
        for frame in sorted(self.page.geometry.frames, key=lambda f: f.block.count(".")):
            self.paint_frame(frame)
        for node in diagram.nodes:
            if node.id in self.shown:
                self.paint_node(node)
        for edge in diagram.edges:
            ends = edge.source in self.shown, edge.target in self.shown
            for stretch in stretches(self.page.geometry.arrows[edge.id], self.strip, self.axis, ends):
                self.paint_edge(edge, stretch)
        for label in self.page.labels:
            if label.lines and self.strip.holds((label.box[self.axis] + label.box[self.axis + 2]) / 2):
                self.words(label.box, label.lines, self.page.sizes.label, f"Label: {diagram.edges[label.edge].label}")
        self.foot()
        self.slide.notes_slide.notes_text_frame.text = describe(diagram, only=self.shown)

    def node(self, name: str) -> Node:
        return next(node for node in self.page.diagram.nodes if node.id == name)

    # Words around the picture.

    def title(self) -> None:
        from pptx.util import Emu

        title = self.slide.shapes.title
        title.left, title.top = Emu(round(MARGIN * EMU)), Emu(round((MARGIN - 6.0) * EMU))
        title.width, title.height = Emu(round((self.paper[0] - 2 * MARGIN) * EMU)), Emu(round(TITLE * EMU))
        words = self.page.diagram.title + (f" ({self.number + 1} of {self.of})" if self.of > 1 else "")
        room = self.paper[0] - 2 * MARGIN
        wide = max(text_width(words, LARGE * 1.03, bold=True), room)
        size = max(LARGE * room / wide, SUBTITLE)  # on one line
        lines = [(wrap(words, size, room, bold=True, most=1)[0], size, True, INK)]
        lines += [(line, SUBTITLE, False, SOFT) for line in wrap(self.page.diagram.subtitle, SUBTITLE, room, most=1)]
        write(title.text_frame, lines, "LEFT", "TOP", wraps=False)

    def foot(self) -> None:
        """What the marks mean, and what the picture is."""
        kinds = {edge.kind for edge in self.page.diagram.edges}
        looks = {look(node) for node in self.page.diagram.nodes}
        said = [
            ("green: start", "start" in looks), ("yellow, six sides: decision", "decision" in looks),
            ("violet, round: end", "end" in looks), ("doubled border: has its own drawing", "piece" in looks),
            ("thick blue arrow: default route", "default" in kinds),
            ("long dashes: goes back", any(edge.returns for edge in self.page.diagram.edges)),
            ("dots: when time runs out", "timeout" in kinds),
            ("short dashes: may happen at any time", "interrupt" in kinds),
            ("hourglass: waiting", "wait" in {node.kind for node in self.page.diagram.nodes}),
            ("folded sheet: meeting", "panel" in {node.kind for node in self.page.diagram.nodes}),
            ("A: rests on an assumption", any(node.badge for node in self.page.diagram.nodes)),
        ]  # fmt: skip
        text = "; ".join(words for words, is_used in said if is_used)
        lines = [(f"{text[:1].upper()}{text[1:]}.", 7.0, False, SOFT), (self.page.diagram.note, 7.0, False, SOFT)]
        box = self.slide.shapes.add_textbox(
            *(round(v * EMU) for v in (MARGIN, self.paper[1] - MARGIN - FOOT + 6.0, self.paper[0] - 2 * MARGIN, FOOT))
        )
        box.name = "Legend"
        write(box.text_frame, lines, "LEFT", "TOP")

    # Lanes.

    def paint_lanes(self) -> None:
        size, geometry = self.page.sizes.text, self.page.geometry
        first, last = self.strip.first, self.strip.last
        before = first - header(self.page)
        for number, ((lane, low, high), lines) in enumerate(zip(geometry.lanes, lane_names(self.page))):
            if self.landscape:
                body, head = (first, low, last, high), (before, low, first, high)
            else:
                body, head = (low, first, high, last), (low, before, high, first)
            self.shape("RECTANGLE", body, f"Lane: {self.lanes[lane]}", "", WHITE if number % 2 else TINT, RULE, 0.6)
            shape = self.shape("RECTANGLE", head, f"Name of lane: {self.lanes[lane]}", "", HEAD, RULE, 0.6)
            write(shape.text_frame, [("\v".join(lines), size * self.scale, True, INK)], wraps=False)

    def paint_frame(self, frame: Frame) -> None:
        """A border round branches side by side; a doubled one round a piece that is opened."""
        block = next(block for block in self.page.diagram.blocks if block.id == frame.block)
        said = "Opened" if block.is_piece else "Side by side"
        if not _meets(frame, self.strip, self.axis):
            return
        for inset in (0.0, 2.2) if block.is_piece else (0.0,):
            edges = _cut(
                (frame.left + inset, frame.top + inset, frame.right - inset, frame.bottom - inset),
                self.strip,
                self.axis,
            )
            stroke = INK if block.is_piece else BLOCK
            shape = self.shape("RECTANGLE", edges, f"{said}: {self.node(block.fork).title}", "", None, stroke, 0.8)
            shape.fill.background()

    # States.

    def paint_node(self, node: Node) -> None:
        box, paint = self.page.geometry.boxes[node.id], PAINTS[look(node)]
        kind = SHAPES[look(node)]
        shape = self.shape(
            kind, box.edges, node.title or "All are done", self.alt(node), paint.fill, paint.stroke, paint.width
        )
        if kind == "ROUNDED_RECTANGLE":
            shortest = min(box.half_width, box.half_height)
            shape.adjustments[0] = min(radius(look(node)) / (2 * shortest), 0.5)
        if node.kind == "event":
            dash(shape.line, "DASH")
        size, small, bold = self.page.sizes.text * self.scale, self.page.sizes.small * self.scale, node.is_head
        lines = [("\v".join(map(clean, box.lines)), size, bold, INK)] if box.lines else []
        lines += [("\v".join(map(clean, box.notes)), small, False, SOFT)] if box.notes else []
        # Lines are broken here: shapes leave words less room than they have, and each program a different one.
        write(shape.text_frame, lines, wraps=False)
        self.shapes[node.id] = shape
        more = self.signs(node, box)
        if more:  # what belongs together moves together
            group = self.slide.shapes.add_group_shape([shape, *more])
            group.name = clean(node.title)

    def signs(self, node: Node, box: Box) -> list[Any]:
        """What stands on a state: its inner border, a sign for its kind, an A for an assumption."""
        left, top, right, bottom = box.edges
        found = []
        if node.kind == "piece":
            inner = (left + 2.2, top + 2.2, right - 2.2, bottom - 2.2)
            shape = self.shape("ROUNDED_RECTANGLE", inner, "Has its own drawing", "", None, INK, 0.9)
            shape.fill.background()
            shape.adjustments[0] = 0.1
            found.append(shape)
        if node.kind in SIGNS:
            words = "Waiting" if node.kind == "wait" else "Meeting"
            edges = (left - 4.0, top - 4.5, left + 3.0, top + 3.5)
            found.append(self.shape(SIGNS[node.kind], edges, words, "", WHITE, INK, 0.8))
        if node.badge:
            edges = (right - 5.0, top - 5.0, right + 4.0, top + 4.0)
            found.append(self.shape("OVAL", edges, "Assumption", "", WHITE, INK, 0.7))
            write(found[-1].text_frame, [(node.badge, 5.0 * self.scale, True, INK)])
        return found

    def alt(self, node: Node) -> str:
        """What a screen reader says of a state."""
        onward = [
            f"{edge.label}: {self.node(edge.target).title}" if edge.label else self.node(edge.target).title
            for edge in self.page.diagram.edges
            if edge.source == node.id and self.node(edge.target).title
        ]
        facts = [
            node.title or "All are done",
            self.lanes[node.lane],
            *node.notes,
            *([node.limit] if node.limit else []),
        ]
        return f"{', '.join(facts)}." + (f" Then {'; '.join(onward)}." if onward else "")

    # Arrows.

    def paint_edge(self, edge: Edge, stretch: Stretch) -> None:
        """An arrow, or what of it is on this slide: without a head where it goes on elsewhere."""
        points, drawn = stretch.points, pen(edge)
        is_whole = stretch.has_start and stretch.has_end
        sites = (self.site(edge.source, points[0]), self.site(edge.target, points[-1])) if is_whole else (None, None)
        # LibreOffice bends a connector half-way, wherever it should bend, and leads it as it likes where it bends more
        # often or is loose at one end: then through a state, perhaps.
        shape = connector(points) if None not in sites and len(points) <= 4 else None
        if shape is not None and not all(abs(value - WHOLE / 2) < WHOLE / 20 for value in shape.adjustments):
            shape = None
        source, target = self.node(edge.source), self.node(edge.target)
        name = f"{source.title or 'All are done'} to {target.title or 'all are done'}"
        line = self.connector(shape) if shape is not None else self.polyline(points)
        line.name = clean(name)
        line.line.width = round(drawn.width * min(self.scale, 1.2) * EMU)
        line.line.color.rgb = rgb(drawn.colour)
        if stretch.has_end:
            arrowhead(line, "med" if self.scale > 0.7 else "sm")
        on = "" if is_whole else "; it goes on on the slide before or after"
        describe_shape(line, f"{name}{f', {edge.label}' if edge.label else ''}{on}")
        if drawn.dashes:
            dash(line.line, {"timeout": "ROUND_DOT", "interrupt": "SQUARE_DOT"}.get(edge.kind, "DASH"))
        if shape is not None:
            for which, end, site in (("begin", edge.source, sites[0]), ("end", edge.target, sites[1])):
                assert site is not None
                glue(line, which, self.shapes[end], site)

    def site(self, name: str, point: Point) -> int | None:
        """The connection site at a point: top, left, bottom, right of these shapes are 0 to 3."""
        box = self.page.geometry.boxes[name]
        left, top, right, bottom = box.edges
        sites = ((box.x, top), (left, box.y), (box.x, bottom), (right, box.y))
        for number, (x, y) in enumerate(sites):
            if abs(point[0] - x) + abs(point[1] - y) < NEAR:
                return number
        return None

    def connector(self, shape: Connector) -> Any:
        from pptx.enum.shapes import MSO_CONNECTOR

        line = self.slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, 0, 0, EMU, EMU)
        x, y = self.at((shape.x, shape.y))
        if shape.is_turned:  # the frame keeps its middle as it turns
            middle = self.at((shape.x + shape.width / 2, shape.y + shape.height / 2))
            x, y = (middle[0] - shape.width * self.scale * EMU / 2, middle[1] - shape.height * self.scale * EMU / 2)
        plain(line)
        frame = line._element.spPr.get_or_add_xfrm()
        for attribute, is_set in (("flipH", shape.flip_h), ("flipV", shape.flip_v)):
            if is_set:
                frame.set(attribute, "1")
        if shape.is_turned:
            frame.set("rot", "5400000")
        line.left, line.top = round(x), round(y)
        line.width, line.height = (round(side * self.scale * EMU) for side in (shape.width, shape.height))
        preset(line, shape)
        return line

    def polyline(self, points: Sequence[Point]) -> Any:
        """A line of its own shape, which is tied to nothing."""
        corners = [tuple(round(value) for value in self.at(point)) for point in points]
        builder = self.slide.shapes.build_freeform(*corners[0], scale=1.0)
        builder.add_line_segments(corners[1:], close=False)
        shape = builder.convert_to_shape()
        shape.fill.background()
        plain(shape)
        return shape

    # Shapes.

    def at(self, point: Point) -> Point:
        return (self.left + point[0] * self.scale) * EMU, (self.top + point[1] * self.scale) * EMU

    def shape(
        self, kind: str, edges: tuple[float, float, float, float], name: str, alt: str, fill: str | None, stroke: str,
        width: float,
    ) -> Any:  # fmt: skip
        from pptx.enum.shapes import MSO_SHAPE

        x, y = self.at(edges[:2])
        right, bottom = self.at(edges[2:])
        shape = self.slide.shapes.add_shape(
            getattr(MSO_SHAPE, kind), round(x), round(y), round(right - x), round(bottom - y)
        )
        shape.name = clean(name)
        plain(shape)
        if fill is not None:
            shape.fill.solid()
            shape.fill.fore_color.rgb = rgb(fill)
        shape.line.color.rgb = rgb(stroke)
        shape.line.width = round(width * min(self.scale, 1.2) * EMU)
        if alt:
            describe_shape(shape, alt)
        return shape

    def words(self, box: tuple[float, float, float, float], lines: Sequence[str], size: float, name: str) -> None:
        x, y = self.at(box[:2])
        right, bottom = self.at(box[2:])
        spare = 6.0 * EMU * self.scale  # programs measure text differently: nothing may wrap that did not
        shape = self.slide.shapes.add_textbox(
            round(x - spare), round(y), round(right - x + 2 * spare), round(bottom - y)
        )
        shape.name = clean(name)
        write(shape.text_frame, [(line, size * self.scale, False, INK) for line in lines])


def _meets(frame: Frame, strip: Strip, axis: int) -> bool:
    low, high = ((frame.left, frame.right), (frame.top, frame.bottom))[axis]
    return low < strip.high and high > strip.low


def _cut(edges: Edges, strip: Strip, axis: int) -> Edges:
    """The part of a rectangle that is on a strip."""
    left, top, right, bottom = edges
    if axis == 0:
        return max(left, strip.first), top, min(right, strip.last), bottom
    return left, max(top, strip.first), right, min(bottom, strip.last)
