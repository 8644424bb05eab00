"""Which attributes can still matter in each state: the exact ground for forgetting all the others.

An attribute matters where some way on from there reads its value before overwriting it (strong
liveness, a backward data-flow problem; Nielson, Nielson and Hankin, Principles of Program Analysis,
section 2.1.4). Two configurations that differ only in attributes that no longer matter have the
same future, so the exploration keeps one of them.

Where branches run side by side, what matters is the union over the regions that are running: a
reader finds an attribute unwritten along its own region's way, whatever the other regions do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pathways.definition import guards
from pathways.definition.guards import Guard
from pathways.machine import NONE, CompiledPathway
from pathways.rules.selectors import entered_states


def live_attributes(pathway: CompiledPathway, read_on_entry: Mapping[int, int]) -> list[int]:
    """For every state, the attributes that matter while its region stands there.

    Parameters
    ----------
    read_on_entry
        By state index, the attributes that somebody outside the pathway (a rule) reads as the state is entered.

    Returns
    -------
    list of int
        One set of attributes per state, as bits: bit `a` for attribute index `a`.
    """
    live = [read_on_entry.get(state, 0) | reads for state, reads in enumerate(reads_of_states(pathway))]
    ways = [list(ways_out(pathway, state)) for state in range(len(pathway.states))]
    into: list[list[int]] = [[] for _ in ways]  # by state, those with an arrow that enters it
    for state, leading in enumerate(ways):
        for arrow, _ in leading:
            for entered in entered_states(pathway, pathway.arrows[arrow].target):
                into[entered].append(state)
    todo = list(range(len(live)))
    while todo:
        state = todo.pop()
        matters = live[state]
        for arrow, found in ways[state]:
            matters |= before_arrow(pathway, arrow, found, live)
        if matters != live[state]:
            live[state] = matters
            todo += into[state]
    return live


def live_in(live: Sequence[int], marking: Sequence[int]) -> int:
    """The attributes that matter in a marking, as bits: those that do in any of its states."""
    mask = 0
    for at in marking:
        if at >= 0:
            mask |= live[at]
    return mask


def merged(reads: Iterable[Mapping[int, int]]) -> dict[int, int]:
    """Attributes (as bits) by state, of several questions together."""
    found: dict[int, int] = {}
    for each in reads:
        for state, mask in each.items():
            found[state] = found.get(state, 0) | mask
    return found


def writes_mask(pathway: CompiledPathway, state: int) -> int:
    """The attributes that moves out of a state find, set or add to, as bits."""
    mask = 0
    for arrow, found in ways_out(pathway, state):
        mask |= found
        for effect in pathway.arrows[arrow].effects:
            mask |= 1 << effect.attribute
    return mask


def reads_mask(pathway: CompiledPathway, guard: Guard) -> int:
    """The attributes of a guard, as bits; those that the pathway does not have are left out."""
    return sum(1 << pathway.attribute_index(name) for name in guards.reads(guard) if name in pathway.attributes)


def reads_of_states(pathway: CompiledPathway) -> Iterator[int]:
    """What each state reads by itself: the guards of a decision, and of the interrupts that may strike there."""
    linked = pathway.linked
    for index, state in enumerate(pathway.states):
        conditions = [branch.when for branch in linked.states[state.name].choose]
        struck = (pathway.interrupts[number].name for number in pathway.interrupts_at.get(index, ()))
        conditions += [linked.interrupts[name].when for name in struck]
        mask = 0
        for condition in conditions:
            if condition is not None:
                mask |= reads_mask(pathway, condition)
        yield mask


def ways_out(pathway: CompiledPathway, index: int) -> Iterator[tuple[int, int]]:
    """Every arrow that leaves a state, with the attributes found on the way out."""
    state = pathway.states[index]
    if state.complete != NONE:
        yield state.complete, sum(1 << attribute for attribute, _ in state.finds)
    if state.timeout != NONE:
        yield state.timeout, 0
    for choice in state.choices:
        yield choice, 0
    for number in pathway.interrupts_at.get(index, ()):
        yield pathway.interrupts[number].arrow, 0


def before_arrow(pathway: CompiledPathway, arrow: int, found: int, live: Sequence[int]) -> int:
    """What matters before an arrow that has found something, given what matters in each state after it.

    Adding to an attribute is no reading of it, unless it may have no value yet: that is a fault to be found.
    """
    row = pathway.arrows[arrow]
    matters = 0
    for entered in entered_states(pathway, row.target):
        matters |= live[entered]
    for effect in reversed(row.effects):
        if not effect.adds:
            matters &= ~(1 << effect.attribute)
        elif may_be_unset(pathway, effect.attribute):
            matters |= 1 << effect.attribute
    return matters & ~found


def may_be_unset(pathway: CompiledPathway, attribute: int) -> bool:
    """Whether a referral may come without a value of the attribute."""
    return pathway.initial[attribute] >= len(pathway.domains[attribute]) and attribute not in pathway.arrival
