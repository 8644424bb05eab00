"""What the kernel counted by itself held, exactly, against what its event log says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pathways.machine.compiled import Kind
from pathways.measures.histories import Histories, Holding, Stay
from pathways.simulation.model import NEVER, Model, Needs
from pathways.simulation.tally import Tally


@dataclass(frozen=True)
class Check:
    """A check of a scenario, in words. One that does not hold warns about the study.

    `value` is the number it is about, if there is one: of an offered load the share of what there is.
    """

    name: str
    scenario: str
    of: str
    holds: bool
    says: str
    value: float | None = None


class CheckFailedError(Exception):
    """The simulation contradicts itself: a fault of the program, never of the study."""


def number_of_counts(model: Model) -> int:
    """How many counts `verify` compares."""
    states = sum(state.kind is not Kind.END for role in model.roles for state in role.pathway.states)
    return 3 * len(model.roles) + states + 2 * (len(model.teams) + len(model.panels) + len(model.places))


def verify(model: Model, tally: Tally, seen: Histories) -> int:
    """Hold the kernel's counts against the log; return how many were compared, which is `number_of_counts`.

    Conservation: as many referrals arrived and ended as the log shows, and each that has not ended stands somewhere.
    Little's law, exact over the measured period: the referrals in a state, added up over time, are the times of all
    visits added up. The same for queues, for the time that staff are in work, and for places: what is held is what was
    taken and not yet given back.

    Raises
    ------
    CheckFailedError
        With the first that differs.
    """
    compared = 0

    def same(what: str, counted: int, logged: int) -> None:
        nonlocal compared
        compared += 1
        if counted != logged:
            raise CheckFailedError(f"{what}: the simulation counted {counted:,}, its log shows {logged:,}")

    warm_up, end = model.warm_up, model.end
    worked = [model.hours[team.hours].worked for team in model.teams]
    standing = {s.referral for stays in seen.stays.values() for s in stays if s.leave is None}
    waiting, busy = [0] * len(model.teams), [0] * len(model.teams)
    heard, used = [0] * len(model.panels), [0] * len(model.panels)
    held, awaiting = [0] * len(model.places), [0] * len(model.places)
    holdings = _holdings(model, seen)
    for number, role in enumerate(model.roles):
        cases = {n: case for n, case in seen.cases.items() if case.pathway == role.name}
        open_cases = [n for n, case in cases.items() if case.end is None]
        same(f"referrals that arrived on '{role.name}'", tally.arrived[number], len(cases))
        same(f"referrals that ended on '{role.name}'", tally.ended[number], len(cases) - len(open_cases))
        same(
            f"open referrals that stand somewhere on '{role.name}'",
            len(open_cases),
            sum(n in standing for n in open_cases),
        )
        for at, state in enumerate(role.pathway.states):
            if state.kind is Kind.END:
                continue
            stays = seen.stays.get((role.name, state.name), [])
            area = sum(max(0, (s.leave if s.leave is not None else end) - max(s.enter, warm_up)) for s in stays)
            same(f"time spent in '{role.name}.{state.name}' (Little's law)", tally.present[number][at].area, area)
            plan = role.states[at]
            if plan.needs is Needs.PANEL:
                hearings = sum(s.start is not None and s.start >= warm_up for s in stays)
                heard[plan.resource] += hearings
                used[plan.resource] += hearings * plan.room
            if plan.work is None and plan.takes < 0:
                continue
            for stay in stays:
                left = stay.leave if stay.leave is not None else end
                ready = stay.enter
                if plan.takes >= 0:
                    ready = min(_ready(stay, holdings[plan.takes].get(stay.referral, ())), left)
                    awaiting[plan.takes] += max(0, ready - max(stay.enter, warm_up))
                started = stay.start if stay.start is not None else left
                for member in plan.work.teams if plan.work is not None else ():
                    waiting[member] += max(0, started - max(ready, warm_up))
                    if stay.start is not None and left > warm_up:
                        busy[member] += worked[member](left) - worked[member](max(stay.start, warm_up))
    for number, found in enumerate(holdings):
        for each in (holding for of_referral in found.values() for holding in of_referral):
            given = each.give if each.give is not None else end
            held[number] += max(0, given - max(each.take, warm_up))
    for number, team in enumerate(model.teams):
        same(f"time spent in the queue of '{team.name}' (Little's law)", tally.waiting[number].area, waiting[number])
        same(f"time that '{team.name}' was in work", tally.busy[number].area, busy[number])
    for number, panel in enumerate(model.panels):
        same(f"hearings of '{panel.name}'", tally.heard[number], heard[number])
        same(f"what hearings took of the agendas of '{panel.name}'", tally.used[number], used[number])
    for number, places in enumerate(model.places):
        same(f"time for which places of '{places.name}' were held", tally.held[number].area, held[number])
        same(f"time spent waiting for '{places.name}' (Little's law)", tally.awaiting[number].area, awaiting[number])
    return compared


def _holdings(model: Model, seen: Histories) -> list[dict[int, list[Holding]]]:
    """For each kind of places and each referral, the places that it took, in order."""
    found: list[dict[int, list[Holding]]] = [{} for _ in model.places]
    for role in model.roles:
        for state, plan in zip(role.pathway.states, role.states, strict=True):
            if plan.takes >= 0:
                for holding in seen.held.get((role.name, state.name), ()):
                    found[plan.takes].setdefault(holding.referral, []).append(holding)
    for of_referral in found:
        for holdings in of_referral.values():
            holdings.sort(key=lambda holding: holding.took)
    return found


def _ready(stay: Stay, holdings: Iterable[Holding]) -> int:
    """When a visit that needs a place had it: at once if the referral held one already."""
    for holding in holdings:
        if holding.took > stay.row:
            return holding.take
        if holding.gave is None or holding.gave > stay.row:
            return stay.enter
    return NEVER
