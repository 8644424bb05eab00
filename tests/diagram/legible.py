"""Painted SVG to the texts with too little contrast to what they stand on, found from the shapes painted before."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from pathways.diagram.text import text_width
from tests.diagram.test_svg import SVG, contrast, over

LEAST = 4.5  # WCAG 2.2 AA, small text
Shape = tuple[tuple[float, float, float, float], str, float]  # box, fill, opacity


def too_pale(svg: str) -> list[str]:
    """Every text that WCAG AA would refuse, with its colour and what it stands on."""
    shapes: list[Shape] = []
    found = []
    root = ElementTree.fromstring(svg)
    for element, x0, y0 in _painted(root, 0.0, 0.0):
        tag = element.tag.removeprefix(SVG)
        if tag != "text":
            shape = _shape(element, tag, x0, y0)
            shapes += [shape] if shape is not None else []
            continue
        words, size = element.text or "", float(element.get("font-size", "0"))
        wide = text_width(words, size, bold=element.get("font-weight") == "bold")
        x, y = x0 + float(element.get("x", "0")), y0 + float(element.get("y", "0")) - 0.35 * size
        left = x - wide / 2 if element.get("text-anchor") == "middle" else x
        colour = element.get("fill") or root.get("fill") or ""
        for place in (left + 1.0, left + wide / 2, left + wide - 1.0):
            ground = _ground(shapes, place, y)
            if contrast(colour, ground) < LEAST:
                found.append(f"{words!r} in {colour} on {ground}: {contrast(colour, ground):.2f}")
                break
    return found


def _painted(element: ElementTree.Element, x: float, y: float) -> Iterator[tuple[ElementTree.Element, float, float]]:
    """All that is painted, in order, with how far it is moved."""
    for child in element:
        if child.tag == f"{SVG}g":
            moved = child.get("transform", "translate(0 0)").removeprefix("translate(").rstrip(")").split()
            yield from _painted(child, x + float(moved[0]), y + float(moved[1]))
        elif child.tag not in (f"{SVG}title", f"{SVG}desc"):
            yield child, x, y


def _shape(element: ElementTree.Element, tag: str, x: float, y: float) -> Shape | None:
    fill = element.get("fill", "none")
    if fill == "none" or tag == "path":
        return None
    if tag == "rect":
        left, top, wide, tall = (float(element.get(name, "0")) for name in ("x", "y", "width", "height"))
        box = (left, top, left + wide, top + tall)
    elif tag == "circle":
        middle, level, r = (float(element.get(name, "0")) for name in ("cx", "cy", "r"))
        box = (middle - r, level - r, middle + r, level + r)
    else:
        points = [tuple(map(float, pair.split(","))) for pair in element.get("points", "").split()]
        box = (min(p[0] for p in points), min(p[1] for p in points),
               max(p[0] for p in points), max(p[1] for p in points))  # fmt: skip
    return (box[0] + x, box[1] + y, box[2] + x, box[3] + y), fill, float(element.get("fill-opacity", "1"))


def _ground(shapes: list[Shape], x: float, y: float) -> str:
    ground = "#ffffff"
    for (left, top, right, bottom), fill, opacity in shapes:
        if left <= x <= right and top <= y <= bottom:
            ground = over(fill, opacity, ground)
    return ground
