"""Two matched versions of a pathway to the steps and outcomes in which they differ, each told by a trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pathways.machine import CompiledPathway
from pathways.rules.behaviour.alike import mattering
from pathways.rules.behaviour.automaton import Automaton, Edge, automaton, with_moves
from pathways.rules.behaviour.compare import Surplus, surpluses
from pathways.rules.behaviour.lens import Letter
from pathways.rules.behaviour.matching import Matching
from pathways.rules.behaviour.words import instead, said
from pathways.rules.exploration import explore
from pathways.rules.space import Space, Way
from pathways.rules.trace import TraceStep, replay
from pathways.rules.versions.found import Difference, Turned


class Pair:
    """Two versions, ready to be compared."""

    def __init__(self, old: CompiledPathway, new: CompiledPathway, matching: Matching, budget: int) -> None:
        self.matching, self.budget = matching, budget
        names = {new_name: new_name for new_name in matching.states.values()}
        # A shared piece may be handed anything.
        anything = "shared" in (old.linked.status, new.linked.status)
        self.old_space = explore(old, _kept(old, matching.states, matching.changed), from_anything=anything)
        self.new_space = explore(new, _kept(new, names, matching.changed), from_anything=anything)
        mattered = mattering(self.old_space, self.new_space)
        arrives = {old.attributes[a] for a in self.old_space.free} & {new.attributes[a] for a in self.new_space.free}
        self.arrival = tuple(name for name in mattered if name in arrives)
        back = {new_name: old_name for old_name, new_name in matching.states.items()}
        self.old_told = _telling(self.old_space, self.new_space, matching.states)
        self.new_told = _telling(self.new_space, self.old_space, back)

    def automata(self, **lens: Any) -> tuple[Automaton, Automaton]:
        return (
            automaton(self.old_space, self.matching.old_lens(self.arrival, **lens)),
            automaton(self.new_space, self.matching.new_lens(self.arrival, **lens)),
        )

    def differences(self) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
        """What is possible now, and what is no longer; both empty only if nothing at all differs."""
        old, new = self.automata()
        more = surpluses(new, old, budget=self.budget, first_only=True)
        less = surpluses(old, new, budget=self.budget, first_only=True)
        if not more and not less:
            return (), ()
        possible: dict[str, Difference] = {}
        gone: dict[str, Difference] = {}
        for view in self.matching.views():
            for found, kept in zip(self.told(view), (possible, gone), strict=True):
                for difference in found:
                    kept.setdefault(difference.words, difference)
        # What no branch shows by itself is one of their order, or of what they do together.
        if more and not possible:
            possible[""] = replace(self.difference(self.new_told, old, more), only_order=True)
        if less and not gone:
            gone[""] = replace(self.difference(self.old_told, new, less), only_order=True)
        return _nearest(possible), _nearest(gone)

    def told(self, view: frozenset[str]) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
        old, new = self.automata(view=view)
        possible = surpluses(new, old, budget=self.budget)
        gone = surpluses(old, new, budget=self.budget)
        return (
            tuple(self.difference(self.new_told, old, group) for group in _grouped(possible)),
            tuple(self.difference(self.old_told, new, group) for group in _grouped(gone)),
        )

    def difference(self, told: Space, other: Automaton, group: Sequence[Surplus]) -> Difference:
        first = group[0]
        offers = [edge.letter for node in first.others for edge in other.edges[node] if edge.letter is not None]
        titles = {name: self.matching.new.states[name].title for name in self.matching.states.values()}
        return Difference(
            said(told, group, titles), instead(first.word[-1], offers, titles), _steps(told, first.history)
        )

    def turned(self) -> tuple[Turned, ...]:
        """The outcomes that the same answers had before and have now; one example of each change."""
        old, new = self.automata(entering=False)
        found: dict[tuple[str, str], Turned] = {}
        for surplus in surpluses(new, old, budget=self.budget):
            if surplus.word[-1][0] != "ends":
                continue
            ends = {e.letter for node in surplus.others for e in old.edges[node] if e.letter and e.letter[0] == "ends"}
            for letter in sorted(ends, key=str):
                key = (str(letter[1]), str(surplus.word[-1][1]))
                if key not in found:
                    way = reading(old, (*surplus.word[:-1], letter))
                    found[key] = Turned(*key, _steps(self.old_told, way), _steps(self.new_told, surplus.history))
        return tuple(found.values())


def _kept(
    compiled: CompiledPathway, names: Mapping[str, str], changed: Mapping[str, tuple[str, ...]]
) -> dict[int, int]:
    """For `explore`: what a parallel state's branches change is kept until it is left."""
    return {
        compiled.index[own]: sum(1 << compiled.attribute_index(attribute) for attribute in changed[name])
        for own, name in names.items()
        if name in changed
    }


def _nearest(found: dict[str, Difference]) -> tuple[Difference, ...]:
    return tuple(sorted(found.values(), key=lambda difference: len(difference.steps)))


def _grouped(found: Sequence[Surplus]) -> list[list[Surplus]]:
    """An interrupt is one difference wherever it may happen; any other step counts for its own state."""
    groups: dict[tuple[object, ...], list[Surplus]] = {}
    for surplus in found:
        letter, move = surplus.word[-1], surplus.edge.move
        if letter[0] == "knows":
            continue  # what a branch found is told where that branch is looked at
        left = None if letter[0] == "interrupt" or move is None else (move.kind, move.state, move.interrupt)
        groups.setdefault((left, letter), []).append(surplus)
    return list(groups.values())


def _steps(space: Space, history: Sequence[Edge]) -> tuple[TraceStep, ...]:
    """A history told step by step."""
    more, steps = with_moves(space, history)
    return replay(more, Way(history[0].configuration, steps)).steps


def _telling(space: Space, other: Space, names: Mapping[str, str]) -> Space:
    """The space with everything live that matters in either version, so that it is told."""
    there, here = other.pathway, space.pathway
    live = list(space.live)
    for index, state in enumerate(here.states):
        counterpart = there.index.get(names.get(state.name, ""))
        if counterpart is None:
            continue
        for attribute, name in enumerate(here.attributes):
            if name in there.attributes and other.live[counterpart] >> there.attribute_index(name) & 1:
                live[index] |= 1 << attribute
    return replace(space, live=live)


def reading(automaton: Automaton, word: Sequence[Letter]) -> tuple[Edge, ...]:
    """A shortest history that shows a word, which must be one that the automaton can show."""
    parents: dict[tuple[int, int], tuple[tuple[int, int], Edge] | None] = {(0, 0): None}
    queue = [(0, 0)]
    for node, read in queue:  # grows while it is walked
        for edge in automaton.edges[node]:
            if edge.letter is not None and (read == len(word) or edge.letter != word[read]):
                continue
            reached = (edge.node, read + (edge.letter is not None))
            if reached not in parents:
                parents[reached] = ((node, read), edge)
                queue.append(reached)
            if reached[1] == len(word):
                return _back(parents, reached)
    raise ValueError("the automaton cannot show the word")


def _back(parents: dict[tuple[int, int], tuple[tuple[int, int], Edge] | None], at: tuple[int, int]) -> tuple[Edge, ...]:
    history = []
    while (before := parents[at]) is not None:
        at, edge = before
        history.append(edge)
    return tuple(reversed(history))
