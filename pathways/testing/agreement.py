"""Two executors, the same choices: what the stepper says against what a `Case` does, at every point of a walk."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random
from typing import Final

from pathways.errors import RefusedError
from pathways.machine import DONE, IDLE, Case, CompiledPathway, Configuration, Move, MoveKind, Possible, stepper

_Event = tuple[str, str]  # what happens, and in which state
_Found = frozenset[tuple[str, str]]

_REFUSALS: Final = 3  # events tried at each point that may have to be refused


class DisagreementError(AssertionError):
    """The executors differ; the message says where, and what each of them says."""


def check_agreement(pathway: CompiledPathway, seed: int, *, steps: int = 25, case: Case | None = None) -> int:
    """Walk one referral at random through both executors.

    At every point they must stand at the same states with the same values, allow the same events
    with the same findings, refuse the same, and after each event have made the same moves.

    Parameters
    ----------
    seed
        Of the choices.
    steps
        Events at most; the walk ends earlier at an end.
    case
        A case on the same pathway whose machines may be used again (they cost more than a walk).

    Returns
    -------
    int
        How many events happened.

    Raises
    ------
    DisagreementError
        At the first difference.
    """
    choices = Random(seed)
    arrival = {attribute: choices.randrange(len(pathway.domains[attribute])) for attribute in pathway.arrival}
    configuration = stepper.starting(pathway, choices.choice(pathway.starts), arrival)
    names = {name: pathway.value_text(a, configuration.values[a]) or "" for a, name in _arrival(pathway)}
    start = pathway.states[configuration.marking[0]].name
    case = Case(pathway, start, names) if case is None else case.another(start, names)
    configuration, moved = _settle(pathway, configuration)
    _same("moves at the start", moved, _steps(case, 0))
    for count in range(steps):
        possible = _compare(pathway, configuration, case)
        _compare_refusals(pathway, configuration, case, choices)
        if not possible:
            return count
        move = choices.choice(possible)
        event, at = _event(pathway, move)
        before = len(case.trace)
        configuration, moved = _settle(pathway, stepper.apply(pathway, configuration, move), _step(pathway, move))
        case.fire(event, at, dict(_found(pathway, move)))
        _same(f"moves after '{event}' at '{at}'", moved, _steps(case, before))
    _compare(pathway, configuration, case)
    return steps


def _compare(pathway: CompiledPathway, configuration: Configuration, case: Case) -> tuple[Move, ...]:
    _same("states", _marking(pathway, configuration), case.marking)
    _same("values", _values(pathway, configuration), dict(case.values))
    _same("having ended", stepper.is_ended(pathway, configuration), case.is_ended)
    moves = tuple(m for m in stepper.moves(pathway, configuration) if m.kind < MoveKind.DECIDE)
    offered: dict[_Event, set[_Found]] = {}
    for move in moves:
        offered.setdefault(_event(pathway, move), set()).add(frozenset(_found(pathway, move)))
    allowed = {(one.event, one.at): set(_combinations(one)) for one in case.allowed}
    _same("events", list(offered), list(allowed))
    _same("findings", offered, allowed)
    return moves


def _compare_refusals(pathway: CompiledPathway, configuration: Configuration, case: Case, choices: Random) -> None:
    """What the stepper does not offer, the case must refuse, and stay as it is: events, places and findings."""
    offered = {
        (*_event(pathway, move), frozenset(_found(pathway, move))) for move in stepper.moves(pathway, configuration)
    }
    events = ["complete", "timeout", *(interrupt.name for interrupt in pathway.interrupts)]
    places = [state.name for state in pathway.states]
    tried = [
        (event, place, frozenset[tuple[str, str]]()) for event in events for place in _running(pathway, configuration)
    ]
    tried += [(choices.choice(events), choices.choice(places), frozenset())]
    for event, place, found in list(offered):
        a = choices.randrange(len(pathway.attributes)) if pathway.attributes else 0
        other = {(pathway.attributes[a], choices.choice(pathway.domains[a]))} if pathway.attributes else set()
        changed = dict(found) | dict(other)
        tried.append((event, place, frozenset(changed.items())))
    for event, place, found in choices.sample(tried, min(_REFUSALS, len(tried))):
        if (event, place, found) in offered:
            continue
        before = (case.marking, dict(case.values), case.trace)
        try:
            case.fire(event, place, dict(found))
        except RefusedError:
            _same(
                f"the case after refusing '{event}' at '{place}'", before, (case.marking, dict(case.values), case.trace)
            )
        else:
            raise DisagreementError(
                f"the case let '{event}' happen at '{place}' with {dict(found)}; the stepper does not"
            )


def _same(what: str, stepped: object, cased: object) -> None:
    if stepped != cased:
        raise DisagreementError(f"{what} differ\n  stepper: {stepped}\n  case:    {cased}")


def _settle(
    pathway: CompiledPathway, configuration: Configuration, *steps: tuple[object, ...]
) -> tuple[Configuration, list[tuple[object, ...]]]:
    """Make the moves that take no time; the steps given, then these."""
    made = list(steps)
    while (move := stepper.automatic(pathway, configuration)) is not None:
        made.append(_step(pathway, move))
        configuration = stepper.apply(pathway, configuration, move)
    return configuration, made


def _step(pathway: CompiledPathway, move: Move) -> tuple[object, ...]:
    state, target = pathway.states[move.state], pathway.arrows[move.arrow].target
    choice = state.choices.index(move.arrow) if move.kind is MoveKind.DECIDE else None
    to = "done" if target == DONE else pathway.states[target].name
    return (move.kind.name.lower(), state.name, to, frozenset(_found(pathway, move)), choice)


def _steps(case: Case, since: int) -> list[tuple[object, ...]]:
    return [(step.kind, step.state, step.target, frozenset(step.found), step.choice) for step in case.trace[since:]]


def _event(pathway: CompiledPathway, move: Move) -> _Event:
    name = pathway.interrupts[move.interrupt].name if move.kind is MoveKind.INTERRUPT else move.kind.name.lower()
    return name, pathway.states[move.state].name


def _found(pathway: CompiledPathway, move: Move) -> Iterator[tuple[str, str]]:
    return ((pathway.attributes[a], pathway.domains[a][value]) for a, value in move.found)


def _combinations(possible: Possible) -> Iterator[_Found]:
    names = [name for name, _ in possible.finds]
    return (frozenset(zip(names, found, strict=True)) for found in product(*(values for _, values in possible.finds)))


def _marking(pathway: CompiledPathway, configuration: Configuration) -> tuple[str | None, ...]:
    special = {IDLE: None, DONE: "done"}
    return tuple(special[at] if at < 0 else pathway.states[at].name for at in configuration.marking)


def _running(pathway: CompiledPathway, configuration: Configuration) -> list[str]:
    return [pathway.states[at].name for at in configuration.marking if at >= 0]


def _values(pathway: CompiledPathway, configuration: Configuration) -> dict[str, str | None]:
    return {name: pathway.value_text(a, configuration.values[a]) for a, name in enumerate(pathway.attributes)}


def _arrival(pathway: CompiledPathway) -> Iterator[tuple[int, str]]:
    return ((a, pathway.attributes[a]) for a in pathway.arrival)
