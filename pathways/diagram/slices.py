"""A drawing too tall for one printed page to slices that each fit one, the lanes named again at the top of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathways.diagram import Drawing

_LINE: Final = 14.0  # above the lanes' names of every page but the first: what it is a page of


@dataclass(frozen=True)
class Slice:
    """A strip of the drawing from `top`, `height` high; `header` is how high the lanes' names above it are (or 0)."""

    top: float
    height: float
    header: float


def slices(drawing: Drawing, *, top: float, first: float, room: float, shrunk: float = 1.0) -> tuple[Slice, ...]:
    """The drawing in slices; none where it fits one page.

    Cut only where the drawing may be cut, outside blocks of parallel branches wherever a page can hold the block. Then
    as few pages as possible, and as little smaller as possible; what is short comes last.

    Parameters
    ----------
    top
        Where the first slice begins.
    first, room
        How high the first page and the others are, in points of the drawing.
    shrunk
        A slice may be printed this much smaller.
    """
    ends = [cut.at for cut in drawing.cuts if cut.at < drawing.height_pt] + [drawing.height_pt]
    inside = [cut.inside for cut in drawing.cuts if cut.at < drawing.height_pt] + [0]

    @cache
    def best(start: int) -> tuple[tuple[int, int, float, float], tuple[Slice, ...]]:
        """The slices from the cut of this number on (0: the top), and what is to be said against them."""
        begins = ends[start - 1] if start else top
        header = drawing.header_pt if start else 0.0
        limit = room if start else first
        found: list[tuple[tuple[int, int, float, float], tuple[Slice, ...]]] = []
        for number in range(start, len(ends)):
            height = ends[number] - begins
            if number > start and header + height > limit / shrunk:
                break  # (a single row taller than a page is printed as small as it has to be)
            piece = Slice(begins, height, header)
            smaller = max(0.0, (header + height) / limit - 1.0)
            if number == len(ends) - 1:
                found.append(((0, 1, smaller, height), (piece,)))
                continue
            (opened, pages, shrink, last), rest = best(number + 1)
            found.append(((opened + inside[number], pages + 1, shrink + smaller, last), (piece, *rest)))
        return min(found, key=lambda one: one[0])

    pieces = best(0)[1]
    return pieces if len(pieces) > 1 else ()


def sheets(drawing: Drawing) -> tuple[str, ...]:
    """The drawing as one SVG for each A4 page, for print and for documents; none where it fits one page."""
    from pathways.diagram.markup import escape, number
    from pathways.diagram.markup import text as words
    from pathways.diagram.style import FONT, INK, SOFT, Sizes

    wide = drawing.width_pt
    upright = wide <= Sizes.page + 1
    room = Sizes.page_height if upright else wide * Sizes.page / Sizes.page_height
    pieces = slices(drawing, top=0.0, first=room, room=room - _LINE)
    _, body = drawing.svg.removesuffix("</svg>\n").split("\n", 1)

    def part(y: float, top: float, height: float) -> str:
        return (
            f'<svg x="0" y="{number(y)}" width="{number(wide)}" height="{number(height)}" '
            f'viewBox="0 {number(top)} {number(wide)} {number(height)}">{body}</svg>'
        )

    found = []
    for page, piece in enumerate(pieces, 1):
        line = _LINE if piece.header else 0.0
        tall = line + piece.header + piece.height
        found.append(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(wide)}pt" height="{number(tall)}pt" '
            f'viewBox="0 0 {number(wide)} {number(tall)}" font-family="{escape(FONT)}" fill="{INK}">'
            + (words(f"Page {page} of {len(pieces)}", 0.0, 8.0, 8.0, fill=SOFT) if piece.header else "")
            + (part(line, drawing.heading_pt, piece.header) if piece.header else "")
            + part(line + piece.header, piece.top, piece.height)
            + "</svg>\n"
        )
    return tuple(found)
