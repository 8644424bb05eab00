"""Arrows on the page to places for their labels: near where they leave, nearer than any other arrow, on nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import Final, NamedTuple

from pathways.diagram.geometry import Geometry
from pathways.diagram.model import Diagram, Edge
from pathways.diagram.obstacles import ALOOF, MARK, STROKE, Obstacles, Point, Rect, has_stroke, mark_place
from pathways.diagram.style import Sizes
from pathways.diagram.text import longest_word, text_width, wrap

BESIDE: Final = 2.4  # between a line and its label
CLEAR: Final = 3.6  # between an arrow's head and its label
NEARER: Final = 0.8  # a label's own arrow is nearer than any other arrow by at least this
ROUNDS: Final = 2  # how often every label may move once all have a place
WIDTHS: Final = (999.0, 64.0, 46.0, 34.0)
NARROW: Final = 3.0  # how much dearer a column of words is, which reads worse
LONELY: Final = 12.0  # the same for a sign on a line of its own
MOST_LINES: Final = 30
STEPS: Final = (*range(0, 24, 2), *range(24, 120, 4))  # along an arrow, to the places that are tried
STRANGE: Final = 2.0  # how much dearer a place is for each point that it is too close to another state
CUT: Final = 60.0  # more than any place for all the words costs on its own


@dataclass(frozen=True)
class Label:
    """Lines of text, the box they fill, and whether it is free of everything else and nearest to its own arrow.

    The `price` is the higher the harder it reads there: in many lines, far from where its arrow leaves, near to others.
    """

    edge: int
    lines: tuple[str, ...]
    box: Rect
    is_free: bool = True
    price: float = 0.0

    @property
    def is_whole(self) -> bool:
        return bool(self.lines) and not self.lines[-1].endswith("…")

    @property
    def is_good(self) -> bool:
        return self.is_free and self.is_whole


def place_labels(diagram: Diagram, geometry: Geometry, sizes: Sizes, taken: Iterable[Rect] = ()) -> tuple[Label, ...]:
    """A place for every label, clear of what is `taken` already; one that found no free place says so."""
    obstacles = Obstacles(diagram, geometry, taken)
    # Those with the least room choose first; then each may move, knowing where the others are.
    order = sorted(_groups(diagram), key=lambda g: (max(_length(geometry.arrows[e.id]) for e in g), g[0].id))
    places = [_surroundings(group, geometry, sizes) for group in order]
    known: dict[int, tuple[Rect, ...]] = {}  # the labels near a group when it was looked at last
    chosen: list[tuple[Label, ...]] = []
    for _ in range(1 + ROUNDS):
        before = list(chosen)
        for number, group in enumerate(order):
            others = (label for i, found in enumerate(chosen) if i != number for label in found)
            near = obstacles.look_near(places[number], (label.box for label in others if label.lines))
            if known.get(number) != near:
                known[number] = near
                chosen[number : number + 1] = [_labels_of(group, geometry, obstacles, sizes)]
        if chosen == before:
            break
    return tuple(sorted((label for found in chosen for label in found), key=lambda label: label.edge))


def hopeful(diagram: Diagram, geometry: Geometry, sizes: Sizes, edges: Collection[int]) -> set[int]:
    """Those of some arrows whose label would have a good place if there were no others: cheap to ask first."""
    obstacles = Obstacles(diagram, geometry)
    found: set[int] = set()
    for group in _groups(diagram):
        own = frozenset(edge.id for edge in group)
        asked = own.intersection(edges)
        if asked and any(_best(edge, geometry, obstacles, sizes, own).is_good for edge in group):
            found |= asked
    return found


def _groups(diagram: Diagram) -> list[list[Edge]]:
    """The arrows that share a label: those of one interrupt are labelled once, wherever there is most room."""
    groups: dict[tuple[str, str, bool, int], list[Edge]] = {}
    for edge in diagram.edges:
        if edge.label:
            shared = edge.kind == "interrupt"
            groups.setdefault((edge.label, edge.target, shared, 0 if shared else edge.id), []).append(edge)
    return list(groups.values())


def _surroundings(group: Sequence[Edge], geometry: Geometry, sizes: Sizes) -> Rect:
    """A rectangle that holds every place for the labels of a group."""
    corners = [point for edge in group for point in geometry.arrows[edge.id]]
    forms = _forms(group[0].label, sizes)
    wide, tall = max(form.wide for form in forms) + CLEAR, max(form.tall for form in forms) + CLEAR
    left, right = min(x for x, _ in corners) - wide, max(x for x, _ in corners) + wide
    return (left, min(y for _, y in corners) - tall, right, max(y for _, y in corners) + tall)


def _labels_of(group: Sequence[Edge], geometry: Geometry, obstacles: Obstacles, sizes: Sizes) -> tuple[Label, ...]:
    """The label of an arrow; of the arrows of one interrupt as many as have a good place, and one at least."""
    found: list[Label] = []
    for edge in group:
        label = _best(edge, geometry, obstacles, sizes, frozenset(e.id for e in group))
        if label.is_good:
            obstacles.labels.append(label.box)
        found.append(label)
    good = tuple(label for label in found if label.is_good)
    return good or (next((label for label in found if label.is_free or label.lines), found[0]),)


def _best(edge: Edge, geometry: Geometry, obstacles: Obstacles, sizes: Sizes, own: frozenset[int]) -> Label:
    """The cheapest free place; failing that, one over a line or near another arrow; failing that, no lines at all."""
    if edge.id not in obstacles.spots:
        obstacles.spots[edge.id] = sorted(_spots(edge, geometry.arrows[edge.id], sizes), key=itemgetter(0))
    best: tuple[float, Label] | None = None
    fallback: tuple[float, Label] | None = None
    for price, box, lines in obstacles.spots[edge.id]:
        if best is not None and price >= best[0]:
            break  # what stands near can only make a place dearer
        if obstacles.meets_label(box):
            continue
        around = obstacles.around(box, own)
        if around is None:
            continue
        hits, mine, theirs = around
        if hits == 0 and mine + NEARER <= theirs:
            price += 1.5 * max(0.0, ALOOF - theirs) + 0.6 * max(0.0, ALOOF - obstacles.labels_near(box))
            price += STRANGE * obstacles.beside_states(box, edge)
            if best is None or price < best[0]:
                best = (price, Label(edge.id, lines, box, price=price))
            continue
        price += 60 * hits + 40 * (mine + NEARER > theirs)
        if fallback is None or price < fallback[0]:
            fallback = (price, Label(edge.id, lines, box, is_free=False, price=price))
    # A label on top of a state could not be read: better none, and the text version has it.
    found = best or fallback
    return found[1] if found is not None else Label(edge.id, (), (0.0, 0.0, 0.0, 0.0), is_free=False)


class _Form(NamedTuple):
    """One way to break a label into lines: what it costs, and how wide and high it is."""

    lines: tuple[str, ...]
    price: float
    wide: float
    tall: float


@lru_cache(maxsize=1024)  # asked again each time that rows or columns move
def _forms(label: str, sizes: Sizes) -> tuple[_Form, ...]:
    size = sizes.label
    forms: dict[tuple[str, ...], float] = {}
    longest = longest_word(label, size)
    for width in (*WIDTHS, longest):
        lines = wrap(label, size, min(max(width, longest), 110.0), most=MOST_LINES)
        narrow = (NARROW if width < WIDTHS[-1] else 0.0) + (LONELY if len(lines[0]) == 1 < len(lines) else 0.0)
        forms.setdefault(lines, narrow + 1.7 * (len(lines) - 1) + (CUT if lines[-1].endswith("…") else 0.0))
    for width, most in ((46.0, 2), (30.0, 1)):
        forms.setdefault(wrap(label, size, width, most=most), CUT + width / most / 10)
    return tuple(
        _Form(lines, price, max(text_width(t, size) for t in lines) + 1.0, size * 1.08 * len(lines))
        for lines, price in forms.items()
    )


def _spots(edge: Edge, line: Sequence[Point], sizes: Sizes) -> list[tuple[float, Rect, tuple[str, ...]]]:
    """Every place worth trying, with its price: far from the source, broken into lines, or over an end cost more."""
    spots: list[tuple[float, Rect, tuple[str, ...]]] = []
    x0 = line[0][0]
    strokes = has_stroke(edge)
    start = 0.0 if mark_place(edge, line) is None else 2 * MARK
    if len(line) == 2 and line[0][1] == line[1][1]:
        spots += _astride(edge, line, sizes)
    for lines, price, wide, tall in _forms(edge.label, sizes):
        gone = 0.0
        for number, ((x1, y1), (x2, y2)) in enumerate(pairwise(line)):
            length = abs(x2 - x1) + abs(y2 - y1)
            first = start + 0.5 if number == 0 else 0.5
            for along in (first + step for step in STEPS if first + step < length - 2.0):
                share = along / length
                x, y = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
                base = price + (gone + along) * 0.08 + number * 1.5
                # Beside the stroke of a decision's default, a little further away.
                beside = BESIDE + (STROKE if number == 0 and strokes and along < 2 * STROKE + 2.0 else 0.0)
                if y1 == y2:
                    left = x if x2 > x1 else x - wide
                    for k, at in enumerate((left, x - wide / 2)):
                        over = max(0.0, wide - length) * 0.2
                        spots.append(
                            (base + k * 0.4 + over, (at, y - tall - beside + 0.8, at + wide, y - beside + 0.8), lines)
                        )
                        spots.append(
                            (base + k * 0.4 + over + 0.2, (at, y + beside, at + wide, y + beside + tall), lines)
                        )
                else:
                    for k, top in enumerate((y if y2 > y1 else y - tall, y - tall / 2)):
                        # Away from where it comes from is clearer than between its line and the next.
                        right, left = (base + k * 0.3 + (1.5 if side else 0.0) for side in (x < x0 - 1, x > x0 + 1))
                        spots.append((right, (x + beside, top, x + beside + wide, top + tall), lines))
                        spots.append((left + 0.2, (x - beside - wide, top, x - beside, top + tall), lines))
            gone += length
    return spots


def _astride(edge: Edge, line: Sequence[Point], sizes: Sizes) -> list[tuple[float, Rect, tuple[str, ...]]]:
    """Above or below a short straight hop, in the middle of it."""
    (x1, y), (x2, _) = line[0], line[1]
    room = abs(x2 - x1) - 1.4
    if longest_word(edge.label, sizes.label) > room:
        return []
    lines = wrap(edge.label, sizes.label, room, most=4)
    wide = max(text_width(t, sizes.label) for t in lines)
    tall = sizes.label * 1.08 * len(lines)
    left = (x1 + x2) / 2 - wide / 2
    return [
        (-5.0, (left, y - tall - CLEAR, left + wide, y - CLEAR), lines),
        (-4.0, (left, y + CLEAR, left + wide, y + CLEAR + tall), lines),
    ]


def _length(line: Sequence[Point]) -> float:
    return sum(abs(a - c) + abs(b - d) for (a, b), (c, d) in pairwise(line))
