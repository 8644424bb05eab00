"""A drawing too tall for one printed page to slices that each fit one, the lanes named again at the top of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from pathways.diagram.markup import escape, number
from pathways.diagram.markup import text as words
from pathways.diagram.printing import LINE as _LINE
from pathways.diagram.printing import fit_of, words_apart
from pathways.diagram.style import FONT, INK, SOFT, Sizes
from pathways.diagram.text import wrap

if TYPE_CHECKING:
    from pathways.diagram import Drawing

_RULE: Final = 0.4  # half of the line round the lanes


Price = tuple[int, int, int, float, float]  # blocks opened, pages, labels cut, smaller by, height of the last


@dataclass(frozen=True)
class Slice:
    """A strip of the drawing from `top`, `height` high; `header` is how high the lanes' names above it are (or 0).

    Of a landscape drawing, a strip from left to right: `top` is then its left side, and the heights are widths.
    """

    top: float
    height: float
    header: float


def slices(drawing: Drawing, *, top: float, first: float, room: float, shrunk: float = 1.0) -> tuple[Slice, ...]:
    """The drawing in slices; none where it fits one page.

    Cut only where the drawing may be cut, outside blocks of parallel branches wherever a page can hold the block. Then
    as few pages as possible, as few labels cut through, and as little smaller as possible; what is short comes last.

    Parameters
    ----------
    top
        Where the first slice begins.
    first, room
        How high the first page and the others are, in points of the drawing.
    shrunk
        A slice may be printed this much smaller.
    """
    whole = drawing.width_pt if drawing.is_landscape else drawing.height_pt
    ends = [cut.at for cut in drawing.cuts if cut.at < whole] + [whole]
    inside = [(cut.inside, cut.labels) for cut in drawing.cuts if cut.at < whole] + [(0, 0)]

    @cache
    def best(start: int) -> tuple[Price, tuple[Slice, ...]]:
        """The slices from the cut of this number on (0: the top), and what is to be said against them."""
        begins = ends[start - 1] if start else top
        is_words = not drawing.is_landscape and begins > drawing.lanes_end_pt - 1.0  # which need no names of lanes
        header = drawing.header_pt if start and not is_words else 0.0
        limit = room if start else first
        found: list[tuple[Price, tuple[Slice, ...]]] = []
        for end in range(start, len(ends)):
            height = ends[end] - begins
            if end > start and header + height > limit / shrunk:
                break  # (a single row taller than a page is printed as small as it has to be)
            piece = Slice(begins, height, header)
            smaller = max(0.0, (header + height) / limit - 1.0)
            if end == len(ends) - 1:
                found.append(((0, 1, 0, smaller, height), (piece,)))
                continue
            (opened, pages, labels, shrink, last), rest = best(end + 1)
            blocks, through = inside[end]
            price = (opened + blocks, pages + 1, labels + through, shrink + smaller, last)
            found.append((price, (piece, *rest)))
        return min(found, key=lambda one: one[0])

    pieces = best(0)[1]
    return pieces if len(pieces) > 1 else ()


def sheets(drawing: Drawing) -> tuple[str, ...]:
    """The drawing as one SVG for each A4 page, for print and for documents; none where it fits one page."""
    if drawing.is_landscape:
        return _sideways(drawing)
    wide = drawing.width_pt
    upright = wide <= Sizes.widest + 1
    room = Sizes.page_height if upright else wide * Sizes.page / Sizes.page_height
    pieces = slices(drawing, top=0.0, first=room, room=room - _LINE)
    found = []
    for page, piece in enumerate(pieces, 1):
        line = _LINE if page > 1 else 0.0
        parts = [_named(drawing, page, len(pieces))] if page > 1 else []
        if piece.header:
            parts.append(_part(drawing, 0.0, line, 0.0, drawing.heading_pt, wide, piece.header))
        parts.append(_part(drawing, 0.0, line + piece.header, 0.0, piece.top, wide, piece.height))
        found.append(_sheet(wide, line + piece.header + piece.height, parts))
    return tuple(found)


def _sideways(drawing: Drawing) -> tuple[str, ...]:
    """The pages of a landscape drawing: words and legend on the first, or on a last page where they do not fit."""
    tall, top, end = drawing.height_pt, drawing.heading_pt, drawing.lanes_end_pt
    apart = words_apart(tall)
    # A drawing that is too high is printed smaller.
    room = Sizes.page_height / fit_of(drawing.width_pt, tall, end, Sizes(landscape=True))
    pieces = slices(drawing, top=0.0, first=room, room=room)
    if apart and not pieces:
        pieces = (Slice(0.0, drawing.width_pt, 0.0),)
    pages, found = len(pieces) + apart, []
    # All pages are as wide, so that a printer that fits them to its paper makes them equally large.
    wide = min(drawing.width_pt, room)
    lanes = end - top + 2 * _RULE
    for page, piece in enumerate(pieces, 1):
        header, parts, y = piece.header, [], top - _RULE if page == 1 else _LINE
        if page > 1:
            parts.append(_named(drawing, page, pages))
            parts.append(_part(drawing, 0.0, y, 0.0, top - _RULE, header, lanes))
        else:
            parts.append(_part(drawing, 0.0, 0.0, 0.0, 0.0, wide, top - 2 * _RULE))
            if not apart:
                parts.append(_part(drawing, 0.0, end + 2 * _RULE, 0.0, end + 2 * _RULE, wide, tall - end - 2 * _RULE))
        parts.append(_part(drawing, header, y, piece.top, top - _RULE, piece.height, lanes))
        found.append(_sheet(wide, y + lanes if page > 1 or apart else tall, parts))
    if apart:
        low = tall - end - 2 * _RULE
        parts = [_named(drawing, pages, pages), _part(drawing, 0.0, _LINE, 0.0, end + 2 * _RULE, wide, low)]
        found.append(_sheet(wide, low + _LINE, parts))
    return tuple(found)


def _named(drawing: Drawing, page: int, pages: int) -> str:
    """What a page after the first is a page of."""
    [line] = wrap(f"Page {page} of {pages}: {drawing.title}", 8.0, Sizes.page, most=1)
    return words(line, 0.0, 8.0, 8.0, fill=SOFT)


def _part(drawing: Drawing, x: float, y: float, left: float, top: float, wide: float, tall: float) -> str:
    """A rectangle of the drawing, from `left` and `top`, to stand at `x` and `y`."""
    _, body = drawing.svg.removesuffix("</svg>\n").split("\n", 1)
    return (
        f'<svg x="{number(x)}" y="{number(y)}" width="{number(wide)}" height="{number(tall)}" '
        f'viewBox="{number(left)} {number(top)} {number(wide)} {number(tall)}">{body}</svg>'
    )


def _sheet(wide: float, tall: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(wide)}pt" height="{number(tall)}pt" '
        f'viewBox="0 0 {number(wide)} {number(tall)}" font-family="{escape(FONT)}" fill="{INK}">'
        + "".join(parts)
        + "</svg>\n"
    )
