"""What is true of a position of a trace: atoms, and each move's letter, the set of atoms that are true after it.

A position is a configuration together with the move that led to it. Arriving is the first position.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pathways.definition import guards
from pathways.definition.guards import Guard
from pathways.machine import DONE, NONE, CompiledPathway, Move, MoveKind
from pathways.rules.liveness import reads_mask
from pathways.rules.selectors import Selection, entered_states
from pathways.rules.space import Space

ARRIVE = "arrive"


@dataclass(frozen=True)
class Atom:
    """A proposition about a position; every part that is given must be true.

    Parameters
    ----------
    entering
        The move enters one of these (arriving counts).
    standing
        The configuration after the move stands in one of these, in whatever region.
    leaving
        The move leaves one of these: it happened there, and does not lead back into the selection.
    events
        The move is one of these: `arrive`, `complete`, `timeout`, `decide`, `join`, or an interrupt's name.
    when
        True of the values just after the move; an attribute that the pathway does not have is never set.
    """

    entering: Selection | None = None
    standing: Selection | None = None
    leaving: Selection | None = None
    events: frozenset[str] | None = None
    when: Guard | None = None


def event_name(pathway: CompiledPathway, move: Move) -> str:
    """`complete`, `timeout`, `decide`, `join`, or the interrupt's name."""
    if move.kind is MoveKind.INTERRUPT:
        return pathway.interrupts[move.interrupt].name
    return move.kind.name.lower()


def reads_of_atoms(pathway: CompiledPathway, atoms: Sequence[Atom]) -> dict[int, int]:
    """Which attributes (as bits) the atoms read, by the states in which they must be kept, for `explore`."""
    reads: dict[int, int] = {}

    def keep(state: int, mask: int) -> None:
        reads[state] = reads.get(state, 0) | mask

    for atom in atoms:
        mask = 0 if atom.when is None else reads_mask(pathway, atom.when)
        if not mask:
            continue
        if atom.standing is not None:
            for state in atom.standing.members:
                keep(state, mask)
        elif atom.entering is None and atom.leaving is None and atom.events is None:
            for state in range(len(pathway.states)):
                keep(state, mask)
        else:
            for left, target in arrows_between(pathway):
                if atom.entering is None or atom.entering.is_entered(entered_states(pathway, target), left):
                    keep(target if target != DONE else _parallel_of(pathway, left), mask)
    return reads


def arrows_between(pathway: CompiledPathway) -> Iterator[tuple[int | None, int]]:
    """Every (state left, state entered or DONE) that some arrow joins; (None, start) for arrivals."""
    for start in pathway.starts:
        yield None, start
    for index, state in enumerate(pathway.states):
        for arrow in (state.complete, state.timeout, *state.choices):
            if arrow != NONE:
                yield index, pathway.arrows[arrow].target
    for interrupt in pathway.interrupts:
        for index in sorted(interrupt.during):
            yield index, pathway.arrows[interrupt.arrow].target


def _parallel_of(pathway: CompiledPathway, state: int | None) -> int:
    """The parallel state that a state stands in; it is still there when the branch is done."""
    assert state is not None
    return pathway.regions[pathway.states[state].region].parallel


class Letters:
    """The letter of every position: bit `i` says whether atom `i` is true there.

    `silent` says of each move whether its letter is always 0.
    """

    def __init__(self, space: Space, atoms: Sequence[Atom]) -> None:
        self.space, self.atoms = space, atoms
        pathway = space.pathway
        mask = 0
        for atom in atoms:
            if atom.when is not None:
                mask |= reads_mask(pathway, atom.when)
        self._mask = space.packing.fields(mask)
        self._standing = [(1 << n, atom.standing.members) for n, atom in enumerate(atoms) if atom.standing is not None]
        self._stands: dict[int, int] = {}
        self._known: list[dict[tuple[int, int], int]] = [{} for _ in space.moves]
        alike: dict[tuple[str, int, int], int] = {}  # moves that differ in what they find only may satisfy the same
        self._candidates = []
        for move in space.moves:
            what = (event_name(pathway, move), move.state, pathway.arrows[move.arrow].target)
            if what not in alike:
                alike[what] = self._might(move)
            self._candidates.append(alike[what])
        self.silent = [candidates == 0 for candidates in self._candidates]

    def of(self, move: int, reached: int) -> int:
        """The letter after a move (its number in `space.moves`) that reached a configuration."""
        if self.silent[move]:
            return 0
        code = self.space.codes[reached]
        key = (code & self._mask, self._stand(code & self.space.packing.marking_mask) if self._standing else 0)
        letter = self._known[move].get(key)
        if letter is None:
            letter = self._known[move][key] = self._letter(self._candidates[move], reached)
        return letter

    def _stand(self, marking_code: int) -> int:
        """The atoms that ask for standing somewhere, and are right in a marking."""
        stands = self._stands.get(marking_code)
        if stands is None:
            marking = self.space.markings[marking_code]
            right = (bit for bit, members in self._standing if not members.isdisjoint(marking))
            stands = self._stands[marking_code] = sum(right)
        return stands

    def at_start(self, index: int) -> int:
        """The letter of arriving in a starting configuration."""
        entered = entered_states(self.space.pathway, self.space.marking(index)[0])
        candidates = 0
        for number, atom in enumerate(self.atoms):
            if (
                (atom.entering is None or atom.entering.is_entered(entered, None))
                and atom.leaving is None
                and (atom.events is None or ARRIVE in atom.events)
            ):
                candidates |= 1 << number
        return self._letter(candidates, index)

    def _might(self, move: Move) -> int:
        """The atoms that the move satisfies as far as that does not depend on the configuration."""
        pathway = self.space.pathway
        target = pathway.arrows[move.arrow].target
        entered = entered_states(pathway, target)
        stays = target if target != DONE else _parallel_of(pathway, move.state)
        candidates = 0
        for number, atom in enumerate(self.atoms):
            if atom.entering is not None and not atom.entering.is_entered(entered, move.state):
                continue
            if atom.leaving is not None and (move.state not in atom.leaving.members or stays in atom.leaving.members):
                continue
            if atom.events is not None and event_name(pathway, move) not in atom.events:
                continue
            candidates |= 1 << number
        return candidates

    def _letter(self, candidates: int, index: int) -> int:
        letter = 0
        for number, atom in enumerate(self.atoms):
            if not candidates >> number & 1:
                continue
            if atom.standing is not None and atom.standing.members.isdisjoint(self.space.marking(index)):
                continue
            if atom.when is None or guards.holds(atom.when, values_at(self.space, index, atom.when)):
                letter |= 1 << number
        return letter


def values_at(space: Space, index: int, guard: Guard) -> Mapping[str, str | None]:
    """The values that a guard weighs in a configuration; they must be live there."""
    known = space.pathway.attributes
    return {name: space.value_text(index, known.index(name)) if name in known else None for name in guards.reads(guard)}
