"""States and what a study says of them to bounds on how long a referral stays, branches side by side included."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from pathways.machine import DONE, NONE, CompiledPathway, Kind
from pathways.rules.evidence import Bounds, Flow


def longest_stay(pathway: CompiledPathway, flow: Flow, state: int) -> Fraction | None:
    """A bound on the mean length of a stay, in seconds by the clock; None where there is none."""
    return stay_bounds(pathway, state, lambda each: flow.stays[each].elapsed)[1]


def stay_bounds(pathway: CompiledPathway, state: int, own: Callable[[int], Bounds]) -> Bounds:
    """Bounds on the mean length of a stay that nothing cuts short, given those of states where time passes.

    Branches side by side take together at least as long as any of them, and at most as long as all of them.
    """
    row = pathway.states[state]
    if row.kind in (Kind.DECISION, Kind.END):
        return Fraction(0), Fraction(0)
    if row.kind is not Kind.PARALLEL:
        return own(state) if row.complete != NONE or row.timeout != NONE else (Fraction(0), None)
    ways = [_way_bounds(pathway, pathway.regions[branch].start, own, {}) for branch in row.branches]
    longest = [high for _, high in ways if high is not None]
    return max(low for low, _ in ways), sum(longest, Fraction(0)) if len(longest) == len(ways) else None


def _way_bounds(pathway: CompiledPathway, state: int, own: Callable[[int], Bounds], known: dict[int, Bounds]) -> Bounds:
    """The shortest and the longest way from a state to the end of its branch; no bound if it may go round."""
    if state in known:
        return known[state]
    known[state] = Fraction(0), None  # met again while it is being looked at: the branch goes round
    row = pathway.states[state]
    low, high = stay_bounds(pathway, state, own)
    arrows = [a for a in (row.complete, row.timeout, *row.choices) if a != NONE]
    arrows += [i.arrow for i in pathway.interrupts if state in i.during]
    shortest: Fraction | None = None
    longest = Fraction(0)
    for arrow in arrows:
        target = pathway.arrows[arrow].target
        least, most = Fraction(0), Fraction(0)  # of what leads out of the branch
        if target != DONE and pathway.states[target].region == row.region:
            onward = _way_bounds(pathway, target, own, known)
            if onward[1] is None:
                high = None
            least, most = onward[0], onward[1] or Fraction(0)
        shortest = least if shortest is None else min(shortest, least)
        longest = max(longest, most)
    known[state] = low + (shortest or Fraction(0)), None if high is None else high + longest
    return known[state]
