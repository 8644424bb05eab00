"""Draws, samples of quantile tables and choices by share: what `draws`, `distributions` and `model` do, compiled."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from pathways.simulation.compiled.access import Apart, Inline, U, apart, word, zeros_above
from pathways.simulation.distributions import CELL_BITS, FIRST_BIT, KNOTS
from pathways.simulation.draws import BITS

_LAST: Final = (1 << BITS) - 1
_FRACTION: Final = 30  # bits of how far within a cell
_MOST_ZEROS: Final = 63 - FIRST_BIT  # above a draw that is not in the last cell
_LED: Any = U(1 + CELL_BITS)
_LEADING: Any = U(63 - CELL_BITS)
_REST: Any = U(64 - _FRACTION)
_SWAP: Any = U(32)
_KEPT: Any = U(64 - BITS)


@Inline
def draw(key: int, referral: int, visit: int, purpose: int) -> Any:
    """See `pathways.simulation.draws.draw`."""
    word = U(key)
    x = (U(purpose) + U(referral) + (U(visit) << _SWAP)) * word
    y = x
    z = y + word
    x = x * x + y
    x = (x >> _SWAP) | (x << _SWAP)
    x = x * x + z
    x = (x >> _SWAP) | (x << _SWAP)
    x = x * x + y
    x = (x >> _SWAP) | (x << _SWAP)
    x = x * x + z
    last = x
    x = (x >> _SWAP) | (x << _SWAP)
    return np.int64((last ^ ((x * x + y) >> _SWAP)) >> _KEPT)


@Inline
def sample(table: Any, place: int, number: int) -> int:
    """What `Table.sample` and `Pieces.sample` of `pathways.simulation.distributions` say.

    The first word is 0 before knots, the lower ones before the upper; before pieces it says how many they are, and
    their ends, left and right values follow.
    """
    if word(table, place) != 0:
        return sample_pieces(table, place, number)
    upper = number >> (BITS - 1)
    knots, distance = place + 1 + KNOTS * upper, number ^ (-upper & _LAST)
    # The highest bit that is set goes to the top: it and the next ones say which cell, and those after them how far.
    shift = zeros_above(U(distance))
    cell: Any
    within: Any
    if shift > _MOST_ZEROS:
        cell, within = 0, distance << (_FRACTION - FIRST_BIT)
    else:
        top = U(distance) << U(shift)
        cell = ((_MOST_ZEROS - 1 - shift) << CELL_BITS) + 1 + np.int64(top >> _LEADING)
        within = np.int64((top << _LED) >> _REST)
    left = word(table, knots + cell)
    return left + (((word(table, knots + cell + 1) - left) * within + (1 << (_FRACTION - 1))) >> _FRACTION)


@Apart
def sample_pieces(table: Any, place: int, number: int) -> int:
    """Straight pieces of any width."""
    apart()
    pieces, ends = word(table, place), place + 1
    low, high = 0, pieces
    while high - low > 1:
        middle = (low + high) >> 1
        if word(table, ends + middle) <= number:
            low = middle
        else:
            high = middle
    start = word(table, ends + low)
    width = word(table, ends + low + 1) - start
    shift = max(64 - zeros_above(U(width)) - 30, 0)
    whole = max(width >> shift, 1)
    left = word(table, ends + pieces + 1 + low)
    right = word(table, ends + 2 * pieces + 1 + low)
    return left + ((right - left) * ((number - start) >> shift) + (whole >> 1)) // whole


@Inline
def choose(table: Any, shares: int, many: int, number: int) -> int:
    """The value whose share the draw falls in; so many pairs of threshold and value stand at `shares`."""
    found: Any = shares + 1
    for pair in range(many - 1):  # without leaving early: which is unforeseeable, and costs more than counting on
        found += 2 * np.int64(number >= word(table, shares + 2 * pair))
    return word(table, found)
