"""A linked pathway to a PowerPoint slide of native shapes that can be moved and rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pathways.definition.linked import LinkedPathway
from pathways.diagram.view import View


@dataclass(frozen=True)
class Deck:
    """A presentation of one slide; `text_size_pt` is the size of its smallest text on the slide as it is."""

    data: bytes
    text_size_pt: float
    warnings: tuple[str, ...] = ()


def to_pptx(pathway: LinkedPathway, view: View | None = None) -> Deck:
    """The drawing as a slide: lanes, states and arrows as shapes, its words as speaker notes.

    Parameters
    ----------
    view
        In landscape, lanes are rows on a wide slide (16:9). Else they are that, or columns on an upright A4 page,
        whichever leaves the text larger.
    """
    from pathways.diagram.build import build
    from pathways.diagram.compose import compose
    from pathways.diagram.pptx.slide import A4, WIDE, fit, make
    from pathways.diagram.printing import LEAST_TEXT_PT
    from pathways.diagram.words import describe

    view = view or View()
    diagram = build(pathway, view.pieces(pathway))
    choices = [True] if view.landscape else [False, True]
    pages = [(compose(diagram, landscape=wide), WIDE if wide else A4) for wide in choices]
    page, paper = max(pages, key=lambda choice: fit(*choice))
    size = round(page.sizes.small * fit(page, paper), 1)
    small = (
        f"the smallest text of the slide is {size:g} pt, less than {LEAST_TEXT_PT:g} pt; "
        "print the PDF, or make a piece of a part of the pathway"
    )
    return Deck(make(page, paper, describe(diagram)), size, (small,) if size < LEAST_TEXT_PT else ())


def add_slide(presentation: Any, pathway: LinkedPathway) -> Any:
    """The same on a new slide of a presentation of python-pptx with wide slides, lanes as rows; the slide."""
    from pathways.diagram.build import build
    from pathways.diagram.compose import compose
    from pathways.diagram.pptx.slide import WIDE, add
    from pathways.diagram.words import describe

    diagram = build(pathway)
    return add(presentation, compose(diagram, landscape=True), WIDE, describe(diagram))


__all__ = ["Deck", "add_slide", "to_pptx"]
