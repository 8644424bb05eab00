"""`timeout-never` and `wait-never-over`: a wait is over before its time limit, or the limit comes before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from pathways.definition.linked import State
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


def find_limits(ground: Ground) -> Iterator[Finding]:
    for state, lasts, limit in _limited(ground):
        if is_shorter(lasts, limit):
            yield Finding(
                "timeout-never",
                state.origin.place("after", key=True),
                f"the wait '{state.name}' lasts {lasts}, so its limit of {limit} is never reached",
                f"a limit shorter than {lasts}",
                "shorten the limit, lengthen the wait, or take one of the two out",
            )


def find_waits(ground: Ground) -> Iterator[Finding]:
    for state, lasts, limit in _limited(ground):
        if is_shorter(limit, lasts):
            yield Finding(
                "wait-never-over",
                state.origin.place("for", key=True),
                f"the wait '{state.name}' lasts {lasts}, but after {limit} 'after' leads away, so it is never over "
                "and 'then' never happens",
                "one of 'for' and 'after'",
                "take out 'for' if the wait may end earlier; take out 'after' if it always lasts as long",
            )


def _limited(ground: Ground) -> Iterator[tuple[State, Duration, Duration]]:
    """The waits of a fixed length that have a limit too."""
    for state in ground.pathway.linked.states.values():
        if state.lasts is not None and state.after is not None and ground.is_own(state.origin):
            yield state, state.lasts, state.after[0]


def is_shorter(one: Duration, other: Duration) -> bool:
    """Whether one duration is surely shorter than the other, whatever the date."""
    if one.unit == other.unit:
        return one.amount < other.amount
    if one.unit not in _HOURS or other.unit not in _HOURS:
        return False
    return one.amount * _HOURS[one.unit][1] < other.amount * _HOURS[other.unit][0]


LIMITS = Lint(
    id="timeout-never",
    title="A time limit that is never reached",
    why="A wait of fixed length is over before its limit, so what 'after' says can never happen.",
    good="""states:
  await_reply: {kind: wait, lane: hub, for: 6 weeks, then: reply}""",
    bad="""states:
  await_reply: {kind: wait, lane: hub, for: 2 weeks, after: {6 weeks: reminder}, then: reply}""",
    find=find_limits,
)

WAITS = Lint(
    id="wait-never-over",
    title="A wait that its time limit always ends",
    why="A wait of fixed length is left when its limit is reached, before it is over, so what 'then' says can never "
    "happen. A wait with a limit but without a fixed length may end on either.",
    good="""states:
  await_reply: {kind: wait, lane: hub, after: {6 weeks: reminder}, then: reply}""",
    bad="""states:
  await_reply: {kind: wait, lane: hub, for: 8 weeks, after: {6 weeks: reminder}, then: reply}""",
    find=find_waits,
)
