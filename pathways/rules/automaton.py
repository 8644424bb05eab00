"""Deterministic automata over letters, and a shortest trace that one of them does not accept.

A rule about complete traces is a finite automaton that reads the letter of each position (see `atoms`) and
accepts the traces that keep the rule (Vardi and Wolper 1986; for finite traces De Giacomo and Vardi 2013).
It is followed alongside the space, breadth first, so that the first offence found is a nearest one. Only
configurations from which an end can be reached count, for rules speak of complete traces.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from pathways.rules.atoms import Letters
from pathways.rules.space import Space, Way


class Automaton(Protocol):
    """A deterministic automaton whose states are small integers. A letter is an int: bit `i` for atom `i`."""

    @property
    def start(self) -> int:
        """The state before the first position."""
        ...

    def step(self, state: int, letter: int) -> int:
        """The state after one more position."""
        ...

    def accepts(self, state: int) -> bool:
        """Whether the trace keeps the rule if it ends here."""
        ...

    def is_lost(self, state: int) -> bool:
        """Whether no continuation can be accepted any more."""
        ...


LOST: Final = -1


def _always(state: int) -> bool:
    return True


@dataclass(frozen=True)
class Stepwise:
    """An automaton made of functions; LOST is the state from which nothing is accepted any more.

    Parameters
    ----------
    move
        From a state (never LOST) and a letter to the next state.
    accepting
        Whether a trace that ends in a state (never LOST) keeps the rule; by default every one does.
    """

    move: Callable[[int, int], int]
    accepting: Callable[[int], bool] = _always
    start: int = 0

    def step(self, state: int, letter: int) -> int:
        return LOST if state == LOST else self.move(state, letter)

    def accepts(self, state: int) -> bool:
        return state != LOST and self.accepting(state)

    def is_lost(self, state: int) -> bool:
        return state == LOST


def shortest_refusal(space: Space, letters: Letters, automaton: Automaton) -> Way | None:
    """A shortest trace that the automaton does not accept, as far as the position where that is certain.

    Certain means: the automaton is lost there, or the referral has ended there. None if every complete trace
    is accepted.
    """
    can_end, ended, size = space.can_end, space.ended, len(space)
    followed = _Followed(automaton)
    before: dict[int, int] = {}  # node -> node before, itself for a start; a node is size * state + configuration
    queue: list[int] = []
    for index in space.starts:
        if not can_end[index]:
            continue
        state = followed.step(automaton.start, letters.at_start(index))
        if followed.lost[state] or (ended[index] and followed.refusing[state]):
            return Way(index)
        node = size * state + index
        if node not in before:
            before[node] = node
            queue.append(node)
    offsets, edge_moves, edge_targets, silent = space.offsets, space.edge_moves, space.edge_targets, letters.silent
    for node in queue:  # grows while it is read
        state, index = divmod(node, size)
        steps = followed.steps[state]
        low, high = offsets[index], offsets[index + 1]
        for move, target in zip(edge_moves[low:high], edge_targets[low:high], strict=True):
            if not can_end[target]:
                continue
            letter = 0 if silent[move] else letters.of(move, target)
            after = steps.get(letter)
            if after is None:
                after = followed.step(state, letter)
            reached = size * after + target
            if reached in before:
                continue
            before[reached] = node
            if followed.lost[after] or (ended[target] and followed.refusing[after]):
                return _way(space, letters, followed, before, reached)
            queue.append(reached)
    return None


class _Followed:
    """An automaton as far as it was followed: each step, and what each state says, asked once."""

    def __init__(self, automaton: Automaton) -> None:
        self.automaton = automaton
        self.steps: dict[int, dict[int, int]] = {automaton.start: {}}
        self.lost: dict[int, bool] = {}
        self.refusing: dict[int, bool] = {}

    def step(self, state: int, letter: int) -> int:
        reached = self.steps[state].get(letter)
        if reached is None:
            reached = self.steps[state][letter] = self.automaton.step(state, letter)
            self.steps.setdefault(reached, {})
            if reached not in self.lost:
                self.lost[reached] = self.automaton.is_lost(reached)
                self.refusing[reached] = not self.automaton.accepts(reached)
        return reached


def _way(space: Space, letters: Letters, followed: _Followed, before: dict[int, int], node: int) -> Way:
    """The way to a node, with the moves found again."""
    size = len(space)
    steps = []
    while before[node] != node:
        (state, index), (after, reached) = divmod(before[node], size), divmod(node, size)
        fitting = (
            move
            for move, target in space.out(index)
            if target == reached and followed.step(state, letters.of(move, target)) == after
        )
        steps.append((next(fitting), reached))
        node = before[node]
    return Way(node % size, tuple(reversed(steps)))
