"""A model and its keys to those who stand there as the study begins: where, since when, and until when.

The rest of a time of which `age` has passed is drawn from the distribution above the age: the draws that mean no more
than the age are left out, and the others are alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pathways.calendars import moment_after
from pathways.machine.stepper import Configuration, standing_at
from pathways.simulation.distributions import Pieces, Table
from pathways.simulation.draws import draw, purpose_words
from pathways.simulation.model import CERTAIN, NEVER, Model, Needs, StatePlan
from pathways.units import Duration

AGE: Final = purpose_words("standing", "age")
REST: Final = purpose_words("standing", "rest")
DAY: Final = 86_400


@dataclass(frozen=True)
class Stood:
    """A referral that has been in `state` for `age` seconds at moment 0.

    Attributes
    ----------
    outermost
        The state itself, or the outermost parallel state around it.
    ends, timeout, due
        When the state's time is over, when it times out, and when its target is over; 0 where that would have been
        before moment 0.
    """

    stream: int
    number: int
    state: int
    outermost: int
    age: int
    configuration: Configuration
    ends: int
    timeout: int
    due: int


def standing(model: Model, keys: Sequence[int]) -> list[Stood]:
    """All who stand there, those first who have been there longest."""
    found = []
    for number, stream in enumerate(model.streams):
        if stream.stand is not None:
            found += [_one(model, keys[number], number, who) for who in range(stream.stand.count)]
    return sorted(found, key=lambda each: (-each.age, each.stream, each.number))


def rest_of(table: Table | Pieces, age: int, number: int) -> int:
    """The seconds that are left of a time longer than `age`, by a draw; 0 if none is longer."""
    low, high = 0, CERTAIN  # the least draw that means more than the age
    while low < high:
        middle = (low + high) // 2
        if table.sample(middle) > age:
            high = middle
        else:
            low = middle + 1
    return table.sample(low + (number * (CERTAIN - low) >> 53)) - age if low < CERTAIN else 0


def _one(model: Model, key: int, stream: int, number: int) -> Stood:
    plan, stand = model.streams[stream].entering[0], model.streams[stream].stand
    assert stand is not None
    role = model.roles[plan.role]
    values = list(role.pathway.initial)
    for finding in plan.attributes:
        values[finding.attribute] = finding.value(values, draw(key, number, 0, finding.purpose))
    age = 0
    if stand.age is not None:
        assert model.past is not None
        age = min(_age(model, stand.age.table.sample(draw(key, number, 0, AGE)), stand.age.is_working), _span(model))
    state = role.states[stand.state]
    outermost = stand.inside[0] if stand.inside else stand.state
    return Stood(
        stream=stream,
        number=number,
        state=stand.state,
        outermost=outermost,
        age=age,
        configuration=standing_at(role.pathway, (*stand.inside, stand.state), values),
        ends=_end(model, state, age, draw(key, number, 0, REST)),
        timeout=0 if state.timeout is None else _passed(model, age, state.timeout),
        due=NEVER if state.target is None else _passed(model, age, state.target),
    )


def _span(model: Model) -> int:
    """How many seconds before moment 0 the past begins."""
    assert model.past is not None
    return (model.calendar.first - model.past.first).days * DAY


def _age(model: Model, amount: int, is_working: bool) -> int:
    """Elapsed seconds since a time of so many seconds, working or not, before moment 0."""
    if not is_working:
        return amount
    assert model.past is not None
    span = _span(model)
    return span - model.past.add(0, max(model.past.worked(span) - amount, 0))


def _passed(model: Model, age: int, duration: Duration) -> int:
    """When a duration that began `age` seconds before moment 0 is over; 0 if it is over already."""
    if age == 0 or model.past is None:
        return moment_after(model.calendar, 0, duration)
    span = _span(model)
    return max(0, moment_after(model.past, span - age, duration) - span)


def _end(model: Model, plan: StatePlan, age: int, number: int) -> int:
    """When the time of the state is over; for one that waits for a team or panel there is none yet."""
    time = plan.time
    if plan.needs is not Needs.TIME or time is None:
        return 0
    if time.duration is not None:
        return _passed(model, age, time.duration)
    if not time.is_working:
        return rest_of(time.table, age, number)
    done = 0
    if age and model.past is not None:
        span = _span(model)
        done = model.past.between(span - age, span)
    return model.calendar.add(0, rest_of(time.table, done, number))
