"""What the parts of the compiled kernel share: its working memory, how an event is written and how times are made.

`space` is all arrays that a replication works in, `clock` the three numbers that change as it goes: the running number,
how many events are written, and the epoch.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from pathways.simulation.compiled import layout as x
from pathways.simulation.compiled.access import Apart, Inline, apart, at, chosen, only_here, put, word
from pathways.simulation.compiled.calendar import left_today, moment_when, opening_after, same_clock
from pathways.simulation.compiled.draws import choose, draw, sample

# Not plain numbers, for which numba would compile each function anew.
ARRIVE, ENTER, START, FINISH, LEAVE, ENDS, TAKE, RETURN = map(np.int64, range(8))
ZERO: Final = np.int64(0)


@Inline
def write(log: Any, used: int, time: int, visit: int, event: int, referral: int, row: int) -> int:
    """Write an event as `eventlog.packed` has it; how many are written, or would be if there were room."""
    cells, size = log
    if 2 * used + 1 < size:
        put(cells, 2 * used, only_here(time) << 28 | visit << 4 | event)
        put(cells, 2 * used + 1, referral << 20 | row)
    return used + 1


@Inline
def look_up(table: Any, memory: Any, values: int, guard: int) -> int:
    """The cell of a guard or decision for a referral's values."""
    return word(table, word(table, guard) + weighed(table, memory, values, guard + 1))


@Inline
def weighed(table: Any, memory: Any, values: int, pair: int) -> int:
    """A referral's values, each times its weight; pairs of value and weight stand at `pair`, then NONE."""
    number = 0
    attribute = word(table, pair)
    while attribute >= 0:
        number += at(memory, values + attribute) * word(table, pair + 1)
        pair += 2
        attribute = word(table, pair)
    return number


@Inline
def telling(table: Any, memory: Any, values: int, told: int) -> int:
    """What the log tells of a referral's values, in an event that is no visit's."""
    return 1 + weighed(table, memory, values, told)


@Inline
def find_value(table: Any, memory: Any, values: int, key: int, number: int, visit: int, find: int) -> int:
    """The value that a finding gives an attribute."""
    case = word(table, find + x.CASES)
    while True:
        guard = word(table, case + x.GUARD)
        if guard < 0 or look_up(table, memory, values, guard) != 0:
            break
        case += x.CASE
    shares = word(table, case + x.SHARES)
    many = word(table, case + x.MANY)
    if many == 1:
        return word(table, shares + 1)
    return choose(table, shares, many, draw(key, number, visit, word(table, find + x.FIND_PURPOSE)))


@Inline
def apply_effects(table: Any, memory: Any, values: int, arrow: int) -> None:
    """What an arrow does to a referral's values; adding saturates, and what is unset counts as the lowest."""
    effect = word(table, arrow + x.EFFECTS_AT)
    for _ in range(word(table, arrow + x.EFFECTS)):
        value = word(table, effect + 2)
        cell = values + word(table, effect)
        if word(table, effect + 1) != 0:
            highest = word(table, effect + 3)
            before = at(memory, cell)
            value = min(max((before if before <= highest else 0) + value, 0), highest)
        put(memory, cell, value)
        effect += x.EFFECT


@Apart
def time_after(table: Any, place: int, now: int, number: int) -> int:
    """When a time that begins at `now` is over, by a draw."""
    apart()
    mode = word(table, place + x.MODE)
    amount = word(table, place + x.AMOUNT)
    if mode == x.SAMPLED:
        return now + sample(table, amount, number)
    if mode == x.FIXED:
        return now + amount
    if mode == x.BY_DATE:
        return same_clock(table, amount, now)
    work = stretched(table, place, amount if mode == x.FIXED_WORK else sample(table, amount, number))
    return moment_when(table, word(table, place + x.CALENDAR), now, work)


@Inline
def stretched(table: Any, place: int, work: int) -> int:
    """Work as long as it takes those who are not always available."""
    over, under = word(table, place + x.OVER), word(table, place + x.UNDER)
    return work if over == under else (work * over + under - 1) // under


@Inline
def referral_of(table: Any, visit: int, state: int) -> int:
    """Where the referral of a visit stands."""
    return visit - x.SIZE - word(table, x.VISIT) * word(table, state + x.REGION)


@Inline
def serial_and_place(referrals: Any, visit: int) -> int:
    """A visit as one word, which no other visit of the replication is given."""
    return at(referrals, visit + x.SERIAL) << x.VISIT_BITS | visit >> 3


@Inline
def drawn(table: Any, referrals: Any, referral: int, visit: int, state: int) -> int:
    """The draw for the time of a visit; 0 if it is certain."""
    if word(table, state + x.TIME + x.MODE) > x.WORKED:
        return 0
    return draw(
        at(referrals, referral + x.KEY),
        at(referrals, referral + x.NUMBER),
        at(referrals, visit + x.VISIT_NUMBER),
        word(table, state + x.PURPOSE),
    )


@Inline
def work_of(table: Any, state: int, number: int) -> int:
    """How much of its teams' working time a visit takes, by a draw."""
    place = state + x.TIME
    amount = word(table, place + x.AMOUNT)
    return stretched(table, place, sample(table, amount, number) if word(table, place + x.MODE) <= x.WORKED else amount)


@Inline
def seconds_of(table: Any, referrals: Any, referral: int, visit: int, state: int) -> int:
    """The seconds that a visit to a plain state takes, if chance has a say in it: drawn as the visit begins, because
    what it depends on is at hand."""
    place = state + x.TIME
    if word(table, place + x.MODE) > x.WORKED:
        return 0
    return sample(table, word(table, place + x.AMOUNT), drawn(table, referrals, referral, visit, state))


@Inline
def completion(table: Any, state: int, now: int, seconds: int) -> int:
    """When the time of a visit to a plain state that begins now is over, by `seconds_of`."""
    place = state + x.TIME
    mode = word(table, place + x.MODE)
    if mode == x.SAMPLED:
        return now + seconds
    if mode == x.WORKED:
        return moment_when(table, word(table, place + x.CALENDAR), now, stretched(table, place, seconds))
    return time_after(table, place, now, ZERO)


@Apart
def end_of_work(table: Any, referrals: Any, referral: int, visit: int, state: int, now: int) -> int:
    """When the time of a visit to any state that begins now is over."""
    apart()
    number = drawn(table, referrals, referral, visit, state)
    if word(table, state + x.IS_PLAIN) != 0:
        return time_after(table, state + x.TIME, now, number)
    work = work_of(table, state, number)
    hours = word(table, state + x.CREW_HOURS)
    if word(table, state + x.CLOSING) == x.FINISH and work > 0:
        return (now if left_today(table, hours, now) > 0 else opening_after(table, hours, now)) + work
    return moment_when(table, hours, now, work)


@Inline
def strikes(table: Any, referrals: Any, referral: int, visit: int, clock: int, attempt: int, now: int) -> int:
    """When an interrupt may strike next."""
    number = draw(
        at(referrals, referral + x.KEY),
        at(referrals, referral + x.NUMBER),
        at(referrals, visit + x.VISIT_NUMBER) | attempt << 20,
        word(table, clock + x.CLOCK_PURPOSE),
    )
    return time_after(table, word(table, clock + x.CLOCK_TIME), now, number)


@Inline
def join(queues: Any, queue: int, referrals: Any, entry: int, rank: int) -> None:
    """Stand in a queue, after all of the same or a lower rank."""
    before = 0
    if at(queues, queue + x.FIRST) != 0:
        before = at(queues, queue + x.LAST)
    after = 0
    while before != 0 and at(referrals, before + x.RANK) > rank:
        after = before
        before = at(referrals, before + x.PREVIOUS)
    put(referrals, entry + x.RANK, rank)
    put(referrals, entry + x.NEXT, after)
    put(referrals, entry + x.PREVIOUS, before)
    if after == 0:
        put(queues, queue + x.LAST, entry)
    else:
        put(referrals, after + x.PREVIOUS, entry)
    if before == 0:
        put(queues, queue + x.FIRST, entry)
    else:
        put(referrals, before + x.NEXT, entry)


@Inline
def join_last(queues: Any, queue: int, referrals: Any, entry: int) -> None:
    """Stand in a queue whose order is first come, first served. What is written for nobody, is so at 0, unread."""
    first = at(queues, queue + x.FIRST)
    before = at(queues, queue + x.LAST) & only_here(-np.int64(first != 0))
    put(referrals, entry + x.RANK, 0)
    put(referrals, entry + x.NEXT, 0)
    put(referrals, entry + x.PREVIOUS, before)
    put(queues, queue + x.LAST, entry)
    put(queues, queue + x.FIRST, chosen(first == 0, entry, first))
    put(referrals, before + x.NEXT, entry)


@Inline
def take_first(queues: Any, queue: int, referrals: Any, entry: int) -> None:
    """The first of a queue stands in it no longer."""
    after = at(referrals, entry + x.NEXT)
    put(queues, queue + x.FIRST, after)
    put(referrals, after + x.PREVIOUS, 0)


@Inline
def take_out(queues: Any, queue: int, referrals: Any, entry: int) -> None:
    """Stand in a queue no longer."""
    before = at(referrals, entry + x.PREVIOUS)
    after = at(referrals, entry + x.NEXT)
    if before == 0:
        put(queues, queue + x.FIRST, after)
    else:
        put(referrals, before + x.NEXT, after)
    if after == 0:
        put(queues, queue + x.LAST, before)
    else:
        put(referrals, after + x.PREVIOUS, before)
