"""A diagram to a finished page: places, routes, points and labels, with more room between rows where labels need it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pathways.diagram.geometry import HEAD, Geometry, Plan
from pathways.diagram.labels import MOST_LINES, Label, hopeful, place_labels
from pathways.diagram.model import Diagram
from pathways.diagram.overlay import NOTHING, Overlay
from pathways.diagram.plates import Plate, place_plates
from pathways.diagram.style import DENSE, ROOMY, Sizes
from pathways.diagram.text import longest_word, text_width, wrap
from pathways.diagram.untangling import easiest

WORDS: Final = 80.0  # what the title and the legend of a landscape drawing take from the height of its page
TIGHT: Final[Mapping[str, Any]] = {"track": 3.7, "port": 6.0, "pad": 1.6}
TIGHTEST: Final[Mapping[str, Any]] = {"track": 3.4, "port": 6.0, "pad": 1.4, "headroom": 5.0}
MOST_TURNS: Final = 16  # how often more room between columns is tried
MANY: Final = 110  # arrows; above this nothing wider is tried
SEVERAL: Final = 60  # arrows; above this one turn takes long


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


@dataclass(frozen=True)
class Room:
    """What labels need besides what runs there: (grid line, points) between rows, and between columns."""

    rows: Sequence[tuple[int, float]] = ()
    columns: Mapping[int, float] = field(default_factory=dict)


def compose(diagram: Diagram, overlay: Overlay = NOTHING, *, landscape: bool = False) -> Page:
    """Lay a diagram out. The room between rows, and then between columns, is tried again until the labels fit."""
    best: Page | None = None
    room = Room()
    for plan in _plans(diagram, landscape=landscape):
        page, room = _with_room(plan, overlay, room)
        if best is None or len(_poor(page)) < len(_poor(best)):
            best = page
        if not _poor(best):
            break
    assert best is not None
    return replace(best, diagram=diagram)  # in the order of the definition


def _plans(diagram: Diagram, *, landscape: bool) -> Iterator[Plan]:
    """The plan with the largest text that fits across its page; then what gives labels more room on it."""
    sizes = ROOMY if len(diagram.lanes) < 7 else DENSE
    if landscape:
        sizes = replace(sizes, landscape=True)
    plan = easiest(diagram, sizes)
    if plan.columns.width > (sizes.page - WORDS if landscape else sizes.page + 1):
        tight = Plan(plan.diagram, plan.placement, plan.routes, replace(sizes, **TIGHT))
        plan = tight if tight.columns.width < plan.columns.width else plan
    if landscape:
        yield plan
        return
    if plan.columns.width > sizes.widest + 1:  # to be printed sideways, so there is more room
        yield easiest(diagram, replace(ROOMY if len(diagram.lanes) < 11 else DENSE, width=sizes.page_height))
        return
    yield plan
    if len(plan.diagram.edges) <= MANY:
        tightest = replace(DENSE, **TIGHTEST)
        for narrow in (plan.sizes, tightest) if len(diagram.edges) <= SEVERAL else (tightest,):
            yield Plan(plan.diagram, plan.placement, plan.routes, replace(narrow, width=sizes.widest))


def _with_room(plan: Plan, overlay: Overlay, before: Room) -> tuple[Page, Room]:
    """The page of a plan, with more room between columns where labels find none otherwise.

    It is done at once where the room that was found for the plan `before` is enough on this wider page.
    """
    limit = plan.sizes.page - WORDS if plan.sizes.landscape else max(plan.sizes.width, plan.sizes.page) + 1
    if before.columns:
        other = _widened(plan, before.columns)
        page = _placed(other, before.rows, overlay)
        if other.columns.width <= limit and not _poor(page):
            return page, before
    page, rows = _fitted(plan, overlay)
    wider: Mapping[int, float] = {}
    # There each arrow has much beside it, so that room across is of little use without other room between rows.
    is_large = plan.sizes.landscape or any(block.is_piece for block in plan.diagram.blocks)
    turns = MOST_TURNS if len(plan.diagram.edges) <= MANY else 0
    while turns and _poor(page):
        poor = _poor(page)
        hope = _hope(plan, rows, poor)
        for line, amount in _channels(plan, poor):
            more = {**wider, line: wider.get(line, 0.0) + amount}
            other = _widened(plan, more)
            if other.columns.width > max(plan.columns.width, limit):
                continue
            if not plan.sizes.landscape and not _hope(other, rows, poor) - hope:
                continue
            turns -= 1
            tried = _placed(other, rows, overlay), rows
            if is_large and len(_poor(tried[0])) >= len(poor):
                tried = _fitted(other, overlay)
            if len(_poor(tried[0])) < len(poor):
                (page, rows), wider = tried, more
                break
            if not turns:
                break
        else:
            break
    return page, Room(rows, wider)


def _widened(plan: Plan, columns: Mapping[int, float]) -> Plan:
    return Plan(plan.diagram, plan.placement, plan.routes, plan.sizes, columns)


def _poor(page: Page) -> list[Label]:
    return [label for label in page.labels if not label.is_good]


def _channels(plan: Plan, poor: list[Label]) -> list[tuple[int, float]]:
    """What may be tried for labels that have no good place: the space between which columns, and how much wider."""
    size = plan.sizes.label
    found = []
    for label in poor:
        words = plan.diagram.edges[label.edge].label
        need = 1.08 * size + 5.0 if plan.sizes.landscape else longest_word(words, size) + 6.0
        found += [(line, amount) for line in plan.channels_of(label.edge)[:4] for amount in (need, need / 2)]
    return list(dict.fromkeys(found))


def _placed(plan: Plan, extra: Iterable[tuple[int, float]], overlay: Overlay) -> Page:
    """The page of a plan, with so much more room between rows: (grid line, points)."""
    geometry = plan.geometry(_room(plan, extra))
    labels = place_labels(plan.diagram, geometry, plan.sizes)
    plates = place_plates(plan.diagram, geometry, plan.sizes, overlay.badges, [label.box for label in labels])
    if plates:
        labels = place_labels(plan.diagram, geometry, plan.sizes, [plate.box for plate in plates])
    return Page(plan.diagram, plan.sizes, geometry, labels, overlay, plates)


def _fitted(plan: Plan, overlay: Overlay) -> tuple[Page, list[tuple[int, float]]]:
    """The page of a plan, with more room between rows where labels need it, and that room: (grid line, points)."""
    diagram, sizes = plan.diagram, plan.sizes
    landscape = sizes.landscape
    words = {edge.id: edge.label for edge in diagram.edges}

    def whole(label: Label) -> float:
        """The length of a label that is not cut, in as little width (in landscape, height) as it can have."""
        if landscape:
            return text_width(words[label.edge], sizes.label) + HEAD
        lines = wrap(words[label.edge], sizes.label, longest_word(words[label.edge], sizes.label), most=MOST_LINES)
        return len(lines) * sizes.label * 1.08 + HEAD

    extra: dict[int, tuple[int, float]] = {}  # edge -> the grid line that gets more room for its label
    tried: dict[int, int] = {}
    while True:
        page = _placed(plan, extra.values(), overlay)
        before = dict(extra)
        waiting = _poor(page)
        while waiting:  # until each has got room that may help it, or has tried all
            moved = []
            for label in waiting:
                side = 0 if landscape else 1
                need = max(11.0, label.box[side + 2] - label.box[side] + 2.0)
                gaps = plan.gaps_of(label.edge)[:2]
                tries = [(gap, amount) for gap in gaps for amount in (need, 2 * need)]
                tries += [(gap, amount) for gap in gaps for amount in (whole(label), 2 * whole(label))]
                turn = tried.get(label.edge, 0)
                if turn < len(tries):
                    extra[label.edge] = tries[turn]
                    tried[label.edge] = turn + 1
                    moved.append(label)
                else:
                    extra.pop(label.edge, None)
            hope = _hope(plan, extra.values(), moved)
            waiting = [label for label in moved if label.edge not in hope]
        if extra == before:
            return page, list(extra.values())


def _hope(plan: Plan, extra: Iterable[tuple[int, float]], poor: Sequence[Label]) -> set[int]:
    """The arrows whose labels have no good place so far, but may have one with so much more room between rows."""
    return hopeful(plan.diagram, plan.geometry(_room(plan, extra)), plan.sizes, [label.edge for label in poor])


def _room(plan: Plan, extra: Iterable[tuple[int, float]]) -> dict[int, float]:
    room = plan.room_for_labels()
    for line, amount in extra:
        room[line] += amount
    return room
