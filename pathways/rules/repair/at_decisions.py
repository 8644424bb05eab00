"""The changes of a decision that might mend a rule: conditions, one branch more, another default, other ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pathways.definition.guards import Guard
from pathways.definition.linked import Branch, LinkedPathway, State
from pathways.rules.edits.base import Edit, Make, arrow_name, moved, on_state, scope_of, twins
from pathways.rules.edits.decisions import turned_round, with_guard, with_ways_swapped
from pathways.rules.edits.ways import led
from pathways.rules.repair.bench import BRANCH, GUARD, UNNAMED, Bench, Candidate
from pathways.rules.repair.conditions import both, either, opposite
from pathways.rules.repair.steps import Turn
from pathways.rules.repair.writing import as_written, typed


def at_decision(bench: Bench, turn: Turn, slot: int, asked: Sequence[Guard]) -> Iterator[Candidate]:
    """Everything worth trying where the counterexample took branch number `slot`."""
    one = _Decision(bench, bench.linked.states[turn.state], slot, turn.distance, asked)
    yield from one.guarded()
    yield from one.taken_by_others()
    if one.branch.when is None:
        yield from one.excepted()
        yield from one.turned()
    yield from one.led()


@dataclass(frozen=True)
class _Decision:
    bench: Bench
    state: State
    slot: int
    distance: int
    asked: Sequence[Guard]

    @property
    def branch(self) -> Branch:
        return self.state.choose[self.slot]

    def candidate(self, cost: int, words: str, change: Callable[[State], State], at: Branch | None = None) -> Candidate:
        return self.made(cost, words, on_state(self.state.name, change), at)

    def made(self, cost: int, words: str, make: Make, at: Branch | None = None) -> Candidate:
        place = (at or self.branch).origin.place()
        return Candidate(Edit("repair", self.state.name, words, place, make), cost, self.distance)

    def written(self, guard: Guard) -> str:
        return as_written(guard, self.bench.linked)

    def typed(self, to: str) -> str:
        return typed(self.bench.linked, to, scope_of(self.bench.linked, self.state.name))

    def guarded(self) -> Iterator[Candidate]:
        """The branch asks for more."""
        for guard in self.asked if self.branch.when is not None else ():
            assert self.branch.when is not None
            tighter = both(self.branch.when, guard)
            if tighter is not None and tighter != self.branch.when:
                words = f"guard {arrow_name(self.slot, self.state)} of '{self.state.name}' with {self.written(tighter)}"
                yield self.candidate(GUARD, words, partial(with_guard, number=self.slot, guard=tighter))

    def taken_by_others(self) -> Iterator[Candidate]:
        """Another branch takes such cases too."""
        known = self.bench.known_at(self.state.name)
        for number, other in enumerate(self.state.choose):
            for guard in self.asked if number != self.slot and other.when is not None else ():
                assert other.when is not None
                wider = either(other.when, guard, known)
                if wider is not None and wider != other.when:
                    words = f"let {arrow_name(number, self.state)} of '{self.state.name}' ask for {self.written(wider)}"
                    yield self.candidate(GUARD, words, partial(with_guard, number=number, guard=wider), other)

    def excepted(self) -> Iterator[Candidate]:
        """A new branch takes such cases before the default does."""
        for guard in self.asked:
            for to in self.ways():
                if to != self.branch.arrow.to:
                    words = (
                        f"give '{self.state.name}' a branch before its default: "
                        f"{{when: {self.written(guard)}, then: {self.typed(to)}}}"
                    )
                    yield self.made(BRANCH, words, _excepted(self.state.name, self.slot, guard, to))

    def turned(self) -> Iterator[Candidate]:
        """The default and an exception exchanged, the new exception with a condition that the rules ask for."""
        old = self.branch.arrow.to
        for number, branch in enumerate(self.state.choose):
            if branch.when is None or branch.arrow.to == old:
                continue
            own = opposite(branch.when, self.bench.known_at(self.state.name))
            for guard in dict.fromkeys([*self.asked, *([own] if own is not None else [])]):
                words = (
                    f"make '{self.typed(branch.arrow.to)}' the default of '{self.state.name}', and branch {number + 1} "
                    f"its exception: {{when: {self.written(guard)}, then: {self.typed(old)}}}"
                )
                yield self.candidate(
                    BRANCH, words, partial(turned_round, exception=number, default=self.slot, when=guard)
                )

    def led(self) -> Iterator[Candidate]:
        """The branch leads elsewhere, or changes its way with another."""
        name, ways = self.state.name, self.ways()
        who = arrow_name(self.slot, self.state)
        for number, other in enumerate(self.state.choose):
            is_default = self.branch.when is None or other.when is None
            if number != self.slot and is_default and other.arrow.to != self.branch.arrow.to:
                words = f"swap where {who} and {arrow_name(number, self.state)} of '{name}' lead"
                yield self.candidate(BRANCH, words, partial(with_ways_swapped, one=self.slot, other=number))
        far = self.bench.beside(self.state) if self.bench.is_close(self.state, self.distance) else []
        for to in dict.fromkeys([*ways, *far]):
            is_named = to in self.bench.goals
            is_taken = any(branch.arrow.to == to for branch in self.state.choose)
            # Back to where it has been only if the rule names that; where another branch leads, rather not.
            if to == self.branch.arrow.to or (to in self.bench.passed and not is_named):
                continue
            words = f"lead {who} of '{name}' to '{self.typed(to)}'"
            cost = self.bench.lead(to) + (0 if is_named and not is_taken else UNNAMED)
            yield self.made(cost, words, led(name, self.slot, to))

    def ways(self) -> list[str]:
        """Where its branches lead already, and where the rule would have them lead."""
        own = [branch.arrow.to for branch in self.state.choose]
        return list(dict.fromkeys([*own, *(g for g in self.bench.goals if self.bench.fits(self.state, g))]))


def _excepted(name: str, before: int, guard: Guard, to: str) -> Make:
    """A decision (and each twin) gets one branch more."""

    def make(linked: LinkedPathway) -> LinkedPathway:
        targets = {twin: moved(linked, name, twin, to) for twin in twins(linked, name)}
        more = {twin: _with_exception(linked.states[twin], before, guard, target) for twin, target in targets.items()}
        return replace(linked, states={**linked.states, **more})

    return make


def _with_exception(state: State, before: int, guard: Guard, to: str) -> State:
    """The decision with one branch more; its effects are those of the branch that leads there already."""
    same = next((b.arrow for b in state.choose if b.arrow.to == to), None)
    arrow = same or replace(state.choose[before].arrow, to=to, effects=())
    extra = Branch(guard, arrow, state.choose[before].origin)
    return replace(state, choose=(*state.choose[:before], extra, *state.choose[before:]), order_matters=True)
