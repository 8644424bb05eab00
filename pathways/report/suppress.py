"""Counts of referrals to what a data pack may show of them: nobody can be picked out of a small number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

HIDDEN: Final = "*"
_SMALLEST_SHOWN: Final = 5
_ROUND_TO: Final = 5
RULE: Final = (
    "Numbers from 1 to 4 are shown as *, and so is the next smallest where only one would be hidden; "
    "all others are rounded to the nearest 5. Real data packs are kept to this convention, and so are synthetic ones."
)


def shown_counts(counts: Sequence[float]) -> tuple[str, ...]:
    """The counts of one table column as they may be shown.

    A single hidden number could be had by taking the others from the total, so the next smallest is hidden with it.
    """
    whole = [round(count) for count in counts]
    hidden = {place for place, count in enumerate(whole) if 0 < count < _SMALLEST_SHOWN}
    if len(hidden) == 1:
        others = [(count, place) for place, count in enumerate(whole) if count >= _SMALLEST_SHOWN]
        if others:
            hidden.add(min(others)[1])
    return tuple(HIDDEN if place in hidden else str(_rounded(count)) for place, count in enumerate(whole))


def _rounded(count: int) -> int:
    return (count + _ROUND_TO // 2) // _ROUND_TO * _ROUND_TO
