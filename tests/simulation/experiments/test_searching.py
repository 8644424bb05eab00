"""The search for the least, on tables of answers whose least is known."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pathways.simulation.experiments.searching import (
    Answer,
    Bracket,
    frontier,
    least,
    most_asked,
    most_asked_of_both,
)


class Table:
    """Answers by number, which counts how often each is asked."""

    def __init__(self, answers: list[Answer]) -> None:
        self.answers, self.asked = answers, list[int]()

    def __call__(self, number: int) -> Answer:
        self.asked.append(number)
        return self.answers[number]


@given(st.integers(0, 40), st.integers(0, 6), st.integers(0, 40))
def test_the_least_is_found_and_what_is_open_stays_open(unmet: int, undecided: int, met: int) -> None:
    """So many are not met, then so many are open, then so many are met: the oracle is the table itself."""
    answers: list[Answer] = [*["unmet"] * unmet, *["undecided"] * undecided, *["met"] * met]  # type: ignore[list-item]
    table = Table(answers)
    found = least(len(answers), table)
    assert found.met == (unmet + undecided if met else None)
    assert found.unmet == (unmet - 1 if unmet else None)
    assert found.is_sharp == (met > 0 and undecided == 0)
    assert found.is_monotone
    assert len(table.asked) == len(set(table.asked)) <= most_asked(len(answers))
    if found.is_sharp and unmet:
        assert unmet - 1 in table.asked  # the neighbour was asked itself
    if found.met is not None and found.met + 1 < len(answers):
        assert found.met + 1 in table.asked


def test_a_larger_one_that_does_not_do_is_told() -> None:
    assert least(5, Table(["unmet", "unmet", "met", "unmet", "met"])) == Bracket(2, 1, is_monotone=False)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_frontier_finds_the_least_second_for_each_first(drops: list[int]) -> None:
    """The least second falls as the first grows: the oracle is a staircase."""
    stairs, height = [], 12
    for drop in drops:
        height = max(0, height - drop)
        stairs.append(height)
    asked: list[tuple[int, int]] = []

    def ask(first: int, second: int) -> Answer:
        asked.append((first, second))
        return "met" if second >= stairs[first] else "unmet"

    found = frontier(len(stairs), 10, ask)
    best = 10
    for stair, bracket in zip(stairs, found, strict=True):
        assert bracket.met == (stair if stair < best else None)
        best = min(best, stair)
    assert len(asked) <= most_asked_of_both(len(stairs), 10)
