"""Two automata to what one of them can show and the other cannot, exactly: inclusion of languages, with shortest words.

The other side is followed in all the ways at once that agree with what has been seen (subset construction; Rabin and
Scott 1959), so hidden steps and choices that look alike are no difference. Both sides keep only what can still
end, hence every beginning of a trace that is compared is the beginning of a complete one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pathways.rules.behaviour.automaton import ROOT, Automaton, Edge
from pathways.rules.behaviour.lens import Letter

BUDGET: Final = 200_000  # pairs of a node and what the other side may be at; beyond it nothing is claimed


class UndecidedError(Exception):
    """The comparison would take more than its budget."""


@dataclass(frozen=True)
class Surplus:
    """One way in which the first automaton can go on and the second cannot.

    Parameters
    ----------
    edge
        The step that only the first can take.
    history
        The edges before it, of a trace of fewest moves, then the edge itself.
    word
        What is seen of that, the last letter included.
    others
        Where the second automaton may be at that moment.
    nodes
        Every node of the first from which the same step is a surplus.
    """

    edge: Edge
    history: tuple[Edge, ...]
    word: tuple[Letter, ...]
    others: frozenset[int]
    nodes: frozenset[int]

    @property
    def moves(self) -> int:
        """How many moves the history has after the arrival; one that is only half seen counts."""
        done = sum(edge.last and edge.move is not None for edge in self.history)
        return done + (not self.edge.last and self.edge.move is not None)


class Other:
    """The second automaton, followed in all its ways at once."""

    def __init__(self, automaton: Automaton) -> None:
        self.automaton = automaton
        self.after: dict[tuple[frozenset[int], Letter], frozenset[int]] = {}

    def settled(self, nodes: set[int]) -> frozenset[int]:
        """With everything that can be got to unseen."""
        todo = list(nodes)
        while todo:
            for edge in self.automaton.edges[todo.pop()]:
                if edge.letter is None and edge.node not in nodes:
                    nodes.add(edge.node)
                    todo.append(edge.node)
        return frozenset(nodes)

    def follow(self, nodes: frozenset[int], letter: Letter) -> frozenset[int]:
        known = self.after.get((nodes, letter))
        if known is None:
            reached = {e.node for node in nodes for e in self.automaton.edges[node] if e.letter == letter}
            known = self.after[nodes, letter] = self.settled(reached)
        return known

    def offers(self, nodes: frozenset[int]) -> Iterator[Edge]:
        """Every edge with a letter that may come next."""
        return (edge for node in nodes for edge in self.automaton.edges[node] if edge.letter is not None)


def surpluses(one: Automaton, other: Automaton, *, budget: int = BUDGET, first_only: bool = False) -> list[Surplus]:
    """What the first automaton can show and the second cannot: one for each step and letter, with fewest moves.

    Raises
    ------
    UndecidedError
        If more than `budget` pairs would have to be looked at.
    """
    follower = Other(other)
    start = (ROOT, follower.settled({ROOT}))
    parents: dict[tuple[int, frozenset[int]], tuple[tuple[int, frozenset[int]], Edge] | None] = {start: None}
    found: dict[tuple[object, ...], tuple[tuple[int, frozenset[int]], Edge, set[int]]] = {}
    queue = deque([start])
    while queue:
        pair = queue.popleft()
        node, others = pair
        for edge in one.edges[node]:
            then = others if edge.letter is None else follower.follow(others, edge.letter)
            if not then:
                left = None if edge.move is None else (edge.move.state, edge.move.arrow, edge.move.interrupt)
                found.setdefault((left, edge.letter), (pair, edge, set()))[2].add(node)
                if first_only:
                    queue.clear()
                    break
                continue
            reached = (edge.node, then)
            if reached not in parents:
                parents[reached] = (pair, edge)
                # A move that is half seen is finished before the next one begins, so that the fewest moves come first.
                (queue.append if edge.last else queue.appendleft)(reached)
                if len(parents) > budget:
                    raise UndecidedError
    return [_surplus(parents, pair, edge, nodes) for pair, edge, nodes in found.values()]


def _surplus(
    parents: dict[tuple[int, frozenset[int]], tuple[tuple[int, frozenset[int]], Edge] | None],
    pair: tuple[int, frozenset[int]],
    edge: Edge,
    nodes: set[int],
) -> Surplus:
    history = [edge]
    at = pair
    while (before := parents[at]) is not None:
        at, taken = before
        history.append(taken)
    history.reverse()
    word = tuple(step.letter for step in history if step.letter is not None)
    return Surplus(edge, tuple(history), word, pair[1], frozenset(nodes))


def are_equal(one: Automaton, other: Automaton, *, budget: int = BUDGET) -> bool:
    """Whether both can show exactly the same."""
    return not surpluses(one, other, budget=budget, first_only=True) and not surpluses(
        other, one, budget=budget, first_only=True
    )
