"""PNG files: the right size, real letters, and refusal instead of a crash."""

from __future__ import annotations

import struct

import pytest

from pathways import diagram
from pathways.errors import PathwaysError
from tests.diagram.given import repository, small


def size(png: bytes) -> tuple[int, int]:
    """Width and height from the header, as the PNG specification lays it out."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = struct.unpack(">II", png[16:24])
    return wide, high


def test_a_png_has_two_hundred_dots_per_inch() -> None:
    drawing = diagram.draw(repository()["feedback"])
    wide, high = size(diagram.png(drawing.svg))
    # The size in points is rounded up to whole dots at 96 per inch first: 200 / 96 = 2.1.
    assert wide == pytest.approx(drawing.width_pt / 72 * 200, abs=2.1)
    assert high == pytest.approx(drawing.height_pt / 72 * 200, abs=2.1)


def test_a_png_shows_its_words() -> None:
    """The picture with its words takes more bytes than the same without."""
    svg = diagram.draw(repository()["feedback"]).svg
    wordless = "\n".join(line for line in svg.splitlines() if not line.startswith("<text"))
    assert len(diagram.png(svg)) > 1.1 * len(diagram.png(wordless))


@pytest.mark.parametrize("wide", ["1000000", "90000"])
def test_an_absurd_size_is_refused(wide: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}pt" height="{wide}pt" viewBox="0 0 9 9"></svg>'
    with pytest.raises(PathwaysError, match="dots"):
        diagram.png(svg)


def test_a_picture_without_a_size_is_refused() -> None:
    with pytest.raises(PathwaysError, match="points"):
        diagram.png('<svg xmlns="http://www.w3.org/2000/svg"></svg>')


def test_letters_that_the_fonts_lack_are_told_and_those_they_have_are_not() -> None:
    """The fonts have Polish, Greek and Hebrew; Arabic and Chinese would be empty boxes in a PNG."""
    one = "  look: {lane: team, title: '%s', then: end}\n  end: {kind: end, title: End, lane: team, outcome: end}\n"
    arabic, others = (
        diagram.draw(small(one % title, "start: look\n")) for title in ("\u0633\u0644", "\u017c\u03a9\u05d0")
    )
    assert [warning for warning in arabic.warnings if "fonts" in warning] == [
        "the fonts of PNG and PDF have no \u0633\u0644: use the SVG, which the reader's own fonts show"
    ]
    assert not any("fonts" in warning for warning in others.warnings)
