"""A diagram to a finished page: places, routes, points and labels, with more room between rows where labels need it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from pathways.diagram.geometry import HEAD, Geometry, Plan
from pathways.diagram.labels import Label, place_labels
from pathways.diagram.model import Diagram
from pathways.diagram.overlay import NOTHING, Overlay
from pathways.diagram.plates import Plate, place_plates
from pathways.diagram.style import DENSE, ROOMY, Sizes
from pathways.diagram.text import longest_word, text_width, wrap
from pathways.diagram.untangling import easiest

WORDS: Final = 80.0  # what the title and the legend of a landscape drawing take from the height of its page


@dataclass(frozen=True)
class Page:
    diagram: Diagram
    sizes: Sizes
    geometry: Geometry
    labels: tuple[Label, ...]
    overlay: Overlay = NOTHING
    plates: tuple[Plate, ...] = ()

    @property
    def width(self) -> float:
        """How wide the picture is; in landscape the lanes' names stand at the left of what is laid out."""
        if not self.sizes.landscape:
            return self.geometry.width
        return max(self.sizes.header + self.geometry.width, self.sizes.page)

    @property
    def reading_width(self) -> float:
        """How wide the words above and below the lanes may run: as the picture, but no wider than a page."""
        return min(self.width, self.sizes.page_height) if self.sizes.landscape else self.width


def compose(diagram: Diagram, overlay: Overlay = NOTHING, *, landscape: bool = False) -> Page:
    """Lay a diagram out. The room between rows is tried again until the labels fit."""
    sizes = ROOMY if len(diagram.lanes) < 7 else DENSE
    if landscape:
        sizes = replace(sizes, landscape=True)
    plan = easiest(diagram, sizes)
    if plan.columns.width > (sizes.page - WORDS if landscape else sizes.page + 1):
        tight = replace(sizes, track=3.7, port=6.0, pad=1.6)
        other = Plan(plan.diagram, plan.placement, plan.routes, tight)
        if other.columns.width < plan.columns.width:
            plan, sizes = other, tight
    if not landscape and plan.columns.width > sizes.page + 1:  # to be printed sideways, so there is more room
        sizes = replace(ROOMY if len(diagram.lanes) < 11 else DENSE, width=sizes.page_height)
        plan = easiest(diagram, sizes)
    least = plan.room_for_labels()
    words = {edge.id: edge.label for edge in diagram.edges}

    def whole(label: Label) -> float:
        """The length of a label that is not cut, in as little width (in landscape, height) as it can have."""
        if landscape:
            return text_width(words[label.edge], sizes.label) + HEAD
        lines = wrap(words[label.edge], sizes.label, longest_word(words[label.edge], sizes.label), most=9)
        return len(lines) * sizes.label * 1.08 + HEAD

    extra: dict[int, tuple[int, float]] = {}  # edge -> the grid line that gets more room for its label
    tried: dict[int, int] = {}
    while True:
        room = dict(least)
        for line, amount in extra.values():
            room[line] += amount
        geometry = plan.geometry(room)
        labels = place_labels(diagram, geometry, sizes)
        plates = place_plates(diagram, geometry, sizes, overlay.badges, [label.box for label in labels])
        if plates:
            labels = place_labels(diagram, geometry, sizes, [plate.box for plate in plates])
        again = False
        for label in labels:
            if label.is_free and label.is_whole:
                continue
            side = 0 if landscape else 1
            need = max(11.0, label.box[side + 2] - label.box[side] + 2.0)
            gaps = plan.gaps_of(label.edge)[:2]
            tries = [(gap, amount) for gap in gaps for amount in (need, 2 * need)]
            tries += [(gap, amount) for gap in gaps for amount in (whole(label), 2 * whole(label))]
            turn = tried.get(label.edge, 0)
            if turn < len(tries):
                extra[label.edge] = tries[turn]
                tried[label.edge] = turn + 1
                again = True
            elif extra.pop(label.edge, None) is not None:
                again = True
        if not again:
            break
    return Page(diagram, sizes, geometry, labels, overlay, plates)
