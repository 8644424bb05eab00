"""What is asked of teams, panels and places, against what they have: a few replications in which nobody has to queue.

The pilot is the study itself with the same dates, timeouts, interrupts and random numbers, but with staff, places and
room on agendas without end; panels still meet on their days only. So it differs from what the study measures by
queueing alone. It is played rather than solved, because what a study may say of dates, returns and interrupts leaves
no chain to solve; where there is one, `known` solves it, and the two are held beside each other.

Where nobody queues, no referral bears on another, so each stream of arrivals can be played on its own: the parts add up
to the whole, draw for draw. That is how it is told which arrivals, and which states, bring a load.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import inf
from typing import Final

from pathways.calendars.durations import MEAN_YEAR
from pathways.calendars.steps import available
from pathways.measures import Histories, histories
from pathways.measures.intervals import mean_and_half_width
from pathways.simulation.model import CERTAIN, Model, StatePlan
from pathways.simulation.running.checks import Check
from pathways.simulation.running.kernels import Runner, aside, give_back, lend
from pathways.simulation.tally import layout

_FEWEST_PILOTS: Final = 4
_MOST_PILOTS: Final = 40
_ENOUGH_REFERRALS: Final = 20_000
_REASON_PILOTS: Final = 2
_PLENTY: Final = 1 << 40
_NEARLY_ALL: Final = 0.95
_WORTH_TELLING: Final = 0.1  # of a load
_TELLING: Final = 0.005  # half an interval narrower than that is not told


def offered_load(model: Model, seed: int, *, by_reference: bool = False) -> list[Check]:
    """One check for each team, panel and kind of places: what share of it would be used if nobody had to queue."""
    boundless = _boundless(model)
    pilots = aside(_pilots, boundless, seed, by_reference)
    years = (model.end - model.warm_up) / float(MEAN_YEAR)
    checks = []
    for number, (team, steps) in enumerate(zip(model.teams, model.steps(model.staff), strict=True)):
        has = available(steps, model.warm_up, model.end, model.hours[team.hours].between)
        why = partial(_reason, boundless, seed, by_reference, partial(_work, boundless, number))
        checks.append(_check(model, "team", team.name, [p.work[number] for p in pilots], has, "working time", why))
    for number, (places, steps) in enumerate(zip(model.places, model.steps(model.capacity), strict=True)):
        has = available(steps, model.warm_up, model.end, lambda a, b: b - a)
        held, length = [pilot.held[number] for pilot in pilots], model.end - model.warm_up
        words = f"places ({sum(held) / len(pilots) / length:.1f} held at once, {has / length:.1f} places)"
        why = partial(_reason, boundless, seed, by_reference, partial(_held, boundless, number))
        checks.append(_check(model, "places", places.name, held, has, words, why))
    for number, panel in enumerate(model.panels):
        met = [moment for moment in panel.meetings if moment >= model.warm_up]
        slots = sum(model.slots(model.epoch_at(moment))[number] for moment in met) * (1 - panel.cancels / CERTAIN)
        if not slots:
            continue
        hearings = sum(pilot.heard[number] for pilot in pilots) / len(pilots)
        words = f"slots ({hearings / years:.0f} hearings a year, {slots / years:.0f} slots)"
        if panel.is_timed:
            hours = slots / years / 3600
            words = f"agendas ({hearings / years:.0f} hearings a year, {hours:.0f} hours of meetings)"
        used = [pilot.used[number] for pilot in pilots]
        why = partial(_reason, boundless, seed, by_reference, partial(_room, boundless, number))
        checks.append(_check(model, "panel", panel.name, used, slots, words, why))
    return checks


@dataclass(frozen=True)
class _Pilot:
    """One replication's work of teams, hearings and what they took of agendas, and how long places were held."""

    work: list[int]
    heard: list[int]
    used: list[int]
    held: list[int]


def _boundless(model: Model) -> Model:
    """The model with so much of everything that nobody waits for it."""
    return replace(
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


def _pilots(boundless: Model, seed: int, by_reference: bool = False) -> list[_Pilot]:
    found: list[_Pilot] = []
    runner, place, space = Runner(boundless, by_reference=by_reference), layout(boundless), lend()
    referrals = 0
    try:
        while len(found) < _MOST_PILOTS and (referrals < _ENOUGH_REFERRALS or len(found) < _FEWEST_PILOTS):
            counts = runner.count(seed, len(found), space).tolist()
            found.append(_Pilot(counts[place.busy], counts[place.heard], counts[place.used], counts[place.held]))
            referrals += sum(counts[place.arrived])
    finally:
        give_back(space)
    return found


# --- what brings a load

Amount = Callable[[Histories, str, str, StatePlan], int]  # what a state takes of something, in one replication


def _work(model: Model, team: int, seen: Histories, role: str, state: str, plan: StatePlan) -> int:
    """Working seconds of a team in a state."""
    if plan.work is None or team not in plan.work.teams:
        return 0
    worked, end = model.hours[model.teams[team].hours].worked, model.end
    return sum(
        worked(end if stay.leave is None else stay.leave) - worked(max(stay.start, model.warm_up))
        for stay in seen.stays.get((role, state), ())
        if stay.start is not None and (stay.leave is None or stay.leave > model.warm_up)
    )


def _room(model: Model, panel: int, seen: Histories, role: str, state: str, plan: StatePlan) -> int:
    """What the hearings of a state take of a panel's agendas."""
    if not plan.room or plan.resource != panel:
        return 0
    stays = seen.stays.get((role, state), ())
    return plan.room * sum(stay.start is not None and stay.start >= model.warm_up for stay in stays)


def _held(model: Model, places: int, seen: Histories, role: str, state: str, plan: StatePlan) -> int:
    """For how long places that a state took were held."""
    if plan.takes != places:
        return 0
    return sum(
        max(0, (model.end if each.give is None else each.give) - max(each.take, model.warm_up))
        for each in seen.taken_at(role, state)
    )


def _reason(boundless: Model, seed: int, by_reference: bool, amount: Amount) -> str:
    """Which states ask for most of it, and with which arrivals it comes."""
    several = len(boundless.roles) > 1
    by_state: dict[str, int] = {}
    by_stream: dict[str, int] = {}
    for stream in boundless.streams:
        runner = Runner(replace(boundless, streams=(stream,)), by_reference=by_reference)
        for number in range(_REASON_PILOTS):
            seen = histories(aside(runner.log, seed, number))
            for role in boundless.roles:
                for at, state in enumerate(role.pathway.states):
                    plans = [epoch[at] for epoch in (role.states, *role.later)]
                    asked = max(amount(seen, role.name, state.name, plan) for plan in plans)
                    title = f"'{role.pathway.linked.states[state.name].title}'{f' ({role.name})' if several else ''}"
                    by_state[title] = by_state.get(title, 0) + asked
                    by_stream[f"'{stream.name}'"] = by_stream.get(f"'{stream.name}'", 0) + asked
    if not sum(by_state.values()):
        return ""
    told = f" Of what is asked, {_listed(by_state, 'for', ' is')}"
    return f"{told}; {_listed(by_stream, 'with the arrivals', ' comes')}." if len(by_stream) > 1 else f"{told}."


def _listed(parts: dict[str, int], word: str, verb: str) -> str:
    """`62% is for 'Assess' (child) and 20% for 'Review' (child)`: the greatest parts, if worth telling."""
    whole = sum(parts.values())
    ordered = sorted(parts, key=lambda name: (-parts[name], name))
    chosen = [name for place, name in enumerate(ordered) if place == 0 or parts[name] >= _WORTH_TELLING * whole][:3]
    words = [f"{parts[name] / whole:.0%}{'' if place else verb} {word} {name}" for place, name in enumerate(chosen)]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _check(
    model: Model, kind: str, name: str, asked: Sequence[int], has: float, of_what: str, why: Callable[[], str]
) -> Check:
    if not has:
        says = f"The {kind} '{name}' has nothing to give while the study measures."
        return Check("offered_load", model.scenario, name, False, says, inf)
    share, half = mean_and_half_width([each / has for each in asked])
    is_asked, its = ("are asked for", "the") if kind == "places" else ("is asked for", "its")
    says = f"The {kind} '{name}' {is_asked} about {share:.0%} of {its} {of_what}"
    if share >= _NEARLY_ALL and half is not None and half > _TELLING:
        says += f"; chance leaves it between {max(share - half, 0):.0%} and {share + half:.0%}"
    says += "."
    if share >= 1:
        grows = "grows" if half is None or share - half >= 1 else "may grow"  # as far as chance lets one say
        says += f" Its queue {grows} without limit: every figure about it depends on how long the study lasts."
    elif share >= _NEARLY_ALL:
        says += " That is close to all it has: waits will be long, and hard to estimate."
    if share >= _NEARLY_ALL:
        says += why()
    return Check("offered_load", model.scenario, name, share < _NEARLY_ALL, says, share)
