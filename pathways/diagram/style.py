"""The look: colours (every pair that meets is tested for contrast), sizes and fonts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from pathways.diagram.overlay import Tone

FONT: Final = "Arial, 'Liberation Sans', Helvetica, sans-serif"
WHITE: Final = "#ffffff"
INK: Final = "#1d2b36"
SOFT: Final = "#4a5660"
LINE: Final = "#5b6770"
DEFAULT: Final = "#00558c"
EVENT: Final = "#a3195b"
HEAD: Final = "#dfe6ec"
TINT: Final = "#f4f7f9"
RULE: Final = "#b4bfc8"
BLOCK: Final = "#3d6670"
BLOCK_HEAD: Final = "#dcecec"
ROUTE: Final = "#8c0f4a"  # what stands out in an overlay; dark, so that a grey print shows it
ADDED: Final = "#00558c"
ADDED_FILL: Final = "#e2eff9"
REMOVED: Final = "#9a3412"
CHANGED: Final = "#5b2c83"
CHANGED_FILL: Final = "#f1eaf8"
GONE: Final = "6 1.8 1.2 1.8"  # dashes and dots: no longer there
FAINT_LINE: Final = "#7d8790"
FAINT_INK: Final = "#5b6770"


@dataclass(frozen=True)
class Paint:
    fill: str
    stroke: str
    width: float
    dashes: str = ""


PAINTS: Final = {
    "start": Paint("#dcefe3", "#1e6b3a", 1.2),
    "end": Paint("#e7e6f2", "#3b3b6d", 2.0),
    "decision": Paint("#fff3cf", "#7a5300", 1.0),
    "task": Paint(WHITE, INK, 0.9),
    "wait": Paint(WHITE, INK, 0.9),
    "panel": Paint("#e6eef7", INK, 0.9),
    "piece": Paint(WHITE, INK, 0.9),
    "event": Paint(WHITE, EVENT, 1.0),
    "fork": Paint(BLOCK_HEAD, BLOCK, 1.0),
    "join": Paint(BLOCK, BLOCK, 1.0),
    "opened": Paint(HEAD, INK, 0.9),
}


@dataclass(frozen=True)
class Palette:
    """How nodes, their words and their signs are painted: as they are, or standing out or back in an overlay."""

    paints: Mapping[str, Paint]
    ink: str = INK
    soft: str = SOFT
    line: str = LINE
    event: str = EVENT


DOUBLED: Final = ("piece", "opened")  # whose border of two lines would run into one where each is thick
PLAIN: Final = Palette(PAINTS)
THICKER: Final = 0.9  # an end's border than a start's where both have one colour
STRONG: Final = Palette(
    {kind: replace(paint, stroke=ROUTE, width=1.5 if kind in DOUBLED else 2.4) for kind, paint in PAINTS.items()}
    | {"end": replace(PAINTS["end"], stroke=ROUTE, width=2.4 + THICKER)}
)
FAINT: Final = Palette(
    {kind: Paint(WHITE, FAINT_LINE, min(paint.width, 0.9)) for kind, paint in PAINTS.items()}
    | {"join": Paint(FAINT_LINE, FAINT_LINE, 0.9), "end": Paint(WHITE, FAINT_LINE, 1.7)},
    ink=FAINT_INK,
    soft=FAINT_INK,
    line=FAINT_LINE,
    event=FAINT_LINE,
)


def _unfilled(kind: str, paint: Paint) -> Paint:
    return paint if kind in ("fork", "join") else replace(paint, fill=WHITE)


def heated(palette: Palette, level: int) -> Palette:
    """A palette whose states are filled with a step of heat; all their words in ink, which reads well on each."""
    paints = {kind: replace(paint, fill=HEAT[level]) for kind, paint in palette.paints.items()}
    return replace(palette, paints=paints, soft=palette.ink)


def _marked(colour: str, fill: str, width: float, dashes: str = "") -> Palette:
    """One colour for borders, words and signs; `width` for the thick borders."""
    paints = {kind: Paint(fill, colour, min(width, 1.5) if kind in DOUBLED else width, dashes) for kind in PAINTS}
    paints["end"] = replace(paints["end"], width=width + THICKER)
    paints["join"] = Paint(colour, colour, 1.0)
    return Palette(paints, ink=colour, soft=colour, line=colour, event=colour)


PALETTES: Final[Mapping[Tone, Palette]] = {
    "plain": PLAIN,
    "strong": STRONG,
    "twin": STRONG,
    "faint": FAINT,
    "bare": replace(PLAIN, paints={kind: _unfilled(kind, paint) for kind, paint in PAINTS.items()}),
    "added": _marked(ADDED, ADDED_FILL, 2.4),
    "removed": _marked(REMOVED, WHITE, 1.2, GONE),
    "changed": _marked(CHANGED, CHANGED_FILL, 1.7),
}
HEAT: Final = (WHITE, "#fff3cf", "#ffd98a", "#f5a94b")  # one hue that only gets darker: survives grey printing
GAUGE: Final = INK
PLATES: Final[Mapping[Tone, str]] = {
    "plain": INK,
    "added": ADDED,
    "removed": REMOVED,
    "changed": CHANGED,
}  # others: ROUTE


@dataclass(frozen=True)
class Sizes:
    """Points, as printed on A4. In `landscape` lanes are rows and time runs to the right, on a page on its side."""

    page: float = 482.0  # 17 cm: what A4 leaves between margins of 2 cm
    widest: float = 538.0  # 19 cm: with margins of 1 cm, where labels find no room otherwise
    page_height: float = 728.0  # 25.7 cm
    width: float = 482.0  # of an upright drawing: that of the page, or its height where the drawing is printed sideways
    text: float = 7.6
    small: float = 7.0
    label: float = 7.1
    leading: float = 1.16
    pad: float = 3.0
    track: float = 5.0  # between arrows that run side by side
    port: float = 8.0  # between arrows on one side of a node
    headroom: float = 7.0  # between a node and the nearest arrow beside it: an arrowhead fits
    slant: float = 7.0  # of a decision's sides
    casing: float = 2.4
    corner: float = 4.0
    landscape: bool = False
    header: float = 62.0  # in landscape, what the lanes' names take from the width


ROOMY: Final = Sizes()
DENSE: Final = Sizes(text=7.2, small=7.0, label=7.0, leading=1.14, pad=2.0, track=4.5, port=7.0, slant=6.0)
