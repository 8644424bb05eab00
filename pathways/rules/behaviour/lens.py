"""What somebody who watches a referral sees of it: the difference between two pathways is one that can be seen.

A move is seen as letters: what was answered or happened where the referral stood, then what it entered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from pathways.machine import DONE, CompiledPathway, Kind, Move, MoveKind
from pathways.rules.selectors import entered_states

# ("arrives", values), ("finds", state, values), ("completes", state), ("timeout", state), ("interrupt", name, state),
# ("enters", state), ("ends", outcome), ("knows", values)
Letter = tuple[object, ...]
Values = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Lens:
    """What is seen of one pathway, under the names that both have in common.

    Parameters
    ----------
    arrival
        The attributes whose value is seen as a referral arrives.
    states
        The states that are seen, each under the name it is compared by; None for all, under their own.
    findings
        By (compared) name of a state, the attributes whose finding is seen; None for all.
    entering
        Whether it is seen which states are entered. Without it, only answers, events and outcomes are.
    view
        The (compared) names of the states that are looked at, where branches run side by side; None for all. What
        happens in the others is not seen until the parallel state is left: then `changed` is.
    changed
        By (compared) name of a parallel state, the attributes that its branches may change.
    interrupts
        What interrupts are called in the comparison, where not by their own names.
    whole
        Whether plain completions, the states of interrupts and the names of ends are seen too, so that no two moves
        of one moment look alike.
    watched
        Attributes whose value is seen after every move.
    """

    arrival: tuple[str, ...] = ()
    states: Mapping[str, str] | None = None
    findings: Mapping[str, frozenset[str]] | None = None
    entering: bool = True
    view: frozenset[str] | None = None
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    whole: bool = False
    watched: tuple[str, ...] = ()
    interrupts: Mapping[str, str] = field(default_factory=dict)

    def name(self, state: str) -> str | None:
        """What a state is called in the comparison; None if it is not seen."""
        return state if self.states is None else self.states.get(state)

    def arriving(self, pathway: CompiledPathway, start: int, values: Values) -> Iterator[Letter]:
        if values:
            yield "arrives", values
        yield from self.entered(pathway, start)

    def moving(
        self, pathway: CompiledPathway, move: Move, before: Callable[[str], str | None], after: Values
    ) -> Iterator[Letter]:
        """A move as letters; `before` gives an attribute's value before it, `after` those watched after it."""
        yield from self.left(pathway, move)
        changed = self.changed.get(self.name(pathway.states[move.state].name) or "", ())
        if changed and self.view is not None:
            yield "knows", tuple((name, before(name)) for name in changed)
        yield from self.entered(pathway, pathway.arrows[move.arrow].target)
        if after:
            yield "knows", after

    def is_in_view(self, name: str | None) -> bool:
        return self.view is None or name is None or name in self.view

    def left(self, pathway: CompiledPathway, move: Move) -> Iterator[Letter]:
        """What is seen of what happened in the state that is left."""
        name = self.name(pathway.states[move.state].name)
        if not self.is_in_view(name):
            return
        if move.kind is MoveKind.INTERRUPT:
            event = pathway.interrupts[move.interrupt].name
            yield "interrupt", self.interrupts.get(event, event), name if self.whole else None
        elif name is not None and move.kind is MoveKind.TIMEOUT:
            yield "timeout", name
        elif name is not None and move.kind is MoveKind.COMPLETE:
            seen = None if self.findings is None else self.findings.get(name, frozenset())
            found = tuple(
                (pathway.attributes[a], pathway.value_text(a, value))
                for a, value in move.found
                if seen is None or pathway.attributes[a] in seen
            )
            if found:
                yield "finds", name, tuple(sorted(found))
            elif self.whole:
                yield "completes", name

    def entered(self, pathway: CompiledPathway, target: int) -> Iterator[Letter]:
        for index in () if target == DONE else entered_states(pathway, target):
            state = pathway.states[index]
            if state.kind is Kind.END and not self.whole:
                yield "ends", pathway.linked.states[state.name].outcome
            elif self.entering and (name := self.name(state.name)) is not None and self.is_in_view(name):
                yield "enters", name
