"""The packed events of one replication to what was open, queueing, held and left over in each week that is measured.

A series is of a pathway (open referrals), a team (queue), a panel (left over), or places (queue, and held), in this
order. All but `left over` are seconds, added up over referrals: over the seconds of the week they are a mean. Weeks
count from the end of the warm-up; the last may be cut short.
"""

from __future__ import annotations

import numpy as np

from pathways.eventlog.packed import EVENT_BITS, ROW_BITS, TIME_SHIFT
from pathways.measures.compiled import tables as tab
from pathways.measures.compiled.jit import at, compiled, inlined, word
from pathways.measures.compiled.walk import ENTERED, LEFT, LINE, READY, STARTED, STAY_COLUMNS, by_referral, line_at

WEEK = 604_800
_EVENT_MASK, _ROW_MASK = (1 << EVENT_BITS) - 1, (1 << ROW_BITS) - 1
_ARRIVE, _ENTER, _END, _TAKE, _RETURN = 0, 1, 5, 6, 7


@inlined
def spread(area, change, series, start, end, warm_up, last):
    """Add the time from `start` to `end` to a series: in `area` within a week, in `change` from a week on."""
    if start < warm_up:
        start = warm_up
    if end > last:
        end = last
    if end > start:
        week, within = (start - warm_up) // WEEK, (start - warm_up) % WEEK
        area[week, series] += WEEK - within
        change[week + 1, series] += WEEK
        week, within = (end - warm_up) // WEEK, (end - warm_up) % WEEK
        area[week, series] -= WEEK - within
        change[week + 1, series] -= WEEK


@compiled
def add_referrals(events, t, area, change, held_from):
    """The time for which referrals were open, and held places."""
    cases, grouped = by_referral(events)
    warm_up, last, rows = word(t, tab.WARM_UP), word(t, tab.END), word(t, tab.NUMBER_OF_ROWS)
    entered, taken, kind = np.zeros(rows, np.int64), np.full(rows, -1, np.int64), np.zeros(rows, np.int64)
    for referral in range(len(cases) - 1):
        first, stop = cases[referral, 0], cases[referral + 1, 0]
        if first == stop:
            continue
        arrived, ended, role, holds = 0, last, 0, 0
        for place in range(first, stop):
            packed = at(grouped, place)
            event, row, time = packed & _EVENT_MASK, packed >> EVENT_BITS & _ROW_MASK, packed >> TIME_SHIFT
            if event == _ARRIVE:
                arrived, role = time, word(t, word(t, tab.ROWS) + row * tab.ROW_COLUMNS + tab.ROLE)
            elif event == _END:
                ended = time
            elif event == _ENTER:
                entered[row] = time
            elif event == _TAKE:
                taken[row], kind[row] = time, word(t, line_at(t, row, entered[row]) + tab.HOLDS)
                holds += 1
            elif event == _RETURN:
                spread(area, change, held_from + kind[row], taken[row], time, warm_up, last)
                taken[row] = -1
                holds -= 1
        spread(area, change, role, arrived, ended, warm_up, last)
        if holds > 0:
            for row in range(rows):
                if taken[row] >= 0:
                    spread(area, change, held_from + kind[row], taken[row], last, warm_up, last)
                    taken[row] = -1


@compiled
def add_visits(stays, seen, t, area, change, left, teams_from, panels_from, places_from):
    """The time for which visits waited for teams and places, and at which meetings they were left over."""
    warm_up, last = word(t, tab.WARM_UP), word(t, tab.END)
    for stay in range(seen):
        line, ready, start = (
            at(stays, stay * STAY_COLUMNS + LINE),
            at(stays, stay * STAY_COLUMNS + READY),
            at(stays, stay * STAY_COLUMNS + STARTED),
        )
        until = at(stays, stay * STAY_COLUMNS + LEFT) if at(stays, stay * STAY_COLUMNS + LEFT) >= 0 else last
        started = start if start >= 0 else until
        places, panel = word(t, line + tab.HOLDS), word(t, line + tab.PANEL)
        if places >= 0:
            end = ready if ready >= 0 else until
            spread(area, change, places_from + places, at(stays, stay * STAY_COLUMNS + ENTERED), end, warm_up, last)
        if ready < 0:
            continue
        for number in range(word(t, line + tab.TEAMS_FROM), word(t, line + tab.ROW_COLUMNS + tab.TEAMS_FROM)):
            spread(area, change, teams_from + word(t, word(t, tab.TEAMS_OF) + number), ready, started, warm_up, last)
        if panel >= 0:
            here = word(t, tab.PANELS) + panel * tab.RESOURCE_COLUMNS + tab.MEETINGS_FROM
            for number in range(word(t, here), word(t, here + tab.RESOURCE_COLUMNS)):
                meeting = word(t, word(t, tab.MEETINGS) + number)
                if ready <= meeting < started:
                    left[(meeting - warm_up) // WEEK, panels_from + panel] += 1


@compiled
def by_week(events, stays, seen, t, roles, teams, panels, places):
    """Of shape (weeks, series)."""
    weeks = (word(t, tab.END) - word(t, tab.WARM_UP) + WEEK - 1) // WEEK
    series = roles + teams + panels + 2 * places
    area, change = np.zeros((weeks + 1, series), np.int64), np.zeros((weeks + 2, series), np.int64)
    waiting_from = roles + teams + panels
    add_referrals(events, t, area, change, waiting_from + places)
    add_visits(stays, seen, t, area, change, area, roles, roles + teams, waiting_from)
    for week in range(1, weeks):
        for number in range(series):
            change[week, number] += change[week - 1, number]
            area[week, number] += change[week, number]
    return area[:weeks]
