"""Which of ordered candidates do to the least that does, by bisection; and the same for two quantities at once.

Candidates go from least to most, and it is taken for granted that more never does worse. To ask is dear, so each is
asked at most once and most are not asked at all. An answer may be left open: then the least that does is not known,
only between which two candidates it lies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

Answer = Literal["met", "unmet", "undecided"]
_OPEN: Final[Answer] = "undecided"


@dataclass(frozen=True)
class Bracket:
    """Where the least that does lies; numbers count candidates from 0.

    Attributes
    ----------
    met
        The least that was shown to do; None if none was.
    unmet
        The greatest below it that was shown not to do; None if none was.
    is_monotone
        Whether what was asked bears out that more never does worse.
    """

    met: int | None
    unmet: int | None
    is_monotone: bool = True

    @property
    def is_sharp(self) -> bool:
        """Whether the one below the least that does was shown not to, or there is none below."""
        return self.met is not None and self.met == (0 if self.unmet is None else self.unmet + 1)


def most_asked(candidates: int) -> int:
    """How many candidates `least` asks at most."""
    return min(candidates, 2 * candidates.bit_length() + 1)


def least(candidates: int, ask: Callable[[int], Answer]) -> Bracket:
    """The least candidate that does.

    Parameters
    ----------
    ask
        Whether a candidate does.
    """
    known: dict[int, Answer] = {}

    def asked(number: int) -> Answer:
        if number not in known:
            known[number] = ask(number)
        return known[number]

    below, above = -1, candidates
    while above - below > 1:
        middle = (below + above) // 2
        below, above = (below, middle) if asked(middle) == "met" else (middle, above)
    # The one below does not, or is open. Where it is open, how far down is it open?
    if below >= 0 and asked(below) == _OPEN:
        low, high = max((n for n, answer in known.items() if answer == "unmet"), default=-1), below
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if asked(middle) == "unmet" else (low, middle)
    if above + 1 < candidates:  # the neighbour above must do as well
        asked(above + 1)
    met = min((number for number, answer in known.items() if answer == "met"), default=None)
    top = met if met is not None else candidates
    unmet = max((number for number, answer in known.items() if answer == "unmet" and number < top), default=None)
    is_monotone = not any(answer == "unmet" and number > top for number, answer in known.items())
    return Bracket(met, unmet, is_monotone)


def frontier(firsts: int, seconds: int, ask: Callable[[int, int], Answer]) -> list[Bracket]:
    """For each candidate of a first quantity, the least of a second one that does with it.

    What does with less of the first does with more of it, so each search ends below the least that was found before.
    Where nothing less was found, `met` is None, and what was found before still holds.
    """
    found: list[Bracket] = []
    top = seconds
    for first in range(firsts):

        def of_second(second: int, first: int = first) -> Answer:
            return ask(first, second)

        bracket = least(top, of_second)
        found.append(bracket)
        if bracket.met is not None:
            top = bracket.met
    return found


def most_asked_of_both(firsts: int, seconds: int) -> int:
    """How many pairs `frontier` asks at most."""
    return firsts * most_asked(seconds)
