"""No choice hangs on what is not known yet."""

from typing import Any

from pathways.definition.guards import AllOf, AnyOf, Guard, Not, OneOf, holds
from pathways.machine import Configuration, all_starting
from pathways.rules import Verdict
from tests.rules.at_random import Brute, Drawing, Judge, replayed
from tests.rules.oracle import is_settled, members, position


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge] | None:
    if not drawing.has_attributes:
        return None
    pathway = drawing.pathway
    linked = pathway.linked
    attributes = list(linked.attributes.values())
    asked = list(dict.fromkeys(drawing.one_of(attributes).name for _ in range(drawing.number(1, 2))))
    written: dict[str, Any] = {"attributes": asked}
    stand_ins: dict[str, str] = {}
    if drawing.perhaps():
        stand_ins = {name: drawing.one_of(linked.attributes[name].values) for name in asked}
        written["unset"] = stand_ins
    at = drawing.selectors() if drawing.perhaps(3) else None
    if at:
        written["at"] = at
    there = members(pathway, at) if at else set(linked.states)

    def may_be(guard: Guard, values: dict[str, str | None]) -> set[bool]:
        """What the guard may come to, each attribute that is not known taken by itself wherever it is named."""
        match guard:
            case OneOf(name, allowed):
                value = values[name]
                unknown = name in asked and (value is None or value == stand_ins.get(name))
                return {True, False} if unknown and value not in allowed else {value in allowed}
            case Not(part):
                return {not each for each in may_be(part, values)}
            case AllOf(parts) | AnyOf(parts):
                deciding = isinstance(guard, AnyOf)
                found = [may_be(part, values) for part in parts]
                settled = {deciding} if any(deciding in each for each in found) else set()
                return settled | ({not deciding} if all((not deciding) in each for each in found) else set())

    def reads_early(here: Configuration) -> tuple[bool, bool]:
        """Whether something asks about the attributes here, and whether that is too early for it."""
        at_now = position(pathway, None, here)
        values, asks, early = dict(at_now.values), False, False
        if is_settled(pathway, here):
            for interrupt in linked.interrupts.values():
                possible = interrupt.when is not None and set(interrupt.during) & set(at_now.standing) & there
                if interrupt.when is not None and possible and _mentions(interrupt.when) & set(asked):
                    asks = True
                    early = early or len(may_be(interrupt.when, values)) > 1
            return asks, early
        first = next(s for s in here.marking if s >= 0 and _waits(pathway, here, s))
        state = linked.states[pathway.states[first].name]
        if state.name not in there:
            return False, False
        asks = any(b.when is not None and _mentions(b.when) & set(asked) for b in state.choose)
        for branch in state.choose:
            if branch.when is None:
                break
            if len(may_be(branch.when, values)) > 1:
                return asks, True
            if holds(branch.when, values):
                break
        return asks, False

    def judge(brute: Brute, verdict: Verdict) -> None:
        layer, known, distance, found, asks = set(all_starting(pathway)), set(), 0, None, False
        while layer:
            known |= layer
            for here in layer:
                asked_here, early = reads_early(here)
                asks = asks or asked_here
                if early and found is None:
                    found = distance
            layer = {there for here in layer for _, there in brute.full.onward[here]} - known
            distance += 1
        if found is not None:
            assert verdict.verdict == "broken"
            trace = replayed(pathway, verdict)
            assert len(trace) - 1 == found
        else:
            rows = [linked.attributes[name] for name in asked]
            always = all(row.starts is not None and row.name not in stand_ins for row in rows)
            assert verdict.verdict == ("holds" if asks and not always else "not applicable")

    return written, judge


def _waits(pathway: Any, here: Configuration, state: int) -> bool:
    """Whether this state is a decision, or a parallel state that is to be joined."""
    alone = Configuration(tuple(s if s == state or s < 0 else -1 for s in here.marking), here.values)
    return not is_settled(pathway, alone)


def _mentions(guard: Guard) -> set[str]:
    match guard:
        case OneOf(name):
            return {name}
        case Not(part):
            return _mentions(part)
        case AllOf(parts) | AnyOf(parts):
            return set().union(*(_mentions(part) for part in parts))
