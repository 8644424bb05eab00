"""What must not come between a state and what follows it at once; for `followed_by`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from pathways.machine import NONE, CompiledPathway, Kind
from pathways.rules.automaton import LOST
from pathways.rules.selectors import Selection, inside

_BUSY: Final = (Kind.TASK, Kind.WAIT, Kind.PANEL)


def duties(pathway: CompiledPathway, state: Selection) -> Iterator[tuple[Selection, Selection]]:
    """Each state and each piece that brings the duty, with what must not be entered before the duty is done."""
    busy = frozenset(s for s, row in enumerate(pathway.states) if row.kind in _BUSY)
    for each in sorted(state.states):
        row = pathway.states[each]
        apart = inside(pathway, each) | _beside(pathway, row.region)
        # A parallel state once more is all that it holds once more; a decision once more takes no time.
        again = {each} if row.kind is Kind.PARALLEL else set()
        yield Selection("", frozenset({each})), Selection("", (busy - apart) | again)
    for piece in state.pieces:
        outermost = next(
            row.region
            for s, row in enumerate(pathway.states)
            if s in piece and pathway.regions[row.region].parallel not in piece
        )
        apart = piece | _beside(pathway, outermost)
        yield Selection("", pieces=(piece,)), Selection("", busy - apart, (piece,))


def _beside(pathway: CompiledPathway, region: int) -> frozenset[int]:
    """The states of all branches that run beside a region."""
    found: frozenset[int] = frozenset()
    while (parallel := pathway.regions[region].parallel) != NONE:
        own = {s for s, row in enumerate(pathway.states) if row.region == region}
        own |= {s for each in own for s in inside(pathway, each)}
        found |= inside(pathway, parallel) - own
        region = pathway.states[parallel].region
    return found


def follow(number: int) -> Callable[[int, int], int]:
    """The state holds the open duties as bits. Atoms: by, before, end; for each duty what brings and what loses it."""

    def move(open_: int, letter: int) -> int:
        by, before, end = letter & 1, letter & 2, letter & 4
        if by:
            open_ = 0
        brought = sum(1 << n for n in range(number) if letter >> 3 + 2 * n & 1)
        between = sum(1 << n for n in range(number) if letter >> 4 + 2 * n & 1)
        if open_ & between or (open_ and before):
            return LOST
        if not by:
            open_ |= brought
        return LOST if open_ and end else open_

    return move
