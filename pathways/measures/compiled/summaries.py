"""Lists of observations and counters to the figures of a replication, by the formulas of `incidence` and `intervals`.

Only whole numbers are added up, and fractions are made of them by one division, or in a stated order by + - x / alone.
So every machine gives the same bits.
"""

from __future__ import annotations

import numpy as np

from pathways.measures.compiled import tables as tab
from pathways.measures.compiled.jit import at, compiled, put, raise_by
from pathways.measures.incidence import SLACK
from pathways.measures.standards import ON_TIME

EVENT, OTHER = 1, 2
_DIGIT_BITS = 11
_MANY = 400  # from so many on, counting digits is quicker than comparing


@compiled
def sort(values, low, high):
    """Sort `values[low:high]` in place: quicksort with the middle as the pivot, and insertion for what is short."""
    stack = np.empty((64, 2), np.int64)
    depth = 0
    stack[0, 0], stack[0, 1] = low, high - 1
    while depth >= 0:
        first, last = stack[depth, 0], stack[depth, 1]
        depth -= 1
        while last - first > 16:
            pivot = values[(first + last) // 2]
            i, j = first, last
            while i <= j:
                while values[i] < pivot:
                    i += 1
                while values[j] > pivot:
                    j -= 1
                if i <= j:
                    values[i], values[j] = values[j], values[i]
                    i += 1
                    j -= 1
            # The longer part waits, so that the stack never holds more than the logarithm of the length.
            depth += 1
            if j - first > last - i:
                stack[depth, 0], stack[depth, 1] = first, j
                first = i
            else:
                stack[depth, 0], stack[depth, 1] = i, last
                last = j
        for i in range(first + 1, last + 1):
            value = values[i]
            j = i - 1
            while j >= first and values[j] > value:
                values[j + 1] = values[j]
                j -= 1
            values[j + 1] = value


@compiled
def sort_times(values, spare, counts, low, high):
    """Sort `values[low:high]` in place by their lengths, digit by digit from the lowest; `spare` is as long.

    `counts` holds one number more than a digit has values.
    """
    n, most = high - low, 0
    for i in range(low, high):
        most = max(most, values[i])
    most >>= tab.LENGTH_SHIFT
    bits = 0
    while most >> bits:
        bits += 1
    passes = (bits + _DIGIT_BITS - 1) // _DIGIT_BITS
    for number in range(passes):
        width = (bits + passes - 1) // passes
        shift, mask = tab.LENGTH_SHIFT + number * width, (1 << width) - 1
        for digit in range(mask + 2):
            counts[digit] = 0
        for i in range(low, high):
            raise_by(counts, (values[i] >> shift & mask) + 1, 1)
        for digit in range(mask):
            counts[digit + 1] += counts[digit]
        for i in range(low, high):
            value = values[i]
            digit = value >> shift & mask
            place = at(counts, digit)
            put(counts, digit, place + 1)
            put(spare, place, value)
        for i in range(n):
            values[low + i] = spare[i]


@compiled
def times_by_slot(store, slots):
    """Where the times of each slot begin, and the times without their slots, sorted by length within them."""
    n, mask = store[0], (1 << tab.SLOT_SHIFT) - 1
    first = np.zeros(slots + 1, np.int64)
    for i in range(1, n + 1):
        raise_by(first, (store[i] >> tab.SLOT_SHIFT) + 1, 1)
    for slot in range(slots):
        first[slot + 1] += first[slot]
    at_next = first.copy()
    values = np.empty(n, np.int64)
    for i in range(1, n + 1):
        slot = store[i] >> tab.SLOT_SHIFT
        place = at(at_next, slot)
        put(at_next, slot, place + 1)
        put(values, place, store[i] & mask)
    counts = np.empty((1 << _DIGIT_BITS) + 1, np.int64)
    for slot in range(slots):
        if first[slot + 1] - first[slot] > _MANY:
            sort_times(values, store, counts, first[slot], first[slot + 1])
        else:
            sort(values, first[slot], first[slot + 1])
    return first, values


@compiled
def by_slot(store, slots):
    """Where the values of each slot begin, and the values, sorted within their slots."""
    n = store[0, 0]
    first = np.zeros(slots + 1, np.int64)
    for i in range(1, n + 1):
        first[store[i, 0] + 1] += 1
    for slot in range(slots):
        first[slot + 1] += first[slot]
    at = first.copy()
    values = np.empty(n, np.int64)
    for i in range(1, n + 1):
        values[at[store[i, 0]]] = store[i, 1]
        at[store[i, 0]] += 1
    for slot in range(slots):
        sort(values, first[slot], first[slot + 1])
    return first, values


@compiled
def write(out, counts, column, value, n):
    """One figure, where it is told."""
    if column >= 0:
        out[column] = value
        counts[column] = n


@compiled
def over_figures(values, low, high, kept, columns, percents, day, out, counts):
    """Mean and percentiles of the times that came to their end; `kept` has room for them."""
    n, total = 0, 0
    for i in range(low, high):
        length = values[i] >> tab.LENGTH_SHIFT
        put(kept, n, length)
        is_over = values[i] & tab.IS_OVER != 0
        n += is_over
        total += length * is_over
    if n == 0:
        return
    write(out, counts, columns[0], total / (n * day), n)
    for number in range(len(percents)):
        position = percents[number] * (n - 1)
        below, rest = position // 100, position % 100
        value = kept[below] / day
        if rest:
            value = (kept[below] * (100 - rest) + kept[below + 1] * rest) / (100 * day)
        write(out, counts, columns[1 + number], value, n)


@compiled
def curve(values, low, high, times, shares, free):
    """The estimate of Kaplan and Meier, or of Aalen and Johansen; returns the number of its steps."""
    at_risk, left, reached, steps, i = high - low, 1.0, 0.0, 0, low
    while i < high:
        time, happened, events, gone = values[i] >> 2, 0, 0, 0
        while i < high and values[i] >> 2 == time:
            how = values[i] & 3
            events += how == EVENT
            happened += how in (EVENT, OTHER)
            gone += 1
            i += 1
        if happened > 0:
            reached += left * events / at_risk
            left *= 1 - happened / at_risk
            times[steps], shares[steps], free[steps] = time, reached, left
            steps += 1
        at_risk -= gone
    return steps


@compiled
def first_by(shares, steps, wanted):
    """The first step by which so large a share is reached; `steps` if it never is."""
    low, high = 0, steps
    while low < high:
        middle = (low + high) // 2
        if shares[middle] >= wanted:
            high = middle
        else:
            low = middle + 1
    return low


@compiled
def time_figures(store, columns, is_sure_of, percents, day, years, far, out, counts):
    """Means and percentiles of times; how many get there; and restricted means of times of which some are cut short."""
    first, values = times_by_slot(store, len(columns))
    times, shares, free = np.empty(len(values), np.int64), np.empty(len(values)), np.empty(len(values))
    of_new = 1 + len(percents)
    for slot in range(len(columns)):
        low, high = first[slot], first[slot + 1]
        if low == high:
            continue
        if columns[slot, 0] >= 0:
            over_figures(values, low, high, store, columns[slot], percents, day, out, counts)
        n = 0
        for i in range(low, high):
            how = values[i] & tab.HOW_MASK
            if how != tab.NOT_NEW:
                values[low + n] = values[i] >> tab.LENGTH_SHIFT << 2 | how
                n += 1
        if n == 0:
            continue
        steps = curve(values, low, low + n, times, shares, free)
        total = shares[steps - 1] if steps > 0 else 0.0
        write(out, counts, columns[slot, of_new], total, n)
        write(out, counts, columns[slot, of_new + 1], total * n / years, n)
        is_sure = is_sure_of[slot] == 1
        if not is_sure and total == 0:
            continue
        whole = 1.0 if is_sure else total
        for number in range(len(percents)):
            step = first_by(shares, steps, percents[number] / 100 * whole - SLACK)
            if step < steps:
                write(out, counts, columns[slot, of_new + 3 + number], times[step] / day, n)
        area, since, left, before = 0.0, 0, 1.0, 0.0
        for step in range(steps):
            if times[step] > far:
                break
            if is_sure:
                area += left * (times[step] - since)
                since, left = times[step], free[step]
            else:
                area += (shares[step] - before) * times[step]
                before = shares[step]
        if is_sure:
            write(out, counts, columns[slot, of_new + 2], (area + left * (far - since)) / day, n)
        elif before > 0:
            write(out, counts, columns[slot, of_new + 2], area / before / day, n)


@compiled
def use_figures(store, columns, is_of_all, years, out, counts):
    """How many keep a standard, and on how many it runs out."""
    first, values = by_slot(store, len(columns))
    times, shares, free = np.empty(len(values), np.int64), np.empty(len(values)), np.empty(len(values))
    for slot in range(len(columns)):
        n = first[slot + 1] - first[slot]
        if n == 0:
            continue
        steps = curve(values, first[slot], first[slot + 1], times, shares, free)
        total = shares[steps - 1] if steps > 0 else 0.0
        within, left = 0.0, 1.0
        for step in range(steps):
            if times[step] > ON_TIME:
                break
            within, left = shares[step], free[step]
        if is_of_all[slot] == 1:
            write(out, counts, columns[slot, 0], within, n)
        elif total > 0:
            write(out, counts, columns[slot, 0], within / total, n)
        write(out, counts, columns[slot, 1], left, n)
        write(out, counts, columns[slot, 2], left * n / years, n)


@compiled
def ratio_figures(ratios, numbers, counters, out, counts):
    """Figures that are one counter over another, or over a number: see `Ratios`."""
    for line in range(len(ratios)):
        over = numbers[line] if ratios[line, 2] < 0 else float(counters[ratios[line, 2]])
        if over != 0:
            n = ratios[line, 4] if ratios[line, 3] < 0 else counters[ratios[line, 3]]
            write(out, counts, ratios[line, 0], counters[ratios[line, 1]] / over, n)
