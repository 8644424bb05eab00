"""A linked pathway to a picture in swim-lanes (SVG, PNG, DOT), to the same in words, and to who does what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from pathways.definition.linked import LinkedPathway
    from pathways.diagram.cuts import Cut
    from pathways.diagram.model import Diagram
    from pathways.diagram.overlay import Overlay
    from pathways.diagram.standards import Shown
    from pathways.diagram.story import Story
    from pathways.diagram.view import View

_SHOWN: Final = 8  # letters told that the fonts lack


@dataclass(frozen=True)
class Drawing:
    """A picture and its text version.

    `width_pt`, `height_pt` are the size of the picture in points; `text_size_pt` the size of its smallest
    text when it is printed across an A4 page (sideways if it is wider than 17 cm, or drawn in landscape). `warnings`
    say what will not print or read well. `heading_pt` is the height of the title above the lanes, `header_pt` that of
    the lanes' names below it, and `cuts` the heights at which the picture may be cut to be printed over several pages;
    in landscape the width of the names, and places from left to right. Below the lanes, that is from `lanes_end_pt`
    on, stand only words and the legend.
    """

    svg: str
    text: str
    width_pt: float
    height_pt: float
    text_size_pt: float
    warnings: tuple[str, ...] = ()
    heading_pt: float = 0.0
    header_pt: float = 0.0
    cuts: tuple[Cut, ...] = ()
    is_landscape: bool = False
    lanes_end_pt: float = 0.0
    title: str = ""

    @property
    def printing(self) -> str:
        """How it prints on A4, in words."""
        from pathways.diagram.printing import told

        return told(self)


def draw(
    pathway: LinkedPathway,
    story: Story | None = None,
    *,
    landscape: bool = False,
    links: Mapping[str, str] | None = None,
    opened: Sequence[str] = (),
    depth: int = 0,
) -> Drawing:
    """Draw a pathway, with what happened to a referral laid over it if there is such a `story`.

    The same pathway and story give the same bytes on every machine.

    Parameters
    ----------
    landscape
        Lanes as rows, and time runs to the right.
    links
        For a page that one looks at: each state or piece named here leads to its address: a path, `#...`, http(s) or
        mailto.
    opened
        Pieces whose states are shown in place, in a frame: names of `use` states, or ids of the pathways they use.
    depth
        So many levels of pieces are opened, whatever they are called.

    Raises
    ------
    PathwaysError
        If a piece to be opened is not there.
    ValueError
        If a link leads to no such place, but to script, for one.
    """
    from pathways.diagram import retelling
    from pathways.diagram.build import build
    from pathways.diagram.overlay import NOTHING
    from pathways.diagram.view import View
    from pathways.diagram.words import describe

    diagram = build(pathway, View(landscape, tuple(opened), depth).pieces(pathway))
    overlay = NOTHING if story is None else retelling.overlay(story, pathway, diagram)
    return _finished(diagram, overlay, overlay.text() + describe(diagram), landscape=landscape, links=links)


def compare(
    old: LinkedPathway,
    new: LinkedPathway,
    states: Mapping[str, str],
    interrupts: Mapping[str, str],
    view: View | None = None,
) -> Drawing:
    """Draw what differs between two versions of a pathway, what is gone included.

    Parameters
    ----------
    states, interrupts
        The new name of each old state (ends left out) and interrupt that has a counterpart.
    view
        The same pieces are opened in both versions, where they have them.
    """
    from pathways.diagram.comparing import comparison
    from pathways.diagram.view import View
    from pathways.diagram.words import describe

    view = view or View()
    now, both, overlay = comparison(old, new, states, interrupts, view.of_either(old, new))
    return _finished(both, overlay, overlay.text() + describe(now), landscape=view.landscape)


def show(pathway: LinkedPathway, what: Collection[Shown], view: View | None = None) -> Drawing:
    """Draw a pathway with its `targets`, or the `hardness` of its numbers, or both."""
    from pathways.diagram.build import build
    from pathways.diagram.standards import standards
    from pathways.diagram.view import View

    view = view or View()
    diagram = build(pathway, view.pieces(pathway))
    return lay_over(*standards(pathway, diagram, what), landscape=view.landscape)


def lay_over(diagram: Diagram, overlay: Overlay, *, landscape: bool = False) -> Drawing:
    """Draw a diagram with an overlay made for it."""
    return _finished(overlay.on(diagram), overlay, overlay.told(diagram), landscape=landscape)


def _finished(
    diagram: Diagram, overlay: Overlay, text: str, *, landscape: bool = False, links: Mapping[str, str] | None = None
) -> Drawing:
    """The picture of a diagram, with what will not print or read well."""
    from pathways.diagram.compose import compose
    from pathways.diagram.cuts import cuts
    from pathways.diagram.printing import fit_of, print_warnings
    from pathways.diagram.raster import not_in_fonts
    from pathways.diagram.svg import headings, paint

    page = compose(diagram, overlay, landscape=landscape)
    svg, width, height = paint(page, text, links)
    sizes = page.sizes
    heading, header = headings(page)
    before = header if landscape else heading + header
    lanes_end = heading + page.geometry.height + (0.0 if landscape else header)
    smallest = round(min(sizes.text, sizes.small, sizes.label) * fit_of(width, height, lanes_end, sizes), 2)
    warnings = print_warnings(width, height, lanes_end, smallest, sizes)
    for label in page.labels:
        words = diagram.edges[label.edge].label
        if not label.lines:
            warnings.append(f"there was no room for the label '{words}'; the text version has it")
        elif not label.is_free:
            warnings.append(f"the label '{words}' stands over or beside another arrow; a shorter title may help")
        elif not label.is_whole:
            warnings.append(f"the label '{words}' is cut short; the text version has all of it")
    for plate in page.plates:
        if not plate.is_free:
            warnings.append(f"there was no free room for the numbers '{plate.badge.text}'")
    if letters := not_in_fonts(svg):
        shown = f"{letters[:_SHOWN]}{' and others' if len(letters) > _SHOWN else ''}"
        warnings.append(f"the fonts of PNG and PDF have no {shown}: use the SVG, which the reader's own fonts show")
    places = heading, header, cuts(page, before), landscape, lanes_end
    title = ": ".join((diagram.title, *(note.words for note in overlay.heading[:1])))
    return Drawing(svg, text, width, height, smallest, tuple(warnings), *places, title)


def roles(pathway: LinkedPathway) -> Drawing:
    """The role chart: for everything that is done, who answers for it, who takes part, and who may have it next."""
    from pathways.diagram.printing import LEAST_TEXT_PT
    from pathways.diagram.role_chart import role_chart
    from pathways.diagram.role_chart_svg import paint
    from pathways.diagram.style import Sizes

    chart = role_chart(pathway)
    svg, width, height = paint(chart)
    fit = min(1.0, Sizes.widest / width, Sizes.page_height / height)
    smallest = round(Sizes.small * fit, 1)
    small = f"on one A4 page the smallest text of the role chart would be {smallest:.1f} pt; print it on A3"
    warnings = (small,) if smallest < LEAST_TEXT_PT else ()
    return Drawing(svg, chart.describe(), width, height, smallest, warnings)


def dot(pathway: LinkedPathway, view: View | None = None) -> str:
    """The same picture as DOT text for Graphviz, every position pinned: `neato -n2 -Tpdf` only paints it."""
    from pathways.diagram.build import build
    from pathways.diagram.compose import compose
    from pathways.diagram.graphviz_dot import to_dot
    from pathways.diagram.view import View

    view = view or View()
    return to_dot(compose(build(pathway, view.pieces(pathway)), landscape=view.landscape))


def mermaid(pathway: LinkedPathway, view: View | None = None) -> str:
    """The pathway as a Mermaid flowchart, for wikis and GitHub, which lay it out themselves."""
    from pathways.diagram.build import build
    from pathways.diagram.mermaid_text import to_mermaid
    from pathways.diagram.view import View

    return to_mermaid(build(pathway, (view or View()).pieces(pathway)))


def png(svg: str) -> bytes:
    """A drawing's SVG as PNG at 200 dots per inch, with fonts that come with the package."""
    from pathways.diagram.raster import raster

    return raster(svg)


def sheets(drawing: Drawing) -> tuple[str, ...]:
    """A drawing longer than an A4 page as one SVG for each page; nothing where it fits one."""
    from pathways.diagram.slices import sheets

    return sheets(drawing)


__all__ = ["Drawing", "compare", "dot", "draw", "lay_over", "mermaid", "png", "roles", "sheets", "show"]
