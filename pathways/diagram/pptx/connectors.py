"""An arrow's corners to a native connector, straight or bent up to four times; nothing where it turns more often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

Point = tuple[float, float]
MOST_BENDS: Final = 4
WHOLE: Final = 100_000
LARGEST: Final = 20_000_000  # of an adjustment; beyond this programs differ


@dataclass(frozen=True)
class Connector:
    """A preset shape in its frame, before turning it: first flips, then a quarter turn clockwise if `is_turned`."""

    preset: str
    x: float
    y: float
    width: float
    height: float
    is_turned: bool = False
    flip_h: bool = False
    flip_v: bool = False
    adjustments: tuple[int, ...] = ()


def connector(points: Sequence[Point]) -> Connector | None:
    """The connector through these corners; None where no preset has that shape."""
    (x0, y0), (x1, y1) = points[0], points[-1]
    bends = len(points) - 2
    if bends == 0:
        return Connector(
            "straightConnector1", min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0), False, x1 < x0, y1 < y0
        )
    turned = points[0][0] == points[1][0]  # presets leave sideways
    along, across = (y1 - y0, x1 - x0) if turned else (x1 - x0, y1 - y0)
    found: list[int] = []
    for number in range(1, bends):
        is_along = number % 2 == 1
        total = along if is_along else across
        start = points[0][1 if is_along == turned else 0]
        at = points[number][1 if is_along == turned else 0]
        if abs(total) < 0.5 or bends > MOST_BENDS:
            return None
        found.append(round((at - start) / total * WHOLE))
    if any(abs(value) > LARGEST for value in found):
        return None
    width, height = abs(along), abs(across)
    middle = ((x0 + x1) / 2, (y0 + y1) / 2)
    if turned:
        return Connector(
            f"bentConnector{bends + 1}", middle[0] - width / 2, middle[1] - height / 2, width, height, True,
            y1 < y0, x1 > x0, tuple(found),
        )  # fmt: skip
    return Connector(
        f"bentConnector{bends + 1}", min(x0, x1), min(y0, y1), width, height, False, x1 < x0, y1 < y0, tuple(found)
    )


def corners(shape: Connector) -> tuple[Point, ...]:
    """The corners that a connector runs through, as a program draws it: the other way round, for tests."""
    w, h = shape.width, shape.height
    a = [value / WHOLE for value in shape.adjustments]
    local: dict[str, list[Point]] = {
        "straightConnector1": [(0, 0), (w, h)],
        "bentConnector2": [(0, 0), (w, 0), (w, h)],
    }
    if shape.preset == "bentConnector3":
        local[shape.preset] = [(0, 0), (w * a[0], 0), (w * a[0], h), (w, h)]
    elif shape.preset == "bentConnector4":
        local[shape.preset] = [(0, 0), (w * a[0], 0), (w * a[0], h * a[1]), (w, h * a[1]), (w, h)]
    elif shape.preset == "bentConnector5":
        x, y, z = w * a[0], h * a[1], w * a[2]
        local[shape.preset] = [(0, 0), (x, 0), (x, y), (z, y), (z, h), (w, h)]
    found = []
    for u, v in local[shape.preset]:
        dx, dy = u - w / 2, v - h / 2
        dx, dy = -dx if shape.flip_h else dx, -dy if shape.flip_v else dy
        if shape.is_turned:
            dx, dy = -dy, dx
        found.append((shape.x + w / 2 + dx, shape.y + h / 2 + dy))
    return tuple(found)
