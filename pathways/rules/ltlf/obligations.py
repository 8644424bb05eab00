"""A formula to its deterministic automaton, state by state as it is asked for.

A state says what must be true of the rest of the trace, as alternatives of obligations (see `alternatives`). Reading
a position replaces each obligation by what is left of it (progression: Bacchus and Kabanza, *Using temporal logics to
express search control knowledge for planning*, 2000; for finite traces De Giacomo and Vardi, IJCAI 2013). There are
finitely many obligations, hence finitely many states.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Final

from pathways.rules.ltlf.alternatives import (
    ANYTHING,
    NOTHING,
    Alternatives,
    TooIntricateError,
    both,
    due,
    either,
)
from pathways.rules.ltlf.formula import TRUE, Formula, Unary
from pathways.rules.ltlf.normal import YES, Nodes

_MOST_STEPS: Final = 20_000  # steps tried to find out from which states acceptance can be reached
_MOST_ATOMS: Final = 10  # atoms that a single state may depend on, for that


class FormulaAutomaton:
    """The automaton of a formula whose atoms are numbered from 0. It accepts the traces of which the formula is true.

    It meets `pathways.rules.automaton.Automaton`.
    """

    def __init__(self, formula: Formula) -> None:
        self._nodes = Nodes()
        self._progressed: dict[tuple[int, int], Alternatives] = {}
        self._support_of: dict[int, int] = {}
        self._states: list[Alternatives] = []
        self._supports: list[int] = []
        self._numbers: dict[Alternatives, int] = {}
        self._steps: dict[tuple[int, int], int] = {}
        self._hopeful: frozenset[int] | None = None
        self._is_whole = False  # whether `_hopeful` is known of every state
        whole = self._nodes.number(formula)
        # Nothing has been read yet, so the whole formula is due at the first position, and there must be one.
        self.start = self._number(frozenset({frozenset({2 * whole + 1})}))

    def step(self, state: int, letter: int) -> int:
        """The state after one more position, in which the atoms of `letter` are true (bit `i` for atom `i`)."""
        key = (state, letter & self._supports[state])
        reached = self._steps.get(key)
        if reached is None:
            left = NOTHING
            for alternative in self._states[state]:
                together = ANYTHING
                for obligation in sorted(alternative):
                    together = both(together, self._progress(obligation >> 1, letter))
                    if not together:
                        break
                left = either(left, together)
            reached = self._steps[key] = self._number(left)
        return reached

    def accepts(self, state: int) -> bool:
        """Whether the formula is true of the trace if it ends here: some alternative asks for no further position."""
        return any(not any(obligation & 1 for obligation in alternative) for alternative in self._states[state])

    def is_lost(self, state: int) -> bool:
        """Whether no continuation makes the formula true.

        Exact where the automaton is small enough to be looked at as a whole; otherwise only what is plain.
        """
        if not self._states[state]:
            return True
        if self._hopeful is None:
            try:
                self._hopeful, self._is_whole = self._explore()
            except TooIntricateError:
                self._hopeful, self._is_whole = frozenset(), False
        return self._is_whole and state not in self._hopeful

    def refuses_all(self) -> bool:
        """Whether no trace at all makes the formula true, as far as that can be told."""
        return self.is_lost(self.start)

    def open_obligations(self, state: int) -> list[Formula]:
        """What must still come true before the trace ends, of the alternative that asks for least."""
        strong = [sorted(o >> 1 for o in alternative if o & 1) for alternative in self._states[state]]
        least = min(strong, key=lambda found: (len(found), found), default=[])
        return [self._nodes.formula(number) if number != YES else Unary("next", TRUE) for number in least]

    def failed_obligations(self, state: int, letter: int) -> list[Formula]:
        """The obligations that reading a letter makes impossible by itself, of the alternative with the fewest."""
        failed = [
            [o >> 1 for o in sorted(alternative) if not self._progress(o >> 1, letter)]
            for alternative in self._states[state]
        ]
        least = min((found for found in failed if found), key=lambda found: (len(found), found), default=[])
        return [self._nodes.formula(number) for number in least]

    def __len__(self) -> int:
        """How many states have been met so far."""
        return len(self._states)

    def _number(self, alternatives: Alternatives) -> int:
        number = self._numbers.setdefault(alternatives, len(self._states))
        if number == len(self._states):
            self._states.append(alternatives)
            support = 0
            for alternative in alternatives:
                for obligation in alternative:
                    support |= self._support(obligation >> 1)
            self._supports.append(support)
        return number

    def _support(self, node: int) -> int:
        """The atoms (as bits) on which reading one position for a formula depends."""
        known = self._support_of.get(node)
        if known is None:
            operator, parts = self._nodes[node]
            known = 0
            if operator in ("literal", "not literal"):
                known = 1 << parts[0]
            elif operator not in ("next", "weak next"):
                for part in parts:
                    known |= self._support(part)
            self._support_of[node] = known
        return known

    def _progress(self, node: int, letter: int) -> Alternatives:
        """What is left of a formula that is due now, once a position has been read."""
        key = (node, letter & self._support(node))
        known = self._progressed.get(key)
        if known is None:
            known = self._progressed[key] = self._progress_once(node, letter)
        return known

    def _progress_once(self, node: int, letter: int) -> Alternatives:
        operator, parts = self._nodes[node]
        match operator:
            case "true":
                return ANYTHING
            case "false":
                return NOTHING
            case "literal":
                return ANYTHING if letter >> parts[0] & 1 else NOTHING
            case "not literal":
                return NOTHING if letter >> parts[0] & 1 else ANYTHING
            case "and":
                return both(self._progress(parts[0], letter), self._progress(parts[1], letter))
            case "or":
                return either(self._progress(parts[0], letter), self._progress(parts[1], letter))
            case "next":
                return due(parts[0], strong=True)
            case "weak next":
                return due(parts[0], strong=False)
            case "until":
                kept = both(self._progress(parts[0], letter), due(node, strong=True))
                return either(self._progress(parts[1], letter), kept)
            case "release":
                freed = either(self._progress(parts[0], letter), due(node, strong=False))
                return both(self._progress(parts[1], letter), freed)

    def _explore(self) -> tuple[frozenset[int], bool]:
        """The states from which acceptance can be reached, and whether all of the automaton could be looked at."""
        before: dict[int, set[int]] = {}
        seen = {self.start}
        todo = [self.start]
        tried = 0
        while todo:
            state = todo.pop()
            support = self._supports[state]
            tried += 1 << support.bit_count()
            if support.bit_count() > _MOST_ATOMS or tried > _MOST_STEPS:
                return frozenset(), False
            for letter in _letters(support):
                reached = self.step(state, letter)
                before.setdefault(reached, set()).add(state)
                if reached not in seen:
                    seen.add(reached)
                    todo.append(reached)
        hopeful = {state for state in seen if self.accepts(state)}
        todo = list(hopeful)
        while todo:
            for earlier in before.get(todo.pop(), ()):
                if earlier not in hopeful:
                    hopeful.add(earlier)
                    todo.append(earlier)
        return frozenset(hopeful), True


def _letters(support: int) -> Iterator[int]:
    """Every letter over some atoms."""
    bits = [1 << n for n in range(support.bit_length()) if support >> n & 1]
    for chosen in product((False, True), repeat=len(bits)):
        yield sum(bit for bit, is_true in zip(bits, chosen, strict=True) if is_true)
