"""What is laid over a drawing: which states and arrows stand out, numbers at states, words above and below.

Painters know only this. Who makes an overlay (a referral's way, see `retelling`) says by node and arrow what each is to
look like; whatever is not mentioned looks like `rest`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

# `strong` and `twin` stand out: a thick dark line, solid or hollow. `faint` steps back and can still be read.
Tone = Literal["plain", "strong", "twin", "faint"]
RANK: Final[Mapping[Tone, int]] = {"faint": 0, "plain": 0, "twin": 1, "strong": 2}  # what is painted over what


@dataclass(frozen=True)
class Badge:
    """A few signs on a plate, at a state or before words: dark or hollow, with a second ring where it is `ringed`."""

    text: str
    is_hollow: bool = False
    is_ringed: bool = False


@dataclass(frozen=True)
class Note:
    """A paragraph above or below the lanes, with the badge that points from it to the drawing."""

    words: str
    badge: Badge | None = None
    is_bold: bool = False


@dataclass(frozen=True)
class Sample:
    """One entry of the legend: an arrow's tone or a badge, and what it means."""

    shown: Tone | Badge
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
    """

    name: str = ""
    heading: tuple[Note, ...] = ()
    columns: tuple[tuple[Note, ...], ...] = ()
    rest: Tone = "plain"
    nodes: Mapping[str, Tone] = field(default_factory=dict)
    edges: Mapping[int, Tone] = field(default_factory=dict)
    badges: Mapping[str, tuple[Badge, ...]] = field(default_factory=dict)
    legend: tuple[Sample, ...] = ()

    def of_node(self, name: str) -> Tone:
        return self.nodes.get(name, self.rest)

    def of_edge(self, number: int) -> Tone:
        return self.edges.get(number, self.rest)

    def text(self) -> str:
        """The words in the order they are read in, for the text version; empty where there are none."""
        notes = [note for column in self.columns for note in column]
        told = "".join(("" if note.badge else "\n") + f"{_line(note)}\n" for note in notes)
        return "".join(f"{part}\n" for part in ("".join(f"{_line(note)}\n" for note in self.heading), told) if part)


def _line(note: Note) -> str:
    return note.words if note.badge is None else f"{note.badge.text}. {note.words}"


NOTHING: Final = Overlay()
