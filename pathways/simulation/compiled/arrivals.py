"""Who arrives when and as what, those who come back, and what a panel hears: the parts outside the main loop."""

from __future__ import annotations

from typing import Any

import numpy as np

from pathways.simulation.compiled import layout as x
from pathways.simulation.compiled.access import Apart, Inline, apart, at, put, raise_by, word
from pathways.simulation.compiled.calendar import DAY, day_of
from pathways.simulation.compiled.draws import draw, sample
from pathways.simulation.compiled.state import ZERO, find_value, serial_and_place, time_after
from pathways.simulation.compiled.wheel import plan
from pathways.simulation.model import EPISODE
from pathways.simulation.reference.kernel import DELAY, GAP, MOST_EPISODES, RETURN


def signed(purpose: int) -> int:
    """A purpose as a signed word."""
    return purpose - (1 << 64) if purpose >> 63 else purpose


_GAP, _RETURN, _DELAY = (np.int64(signed(purpose)) for purpose in (GAP, RETURN, DELAY))


@Inline
def next_arrival(table: Any, queues: Any, stream: int, gaps: int, key: int) -> int:
    """The moment at which the next referral of a stream comes; -1 if none does."""
    counters = word(table, stream + x.COUNTERS)
    expected = word(table, stream + x.EXPECTED)
    number = at(queues, counters + x.NUMBER_NOW)
    reached = at(queues, counters + x.REACHED) + sample(table, gaps, draw(key, number, ZERO, _GAP))
    put(queues, counters + x.REACHED, reached)
    if reached >= word(table, expected + word(table, stream + x.DAYS)):
        return -1
    day = at(queues, counters + x.DAY_NOW)
    while word(table, expected + day + 1) <= reached:
        day += 1
    put(queues, counters + x.DAY_NOW, day)
    before = word(table, expected + day)
    through = (reached - before) * word(table, stream + x.OPEN_FOR) // (word(table, expected + day + 1) - before)
    return day * DAY + word(table, stream + x.OPENS) + through


@Apart
def known_again(
    table: Any, memory: Any, values: int, entering: int, key: int, number: int, before: int, now: int
) -> None:
    """What is known of a referral that comes back. What stays the same is drawn again by its first number."""
    apart()
    returns = word(table, entering + x.RETURNS_AT)
    first = number & ((1 << EPISODE) - 1)
    find = word(table, returns + x.AGAIN_AT)
    for _ in range(word(table, returns + x.AGAIN)):
        attribute = word(table, find + x.ATTRIBUTE)
        who = number if word(table, find + x.IS_ANEW) != 0 else first
        value = find_value(table, memory, values, key, who, ZERO, find)
        if attribute == word(table, returns + x.COUNTED):
            value = min(value + (number >> EPISODE), word(table, returns + x.HIGHEST))
        if attribute == word(table, returns + x.RECENT):
            is_recent = now <= time_after(table, word(table, returns + x.WITHIN), before, ZERO)
            value = word(table, returns + (x.IF_RECENT if is_recent else x.IF_NOT))
        put(memory, values + attribute, value)
        find += x.FINDING


@Apart
def plan_return(space: Any, referral: int, row: int, now: int, running: int) -> int:
    """Who has ended may come back; the running number, or -1 if a referral comes back too often."""
    apart()
    table, nodes, heads, marks, referrals, _, _, _, _ = space
    entering = at(referrals, referral + x.ENTERED_BY)
    returns = word(table, entering + x.RETURNS_AT)
    key, number = at(referrals, referral + x.KEY), at(referrals, referral + x.NUMBER)
    if returns < 0 or draw(key, number, ZERO, _RETURN) >= word(table, word(table, returns + x.CHANCES) + row):
        return running
    if number >> EPISODE == MOST_EPISODES:
        return -1
    number += 1 << EPISODE
    running += 1
    time = time_after(table, word(table, returns + x.DELAY), now, draw(key, number, ZERO, _DELAY))
    if time < word(table, x.END):
        what = number << 32 | at(referrals, referral + x.ARRIVED)
        stream = word(table, entering + x.ENTER_STREAM) + 1
        plan(nodes, heads, marks, word(table, x.WIDTH), now, time, x.ARRIVAL, running, what, stream)
    return running


@Apart
def is_cancelled(table: Any, queues: Any, panel: int, now: int) -> bool:
    """Whether a meeting is cancelled."""
    apart()
    cancels = word(table, panel + x.CANCELS)
    key = at(queues, word(table, panel + x.PANEL_QUEUE) + x.MEETING_KEY)
    return cancels > 0 and draw(key, day_of(now), ZERO, word(table, panel + x.CANCEL_PURPOSE)) < cancels


@Apart
def call_in(space: Any, hearings: Any, panel: int, meeting: int, epoch: int) -> int:
    """Choose whom a panel hears: urgent cases first, in what is kept for them; how many they are."""
    apart()
    table, _, _, _, referrals, _, queues, _, _ = space
    first = at(queues, word(table, panel + x.PANEL_QUEUE) + x.FIRST)
    more, urgent = word(table, x.MORE), word(table, panel + x.URGENT)
    fills = word(table, panel + x.FILLS) != 0
    heard = 0
    reserve = word(table, panel + x.RESERVE)
    deadline = word(table, word(table, panel + x.DEADLINES) + meeting)
    for turn in range(2):
        room = reserve
        if turn == 1:
            room = word(table, word(table, panel + x.SLOTS_AT) + epoch) - reserve
        elif urgent < 0:
            continue
        visit = first
        while visit != 0:
            is_meant = True
            if more >= 0:
                if turn == 0:
                    is_meant = at(referrals, visit + more + x.IS_URGENT) != 0
                else:
                    is_meant = at(referrals, visit + more + x.READY) <= deadline
                    is_meant = is_meant and at(referrals, visit + more + x.IS_URGENT) != 2
            if is_meant:
                takes = word(table, at(referrals, visit + x.STATE_AT) + x.ROOM)
                if takes <= room:
                    room -= takes
                    put(hearings, heard, serial_and_place(referrals, visit))
                    heard += 1
                    if turn == 0:
                        put(referrals, visit + more + x.IS_URGENT, 2)
                elif not fills:
                    break
            visit = at(referrals, visit + x.NEXT)
    return heard


@Inline
def note_hearing(queues: Any, queue: int, room: int) -> None:
    """Count a hearing."""
    raise_by(queues, queue + x.HEARD, 1)
    raise_by(queues, queue + x.USED, room)
