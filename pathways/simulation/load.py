"""What is asked of each team and panel, against what it has, before anything is simulated.

How often a referral visits each state is estimated by sending some through the pathway without letting time pass: only
findings are drawn, so timeouts and interrupts are left out, and the load is "about".
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from pathways.calendars.durations import MEAN_YEAR
from pathways.machine.compiled import Kind
from pathways.machine.stepper import Configuration, Move, MoveKind, apply, automatic, is_ended, starting
from pathways.simulation.checks import Check
from pathways.simulation.draws import RoundKeys, draw, stream_key
from pathways.simulation.kernel import START
from pathways.simulation.model import Model, Needs, Role, Stream, choose

_SENT: Final = 200
_MOST_MOVES: Final = 5_000
_NEARLY_ALL: Final = 0.95


def offered_load(model: Model, seed: int) -> list[Check]:
    """One check for each team and panel: what share of its time or slots is asked for."""
    work, hearings = [0.0] * len(model.teams), [0.0] * len(model.panels)
    for stream in model.streams:
        role = model.roles[stream.role]
        for at, visits in _visits(stream, role, seed).items():
            plan = role.states[at]
            each_second = visits / stream.gap.table.mean
            if plan.needs is Needs.TEAM and plan.time is not None:
                # Arrivals counted in working time come that much thinner over all time.
                work[plan.resource] += each_second * _per_elapsed(stream, model) * plan.time.table.mean
            elif plan.needs is Needs.PANEL:
                hearings[plan.resource] += each_second * _per_elapsed(stream, model)
    open_share = model.calendar.worked(model.end) / model.end
    checks = []
    for team, seconds in zip(model.teams, work, strict=True):
        share = seconds / (team.staff * open_share)
        checks.append(_check(model, "team", team.name, share, "working time"))
    for panel, rate in zip(model.panels, hearings, strict=True):
        meetings = sum(moment >= model.warm_up for moment in panel.meetings) / (model.end - model.warm_up)
        share = rate / (panel.slots * meetings)
        hearings_a_year, slots_a_year = rate * float(MEAN_YEAR), panel.slots * meetings * float(MEAN_YEAR)
        words = f"slots ({hearings_a_year:.0f} hearings a year, {slots_a_year:.0f} slots)"
        checks.append(_check(model, "panel", panel.name, share, words))
    return checks


def _per_elapsed(stream: Stream, model: Model) -> float:
    return model.calendar.worked(model.end) / model.end if stream.gap.is_working else 1.0


def _check(model: Model, kind: str, name: str, share: float, of_what: str) -> Check:
    says = f"The {kind} '{name}' is asked for about {share:.0%} of its {of_what}."
    if share >= 1:
        says += " Its queue grows without limit: every figure about it depends on how long the study lasts."
    elif share >= _NEARLY_ALL:
        says += " That is close to all it has: waits will be long, and hard to estimate."
    return Check("offered_load", model.scenario, name, share < _NEARLY_ALL, says)


def _visits(stream: Stream, role: Role, seed: int) -> dict[int, float]:
    """About how often a referral of the stream visits each state."""
    key = stream_key(seed, 0, stream.name)
    total: Counter[int] = Counter()
    for number in range(_SENT):
        total.update(_walk(stream, role, key, number))
    return {at: count / _SENT for at, count in sorted(total.items())}


def _walk(stream: Stream, role: Role, key: RoundKeys, number: int) -> Counter[int]:
    """How often one referral visits each state that takes time, completing always in the lowest region that can."""
    pathway, visits = role.pathway, Counter[int]()
    values = list(pathway.initial)
    start = choose(stream.starts, draw(key, number, 0, START))
    for finding in stream.attributes:
        values[finding.attribute] = finding.value(values, draw(key, number, 0, finding.purpose))
    here = starting(pathway, start, {attribute: values[attribute] for attribute in pathway.arrival})
    for _ in range(_MOST_MOVES):
        if is_ended(pathway, here):
            break
        move = automatic(pathway, here) or _completion(role, here, key, number, visits)
        if move is None:
            break
        here = apply(pathway, here, move)
    return visits


def _completion(role: Role, here: Configuration, key: RoundKeys, number: int, visits: Counter[int]) -> Move | None:
    pathway = role.pathway
    for region, at in enumerate(here.marking):
        if at < 0 or pathway.states[at].kind not in (Kind.TASK, Kind.WAIT, Kind.PANEL):
            continue
        visits[at] += 1
        values = list(here.values)
        for finding in role.states[at].finds:
            values[finding.attribute] = finding.value(values, draw(key, number, visits[at], finding.purpose))
        found = tuple((attribute, values[attribute]) for attribute, _ in pathway.states[at].finds)
        return Move(MoveKind.COMPLETE, region, at, pathway.states[at].complete, found)
    return None
