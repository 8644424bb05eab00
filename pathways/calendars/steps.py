"""A number that changes on dates, such as a team's staff, to how many there are over a stretch of time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

Steps = tuple[tuple[int, int], ...]  # (moment, how many from then on), moments rising from 0
_NEVER: Final = 1 << 60


def available(steps: Steps, start: int, end: int, elapsed: Callable[[int, int], int]) -> int:
    """How many there are, added up over the time from `start` to `end` that `elapsed` measures."""
    ends = (*(moment for moment, _ in steps[1:]), _NEVER)
    spans = ((max(moment, start), min(until, end), many) for (moment, many), until in zip(steps, ends, strict=True))
    return sum(many * elapsed(a, b) for a, b, many in spans if a < b)
