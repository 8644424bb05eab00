"""Event logs as columns."""

from __future__ import annotations

import pickle

import pytest

from pathways.eventlog import Event, EventLog, Row

ROWS = [
    Row(0, 0, "child", "check", 1, Event.ARRIVE, 5),
    Row(0, 0, "child", "check", 1, Event.ENTER, 5),
    Row(0, 1, "adult", "door", 1, Event.ARRIVE, 1 << 34),
    Row(0, 0, "child", "closed", 2, Event.END, 1 << 34),
]


def test_rows_come_back_as_they_were_written() -> None:
    log = EventLog.of(ROWS)
    assert list(log.rows()) == ROWS
    assert len(log) == 4
    assert log.columns()[-1].tolist() == [5, 5, 1 << 34, 1 << 34]
    assert list(pickle.loads(pickle.dumps(log)).rows()) == ROWS


def test_logs_of_the_same_pathways_are_put_together() -> None:
    log, more = EventLog.of(ROWS), EventLog.of([row._replace(replication=1) for row in ROWS])
    log.extend(more)
    assert [row.replication for row in log.rows()] == [0] * 4 + [1] * 4
    with pytest.raises(ValueError, match="different pathways"):
        log.extend(EventLog.of(ROWS[:1]))


def test_a_replication_that_comes_packed_is_as_one_written_event_by_event() -> None:
    log = EventLog.of(ROWS)
    (block,) = log.blocks()
    packed = EventLog(log.pathways, log.states)
    packed.attach(3, block.events)
    packed.attach(4, block.events[:1])
    assert list(packed.rows()) == [*(row._replace(replication=3) for row in ROWS), ROWS[0]._replace(replication=4)]
    # By hand: state `closed` of the first pathway is row 1, `door` of the second is row 2.
    assert block.events.tolist()[2:] == [[(1 << 34) << 28 | 1 << 4, 1 << 20 | 2], [(1 << 34) << 28 | 2 << 4 | 5, 1]]


def test_what_does_not_fit_is_refused() -> None:
    log = EventLog(("p",), (("s",),))
    for row in [(0, 1 << 43, 1, 0), (0, 0, 1 << 24, 0), (0, 0, 1, 1 << 35), (0, -1, 1, 0), (0, 0, 1, -1)]:
        replication, referral, visit, time = row
        with pytest.raises(ValueError, match="cannot hold"):
            log.add(replication, referral, 0, 0, visit, Event.ENTER, time)
    assert len(log) == 0
    assert [column.tolist() for column in log.columns()] == [[]] * 7
