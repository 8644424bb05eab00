"""Shapes and text to SVG elements: every value escaped, every number written the same way on every machine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pathways.diagram.text import clean

_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}


def escape(text: str) -> str:
    """Text fit for an element or a quoted attribute."""
    return "".join(_ENTITIES.get(c, c) for c in clean(text))


def number(value: float) -> str:
    """At most two decimals, never `-0`."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def element(tag: str, content: str | None = None, /, **attributes: str | float) -> str:
    """One element. Underscores in attribute names stand for hyphens; `content` is markup already."""
    parts = [tag]
    for name, value in attributes.items():
        written = escape(value) if isinstance(value, str) else number(value)
        parts.append(f'{name.rstrip("_").replace("_", "-")}="{written}"')
    head = " ".join(parts)
    return f"<{head}/>" if content is None else f"<{head}>{content}</{tag}>"


def text(words: str, x: float, y: float, size: float, /, **attributes: str | float) -> str:
    return element("text", escape(words), x=x, y=y, font_size=size, **attributes)


def polygon(points: Iterable[tuple[float, float]], **attributes: str | float) -> str:
    return element("polygon", points=" ".join(f"{number(x)},{number(y)}" for x, y in points), **attributes)


def rounded_path(points: Sequence[tuple[float, float]], radius: float) -> str:
    """The `d` of a path along points with rounded corners."""
    out = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for (ax, ay), (bx, by), (cx, cy) in zip(points, points[1:], points[2:]):
        before, after = abs(bx - ax) + abs(by - ay), abs(cx - bx) + abs(cy - by)
        r = min(radius, before / 2, after / 2)
        if r < 0.3:
            out.append(f"L{number(bx)} {number(by)}")
            continue
        out.append(
            f"L{number(bx - _sign(bx - ax) * r)} {number(by - _sign(by - ay) * r)}"
            f"Q{number(bx)} {number(by)} {number(bx + _sign(cx - bx) * r)} {number(by + _sign(cy - by) * r)}"
        )
    return "".join(out) + f"L{number(points[-1][0])} {number(points[-1][1])}"


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
