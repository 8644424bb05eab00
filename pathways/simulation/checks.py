"""What the kernel counted by itself held, exactly, against what its event log says."""

from __future__ import annotations

from dataclasses import dataclass

from pathways.machine.compiled import Kind
from pathways.measures import Histories
from pathways.simulation.model import Model, Needs
from pathways.simulation.tally import Tally


@dataclass(frozen=True)
class Check:
    """A check of a scenario, in words. One that does not hold warns about the study."""

    name: str
    scenario: str
    of: str
    holds: bool
    says: str


class CheckFailedError(Exception):
    """The simulation contradicts itself: a fault of the program, never of the study."""


def number_of_counts(model: Model) -> int:
    """How many counts `verify` compares."""
    states = sum(state.kind is not Kind.END for role in model.roles for state in role.pathway.states)
    return 3 * len(model.roles) + states + 2 * len(model.teams) + len(model.panels)


def verify(model: Model, tally: Tally, seen: Histories) -> int:
    """Hold the kernel's counts against the log; return how many were compared, which is `number_of_counts`.

    Conservation: as many referrals arrived and ended as the log shows, and each that has not ended stands somewhere.
    Little's law, exact over the measured period: the referrals in a state, added up over time, are the times of all
    visits added up. The same for queues, and for the time that staff are in work.

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
    worked = model.calendar.worked
    standing = {s.referral for stays in seen.stays.values() for s in stays if s.leave is None}
    waiting, busy, heard = [0] * len(model.teams), [0] * len(model.teams), [0] * len(model.panels)
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
                heard[plan.resource] += sum(s.start is not None and s.start >= warm_up for s in stays)
            if plan.needs is Needs.TEAM:
                for stay in stays:
                    left = stay.leave if stay.leave is not None else end
                    started = stay.start if stay.start is not None else left
                    waiting[plan.resource] += max(0, started - max(stay.enter, warm_up))
                    if stay.start is not None and left > warm_up:
                        busy[plan.resource] += worked(left) - worked(max(stay.start, warm_up))
    for number, team in enumerate(model.teams):
        same(f"time spent in the queue of '{team.name}' (Little's law)", tally.waiting[number].area, waiting[number])
        same(f"time that '{team.name}' was in work", tally.busy[number].area, busy[number])
    for number, panel in enumerate(model.panels):
        same(f"hearings of '{panel.name}'", tally.heard[number], heard[number])
    return compared
