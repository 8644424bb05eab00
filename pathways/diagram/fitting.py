"""A plan to its points and labels: where a label finds no good place, what runs beside it moves apart until it does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pathways.diagram.columns import NO_ROOM, Across
from pathways.diagram.geometry import HEAD, Geometry, Plan
from pathways.diagram.labels import MOST_LINES, Label, hopeful, place_labels
from pathways.diagram.overlay import Overlay
from pathways.diagram.plates import Plate, place_plates
from pathways.diagram.style import Sizes
from pathways.diagram.text import longest_word, text_width, wrap

WORDS: Final = 80.0  # what the title and the legend of a landscape drawing take from the height of its page
MANY: Final = 120  # arrows; above this labels are not looked at one by one, which would take long
MOST_TURNS: Final = 16  # how often all labels of a drawing are placed again
ASIDE: Final = (4.0, -4.0, 8.0, -8.0)


@dataclass(frozen=True)
class Room:
    """What labels need besides what runs there, in points: between rows (by even grid line), and across the page."""

    rows: Mapping[int, float] = field(default_factory=dict)
    across: Across = NO_ROOM


@dataclass(frozen=True)
class Fit:
    """Everything on its place; `room` is what its labels got."""

    plan: Plan
    room: Room
    geometry: Geometry
    labels: tuple[Label, ...]
    plates: tuple[Plate, ...]

    @property
    def poor(self) -> list[Label]:
        """The labels that have no good place."""
        return [label for label in self.labels if not label.is_good]


def put(plan: Plan, room: Room, overlay: Overlay) -> Fit:
    """Place labels and plates, with so much room."""
    plan = plan.widened(room.across)
    geometry = plan.geometry(between_rows(plan, room))
    labels = place_labels(plan.diagram, geometry, plan.sizes)
    plates = place_plates(plan.diagram, geometry, plan.sizes, overlay.badges, [label.box for label in labels])
    if plates:
        labels = place_labels(plan.diagram, geometry, plan.sizes, [plate.box for plate in plates])
    return Fit(plan, room, geometry, labels, plates)


def fitted(plan: Plan, overlay: Overlay, turns: int = MOST_TURNS) -> Fit:
    """Give room to the labels that have no good place: first to all at once, then to those left one by one.

    Of what may help a label, that is tried first which costs the drawing least. All labels are placed again `turns`
    times at most.
    """
    search = _Search(plan, overlay, turns)
    search.all_at_once()
    if len(plan.diagram.edges) <= MANY:
        search.one_by_one()
    return search.best


class _Search:
    """`kept` is the room that each label has in the best fit so far, by arrow."""

    def __init__(self, plan: Plan, overlay: Overlay, turns: int) -> None:
        self.plan = plan
        self.overlay = overlay
        self.turns = turns
        self.best = put(plan, Room(), overlay)
        self.kept: dict[int, Room] = {}

    def all_at_once(self) -> None:
        """Give each what may help it, until all have a good place or have tried everything."""
        fit, rooms = self.best, dict(self.kept)
        left: dict[int, list[Room]] = {}
        while self.turns and fit.poor:
            before = dict(rooms)
            crowded = self.hope(rooms, [label.edge for label in fit.poor])
            for label in fit.poor:
                if label.edge not in left:
                    left[label.edge] = list(_tries(self.plan, label, is_crowded=label.edge in crowded))
            waiting = [label.edge for label in fit.poor]
            while waiting:  # until each has got room that may help it, or has tried all
                for edge in waiting:
                    rooms.pop(edge, None)
                waiting = [edge for edge in waiting if left[edge]]
                for edge in waiting:
                    rooms[edge] = left[edge].pop(0)
                hope = self.hope(rooms, waiting)
                waiting = [edge for edge in waiting if edge not in hope]
            if rooms == before:
                return
            fit = self.tried(rooms)

    def one_by_one(self) -> None:
        """Give room to one label after another, and keep it where fewer then have no good place."""
        tried: set[int] = set()
        while self.turns and (waiting := [label for label in self.best.poor if label.edge not in tried]):
            label, before = waiting[0], self.best
            tried.add(label.edge)
            for room in _tries(self.plan, label, is_crowded=False):
                rooms = {**self.kept, label.edge: room}
                if label.edge in self.hope(rooms, [label.edge]):
                    self.tried(rooms)
                if self.best is not before:
                    tried.clear()
                if self.best is not before or not self.turns:
                    break

    def tried(self, rooms: Mapping[int, Room]) -> Fit:
        """All labels placed with that room for each."""
        self.turns -= 1
        fit = put(self.plan, _together(rooms.values()), self.overlay)
        if len(fit.poor) < len(self.best.poor):
            self.best, self.kept = fit, dict(rooms)
        return fit

    def hope(self, rooms: Mapping[int, Room], edges: Sequence[int]) -> set[int]:
        """Those of some arrows whose labels may have a good place with so much room."""
        room = _together(rooms.values())
        other = self.plan.widened(room.across)
        if other.columns.width > max(self.plan.columns.width, widest(self.plan.sizes)):
            return {edge for edge in edges if edge in rooms and rooms[edge].across == NO_ROOM}
        return hopeful(self.plan.diagram, other.geometry(between_rows(other, room)), self.plan.sizes, edges)


def _tries(plan: Plan, label: Label, *, is_crowded: bool) -> Iterable[Room]:
    """What may give a label a good place; one that only other labels crowd out is not helped by an arrow aside."""
    sizes, words, edge = plan.sizes, plan.diagram.edges[label.edge].label, label.edge
    longest = longest_word(words, sizes.label)
    side = 0 if sizes.landscape else 1
    gaps = plan.gaps_of(edge)[:2]
    if not sizes.landscape and not is_crowded and plan.leaves_vertically(edge):
        yield from (Room(across=Across(aside={edge: by})) for by in ASIDE)
    # Room for the label as it is; then for all its words, in as little width (in landscape, height) as they can have.
    least = max(11.0, label.box[side + 2] - label.box[side] + 2.0)
    yield from (Room({gap: amount}) for gap in gaps for amount in (least, 2 * least))
    lines = len(wrap(words, sizes.label, longest, most=MOST_LINES))
    whole = text_width(words, sizes.label) + HEAD if sizes.landscape else lines * sizes.label * 1.08 + HEAD
    yield from (Room({gap: amount}) for gap in gaps for amount in (whole, 2 * whole))
    need = 1.08 * sizes.label + 5.0 if sizes.landscape else longest + 6.0
    wider = [Across({line: need * part}) for line in plan.channels_of(edge)[:4] for part in (0.5, 1.0, 2.0)]
    if plan.runs_between_columns(edge):
        wider += [Across(beside={edge: amount}) for amount in (need, -need)]
    yield from (Room(across=across) for across in wider)
    yield from (Room({gaps[0]: whole}, across) for across in wider)


def _together(rooms: Iterable[Room]) -> Room:
    """Room for several labels: they may need it one below another, but hardly ever one beside another."""
    rows: dict[int, float] = {}
    columns: dict[int, float] = {}
    aside: dict[int, float] = {}
    beside: dict[int, float] = {}
    for room in rooms:
        for line, amount in room.rows.items():
            rows[line] = rows.get(line, 0.0) + amount
        for line, amount in room.across.columns.items():
            columns[line] = max(columns.get(line, 0.0), amount)
        aside |= room.across.aside
        beside |= room.across.beside
    return Room(rows, Across(columns, aside, beside))


def between_rows(plan: Plan, room: Room) -> dict[int, float]:
    """The whole space between rows, by even grid line."""
    needed = plan.room_for_labels()
    return {line: amount + room.rows.get(line, 0.0) for line, amount in needed.items()}


def widest(sizes: Sizes) -> float:
    """How wide all columns together may be."""
    return sizes.page - WORDS if sizes.landscape else max(sizes.width, sizes.page) + 1
