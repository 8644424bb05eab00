"""Shapes and flows to places for the names that stand outside: of events, gateways and flows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from pathways.diagram.bpmn.model import Element, Flow, Graph
from pathways.diagram.text import text_width, wrap

Point = tuple[float, float]
Bounds = tuple[float, float, float, float]  # x, y, width, height

TEXT: Final = 11.0
LEADING: Final = 13.2
WIDE: Final = 90.0
ON_SHAPE, ON_NAME, ON_LINE = 100, 60, 8


def place_names(
    graph: Graph, shapes: Mapping[str, Bounds], flows: Mapping[str, tuple[Point, ...]]
) -> Mapping[str, Bounds]:
    """Bounds of each name, where it covers least. Gateways and events come before flows."""
    lines = [_rect(a, b) for points in flows.values() for a, b in pairwise(points)]
    boxes = list(shapes.values())
    placed: dict[str, Bounds] = {}
    for element in graph.elements:
        if element.name and (element.is_gateway or element.is_event):
            placed[element.id] = _best(_around(element, shapes[element.id]), boxes, placed, lines)
    for flow in graph.flows:
        if flow.name:
            placed[flow.id] = _best(_beside(flow, flows[flow.id]), boxes, placed, lines)
    return placed


def _size(name: str, wide: float) -> tuple[float, float]:
    lines = wrap(name, TEXT, wide, most=20)
    return max(text_width(line, TEXT) for line in lines) + 4.0, LEADING * len(lines)


def _around(element: Element, shape: Bounds) -> Iterator[tuple[int, Bounds]]:
    """Places at the corners of a shape, the usual one first."""
    x, y, width, height = shape
    wide, tall = _size(element.name, WIDE)
    middle = x + width / 2
    inset = 6.0 if element.is_gateway else -2.0
    below, above = y + height - inset + 4.0, y - tall + inset - 4.0
    if element.is_event:
        yield 0, (middle - wide / 2, y + height + 3.0, wide, tall)
        yield 1, (middle - wide / 2, y - tall - 3.0, wide, tall)
    right, left = middle + width / 4 + 2.0, middle - width / 4 - 2.0 - wide
    for cost, (a, b) in enumerate(((left, above), (right, above), (left, below), (right, below)), 2):
        yield cost, (a, b, wide, tall)
    for cost, further in enumerate((14.0, 28.0, 42.0), 8):
        yield cost, (left, above - further, wide, tall)
        yield cost, (right, below + further, wide, tall)


def _beside(flow: Flow, points: tuple[Point, ...]) -> Iterator[tuple[int, Bounds]]:
    """Places along the first pieces of a flow, near where it leaves."""
    for number, (a, b) in enumerate(pairwise(points[:4])):
        length = abs(b[0] - a[0]) + abs(b[1] - a[1])
        flat = a[1] == b[1]
        for wide in (WIDE, 60.0):
            w, h = _size(flow.name, wide)
            for share in (0.0, 0.5):
                if flat:
                    room = max(length - w - 8.0, 0.0)
                    x = a[0] + 4.0 + room * share if b[0] > a[0] else a[0] - 4.0 - w - room * share
                    spots = [(x, a[1] - h - 3.0), (x, a[1] + 3.0)]
                else:
                    room = max(length - h - 8.0, 0.0)
                    y = a[1] + 4.0 + room * share if b[1] > a[1] else a[1] - 4.0 - h - room * share
                    spots = [(a[0] + 4.0, y), (a[0] - 4.0 - w, y)]
                for side, (x, y) in enumerate(spots):
                    yield 6 * number + 2 * round(2 * share) + side + (1 if wide < WIDE else 0), (x, y, w, h)


def _best(
    choices: Iterator[tuple[int, Bounds]],
    boxes: list[Bounds],
    placed: Mapping[str, Bounds],
    lines: list[Bounds],
) -> Bounds:
    def cost(choice: tuple[int, Bounds]) -> int:
        price, bounds = choice
        price += ON_SHAPE * sum(_meet(bounds, box) for box in boxes)
        price += ON_NAME * sum(_meet(bounds, name) for name in placed.values())
        return price + ON_LINE * sum(_meet(bounds, line) for line in lines)

    return min(choices, key=cost)[1]


def _rect(a: Point, b: Point) -> Bounds:
    return (min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1]))


def _meet(one: Bounds, two: Bounds) -> bool:
    return (
        one[0] < two[0] + two[2] and two[0] < one[0] + one[2] and one[1] < two[1] + two[3] and two[1] < one[1] + one[3]
    ) or (
        # A line has no width of its own.
        min(two[2], two[3]) == 0.0
        and one[0] <= two[0] + two[2] and two[0] <= one[0] + one[2]
        and one[1] <= two[1] + two[3] and two[1] <= one[1] + one[3]
    )  # fmt: skip
