"""Gauges to SVG: a bar filled by a share, with words above it."""

from __future__ import annotations

from typing import Final

from pathways.diagram.markup import element, text
from pathways.diagram.overlay import Gauge
from pathways.diagram.style import GAUGE, WHITE
from pathways.diagram.text import wrap

TALL: Final = 15.5
_BAR: Final = 3.8
_WIDEST: Final = 58.0


def gauge(measured: Gauge, left: float, right: float, top: float, size: float) -> str:
    """A gauge in the middle between two sides."""
    wide = min(right - left - 8.0, _WIDEST)
    middle = (left + right) / 2
    (words, *_) = wrap(measured.words, size, right - left - 2.0, most=1)
    said = text(words, middle, top + size - 1.2, size, text_anchor="middle")
    return said if measured.share is None else said + bar(measured.share, middle - wide / 2, top + size + 1.4, wide)


def bar(share: float, left: float, top: float, wide: float) -> str:
    """The bar alone; above 1 it is full."""
    filled = wide * max(0.0, min(share, 1.0))
    frame = element("rect", x=left, y=top, width=wide, height=_BAR, fill=WHITE, stroke=GAUGE, stroke_width=0.7)
    return frame + (element("rect", x=left, y=top, width=filled, height=_BAR, fill=GAUGE) if filled > 0.2 else "")
