"""What the candidates for a repair are made with: the pathway, what the rule names, and where arrows may lead."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pathways.definition.guards import reads
from pathways.definition.linked import DONE, Attribute, LinkedPathway, State
from pathways.machine import CompiledPathway
from pathways.rules.edits import arriving_values
from pathways.rules.edits.base import Edit, scope_of
from pathways.rules.policy import Rule
from pathways.rules.repair.conditions import conditions_of
from pathways.rules.selectors import select
from pathways.rules.verdict import Verdict

# What an edit of each sort changes, from least to most; of two repairs the cheaper is the nearer.
GUARD: Final = 1
LEAD: Final = 2
BRANCH: Final = 3
RECORD: Final = 4
BACK: Final = 1  # more, where a way leads back to where the referral has been
NEAR: Final = 3  # moves from the end of the counterexample
UNNAMED: Final = 2  # more, where it leads to a state that the rule does not name, or where another branch leads


@dataclass(frozen=True)
class Candidate:
    """An edit that might mend a rule. `distance` counts the moves of the counterexample after it."""

    edit: Edit
    cost: int
    distance: int


@dataclass(frozen=True)
class Bench:
    """A broken rule laid out for repair.

    Parameters
    ----------
    goals
        The states that the rule names; a piece by the state where it is entered.
    asked
        The attributes that the rule's conditions read.
    passed
        The states that the counterexample leaves on its way.
    """

    compiled: CompiledPathway
    rule: Rule
    others: Sequence[Rule]
    verdict: Verdict
    goals: tuple[str, ...]
    asked: frozenset[str]
    passed: frozenset[str]
    arriving: Callable[[str], Mapping[str, Attribute]]

    @property
    def linked(self) -> LinkedPathway:
        return self.compiled.linked

    def known_at(self, decision: str) -> dict[str, Attribute]:
        """The attributes, those that the decision weighs with the values that arrive there only."""
        weighed = {name: a for name, a in self.arriving(decision).items() if a.values}
        return {**self.linked.attributes, **weighed}

    def fits(self, state: State, target: str) -> bool:
        """Whether an arrow of the state could be written to lead there: within its own flow, or into a piece of it."""
        linked = self.linked
        if target == DONE:
            return linked.regions[state.region].parallel is not None
        if linked.states[target].region != state.region or target == state.name:
            return False
        scope, there = scope_of(linked, state.name), scope_of(linked, target)
        is_entry = any(piece.entry == target for piece in linked.pieces.values())
        inward = there.startswith(scope) and there.count(".") == scope.count(".") + 1
        return there == scope or (is_entry and inward)

    def beside(self, state: State) -> list[str]:
        """Every state that an arrow of this one could be written to lead to."""
        return [name for name in self.linked.states if self.fits(state, name)]

    def is_close(self, state: State, distance: int) -> bool:
        """Whether more is tried there: near the end of the counterexample, or where the rule's attributes matter."""
        return distance < NEAR or not self.asked.isdisjoint(state.weighed)

    def lead(self, to: str) -> int:
        """What it costs to lead an arrow to a state."""
        return LEAD + (BACK if to in self.passed else 0)


def bench(compiled: CompiledPathway, rule: Rule, others: Sequence[Rule], verdict: Verdict) -> Bench:
    """Lay out what is known of a broken rule."""
    own = conditions_of(compiled, rule, (), ())
    return Bench(
        compiled, rule, others, verdict,
        goals=_goals(compiled, rule),
        asked=frozenset(name for guard in own for name in reads(guard)),
        passed=frozenset(step.left for step in verdict.counterexample[:-1] if step.left is not None),
        arriving=arriving_values(compiled),
    )  # fmt: skip


def _goals(compiled: CompiledPathway, rule: Rule) -> tuple[str, ...]:
    """Where the rule might want a referral to go; a rule that only forbids wants it nowhere."""
    found: dict[str, None] = {}
    if rule.kind.id == "never":
        return ()
    for selectors in rule.spec.selectors().values():
        selection = select(compiled, selectors)
        for piece in selection.pieces:
            inside = {compiled.states[at].name for at in piece}
            found.update((p.entry, None) for p in compiled.linked.pieces.values() if set(p.states) == inside)
        found.update((compiled.states[at].name, None) for at in sorted(selection.states))
    return tuple(found)
