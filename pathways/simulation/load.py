"""What is asked of each team and panel, against what it has: a few replications in which nobody has to queue.

The pilot is the study itself with the same dates, timeouts, interrupts and random numbers, but with staff and slots
without end; panels still meet on their days only. So it differs from what the study measures by queueing alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pathways.calendars.durations import MEAN_YEAR
from pathways.simulation.checks import Check
from pathways.simulation.kernel import Kernel
from pathways.simulation.model import Model

_MOST_PILOTS: Final = 8
_ENOUGH_REFERRALS: Final = 2_000
_PLENTY: Final = 1_000_000
_NEARLY_ALL: Final = 0.95


def offered_load(model: Model, seed: int) -> list[Check]:
    """One check for each team and panel: what share of its time or slots would be used if nobody had to queue."""
    work, hearings, pilots = _pilot(model, seed)
    working = model.calendar.worked(model.end) - model.calendar.worked(model.warm_up)
    years = (model.end - model.warm_up) / float(MEAN_YEAR)
    checks = []
    for team, busy in zip(model.teams, work, strict=True):
        share = busy / (pilots * team.staff * working)
        checks.append(_check(model, "team", team.name, share, "working time"))
    for panel, heard in zip(model.panels, hearings, strict=True):
        slots = panel.slots * sum(moment >= model.warm_up for moment in panel.meetings)
        if not slots:
            continue
        words = f"slots ({heard / pilots / years:.0f} hearings a year, {slots / years:.0f} slots)"
        checks.append(_check(model, "panel", panel.name, heard / (pilots * slots), words))
    return checks


def _pilot(model: Model, seed: int) -> tuple[list[int], list[int], int]:
    """Working seconds of each team, hearings of each panel, and in how many replications."""
    boundless = replace(
        model,
        teams=tuple(replace(team, staff=_PLENTY) for team in model.teams),
        panels=tuple(replace(panel, slots=_PLENTY) for panel in model.panels),
    )
    work, hearings, referrals = [0] * len(model.teams), [0] * len(model.panels), 0
    for number in range(_MOST_PILOTS):
        kernel = Kernel(boundless, seed, number)
        kernel.run()
        work = [sum(pair) for pair in zip(work, (count.area for count in kernel.tally.busy), strict=True)]
        hearings = [sum(pair) for pair in zip(hearings, kernel.tally.heard, strict=True)]
        referrals += sum(kernel.tally.arrived)
        if referrals >= _ENOUGH_REFERRALS:
            return work, hearings, number + 1
    return work, hearings, _MOST_PILOTS


def _check(model: Model, kind: str, name: str, share: float, of_what: str) -> Check:
    says = f"The {kind} '{name}' is asked for about {share:.0%} of its {of_what}."
    if share >= 1:
        says += " Its queue grows without limit: every figure about it depends on how long the study lasts."
    elif share >= _NEARLY_ALL:
        says += " That is close to all it has: waits will be long, and hard to estimate."
    return Check("offered_load", model.scenario, name, share < _NEARLY_ALL, says)
