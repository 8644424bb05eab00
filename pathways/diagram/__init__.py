"""A linked pathway to a picture in swim-lanes (SVG, PNG) and to the same in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathways.definition.linked import LinkedPathway

LEAST_TEXT_PT = 7.0


@dataclass(frozen=True)
class Drawing:
    """A picture and its text version.

    `width_pt`, `height_pt` are the size of the picture in points; `text_size_pt` the size of its smallest
    text at that size, which fits the width of an A4 page. `warnings` say what will not print well.
    """

    svg: str
    text: str
    width_pt: float
    height_pt: float
    text_size_pt: float
    warnings: tuple[str, ...] = ()


def draw(pathway: LinkedPathway) -> Drawing:
    """Draw a pathway. The same pathway gives the same bytes on every machine."""
    from pathways.diagram.build import build
    from pathways.diagram.compose import compose
    from pathways.diagram.svg import paint
    from pathways.diagram.words import describe

    diagram = build(pathway)
    text = describe(diagram)
    page = compose(diagram)
    svg, width, height = paint(page, text)
    sizes = page.sizes
    smallest = round(min(sizes.text, sizes.small, sizes.label) * min(1.0, sizes.page / width), 2)
    warnings = []
    if smallest < LEAST_TEXT_PT:
        warnings.append(
            f"printed across an A4 page the smallest text is {smallest:.1f} pt, less than {LEAST_TEXT_PT:.0f} pt"
        )
    if height > sizes.page_height:
        fitted = smallest * sizes.page_height / height
        warnings.append(
            f"the drawing is {height / 72 * 2.54:.0f} cm high, longer than an A4 page; "
            f"print it on A3 or over two pages (on one, its smallest text would be {fitted:.1f} pt)"
        )
    for label in page.labels:
        words = diagram.edges[label.edge].label
        if not label.lines:
            warnings.append(f"there was no room for the label '{words}'; the text version has it")
        elif not label.is_free:
            warnings.append(f"the label '{words}' lies over an arrow; a shorter title may help")
        elif not label.is_whole:
            warnings.append(f"the label '{words}' is cut short; the text version has all of it")
    return Drawing(svg, text, width, height, smallest, tuple(warnings))


def png(svg: str) -> bytes:
    """A drawing's SVG as PNG at 200 dots per inch, with fonts that come with the package."""
    from pathways.diagram.raster import raster

    return raster(svg)


__all__ = ["Drawing", "draw", "png"]
