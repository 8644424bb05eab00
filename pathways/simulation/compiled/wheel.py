"""What is due, in exact order, in wheels of buckets instead of a heap.

A bucket holds what is due in one stretch of 2**`width` seconds, in order of (time, priority, running number). There
are three wheels of 4,096 buckets; a bucket of the second spans the whole first wheel, one of the third the whole
second. An event goes into the finest wheel whose present round reaches its time. When a wheel is used up, the next
bucket of the coarser one is spread over it. So an event is moved at most twice, whatever the number of others, and the
width changes the speed but never the order. Whether a bucket holds anything is a bit, and a bit says so of each 64.

Varghese and Lauck (1987), "Hashed and hierarchical timing wheels". Nodes are four words: (time, priority) in one,
running number, what happens, and a free half word above the number of the next node. Node 0 keeps the books.
"""

from __future__ import annotations

from typing import Any, Final

from pathways.simulation.compiled.access import Inline, U, at, put, zeros_below

BITS: Final = 12
BUCKETS: Final = 1 << BITS
LEVELS: Final = 3
_WORDS: Final = BUCKETS >> 6  # of bits, for one wheel
_LINK: Final = (1 << 32) - 1
MARKS: Final = LEVELS * (_WORDS + 1)

# Cells of node 0.
_FREE, USED, ROOM, OVERFLOW = 0, 1, 2, 3
# Cells of a node.
KEY, RUNNING, WHAT, LINK = 0, 1, 2, 3


@Inline
def mark(marks: Any, level: int, bucket: int) -> None:
    """A bucket of a wheel holds something."""
    word = level * _WORDS + (bucket >> 6)
    marks[U(word)] |= U(1) << U(bucket & 63)
    marks[U(LEVELS * _WORDS + level)] |= U(1) << U(bucket >> 6)


@Inline
def first(marks: Any, level: int) -> int:
    """The first bucket of a wheel that holds something; -1 if none does."""
    words = marks[U(LEVELS * _WORDS + level)]
    if words == U(0):
        return -1
    word = zeros_below(words)
    return (word << 6) | zeros_below(marks[U(level * _WORDS + word)])


@Inline
def unmark(marks: Any, level: int, bucket: int) -> None:
    """A bucket of a wheel is empty."""
    word = U(level * _WORDS + (bucket >> 6))
    left = marks[word] & ~(U(1) << U(bucket & 63))
    marks[word] = left
    if left == U(0):
        marks[U(LEVELS * _WORDS + level)] &= ~(U(1) << U(bucket >> 6))


@Inline
def place(nodes: Any, heads: Any, marks: Any, width: int, now: int, node: int) -> None:
    """Put a node into its bucket. `now` is no later than its time."""
    here = node << 2
    key = at(nodes, here + KEY)
    time = key >> 3
    extra = at(nodes, here + LINK) & ~_LINK
    away = (time ^ now) >> width
    if away >= BUCKETS:
        # The coarser wheels need no order: it is made when they are spread.
        level = 1
        if away >> BITS >= BUCKETS:
            level = 2
        bucket = (time >> (width + BITS * level)) & (BUCKETS - 1)
        slot = level * BUCKETS + bucket
        head = at(heads, slot)
        if head == 0:
            mark(marks, level, bucket)
        put(nodes, here + LINK, extra | head)
        put(heads, slot, node)
        return
    slot = (time >> width) & (BUCKETS - 1)
    head = at(heads, slot)
    if head == 0:
        mark(marks, 0, slot)
        put(nodes, here + LINK, extra)
        put(heads, slot, node)
        return
    running = at(nodes, here + RUNNING)
    before, after = 0, head
    while after != 0:
        other = at(nodes, (after << 2) + KEY)
        if other > key or (other == key and at(nodes, (after << 2) + RUNNING) > running):
            break
        before = after
        after = at(nodes, (after << 2) + LINK) & _LINK
    put(nodes, here + LINK, extra | after)
    if before == 0:
        put(heads, slot, node)
    else:
        link = (before << 2) + LINK
        put(nodes, link, (at(nodes, link) & ~_LINK) | node)


@Inline
def plan(
    nodes: Any, heads: Any, marks: Any, width: int, now: int, time: int, priority: int, running: int, what: int,
    extra: int,
) -> None:  # fmt: skip
    """Keep what is to happen at `time`. Without room for it, the cell `OVERFLOW` of node 0 says so."""
    node = at(nodes, _FREE)
    if node != 0:
        put(nodes, _FREE, at(nodes, (node << 2) + LINK))
    else:
        node = at(nodes, USED) + 1
        if node >= at(nodes, ROOM):
            put(nodes, OVERFLOW, 1)
            return
        put(nodes, USED, node)
    here = node << 2
    put(nodes, here + KEY, time << 3 | priority)
    put(nodes, here + RUNNING, running)
    put(nodes, here + WHAT, what)
    put(nodes, here + LINK, extra << 32)
    place(nodes, heads, marks, width, now, node)


@Inline
def next_due(nodes: Any, heads: Any, marks: Any, width: int, now: int) -> int:
    """Take out what is due first; 0 if nothing is. The node may be read until it is given back by `free`."""
    bucket = first(marks, 0)
    while bucket < 0:
        level = 1
        bucket = first(marks, 1)
        if bucket < 0:
            level = 2
            bucket = first(marks, 2)
            if bucket < 0:
                return 0
        shift = width + BITS * level
        slot = level * BUCKETS + bucket
        node = at(heads, slot)
        put(heads, slot, 0)
        unmark(marks, level, bucket)
        now = (at(nodes, (node << 2) + KEY) >> 3 >> shift) << shift
        while node != 0:
            after = at(nodes, (node << 2) + LINK) & _LINK
            place(nodes, heads, marks, width, now, node)
            node = after
        bucket = first(marks, 0)
    node = at(heads, bucket)
    after = at(nodes, (node << 2) + LINK) & _LINK
    put(heads, bucket, after)
    # Without branches: nothing foretells whether others are in the bucket.
    word = U(bucket >> 6)
    left = marks[word] & ~(U(after == 0) << U(bucket & 63))
    marks[word] = left
    marks[U(LEVELS * _WORDS)] &= ~(U(left == U(0)) << word)
    return node


@Inline
def free(nodes: Any, node: int) -> None:
    """Give a node back."""
    put(nodes, (node << 2) + LINK, at(nodes, _FREE))
    put(nodes, _FREE, node)
