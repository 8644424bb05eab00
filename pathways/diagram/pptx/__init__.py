"""A linked pathway to PowerPoint slides of native shapes that can be moved and rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pathways.definition.linked import LinkedPathway
from pathways.diagram.view import View


@dataclass(frozen=True)
class Deck:
    """A presentation of one or more slides; `text_size_pt` is the size of the smallest text on them as they are."""

    data: bytes
    text_size_pt: float
    slides: int = 1
    warnings: tuple[str, ...] = ()


def to_pptx(pathway: LinkedPathway, view: View | None = None) -> Deck:
    """The drawing as slides: lanes, states and arrows as shapes, its words as speaker notes.

    Where the text of one slide would be below 7 pt, the drawing goes over several, cut between steps as its printed
    pages are, with the lanes named again on each.

    Parameters
    ----------
    view
        In landscape, lanes are rows on wide slides (16:9). Else they are that, or columns on upright A4 pages,
        whichever takes fewer slides, and of these what leaves the text larger.
    """
    from pathways.diagram.build import build
    from pathways.diagram.compose import compose
    from pathways.diagram.pptx.slide import make
    from pathways.diagram.pptx.strips import A4, WIDE, on_slides
    from pathways.diagram.printing import LEAST_TEXT_PT

    view = view or View()
    diagram = build(pathway, view.pieces(pathway))
    choices = [True] if view.landscape else [False, True]
    tried = [on_slides(compose(diagram, landscape=wide), WIDE if wide else A4) for wide in choices]
    best = max(tried, key=lambda slides: (-len(slides.strips), slides.scale))
    size = best.text_size_pt
    small = (
        f"the smallest text of the slides is {size:g} pt, less than {LEAST_TEXT_PT:g} pt; "
        "print the PDF, or make a piece of a part of the pathway"
    )
    return Deck(make(best), size, len(best.strips), (small,) if size < LEAST_TEXT_PT else ())


def add_slides(presentation: Any, pathway: LinkedPathway) -> list[Any]:
    """The same on new slides of a presentation of python-pptx with wide slides, lanes as rows; the slides."""
    from pathways.diagram.build import build
    from pathways.diagram.compose import compose
    from pathways.diagram.pptx.slide import add
    from pathways.diagram.pptx.strips import WIDE, on_slides

    return add(presentation, on_slides(compose(build(pathway), landscape=True), WIDE))


__all__ = ["Deck", "add_slides", "to_pptx"]
