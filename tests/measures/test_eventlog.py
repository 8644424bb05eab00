"""Event logs as columns."""

from __future__ import annotations

import pickle

import pytest

from pathways.eventlog import Event, EventLog, Row

ROWS = [
    Row(0, 0, "child", "check", 1, Event.ARRIVE, 5),
    Row(0, 0, "child", "check", 1, Event.ENTER, 5),
    Row(0, 1, "adult", "door", 1, Event.ARRIVE, 1 << 40),
    Row(0, 0, "child", "closed", 2, Event.END, 1 << 40),
]


def test_rows_come_back_as_they_were_written() -> None:
    log = EventLog.of(ROWS)
    assert list(log.rows()) == ROWS
    assert len(log) == 4
    assert log.columns()[-1].tolist() == [5, 5, 1 << 40, 1 << 40]
    assert list(pickle.loads(pickle.dumps(log)).rows()) == ROWS


def test_logs_of_the_same_pathways_are_put_together() -> None:
    log, more = EventLog.of(ROWS), EventLog.of([row._replace(replication=1) for row in ROWS])
    log.extend(more)
    assert [row.replication for row in log.rows()] == [0] * 4 + [1] * 4
    with pytest.raises(ValueError, match="different pathways"):
        log.extend(EventLog.of(ROWS[:1]))
