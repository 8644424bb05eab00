"""What is asked of teams, panels and places, against what they have: a few replications in which nobody has to queue.

The pilot is the study itself with the same dates, timeouts, interrupts and random numbers, but with staff, places and
room on agendas without end; panels still meet on their days only. So it differs from what the study measures by
queueing alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import Final

from pathways.calendars.durations import MEAN_YEAR
from pathways.calendars.steps import available
from pathways.simulation.checks import Check
from pathways.simulation.kernel import Kernel
from pathways.simulation.model import CERTAIN, Model

_MOST_PILOTS: Final = 8
_ENOUGH_REFERRALS: Final = 2_000
_PLENTY: Final = 1 << 40
_NEARLY_ALL: Final = 0.95


def offered_load(model: Model, seed: int) -> list[Check]:
    """One check for each team, panel and kind of places: what share of it would be used if nobody had to queue."""
    pilot = _Pilot.of(model, seed)
    years = (model.end - model.warm_up) / float(MEAN_YEAR)
    checks = []
    for team, steps, busy in zip(model.teams, model.steps(model.staff), pilot.work, strict=True):
        has = available(steps, model.warm_up, model.end, model.hours[team.hours].between)
        checks.append(_check(model, "team", team.name, busy / (pilot.number * has) if has else inf, "working time"))
    for places, steps, held in zip(model.places, model.steps(model.capacity), pilot.held, strict=True):
        has = available(steps, model.warm_up, model.end, lambda a, b: b - a)
        length = model.end - model.warm_up
        words = f"places ({held / pilot.number / length:.1f} held at once, {has / length:.1f} places)"
        checks.append(_check(model, "places", places.name, held / (pilot.number * has) if has else inf, words))
    for number, panel in enumerate(model.panels):
        met = [moment for moment in panel.meetings if moment >= model.warm_up]
        slots = sum(model.slots(model.epoch_at(moment))[number] for moment in met) * (1 - panel.cancels / CERTAIN)
        if not slots:
            continue
        hearings, used = pilot.heard[number] / pilot.number, pilot.used[number] / pilot.number
        words = f"slots ({hearings / years:.0f} hearings a year, {slots / years:.0f} slots)"
        if panel.is_timed:
            hours = slots / years / 3600
            words = f"agendas ({hearings / years:.0f} hearings a year, {hours:.0f} hours of meetings)"
        checks.append(_check(model, "panel", panel.name, used / slots, words))
    return checks


@dataclass
class _Pilot:
    """Sums over all pilots: work of teams, hearings and what they took of agendas, how long places were held."""

    number: int
    work: list[int]
    heard: list[int]
    used: list[int]
    held: list[int]

    @classmethod
    def of(cls, model: Model, seed: int) -> _Pilot:
        boundless = replace(
            model,
            teams=tuple(replace(team, staff=_PLENTY) for team in model.teams),
            places=tuple(replace(places, places=_PLENTY) for places in model.places),
            panels=tuple(replace(panel, slots=_PLENTY) for panel in model.panels),
            later=tuple(
                replace(
                    epoch,
                    staff=(_PLENTY,) * len(model.teams),
                    slots=(_PLENTY,) * len(model.panels),
                    places=(_PLENTY,) * len(model.places),
                )
                for epoch in model.later
            ),
        )
        sums = _Pilot(0, *([0] * len(of) for of in (model.teams, model.panels, model.panels, model.places)))
        referrals = 0
        while sums.number < _MOST_PILOTS and referrals < _ENOUGH_REFERRALS:
            kernel = Kernel(boundless, seed, sums.number)
            kernel.run()
            tally = kernel.tally
            sums.number += 1
            sums.work = [total + count.area for total, count in zip(sums.work, tally.busy, strict=True)]
            sums.held = [total + count.area for total, count in zip(sums.held, tally.held, strict=True)]
            sums.heard = [total + heard for total, heard in zip(sums.heard, tally.heard, strict=True)]
            sums.used = [total + used for total, used in zip(sums.used, tally.used, strict=True)]
            referrals += sum(tally.arrived)
        return sums


def _check(model: Model, kind: str, name: str, share: float, of_what: str) -> Check:
    if share == inf:
        says = f"The {kind} '{name}' has nothing to give while the study measures."
        return Check("offered_load", model.scenario, name, False, says)
    is_asked, its = ("are asked for", "the") if kind == "places" else ("is asked for", "its")
    says = f"The {kind} '{name}' {is_asked} about {share:.0%} of {its} {of_what}."
    if share >= 1:
        says += " Its queue grows without limit: every figure about it depends on how long the study lasts."
    elif share >= _NEARLY_ALL:
        says += " That is close to all it has: waits will be long, and hard to estimate."
    return Check("offered_load", model.scenario, name, share < _NEARLY_ALL, says, share)
