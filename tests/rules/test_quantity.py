"""Rules about numbers as they are written, and figures as they are told."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pathways.errors import FindingsError
from pathways.rules.evidence import Schedule
from pathways.rules.kinds.meets_at_least import is_often_enough
from pathways.rules.kinds.quantity import decimal, percent, span
from pathways.units import parse_duration
from tests.rules.build import policy


@pytest.mark.parametrize(
    ("rule", "message", "remedy"),
    [
        ("kind: share, of: x", "the 'share' rule 'r' has no bound, and nothing to tell the share by",
         "add a line such as 'at_most: 25%'"),
        ("kind: share, at_most: 3%", "the 'share' rule 'r' has a bound, but does not say on what",
         "add a line such as 'of: pcm'"),
        ("kind: share, of: x, at_most: 250%", "'250%' is more than all", "write for instance 'at_most: 25%'"),
        ("kind: share, of: x, at_most: 25", "'25' is more than all", "write '25%', if per cent are meant"),
        ("kind: share, of: x, at_least: few", "'few' is not a share", "write for instance 'at_least: 80%'"),
        ("kind: share, of: x, at_most: 10%, at_least: 20%",
         "in the 'share' rule 'r' 'at_most' is below 'at_least'", "swap them"),
        ("kind: expected, state: x", "the 'expected' rule 'r' does not say what mean may be how great",
         "write 'within: 5 working days'"),
        ("kind: expected, state: x, from: y, within: 3 days",
         "the 'expected' rule 'r' does not say which time is meant", "write for instance 'state: assessment'"),
        ("kind: expected, from: y, within: 3 days", "the 'expected' rule 'r' does not say which time is meant",
         "write for instance 'state: assessment'"),
        ("kind: expected, state: x, within: 3 months",
         "'3 months' lasts longer at some dates than at others, so that no mean is held against it",
         "write it in days"),
        ("kind: expected, visits: x", "the 'expected' rule 'r' counts visits, but not so that they can be counted",
         "keep only these"),
        ("kind: expected, visits: x, at_most: many", "'many' is not a number", "write for instance 'at_most: 2.5'"),
        ("kind: meets_at_least, state: x, every: 20 working days",
         "meetings go by the calendar, and '20 working days' does not", "write for instance 'every: 1 month'"),
        ("kind: meets_at_least, state: x", "the 'meets_at_least' rule 'r' has no 'every'",
         "add a line such as 'every: 1 month'"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_meant_is_told_with_what_to_write(rule: str, message: str, remedy: str) -> None:
    with pytest.raises(FindingsError) as caught:
        policy(f"id: r, says: s, {rule}")
    (finding,) = caught.value.findings
    assert (finding.message, finding.remedy) == (message, remedy)


@pytest.mark.parametrize(
    ("value", "bounds", "expected"),
    [
        ("1/8", [], "12.5 %"),
        ("1/3", [], "about 33.3 %"),
        ("8001/10000", ["8/10"], "80.01 %"),
        ("800001/1000000", ["8/10"], "80.0001 %"),
        ("8000001/10000000", ["8/10"], "80.00001 %"),
        ("2400001/3000000", ["8/10"], "about 80.00003 %"),
        ("1/30000", [], "about 0.00333 %"),
        ("0", [], "0 %"),
        ("1", [], "100 %"),
    ],
)
def test_a_share_never_looks_like_a_bound_that_it_is_not(value: str, bounds: list[str], expected: str) -> None:
    assert percent(Fraction(value), *map(Fraction, bounds)) == expected


def test_a_number_is_told_whole_where_that_is_short() -> None:
    assert [decimal(Fraction(n)) for n in ("3", "5/2", "299/100", "1/7")] == ["3", "2.5", "2.99", "about 0.143"]


def test_bounds_are_rounded_outwards() -> None:
    """By hand: 1/3 and 2/3 to two places, down and up."""
    assert span(Fraction(1, 3), Fraction(2, 3), scale=100, unit=" %") == "between 33.3 % and 66.7 %"
    assert span(Fraction(1, 3), Fraction(1, 3)) == "about 0.333"
    assert span(Fraction(1, 8), Fraction(1, 4), unit=" days") == "between 0.125 days and 0.25 days"


def schedule(gap: int, months: int | None = None, whole: int = 0) -> Schedule:
    return Schedule("p", "s", None, gap, ("", ""), None, months, None, whole)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("held", "every", "expected"),
    [
        (schedule(35, 0, 24), "1 month", True),
        (schedule(35, 0, 24), "31 days", False),
        (schedule(35, 0, 24), "5 weeks", True),
        (schedule(56, 1, 24), "1 month", False),
        (schedule(56, 1, 24), "2 months", True),
        (schedule(300, 9, 24), "1 year", True),
        (schedule(400, 12, 24), "1 year", False),
        # too short a study to hold a whole month, or as many as are asked for
        (schedule(28), "1 month", True),
        (schedule(35), "1 month", None),
        (schedule(63), "1 month", False),
        (schedule(90, 2, 6), "1 year", True),
        (schedule(350, 6, 6), "1 year", None),
        # a part of a month is counted in days: one and a half last from 42 to 46 and a half
        (schedule(42), "1.5 months", True),
        (schedule(45), "1.5 months", None),
        (schedule(47), "1.5 months", False),
    ],
)
def test_how_often_is_often_enough(held: Schedule, every: str, expected: bool | None) -> None:
    """By hand. A month asks for a meeting in each; so first Wednesdays are monthly, though 35 days may lie between."""
    assert is_often_enough(held, parse_duration(every)) is expected
