"""A step that one version of a pathway allows and the other does not, as a sentence about a referral."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pathways.machine import DONE, Move, MoveKind
from pathways.machine.telling import spelt
from pathways.rules.behaviour.compare import Surplus
from pathways.rules.behaviour.lens import Letter
from pathways.rules.lints.base import quoted
from pathways.rules.space import Space


def said(space: Space, group: Sequence[Surplus], titles: Mapping[str, str]) -> str:
    """What a referral can do: the same step, from one state or (an interrupt) from several.

    Parameters
    ----------
    titles
        By the name that a state is compared by, its title.
    """
    pathway = space.pathway
    surplus = group[0]
    letter, move = surplus.word[-1], surplus.edge.move
    if move is None:
        if letter[0] == "arrives":
            return f"a referral can arrive with {_pairs(letter[1])}"
        return f"a referral can arrive at {_goal(titles, letter)}"
    left = pathway.linked.states[pathway.states[move.state].name].title
    match letter[0]:
        case "finds":
            return f"'{left}' can find that {_pairs(letter[2])}"
        case "timeout":
            return f"'{left}' can be left by its time limit"
        case "interrupt":
            states = dict.fromkeys(pathway.states[s.edge.move.state].name for s in group if s.edge.move is not None)
            where = quoted([pathway.linked.states[name].title for name in states])
            return f"'{pathway.linked.interrupts[pathway.interrupts[move.interrupt].name].title}' can happen at {where}"
    goal = _goal(titles, letter)
    target = pathway.arrows[move.arrow].target
    begun = None if target == DONE else pathway.linked.states[pathway.states[target].name]
    if begun is not None and begun.branches and letter[0] == "enters" and f"'{begun.title}'" != goal:
        return f"when '{begun.title}' begins, it can come to {goal}"
    return _onward(space, surplus, move, left, goal)


def _onward(space: Space, surplus: Surplus, move: Move, left: str, goal: str) -> str:
    linked = space.pathway.linked
    match move.kind:
        case MoveKind.DECIDE:
            when = _when(space, surplus, move)
            return f"at '{left}' it can go on to {goal}{f', when {when}' if when else ''}"
        case MoveKind.TIMEOUT:
            return f"when '{left}' is not finished in time, it can go on to {goal}"
        case MoveKind.INTERRUPT:
            event = linked.interrupts[space.pathway.interrupts[move.interrupt].name].title
            return f"when '{event}' happens at '{left}', it can go on to {goal}"
        case MoveKind.JOIN:
            return f"when all branches of '{left}' are done, it can go on to {goal}"
    return f"after '{left}' it can go on to {goal}"


def _when(space: Space, surplus: Surplus, move: Move) -> str:
    """The values with which the decision takes this way and the other version does not."""
    pathway = space.pathway
    weighed = pathway.linked.states[pathway.states[move.state].name].weighed
    attributes = [pathway.attribute_index(name) for name in weighed]
    known = [node - 1 for node in sorted(surplus.nodes) if 0 < node <= len(space)]
    cases = dict.fromkeys(tuple(space.value_text(index, a) for a in attributes) for index in known)
    columns = [list(dict.fromkeys(case[i] for case in cases)) for i in range(len(weighed))]
    size = 1
    for column in columns:
        size *= len(column)
    if size == len(cases):
        return " and ".join(
            f"{spelt(name)} is {' or '.join(spelt(value) for value in column)}"
            for name, column in zip(weighed, columns, strict=True)
        )
    told = [" and ".join(f"{spelt(n)} is {spelt(v)}" for n, v in zip(weighed, case, strict=True)) for case in cases]
    more = f", or in {len(told) - 3} other cases" if len(told) > 3 else ""
    return f"{'; or '.join(told[:3])}{more}"


def instead(letter: Letter, offers: Iterable[Letter], titles: Mapping[str, str]) -> str:
    """What the other version allows at the moment: where it goes on to, or what it finds."""
    others = sorted(set(offers), key=str)
    if letter[0] == "finds":
        return "; or ".join(_pairs(other[2]) for other in others if other[:2] == letter[:2])
    if letter[0] not in ("enters", "ends"):
        return ""
    goals = [_goal(titles, other) for other in others if other[0] in ("enters", "ends")]
    more = f" or {len(goals) - 3} other states" if len(goals) > 3 else ""
    return f"{' or '.join(goals[:3])}{more}"


def _goal(titles: Mapping[str, str], letter: Letter) -> str:
    if letter[0] == "ends":
        return f"the end '{spelt(str(letter[1]))}'"
    return f"'{titles[str(letter[1])]}'"


def _pairs(values: object) -> str:
    assert isinstance(values, tuple)
    return " and ".join(f"{spelt(name)} is {spelt(value)}" for name, value in values)
