"""A diagram to a finished page: places, routes, points and labels, with more room between rows where labels need it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from pathways.diagram.fitting import MOST_TURNS, Fit, fitted, widest
from pathways.diagram.geometry import Geometry, Plan
from pathways.diagram.labels import Label
from pathways.diagram.model import Diagram
from pathways.diagram.overlay import NOTHING, Overlay
from pathways.diagram.plates import Plate
from pathways.diagram.style import DENSE, ROOMY, Sizes
from pathways.diagram.tightening import tightened
from pathways.diagram.untangling import easiest

TIGHT: Final[Mapping[str, Any]] = {"track": 3.7, "port": 6.0, "pad": 1.6}
TIGHTEST: Final[Mapping[str, Any]] = {"track": 3.4, "port": 6.0, "pad": 1.4, "headroom": 5.0}
SEVERAL: Final = 60  # arrows; above this no room is sought on a plan that another follows, since that takes long


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
    """Lay a diagram out. The room between rows, and then between columns, is tried again until the labels fit."""
    best: Fit | None = None
    for plan, is_last in _plans(diagram, landscape=landscape):
        fit = fitted(plan, overlay, turns=MOST_TURNS if is_last or len(diagram.edges) <= SEVERAL else 0)
        if best is None or len(fit.poor) < len(best.poor):
            best = fit
        if not best.poor:
            break
    assert best is not None
    best = tightened(best, overlay)
    # In the order of the definition.
    return Page(diagram, best.plan.sizes, best.geometry, best.labels, overlay, best.plates)


def _plans(diagram: Diagram, *, landscape: bool) -> Iterator[tuple[Plan, bool]]:
    """The plan with the largest text that fits across its page; then what gives labels more room on it.

    With each, whether it is the last.
    """
    sizes = ROOMY if len(diagram.lanes) < 7 else DENSE
    if landscape:
        sizes = replace(sizes, landscape=True)
    plan = easiest(diagram, sizes)
    if plan.columns.width > (widest(sizes) if landscape else sizes.page + 1):
        tight = Plan(plan.diagram, plan.placement, plan.routes, replace(sizes, **TIGHT))
        plan = tight if tight.columns.width < plan.columns.width else plan
    if landscape:
        yield plan, True
        return
    if plan.columns.width > sizes.widest + 1:  # to be printed sideways, so there is more room
        yield easiest(diagram, replace(ROOMY if len(diagram.lanes) < 11 else DENSE, width=sizes.page_height)), True
        return
    yield plan, False
    if len(diagram.edges) <= SEVERAL:
        yield Plan(plan.diagram, plan.placement, plan.routes, replace(plan.sizes, width=sizes.widest)), False
    tightest = replace(DENSE, **TIGHTEST, width=sizes.widest)
    yield Plan(plan.diagram, plan.placement, plan.routes, tightest), True
