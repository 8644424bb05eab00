"""Formulas, written out with brackets and read again; their truth word for word from the definition."""

from collections.abc import Hashable
from random import Random
from typing import Any

from pathways.rules.ltlf.formula import Formula, Proposition, conjuncts, replaced, without_demands
from tests.rules.at_random import Drawing, Judge, Trace
from tests.rules.ltlf.judging import by_complete_traces
from tests.rules.ltlf.naive import is_true, random_formula
from tests.rules.ltlf.spelling import spelt
from tests.rules.oracle import Position, enters, leaves, stands


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge] | None:
    dice = Random(drawing.number(0, 1_000_000))
    atoms = [_atom(drawing) for _ in range(3)]
    formula = random_formula(dice, 3, dice.choice((2, 3, 3, 4)))
    written = replaced(formula, lambda number: Proposition(atoms[int(str(number))]))

    def true_of(part: Formula, trace: Trace) -> bool:
        return is_true(part, len(trace), lambda atom, i: _holds(drawing, atom, trace[i]))

    idle = [(part, without_demands(part)) for part in conjuncts(written)]
    occasions = [lambda trace, rest=rest: not true_of(rest, trace) for part, rest in idle if rest != part]
    return {"formula": spelt(written, dice)}, by_complete_traces(lambda trace: true_of(written, trace), occasions)


def _atom(drawing: Drawing) -> tuple[Any, ...]:
    """What happens, as a tuple: its text, and what it asks of a position."""
    kind = drawing.number(0, 5 if drawing.has_attributes else 3)
    if kind == 3 and drawing.perhaps(3):
        return ("gone = a", "value", "gone", ("a",))  # an attribute that is not there is never set
    if kind >= 4:
        attribute = drawing.one_of(list(drawing.pathway.linked.attributes.values()))
        value = drawing.one_of(attribute.values)
        if drawing.perhaps(4):
            return (f"{attribute.name} known", "value", attribute.name, tuple(attribute.values))
        if attribute.is_range:
            above = tuple(v for v in attribute.values if int(v) >= int(value))
            return (f"{attribute.name} >= {value}", "value", attribute.name, above)
        return (f"{attribute.name} = {value}", "value", attribute.name, (value,))
    if kind == 3:
        events = ["arrive", "complete", "timeout", "decide", "join", *drawing.pathway.linked.interrupts]
        event = drawing.one_of(events)
        return (f"event({event})", "event", event)
    how = ("enter", "in", "leave")[kind]
    selectors = ("gone",) if drawing.perhaps(8) else tuple(drawing.selectors())  # a state that is not there
    return (f"{how}({', '.join(selectors)})", how, selectors)


def _holds(drawing: Drawing, atom: Hashable, where: Position) -> bool:
    assert isinstance(atom, tuple)
    _, how, *rest = atom
    if how == "value":
        return where.values.get(rest[0]) in rest[1]
    if how == "event":
        return where.event == rest[0]
    return {"enter": enters, "in": stands, "leave": leaves}[how](drawing.pathway, rest[0], where)
