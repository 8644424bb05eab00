"""A finished picture to how it prints on A4: how small its text gets, over how many pages, and what to be warned of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathways.diagram.style import Sizes

if TYPE_CHECKING:
    from pathways.diagram import Drawing

LEAST_TEXT_PT = 7.0
LINE = 14.0  # above the lanes' names of every page but the first: what it is a page of


def words_apart(height: float) -> bool:
    """Whether the words and the legend of a landscape drawing need a page of their own."""
    return height > Sizes.widest + 1


def fit_of(width: float, height: float, lanes_end: float, sizes: Sizes) -> float:
    """How much smaller the picture is printed so that it fits across an A4 page (1: as it is).

    Across is what the lanes take: the width of an upright page, sideways if it is wider than that; in landscape the
    height of a page on its side; words below the lanes that do not fit get a page of their own. Margins are 2 cm, and
    1 cm where that is not enough. What is too long in the direction of time goes over several pages.
    """
    if sizes.landscape:
        if not words_apart(height):
            return 1.0
        return min(1.0, sizes.widest / lanes_end, sizes.widest / (height - lanes_end + LINE))
    return 1.0 if width <= sizes.widest + 1 else min(1.0, sizes.page_height / width)


def print_warnings(width: float, height: float, lanes_end: float, smallest: float, sizes: Sizes) -> list[str]:
    """What of a picture will not print well; `smallest` is the size of its smallest text once it is fitted."""
    warnings = []
    fit = fit_of(width, height, lanes_end, sizes)
    upright = not sizes.landscape and width <= sizes.widest + 1
    if sizes.landscape and fit < 1.0:
        warnings.append(f"the drawing is {cm(height)} high, higher than an A4 page on its side; print it on A3")
    elif not sizes.landscape and not upright:
        warnings.append(f"the drawing is {cm(width)} wide, wider than an upright A4 page; print it sideways or on A3")
    if smallest < LEAST_TEXT_PT:
        warnings.append(f"its smallest text is then {smallest:.1f} pt on A4, less than {LEAST_TEXT_PT:.0f} pt")
    long, paper, side = (width, sizes.page_height, "wide") if sizes.landscape else (height, sizes.page_height, "high")
    if not upright and not sizes.landscape:
        paper = sizes.page
    if long * fit > paper:
        one_page = smallest * paper / (long * fit)
        warnings.append(
            f"the drawing is {cm(long)} {side}, longer than an A4 page; print it on A3 or over several pages "
            f"(on one, its smallest text would be {one_page:.1f} pt)"
        )
    return warnings


def told(drawing: Drawing) -> str:
    """How the drawing prints, in words."""
    from pathways.diagram.slices import sheets

    pages = len(sheets(drawing)) or 1
    sideways = "landscape " if drawing.is_landscape else ""
    return f"{pages} {sideways}A4 page{'s' if pages > 1 else ''}, smallest text {drawing.text_size_pt:.1f} pt"


def cm(points: float) -> str:
    return f"{points / 72 * 2.54:.0f} cm"
