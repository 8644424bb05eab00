"""Durations with their unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pathways.units import UNITS, Duration, DurationError, parse_duration


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_reads_in_the_singular_and_the_plural(unit: str) -> None:
    assert parse_duration(f"1 {unit}") == Duration(Decimal(1), unit)
    assert parse_duration(f"2.5 {unit}s") == Duration(Decimal("2.5"), unit)


@pytest.mark.parametrize("text", ["1 day", "5 working days", "0.5 hours", "6 months", "100000 seconds"])
def test_what_is_read_is_written_the_same(text: str) -> None:
    assert str(parse_duration(text)) == text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("5", "5 working days"),
        ("1", "1 working day"),
        ("5 workdays", "5 working days"),
        ("3 hrs", "3 hours"),
        ("2 wks", "2 weeks"),
        ("five working days", "5 working days"),
        ("5days", "5 days"),
        ("5 Working Days", "5 working days"),
        ("4 mounths", "4 months"),
        ("1 business day", "1 working day"),
        ("soon", None),
        ("0 days", None),
        ("-1 days", None),
        ("100001 days", None),
        ("1e3 days", None),
        ("5 fortnights", None),
        ("", None),
        ("٣ days", None),
    ],
)
def test_what_is_no_duration_is_refused_with_what_may_be_meant(text: str, meant: str | None) -> None:
    with pytest.raises(DurationError) as caught:
        parse_duration(text)
    assert caught.value.meant == meant
    if meant is not None:
        parse_duration(meant)
