"""Whether an edited pathway still does the same, exactly, and how far a difference goes."""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum
from typing import Final

from pathways.machine import CompiledPathway
from pathways.rules.behaviour.automaton import Automaton, automaton
from pathways.rules.behaviour.compare import BUDGET, UndecidedError, are_equal, surpluses
from pathways.rules.behaviour.lens import Lens
from pathways.rules.exploration import explore
from pathways.rules.space import Space


class Reach(IntEnum):
    """How far a difference between two pathways goes, the worst first."""

    OUTCOME = 0  # the same answers and events can end otherwise
    STEPS = 1  # a referral can go another way
    VALUES = 2  # only what is recorded about it differs
    NOTHING = 3  # nothing that can happen differs


_EVERYTHING: Final = Lens(whole=True)
_ANSWERS: Final = Lens(entering=False)


class Original:
    """A pathway that edited versions of it are compared with; its automata are kept."""

    def __init__(self, compiled: CompiledPathway, *, budget: int = BUDGET) -> None:
        self.compiled, self.budget = compiled, budget
        self._spaces: dict[tuple[str, ...], Space] = {}
        self._automata: dict[tuple[object, ...], Automaton] = {}

    def difference(self, edited: CompiledPathway, watched: tuple[str, ...] = ()) -> Reach:
        """How far the edited pathway differs from this one.

        Parameters
        ----------
        watched
            Attributes whose recorded value counts too, although nothing may ask for it.

        Raises
        ------
        UndecidedError
        """
        space = _watching(edited, ())
        if not self._is_equal(edited, space, _EVERYTHING):
            return Reach.OUTCOME if self._ends_otherwise(edited, space) else Reach.STEPS
        seen = tuple(name for name in watched if name in edited.attributes and name in self.compiled.attributes)
        if seen and not self._is_equal(edited, _watching(edited, seen), replace(_EVERYTHING, watched=seen)):
            return Reach.VALUES
        return Reach.NOTHING

    def _is_equal(self, edited: CompiledPathway, space: Space, lens: Lens) -> bool:
        lens = replace(lens, arrival=mattering(space, self._space(lens.watched)))
        return are_equal(automaton(space, lens), self._automaton(lens), budget=self.budget)

    def _ends_otherwise(self, edited: CompiledPathway, space: Space) -> bool:
        lens = replace(_ANSWERS, arrival=mattering(space, self._space(())))
        one, other = automaton(space, lens), self._automaton(lens)
        both = [*surpluses(one, other, budget=self.budget), *surpluses(other, one, budget=self.budget)]
        return any(surplus.word[-1][0] == "ends" for surplus in both)

    def _space(self, watched: tuple[str, ...]) -> Space:
        if watched not in self._spaces:
            self._spaces[watched] = _watching(self.compiled, watched)
        return self._spaces[watched]

    def _automaton(self, lens: Lens) -> Automaton:
        key = (lens.entering, lens.watched, lens.arrival)
        if key not in self._automata:
            self._automata[key] = automaton(self._space(lens.watched), lens)
        return self._automata[key]


def _watching(compiled: CompiledPathway, watched: tuple[str, ...]) -> Space:
    """The space with these attributes kept everywhere."""
    mask = sum(1 << compiled.attribute_index(name) for name in watched)
    kept = dict.fromkeys(range(len(compiled.states)), mask) if mask else None
    space = explore(compiled, kept, from_anything=compiled.linked.status == "shared")
    if not space.complete:
        raise UndecidedError
    return space


def mattering(*spaces: Space) -> tuple[str, ...]:
    """The attributes that come with a referral and matter as it arrives, in one of the spaces."""
    names = {
        space.pathway.attributes[attribute]
        for space in spaces
        for start in space.starts
        for attribute in space.free
        if space.live_at(start) >> attribute & 1
    }
    return tuple(sorted(names))
