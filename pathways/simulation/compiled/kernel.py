"""Tables, keys and working memory to the events of one replication: the reference kernel, compiled.

One loop takes what is due first, moves the referral that it concerns as far as it goes without time passing, and plans
what follows. Each part does what the part of `pathways.simulation.reference.kernel` of the same name does, in the same
order, because running numbers are given in that order. What many models need is in this loop, the rest in `work` and
`arrivals`. Without room for a log it only counts.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from pathways.simulation.compiled import layout as x
from pathways.simulation.compiled.access import U, at, only_here, pointer, put, raise_by, word, zeros_below
from pathways.simulation.compiled.arrivals import (
    call_in,
    is_cancelled,
    known_again,
    next_arrival,
    note_hearing,
    plan_return,
    signed,
)  # fmt: skip
from pathways.simulation.compiled.calendar import NEVER, worked
from pathways.simulation.compiled.draws import choose, draw
from pathways.simulation.compiled.state import (
    ARRIVE,
    ENDS,
    ENTER,
    FINISH,
    LEAVE,
    START,
    ZERO,
    apply_effects,
    completion,
    find_value,
    join_last,
    look_up,
    referral_of,
    seconds_of,
    serial_and_place,
    strikes,
    take_first,
    take_out,
    telling,
    time_after,
    write,
)  # fmt: skip
from pathways.simulation.compiled.wheel import KEY, LINK, OVERFLOW, WHAT, free, next_due, plan
from pathways.simulation.compiled.work import (
    CLOCK_BITS,
    await_place,
    begin,
    change,
    give_all_back,
    give_back,
    start_clocks,
    start_work,
    stop_waiting,
)  # fmt: skip
from pathways.simulation.reference.kernel import MOST_MOVES
from pathways.simulation.reference.kernel import START as START_PURPOSE

# What a replication ends with.
DONE, NO_ROOM_FOR_EVENTS, NO_ROOM_FOR_REFERRALS, IN_CIRCLES, TOO_MANY_RETURNS = range(5)

_START: Final = np.int64(signed(START_PURPOSE))
_COMPLETE, _MOVE, _ARRIVE, _COME_BACK, _STAND = range(5)
_WHERE: Final = (1 << x.VISIT_BITS) - 1
_MOVES_BITS: Final = 20


def simulate(
    table: Any, keys: Any, nodes: Any, heads: Any, marks: Any, referrals: Any, memory: Any, queues: Any, counts: Any,
    hearings: Any, standing: Any, log: Any,
) -> tuple[Any, Any, Any, Any]:  # fmt: skip
    """One replication.

    Parameters
    ----------
    table
        The model, by `tables`.
    keys
        Of each stream.
    nodes, heads, marks
        Of `wheel`, empty.
    referrals, memory
        Room for referrals: where they stand, and their values and numbers of visits.
    queues, counts
        As the replication begins; afterwards, what was counted.
    hearings
        Room for as many hearings as there may be visits.
    standing
        Who stands there as the study begins, in order.
    log
        Room for events, or None.

    Returns
    -------
    tuple
        How it ended, how many events there are (more than there is room for, if there is too little), how many were
        planned, and the role that a failure is about.
    """
    # Pointers, because an array is seven words for each function that it is handed to.
    most_referrals, most_memory, most_stood = referrals.size, memory.size, standing.size
    table, keys, nodes, heads, marks = pointer(table), pointer(keys), pointer(nodes), pointer(heads), pointer(marks)
    referrals, memory, queues, counts = pointer(referrals), pointer(memory), pointer(queues), pointer(counts)
    hearings, standing, log = pointer(hearings), pointer(standing), (pointer(log), log.size)
    space = (table, nodes, heads, marks, referrals, memory, queues, counts, log)
    end, warm_up, width = word(table, x.END), word(table, x.WARM_UP), word(table, x.WIDTH)
    stride, values, held = word(table, x.STRIDE), word(table, x.VALUES), word(table, x.HELD)
    first_stream, first_panel = word(table, x.FIRST_STREAM), word(table, x.FIRST_PANEL)
    size, visit_size, more = word(table, x.RECORD), word(table, x.VISIT), word(table, x.MORE)
    gaps, roles, has_places = word(table, x.GAPS_AT), word(table, x.COUNTS_AT), word(table, x.PLACES) > 0
    has_epochs = word(table, x.LATER) >= 0
    now = written = running = serial = arrived = epoch = ZERO
    seen = warm_up
    used, empty = 0, 0  # places of referrals ever used; the first that is free again
    hearing, heard = 0, 0
    stood, stood_size = 0, x.STOOD + values
    is_open = False

    while True:
        stream, what, stands = 0, 0, -1
        visit, state, referral, arrow, target = 0, 0, 0, 0, 0
        if hearing < heard:
            what = at(hearings, hearing)
            hearing += 1
            visit = (what & _WHERE) << 3
            if at(referrals, visit + x.SERIAL) != what >> x.VISIT_BITS:
                continue
            state = at(referrals, visit + x.STATE_AT)
            referral = referral_of(table, visit, state)
            row = word(table, state + x.ROW)
            if now >= warm_up:
                note_hearing(queues, word(table, state + x.RESOURCE), word(table, state + x.ROOM))
            number = at(referrals, visit + x.VISIT_NUMBER)
            written = write(log, written, now, number, START, at(referrals, referral + x.ID), row)
            written = write(log, written, now, number, FINISH, at(referrals, referral + x.ID), row)
            step = _COMPLETE
        elif is_open:
            if at(nodes, OVERFLOW) != 0:
                return NO_ROOM_FOR_EVENTS, written, running, 0
            node = next_due(nodes, heads, marks, width, now)
            if node == 0:
                break
            key = at(nodes, (node << 2) + KEY)
            what = at(nodes, (node << 2) + WHAT)
            extra = at(nodes, (node << 2) + LINK) >> 32
            free(nodes, node)
            now = key >> 3
            seen = max(now, warm_up)
            priority = key & 7
            if priority == x.COMPLETION or priority == x.TIMING_OUT or priority == x.INTERRUPT:
                visit = (what & _WHERE) << 3
                if at(referrals, visit + x.SERIAL) != what >> x.VISIT_BITS:
                    continue
                state = extra  # where a completion tells it, before the visit is at hand
                if priority != x.COMPLETION:
                    state = at(referrals, visit + x.STATE_AT)
                referral = referral_of(table, visit, state)
                step = _MOVE
                if priority == x.COMPLETION:
                    step = _COMPLETE
                elif priority == x.TIMING_OUT:
                    arrow = word(table, state + x.TIMEOUT_ARROW)
                else:
                    clock = word(table, state + x.CLOCKS_AT) + x.CLOCK * (extra & ((1 << CLOCK_BITS) - 1))
                    if word(table, clock + x.ONLY_WAITING) != 0:
                        flags = at(referrals, visit + x.FLAGS)
                        if flags & x.IN_WORK or (word(table, state + x.IS_TASK) != 0 and not flags & x.AWAITING):
                            continue
                    guard = word(table, clock + x.CLOCK_GUARD)
                    if guard >= 0 and look_up(table, memory, at(referrals, referral + x.MEMORY), guard) == 0:
                        running += 1
                        attempt = (extra >> CLOCK_BITS) + 1
                        time = strikes(table, referrals, referral, visit, clock, attempt, now)
                        if time < end:
                            extra += 1 << CLOCK_BITS
                            plan(nodes, heads, marks, width, now, time, x.INTERRUPT, running, what, extra)
                        continue
                    arrow = word(table, clock + x.CLOCK_ARROW)
            elif priority == x.ARRIVAL:
                step = _ARRIVE
                stream = what
                if extra > 0:
                    step = _COME_BACK
                    stream = extra - 1
            elif priority == x.MEETING:
                panel = first_panel + x.PANEL * what
                queue = word(table, panel + x.PANEL_QUEUE)
                meeting = at(queues, queue + x.NEXT_MEETING)
                following = meeting + 1
                put(queues, queue + x.NEXT_MEETING, following)
                if following < word(table, panel + x.MEETINGS):
                    time = word(table, word(table, panel + x.MEETINGS_AT) + following)
                    if time < end:
                        number = extra + 1
                        plan(nodes, heads, marks, width, now, time, x.MEETING, number, what, number)
                hearing, heard = 0, 0
                if not is_cancelled(table, queues, panel, now):
                    heard = call_in(space, hearings, panel, meeting, epoch)
                continue
            elif priority == x.OPENING:
                for team in range(word(table, x.TEAMS)):
                    running, written = start_work(space, x.RESOURCE_SIZE * team, now, seen, running, written)
                continue
            else:
                epoch += 1
                running, written = change(space, epoch, now, seen, running, written)
                continue
        elif stood * stood_size < most_stood:
            stands = stood * stood_size
            stood += 1
            step = _STAND
            stream = at(standing, only_here(stands) + x.STOOD_STREAM)
        else:
            is_open = True
            for number in range(word(table, x.STREAMS)):
                place = first_stream + x.STREAM * number
                if word(table, place + x.DAYS) > 0:
                    time = next_arrival(table, queues, place, gaps, at(keys, number))
                    if time >= 0:
                        running += 1
                        if time < end:
                            plan(nodes, heads, marks, width, now, time, x.ARRIVAL, running, number, ZERO)
            for number in range(word(table, x.PANELS)):
                panel = first_panel + x.PANEL * number
                if word(table, panel + x.MEETINGS) > 0:
                    time = word(table, word(table, panel + x.MEETINGS_AT))
                    first = running + 1
                    if time < end:
                        plan(nodes, heads, marks, width, now, time, x.MEETING, first, number, first)
                    running += word(table, panel + x.MEETINGS)
            for number in range(word(table, x.EPOCHS)):
                time = word(table, word(table, x.LATER) + x.EPOCH * number + x.EPOCH_STARTS)
                if time < end:
                    plan(nodes, heads, marks, width, now, time, x.CHANGE, ZERO, ZERO, ZERO)
            continue

        if step >= _ARRIVE:
            if empty != 0:
                referral = empty
                empty = at(referrals, referral + x.ID)
            else:
                used += 1
                referral = used * size
                if referral + size > most_referrals or (used + 1) * stride > most_memory:
                    return NO_ROOM_FOR_REFERRALS, written, running, 0
                put(referrals, referral + x.MEMORY, used * stride)
                for cell in range(x.SIZE, size):
                    put(referrals, referral + cell, 0)
            kept = at(referrals, referral + x.MEMORY)
            place = first_stream + x.STREAM * stream
            entering = word(table, word(table, place + x.ENTERING_AT) + epoch)
            template = word(table, entering + x.TEMPLATE)
            for cell in range(word(table, entering + x.ATTRIBUTES)):
                put(memory, kept + cell, word(table, template + cell))
            for cell in range(values, stride):
                put(memory, kept + cell, 0)
            key = at(keys, stream)
            starts = word(table, entering + x.STARTS)
            if step == _ARRIVE:
                cell = word(table, place + x.COUNTERS) + x.NUMBER_NOW
                number = at(queues, cell)
                put(queues, cell, number + 1)
                find = word(table, entering + x.KNOWN_AT)
                for _ in range(word(table, entering + x.KNOWN)):
                    value = find_value(table, memory, kept, key, number, ZERO, find)
                    put(memory, kept + word(table, find + x.ATTRIBUTE), value)
                    find += x.FINDING
            elif step == _COME_BACK:
                number = (what >> 32) & ((1 << 32) - 1)
                known_again(table, memory, kept, entering, key, number, what & ((1 << 32) - 1), now)
            else:
                number = at(standing, only_here(stands) + x.STOOD_NUMBER)
                for cell in range(word(table, entering + x.ATTRIBUTES)):
                    put(memory, kept + cell, at(standing, only_here(stands) + x.STOOD + cell))
            target = word(table, starts + 1)
            if step == _STAND:
                target = at(standing, only_here(stands) + x.STOOD_OUTERMOST)
            elif word(table, entering + x.DOORS) > 1:
                target = choose(table, starts, word(table, entering + x.DOORS), draw(key, number, ZERO, _START))
            put(referrals, referral + x.ID, arrived)
            put(referrals, referral + x.KEY, key)
            put(referrals, referral + x.NUMBER, number)
            put(referrals, referral + x.ARRIVED, now)
            put(referrals, referral + x.MOVED_AT, 0)
            put(referrals, referral + x.PENDING, 0)
            put(referrals, referral + x.ENTERED_BY, entering)
            raise_by(counts, roles + x.COUNTS * word(table, entering + x.ENTER_ROLE) + x.COUNT_ARRIVED, 1)
            said = telling(table, memory, kept, word(table, entering + x.SAID))
            written = write(log, written, now, said, ARRIVE, arrived, word(table, target + x.ROW))
            arrived += 1
        key = at(referrals, referral + x.KEY)
        number = at(referrals, referral + x.NUMBER)
        kept = at(referrals, referral + x.MEMORY)
        id = at(referrals, referral + x.ID)
        pending = at(referrals, referral + x.PENDING)

        is_arrival = step == _ARRIVE
        if step == _COMPLETE:
            visits = at(referrals, visit + x.VISIT_NUMBER)
            if at(referrals, visit + x.FLAGS) == x.IN_WORK:
                written = write(log, written, now, visits, FINISH, id, word(table, state + x.ROW))
            find = word(table, state + x.FINDS)
            for _ in range(word(table, state + x.FOUND)):
                value = find_value(table, memory, kept, key, number, visits, find)
                put(memory, kept + word(table, find + x.ATTRIBUTE), value)
                find += x.FINDING
            arrow = word(table, state + x.COMPLETE)
            step = _MOVE

        moves = 1
        is_over = False
        while True:
            if step == _MOVE:
                # Leave the state, and what is inside it before it.
                inside = word(table, state + x.LEFT)
                for turn in range(inside + 1):
                    leaving = visit
                    if turn < inside:
                        region = word(table, word(table, state + x.LEAVE) + turn)
                        leaving = referral + x.SIZE + visit_size * region
                        if at(referrals, leaving + x.SERIAL) == 0:
                            continue
                    left = at(referrals, leaving + x.STATE_AT)
                    row = word(table, left + x.ROW)
                    put(referrals, leaving + x.SERIAL, 0)
                    pending &= ~(1 << word(table, left + x.REGION))
                    written = write(log, written, now, at(referrals, leaving + x.VISIT_NUMBER), LEAVE, id, row)
                    raise_by(counts, row, seen - end)
                    flags = at(referrals, leaving + x.FLAGS)
                    if flags != 0:
                        queue = word(table, left + x.RESOURCE)
                        if flags == x.ON_AGENDA:
                            take_out(queues, queue, referrals, leaving)
                        elif flags != x.IN_WORK:
                            stop_waiting(space, leaving, left, seen)
                        elif at(queues, queue + x.PLAIN) == 0:
                            crew = word(table, left + x.CREW_AT)
                            for member in range(word(table, left + x.CREW)):
                                queue = word(table, crew + member)
                                raise_by(queues, queue + x.FREE, 1)
                                busy = worked(table, at(queues, queue + x.TEAM_HOURS), seen)
                                raise_by(queues, queue + x.BUSY_AREA, busy)
                            for member in range(word(table, left + x.CREW)):
                                queue = word(table, crew + member)
                                running, written = start_work(space, queue, now, seen, running, written)
                        else:
                            following = at(queues, queue + x.FIRST)
                            if following == 0 or at(queues, queue + x.FREE) < 0:
                                raise_by(queues, queue + x.FREE, 1)
                                busy = worked(table, at(queues, queue + x.TEAM_HOURS), seen)
                                raise_by(queues, queue + x.BUSY_AREA, busy)
                            else:
                                # Whoever is free takes the next at once: as many are in work as before.
                                take_first(queues, queue, referrals, following)
                                raise_by(queues, queue + x.WAITING_AREA, seen - end)
                                other = at(referrals, following + x.STATE_AT)
                                owner = referral_of(table, following, other)
                                put(referrals, following + x.FLAGS, x.IN_WORK)
                                row = word(table, other + x.ROW)
                                visits = at(referrals, following + x.VISIT_NUMBER)
                                written = write(log, written, now, visits, START, at(referrals, owner + x.ID), row)
                                if word(table, other + x.WORK_CLOCKS) != 0:
                                    running = start_clocks(space, owner, following, other, now, running)
                                running += 1
                                time = completion(table, other, now, at(referrals, following + x.SECONDS))
                                if time < end:
                                    what = serial_and_place(referrals, following)
                                    plan(nodes, heads, marks, width, now, time, x.COMPLETION, running, what, other)
                    for turned in range(word(table, left + x.BACK_AFTER)):
                        queue = word(table, word(table, left + x.BACK_AFTER_AT) + turned)
                        running, written = give_back(space, referral, queue, now, seen, running, written)
                apply_effects(table, memory, kept, arrow)
                target = word(table, arrow + x.TARGET)

            # A decision of a referral that has nothing else to settle is entered and left at once.
            while target >= 0 and word(table, target + x.IS_QUICK) != 0 and pending == 0:
                quick = target
                if has_epochs:
                    quick = word(table, word(table, target + x.EPOCHS_AT) + epoch)
                choice = look_up(table, memory, kept, word(table, quick + x.DECIDE))
                if choice < 0:
                    break
                row = word(table, quick + x.ROW)
                cell = kept + word(table, quick + x.VISITS)
                visits = at(memory, cell) + 1
                put(memory, cell, visits)
                written = write(log, written, now, visits, ENTER, id, row)
                written = write(log, written, now, visits, LEAVE, id, row)
                arrow = word(table, word(table, quick + x.CHOICES) + choice)
                apply_effects(table, memory, kept, arrow)
                state, target = quick, word(table, arrow + x.TARGET)
                step = _MOVE
                moves += 1

            if target < 0:
                region = word(table, state + x.PARENT)
                branches = referral + x.SIZE + visit_size * region + x.OPEN_BRANCHES
                raise_by(referrals, branches, -1)
                if at(referrals, branches) == 0:
                    pending |= 1 << region

            if target >= 0:
                program, steps = word(table, target + x.ENTER), word(table, target + x.ENTERED)
                if step == _STAND:
                    program = at(standing, only_here(stands) + x.STOOD_PROGRAM)
                    steps = at(standing, only_here(stands) + x.STOOD_STEPS)
                for turn in range(max(steps, 1)):
                    entering, half = target, 0
                    if steps > 0:
                        half = word(table, program + turn)
                        entering, half = half >> 1, half & 1
                    is_stood = step == _STAND and entering == at(standing, only_here(stands) + x.STOOD_STATE)
                    if has_epochs:
                        entering = word(table, word(table, entering + x.EPOCHS_AT) + epoch)
                    region = word(table, entering + x.REGION)
                    entered = referral + x.SIZE + visit_size * region
                    kind = word(table, entering + x.KIND)
                    if half == 0:
                        row = word(table, entering + x.ROW)
                        cell = kept + word(table, entering + x.VISITS)
                        visits = at(memory, cell) + 1
                        put(memory, cell, visits)
                        serial += 1
                        put(referrals, entered + x.SERIAL, serial)
                        put(referrals, entered + x.STATE_AT, entering)
                        put(referrals, entered + x.VISIT_NUMBER, visits)
                        put(referrals, entered + x.FLAGS, 0)
                        written = write(log, written, now, visits, ENTER, id, row)
                        if kind == x.FINAL:
                            if has_places:
                                running, written = give_all_back(space, referral, now, seen, running, written)
                            put(referrals, entered + x.SERIAL, 0)
                            told = word(table, at(referrals, referral + x.ENTERED_BY) + x.TOLD)
                            visits = telling(table, memory, kept, told)
                            written = write(log, written, now, visits, ENDS, id, row)
                            place = roles + x.COUNTS * word(table, entering + x.ROLE)
                            raise_by(counts, place + x.COUNT_ENDED, 1)
                            if word(table, at(referrals, referral + x.ENTERED_BY) + x.RETURNS_AT) >= 0:
                                running = plan_return(space, referral, row, now, running)
                                if running < 0:
                                    return TOO_MANY_RETURNS, written, running, word(table, entering + x.ROLE)
                            is_over = True
                            break
                        for turned in range(word(table, entering + x.BACK)):
                            queue = word(table, word(table, entering + x.BACK_AT) + turned)
                            running, written = give_back(space, referral, queue, now, seen, running, written)
                        raise_by(counts, row, end - seen)
                        if more >= 0:
                            put(referrals, entered + more + x.DUE_AT, NEVER)
                            put(referrals, entered + more + x.ENDS, -1)
                        if kind == x.DECISION:
                            pending |= 1 << region
                        if kind == x.PARALLEL:
                            put(referrals, entered + x.OPEN_BRANCHES, word(table, entering + x.BRANCHES))
                            continue
                    needs = word(table, entering + x.NEEDS)
                    what = serial_and_place(referrals, entered)
                    if is_stood:
                        put(referrals, entered + more + x.ENDS, at(standing, only_here(stands) + x.STOOD_ENDS))
                    if word(table, entering + x.EXTRAS) != 0:
                        place = word(table, entering + x.TIMEOUT)
                        if place >= 0:
                            running += 1
                            time = time_after(table, place, now, ZERO)
                            if is_stood:
                                time = at(standing, only_here(stands) + x.STOOD_TIMEOUT)
                            if time < end:
                                plan(nodes, heads, marks, width, now, time, x.TIMING_OUT, running, what, ZERO)
                        clock = word(table, entering + x.CLOCKS_AT)
                        for extra in range(word(table, entering + x.CLOCKS)):
                            running += 1
                            time = strikes(table, referrals, referral, entered, clock, ZERO, now)
                            if time < end:
                                plan(nodes, heads, marks, width, now, time, x.INTERRUPT, running, what, extra)
                            clock += x.CLOCK
                        if more >= 0 and word(table, entering + x.DUE) >= 0:
                            time = time_after(table, word(table, entering + x.DUE), now, ZERO)
                            if is_stood:
                                time = at(standing, only_here(stands) + x.STOOD_DUE)
                            put(referrals, entered + more + x.DUE_AT, time)
                        queue = word(table, entering + x.TAKES)
                        if queue >= 0 and at(referrals, referral + held + at(queues, queue + x.INDEX)) == 0:
                            running, written = await_place(
                                space, referral, entered, entering, now, seen, running, written
                            )
                            continue
                    if needs == x.NOTHING:
                        continue
                    if word(table, entering + x.IS_PLAIN) == 0 or is_stood:
                        running, written = begin(space, referral, entered, entering, now, seen, running, written)
                        continue
                    if needs == x.OF_PANEL:
                        put(referrals, entered + x.FLAGS, x.ON_AGENDA)
                        join_last(queues, word(table, entering + x.RESOURCE), referrals, entered)
                        continue
                    seconds = seconds_of(table, referrals, referral, entered, entering)
                    if needs != x.OF_TIME:
                        queue = word(table, entering + x.RESOURCE)
                        if at(queues, queue + x.FREE) <= 0:
                            put(referrals, entered + x.FLAGS, x.QUEUEING)
                            put(referrals, entered + x.SECONDS, seconds)
                            join_last(queues, queue, referrals, entered)
                            raise_by(queues, queue + x.WAITING_AREA, end - seen)
                            continue
                        raise_by(queues, queue + x.FREE, -1)
                        busy = worked(table, at(queues, queue + x.TEAM_HOURS), seen)
                        raise_by(queues, queue + x.BUSY_AREA, -busy)
                        put(referrals, entered + x.FLAGS, x.IN_WORK)
                        row = word(table, entering + x.ROW)
                        visits = at(referrals, entered + x.VISIT_NUMBER)
                        written = write(log, written, now, visits, START, id, row)
                    if word(table, entering + x.WORK_CLOCKS) != 0:
                        running = start_clocks(space, referral, entered, entering, now, running)
                    running += 1
                    time = completion(table, entering, now, seconds)
                    if time < end:
                        plan(nodes, heads, marks, width, now, time, x.COMPLETION, running, what, entering)

            if pending == 0:
                break
            region = zeros_below(U(pending))
            visit = referral + x.SIZE + visit_size * region
            state = at(referrals, visit + x.STATE_AT)
            if word(table, state + x.KIND) == x.DECISION:
                choice = look_up(table, memory, kept, word(table, state + x.DECIDE))
                if choice < 0:
                    break
                arrow = word(table, word(table, state + x.CHOICES) + choice)
            else:
                arrow = word(table, state + x.COMPLETE)
            moves += 1
            step = _MOVE

        put(referrals, referral + x.PENDING, pending)
        before = at(referrals, referral + x.MOVED_AT)
        if before >> _MOVES_BITS == now:
            moves += before & ((1 << _MOVES_BITS) - 1)
        if moves > MOST_MOVES:
            return IN_CIRCLES, written, running, word(table, at(referrals, referral + x.ENTERED_BY) + x.ENTER_ROLE)
        put(referrals, referral + x.MOVED_AT, now << _MOVES_BITS | moves)
        if is_over:
            put(referrals, referral + x.ID, empty)
            empty = referral
        if is_arrival:
            time = next_arrival(table, queues, first_stream + x.STREAM * stream, gaps, at(keys, stream))
            if time >= 0:
                running += 1
                if time < end:
                    plan(nodes, heads, marks, width, now, time, x.ARRIVAL, running, stream, ZERO)
    return DONE, written, running, 0
