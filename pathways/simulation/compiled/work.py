"""Queues of teams in any order, teams that work together, and places that are held: what not every model needs.

`space` is the arrays of a replication: tables, nodes, heads, marks, referrals, memory, queues, counts and log. Whatever
plans or writes gives back the running number and how many events are written.
"""

from __future__ import annotations

from typing import Any

from pathways.simulation.compiled import calendar as hours
from pathways.simulation.compiled import layout as x
from pathways.simulation.compiled.access import Apart, Inline, apart, at, put, raise_by, word
from pathways.simulation.compiled.state import (
    RETURN,
    START,
    TAKE,
    ZERO,
    drawn,
    end_of_work,
    join,
    look_up,
    referral_of,
    seconds_of,
    serial_and_place,
    strikes,
    take_out,
    work_of,
    write,
)  # fmt: skip
from pathways.simulation.compiled.wheel import plan

CLOCK_BITS = 12  # of the number of a clock, below the number of its attempt


@Inline
def holds(table: Any, memory: Any, guards: int, role: int, values: int) -> bool:
    """Whether a condition with a guard for each role holds for a referral."""
    guard = word(table, guards + role)
    return guard >= 0 and look_up(table, memory, values, guard) != 0


@Apart
def rank_of(space: Any, queue: int, referral: int, visit: int, state: int) -> int:
    """Whoever has the lowest rank is next; at equal ranks, whoever came first."""
    apart()
    table, _, _, _, referrals, memory, queues, _, _ = space
    order = at(queues, queue + x.ORDER)
    if order == x.LONGEST_WAIT:
        return at(referrals, referral + x.ARRIVED)
    if order == x.DUE_DATE:
        return at(referrals, visit + word(table, x.MORE) + x.DUE_AT)
    if order == x.PRIORITY:
        classes = at(queues, queue + x.CLASSES)
        roles = word(table, x.ROLES)
        for number in range(word(table, classes)):
            guards = classes + 1 + roles * number
            if holds(table, memory, guards, word(table, state + x.ROLE), at(referrals, referral + x.MEMORY)):
                return number
        return word(table, classes)
    if order == x.REVIEWS_FIRST or order == x.NEW_FIRST:
        return int((word(table, state + x.IS_REVIEW) != 0) == (order == x.NEW_FIRST))
    return 0


@Apart
def stop_waiting(space: Any, visit: int, state: int, seen: int) -> None:
    """Take the visit out of every queue that it stands in."""
    apart()
    table, _, _, _, referrals, _, queues, _, _ = space
    flags = at(referrals, visit + x.FLAGS)
    if flags & x.QUEUEING:
        for number in range(word(table, state + x.CREW)):
            queue = word(table, word(table, state + x.CREW_AT) + number)
            take_out(queues, queue, referrals, visit + x.SIZE * number)
            raise_by(queues, queue + x.WAITING_AREA, seen - word(table, x.END))
    elif flags & x.AWAITING:
        queue = word(table, state + x.TAKES)
        take_out(queues, queue, referrals, visit)
        raise_by(queues, queue + x.WAITING_AREA, seen - word(table, x.END))
    elif flags & x.ON_AGENDA:
        take_out(queues, word(table, state + x.RESOURCE), referrals, visit)
    put(referrals, visit + x.FLAGS, flags & x.IN_WORK)


@Apart
def try_to_start(
    space: Any, visit: int, state: int, now: int, seen: int, running: int, written: int
) -> tuple[bool, int, int]:
    """Begin the work if every team has somebody free and the hour allows it."""
    apart()
    table, nodes, heads, marks, referrals, _, queues, _, log = space
    crew = word(table, state + x.CREW_AT)
    for number in range(word(table, state + x.CREW)):
        if at(queues, word(table, crew + number) + x.FREE) <= 0:
            return False, running, written
    referral = referral_of(table, visit, state)
    if word(table, state + x.CLOSING) == x.DO_NOT_START:
        calendar = word(table, state + x.CREW_HOURS)
        work = work_of(table, state, drawn(table, referrals, referral, visit, state))
        if work > hours.left_today(table, calendar, now) and not (
            work > word(table, calendar + hours.LONGEST) and hours.is_opening(table, calendar, now)
        ):
            opening = hours.opening_after(table, calendar, now)
            cell = word(table, state + x.HOURS_CELL)
            if at(queues, cell) < opening:
                put(queues, cell, opening)
                running += 1
                if opening < word(table, x.END):
                    plan(nodes, heads, marks, word(table, x.WIDTH), now, opening, x.OPENING, running, ZERO, ZERO)
            return False, running, written
    stop_waiting(space, visit, state, seen)
    put(referrals, visit + x.FLAGS, x.IN_WORK)
    for number in range(word(table, state + x.CREW)):
        queue = word(table, crew + number)
        raise_by(queues, queue + x.FREE, -1)
        raise_by(
            queues,
            queue + x.BUSY_AREA,
            -hours.worked(table, at(queues, queue + x.TEAM_HOURS), seen),
        )
    row = word(table, state + x.ROW)
    number = at(referrals, visit + x.VISIT_NUMBER)
    written = write(log, written, now, number, START, at(referrals, referral + x.ID), row)
    running = start_clocks(space, referral, visit, state, now, running)
    running += 1
    time = end_of_work(table, referrals, referral, visit, state, now)
    if time < word(table, x.END):
        what = serial_and_place(referrals, visit)
        plan(nodes, heads, marks, word(table, x.WIDTH), now, time, x.COMPLETION, running, what, state)
    return True, running, written


@Apart
def start_clocks(space: Any, referral: int, visit: int, state: int, now: int, running: int) -> int:
    """The clocks of interrupts that start as work begins."""
    apart()
    table, nodes, heads, marks, referrals, _, _, _, _ = space
    first = word(table, state + x.CLOCKS)
    for number in range(first, first + word(table, state + x.WORK_CLOCKS)):
        clock = word(table, state + x.CLOCKS_AT) + x.CLOCK * number
        running += 1
        time = strikes(table, referrals, referral, visit, clock, ZERO, now)
        if time < word(table, x.END):
            what = serial_and_place(referrals, visit)
            plan(nodes, heads, marks, word(table, x.WIDTH), now, time, x.INTERRUPT, running, what, number)
    return running


@Apart
def start_work(space: Any, queue: int, now: int, seen: int, running: int, written: int) -> tuple[int, int]:
    """Free staff take those who are next; one that cannot begin yet does not hold up others."""
    apart()
    _, _, _, _, referrals, _, queues, _, _ = space
    entry = at(queues, queue + x.FIRST)
    while entry != 0 and at(queues, queue + x.FREE) > 0:
        following = at(referrals, entry + x.NEXT)
        visit = entry if at(referrals, entry + x.SERIAL) > 0 else -at(referrals, entry + x.SERIAL)
        state = at(referrals, visit + x.STATE_AT)
        _, running, written = try_to_start(space, visit, state, now, seen, running, written)
        entry = following
    return running, written


@Apart
def begin(
    space: Any, referral: int, visit: int, state: int, now: int, seen: int, running: int, written: int
) -> tuple[int, int]:
    """The visit has the place it needs: it takes its time, or waits for its teams or its panel."""
    apart()
    table, nodes, heads, marks, referrals, memory, queues, _, _ = space
    more = visit + word(table, x.MORE)
    needs = word(table, state + x.NEEDS)
    if needs == x.OF_TIME:
        running = start_clocks(space, referral, visit, state, now, running) + 1
        time = -1
        if word(table, x.MORE) >= 0:
            time = at(referrals, more + x.ENDS)
        if time < 0:
            time = end_of_work(table, referrals, referral, visit, state, now)
        if time < word(table, x.END):
            what = serial_and_place(referrals, visit)
            plan(nodes, heads, marks, word(table, x.WIDTH), now, time, x.COMPLETION, running, what, state)
    elif needs == x.OF_TEAM:
        put(referrals, visit + x.FLAGS, x.QUEUEING)
        if word(table, state + x.IS_PLAIN) != 0:
            put(referrals, visit + x.SECONDS, seconds_of(table, referrals, referral, visit, state))
        for number in range(word(table, state + x.CREW)):
            queue = word(table, word(table, state + x.CREW_AT) + number)
            entry = visit + x.SIZE * number
            if number > 0:
                put(referrals, entry + x.SERIAL, -visit)
            join(queues, queue, referrals, entry, rank_of(space, queue, referral, visit, state))
            raise_by(queues, queue + x.WAITING_AREA, word(table, x.END) - seen)
        _, running, written = try_to_start(space, visit, state, now, seen, running, written)
    elif needs == x.OF_PANEL:
        queue = word(table, state + x.RESOURCE)
        put(referrals, visit + x.FLAGS, x.ON_AGENDA)
        if word(table, x.MORE) >= 0:
            urgent = word(table, word(table, x.FIRST_PANEL) + x.PANEL * at(queues, queue + x.INDEX) + x.URGENT)
            # Who stood there before the study began has its papers in.
            put(referrals, more + x.READY, now if at(referrals, more + x.ENDS) < 0 else -1)
            values = at(referrals, referral + x.MEMORY)
            is_urgent = urgent >= 0 and holds(table, memory, urgent, word(table, state + x.ROLE), values)
            put(referrals, more + x.IS_URGENT, int(is_urgent))
        join(queues, queue, referrals, visit, rank_of(space, queue, referral, visit, state))
    return running, written


@Apart
def await_place(
    space: Any, referral: int, visit: int, state: int, now: int, seen: int, running: int, written: int
) -> tuple[int, int]:
    """Wait for a place; whoever stood there before the study began, stood there waiting, if there is none yet."""
    apart()
    table, _, _, _, referrals, _, queues, _, _ = space
    queue = word(table, state + x.TAKES)
    put(referrals, visit + x.FLAGS, x.AWAITING)
    join(queues, queue, referrals, visit, rank_of(space, queue, referral, visit, state))
    raise_by(queues, queue + x.WAITING_AREA, word(table, x.END) - seen)
    running, written = hand_out(space, queue, now, seen, running, written)
    if at(referrals, visit + x.FLAGS) & x.AWAITING:
        put(referrals, visit + word(table, x.MORE) + x.ENDS, -1)
    return running, written


@Apart
def hand_out(space: Any, queue: int, now: int, seen: int, running: int, written: int) -> tuple[int, int]:
    """Free places go to those who are next; a referral takes one for all of its visits that wait for it."""
    apart()
    table, _, _, _, referrals, _, queues, _, log = space
    while at(queues, queue + x.FIRST) != 0 and at(queues, queue + x.FREE) > 0:
        visit = at(queues, queue + x.FIRST)
        state = at(referrals, visit + x.STATE_AT)
        referral = referral_of(table, visit, state)
        raise_by(queues, queue + x.FREE, -1)
        raise_by(queues, queue + x.BUSY_AREA, -seen)
        row, number = word(table, state + x.ROW), at(referrals, visit + x.VISIT_NUMBER)
        put(referrals, referral + word(table, x.HELD) + at(queues, queue + x.INDEX), (row + 1) << 24 | number)
        written = write(log, written, now, number, TAKE, at(referrals, referral + x.ID), row)
        for region in range(word(table, x.REGIONS)):
            other = referral + x.SIZE + word(table, x.VISIT) * region
            if at(referrals, other + x.SERIAL) != 0 and at(referrals, other + x.FLAGS) & x.AWAITING:
                waits = at(referrals, other + x.STATE_AT)
                if word(table, waits + x.TAKES) == queue:
                    stop_waiting(space, other, waits, seen)
                    running, written = begin(space, referral, other, waits, now, seen, running, written)
    return running, written


@Apart
def give_back(
    space: Any, referral: int, queue: int, now: int, seen: int, running: int, written: int
) -> tuple[int, int]:
    """Give a place back, if the referral holds one."""
    apart()
    table, _, _, _, referrals, _, queues, _, log = space
    cell = referral + word(table, x.HELD) + at(queues, queue + x.INDEX)
    held = at(referrals, cell)
    if held != 0:
        put(referrals, cell, 0)
        row, number = (held >> 24) - 1, held & ((1 << 24) - 1)
        written = write(log, written, now, number, RETURN, at(referrals, referral + x.ID), row)
        raise_by(queues, queue + x.BUSY_AREA, seen)
        raise_by(queues, queue + x.FREE, 1)
        running, written = hand_out(space, queue, now, seen, running, written)
    return running, written


@Apart
def give_all_back(space: Any, referral: int, now: int, seen: int, running: int, written: int) -> tuple[int, int]:
    """Give back every place that a referral holds as it ends."""
    apart()
    table = space[0]
    for number in range(word(table, x.PLACES)):
        queue = word(table, x.FIRST_PLACES) + x.RESOURCE_SIZE * number
        running, written = give_back(space, referral, queue, now, seen, running, written)
    return running, written


@Apart
def change(space: Any, epoch: int, now: int, seen: int, running: int, written: int) -> tuple[int, int]:
    """Staff and places change at a date."""
    apart()
    table, _, _, _, _, _, queues, _, _ = space
    changes = word(table, x.LATER) + x.EPOCH * (epoch - 1)
    for number in range(word(table, x.TEAMS)):
        more = word(table, word(table, changes + x.STAFF_AT) + number)
        raise_by(queues, x.RESOURCE_SIZE * number + x.FREE, more)
    for number in range(word(table, x.PLACES)):
        more = word(table, word(table, changes + x.PLACES_AT) + number)
        raise_by(queues, word(table, x.FIRST_PLACES) + x.RESOURCE_SIZE * number + x.FREE, more)
    for number in range(word(table, x.TEAMS)):
        running, written = start_work(space, x.RESOURCE_SIZE * number, now, seen, running, written)
    for number in range(word(table, x.PLACES)):
        queue = word(table, x.FIRST_PLACES) + x.RESOURCE_SIZE * number
        running, written = hand_out(space, queue, now, seen, running, written)
    return running, written
