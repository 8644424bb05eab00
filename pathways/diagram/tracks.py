"""Routes that share a line of the grid to tracks beside each other, with few crossings.

Arrows into one node may run on one track and merge; all others that overlap get tracks of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

FEW: Final = 12  # tracks of which one look at each is enough


@dataclass(eq=False)
class Segment:
    """One straight piece of a route, or one side of a block's frame.

    `low` and `high` are its ends along the line; `turns` holds, for each end, the side the route turns to
    there (-1 towards smaller co-ordinates, 1 towards larger, 0 where it meets a node). `inside` names the
    blocks that contain it, `frame` the block whose frame it is and `frame_side` which side (-1 left), `heads` where
    along it arrows end. `room` is what it keeps free for its label before and after it, in tracks.
    """

    edge: int
    index: int
    vertical: bool
    line: int
    low: float
    high: float
    turns: tuple[int, int]
    nodes: tuple[str | None, str | None]
    net: Hashable
    straight: bool = False
    inside: frozenset[str] = frozenset()
    frame: str | None = None
    frame_side: int = 0
    heads: tuple[int, ...] = ()
    room: tuple[float, float] = (0.0, 0.0)
    offset: float = 0.0


@dataclass(eq=False)
class Bundle:
    """Segments on one track."""

    segments: list[Segment] = field(default_factory=list)
    level: float = 0.0

    @property
    def low(self) -> float:
        return min(s.low for s in self.segments)

    @property
    def high(self) -> float:
        return max(s.high for s in self.segments)

    @property
    def before(self) -> float:
        """The tracks before it that are kept free."""
        return max(s.room[0] for s in self.segments)

    @property
    def after(self) -> float:
        return max(s.room[1] for s in self.segments)

    @property
    def first(self) -> tuple[int, int]:
        return min((s.edge, s.index) for s in self.segments)

    def shift(self, offset: float) -> None:
        for segment in self.segments:
            segment.offset = offset

    @property
    def is_straight(self) -> bool:
        return any(s.straight for s in self.segments)


def spread(clusters: Sequence[Sequence[Bundle]]) -> float:
    """Tracks from the first to the last of the widest cluster, with what is kept free there."""
    return max((max(b.level + b.after for b in c) - min(b.level - b.before for b in c) for c in clusters), default=0.0)


def assign_tracks(segments: Sequence[Segment], margin: float) -> list[list[Bundle]]:
    """Share out the tracks of one line.

    Parameters
    ----------
    segments
        All segments on the line.
    margin
        Ends that are nearer than this along the line count as overlapping.

    Returns
    -------
    list of list of Bundle
        Clusters of bundles that overlap, each bundle with its `level`: whole tracks away from the middle
        of the line. A straight arrow keeps the middle.
    """
    bundles = _bundles(segments, margin)
    clusters = _connected(bundles, lambda a, b: _meet(a, b, margin))
    for cluster in clusters:
        _number(_ordered(cluster, margin), margin)
    return clusters


def _bundles(segments: Sequence[Segment], margin: float) -> list[Bundle]:
    """Segments of one net that overlap go together."""
    by_net: dict[Hashable, list[Bundle]] = {}
    for segment in segments:
        by_net.setdefault(segment.net, []).append(Bundle([segment]))
    joined: list[Bundle] = []
    for group in by_net.values():
        for cluster in _connected(group, lambda a, b: _meet(a, b, margin)):
            joined.append(Bundle([s for bundle in cluster for s in bundle.segments]))
    return joined


def _meet(a: Bundle, b: Bundle, margin: float) -> bool:
    return any(_overlap(s, t, margin) for s in a.segments for t in b.segments)


def _overlap(s: Segment, t: Segment, margin: float) -> bool:
    if s.low > t.high + margin or t.low > s.high + margin:
        return False
    # Two arrows that meet a node from opposite sides do not touch.
    return all(not (a.nodes[1] is not None and a.nodes[1] == b.nodes[0]) for a, b in ((s, t), (t, s)))


def _connected(bundles: Sequence[Bundle], touch: Callable[[Bundle, Bundle], bool]) -> list[list[Bundle]]:
    clusters: list[list[Bundle]] = []
    for bundle in bundles:
        near = [cluster for cluster in clusters if any(touch(bundle, other) for other in cluster)]
        merged = [other for cluster in near for other in cluster]
        clusters = [cluster for cluster in clusters if cluster not in near]
        clusters.append([*merged, bundle])
    return clusters


def _ordered(cluster: list[Bundle], margin: float) -> list[Bundle]:
    """An order across the line with few crossings: by which way they turn, then better by neighbours' swaps."""

    def lean(bundle: Bundle) -> tuple[float, tuple[int, int]]:
        turns = [t for s in bundle.segments for t in s.turns]
        return (sum(turns) / len(turns), bundle.first)

    order = sorted(cluster, key=lean)
    price: dict[tuple[int, int], int] = {}
    for i, a in enumerate(order):
        for j, b in enumerate(order):
            if i != j and _meet(a, b, margin):
                price[i, j] = sum(_crossings(s, t) for s in a.segments for t in b.segments)
    places = list(range(len(order)))
    for _ in range(len(order)):
        changed = False
        for k in range(len(places) - 1):
            here, there = places[k], places[k + 1]
            if price.get((here, there), 0) > price.get((there, here), 0):
                places[k], places[k + 1] = there, here
                changed = True
        if not changed:
            break
    places = _inserted(places, price)
    return [order[i] for i in places]


def _inserted(places: list[int], price: dict[tuple[int, int], int]) -> list[int]:
    """Take each out once and put it back where it costs least, if that is less than where it was."""
    best = list(places)
    for _ in range(1 if len(places) <= FEW else 3):
        for item in places:
            at = best.index(item)
            rest = [*best[:at], *best[at + 1 :]]
            # What it costs before all others, and then one place further on each time.
            costs = [sum(price.get((item, other), 0) for other in rest)]
            for other in rest:
                costs.append(costs[-1] + price.get((other, item), 0) - price.get((item, other), 0))
            k = costs.index(min(costs))
            if costs[k] < costs[at]:
                best = [*rest[:k], item, *rest[k:]]
    return best


def _crossings(s: Segment, t: Segment) -> int:
    """How often `s` and `t` cross when `s` has the smaller co-ordinate."""
    if s.frame is not None or t.frame is not None:
        return _wrong_side(s, t)
    count = 0
    for position, turn in zip((s.low, s.high), s.turns):
        if turn > 0 and t.low < position < t.high:
            count += 2
    for position, turn in zip((t.low, t.high), t.turns):
        if turn < 0 and s.low < position < s.high:
            count += 2
    for p, turn in zip((s.low, s.high), s.turns):
        for q, other in zip((t.low, t.high), t.turns):
            if p == q and turn > 0 > other:
                count += 3
    return count


def _wrong_side(s: Segment, t: Segment) -> int:
    """Frames stand outside what they contain and inside everything else."""
    if s.frame is not None and t.frame is not None:
        if s.frame == t.frame:
            return 0
        inner_first = t.frame in s.inside
        return 50 if inner_first == (s.frame_side < 0) else 0
    frame, other, frame_first = (s, t, True) if s.frame is not None else (t, s, False)
    contains = frame.frame in other.inside
    good = contains == (frame.frame_side < 0)  # a left frame comes before what it contains
    return 0 if good == frame_first else 50


def _number(order: list[Bundle], margin: float) -> None:
    """Give each bundle the nearest free track in this order; a straight arrow stays in the middle."""
    pinned = next((i for i, b in enumerate(order) if b.is_straight), None)
    if pinned is None:
        _climb(order, 0, margin)
        top = max(b.level + b.after for b in order)
        for bundle in order:
            bundle.level -= top / 2
        return
    order[pinned].level = 0.0
    _climb(order[pinned:], 0, margin)
    _climb(order[: pinned + 1][::-1], 0, margin)
    for bundle in order[:pinned]:
        bundle.level = -bundle.level


def _climb(order: Iterable[Bundle], lowest: int, margin: float) -> None:
    placed: list[Bundle] = []
    for bundle in order:
        below = (b.level + b.after + _apart(b, bundle) for b in placed if _meet(b, bundle, margin))
        bundle.level = float(max(below, default=lowest)) + bundle.before
        placed.append(bundle)


def _apart(a: Bundle, b: Bundle) -> int:
    """How many tracks two are apart: a frame's side at which an arrow ends needs room for its head."""
    heads = [(at, other) for side, other in ((a, b), (b, a)) for s in side.segments for at in s.heads]
    return 2 if any(s.low < at < s.high for at, other in heads for s in other.segments) else 1
