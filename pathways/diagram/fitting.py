"""A plan to its points and labels: where a label finds no good place, what runs beside it moves apart until it does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pathways.diagram.geometry import HEAD, Geometry, Plan
from pathways.diagram.labels import MOST_LINES, Label, hopeful, place_labels
from pathways.diagram.overlay import Overlay
from pathways.diagram.plates import Plate, place_plates
from pathways.diagram.style import Sizes
from pathways.diagram.text import longest_word, text_width, wrap

WORDS: Final = 80.0  # what the title and the legend of a landscape drawing take from the height of its page
MOST_TURNS: Final = 16  # how often all labels of a drawing are placed again
ASIDE: Final = (4.0, -4.0, 8.0, -8.0)


@dataclass(frozen=True)
class Room:
    """What labels need besides what runs there, in points.

    `rows` and `columns` is room between them, by even grid line; `aside` is how far from the middle of its node an
    arrow leaves, by arrow.
    """

    rows: Mapping[int, float] = field(default_factory=dict)
    columns: Mapping[int, float] = field(default_factory=dict)
    aside: Mapping[int, float] = field(default_factory=dict)


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
    plan = plan.widened(room.columns, room.aside)
    geometry = plan.geometry(between_rows(plan, room))
    labels = place_labels(plan.diagram, geometry, plan.sizes)
    plates = place_plates(plan.diagram, geometry, plan.sizes, overlay.badges, [label.box for label in labels])
    if plates:
        labels = place_labels(plan.diagram, geometry, plan.sizes, [plate.box for plate in plates])
    return Fit(plan, room, geometry, labels, plates)


def fitted(plan: Plan, overlay: Overlay, turns: int = MOST_TURNS) -> Fit:
    """Give room to the labels that have no good place: each gets what it may be helped by, until all have one.

    Of what may help a label, that is tried first which costs the drawing least.
    """
    best = fit = put(plan, Room(), overlay)
    rooms: dict[int, Room] = {}  # by arrow, what its label gets
    left: dict[int, list[Room]] = {}  # and what has not been tried for it
    for _ in range(turns):
        before = dict(rooms)
        waiting = [label.edge for label in fit.poor]
        crowded = _hope(plan, rooms, waiting)
        for label in fit.poor:
            if label.edge not in left:
                left[label.edge] = list(_tries(plan, label, is_crowded=label.edge in crowded))
        while waiting:  # until each has got room that may help it, or has tried all
            for edge in waiting:
                rooms.pop(edge, None)
            waiting = [edge for edge in waiting if left[edge]]
            for edge in waiting:
                rooms[edge] = left[edge].pop(0)
            hope = _hope(plan, rooms, waiting)
            waiting = [edge for edge in waiting if edge not in hope]
        if rooms == before:
            break
        fit = put(plan, _together(rooms.values()), overlay)
        if len(fit.poor) < len(best.poor):
            best = fit
        if not best.poor:
            break
    return best


def _tries(plan: Plan, label: Label, *, is_crowded: bool) -> Iterable[Room]:
    """What may give a label a good place; one that only other labels crowd out is not helped by an arrow aside."""
    sizes, words, edge = plan.sizes, plan.diagram.edges[label.edge].label, label.edge
    longest = longest_word(words, sizes.label)
    side = 0 if sizes.landscape else 1
    gaps = plan.gaps_of(edge)[:2]
    if not sizes.landscape and not is_crowded and plan.leaves_vertically(edge):
        yield from (Room(aside={edge: by}) for by in ASIDE)
    # Room for the label as it is; then for all its words, in as little width (in landscape, height) as they can have.
    least = max(11.0, label.box[side + 2] - label.box[side] + 2.0)
    yield from (Room({gap: amount}) for gap in gaps for amount in (least, 2 * least))
    lines = len(wrap(words, sizes.label, longest, most=MOST_LINES))
    whole = text_width(words, sizes.label) + HEAD if sizes.landscape else lines * sizes.label * 1.08 + HEAD
    yield from (Room({gap: amount}) for gap in gaps for amount in (whole, 2 * whole))
    across = 1.08 * sizes.label + 5.0 if sizes.landscape else longest + 6.0
    channels = plan.channels_of(edge)[:4]
    yield from (Room(columns={line: across * part}) for line in channels for part in (0.25, 0.5, 1.0, 2.0))
    yield from (Room({gaps[0]: whole}, {line: across * part}) for line in channels for part in (1.0, 2.0))


def _together(rooms: Iterable[Room]) -> Room:
    """Room for several labels: they may need it one below another, but hardly ever one beside another."""
    rows: dict[int, float] = {}
    columns: dict[int, float] = {}
    aside: dict[int, float] = {}
    for room in rooms:
        for line, amount in room.rows.items():
            rows[line] = rows.get(line, 0.0) + amount
        for line, amount in room.columns.items():
            columns[line] = max(columns.get(line, 0.0), amount)
        aside |= room.aside
    return Room(rows, columns, aside)


def _hope(plan: Plan, rooms: Mapping[int, Room], edges: Sequence[int]) -> set[int]:
    """The arrows whose labels have no good place so far, but may have one with so much more room."""
    room = _together(rooms.values())
    other = plan.widened(room.columns, room.aside)
    if other.columns.width > max(plan.columns.width, widest(plan.sizes)):
        return {edge for edge in edges if edge in rooms and not rooms[edge].columns}
    return hopeful(plan.diagram, other.geometry(between_rows(other, room)), plan.sizes, edges)


def between_rows(plan: Plan, room: Room) -> dict[int, float]:
    """The whole space between rows, by even grid line."""
    needed = plan.room_for_labels()
    return {line: amount + room.rows.get(line, 0.0) for line, amount in needed.items()}


def widest(sizes: Sizes) -> float:
    """How wide all columns together may be."""
    return sizes.page - WORDS if sizes.landscape else max(sizes.width, sizes.page) + 1
