"""Event logs as tables and files, read back by the libraries that others use."""

from __future__ import annotations

import csv
import io
import sys
from datetime import date, datetime
from pathlib import Path

import pandas
import pytest

from pathways.commands.log_files import write_log, write_logs
from pathways.errors import PathwaysError
from pathways.eventlog import Event, EventLog, Row
from pathways.eventlog.tables import COLUMNS, cell, csv_lines

ROWS = [
    Row(7, 0, "child", "check", 1, Event.ARRIVE, 0),
    Row(7, 0, "child", "check", 1, Event.ENTER, 0),
    Row(7, 1, "adult", "check", 1, Event.ARRIVE, 90_061),
    Row(7, 0, "child", "closed", 2, Event.END, 31 * 86_400),
]
# By hand: a day, an hour, a minute and a second after midnight of 2 April; and 31 days after it.
DATES = ["2018-04-02 00:00:00", "2018-04-02 00:00:00", "2018-04-03 01:01:01", "2018-05-03 00:00:00"]


@pytest.fixture
def log() -> EventLog:
    return EventLog.of(ROWS, date(2018, 4, 2))


def test_csv_has_names_and_dates(log: EventLog) -> None:
    rows = list(csv.DictReader(io.StringIO("".join(csv_lines(log)))))
    assert tuple(rows[0]) == COLUMNS
    assert [row["date"] for row in rows] == DATES
    for row, meant in zip(rows, ROWS, strict=True):
        words = [row["pathway"], row["state"], row["event"]]
        numbers = [int(row[name]) for name in ("replication", "referral", "visit", "second")]
        assert words == [meant.pathway, meant.state, meant.event.name.lower()]
        assert numbers == [meant.replication, meant.referral, meant.visit, meant.time]


def test_log_without_dates_leaves_them_empty() -> None:
    assert list(csv_lines(EventLog.of(ROWS[:1])))[1] == "7,0,child,check,1,arrive,,0\n"
    assert "date" not in EventLog.of(ROWS).to_frame()
    assert list(csv_lines(EventLog((), ()))) == [",".join(COLUMNS) + "\n"]


def test_frame_counts_events(log: EventLog) -> None:
    frame = log.to_frame()
    assert list(frame.columns) == list(COLUMNS)
    assert frame["date"].iloc[2] == datetime(2018, 4, 3, 1, 1, 1)
    assert frame.groupby(["pathway", "event"], observed=True).size().to_dict() == {
        ("child", "arrive"): 1, ("child", "enter"): 1, ("child", "end"): 1, ("adult", "arrive"): 1,
    }  # fmt: skip


def test_parquet_is_read_back_by_pandas(log: EventLog, tmp_path: Path) -> None:
    paths = write_log(tmp_path / "logs", "baseline-0007", log, ("csv", "parquet"))
    assert [path.name for path in paths] == ["baseline-0007.csv", "baseline-0007.parquet"]
    read = pandas.read_parquet(paths[1])
    assert read["state"].tolist() == [row.state for row in ROWS]
    assert read["event"].tolist() == [row.event.name.lower() for row in ROWS]
    assert read["date"].astype(str).str[:19].tolist() == DATES
    assert pandas.read_csv(paths[0])["second"].tolist() == read["second"].tolist() == [row.time for row in ROWS]


def test_each_replication_has_its_own_file(log: EventLog, tmp_path: Path) -> None:
    other = EventLog.of([row._replace(replication=8) for row in ROWS], date(2018, 4, 2))
    paths = write_logs(tmp_path, [("baseline", log), ("baseline", other), ("fortnightly", log)])
    assert [path.name for path in paths] == ["baseline-0007.csv", "baseline-0008.csv", "fortnightly-0007.csv"]


def test_without_pyarrow_it_says_what_to_do_and_writes_nothing(
    log: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(PathwaysError) as caught:
        write_log(tmp_path, "baseline", log, ("csv", "parquet"))
    assert str(caught.value) == (
        "this makes Parquet, which is written by the library pyarrow, and that is not installed here\n"
        "    fix: install it with: pip install 'referral-pathways[parquet]', or ask for CSV"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_word_begins_a_formula(mark: str) -> None:
    """OWASP's list; and the cell reads back as the word with an apostrophe before it."""
    (row,) = csv.reader(io.StringIO(cell(f'{mark}cmd|"1",2') + "\n"))
    assert row == [f'\'{mark}cmd|"1",2']
