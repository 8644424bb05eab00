"""The packed events of one replication to counters and lists of observations, referral by referral."""

from __future__ import annotations

import numpy as np

from pathways.eventlog.packed import EVENT_BITS, ROW_BITS, TIME_SHIFT, VISIT_BITS
from pathways.measures.compiled import tables as tab
from pathways.measures.compiled.jit import at, compiled, inlined, put, raise_by, word
from pathways.measures.standards import ON_TIME_BITS

DAY = 86_400
_EVENT_MASK, _VISIT_MASK, _ROW_MASK = (1 << EVENT_BITS) - 1, (1 << VISIT_BITS) - 1, (1 << ROW_BITS) - 1
_ARRIVE, _ENTER, _START, _FINISH, _LEAVE, _END, _TAKE, _RETURN = range(8)
CENSORED, EVENT, OTHER = 0, 1, 2

# A referral: times and states are -1 where they did not come before the log ended.
_ROLE, _ENDED, _FINAL, _KNOWN, _TOLD, _CASE_COLUMNS = 0, 1, 2, 3, 4, 5
# Columns of a visit to a state: its row, and where its line of `ROWS` begins; then times. It is ready once it has the
# place that it needs.
ROW_OF, LINE, ENTERED, READY, STARTED, LEFT, STAY_COLUMNS = 0, 1, 2, 3, 4, 5, 6


@inlined
def work(t, calendar, moment):
    """Working seconds from moment 0 to `moment`."""
    day = np.int64(np.uint64(moment) // np.uint64(DAY))
    line = word(t, tab.SPANS) + (calendar * word(t, tab.DAYS) + day) * tab.SPAN_COLUMNS
    opens = word(t, line + tab.OPENS)
    clock = min(moment - day * DAY, word(t, line + tab.CLOSES))
    return word(t, line + tab.BEFORE) + max(clock - opens, 0)


@inlined
def used(t, standard, start, end, length):
    """How much of a standard was used up, as `standards` counts it; `length` is the working time."""
    line = word(t, tab.STANDARDS) + standard * tab.STANDARD_COLUMNS
    due = word(t, line + tab.STANDARD_WORK)
    if due == 0:
        length = end - start
        due = word(t, word(t, tab.DUE) + word(t, line + tab.STANDARD_DUE) * word(t, tab.DAYS) + start // DAY)
    return ((length << ON_TIME_BITS) + due - 1) // due


@inlined
def note(times, slot, length, how, is_over):
    """Add a time to their list, which begins with how many there are: see `tables`."""
    n = at(times, 0) + 1
    put(times, n, (slot << tab.SLOT_SHIFT) | (length << tab.LENGTH_SHIFT) | (is_over * tab.IS_OVER) | how)
    put(times, 0, n)


@inlined
def note_use(uses, slot, value):
    """Add how much of a standard was used up to the list of (slot, value) that begins with its length."""
    n = uses[0, 0] + 1
    uses[n, 0], uses[n, 1] = slot, value
    uses[0, 0] = n


@compiled
def by_referral(events):
    """All events, one referral after the other, and what its arrival and its end tell of each.

    Of shape (referrals, 3): where a referral's events begin, and the numbers told, -1 where none were. One referral
    more stands at the end. An event is `time << 28 | row << 4 | event`.
    """
    n, referrals = len(events), 0
    for i in range(n):
        referrals = max(referrals, (events[i, 1] >> ROW_BITS) + 1)
    at_next = np.zeros(referrals + 1, np.int64)
    for i in range(n):
        raise_by(at_next, (events[i, 1] >> ROW_BITS) + 1, 1)
    cases = np.full((referrals + 1, 3), -1, np.int64)
    total = 0
    for referral in range(referrals + 1):
        total += at_next[referral]
        at_next[referral] = total
        cases[referral, 0] = total
    grouped = np.empty(n, np.int64)
    for i in range(n):
        when, who = events[i, 0], events[i, 1]
        referral, event = who >> ROW_BITS, when & _EVENT_MASK
        if event in (_ARRIVE, _END):
            cases[referral, 1 if event == _ARRIVE else 2] = (when >> EVENT_BITS & _VISIT_MASK) - 1
        place = at(at_next, referral)
        put(at_next, referral, place + 1)
        put(grouped, place, (when >> TIME_SHIFT << TIME_SHIFT) | ((who & _ROW_MASK) << EVENT_BITS) | event)
    return cases, grouped


@compiled
def place_of(events, referral, number):
    """Where in the log so many events of a referral come before one of them."""
    for i in range(len(events)):
        if events[i, 1] >> ROW_BITS == referral:
            if number == 0:
                return i
            number -= 1
    return -1


@compiled
def count_referral(t, counters, times, uses, case, starts, ends):
    """One referral as a whole."""
    warm_up, last, role, end = word(t, tab.WARM_UP), word(t, tab.END), case[_ROLE], case[_ENDED]
    until = end if end >= 0 else last
    line = word(t, tab.ROLES) + role * tab.ROLE_COLUMNS
    milestones_from, milestones_to = (
        word(t, line + tab.MILESTONES_FROM),
        word(t, line + tab.ROLE_COLUMNS + tab.MILESTONES_FROM),
    )
    arrive = starts[milestones_from]  # the first milestone of every role is the whole way
    if until > warm_up:
        raise_by(counters, word(t, tab.AT + tab.OPEN) + role, until - max(arrive, warm_up))
    is_new = word(t, tab.NEW_FROM) <= arrive < last
    is_over = end >= 0 and warm_up <= end < last
    if is_over:
        for number in range(word(t, line + tab.TOLD_FROM), word(t, line + tab.ROLE_COLUMNS + tab.TOLD_FROM)):
            attribute = word(t, tab.TOLD_AT_END) + number * tab.ATTRIBUTE_COLUMNS
            value = case[_TOLD] // word(t, attribute + tab.STRIDE) % word(t, attribute + tab.SIZE)
            raise_by(counters, word(t, tab.AT + tab.TOLD) + word(t, attribute + tab.FIRST) + value, 1)
    known_from = word(t, line + tab.KNOWN_FROM)
    for number in range(known_from - 1, word(t, line + tab.ROLE_COLUMNS + tab.KNOWN_FROM)):
        group = 0  # all of them
        if number >= known_from:
            attribute = word(t, tab.KNOWN) + number * tab.ATTRIBUTE_COLUMNS
            group = word(t, attribute + tab.FIRST) + case[_KNOWN] // word(t, attribute + tab.STRIDE) % word(
                t, attribute + tab.SIZE
            )
        if is_new:
            raise_by(counters, word(t, tab.AT + tab.ARRIVALS) + word(t, line + tab.GROUPS_FROM) + group, 1)
        if is_over:
            raise_by(counters, word(t, tab.AT + tab.ENDINGS) + word(t, line + tab.GROUPS_FROM) + group, 1)
            outcome = word(t, line + tab.OUTCOMES_FROM) + group * word(t, line + tab.OUTCOMES_OF)
            outcome += word(t, word(t, tab.ROWS) + case[_FINAL] * tab.ROW_COLUMNS + tab.OUTCOME)
            raise_by(counters, word(t, tab.AT + tab.OUTCOMES) + outcome, 1)
        for milestone in range(milestones_from, milestones_to):
            start = starts[milestone]
            if not word(t, tab.NEW_FROM) <= start < last:
                continue
            line_of = word(t, tab.MILESTONES) + milestone * tab.MILESTONE_COLUMNS
            if word(t, line_of + tab.TO_END):
                stop, how = until, EVENT if end >= 0 else CENSORED
            elif ends[milestone] >= 0:
                stop, how = ends[milestone], EVENT
            else:
                stop, how = until, OTHER if end >= 0 else CENSORED
            length = work(t, 0, stop) - work(t, 0, start)
            note(times, word(t, line_of + tab.MILESTONE_TIME) + group, length, how, False)
            standard = word(t, line_of + tab.MILESTONE_STANDARD)
            if standard >= 0:
                note_use(
                    uses,
                    word(t, line_of + tab.MILESTONE_USE) + group,
                    used(t, standard, start, stop, length) << 2 | how,
                )


@inlined
def reach(t, starts, ends, line, time):
    """A referral reaches a state: what stretches that ends, and then what it begins."""
    for number in range(word(t, line + tab.ENDS_FROM), word(t, line + tab.ROW_COLUMNS + tab.ENDS_FROM)):
        milestone = word(t, word(t, tab.ENDS_OF) + number)
        if starts[milestone] >= 0 and ends[milestone] < 0:
            ends[milestone] = time
    for number in range(word(t, line + tab.STARTS_FROM), word(t, line + tab.ROW_COLUMNS + tab.STARTS_FROM)):
        milestone = word(t, word(t, tab.STARTS_OF) + number)
        if starts[milestone] < 0:
            starts[milestone] = time


@inlined
def line_at(t, row, time):
    """Where the line of `ROWS` begins that is in force for a visit that begins at a time."""
    epoch = 0
    while epoch + 1 < word(t, tab.NUMBER_OF_EPOCHS) and word(t, word(t, tab.EPOCHS) + epoch + 1) <= time:
        epoch += 1
    return word(t, tab.ROWS) + (epoch * (word(t, tab.NUMBER_OF_ROWS) + 1) + row) * tab.ROW_COLUMNS


@inlined
def keep(stays, seen, visits, row):
    """Put the visit to a row with those that are over; returns how many these are."""
    for column in range(STAY_COLUMNS):
        put(stays, seen * STAY_COLUMNS + column, at(visits, row * STAY_COLUMNS + column))
    put(visits, row * STAY_COLUMNS + ENTERED, -1)
    return seen + 1


@compiled
def walk(events, t, counters, stays, times, uses):
    """Collect visits and count referrals; the first event that does not follow (-1: none), and how many visits."""
    cases, grouped = by_referral(events)
    rows = word(t, tab.NUMBER_OF_ROWS)
    # The open visit to each row, which entered at -1 where there is none; since when which place taken there is held.
    visits = np.empty(rows * STAY_COLUMNS, np.int64)
    taken, kind = np.empty(rows, np.int64), np.empty(rows, np.int64)
    holds = np.zeros(word(t, tab.NUMBER_OF_PLACES), np.int64)
    touched, is_touched = np.empty(rows, np.int64), np.zeros(rows, np.bool_)  # rows that the referral has been in
    for row in range(rows):
        visits[row * STAY_COLUMNS + ENTERED], taken[row] = -1, -1
    case = np.empty(_CASE_COLUMNS, np.int64)
    milestones = word(t, word(t, tab.TEAMS_OF) - tab.ROLE_COLUMNS + tab.MILESTONES_FROM)
    starts, ends = np.empty(milestones, np.int64), np.empty(milestones, np.int64)
    warm_up, last, seen = word(t, tab.WARM_UP), word(t, tab.END), 0
    for referral in range(len(cases) - 1):
        first, stop = cases[referral, 0], cases[referral + 1, 0]
        if first == stop:
            continue
        been = 0
        for column in range(_CASE_COLUMNS):
            case[column] = -1
        case[_KNOWN], case[_TOLD] = cases[referral, 1], cases[referral, 2]
        for place in range(first, stop):
            packed = at(grouped, place)
            event, row, time = packed & _EVENT_MASK, packed >> EVENT_BITS & _ROW_MASK, packed >> TIME_SHIFT
            visit = row * STAY_COLUMNS
            if event == _ARRIVE:
                case[_ROLE] = word(t, word(t, tab.ROWS) + row * tab.ROW_COLUMNS + tab.ROLE)
                raise_by(counters, word(t, tab.AT + tab.ARRIVED) + case[_ROLE], 1)
                roles = word(t, tab.ROLES) + case[_ROLE] * tab.ROLE_COLUMNS + tab.MILESTONES_FROM
                for milestone in range(word(t, roles), word(t, roles + tab.ROLE_COLUMNS)):
                    is_whole = word(t, word(t, tab.MILESTONES) + milestone * tab.MILESTONE_COLUMNS + tab.FROM_ARRIVAL)
                    starts[milestone], ends[milestone] = time if is_whole else -1, -1
                continue
            is_open, is_taken = at(visits, visit + ENTERED) >= 0, at(taken, row) >= 0
            if event == _ENTER:
                is_next = not is_open
            elif event == _RETURN:
                is_next = is_taken
            else:
                is_next = is_open and not (event == _TAKE and is_taken)
            if case[_ROLE] < 0 or not is_next:
                return place_of(events, referral, place - first), seen
            if not is_touched[row]:
                is_touched[row] = True
                touched[been] = row
                been += 1
            line = at(visits, visit + LINE)
            if event == _ENTER:
                line = line_at(t, row, time)
                needed = word(t, line + tab.HOLDS)
                put(visits, visit + ROW_OF, row)
                put(visits, visit + LINE, line)
                put(visits, visit + ENTERED, time)
                put(visits, visit + READY, time if needed < 0 or holds[needed] > 0 else -1)
                put(visits, visit + STARTED, -1)
                put(visits, visit + LEFT, -1)
                if word(t, line + tab.PANEL) < 0:
                    reach(t, starts, ends, line, time)
            elif event == _START:
                put(visits, visit + STARTED, time)
                if word(t, line + tab.PANEL) >= 0:
                    reach(t, starts, ends, line, time)
            elif event == _LEAVE:
                put(visits, visit + LEFT, time)
                seen = keep(stays, seen, visits, row)
            elif event == _END:
                case[_ENDED], case[_FINAL] = time, row
                raise_by(counters, word(t, tab.AT + tab.ENDED) + case[_ROLE], 1)
                put(visits, row * STAY_COLUMNS + ENTERED, -1)
            elif event == _TAKE:
                taken[row], kind[row] = time, word(t, line + tab.HOLDS)
                raise_by(counters, word(t, tab.AT + tab.TAKEN) + kind[row], 1)
                holds[kind[row]] += 1
                put(visits, row * STAY_COLUMNS + READY, -1)
                for number in range(been):  # one is taken for all visits that wait for it
                    other = touched[number]
                    is_waiting = (
                        at(visits, other * STAY_COLUMNS + ENTERED) >= 0 and at(visits, other * STAY_COLUMNS + READY) < 0
                    )
                    if is_waiting and word(t, at(visits, other * STAY_COLUMNS + LINE) + tab.HOLDS) == kind[row]:
                        put(visits, other * STAY_COLUMNS + READY, time)
            elif event == _RETURN:
                if time > warm_up:
                    raise_by(counters, word(t, tab.AT + tab.HELD) + kind[row], time - max(taken[row], warm_up))
                holds[kind[row]] -= 1
                taken[row] = -1
        is_lost = case[_ENDED] < 0
        for number in range(been):
            row = touched[number]
            is_touched[row] = False
            if at(visits, row * STAY_COLUMNS + ENTERED) >= 0:
                is_lost = False
                seen = keep(stays, seen, visits, row)
            if taken[row] >= 0:
                raise_by(counters, word(t, tab.AT + tab.HELD) + kind[row], last - max(taken[row], warm_up))
                holds[kind[row]] -= 1
                taken[row] = -1
        raise_by(counters, word(t, tab.AT + tab.LOST) + case[_ROLE], is_lost)
        count_referral(t, counters, times, uses, case, starts, ends)
    return -1, seen


@compiled
def meetings_before(t, panel, moment):
    """How many of a panel's meetings that are measured come before a moment."""
    line = word(t, tab.PANELS) + panel * tab.RESOURCE_COLUMNS + tab.MEETINGS_FROM
    low, high = word(t, line), word(t, line + tab.RESOURCE_COLUMNS)
    while low < high:
        middle = (low + high) // 2
        if word(t, word(t, tab.MEETINGS) + middle) < moment:
            low = middle + 1
        else:
            high = middle
    return low - word(t, line)


@inlined
def count_wait(t, times, resource, since, start, leave, wait):
    """How long a visit waits for a team, panel or places from when it is ready; `start` is -1 where it never began."""
    warm_up, end = word(t, tab.WARM_UP), word(t, tab.END)
    is_over = start >= 0 and warm_up <= leave < end and since >= word(t, tab.WHOLE_FROM)
    how = tab.NOT_NEW
    if word(t, tab.NEW_FROM) <= since < end:
        how = EVENT if start >= 0 else (OTHER if leave >= 0 else CENSORED)
    if is_over or how != tab.NOT_NEW:
        note(times, word(t, resource + tab.RESOURCE_TIME), wait, how, is_over)


@inlined
def count_resources(t, counters, times, stays, stay, until):
    """What a visit adds to teams, panel and places; returns when it got what it waited for, or -1."""
    line, enter = at(stays, stay * STAY_COLUMNS + LINE), at(stays, stay * STAY_COLUMNS + ENTERED)
    warm_up, ready, start, leave = (
        word(t, tab.WARM_UP),
        at(stays, stay * STAY_COLUMNS + READY),
        at(stays, stay * STAY_COLUMNS + STARTED),
        at(stays, stay * STAY_COLUMNS + LEFT),
    )
    panel, places = word(t, line + tab.PANEL), word(t, line + tab.HOLDS)
    teams_from, teams_to = word(t, line + tab.TEAMS_FROM), word(t, line + tab.ROW_COLUMNS + tab.TEAMS_FROM)
    started = start if start >= 0 else until
    if places >= 0:
        raise_by(counters, word(t, tab.AT + tab.PLACE_STAYS) + places, 1)
        stopped = ready if ready >= 0 else until
        if stopped > warm_up:
            raise_by(counters, word(t, tab.AT + tab.AWAITING) + places, stopped - max(enter, warm_up))
        wait = work(t, 0, stopped) - work(t, 0, enter)
        count_wait(t, times, word(t, tab.PLACES) + places * tab.RESOURCE_COLUMNS, enter, ready, leave, wait)
    wait = work(t, 0, started) - work(t, 0, ready) if ready >= 0 else 0
    for number in range(teams_from, teams_to):
        team = word(t, word(t, tab.TEAMS_OF) + number)
        resource = word(t, tab.TEAMS) + team * tab.RESOURCE_COLUMNS
        raise_by(counters, word(t, tab.AT + tab.TEAM_STAYS) + team, 1)
        if ready >= 0:
            if started > warm_up:
                raise_by(counters, word(t, tab.AT + tab.WAITING) + team, started - max(ready, warm_up))
            count_wait(t, times, resource, ready, start, leave, wait)
        if start >= 0 and until > warm_up:
            calendar = word(t, resource + tab.TEAM_CALENDAR)
            busy = work(t, calendar, until) - work(t, calendar, max(start, warm_up))
            raise_by(counters, word(t, tab.AT + tab.BUSY) + team, busy)
    if panel >= 0:
        if start >= warm_up:
            raise_by(counters, word(t, tab.AT + tab.HEARD) + panel, 1)
            raise_by(counters, word(t, tab.AT + tab.USED) + panel, word(t, line + tab.ROOM))
        if ready >= 0:
            left_over = meetings_before(t, panel, started) - meetings_before(t, panel, ready)
            raise_by(counters, word(t, tab.AT + tab.LEFT_OVER) + panel, left_over)
            count_wait(t, times, word(t, tab.PANELS) + panel * tab.RESOURCE_COLUMNS, ready, start, leave, wait)
    return start if panel >= 0 or teams_from < teams_to else (ready if places >= 0 else -1)


@compiled
def count_stays(stays, seen, t, counters, times, uses):
    """What each visit to a state adds to the counters and the lists."""
    warm_up, end = word(t, tab.WARM_UP), word(t, tab.END)
    for stay in range(seen):
        row, line, enter, leave = (
            at(stays, stay * STAY_COLUMNS + ROW_OF),
            at(stays, stay * STAY_COLUMNS + LINE),
            at(stays, stay * STAY_COLUMNS + ENTERED),
            at(stays, stay * STAY_COLUMNS + LEFT),
        )
        until = leave if leave >= 0 else end
        is_new = word(t, tab.NEW_FROM) <= enter < end
        is_over = warm_up <= leave < end and enter >= word(t, tab.WHOLE_FROM)
        raise_by(counters, word(t, tab.AT + tab.STAYS) + row, 1)
        if until > warm_up:
            raise_by(counters, word(t, tab.AT + tab.PRESENT) + row, until - max(enter, warm_up))
        since = work(t, 0, enter)
        if is_new:
            raise_by(counters, word(t, tab.AT + tab.ENTERED) + row, 1)
        if word(t, line + tab.IS_TIMED):
            length = work(t, 0, until) - since
            how = (EVENT if leave >= 0 else CENSORED) if is_new else tab.NOT_NEW
            if is_over or is_new:
                note(times, word(t, line + tab.ROW_TIME), length, how, is_over)
            standard = word(t, line + tab.ROW_STANDARD)
            if is_new and standard >= 0:
                note_use(uses, word(t, line + tab.ROW_USE), used(t, standard, enter, until, length) << 2 | how)
        if word(t, line + tab.ROW_WAIT) < 0:  # nobody waits for anything there
            continue
        begun = count_resources(t, counters, times, stays, stay, until)
        if begun >= 0 and is_over:
            note(times, word(t, line + tab.ROW_WAIT), work(t, 0, begun) - since, tab.NOT_NEW, True)
