"""SVG text to PNG bytes, with the two fonts that come with the package and no others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from pathways.diagram.text import SIGNS
from pathways.errors import PathwaysError

DPI: Final = 200
MOST_PIXELS: Final = 60_000_000  # resvg takes 4 bytes each, and ends the whole process when memory runs out
LONGEST_SIDE: Final = 20_000
_LATIN: Final = 0x24F  # every letter up to here is in the fonts, as are SIGNS
FONTS: Final = Path(__file__).parent / "fonts"
_SIZE: Final = re.compile(r'<svg [^>]*?width="([0-9.]+)pt" height="([0-9.]+)pt"')


def raster(svg: str, dpi: int = DPI) -> bytes:
    """The picture as PNG.

    Parameters
    ----------
    svg
        A drawing of this package: its size is given in points.
    dpi
        Dots per inch.

    Raises
    ------
    PathwaysError
        If the picture has no size in points, or is too large to be made.
    """
    import resvg_py

    size = _SIZE.search(svg[:2000])
    if size is None:
        raise PathwaysError("this picture does not say how wide and high it is in points, so no PNG can be made of it")
    wide, high = (float(value) * dpi / 72 for value in size.groups())
    if wide * high > MOST_PIXELS or max(wide, high) > LONGEST_SIDE:
        raise PathwaysError(
            f"the picture would be {wide:.0f} by {high:.0f} dots, more than {MOST_PIXELS:,} in all or {LONGEST_SIDE:,}"
            " on a side; use the SVG file, or split the pathway into pieces"
        )
    data = resvg_py.svg_to_bytes(
        svg_string=svg, dpi=96.0, zoom=dpi / 96, skip_system_fonts=True, font_dirs=[str(FONTS)],
        font_family="Liberation Sans", sans_serif_family="Liberation Sans", background="#ffffff",
    )  # fmt: skip
    return bytes(data)


def not_in_fonts(svg: str) -> str:
    """The letters of a drawing that its fonts lack, which a PNG or PDF shows as empty boxes; in order, each once."""
    others = sorted({letter for letter in svg if ord(letter) > _LATIN} - SIGNS)
    if not others:
        return ""
    from matplotlib.ft2font import FT2Font

    known = FT2Font(str(FONTS / "LiberationSans-Regular.ttf")).get_charmap()
    return "".join(letter for letter in others if ord(letter) not in known)
