"""A chain to the most probable histories that end as asked: Dijkstra's algorithm on products of probabilities."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush

from pathways.machine import NONE
from pathways.rules.chain import OVER, Chain, Outcome
from pathways.rules.space import Way


def most_probable(chain: Chain, is_asked: Callable[[int, Outcome], bool], start: int) -> Way | None:
    """The most probable way to an outcome that is asked for, the shortest where several are; None if there is none.

    Parameters
    ----------
    is_asked
        Given what was remembered before a move, and what came of it.
    start
        What is remembered before arrival.
    """
    known: dict[int, tuple[int, Outcome]] = {}  # node -> the node before (NONE for none), by which outcome
    queue: list[tuple[float, int, int, int, Outcome]] = []
    running = 0
    for outcome in chain.initial:
        running += 1
        heappush(queue, (-float(outcome.chance), 0, running, NONE, outcome))
    while queue:
        chance, length, _, before, outcome = heappop(queue)
        memory = start if before == NONE else chain.nodes[before][1]
        if is_asked(memory, outcome):
            return _way(known, before, outcome)
        node = outcome.node
        if node == OVER or node in known:
            continue
        known[node] = (before, outcome)
        for action in chain.actions[node]:
            for onward in action:
                if onward.node not in known:
                    running += 1
                    heappush(queue, (chance * float(onward.chance), length + 1, running, node, onward))
    return None


def _way(known: dict[int, tuple[int, Outcome]], before: int, outcome: Outcome) -> Way:
    steps = []
    while outcome.move != NONE:
        steps.append((outcome.move, outcome.reached))
        before, outcome = known[before]
    return Way(outcome.reached, tuple(reversed(steps)))
