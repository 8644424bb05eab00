"""A state and what a study says of it to how long a stay in it lasts on average, and whether one may be cut short."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from pathways.machine import NONE, CompiledPathway
from pathways.rules.evidence import Bounds, Flow
from pathways.rules.lengths import stay_bounds
from pathways.units import Duration

_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}


def stay_in(pathway: CompiledPathway, flow: Flow, state: int, unit: Duration) -> tuple[Fraction, Fraction | None]:
    """Bounds on the mean length of a stay, in units of a duration."""
    seconds, is_working = _unit(flow, unit)

    def own(each: int) -> Bounds:
        return flow.stays[each].working if is_working else flow.stays[each].elapsed

    low, high = stay_bounds(pathway, state, own)
    # Whatever cuts a stay short makes it shorter: an interrupt here, of the branches inside, or of what it stands in.
    inside = _inside(pathway, state)
    cut = any(
        flow.rates.get(n) and (_covers(pathway, i.during, state) or not inside.isdisjoint(i.during))
        for n, i in enumerate(pathway.interrupts)
    )
    return Fraction(0) if cut else low / seconds, None if high is None else high / seconds


def _inside(pathway: CompiledPathway, state: int) -> frozenset[int]:
    """The states of the branches of a state, however deep."""
    return frozenset(n for n in range(len(pathway.states)) if n != state and _covers(pathway, frozenset([state]), n))


def _covers(pathway: CompiledPathway, during: frozenset[int], state: int) -> bool:
    """Whether the state is one of these, or stands in a branch of one of them."""
    while state != NONE:
        if state in during:
            return True
        state = pathway.regions[pathway.states[state].region].parallel
    return False


def _unit(flow: Flow, unit: Duration) -> tuple[Fraction, bool]:
    """Seconds in one of the unit, and whether they are working seconds."""
    if unit.unit == "working day":
        return Fraction(flow.working_day), True
    if unit.unit == "working hour":
        return Fraction(3600), True
    return Fraction(_SECONDS[unit.unit]), False


def may_be_cut(pathway: CompiledPathway, flow: Flow, state: int) -> bool:
    """Whether a time limit or an interrupt may end a stay, or a part of it."""
    inside = {state, *_inside(pathway, state)}
    late = any(pathway.states[n].timeout != NONE and flow.stays[n].late[1] for n in inside)
    return late or any(flow.rates.get(n) and not inside.isdisjoint(i.during) for n, i in enumerate(pathway.interrupts))
