"""A composed page to SVG text: no script, no reference to anything outside, everything escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pathways.diagram.compose import Page
from pathways.diagram.gauges import TALL as GAUGE_TALL
from pathways.diagram.gauges import gauge
from pathways.diagram.geometry import DOUBLED, Frame
from pathways.diagram.labels import Label
from pathways.diagram.legend import legend
from pathways.diagram.lines import arrows
from pathways.diagram.markup import element, escape, number, text
from pathways.diagram.obstacles import mark_place
from pathways.diagram.plates import paint_plate
from pathways.diagram.shapes import badge, bolt, clock, corner_sign, look, outline, slash, words
from pathways.diagram.style import BLOCK, FONT, HEAD, INK, PALETTES, RULE, SOFT, TINT, WHITE, Palette, heated
from pathways.diagram.telling import columns
from pathways.diagram.telling import heading as told
from pathways.diagram.text import wrap

TITLE = 12.0
SUBTITLE = 8.0
_SCHEME = re.compile("([^/?#:]*):")  # browsers see through blanks and unseen characters in it, so it may be anything
_PLACES = ("http", "https", "mailto")


def paint(page: Page, description: str, links: Mapping[str, str] | None = None) -> tuple[str, float, float]:
    """The picture, its width and its height in points; `description` is its text version, `links` those of `draw`."""
    width = page.width
    heading, top = _heading(page)
    header = _header(page)
    body_left, body_top = (header, top) if page.sizes.landscape else (0.0, top + header)
    story, bottom = columns(page, body_top + page.geometry.height)
    below, legend_height = legend(page, bottom)
    height = bottom + legend_height
    id_ = "-".join((page.diagram.id, *re.findall(r"[\w.]+", page.overlay.name)))
    title = ": ".join((page.diagram.title, *(note.words for note in page.overlay.heading[:1])))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(width)}pt" height="{number(height)}pt" '
        f'viewBox="0 0 {number(width)} {number(height)}" {_role(id_, links)} '
        f'font-family="{escape(FONT)}" fill="{INK}">',
        element("title", escape(title), id=f"title-{id_}"),
        element("desc", escape(description), id=f"desc-{id_}"),
        element("rect", x=0.0, y=0.0, width=width, height=height, fill=WHITE),
        heading,
        *_lanes(page, top, header),
        f'<g transform="translate({number(body_left)} {number(body_top)})">',
        *_frames(page),
        *arrows(page),
        *_nodes(page, links or {}),
        *_marks(page),
        *(_label(page, label) for label in page.labels),
        *(paint_plate(plate.badge, plate.box[0], plate.box[1]) for plate in page.plates),
        "</g>",
        story,
        below,
        "</svg>",
    ]
    return "\n".join(part for part in parts if part) + "\n", width, height


def headings(page: Page) -> tuple[float, float]:
    """How high the title stands above the lanes, and how high the lanes' names are; in landscape how wide."""
    return _heading(page)[1], _header(page)


def _heading(page: Page) -> tuple[str, float]:
    """Title, status and version; and where the lanes begin."""
    y, out = 0.0, []
    for line in wrap(page.diagram.title, TITLE, page.reading_width - 4, bold=True, most=3):
        y += TITLE * 1.2
        out.append(text(line, 0.0, y - 3, TITLE, font_weight="bold"))
    for line in wrap(page.diagram.subtitle, SUBTITLE, page.reading_width - 4, most=2):
        y += SUBTITLE * 1.35
        out.append(text(line, 0.0, y - 2, SUBTITLE, fill=SOFT))
    words_, y = told(page, y)
    return "".join(out) + words_, y + 5.0


def lane_names(page: Page) -> list[tuple[str, ...]]:
    """The lines of each lane's name, in the order of the lanes on the page."""
    titles = {lane.id: lane.title for lane in page.diagram.lanes}
    size, lanes = page.sizes.text, page.geometry.lanes
    if page.sizes.landscape:
        return [wrap(titles[lane], size, page.sizes.header - 6.0, bold=True, most=4) for lane, _, _ in lanes]
    return [wrap(titles[lane], size, right - left - 3, bold=True, most=4) for lane, left, right in lanes]


def _header(page: Page) -> float:
    if page.sizes.landscape:
        return page.sizes.header
    return _names_height(page) + GAUGE_TALL * max((len(found) for found in page.overlay.gauges.values()), default=0)


def _names_height(page: Page) -> float:
    return max(len(lines) for lines in lane_names(page)) * page.sizes.text * page.sizes.leading + 7.0


def _lanes(page: Page, top: float, header: float) -> list[str]:
    size, out, heads = page.sizes.text, [], []
    for i, ((lane, low, high), lines) in enumerate(zip(page.geometry.lanes, lane_names(page))):
        if page.sizes.landscape:
            left, upper, wide, tall = 0.0, top + low, page.width, high - low
            name_wide, name_tall = header, tall
        else:
            left, upper, wide, tall = low, top, high - low, header + page.geometry.height
            name_wide, name_tall = wide, header
        fill = WHITE if i % 2 else TINT
        out.append(_lane(left, upper, wide, tall, fill))
        heads.append(_lane(left, upper, name_wide, name_tall, HEAD))
        gauges = page.overlay.gauges.get(lane, ())
        names = name_tall - len(gauges) * GAUGE_TALL if page.sizes.landscape else _names_height(page)
        y = upper + max(names, len(lines) * size * page.sizes.leading) / 2 - len(lines) * size * page.sizes.leading / 2
        for line in lines:
            y += size * page.sizes.leading
            heads.append(
                text(line, left + name_wide / 2, y - size * 0.27, size, text_anchor="middle", font_weight="bold")
            )
        y = y + 2.0 if page.sizes.landscape else top + names
        for turn, measured in enumerate(gauges):
            heads.append(gauge(measured, left, left + name_wide, y + GAUGE_TALL * turn, page.sizes.small))
    return out + heads  # no lane lies over what another's name needs


def _lane(left: float, top: float, wide: float, tall: float, fill: str) -> str:
    return element("rect", x=left, y=top, width=wide, height=tall, fill=fill, stroke=RULE, stroke_width=0.6)


def _frames(page: Page) -> list[str]:
    """Outer blocks first, so that inner ones lie on top."""
    return [
        _doubled(f, PALETTES[page.overlay.of_node(f.block)])
        if f.is_piece
        else element(
            "rect",
            x=f.left,
            y=f.top,
            width=f.right - f.left,
            height=f.bottom - f.top,
            rx=2.0,
            fill=BLOCK,
            fill_opacity=0.06,
            stroke=BLOCK,
            stroke_width=0.8,
        )
        for f in sorted(page.geometry.frames, key=lambda f: f.block.count("."))
    ]


def _doubled(frame: Frame, palette: Palette) -> str:
    """The border of a piece that is opened in place, doubled like that of a closed one."""
    paint = palette.paints["opened"]
    wide, tall = frame.right - frame.left, frame.bottom - frame.top
    return "".join(
        element(
            "rect", x=frame.left + d, y=frame.top + d, width=wide - 2 * d, height=tall - 2 * d, rx=3.0 - d / 2,
            fill="none", stroke=paint.stroke, stroke_width=paint.width,
        )
        for d in (0.0, DOUBLED)
    )  # fmt: skip


def _role(id_: str, links: Mapping[str, str] | None) -> str:
    """A picture is one thing to who listens, read out with its text version; a picture of links is a group of them."""
    if links is None:
        return f'role="img" aria-labelledby="title-{escape(id_)} desc-{escape(id_)}"'
    return f'role="group" aria-labelledby="title-{escape(id_)}"'


def _nodes(page: Page, links: Mapping[str, str]) -> list[str]:
    out = []
    for node in page.diagram.nodes:
        box = page.geometry.boxes[node.id]
        palette = PALETTES[page.overlay.of_node(node.id)]
        if node.id in page.overlay.shades:
            palette = heated(palette, page.overlay.shades[node.id].level)
        shape = outline(look(node), box, page.sizes, palette) + words(node, box, page.sizes, palette)
        shape += corner_sign(node, box, palette) + badge(node, box, palette)
        drawn = element("g", shape, class_="node")
        link = _address(node.id, links)
        # A blank between two lines keeps their words apart where a link is read out.
        out.append(drawn if link is None else element("a", drawn.replace("</text><text", "</text> <text"), href=link))
    return out


def _address(id_: str, links: Mapping[str, str]) -> str | None:
    """Where a shape leads. Whatever is no place to go to, such as script, is refused, however it is spelt."""
    link = links.get(id_)
    scheme = _SCHEME.match(link) if link is not None else None
    if scheme is not None and scheme[1].lower() not in _PLACES:
        raise ValueError(f"the link of '{id_}' is {link!r}, which is no place to go to: give a path, '#...' or http(s)")
    return link


def _marks(page: Page) -> list[str]:
    out = []
    for edge in page.diagram.edges:
        line = page.geometry.arrows[edge.id]
        palette = PALETTES[page.overlay.of_edge(edge.id)]
        mark = mark_place(edge, line)
        if mark is not None:
            out.append(clock(*mark, palette.line) if edge.kind == "timeout" else bolt(*mark, palette.event))
        elif edge.otherwise and edge.kind != "default":
            out.append(slash(line[0], line[1], palette.line))
    return out


def _label(page: Page, label: Label) -> str:
    size = page.sizes.label
    palette = PALETTES[page.overlay.of_edge(label.edge)]
    shade = {} if palette.ink == INK else {"fill": palette.ink}
    middle, y, out = (label.box[0] + label.box[2]) / 2, label.box[1], []
    for line in label.lines:
        y += size * 1.08
        out.append(
            text(
                line,
                middle,
                y - size * 0.25,
                size,
                text_anchor="middle",
                paint_order="stroke",
                stroke=WHITE,
                stroke_width=2.0,
                stroke_linejoin="round",
                **shade,
            )
        )
    return "".join(out)
