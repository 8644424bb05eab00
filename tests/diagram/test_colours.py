"""Nothing is said by colour alone: to eyes that see fewer colours, and on a grey print, drawings still differ.

The matrices are those of Machado, Oliveira and Fernandes (2009), 'A physiologically-based model for simulation of color
vision deficiency', IEEE Transactions on Visualization and Computer Graphics 15 (6), for severity 1.0, on linear RGB.
"""

from __future__ import annotations

import re
from itertools import combinations, pairwise, product
from typing import Final

import pytest

from pathways.diagram import role_chart_svg, style
from pathways.diagram.geometry import Box
from pathways.diagram.lines import BACK_PEN, DEFAULT_PEN, INTERRUPT_PEN, PLAIN_PEN, TIMEOUT_PEN, Pen, toned
from pathways.diagram.model import Node
from pathways.diagram.overlay import Badge
from pathways.diagram.plates import paint_plate
from pathways.diagram.shapes import bolt, clock, corner_sign, outline
from tests.diagram.test_svg import GROUNDS, contrast, luminance

Matrix = tuple[tuple[float, float, float], ...]
VISIONS: Final[dict[str, Matrix]] = {
    "usual": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}
DARKER: Final = 1.08  # a step of contrast that is seen between two fills side by side


def seen(colour: str, vision: str) -> str:
    """What a colour looks like."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    mixed = [min(1.0, max(0.0, sum(k * v for k, v in zip(row, linear)))) for row in VISIONS[vision]]
    return "#" + "".join(f"{round(255 * (12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055)):02x}"
                         for v in mixed)  # fmt: skip


def test_grey_keeps_white_and_black_and_a_missing_cone_keeps_grey() -> None:
    """Oracle: the rows of each matrix sum to one, so what has no colour looks the same to all."""
    for vision, colour in product(VISIONS, ("#000000", "#808080", "#ffffff")):
        assert seen(colour, vision) == colour
    assert seen("#ff0000", "protanopia") != seen("#ff0000", "usual")


@pytest.mark.parametrize("vision", VISIONS)
def test_words_and_lines_keep_their_contrast(vision: str) -> None:
    """WCAG 2.2 AA: 4.5 for small text, 3 for lines. The palettes' fills lie under their own words only."""
    for palette in style.PALETTES.values():
        for kind, paint in palette.paints.items():
            grounds = [*GROUNDS, paint.fill] if kind != "join" else GROUNDS
            for ground in grounds:
                assert contrast(seen(paint.stroke, vision), seen(ground, vision)) >= 3.0, (kind, ground)
            if kind != "join":
                assert contrast(seen(palette.ink, vision), seen(paint.fill, vision)) >= 4.5, kind
                assert contrast(seen(palette.soft, vision), seen(paint.fill, vision)) >= 4.5, kind
    lines = [style.LINE, style.DEFAULT, style.EVENT, style.ROUTE, style.ADDED, style.REMOVED, style.CHANGED]
    for line, ground in product((*lines, style.FAINT_LINE), GROUNDS):
        assert contrast(seen(line, vision), seen(ground, vision)) >= 3.0, (line, ground)
    for plate in (*style.PLATES.values(), style.ROUTE):
        assert contrast(seen(plate, vision), seen(style.WHITE, vision)) >= 4.5, plate


@pytest.mark.parametrize("vision", VISIONS)
def test_steps_of_heat_only_get_darker(vision: str) -> None:
    steps = [luminance(seen(colour, vision)) + 0.05 for colour in style.HEAT]
    assert all(lighter / darker >= DARKER for lighter, darker in pairwise(steps))
    for colour in style.HEAT:  # and all words on them are ink
        assert contrast(seen(style.INK, vision), seen(colour, vision)) >= 4.5


# Without any colour.


def bare(svg: str) -> str:
    """What is painted but for its colours; whether a shape is filled at all, and darkly, is seen in grey too."""

    def shade(found: re.Match[str]) -> str:
        return f'{found[1]}="{"dark" if luminance(found[2]) < 0.18 else "light"}"'

    return re.sub(r'\b(fill|stroke)="(#[0-9a-f]{6})"', shade, svg)


BOX: Final = Box(50.0, 50.0, 30.0, 12.0, (), ())
SHOWN: Final = ("start", "task", "decision", "end", "piece", "event", "fork", "join")


@pytest.mark.parametrize("tone", style.PALETTES)
def test_kinds_of_states_differ_in_shape_border_or_sign(tone: str) -> None:
    palette = style.PALETTES[tone]  # type: ignore[index]
    looks = {kind: bare(outline(kind, BOX, style.ROOMY, palette)) for kind in SHOWN}
    for kind in ("wait", "panel"):
        looks[kind] = bare(outline(kind, BOX, style.ROOMY, palette) + corner_sign(Node("n", kind, "", "x"), BOX))
    for one, two in combinations(looks, 2):
        assert looks[one] != looks[two], (one, two)


def test_what_a_comparison_marks_differs_in_border_or_line_and_in_sign() -> None:
    tones = ("faint", "added", "removed", "changed")
    signs = {tone: bare(paint_plate(Badge(text, tone=tone), 0.0, 0.0))  # type: ignore[arg-type]
             for tone, text in (("added", "+"), ("removed", "−"), ("changed", "▲"))}  # fmt: skip
    assert len(set(signs.values())) == 3
    for kind in ("task", "start", "decision", "end"):
        borders = {t: style.PALETTES[t].paints[kind] for t in tones}  # type: ignore[index]
        for one, two in combinations(borders.values(), 2):
            assert one.dashes != two.dashes or abs(one.width - two.width) >= 0.5, kind
    for plain in (PLAIN_PEN, DEFAULT_PEN, BACK_PEN):
        pens = [toned(plain, tone) for tone in tones]  # type: ignore[arg-type]
        for a, b in combinations(pens, 2):
            assert apart(a, b) or (a.dashes == b.dashes and in_grey(a, b) >= 1.5), (a, b)


def apart(one: Pen, two: Pen) -> bool:
    """Whether two lines differ in dashes, in being hollow, or plainly in width."""
    wide = max(one.width, two.width) / min(one.width, two.width)
    return one.dashes != two.dashes or (one.core > 0) != (two.core > 0) or wide >= 1.4


def in_grey(one: Pen, two: Pen) -> float:
    return min(contrast(seen(one.colour, vision), seen(two.colour, vision)) for vision in VISIONS)


def test_kinds_of_arrows_differ_in_dashes_width_or_mark() -> None:
    assert bare(clock(0.0, 0.0)) != bare(bolt(0.0, 0.0))  # where both are dotted
    for one, two in combinations((DEFAULT_PEN, PLAIN_PEN, BACK_PEN, TIMEOUT_PEN), 2):
        assert apart(one, two)
    for other in (DEFAULT_PEN, PLAIN_PEN, BACK_PEN):
        assert apart(INTERRUPT_PEN, other)


def test_the_way_of_a_referral_differs_from_all_else_in_width_and_in_grey() -> None:
    for plain, other in product((PLAIN_PEN, DEFAULT_PEN, BACK_PEN, INTERRUPT_PEN), repeat=2):
        strong, faint = toned(plain, "strong"), toned(other, "faint")
        assert strong.width >= 1.7 * faint.width
        assert in_grey(strong, faint) >= 2.0
        assert apart(toned(plain, "twin"), strong)


def test_marks_of_the_role_chart_differ_in_shape() -> None:
    marks = [role_chart_svg._does, role_chart_svg._helps, role_chart_svg._inside, role_chart_svg._decides,
             role_chart_svg._next, role_chart_svg._side]  # fmt: skip
    assert len({bare(mark(0.0, 0.0)) for mark in marks}) == len(marks)
