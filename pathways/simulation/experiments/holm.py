"""The chances of several tests to those that allow for there being several of them."""

from __future__ import annotations

from collections.abc import Sequence


def holm(chances: Sequence[float]) -> list[float]:
    """Adjusted p-values, in the order given: a direction may be claimed where one is at most 5%.

    Parameters
    ----------
    chances
        The p-value of each test, from 0 to 1.

    Returns
    -------
    list of float
        With these, the chance of claiming anything that is not so is at most 5% for all tests together, however they
        depend on each other.

    Raises
    ------
    ValueError
        If one of them is no chance.

    Notes
    -----
    The step-down procedure of Holm (1979), "A simple sequentially rejective multiple test procedure": the least is
    multiplied by the number of tests, the next by one less, and so on; none is less than one before it.
    """
    for chance in chances:
        if not 0 <= chance <= 1:
            raise ValueError(f"{chance} is no chance: it must lie from 0 to 1")
    adjusted = [0.0] * len(chances)
    so_far = 0.0
    for rank, index in enumerate(sorted(range(len(chances)), key=lambda i: chances[i])):
        so_far = max(so_far, min(1.0, (len(chances) - rank) * chances[index]))
        adjusted[index] = so_far
    return adjusted
