"""The kernel: dates by hand, a second implementation, and nothing that depends on what it should not."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

import pytest
import simpy

from pathways.eventlog import Event, EventLog, Row
from pathways.machine import CompiledPathway
from pathways.measures import histories
from pathways.simulation.distributions import exponential, lognormal
from pathways.simulation.draws import draw, purpose_words, stream_key
from pathways.simulation.reference.kernel import GAP, Kernel
from pathways.simulation.running.checks import CheckFailedError, number_of_counts
from pathways.simulation.tally import layout

from .building import compiled, model, one_queue, same_states, verify_log
from .theory import mean_and_error

DAY = 86_400


def rows(log: EventLog) -> list[Row]:
    return list(log.rows())


# --- dates by hand

OFFICE = """
pathway: o
title: Office
status: as-is
version: "1"
lanes: {desk: Desk, board: Board}
start: work
states:
  work: {lane: desk, then: hearing}
  hearing: {kind: panel, lane: board, then: pause}
  pause: {kind: wait, lane: desk, for: 1 month, then: out}
  out: {kind: end, lane: desk, outcome: done}
"""
OFFICE_STUDY = """
study: office
title: Office
pathways: o
clock: {starts: 2018-03-26, length: 26 weeks}
seed: 3
arrivals: {o: {rate: 1 per week}}
teams: {desk: {staff: 1}}
panels: {board: {meets: first Wednesday, slots: 2}}
service_times:
  o.work: {team: desk, fixed: 10 hours}
  o.hearing: {panel: board}
"""


def test_every_date_of_a_small_office_is_as_worked_by_hand() -> None:
    """From the arrivals alone, each later date follows: ten hours of work in office hours, one referral after the
    other; two heard at each meeting, in order; a calendar month of waiting.
    """
    office = model(OFFICE_STUDY, compiled(OFFICE))
    calendar = office.calendar
    log = Kernel(office, 3, 0).run()
    times: dict[tuple[int, str, Event], int] = {(r.referral, r.state, r.event): r.time for r in log.rows()}
    arrivals = [row.time for row in log.rows() if row.event is Event.ARRIVE]
    assert len(arrivals) > 15
    free, agenda = 0, []
    for referral, arrival in enumerate(arrivals):
        finish = calendar.add(max(arrival, free), 10 * 3600)
        if finish >= office.end:
            break
        free = finish
        assert times[referral, "work", Event.FINISH] == finish
        agenda.append((referral, finish))
    for meeting in office.panels[0].meetings:
        heard = [referral for referral, since in agenda if since <= meeting][:2]
        agenda = [entry for entry in agenda if entry[0] not in heard]
        for referral in heard:
            assert times[referral, "hearing", Event.START] == meeting
            date = calendar.date_of(meeting)
            until = calendar.moment_of(date.replace(month=date.month + 1))
            if until < office.end:
                assert times[referral, "out", Event.END] == until
    assert len(agenda) > 2  # the agenda was full, so the order mattered


# --- a second implementation

REVIEWED = """
pathway: r
title: Reviewed
status: as-is
version: "1"
lanes: {desk: Desk, board: Board}
attributes: {again: {values: ["yes", "no"]}}
start: work
states:
  work: {lane: desk, then: hearing}
  hearing: {kind: panel, lane: board, finds: again, then: settled}
  settled:
    kind: decision
    lane: board
    choose:
      - {when: {again: "yes"}, then: work}
      - {otherwise: out}
  out: {kind: end, lane: board, outcome: done}
"""


def in_simpy(seed: int, days: int) -> float:
    """Mean time from arrival to the end, in days, by SimPy with random numbers of its own."""
    import random

    dice = random.Random(seed)
    env = simpy.Environment()
    desk = simpy.Resource(env, 2)
    agenda: list[simpy.Event] = []
    stays: list[float] = []

    def referral() -> object:
        arrived = env.now
        while True:
            with desk.request() as turn:
                yield turn
                yield env.timeout(dice.lognormvariate(math.log(1.2) - math.log(2) / 2, math.sqrt(math.log(2))))
            heard = env.event()
            agenda.append(heard)
            yield heard
            if dice.random() >= 0.3:
                break
        if env.now >= 100:
            stays.append(env.now - arrived)

    def arrive() -> object:
        while True:
            yield env.timeout(dice.expovariate(0.8))
            env.process(referral())

    def meet() -> object:
        while True:
            yield env.timeout(7)
            for _ in range(min(9, len(agenda))):
                agenda.pop(0).succeed()

    env.process(arrive())
    env.process(meet())
    env.run(until=days)
    return sum(stays) / len(stays)


def test_way_through_a_desk_and_a_panel_agrees_with_simpy() -> None:
    """Oracle: the same model written for SimPy, with random numbers of its own."""
    text = """
study: reviewed
title: Reviewed
pathways: r
clock: {starts: 2018-01-01, warm_up: 100 days, length: 1900 days, calendar: continuous}
arrivals: {r: {rate: 0.8 per day}}
teams: {desk: {staff: 2}}
panels: {board: {meets: every 7 days, at: "00:00", slots: 9}}
service_times:
  r.work: {team: desk, lognormal: {mean: 28.8 hours, cv: 1}}
  r.hearing: {panel: board}
findings: {r.hearing: {again: {"yes": 30%, "no": 70%}}}
"""
    reviewed = model(text, compiled(REVIEWED))
    ours = []
    for number in range(12):
        cases = histories(Kernel(reviewed, 5, number).run()).cases.values()
        stays = [c.end - c.arrive for c in cases if c.end is not None and c.end >= 100 * DAY]
        ours.append(sum(stays) / len(stays) / DAY)
    mean, error = mean_and_error(ours)
    other, other_error = mean_and_error([in_simpy(seed, 2000) for seed in range(12)])
    print(mean, error, other, other_error)
    assert abs(mean - other) <= 4.5 * math.hypot(error, other_error)


# --- what draws depend on


def test_kernel_uses_the_draws_that_their_names_say() -> None:
    """Hand count: the first arrivals and their service, straight from the named draws; nobody waits at this load."""
    text, pathways = one_queue("lognormal: {mean: 1 hour, cv: 1}", rate="1 per week")
    log = Kernel(model(text, pathways), 42, 3).run()
    key, service = stream_key(42, 3, "q"), purpose_words("q.work", "service")
    gap, work = exponential(1 << 26), lognormal(3600, 1)
    expected, gaps = [], 0
    for referral in range(20):
        gaps += gap.sample(draw(key, referral, 0, GAP))
        now = gaps * 7 * DAY >> 26
        expected += [now, now + work.sample(draw(key, referral, 1, service))]
    seen = [row.time for row in log.rows() if row.event in (Event.ARRIVE, Event.END) and row.referral < 20]
    assert (
        max(abs(a - b) for a, b in zip(seen, expected, strict=True)) <= 1
    )  # a day's share is a whole number of 2**-26


TWO_STEPS = """
pathway: t
title: Two steps
status: as-is
version: "1"
lanes: {desk: Desk}
attributes: {seen: {values: [a, b]}}
start: [one, side]
states:
  one: {lane: desk, finds: seen, then: EXTRA}
  side: {lane: desk, finds: seen, then: EXTRA}
  two: {lane: desk, then: sort}
  sort: {kind: decision, lane: desk, choose: [{when: {seen: a}, then: out}, {otherwise: other}]}
  out: {kind: end, lane: desk, outcome: done}
  other: {kind: end, lane: desk, outcome: other}
"""


def test_draws_of_other_states_are_unchanged_when_a_state_is_added() -> None:
    """Only the new state's own time comes in between; doors, findings, ends and the other times stay as they were."""
    text = """
study: two
title: Two
pathways: t
clock: {starts: 2018-01-01, length: 400 days, calendar: continuous}
arrivals: {t: {rate: 1 per day, starts: {one: 50%, side: 50%}}}
service_times: {"lane:desk": {lognormal: {mean: 5 hours, cv: 1}}}
findings: {"t.*": {seen: {a: 50%, b: 50%}}}
"""
    plain = TWO_STEPS.replace("EXTRA", "two")
    added = TWO_STEPS.replace("EXTRA", "extra").replace("  two:", "  extra: {lane: desk, then: two}\n  two:")

    def times(pathway: str) -> dict[tuple[int, str], int]:
        seen = histories(Kernel(model(text, compiled(pathway)), 1, 0).run())
        return {
            (stay.referral, state): (stay.leave if stay.leave is not None else stay.enter) - stay.enter
            for (_, state), found in seen.stays.items()
            for stay in found
            if stay.referral < 350
        }

    before, after = times(plain), times(added)
    assert len(before) == 4 * 350
    assert before.items() <= after.items()


def shared(order: Mapping[str, CompiledPathway]) -> list[Row]:
    text = """
study: shared
title: Two pathways, one desk
pathways: [q, t]
clock: {starts: 2018-01-01, length: 300 days, calendar: continuous}
arrivals: {q: {rate: 1 per day}, t: {rate: 1 per day, starts: {one: 50%, side: 50%}}}
teams: {desk: {staff: 1}}
service_times: {"lane:desk": {team: desk, lognormal: {mean: 6 hours, cv: 1}}}
findings: {"t.*": {seen: {a: 50%, b: 50%}}}
"""
    return rows(Kernel(model(text, order), 1, 0).run())


def test_two_pathways_share_one_desk_and_the_order_of_files_does_not_matter() -> None:
    """One member of staff is never in two works at once."""
    pathways = {**one_queue("fixed: 1 hour")[1], **compiled(TWO_STEPS.replace("EXTRA", "two"))}
    log = shared(pathways)
    assert log == shared(dict(reversed(pathways.items())))
    works = sorted((row.time, row.event is Event.START) for row in log if row.event in (Event.START, Event.FINISH))
    busy = 0
    for _, starts in works:
        busy += 1 if starts else -1
        assert busy in (0, 1)
    assert {row.pathway for row in log} == {"q", "t"}


def test_first_come_is_first_served() -> None:
    text, pathways = one_queue("lognormal: {mean: 20 hours, cv: 1}")
    starts = [row.referral for row in rows(Kernel(model(text, pathways), 1, 0).run()) if row.event is Event.START]
    assert starts == sorted(starts)
    assert len(starts) > 1000


def test_every_move_is_one_that_the_stepper_offers() -> None:
    reviewed = model(
        """
study: reviewed
title: Reviewed
pathways: r
clock: {starts: 2018-01-01, length: 100 days, calendar: continuous}
arrivals: {r: {rate: 2 per day}}
panels: {board: {meets: every 7 days, at: "00:00", slots: 9}}
service_times: {r.work: {exponential: {mean: 1 day}}, r.hearing: {panel: board}}
findings: {r.hearing: {again: {"yes": 30%, "no": 70%}}}
""",
        compiled(REVIEWED),
    )
    assert len(Kernel(reviewed, 1, 0, is_checked=True).run()) > 500


def test_wait_that_is_over_as_the_panel_meets_is_in_time_for_it() -> None:
    """Ten days after a meeting is the next meeting, and completions come first at equal times."""
    pathway = PANEL_AGAIN
    text = """
study: again
title: Again
pathways: g
clock: {starts: 2018-01-01, length: 300 days, calendar: continuous}
arrivals: {g: {rate: 1 per day}}
panels: {board: {meets: every 10 days, at: "00:00", slots: 50}}
service_times: {g.first: {panel: board}, g.second: {panel: board}}
"""
    stays = histories(Kernel(model(text, compiled(pathway)), 1, 0).run()).stays
    first = {stay.referral: stay.leave for stay in stays["g", "first"] if stay.leave is not None}
    second = {stay.referral: stay.leave for stay in stays["g", "second"] if stay.leave is not None}
    assert len(second) > 200
    assert all(leave == first[referral] + 10 * DAY for referral, leave in second.items())


PANEL_AGAIN = """
pathway: g
title: Again
status: as-is
version: "1"
lanes: {board: Board}
start: first
states:
  first: {kind: panel, lane: board, then: pause}
  pause: {kind: wait, lane: board, for: 10 days, then: second}
  second: {kind: panel, lane: board, then: out}
  out: {kind: end, lane: board, outcome: done}
"""


# --- self-checks


def test_tampered_log_is_caught_by_the_self_checks() -> None:
    """Each of a lost arrival, a lost end, a longer stay and a later start is noticed."""
    text, pathways = one_queue("lognormal: {mean: 12 hours, cv: 1}")
    bound = model(text, pathways)
    kernel = Kernel(bound, 1, 0)
    kept = rows(kernel.run())
    assert len(kernel.tally.row()) == layout(bound).size
    assert number_of_counts(bound) == 6  # arrived, ended, standing; time in the state, in the queue, in work

    verify_log(bound, kernel.tally, same_states(kernel.log, kept))
    last_by_event = {row.event: number for number, row in enumerate(kept[:8000])}
    changes: dict[str, list[Row]] = defaultdict(list)
    changes["arrive"] = [r for r in kept if r.referral != 500]
    changes["end"] = [r for n, r in enumerate(kept) if n != last_by_event[Event.END]]
    for event in (Event.LEAVE, Event.START):
        changes[event.name] = [
            row._replace(time=row.time + 1) if number == last_by_event[event] else row
            for number, row in enumerate(kept)
        ]
    for changed in changes.values():
        with pytest.raises(CheckFailedError):
            verify_log(bound, kernel.tally, same_states(kernel.log, changed))
