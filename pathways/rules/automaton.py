"""Deterministic automata over letters, and a shortest trace that one of them does not accept.

A rule about complete traces is a finite automaton that reads the letter of each position (see `atoms`) and
accepts the traces that keep the rule (Vardi and Wolper 1986; for finite traces De Giacomo and Vardi 2013).
It is followed alongside the space, breadth first, so that the first offence found is a nearest one. Only
configurations from which an end can be reached count, for rules speak of complete traces.
"""

from __future__ import annotations

from collections import deque
from typing import Protocol

from pathways.machine import NONE
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


def shortest_refusal(space: Space, letters: Letters, automaton: Automaton) -> Way | None:
    """A shortest trace that the automaton does not accept, as far as the position where that is certain.

    Certain means: the automaton is lost there, or the referral has ended there. None if every complete trace
    is accepted.
    """
    can_end = space.can_end
    parents: dict[tuple[int, int], tuple[tuple[int, int], int]] = {}  # node -> node before, move
    nowhere = (NONE, NONE)
    queue: deque[tuple[int, int]] = deque()
    steps: dict[tuple[int, int], int] = {}

    def refused(index: int, state: int) -> bool:
        return automaton.is_lost(state) or (not automaton.accepts(state) and space.is_ended(index))

    def step(state: int, letter: int) -> int:
        key = (state, letter)
        reached = steps.get(key)
        if reached is None:
            reached = steps[key] = automaton.step(state, letter)
        return reached

    for index in space.starts:
        if not can_end[index]:
            continue
        state = step(automaton.start, letters.at_start(index))
        if refused(index, state):
            return Way(index)
        if (index, state) not in parents:
            parents[index, state] = (nowhere, NONE)
            queue.append((index, state))
    while queue:
        node = queue.popleft()
        for move, target in space.out(node[0]):
            if not can_end[target]:
                continue
            reached = (target, step(node[1], letters.of(move, target)))
            if reached in parents:
                continue
            parents[reached] = (node, move)
            if refused(*reached):
                return _way(parents, reached)
            queue.append(reached)
    return None


def _way(parents: dict[tuple[int, int], tuple[tuple[int, int], int]], node: tuple[int, int]) -> Way:
    steps = []
    while parents[node][1] != NONE:
        before, move = parents[node]
        steps.append((move, node[0]))
        node = before
    return Way(node[0], tuple(reversed(steps)))
