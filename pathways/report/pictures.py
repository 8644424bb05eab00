"""SVG pictures to PNG for documents that hold no SVG, each painted once, and how large they are."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

DPI: Final = 150
_SIZE: Final = re.compile(r'<svg [^>]*?width="([0-9.]+)pt" height="([0-9.]+)pt"')


@lru_cache(maxsize=200)
def painted(svg: str, dpi: int = DPI) -> bytes:
    """The picture as PNG."""
    from pathways.diagram.raster import raster

    return raster(svg, dpi)


def size_in_points(svg: str) -> tuple[float, float]:
    """How wide and high a picture is."""
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("a picture of a report says how large it is")
    return float(found[1]), float(found[2])
