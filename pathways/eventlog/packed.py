"""One event to two whole numbers of 64 bits, and back: 16 bytes for an event.

The first holds when, at which visit, and what: `time << 28 | visit << 4 | event`. The second holds who and where:
`referral << 20 | row`, where `row` numbers the states of all pathways, one pathway after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

EVENT_BITS: Final = 4
VISIT_BITS: Final = 24
ROW_BITS: Final = 20
TIME_SHIFT: Final = EVENT_BITS + VISIT_BITS
_TIME_BITS: Final = 63 - TIME_SHIFT  # a thousand years of seconds
_REFERRAL_BITS: Final = 63 - ROW_BITS


def pack(referral: int, row: int, visit: int, event: int, time: int) -> tuple[int, int]:
    """The two words of an event.

    Raises
    ------
    ValueError
        If a number is negative or too large for its place.
    """
    if time >> _TIME_BITS or visit >> VISIT_BITS or referral >> _REFERRAL_BITS or row >> ROW_BITS:
        raise ValueError(f"an event log cannot hold referral {referral}, row {row}, visit {visit}, time {time}")
    return time << TIME_SHIFT | visit << EVENT_BITS | event, referral << ROW_BITS | row


def first_rows(states: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """The row of the first state of each pathway, and after them the number of all rows."""
    return tuple(accumulate((len(names) for names in states), initial=0))
