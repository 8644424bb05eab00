"""Which branches of parallel states may wait for the others, so that not every order of their moves is tried.

Branches side by side multiply: twelve of two tasks have half a million markings. Where nobody can see in which
order the moves of a branch and those of the others come, one order tells as much as all. A branch is *private* if

1. no question looks at its moves, or at whether a referral stands in it;
2. it writes nothing that what runs beside it reads or writes (but both may raise a number, or both lower it), nor
   what an interrupt that cuts it short weighs;
3. it reads nothing that what runs beside it writes;
4. it writes nothing that matters after an interrupt has cut it short;
5. it surely finishes: no way in it leads round, and no decision in it can be stuck;
6. where a question asks from where an end can be reached, nothing it writes matters afterwards, and no
   interrupt cuts it short.

A private branch waits in its first state at rest until all branches of the parallel state that are not private are
done; then private ones run one after another. All else is as ever, decisions and joins at once included.

Why nothing is lost: take any trace to its end, a move being what happens at one time with the decisions and joins
that follow at once. By 2 and 3 each move of a private branch can change places with its neighbour, so all of them can
be moved back to just before the join, one branch after another, which is a trace of the reduced space. By 4, where an
interrupt comes before the join, they can be left out. By 1 the questions see the same. Every trace of the reduced
space is one of the full space, so the same rules are broken. And a trace that is cut off where it offends loses the
moves of branches that still run, and gains none: it is no longer than before. By 5 and 6 a referral can still end
with a private branch half done if it can with the branch not begun, so the nearest trap is the same too. (Putting
moves off, not forward, is what keeps shortest traces shortest.)

What happens inside private branches is all there as well, unless one waits for ever because a branch beside it
never finishes (the ignoring problem): `are_all_released` tells.

Source: partial-order reduction by ample or stubborn sets (Valmari 1989; Peled 1993; Godefroid, Partial-Order Methods
for the Verification of Concurrent Systems, 1996), for branches that are left by a join instead of running for ever.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pathways.machine import DONE, CompiledPathway
from pathways.rules.branches import Branch, branches_of
from pathways.rules.liveness import before_arrow, live_attributes
from pathways.rules.sight import Sight
from pathways.rules.space import Space


class Privacy:
    """Which branches of a pathway are private to whom."""

    def __init__(self, pathway: CompiledPathway) -> None:
        self.pathway = pathway
        self.branches = branches_of(pathway)
        self._live: dict[tuple[tuple[int, int], ...], list[int]] = {}

    def private(self, sight: Sight, read_on_entry: Mapping[int, int]) -> frozenset[int]:
        """The regions that are private branches.

        Parameters
        ----------
        sight
            What the questions look at.
        read_on_entry
            By state index, the attributes (as bits) that they read there.
        """
        return frozenset(b.region for b in self.branches if self.is_private(b, sight, read_on_entry))

    def is_private(self, branch: Branch, sight: Sight, read_on_entry: Mapping[int, int]) -> bool:
        if not sight.states.isdisjoint(branch.inside):
            return False
        if not branch.does.commutes_with(branch.others_do) or not branch.surely_finishes:
            return False
        writes = branch.does.writes
        if writes & branch.interrupts_read:
            return False
        if any(writes & mask and (at in branch.beside or at in branch.around) for at, mask in read_on_entry.items()):
            return False
        if self.pathway.interrupts_at.keys().isdisjoint(branch.around):
            return not (sight.traps and writes & _union(self.live(read_on_entry), branch.around))
        return not sight.traps and not writes & self.after_interrupts(branch, self.live(read_on_entry))

    def live(self, read_on_entry: Mapping[int, int]) -> list[int]:
        """What matters in each state (see `liveness`)."""
        key = tuple(sorted(read_on_entry.items()))
        found = self._live.get(key)
        if found is None:
            found = self._live[key] = live_attributes(self.pathway, read_on_entry)
        return found

    def after_interrupts(self, branch: Branch, live: Sequence[int]) -> int:
        """What matters once an interrupt has led away from one of the parallel states that a branch lies in."""
        matters = 0
        for depth, parallel in enumerate(branch.around):
            for number in self.pathway.interrupts_at.get(parallel, ()):
                matters |= before_arrow(self.pathway, self.pathway.interrupts[number].arrow, 0, live)
                matters |= _union(live, branch.around[depth + 1 :])
        return matters


def _union(masks: Sequence[int], states: Sequence[int]) -> int:
    union = 0
    for state in states:
        union |= masks[state]
    return union


def are_all_released(space: Space) -> bool:
    """Whether no configuration keeps a private branch waiting for ever: it can come to where its turn is.

    Only ways that stay inside the parallel state count; to leave it and come back is another time round.
    """
    pathway, packing = space.pathway, space.packing
    for parallel, state in enumerate(pathway.states):
        opening = [branch for branch in state.branches if branch not in space.private]
        if not opening or len(opening) == len(state.branches):
            continue
        place = packing.places[state.region]
        leaving = {n for n, move in enumerate(space.moves) if packing.areas[move.region] >> place & 1}
        held: dict[int, list[int]] = {}
        todo: list[int] = []
        for marking in space.by_state.get(parallel, ()):
            for index in space.by_marking[marking]:
                held.setdefault(index, [])
            if all(marking[branch] == DONE for branch in opening):
                todo += space.by_marking[marking]
        for index in held:
            for move, target in space.out(index):
                if target in held and move not in leaving:
                    held[target].append(index)
        while todo:
            todo += held.pop(todo.pop(), ())
        if held:
            return False
    return True
