"""The compiled measures against the plain ones, to the last bit, on logs that need follow no simulation."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.calendars import DAY, Calendar, continuous, weekdays
from pathways.calendars.hours import CLOSED, Weekly
from pathways.eventlog import Event, EventLog
from pathways.measures import Attribute, Figure, Key, Milestone, Setting, Working, figures, histories
from pathways.measures.compiled import Measurer, summaries, walk, weekly
from pathways.measures.compiled import tables as tab
from pathways.measures.compiled.first import compile_all
from pathways.measures.compiled.summaries import times_by_slot
from pathways.measures.setting import Cancelled
from pathways.measures.weekly import all_series
from pathways.units import parse_duration
from tests.simulation.building import compiled

PATHWAYS = """
pathway: NAME
title: P
status: as-is
version: "1"
lanes: {desk: Desk, board: Board}
start: work
states:
  work: {lane: desk, target: 3 working days, then: talk}
  talk: {lane: desk, target: 2 weeks, then: hearing}
  hearing: {kind: panel, lane: board, target: 1 month, then: support}
  support: {kind: wait, lane: desk, for: 5 days, then: good}
  good: {kind: end, lane: desk, outcome: good}
  bad: {kind: end, lane: desk, outcome: bad}
interrupts:
  lost: {during: [work, talk, hearing, support], then: bad}
"""
STATES = ("work", "talk", "hearing", "support")
START = date(2018, 3, 26)
# A few in the suite; `PATHWAYS_EXAMPLES=5000` for a campaign.
EXAMPLES = int(os.environ.get("PATHWAYS_EXAMPLES", "60"))
SCHOOL = (*(((10 * 3600, 15 * 3600),) * 3), *(((8 * 3600, 20 * 3600),) * 2), CLOSED, CLOSED)
ATTRIBUTES = (Attribute("sector", ("school", "police", "other"), 1), Attribute("age", ("young", "old"), 3))
TOLD = (Attribute("feedback", ("given", "withheld"), 1),)


def a_setting(random: Random) -> Setting:
    """Two pathways; who works where changes once; one team has hours of its own."""
    calendar = random.choice([weekdays, continuous])(START)
    end = random.randint(40, 120) * DAY + random.randrange(DAY)

    def steps(most: int) -> tuple[tuple[int, int], ...]:
        return (0, random.randint(1, most)), (random.randint(1, end), random.randint(0, most))

    def working(starts: int) -> Working:
        here = [(name, state) for name in ("p", "q") for state in STATES]
        return Working(
            teams={
                s: random.choice([("desk",), ("aide",), ("aide", "desk")]) for s in here if s[1] in ("work", "talk")
            },
            panels={s: random.choice(["board", "court"]) for s in here if s[1] == "hearing"},
            holds={s: random.choice(["room", "bed"]) for s in here if random.random() < 0.5},
            takes={s: random.randint(1, 3) for s in here if s[1] == "hearing" and random.random() < 0.5},
            starts=min(starts, end - 1),
        )

    stretches = [(None, None), (None, "hearing"), ("work", "hearing"), ("talk", "talk"), ("hearing", None)]
    lengths = ["2 working days", "9 days", "1 month", "36 hours", "0.5 years"]
    return Setting(
        calendar=calendar,
        warm_up=random.choice([0, random.randint(1, end // 2)]),
        end=end,
        pathways={"p": compiled(PATHWAYS.replace("NAME", "p"))["p"], "q": compiled(PATHWAYS.replace("NAME", "q"))["q"]},
        working=(working(0), working(random.randint(1, end))),
        staff={"desk": steps(3), "aide": steps(2)},
        places={"room": steps(4), "bed": steps(2)},
        slots={"board": steps(5), "court": steps(5)},
        meetings={name: tuple(sorted(random.sample(range(end), random.randint(0, 9)))) for name in ("board", "court")},
        calendars={"aide": Calendar("school", START, Weekly(SCHOOL))},
        milestones=tuple(
            Milestone(f"m{number}", random.choice("pq"), *stretch, random.choice([None, parse_duration(length)]))
            for number, (stretch, length) in enumerate(zip(stretches, lengths, strict=True))
        ),
        percentiles=tuple(random.sample([1, 10, 50, 75, 90, 95, 99], random.randint(0, 4))),
        horizon=random.choice([None, 0, random.randint(1, 30) * calendar.day_length]),
        groups={"p": ATTRIBUTES[: random.randint(0, 2)]},
        told={"q": TOLD[: random.randint(0, 1)]},
    )


def a_log(setting: Setting, random: Random, referrals: int) -> EventLog:
    """Each referral wanders about, also in two states at once, until it ends or the study does."""
    events: list[tuple[int, int, str, str, int, Event]] = []
    for number in range(referrals):
        pathway, now = random.choice("pq"), random.choice([random.randrange(setting.end), setting.working[1].starts])
        code = random.randrange(6) if setting.groups.get(pathway) else 0
        events.append((now, number, pathway, "work", 1 + code, Event.ARRIVE))
        visits = dict.fromkeys(STATES, 0)
        at: dict[str, list[Event]] = {}  # the open visits, and what has happened in them
        entered: dict[str, int] = {}
        held: dict[str, str] = {}  # the places held, and the state that took each
        is_over = False

        def write(state: str, event: Event, visit: int) -> None:
            events.append((now, number, pathway, state, visit, event))  # noqa: B023

        while not is_over:
            # Many steps take no time, so that much falls together.
            now += random.choice([0, 0, 3600, random.randrange(DAY), random.randrange(9 * DAY)])
            if now >= setting.end:
                break
            free = [state for state in STATES if state not in at]
            act = random.random()
            if (not at or (act < 0.3 and len(at) < 2)) and free:
                state = random.choice(free)
                visits[state] += 1
                at[state], entered[state] = [], now
                write(state, Event.ENTER, visits[state])
                continue
            state = random.choice(list(at))
            kind = setting.working_at(entered[state]).holds.get((pathway, state))
            if act < 0.45 and kind is not None and kind not in held and state not in held.values() and not at[state]:
                held[kind] = state
                write(state, Event.TAKE, visits[state])
            elif act < 0.55 and held:
                write(held.pop(random.choice(list(held))), Event.RETURN, 1)
            elif act < 0.8 and state != "support" and Event.START not in at[state] and (kind is None or kind in held):
                at[state].append(Event.START)
                write(state, Event.START, visits[state])
            elif act < 0.95 or len(at) > 1:
                if Event.START in at[state]:
                    write(state, Event.FINISH, visits[state])
                del at[state]
                write(state, Event.LEAVE, visits[state])
            else:
                write(state, Event.LEAVE, visits[state])
                for taker in held.values():
                    write(taker, Event.RETURN, 1)
                final = random.choice(["good", "bad"])
                write(final, Event.ENTER, 1)
                write(final, Event.END, 1 + (random.randrange(2) if setting.told.get(pathway) else 0))
                is_over = True
    states = tuple(tuple(state.name for state in p.states) for p in setting.pathways.values())
    log = EventLog(tuple(setting.pathways), states)
    for time, referral, pathway, state, visit, event in sorted(events, key=lambda each: each[0]):
        at_pathway = log.pathways.index(pathway)
        log.add(0, referral, at_pathway, states[at_pathway].index(state), visit, event, time)
    return log


def both(
    setting: Setting, log: EventLog, cancelled: Cancelled | None = None
) -> tuple[dict[Key, Figure], dict[Key, Figure]]:
    measurer = Measurer(setting)
    measured = measurer.measure(log.packed(), cancelled)
    return measurer.sample([measured]).figures(0), figures(histories(log), setting, cancelled)


@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=st.integers(0, 2**32), referrals=st.integers(0, 60))
def test_compiled_measures_are_the_plain_ones_to_the_last_bit(seed: int, referrals: int) -> None:
    random = Random(seed)
    setting = a_setting(random)
    cancelled = {
        panel: random.sample(meetings, random.randint(0, len(meetings))) for panel, meetings in setting.meetings.items()
    }
    found, meant = both(setting, a_log(setting, random, referrals), cancelled)
    assert found == meant


@settings(max_examples=max(EXAMPLES // 4, 10), deadline=None)
@given(seed=st.integers(0, 2**32), referrals=st.integers(0, 60))
def test_weeks_from_any_week_on_add_up_to_the_plain_figures_of_a_warm_up_until_then(seed: int, referrals: int) -> None:
    """Oracle: the plain figures of the same log, measured from the beginning of each week."""
    random = Random(seed)
    setting = a_setting(random)
    log = a_log(setting, random, referrals)
    weekly = Measurer(setting).measure(log.packed(), by_week=True).weekly
    assert weekly is not None
    plain = histories(log)
    for week in range(0, len(weekly), 3):
        later = replace(setting, warm_up=setting.warm_up + week * 7 * DAY)
        meant = figures(plain, later)
        for series, total in zip(all_series(setting), weekly[week:].sum(axis=0).tolist(), strict=True):
            is_left = series.measure == "left_over"
            over = len(later.measured_meetings(series.of)) if is_left else setting.end - later.warm_up
            value = meant.get(Key(*series, "mean"), Figure(0.0, 0)).value
            assert value == (total / over if over else 0.0)


def test_random_logs_have_everything_in_them() -> None:
    """Else the test above would prove little: every kind of figure, groups, values at the end."""
    seen: dict[str, int] = {}
    for seed in range(40):
        random = Random(seed)
        setting = a_setting(random)
        for key, figure in figures(histories(a_log(setting, random, 40)), setting).items():
            if figure.value > 0 and figure.n > 1:
                for name in (key.measure, key.statistic, "group" if key.group else "all"):
                    seen[name] = seen.get(name, 0) + 1
    assert set(seen) >= {
        "arrivals", "visits", "open", "caseload", "wait", "time_in_state", "time_from_entry", "time_to_start",
        "time_to_end", "time_to_milestone", "reached", "within_target", "breached", "outcome", "ended_with",
        "utilisation", "queue", "heard", "slots_used", "left_over", "held", "places_used", "group", "all", "p1", "p99",
        "median", "mean", "restricted_mean", "share", "per_year",
    }  # fmt: skip
    assert min(seen.values()) > 20


@pytest.mark.parametrize(("late", "share"), [(0, 1.0), (1, 0.0)])
def test_a_second_late_is_late_even_after_three_years(late: int, share: float) -> None:
    """From 26 March 2018 to 26 March 2021: 3 x 365 days and 29 February 2020."""
    pathway = compiled(PATHWAYS.replace("NAME", "p"))["p"]
    whole = Milestone("m", "p", None, None, parse_duration("3 years"))
    setting = Setting(weekdays(START), 0, 2000 * DAY, {"p": pathway}, (Working({}, {}),), milestones=(whole,))
    log = EventLog(("p",), (tuple(state.name for state in pathway.states),))
    end = (3 * 365 + 1) * DAY + late
    for state, event, time in [("work", Event.ARRIVE, 0), ("good", Event.ENTER, end), ("good", Event.END, end)]:
        log.add(0, 0, 0, pathway.index[state], 1, event, time)
    found, meant = both(setting, log)
    assert found == meant
    assert found[Key("within_target", "p", "m", "share")] == (share, 1)
    assert found[Key("breached", "p", "m", "share")] == (1 - share, 1)


@pytest.mark.parametrize("longest", [1, 7, 3_000, 5_000_000, 1 << 35])
def test_many_times_are_sorted_by_length_with_what_belongs_to_each(longest: int) -> None:
    """Oracle: numpy's stable sort."""
    random = np.random.default_rng(longest)
    lengths, slots = random.integers(0, longest, 5_000), random.choice([0, 1, 1, 1, 4], 5_000)
    marks = random.integers(0, 8, 5_000)
    store = np.concatenate([[5_000], slots << tab.SLOT_SHIFT | lengths << tab.LENGTH_SHIFT | marks])
    first, values = times_by_slot(store, 5)
    order = np.lexsort((lengths, slots))
    assert first.tolist() == np.searchsorted(slots[order], range(6)).tolist()
    assert (values >> tab.LENGTH_SHIFT).tolist() == lengths[order].tolist()
    assert sorted(values.tolist()) == sorted((lengths << tab.LENGTH_SHIFT | marks).tolist())


BROKEN = {
    "left without having entered": [(0, Event.ARRIVE), (1, Event.LEAVE)],
    "entered twice": [(0, Event.ARRIVE), (0, Event.ENTER), (1, Event.ENTER)],
    "entered before it arrived": [(0, Event.ENTER)],
    "worked on where it is not": [(0, Event.ARRIVE), (0, Event.ENTER), (1, Event.LEAVE), (2, Event.START)],
    "gave back what it had not taken": [(0, Event.ARRIVE), (0, Event.ENTER), (1, Event.RETURN)],
    "ended where it is not": [(0, Event.ARRIVE), (1, Event.END)],
}


@pytest.mark.parametrize("rows", BROKEN.values(), ids=BROKEN)
def test_log_that_does_not_follow_is_refused_by_both(rows: list[tuple[int, Event]]) -> None:
    setting = a_setting(Random(1))
    log = EventLog(
        tuple(setting.pathways), tuple(tuple(state.name for state in p.states) for p in setting.pathways.values())
    )
    for time, event in rows:
        log.add(0, 0, 0, 0, 1, event, time)
    with pytest.raises(ValueError, match="must come before"):
        figures(histories(log), setting)
    with pytest.raises(ValueError, match=f"event {len(rows) - 1} of the log"):
        Measurer(setting).measure(log.packed())


def test_log_of_other_pathways_is_refused() -> None:
    with pytest.raises(ValueError, match="other pathways"):
        Measurer(a_setting(Random(1))).measure_log(EventLog(("p",), (("work",),)))


def test_what_is_compiled_beforehand_is_what_a_replication_needs() -> None:
    functions = (
        walk.walk, walk.count_stays, summaries.time_figures, summaries.use_figures, summaries.ratio_figures,
        weekly.by_week,
    )  # fmt: skip
    compile_all()
    before = [function.signatures for function in functions]
    random = Random(1)
    setting = a_setting(random)
    Measurer(setting).measure(a_log(setting, random, 5).packed(), by_week=True)
    assert [function.signatures for function in functions] == before
