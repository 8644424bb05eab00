"""The reference semantics: which moves a configuration offers, and what each makes of it.

Pure functions over integer tables. Every other executor must agree with this one; the numbered
rules are those of docs/definition-language.md, "Meaning".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from itertools import product
from typing import NamedTuple

from pathways.machine.compiled import DONE, IDLE, NONE, CompiledPathway, Effect, Kind, State


class Configuration(NamedTuple):
    """Where a referral stands: the state of every region (or IDLE, DONE) and every attribute's value index."""

    marking: tuple[int, ...]
    values: tuple[int, ...]


class MoveKind(IntEnum):
    COMPLETE = 0
    TIMEOUT = 1
    INTERRUPT = 2
    DECIDE = 3
    JOIN = 4


class Move(NamedTuple):
    """One possible step. `arrow` indexes the pathway's arrows; `interrupt` its interrupts (or NONE)."""

    kind: MoveKind
    region: int
    state: int
    arrow: int
    found: tuple[tuple[int, int], ...] = ()
    interrupt: int = NONE


def starting(pathway: CompiledPathway, start: int, arrival: Mapping[int, int]) -> Configuration:
    """The configuration of a new referral at `start` (a state index) with its arrival values, by attribute index."""
    values = list(pathway.initial)
    for attribute in pathway.arrival:
        values[attribute] = arrival[attribute]
    marking = [IDLE] * len(pathway.regions)
    _enter(pathway, marking, start)
    return Configuration(tuple(marking), tuple(values))


def standing_at(pathway: CompiledPathway, chain: Sequence[int], values: Sequence[int]) -> Configuration:
    """The configuration of a referral in the midst of its way, with the value of every attribute.

    Parameters
    ----------
    chain
        The state where it stands and, before it, the parallel states around it, the outermost first. Their other
        branches stand at their beginnings.
    """
    marking = [IDLE] * len(pathway.regions)
    for at in chain:
        region = pathway.states[at].region
        if marking[region] >= 0:
            _leave(pathway, marking, marking[region])
        _enter(pathway, marking, at)
    return Configuration(tuple(marking), tuple(values))


def all_starting(pathway: CompiledPathway) -> Iterator[Configuration]:
    """Every starting configuration: each start with each combination of arrival values."""
    choices = [range(len(pathway.domains[a])) for a in pathway.arrival]
    for start in pathway.starts:
        for combination in product(*choices):
            yield starting(pathway, start, dict(zip(pathway.arrival, combination, strict=True)))


def is_ended(pathway: CompiledPathway, configuration: Configuration) -> bool:
    return pathway.states[configuration.marking[0]].kind is Kind.END


def automatic(pathway: CompiledPathway, configuration: Configuration) -> Move | None:
    """The one move of an unsettled configuration (rule 2); None if it is settled, or stuck at a decision."""
    region = unsettled_region(pathway, configuration)
    if region is None:
        return None
    at = configuration.marking[region]
    state = pathway.states[at]
    if state.decide is None:
        return Move(MoveKind.JOIN, region, at, state.complete)
    choice = state.decide.at(configuration.values)
    return None if choice == NONE else Move(MoveKind.DECIDE, region, at, state.choices[choice])


def unsettled_region(pathway: CompiledPathway, configuration: Configuration) -> int | None:
    """The lowest-numbered region at a decision or at a parallel state whose branches are all done."""
    marking = configuration.marking
    for region, at in enumerate(marking):
        if at < 0:
            continue
        state = pathway.states[at]
        joins = state.kind is Kind.PARALLEL and all(marking[branch] == DONE for branch in state.branches)
        if joins or state.kind is Kind.DECISION:
            return region
    return None


def moves(pathway: CompiledPathway, configuration: Configuration) -> tuple[Move, ...]:
    """Every possible move, in a fixed order: completions, then timeout, region by region; then interrupts.

    Empty when the referral has ended, or when it is stuck at a decision that covers no branch.
    """
    if unsettled_region(pathway, configuration) is not None:
        move = automatic(pathway, configuration)
        return () if move is None else (move,)
    possible: list[Move] = []
    for region, at in enumerate(configuration.marking):
        if at < 0:
            continue
        state = pathway.states[at]
        if state.complete != NONE and state.kind is not Kind.PARALLEL:
            possible += (Move(MoveKind.COMPLETE, region, at, state.complete, found) for found in findings(state))
        if state.timeout != NONE:
            possible.append(Move(MoveKind.TIMEOUT, region, at, state.timeout))
    for number, interrupt in enumerate(pathway.interrupts):
        at = configuration.marking[interrupt.region]
        if at in interrupt.during and (interrupt.when is None or interrupt.when.at(configuration.values)):
            possible.append(Move(MoveKind.INTERRUPT, interrupt.region, at, interrupt.arrow, (), number))
    return tuple(possible)


def findings(state: State) -> Iterator[tuple[tuple[int, int], ...]]:
    """Every combination of values that the state may find; one empty combination if it finds nothing."""
    names = [attribute for attribute, _ in state.finds]
    for values in product(*(allowed for _, allowed in state.finds)):
        yield tuple(zip(names, values, strict=True))


def apply(pathway: CompiledPathway, configuration: Configuration, move: Move) -> Configuration:
    """The configuration after a possible move (rules 4 and 5). The move is not checked again."""
    arrow = pathway.arrows[move.arrow]
    values = list(configuration.values)
    for attribute, value in move.found:
        values[attribute] = value
    for effect in arrow.effects:
        values[effect.attribute] = affected(pathway, values[effect.attribute], effect)
    marking = list(configuration.marking)
    _leave(pathway, marking, move.state)
    if arrow.target == DONE:
        marking[move.region] = DONE
    else:
        _enter(pathway, marking, arrow.target)
    return Configuration(tuple(marking), tuple(values))


def affected(pathway: CompiledPathway, value: int, effect: Effect) -> int:
    """The value index after one effect. Adding saturates at the ends of the range; unset counts as the lowest."""
    if not effect.adds:
        return effect.operand
    highest = len(pathway.domains[effect.attribute]) - 1
    now = value if value <= highest else 0
    return min(max(now + effect.operand, 0), highest)


def _enter(pathway: CompiledPathway, marking: list[int], at: int) -> None:
    state = pathway.states[at]
    marking[state.region] = at
    for branch in state.branches:
        _enter(pathway, marking, pathway.regions[branch].start)


def _leave(pathway: CompiledPathway, marking: list[int], at: int) -> None:
    for branch in pathway.states[at].branches:
        if marking[branch] >= 0:
            _leave(pathway, marking, marking[branch])
        marking[branch] = IDLE
