"""What is laid over a drawing: which states and arrows stand out, numbers at states, words above and below.

Painters know only this. Who makes an overlay (a referral's way, see `retelling`) says by node and arrow what each is to
look like; whatever is not mentioned looks like `rest`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from pathways.diagram.model import Diagram
from pathways.diagram.text import clean
from pathways.diagram.words import describe

# `strong` and `twin` stand out: a thick dark line, solid or hollow. `faint` steps back and can still be read.
# `bare` is plain without fills, for colours that mean something.
# `added`, `removed` and `changed` are of a comparison: heavy, dashed and dotted, and heavier than plain.
Tone = Literal["plain", "strong", "twin", "faint", "bare", "added", "removed", "changed"]
RANK: Final[Mapping[Tone, int]] = {  # what is painted over what
    "faint": 0, "plain": 0, "bare": 0, "removed": 1, "changed": 2, "twin": 3, "added": 3, "strong": 4,
}  # fmt: skip


@dataclass(frozen=True)
class Badge:
    """A few signs on a plate, at a state or before words: dark or hollow, with a second ring where it is `ringed`."""

    text: str
    is_hollow: bool = False
    is_ringed: bool = False
    tone: Tone = "strong"


@dataclass(frozen=True)
class Note:
    """A paragraph above or below the lanes, with the badge that points from it to the drawing."""

    words: str
    badge: Badge | None = None
    is_bold: bool = False


@dataclass(frozen=True)
class Shade:
    """How dark a state is filled, from 0 (white) to 3: steps of one hue."""

    level: int


@dataclass(frozen=True)
class Width:
    """How wide an arrow is drawn, in points."""

    points: float


@dataclass(frozen=True)
class Gauge:
    """A bar that is filled by a share of 1, and words above it; without a share only words."""

    share: float | None
    words: str


@dataclass(frozen=True)
class Sample:
    """One entry of the legend: what is shown, such as an arrow's tone or a badge, and what it means."""

    shown: Tone | Badge | Shade | Width | Gauge
    words: str


@dataclass(frozen=True)
class Overlay:
    """All that one overlay adds to a drawing.

    Parameters
    ----------
    name
        Sets the picture's ids apart from those of the bare drawing.
    heading
        Paragraphs below the title.
    columns
        Paragraphs below the lanes, side by side.
    rest
        The look of every node and arrow that `nodes` (by id) and `edges` (by id) do not name.
    badges
        By node, in order.
    legend
        What the marks mean.
    shades, figures
        By node: its fill, and what stands in it in bold small lines.
    gauges
        By lane, below its name.
    widths, counts
        By arrow: how wide it is, and what stands beside it, after its label.
    """

    name: str = ""
    heading: tuple[Note, ...] = ()
    columns: tuple[tuple[Note, ...], ...] = ()
    rest: Tone = "plain"
    nodes: Mapping[str, Tone] = field(default_factory=dict)
    edges: Mapping[int, Tone] = field(default_factory=dict)
    badges: Mapping[str, tuple[Badge, ...]] = field(default_factory=dict)
    legend: tuple[Sample, ...] = ()
    shades: Mapping[str, Shade] = field(default_factory=dict)
    figures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    gauges: Mapping[str, tuple[Gauge, ...]] = field(default_factory=dict)
    widths: Mapping[int, Width] = field(default_factory=dict)
    counts: Mapping[int, str] = field(default_factory=dict)

    def on(self, diagram: Diagram) -> Diagram:
        """The diagram with all that needs room on it: figures in its states, counts after the labels of its arrows."""
        nodes = tuple(
            replace(node, figures=tuple(map(clean, self.figures[node.id]))) if node.id in self.figures else node
            for node in diagram.nodes
        )
        edges = tuple(
            replace(edge, label=": ".join(filter(None, (edge.label, clean(self.counts[edge.id])))))
            if edge.id in self.counts
            else edge
            for edge in diagram.edges
        )
        return replace(diagram, nodes=nodes, edges=edges)

    def told(self, diagram: Diagram) -> str:
        """The text version of a diagram with all of this."""
        counts = {number: clean(count) for number, count in self.counts.items()}
        return self.text() + self.lanes(diagram) + describe(replace(self.on(diagram), edges=diagram.edges), counts)

    def lanes(self, diagram: Diagram) -> str:
        """What stands below the names of the lanes; empty where there is nothing."""
        told = "".join(
            f"{lane.title}: {clean('; '.join(gauge.words for gauge in self.gauges[lane.id]))}.\n"
            for lane in diagram.lanes
            if self.gauges.get(lane.id)
        )
        return f"Below the names of the lanes\n{told}\n" if told else ""

    def of_node(self, name: str) -> Tone:
        return self.nodes.get(name, self.rest)

    def of_edge(self, number: int) -> Tone:
        return self.edges.get(number, self.rest)

    def text(self) -> str:
        """The words in the order they are read in, for the text version; empty where there are none."""
        notes = [note for column in self.columns for note in column]
        told = "".join(("\n" if note.is_bold and not note.badge else "") + f"{_line(note)}\n" for note in notes)
        return "".join(f"{part}\n" for part in ("".join(f"{_line(note)}\n" for note in self.heading), told) if part)


def _line(note: Note) -> str:
    words = clean(note.words)
    if note.badge is None:
        return words
    return f"{note.badge.text}{'.' if note.badge.text[-1:].isalnum() else ''} {words}"


NOTHING: Final = Overlay()
