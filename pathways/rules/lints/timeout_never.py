"""`timeout-never`: a wait is over before its time limit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from pathways.errors import Finding
from pathways.rules.lints.base import Ground, Lint
from pathways.units import Duration

# Shortest and longest length in hours. Working time has no fixed length: it is compared with itself only.
_HOURS: Final = {
    "second": (Decimal(1) / 3600, Decimal(1) / 3600),
    "minute": (Decimal(1) / 60, Decimal(1) / 60),
    "hour": (Decimal(1), Decimal(1)),
    "day": (Decimal(24), Decimal(24)),
    "week": (Decimal(168), Decimal(168)),
    "month": (Decimal(28 * 24), Decimal(31 * 24)),
    "year": (Decimal(365 * 24), Decimal(366 * 24)),
}


def find(ground: Ground) -> Iterator[Finding]:
    for state in ground.pathway.linked.states.values():
        if state.lasts is None or state.after is None or not ground.is_own(state.origin):
            continue
        limit = state.after[0]
        if is_shorter(state.lasts, limit):
            yield Finding(
                "timeout-never",
                state.origin.place("after", key=True),
                f"the wait '{state.name}' lasts {state.lasts}, so its limit of {limit} is never reached",
                f"a limit shorter than {state.lasts}",
                "shorten the limit, lengthen the wait, or take one of the two out",
            )


def is_shorter(one: Duration, other: Duration) -> bool:
    """Whether one duration is surely shorter than the other, whatever the date."""
    if one.unit == other.unit:
        return one.amount < other.amount
    if one.unit not in _HOURS or other.unit not in _HOURS:
        return False
    return one.amount * _HOURS[one.unit][1] < other.amount * _HOURS[other.unit][0]


LINT = Lint(
    id="timeout-never",
    title="A time limit that is never reached",
    why="A wait of fixed length is over before its limit, so what 'after' says can never happen.",
    good="""await_reply: {kind: wait, for: 6 weeks, after: {10 working days: reminder}, then: reply}""",
    bad="""await_reply: {kind: wait, for: 2 weeks, after: {6 weeks: reminder}, then: reply}""",
    find=find,
)
