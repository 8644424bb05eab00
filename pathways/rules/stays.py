"""How long a referral may stay in each state, by the pathway's own limits and standards, in seconds.

Standards count as kept: a rule about time asks whether they are enough when everybody keeps them. What has no
standard has no longest stay. Working time and elapsed time are put on one scale by their nominal lengths: seven days
are five working days, a working day is eight working hours, a month is a twelfth of 365.25 days. Bank holidays are
left to simulation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from pathways.machine import CompiledPathway, Kind
from pathways.units import Duration

SECONDS: Final[Mapping[str, int]] = {
    "second": 1,
    "minute": 60,
    "hour": 3_600,
    "working hour": 15_120,
    "day": 86_400,
    "working day": 120_960,
    "week": 604_800,
    "month": 2_629_800,
    "year": 31_557_600,
}


@dataclass(frozen=True)
class Stay:
    """The bounds of one state, in seconds; None where nothing bounds it.

    Attributes
    ----------
    least
        It cannot be completed before.
    most
        It is completed by then.
    limit
        The time limit strikes exactly then.
    ceiling
        Nobody is there any longer than that.
    """

    least: int = 0
    most: int | None = None
    limit: int | None = None
    ceiling: int | None = None


NO_TIME: Final = Stay(0, 0, None, 0)


def seconds(duration: Duration) -> int:
    """Nominal seconds, rounded to whole ones."""
    return round(Fraction(duration.amount) * SECONDS[duration.unit])


def in_unit(amount: int, unit: str) -> str:
    """So many seconds in words of a unit, to one decimal place, rounded up: `12.5 working days`."""
    tenths = -(-amount * 10 // SECONDS[unit])
    whole = Decimal(tenths) / 10
    return str(Duration(whole, unit))


def stays(pathway: CompiledPathway, intervals: Mapping[str, int] | None = None) -> tuple[Stay, ...]:
    """The bounds of every state.

    Parameters
    ----------
    intervals
        By the name of a panel state, the longest time between two of its meetings, in seconds; used where the state
        has no target of its own.
    """
    return tuple(_stay(pathway, index, intervals or {}) for index in range(len(pathway.states)))


def _stay(pathway: CompiledPathway, index: int, intervals: Mapping[str, int]) -> Stay:
    row = pathway.states[index]
    state = pathway.linked.states[row.name]
    if row.kind in (Kind.DECISION, Kind.END):
        return NO_TIME
    if state.lasts is not None:
        exact = seconds(state.lasts)
        limit = None if state.after is None else seconds(state.after[0])
        return Stay(exact, exact, limit, exact if limit is None else min(exact, limit))
    standard = None
    if state.target is not None and state.target.within is not None:
        standard = seconds(state.target.within)
    elif row.name in intervals:
        standard = intervals[row.name]
    limit = None if state.after is None else seconds(state.after[0])
    most = min((bound for bound in (standard, limit) if bound is not None), default=None)
    return Stay(0, most, limit, standard if limit is None else limit)
