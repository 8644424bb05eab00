"""Widths against the font itself; wrapping by its definition."""

from __future__ import annotations

import string

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from pathways.diagram.raster import FONTS
from pathways.diagram.text import clean, headed, longest_word, stopped, text_width, wrap

LATIN = "".join(map(chr, range(160, 256)))


@pytest.mark.parametrize(("file", "bold"), [("LiberationSans-Regular.ttf", False), ("LiberationSans-Bold.ttf", True)])
def test_a_width_is_that_of_the_font_shipped(file: str, bold: bool) -> None:
    """Oracle: the advance widths in the font file. Bold accented letters may differ by a tenth."""
    font = TTFont(FONTS / file)
    glyphs, advances, unit = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    for character in string.printable[:95] + LATIN:
        expected = advances[glyphs[ord(character)]][0] / unit * 10
        slack = 0.006 if not (bold and character in LATIN) else 1.2
        assert text_width(character, 10.0, bold=bold) == pytest.approx(expected, abs=slack), character


@given(st.text(max_size=80), st.floats(min_value=12, max_value=200))
def test_lines_fit_and_lose_nothing(words: str, width: float) -> None:
    lines = wrap(clean(words), 8.0, width, most=10_000)
    assert "".join(lines).replace(" ", "") == clean(words).replace(" ", "")
    assert all(text_width(line, 8.0) <= width + 1e-6 for line in lines)


def test_too_many_lines_end_in_an_ellipsis() -> None:
    lines = wrap("one two three four five six", 8.0, 30.0, most=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")


def test_lines_are_balanced() -> None:
    """By eye: two lines of two words, not three and one."""
    assert wrap("aaaa bbbb cccc dddd", 8.0, text_width("aaaa bbbb cccc", 8.0)) == ("aaaa bbbb", "cccc dddd")


def test_a_word_breaks_after_a_hyphen_or_slash() -> None:
    assert longest_word("6/12-month", 10.0) == text_width("month", 10.0)


def test_a_word_stays_whole_at_a_hyphen_where_that_costs_no_line() -> None:
    assert wrap("the co-ordinator", 8.0, text_width("co-ordinator", 8.0)) == ("the", "co-ordinator")
    assert wrap("the co-ordinator", 8.0, text_width("ordinator", 8.0)) == ("the co-", "ordinator")
    assert wrap("Re-assessment", 7.6, 42.0) == ("Re-", "assessment")  # never 'Re-assessme' and 'nt'


def test_a_question_gets_no_second_sign() -> None:
    assert (stopped("Adopt?"), stopped("Adopt")) == ("Adopt?", "Adopt.")
    assert (headed("Adopt?", "new"), headed("Adopt", "new")) == ("Adopt? – new", "Adopt: new")


def test_a_slash_stays_with_the_word_before_it() -> None:
    assert wrap("Event0 / Event1", 8.0, longest_word("Event0 /", 8.0)) == ("Event0 /", "Event1")


def test_controls_and_reversals_are_cleaned_away() -> None:
    assert clean("a\x00b\u202ec\n d\ufffe") == "a bc d\N{REPLACEMENT CHARACTER}"
