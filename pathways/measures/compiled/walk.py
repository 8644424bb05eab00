"""The packed events of one replication to counters and lists of observations, referral by referral."""

from __future__ import annotations

import numpy as np

from pathways.eventlog.packed import EVENT_BITS, ROW_BITS, TIME_SHIFT, VISIT_BITS
from pathways.measures.compiled import tables as tab
from pathways.measures.compiled.jit import compiled, inlined
from pathways.measures.standards import ON_TIME_BITS

DAY = 86_400
_EVENT_MASK, _VISIT_MASK, _ROW_MASK = (1 << EVENT_BITS) - 1, (1 << VISIT_BITS) - 1, (1 << ROW_BITS) - 1
_ARRIVE, _ENTER, _START, _FINISH, _LEAVE, _END, _TAKE, _RETURN = range(8)
CENSORED, EVENT, OTHER = 0, 1, 2

# A referral: times and states are -1 where they did not come before the log ended.
_ROLE, _ENDED, _FINAL, _KNOWN, _TOLD, _CASE_COLUMNS = 0, 1, 2, 3, 4, 5
# Columns of a visit to a state: its row, and where its line of `ROWS` begins; then times. It is ready once it has the
# place that it needs.
_ROW_OF, _LINE, _ENTERED, _READY, _STARTED, _LEFT, _STAY_COLUMNS = 0, 1, 2, 3, 4, 5, 6


@inlined
def work(t, calendar, moment):
    """Working seconds from moment 0 to `moment`."""
    day = moment // DAY
    clock = moment - day * DAY
    line = t[tab.SPANS] + (calendar * t[tab.DAYS] + day) * tab.SPAN_COLUMNS
    opens, done = t[line + tab.OPENS], t[line + tab.BEFORE]
    if clock > opens:
        closes = t[line + tab.CLOSES]
        done += (clock if clock < closes else closes) - opens
    return done


@inlined
def used(t, standard, start, end, length):
    """How much of a standard was used up, as `standards` counts it; `length` is the working time."""
    line = t[tab.STANDARDS] + standard * tab.STANDARD_COLUMNS
    due = t[line + tab.STANDARD_WORK]
    if due == 0:
        length = end - start
        due = t[t[tab.DUE] + t[line + tab.STANDARD_DUE] * t[tab.DAYS] + start // DAY]
    return ((length << ON_TIME_BITS) + due - 1) // due


@inlined
def put(store, slot, value):
    """Add an observation to a list of (slot, value) that begins with its length."""
    n = store[0, 0] + 1
    store[n, 0] = slot
    store[n, 1] = value
    store[0, 0] = n


@compiled
def room(events, t):
    """Empty lists, as long as they may become: visits, samples, durations, uses."""
    stays, samples, durations = 0, 1, 1
    for i in range(len(events)):
        event = events[i, 0] & _EVENT_MASK
        if event == _ENTER:
            stays += 1
            samples += 2 + t[tab.MOST_RESOURCES]
            durations += 1 + t[tab.MOST_RESOURCES]
        elif event == _ARRIVE:
            line = t[tab.ROWS] + (events[i, 1] & _ROW_MASK) * tab.ROW_COLUMNS
            role = t[tab.ROLES] + t[line + tab.ROLE] * tab.ROLE_COLUMNS
            milestones = t[role + tab.ROLE_COLUMNS + tab.MILESTONES_FROM] - t[role + tab.MILESTONES_FROM]
            durations += milestones * (1 + t[role + tab.ROLE_COLUMNS + tab.KNOWN_FROM] - t[role + tab.KNOWN_FROM])
    found = np.empty((samples, 2), np.int64), np.empty((durations, 2), np.int64), np.empty((durations, 2), np.int64)
    found[0][0, 0] = found[1][0, 0] = found[2][0, 0] = 0
    return np.empty((stays, _STAY_COLUMNS), np.int64), *found


@compiled
def by_referral(events):
    """Where each referral's events begin in an order that keeps them together, and that order."""
    n, referrals = len(events), 0
    for i in range(n):
        referrals = max(referrals, (events[i, 1] >> ROW_BITS) + 1)
    first = np.zeros(referrals + 1, np.int64)
    for i in range(n):
        first[(events[i, 1] >> ROW_BITS) + 1] += 1
    for r in range(referrals):
        first[r + 1] += first[r]
    at = first.copy()
    order = np.empty(n, np.int64)
    for i in range(n):
        r = events[i, 1] >> ROW_BITS
        order[at[r]] = i
        at[r] += 1
    return first, order


@compiled
def count_referral(t, counters, durations, uses, case, starts, ends):
    """One referral as a whole."""
    warm_up, last, role, end = t[tab.WARM_UP], t[tab.END], case[_ROLE], case[_ENDED]
    until = end if end >= 0 else last
    line = t[tab.ROLES] + role * tab.ROLE_COLUMNS
    milestones_from, milestones_to = (
        t[line + tab.MILESTONES_FROM],
        t[line + tab.ROLE_COLUMNS + tab.MILESTONES_FROM],
    )
    arrive = starts[milestones_from]  # the first milestone of every role is the whole way
    if until > warm_up:
        counters[t[tab.AT + tab.OPEN] + role] += until - max(arrive, warm_up)
    is_new = t[tab.NEW_FROM] <= arrive < last
    is_over = end >= 0 and warm_up <= end < last
    if is_over:
        for number in range(t[line + tab.TOLD_FROM], t[line + tab.ROLE_COLUMNS + tab.TOLD_FROM]):
            attribute = t[tab.TOLD_AT_END] + number * tab.ATTRIBUTE_COLUMNS
            value = case[_TOLD] // t[attribute + tab.STRIDE] % t[attribute + tab.SIZE]
            counters[t[tab.AT + tab.TOLD] + t[attribute + tab.FIRST] + value] += 1
    known_from = t[line + tab.KNOWN_FROM]
    for number in range(known_from - 1, t[line + tab.ROLE_COLUMNS + tab.KNOWN_FROM]):
        group = 0  # all of them
        if number >= known_from:
            attribute = t[tab.KNOWN] + number * tab.ATTRIBUTE_COLUMNS
            group = t[attribute + tab.FIRST] + case[_KNOWN] // t[attribute + tab.STRIDE] % t[attribute + tab.SIZE]
        if is_new:
            counters[t[tab.AT + tab.ARRIVALS] + t[line + tab.GROUPS_FROM] + group] += 1
        if is_over:
            counters[t[tab.AT + tab.ENDINGS] + t[line + tab.GROUPS_FROM] + group] += 1
            outcome = t[line + tab.OUTCOMES_FROM] + group * t[line + tab.OUTCOMES_OF]
            outcome += t[t[tab.ROWS] + case[_FINAL] * tab.ROW_COLUMNS + tab.OUTCOME]
            counters[t[tab.AT + tab.OUTCOMES] + outcome] += 1
        for milestone in range(milestones_from, milestones_to):
            start = starts[milestone]
            if not t[tab.NEW_FROM] <= start < last:
                continue
            at = t[tab.MILESTONES] + milestone * tab.MILESTONE_COLUMNS
            if t[at + tab.TO_END]:
                stop, how = until, EVENT if end >= 0 else CENSORED
            elif ends[milestone] >= 0:
                stop, how = ends[milestone], EVENT
            else:
                stop, how = until, OTHER if end >= 0 else CENSORED
            length = work(t, 0, stop) - work(t, 0, start)
            put(durations, t[at + tab.MILESTONE_DURATION] + group, length << 2 | how)
            standard = t[at + tab.MILESTONE_STANDARD]
            if standard >= 0:
                put(uses, t[at + tab.MILESTONE_USE] + group, used(t, standard, start, stop, length) << 2 | how)


@compiled
def reach(t, starts, ends, line, time):
    """A referral reaches a state: what stretches that ends, and then what it begins."""
    for number in range(t[line + tab.ENDS_FROM], t[line + tab.ROW_COLUMNS + tab.ENDS_FROM]):
        milestone = t[t[tab.ENDS_OF] + number]
        if starts[milestone] >= 0 and ends[milestone] < 0:
            ends[milestone] = time
    for number in range(t[line + tab.STARTS_FROM], t[line + tab.ROW_COLUMNS + tab.STARTS_FROM]):
        milestone = t[t[tab.STARTS_OF] + number]
        if starts[milestone] < 0:
            starts[milestone] = time


@inlined
def line_at(t, row, time):
    """Where the line of `ROWS` begins that is in force for a visit that begins at a time."""
    epoch = 0
    while epoch + 1 < t[tab.NUMBER_OF_EPOCHS] and t[t[tab.EPOCHS] + epoch + 1] <= time:
        epoch += 1
    return t[tab.ROWS] + (epoch * (t[tab.NUMBER_OF_ROWS] + 1) + row) * tab.ROW_COLUMNS


@inlined
def keep(stays, seen, visits, row):
    """Put the visit to a row with those that are over; returns how many these are."""
    for column in range(_STAY_COLUMNS):
        stays[seen, column] = visits[row, column]
    visits[row, _ENTERED] = -1
    return seen + 1


@compiled
def walk(events, t, counters, stays, durations, uses):
    """Collect visits and count referrals; the first event that does not follow (-1: none), and how many visits."""
    first, order = by_referral(events)
    rows = t[tab.NUMBER_OF_ROWS]
    # The open visit to each row, which entered at -1 where there is none; since when which place taken there is held.
    visits = np.empty((rows, _STAY_COLUMNS), np.int64)
    taken, kind = np.empty(rows, np.int64), np.empty(rows, np.int64)
    holds = np.zeros(t[tab.NUMBER_OF_PLACES], np.int64)
    touched, is_touched = np.empty(rows, np.int64), np.zeros(rows, np.bool_)  # rows that the referral has been in
    for row in range(rows):
        visits[row, _ENTERED], taken[row] = -1, -1
    case = np.empty(_CASE_COLUMNS, np.int64)
    milestones = t[t[tab.TEAMS_OF] - tab.ROLE_COLUMNS + tab.MILESTONES_FROM]
    starts, ends = np.empty(milestones, np.int64), np.empty(milestones, np.int64)
    warm_up, last, seen = t[tab.WARM_UP], t[tab.END], 0
    for referral in range(len(first) - 1):
        if first[referral] == first[referral + 1]:
            continue
        been = 0
        for column in range(_CASE_COLUMNS):
            case[column] = -1
        for place in range(first[referral], first[referral + 1]):
            when, row = events[order[place], 0], events[order[place], 1] & _ROW_MASK
            event, time = when & _EVENT_MASK, when >> TIME_SHIFT
            if event == _ARRIVE:
                case[_ROLE] = t[t[tab.ROWS] + row * tab.ROW_COLUMNS + tab.ROLE]
                case[_KNOWN] = (when >> EVENT_BITS & _VISIT_MASK) - 1
                counters[t[tab.AT + tab.ARRIVED] + case[_ROLE]] += 1
                roles = t[tab.ROLES] + case[_ROLE] * tab.ROLE_COLUMNS + tab.MILESTONES_FROM
                for milestone in range(t[roles], t[roles + tab.ROLE_COLUMNS]):
                    is_whole = t[t[tab.MILESTONES] + milestone * tab.MILESTONE_COLUMNS + tab.FROM_ARRIVAL]
                    starts[milestone], ends[milestone] = time if is_whole else -1, -1
                continue
            is_open, is_taken = visits[row, _ENTERED] >= 0, taken[row] >= 0
            if event == _ENTER:
                is_next = not is_open
            elif event == _RETURN:
                is_next = is_taken
            else:
                is_next = is_open and not (event == _TAKE and is_taken)
            if case[_ROLE] < 0 or not is_next:
                return order[place], seen
            if not is_touched[row]:
                is_touched[row] = True
                touched[been] = row
                been += 1
            line = visits[row, _LINE]
            if event == _ENTER:
                line = line_at(t, row, time)
                needed = t[line + tab.HOLDS]
                visits[row, _ROW_OF], visits[row, _LINE], visits[row, _ENTERED] = row, line, time
                visits[row, _READY] = time if needed < 0 or holds[needed] > 0 else -1
                visits[row, _STARTED], visits[row, _LEFT] = -1, -1
                if t[line + tab.PANEL] < 0:
                    reach(t, starts, ends, line, time)
            elif event == _START:
                visits[row, _STARTED] = time
                if t[line + tab.PANEL] >= 0:
                    reach(t, starts, ends, line, time)
            elif event == _LEAVE:
                visits[row, _LEFT] = time
                seen = keep(stays, seen, visits, row)
            elif event == _END:
                case[_ENDED], case[_FINAL], case[_TOLD] = time, row, (when >> EVENT_BITS & _VISIT_MASK) - 1
                counters[t[tab.AT + tab.ENDED] + case[_ROLE]] += 1
                visits[row, _ENTERED] = -1
            elif event == _TAKE:
                taken[row], kind[row] = time, t[line + tab.HOLDS]
                counters[t[tab.AT + tab.TAKEN] + kind[row]] += 1
                holds[kind[row]] += 1
                visits[row, _READY] = -1
                for number in range(been):  # one is taken for all visits that wait for it
                    other = touched[number]
                    is_waiting = visits[other, _ENTERED] >= 0 and visits[other, _READY] < 0
                    if is_waiting and t[visits[other, _LINE] + tab.HOLDS] == kind[row]:
                        visits[other, _READY] = time
            elif event == _RETURN:
                if time > warm_up:
                    counters[t[tab.AT + tab.HELD] + kind[row]] += time - max(taken[row], warm_up)
                holds[kind[row]] -= 1
                taken[row] = -1
        is_lost = case[_ENDED] < 0
        for number in range(been):
            row = touched[number]
            is_touched[row] = False
            if visits[row, _ENTERED] >= 0:
                is_lost = False
                seen = keep(stays, seen, visits, row)
            if taken[row] >= 0:
                counters[t[tab.AT + tab.HELD] + kind[row]] += last - max(taken[row], warm_up)
                holds[kind[row]] -= 1
                taken[row] = -1
        counters[t[tab.AT + tab.LOST] + case[_ROLE]] += is_lost
        count_referral(t, counters, durations, uses, case, starts, ends)
    return -1, seen


@compiled
def meetings_before(t, panel, moment):
    """How many of a panel's meetings that are measured come before a moment."""
    line = t[tab.PANELS] + panel * tab.RESOURCE_COLUMNS + tab.MEETINGS_FROM
    low, high = t[line], t[line + tab.RESOURCE_COLUMNS]
    while low < high:
        middle = (low + high) // 2
        if t[t[tab.MEETINGS] + middle] < moment:
            low = middle + 1
        else:
            high = middle
    return low - t[line]


@inlined
def count_wait(t, samples, durations, resource, since, start, leave, wait):
    """How long a visit waits for a team, panel or places from when it is ready; `start` is -1 where it never began."""
    warm_up, end = t[tab.WARM_UP], t[tab.END]
    if start >= 0 and warm_up <= leave < end and since >= t[tab.WHOLE_FROM]:
        put(samples, t[resource + tab.RESOURCE_WAIT], wait)
    if t[tab.NEW_FROM] <= since < end:
        how = EVENT if start >= 0 else (OTHER if leave >= 0 else CENSORED)
        put(durations, t[resource + tab.RESOURCE_DURATION], wait << 2 | how)


@inlined
def count_resources(t, counters, samples, durations, stays, stay, until):
    """What a visit adds to teams, panel and places; returns when it got what it waited for, or -1."""
    line, enter = stays[stay, _LINE], stays[stay, _ENTERED]
    warm_up, ready, start, leave = t[tab.WARM_UP], stays[stay, _READY], stays[stay, _STARTED], stays[stay, _LEFT]
    panel, places = t[line + tab.PANEL], t[line + tab.HOLDS]
    teams_from, teams_to = t[line + tab.TEAMS_FROM], t[line + tab.ROW_COLUMNS + tab.TEAMS_FROM]
    started = start if start >= 0 else until
    if places >= 0:
        counters[t[tab.AT + tab.PLACE_STAYS] + places] += 1
        stopped = ready if ready >= 0 else until
        if stopped > warm_up:
            counters[t[tab.AT + tab.AWAITING] + places] += stopped - max(enter, warm_up)
        wait = work(t, 0, stopped) - work(t, 0, enter)
        count_wait(t, samples, durations, t[tab.PLACES] + places * tab.RESOURCE_COLUMNS, enter, ready, leave, wait)
    wait = work(t, 0, started) - work(t, 0, ready) if ready >= 0 else 0
    for number in range(teams_from, teams_to):
        team = t[t[tab.TEAMS_OF] + number]
        resource = t[tab.TEAMS] + team * tab.RESOURCE_COLUMNS
        counters[t[tab.AT + tab.TEAM_STAYS] + team] += 1
        if ready >= 0:
            if started > warm_up:
                counters[t[tab.AT + tab.WAITING] + team] += started - max(ready, warm_up)
            count_wait(t, samples, durations, resource, ready, start, leave, wait)
        if start >= 0 and until > warm_up:
            calendar = t[resource + tab.TEAM_CALENDAR]
            busy = work(t, calendar, until) - work(t, calendar, max(start, warm_up))
            counters[t[tab.AT + tab.BUSY] + team] += busy
    if panel >= 0:
        if start >= warm_up:
            counters[t[tab.AT + tab.HEARD] + panel] += 1
            counters[t[tab.AT + tab.USED] + panel] += t[line + tab.ROOM]
        if ready >= 0:
            left_over = meetings_before(t, panel, started) - meetings_before(t, panel, ready)
            counters[t[tab.AT + tab.LEFT_OVER] + panel] += left_over
            count_wait(t, samples, durations, t[tab.PANELS] + panel * tab.RESOURCE_COLUMNS, ready, start, leave, wait)
    return start if panel >= 0 or teams_from < teams_to else (ready if places >= 0 else -1)


@compiled
def count_stays(stays, seen, t, counters, samples, durations, uses):
    """What each visit to a state adds to the counters and the lists."""
    warm_up, end = t[tab.WARM_UP], t[tab.END]
    for stay in range(seen):
        row, line, enter, leave = stays[stay, _ROW_OF], stays[stay, _LINE], stays[stay, _ENTERED], stays[stay, _LEFT]
        until = leave if leave >= 0 else end
        is_new = t[tab.NEW_FROM] <= enter < end
        is_over = warm_up <= leave < end and enter >= t[tab.WHOLE_FROM]
        counters[t[tab.AT + tab.STAYS] + row] += 1
        if until > warm_up:
            counters[t[tab.AT + tab.PRESENT] + row] += until - max(enter, warm_up)
        since = work(t, 0, enter)
        if is_new:
            counters[t[tab.AT + tab.ENTERED] + row] += 1
        if t[line + tab.IS_TIMED]:
            length = work(t, 0, until) - since
            if is_over:
                put(samples, t[line + tab.ROW_SAMPLE], length)
            if is_new:
                how = EVENT if leave >= 0 else CENSORED
                put(durations, t[line + tab.ROW_DURATION], length << 2 | how)
                standard = t[line + tab.ROW_STANDARD]
                if standard >= 0:
                    put(uses, t[line + tab.ROW_USE], used(t, standard, enter, until, length) << 2 | how)
        if t[line + tab.ROW_WAIT] < 0:  # nobody waits for anything there
            continue
        begun = count_resources(t, counters, samples, durations, stays, stay, until)
        if begun >= 0 and is_over:
            put(samples, t[line + tab.ROW_WAIT], work(t, 0, begun) - since)
