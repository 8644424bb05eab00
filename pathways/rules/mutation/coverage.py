"""A pathway and policies to what no rule speaks of: states, attributes and values that could be lost unnoticed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pathways.definition.model import Bounds, GuardSpec
from pathways.definition.states import ways_out
from pathways.machine import CompiledPathway
from pathways.rules.mutation.made import Mutation
from pathways.rules.policy import Policy, rules_for
from pathways.rules.selectors import select


@dataclass(frozen=True)
class Coverage:
    """What the rules leave out. `states` are names; `values` go with their attribute."""

    states: tuple[str, ...]
    ways: tuple[tuple[str, str], ...]
    attributes: tuple[str, ...]
    values: tuple[tuple[str, tuple[str, ...]], ...]
    number_of_states: int


def coverage(compiled: CompiledPathway, policies: Sequence[Policy]) -> Coverage:
    """What no rule names: not by name, tag, lane, kind or outcome, and no condition asks for.

    An arrow counts as spoken of when a rule names the state it leaves or the one it leads to.
    """
    linked = compiled.linked
    rules = rules_for(compiled.id, policies)
    named: set[str] = set()
    asked: dict[str, set[str]] = {}
    for rule in rules:
        for selectors in rule.spec.selectors().values():
            selection = select(compiled, selectors)
            named |= {compiled.states[at].name for at in selection.members}
        for guard in rule.spec.guards().values():
            for name, allowed in _tests(guard):
                asked.setdefault(name, set()).update(allowed)
    arrows = ((state.name, arrow.to) for state in linked.states.values() for arrow in ways_out(state))
    ways = tuple((name, to) for name, to in arrows if name not in named and to not in named)
    values = {
        name: tuple(v for v in attribute.values if v not in asked[name])
        for name, attribute in linked.attributes.items()
        if name in asked and not attribute.is_range
    }
    return Coverage(
        states=tuple(name for name in linked.states if name not in named),
        ways=ways,
        attributes=tuple(name for name in linked.attributes if name not in asked),
        values=tuple((name, left) for name, left in values.items() if left),
        number_of_states=len(linked.states),
    )


def _tests(guard: GuardSpec) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, allowed in guard.tests.items():
        yield name, () if isinstance(allowed, Bounds) else allowed
    for part in (*(guard.all_ or ()), *(guard.any_ or ()), *(() if guard.not_ is None else (guard.not_,))):
        yield from _tests(part)


@dataclass(frozen=True)
class Tried:
    """One pathway whose rules were tried out, and its file."""

    mutation: Mutation
    coverage: Coverage
    file: str
