"""A composed page to its legend: only the marks that the picture uses, and what the picture is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pathways.diagram.compose import Page
from pathways.diagram.gauges import bar
from pathways.diagram.geometry import Box
from pathways.diagram.hardness import WORDS
from pathways.diagram.lines import (
    BACK_PEN,
    DEFAULT_PEN,
    INTERRUPT_PEN,
    PLAIN_PEN,
    TIMEOUT_PEN,
    Pen,
    sample,
    toned,
    weighed,
)
from pathways.diagram.markup import text
from pathways.diagram.overlay import Badge, Gauge, Sample, Shade, Width
from pathways.diagram.plates import paint_plate, size
from pathways.diagram.shapes import bolt, calendar, clock, hourglass, lettered, look, outline, parallel_sign, slash
from pathways.diagram.style import PALETTES, PLAIN, SOFT, Palette, Sizes, heated
from pathways.diagram.text import text_width, wrap

Drawer = Callable[[float, float], str]
SWATCH = 18.0
BADGES = {**WORDS, "A": "Rests on an assumption"}


def legend(page: Page, top: float) -> tuple[str, float]:
    """The legend below the lanes and its height."""
    size = page.sizes.small
    x, y, out = 2.0, top + 13.0, []
    for draw, label in _items(page):
        wide = SWATCH + 4.0 + text_width(label, size) + 11.0
        if x > 2.0 and x + wide > page.reading_width + 9.0:
            x, y = 2.0, y + 14.0
        out.append(draw(x, y))
        out.append(text(label, x + SWATCH + 4.0, y + size * 0.36, size))
        x += wide
    y += 6.0
    for line in wrap(page.diagram.note, size, page.reading_width - 4):
        y += size * 1.3
        out.append(text(line, 2.0, y, size, fill=SOFT))
    return "\n".join(out), y + 5.0 - top


def _items(page: Page) -> list[tuple[Drawer, str]]:
    diagram, sizes = page.diagram, page.sizes
    rest = page.overlay.rest
    looks = {look(node) for node in diagram.nodes}
    kinds = {edge.kind for edge in diagram.edges}
    names = (
        ("start", "Start"), ("task", "State"), ("decision", "Decision"), ("end", "End"),
        ("piece", "Has its own drawing"), ("opened", "Opened in place"), ("event", "May happen in many states"),
    )  # fmt: skip
    items = [_sample(entry) for entry in page.overlay.legend]
    tones = {page.overlay.of_node(node.id) for node in diagram.nodes}
    shapes = PLAIN if tones & {"plain", "strong", "twin"} else PALETTES[rest]  # as they are where they are plain
    items += [(_shape(kind, sizes, shapes), label) for kind, label in names if kind in looks]
    if "panel" in {node.kind for node in diagram.nodes}:
        items.append((_sign(calendar), "Meeting"))
    if "wait" in {node.kind for node in diagram.nodes}:
        items.append((_sign(hourglass), "Waiting"))
    for letter in sorted({node.badge for node in diagram.nodes if node.badge is not None}):
        items.append((_sign(partial(lettered, letter)), BADGES.get(letter, letter)))
    if diagram.blocks:
        items.append((_sign(parallel_sign), "Side by side; goes on when all are done"))
    if "default" in kinds and not page.overlay.widths:
        items.append((_line(toned(DEFAULT_PEN, rest)), "Default route"))
    if kinds & {"normal"} and not page.overlay.widths:
        items.append((_line(toned(PLAIN_PEN, rest)), "Other route"))
    if any(edge.returns for edge in diagram.edges):
        items.append((_line(toned(BACK_PEN, rest)), "Goes back"))
    if any(edge.otherwise and edge.kind != "default" for edge in diagram.edges):
        items.append((_otherwise(toned(PLAIN_PEN, rest)), "Default of a decision"))
    if "timeout" in kinds:
        mark = partial(clock, colour=PALETTES[rest].line)
        items.append((_marked(toned(TIMEOUT_PEN, rest), mark), "When time runs out"))
    if any(node.limit is not None for node in diagram.nodes):
        items.append((_sign(lambda x, y: clock(x, y)), "At most this long, then goes on"))
    if "interrupt" in kinds:
        mark = partial(bolt, colour=PALETTES[rest].event)
        items.append((_marked(toned(INTERRUPT_PEN, rest), mark), "May happen at any time"))
    return items


def _sample(entry: Sample) -> tuple[Drawer, str]:
    """An entry that an overlay brings with it."""
    match entry.shown:
        case Badge() as shown:
            wide, tall = size(shown)
            return lambda x, y: paint_plate(shown, x + (SWATCH - wide) / 2, y - tall / 2), entry.words
        case Shade(level):
            return _shape("task", Sizes(), heated(PALETTES["bare"], level)), entry.words
        case Width() as weight:
            return _line(weighed(PLAIN_PEN, weight)), entry.words
        case Gauge(share):
            return lambda x, y: bar(share or 0.0, x, y - 1.9, SWATCH), entry.words
        case tone:
            return _line(toned(PLAIN_PEN, tone)), entry.words


def _shape(kind: str, sizes: Sizes, palette: Palette = PLAIN) -> Drawer:
    small = Sizes(slant=4.0) if sizes.slant > 4 else sizes
    if kind == "opened":
        return partial(_opened, palette=palette)
    return lambda x, y: outline(kind, Box(x + SWATCH / 2, y, SWATCH / 2, 4.8, (), ()), small, palette)


def _opened(x: float, y: float, palette: Palette) -> str:
    """The upper end of a frame with a doubled border."""
    frame = outline("piece", Box(x + SWATCH / 2, y, SWATCH / 2, 5.4, (), ()), Sizes(), palette)
    return frame + outline("opened", Box(x + SWATCH / 2, y - 2.4, SWATCH / 2, 3.0, (), ()), Sizes(), palette)


def _sign(draw: Callable[[float, float], str]) -> Drawer:
    return lambda x, y: draw(x + SWATCH / 2, y)


def _line(look: Pen) -> Drawer:
    return lambda x, y: sample(x, y, SWATCH, look)


def _otherwise(look: Pen) -> Drawer:
    return lambda x, y: sample(x, y, SWATCH, look) + slash((x, y), (x + 1, y), look.colour)


def _marked(look: Pen, mark: Callable[[float, float], str]) -> Drawer:
    return lambda x, y: sample(x, y, SWATCH, look) + mark(x + 4.0, y)
