"""What theory says of the least that can be enough, to be held beside what a search found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pathways.calendars.durations import MEAN_YEAR
from pathways.measures import Key, Sample
from pathways.measures.intervals import mean_and_half_width
from pathways.simulation.answers.expectations import Expectation
from pathways.simulation.running.load import offered_load
from pathways.simulation.running.pool import Job
from pathways.simulation.theory.closed_forms import erlang_c, mmc_wait, mmc_waits_longer

_TAILS = {"median": 0.5, "p90": 0.1}


@dataclass(frozen=True)
class Bound:
    """What theory says of what is enough.

    Attributes
    ----------
    kind
        `load`: with less, what is asked of it is more than it has, so its queue grows without limit.
        `erlang_c`: an approximation, as if referrals came to the team at random and each took an exponential time.
    name, value
        What is varied, and the least value that passes; None if none does.
    says
        The same in words.
    """

    kind: Literal["load", "erlang_c"]
    name: str
    value: str | None
    says: str


def load_bound(name: str, values: Sequence[str], job_of: Callable[[int], Job], seed: int) -> Bound | None:
    """The least value with which what is asked of the resource is less than it has; None if it is no resource's.

    Parameters
    ----------
    name
        The dotted name that varies, such as `teams.mash.staff`.
    job_of
        The study with each of the values.
    """
    resource = name.split(".")[1] if name.count(".") >= 2 else ""
    known: dict[int, float | None] = {}

    def share(number: int) -> float | None:
        if number not in known:
            checks = offered_load(job_of(number).model, seed)
            known[number] = next((check.value for check in checks if check.of == resource), None)
        return known[number]

    if share(0) is None:
        return None
    below, above = -1, len(values)
    while above - below > 1:
        middle = (below + above) // 2
        asked = share(middle)
        below, above = (below, middle) if asked is not None and asked < 1 else (middle, above)
    if above == len(values):
        asked = share(above - 1)
        says = f"even with {values[-1]}, '{resource}' is asked for about {asked or 0:.0%} of what it has"
        return Bound("load", name, None, f"By the load alone none is enough: {says}.")
    says = f"By the load alone at least {values[above]}: with it, '{resource}' is asked for about "
    says += f"{share(above) or 0:.0%} of what it has"
    if above > 0:
        says += f", with {values[above - 1]} for {share(above - 1) or 0:.0%}"
    return Bound("load", name, values[above], f"{says}.")


def erlang_bound(
    name: str, values: Sequence[str], job: Job, sample: Sample, expectations: Sequence[Expectation]
) -> Bound | None:
    """What Erlang C says of a team's staff, from the visits and the work that a simulation saw; None of anything else.

    Where an expectation limits a wait for the team, the least staff that Erlang C gives for it; else the mean wait with
    the most staff that was simulated.
    """
    parts = name.split(".")
    if len(parts) != 3 or parts[0] != "teams" or parts[2] != "staff" or not all(v.isdecimal() for v in values):
        return None
    team = parts[1]
    states = [state for state, teams in job.setting.working[0].teams.items() if team in teams]
    steps = job.setting.staff[team]
    rate, load = _rate(job, sample, team, states), _mean(sample, Key("utilisation", "", team, "mean"))
    if len(steps) > 1 or not rate or not load:  # no single number of staff, or nothing was seen
        return None
    load *= steps[0][1]
    service = load / rate
    limits = [e for e in expectations if e.key.measure == "wait" and (e.key.pathway, e.key.of) in states]
    for value in values:
        staff = int(value)
        if staff > load and limits and all(_passes(e, staff, rate, service) for e in limits):
            waits = f"{erlang_c(staff, load):.0%} wait, on average {mmc_wait(staff, rate, service):.2g} working days"
            says = f"By Erlang C, an approximation, at least {staff}: {waits}."
            return Bound("erlang_c", name, value, says)
    if limits:
        return Bound("erlang_c", name, None, "By Erlang C, an approximation, none of these is enough.")
    told = [f"{v}: {mmc_wait(int(v), rate, service):.2g}" for v in values if int(v) > load][:3]
    says = f"By Erlang C, an approximation, the mean wait for '{team}' in working days is {'; '.join(told)}"
    return Bound("erlang_c", name, None, f"{says} (staff: wait).") if told else None


def _passes(expectation: Expectation, staff: int, rate: float, service: float) -> bool:
    tail = _TAILS.get(expectation.key.statistic)
    if expectation.side != "at most":
        return True
    if tail is None:
        return mmc_wait(staff, rate, service) <= expectation.limit
    return mmc_waits_longer(staff, rate, service, float(expectation.limit)) <= tail


def _rate(job: Job, sample: Sample, team: str, states: Sequence[tuple[str, str]]) -> float:
    """Visits to these states in a working day of the team."""
    setting = job.setting
    calendar = setting.calendars.get(team, setting.calendar)
    working = Fraction(calendar.between(setting.warm_up, setting.end), setting.calendar.day_length)
    years = Fraction(setting.end - setting.warm_up) / MEAN_YEAR
    visits = [_mean(sample, Key("visits", pathway, state, "per_year")) or 0.0 for pathway, state in states]
    return float(sum(visits) * float(years / working))


def _mean(sample: Sample, key: Key) -> float | None:
    values = sample.of_key(key)
    seen = values[values == values].tolist()
    return mean_and_half_width(seen)[0] if seen else None
