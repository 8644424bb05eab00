"""How a drawing prints on A4, in figures and in words."""

from __future__ import annotations

import pytest

from pathways import diagram
from pathways.diagram.printing import fit_of, print_warnings
from pathways.diagram.style import Sizes
from tests.diagram.given import repository

UPRIGHT, SIDEWAYS = Sizes(), Sizes(landscape=True)


@pytest.mark.parametrize(
    ("width", "height", "lanes_end", "sizes", "fit"),
    [
        (482.0, 700.0, 650.0, UPRIGHT, 1.0),
        (482.0, 2000.0, 1900.0, UPRIGHT, 1.0),  # over several pages
        (728.0, 400.0, 350.0, UPRIGHT, 1.0),  # sideways
        (1456.0, 400.0, 350.0, UPRIGHT, 0.5),  # twice as wide as a page is high
        (3000.0, 482.0, 400.0, SIDEWAYS, 1.0),
        (3000.0, 530.0, 500.0, SIDEWAYS, 1.0),  # with margins of 1 cm: 19 / 2.54 * 72 = 538.6
        (3000.0, 800.0, 480.0, SIDEWAYS, 1.0),  # words on a page of their own
        (3000.0, 1200.0, 1076.0, SIDEWAYS, 0.5),
    ],
)
def test_a_drawing_is_fitted_across_a_page_and_runs_over_several(
    width: float, height: float, lanes_end: float, sizes: Sizes, fit: float
) -> None:
    assert fit_of(width, height, lanes_end, sizes) == pytest.approx(fit)


def test_text_below_seven_points_is_warned_of_and_text_of_seven_is_not() -> None:
    small = print_warnings(728.0, 400.0, 350.0, 6.9, UPRIGHT)
    assert "its smallest text is then 6.9 pt on A4, less than 7 pt" in small
    assert not [words for words in print_warnings(728.0, 400.0, 350.0, 7.0, UPRIGHT) if "smallest" in words]


def test_what_fits_a_page_is_not_warned_of() -> None:
    assert print_warnings(482.0, 728.0, 350.0, 7.0, UPRIGHT) == []
    assert print_warnings(728.0, 482.0, 350.0, 7.0, SIDEWAYS) == []


def test_what_is_longer_than_a_page_is_told_with_its_text_on_one() -> None:
    """Twice as long: on one page half as large."""
    [words] = print_warnings(482.0, 1456.0, 350.0, 7.0, UPRIGHT)
    assert "51 cm high" in words
    assert "3.5 pt" in words
    [words] = print_warnings(1456.0, 482.0, 350.0, 7.0, SIDEWAYS)
    assert "51 cm wide" in words


def test_every_drawing_says_how_it_prints() -> None:
    """By the heights of the pictures: child and channel are longer than a page of 25.7 cm, feedback is not."""
    drawings = {name: diagram.draw(repository()[name]) for name in ("child", "channel", "feedback")}
    assert {name: drawing.printing for name, drawing in drawings.items()} == {
        "child": "2 A4 pages, smallest text 7.0 pt",
        "channel": "2 A4 pages, smallest text 7.0 pt",
        "feedback": "1 A4 page, smallest text 7.0 pt",
    }
