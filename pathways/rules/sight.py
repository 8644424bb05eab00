"""What a question looks at in a pathway: the states whose moves it tells apart from no move at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pathways.machine import CompiledPathway, MoveKind
from pathways.rules.atoms import Atom, arrows_between
from pathways.rules.automaton import Automaton
from pathways.rules.liveness import reads_mask, writes_mask
from pathways.rules.monitor import Monitor
from pathways.rules.selectors import entered_states

_LARGEST: Final = 4_096  # letters tried on states of an automaton before it is taken to count every position


@dataclass(frozen=True)
class Sight:
    """What a question looks at.

    Parameters
    ----------
    states
        The states whose moves it tells apart from no move at all, or where it asks whether a referral stands there.
    traps
        Whether it asks from where an end can be reached.
    """

    states: frozenset[int] = frozenset()
    traps: bool = False

    def __or__(self, other: Sight) -> Sight:
        return Sight(self.states | other.states, self.traps or other.traps)


def sight_of_monitors(pathway: CompiledPathway, monitors: Sequence[Monitor]) -> Sight:
    """The states in branches that some move leaves which is an event of a monitor."""
    events = [event for monitor in monitors for event in monitor.events if event is not None]
    seen: set[int] = set()
    for left, target in _arrows_in_branches(pathway):
        entered = entered_states(pathway, target)
        if any(event.entering.is_entered(entered, left) for event in events):
            seen.add(left)
    return Sight(frozenset(seen))


def sight_of_run(pathway: CompiledPathway, atoms: Sequence[Atom], automaton: Automaton) -> Sight | None:
    """The states whose moves, or where standing, can change a letter; None if the automaton counts positions."""
    if not _forgets_repetitions(atoms, automaton):
        return None
    seen: set[int] = set()
    for atom in atoms:
        seen.update(_seen_by(pathway, atom))
    return Sight(frozenset(seen))


def _seen_by(pathway: CompiledPathway, atom: Atom) -> Iterator[int]:
    if atom.standing is not None:
        yield from atom.standing.members
    if _lasts(atom):
        mask = 0 if atom.when is None else reads_mask(pathway, atom.when)
        yield from (state for state in range(len(pathway.states)) if writes_mask(pathway, state) & mask)
        return
    for left, target in _arrows_in_branches(pathway):
        if atom.entering is not None and not atom.entering.is_entered(entered_states(pathway, target), left):
            continue
        if atom.leaving is not None and left not in atom.leaving.members:
            continue
        if atom.events is None or not atom.events.isdisjoint(_event_names(pathway, left)):
            yield left


def _arrows_in_branches(pathway: CompiledPathway) -> list[tuple[int, int]]:
    """Every (state left, state entered or DONE) of a move inside a branch: only there the order of moves is free."""
    arrows = arrows_between(pathway)
    return [(left, target) for left, target in arrows if left is not None and pathway.states[left].region]


def _event_names(pathway: CompiledPathway, at: int) -> Iterator[str]:
    """The names of the events that may happen in a state, at least."""
    yield from (kind.name.lower() for kind in MoveKind if kind is not MoveKind.INTERRUPT)
    yield from (pathway.interrupts[number].name for number in pathway.interrupts_at.get(at, ()))


def _lasts(atom: Atom) -> bool:
    """Whether it stays true from one position to the next, and is not about the move."""
    return atom.entering is None and atom.leaving is None and atom.events is None


def _forgets_repetitions(atoms: Sequence[Atom], automaton: Automaton) -> bool:
    """Whether a position after which only what lasts is still true makes no difference to the automaton.

    Such a position is what a move that nobody looks at adds (stuttering: Lamport 1983; Peled and Wilke 1997).
    """
    letters = 1 << len(atoms)
    lasting = sum(1 << number for number, atom in enumerate(atoms) if _lasts(atom))
    known, todo = {automaton.start}, [automaton.start]
    for state in todo:  # grows while it is read
        if len(todo) * letters > _LARGEST:
            return False
        for letter in range(letters):
            reached = automaton.step(state, letter)
            if automaton.step(reached, letter & lasting) != reached:
                return False
            if reached not in known:
                known.add(reached)
                todo.append(reached)
    return True
