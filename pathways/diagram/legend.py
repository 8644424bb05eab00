"""A composed page to its legend: only the marks that the picture uses, and what the picture is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pathways.diagram.compose import Page
from pathways.diagram.geometry import Box
from pathways.diagram.lines import BACK_PEN, DEFAULT_PEN, INTERRUPT_PEN, PLAIN_PEN, TIMEOUT_PEN, Pen, sample
from pathways.diagram.markup import text
from pathways.diagram.shapes import bolt, calendar, clock, hourglass, lettered, look, outline, parallel_sign, slash
from pathways.diagram.style import SOFT, Sizes
from pathways.diagram.text import text_width, wrap

Drawer = Callable[[float, float], str]
SWATCH = 18.0
BADGES = {"A": "Rests on an assumption"}


def legend(page: Page, top: float) -> tuple[str, float]:
    """The legend below the lanes and its height."""
    size = page.sizes.small
    x, y, out = 2.0, top + 13.0, []
    for draw, label in _items(page):
        wide = SWATCH + 4.0 + text_width(label, size) + 11.0
        if x > 2.0 and x + wide > page.geometry.width + 9.0:
            x, y = 2.0, y + 14.0
        out.append(draw(x, y))
        out.append(text(label, x + SWATCH + 4.0, y + size * 0.36, size))
        x += wide
    y += 6.0
    for line in wrap(page.diagram.note, size, page.geometry.width - 4):
        y += size * 1.3
        out.append(text(line, 2.0, y, size, fill=SOFT))
    return "\n".join(out), y + 5.0 - top


def _items(page: Page) -> list[tuple[Drawer, str]]:
    diagram, sizes = page.diagram, page.sizes
    looks = {look(node) for node in diagram.nodes}
    kinds = {edge.kind for edge in diagram.edges}
    names = (
        ("start", "Start"), ("task", "State"), ("decision", "Decision"), ("end", "End"),
        ("piece", "Has its own drawing"), ("event", "May happen in many states"),
    )  # fmt: skip
    items: list[tuple[Drawer, str]] = [(_shape(kind, sizes), label) for kind, label in names if kind in looks]
    if "panel" in {node.kind for node in diagram.nodes}:
        items.append((_sign(calendar), "Meeting"))
    if "wait" in {node.kind for node in diagram.nodes}:
        items.append((_sign(hourglass), "Waiting"))
    for letter in sorted({node.badge for node in diagram.nodes if node.badge is not None}):
        items.append((_sign(partial(lettered, letter)), BADGES.get(letter, letter)))
    if diagram.blocks:
        items.append((_sign(parallel_sign), "Side by side; goes on when all are done"))
    if "default" in kinds:
        items.append((_line(DEFAULT_PEN), "Default route"))
    if kinds & {"normal"}:
        items.append((_line(PLAIN_PEN), "Other route"))
    if any(edge.returns for edge in diagram.edges):
        items.append((_line(BACK_PEN), "Goes back"))
    if any(edge.otherwise and edge.kind != "default" for edge in diagram.edges):
        items.append((_otherwise, "Default of a decision"))
    if "timeout" in kinds:
        items.append((_marked(TIMEOUT_PEN, clock), "When time runs out"))
    if any(node.limit is not None for node in diagram.nodes):
        items.append((_sign(lambda x, y: clock(x, y)), "At most this long, then goes on"))
    if "interrupt" in kinds:
        items.append((_marked(INTERRUPT_PEN, bolt), "May happen at any time"))
    return items


def _shape(kind: str, sizes: Sizes) -> Drawer:
    small = Sizes(slant=4.0) if sizes.slant > 4 else sizes
    return lambda x, y: outline(kind, Box(x + SWATCH / 2, y, SWATCH / 2, 4.8, (), ()), small)


def _sign(draw: Callable[[float, float], str]) -> Drawer:
    return lambda x, y: draw(x + SWATCH / 2, y)


def _line(look: Pen) -> Drawer:
    return lambda x, y: sample(x, y, SWATCH, look)


def _otherwise(x: float, y: float) -> str:
    return sample(x, y, SWATCH, PLAIN_PEN) + slash((x, y), (x + 1, y))


def _marked(look: Pen, mark: Callable[[float, float], str]) -> Drawer:
    return lambda x, y: sample(x, y, SWATCH, look) + mark(x + 4.0, y)
