"""An event log to a table with names and dates: for pandas, as CSV text, and as the bytes of a Parquet file."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pathways.errors import PathwaysError
from pathways.eventlog.log import Event, EventLog

if TYPE_CHECKING:
    from numpy import datetime64, int64
    from numpy.typing import NDArray

COLUMNS: Final = ("replication", "referral", "pathway", "state", "visit", "event", "date", "second")
# What a spreadsheet takes for the beginning of a formula, also in its full-width form. Source: OWASP, CSV injection.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_AT_ONCE: Final = 50_000


class Words(NamedTuple):
    """A column of words: the number of each, and the words."""

    numbers: NDArray[int64]
    words: tuple[str, ...]


def columns(log: EventLog) -> dict[str, NDArray[int64] | NDArray[datetime64] | Words | None]:
    """The columns of a log by name; `date` is None where the log knows no dates.

    After them comes a column for each attribute that it tells of, empty but at arrivals and ends.
    """
    import numpy as np

    replication, referral, pathway, state, visit, event, second = log.columns()
    vocabulary = tuple(dict.fromkeys(name for names in log.states for name in names))
    place = {name: number for number, name in enumerate(vocabulary)}
    first = np.cumsum([0, *map(len, log.states)])[:-1]
    flat = np.array([place[name] for names in log.states for name in names], np.int64)
    starts = None if log.starts is None else np.datetime64(log.starts, "s")
    return {
        "replication": replication,
        "referral": referral,
        "pathway": Words(pathway, log.pathways),
        "state": Words(flat[first[pathway] + state] if len(log) else state, vocabulary),
        "visit": visit,
        "event": Words(event, tuple(event.name.lower() for event in Event)),
        "date": None if starts is None else starts + second.astype("timedelta64[s]"),
        "second": second,
        **_attributes(log, pathway, visit, event),
    }


def _attributes(
    log: EventLog, pathway: NDArray[int64], visit: NDArray[int64], event: NDArray[int64]
) -> dict[str, NDArray[int64] | NDArray[datetime64] | Words | None]:
    """What arrivals and ends tell; their visits tell nothing else, and are then set to 1."""
    import numpy as np

    found: dict[str, tuple[NDArray[int64], dict[str, int]]] = {}
    tells = [(Event.ARRIVE, log.known), (Event.END, log.told)]
    for kind, told in tells:
        for number, name in enumerate(log.pathways):
            here = (event == kind) & (pathway == number)
            for attribute in told.get(name, ()):
                numbers, words = found.setdefault(attribute.name, (visit * 0, {"": 0}))
                mine = np.array([words.setdefault(value, len(words)) for value in attribute.values])
                numbers[here] = mine[(visit[here] - 1) // attribute.stride % len(mine)]
            if told.get(name):
                visit[here] = 1
    return {name: Words(numbers, tuple(words)) for name, (numbers, words) in found.items()}


def data_frame(log: EventLog) -> Any:
    """A `pandas.DataFrame` with a row for each event; words are categories.

    Raises
    ------
    PathwaysError
        If pandas is not installed.
    """
    pandas = _library("pandas", "a table of the library pandas", "use 'rows', or install pandas")
    found = {
        name: pandas.Categorical.from_codes(column.numbers, column.words) if isinstance(column, Words) else column
        for name, column in columns(log).items()
        if column is not None
    }
    return pandas.DataFrame(found)


def csv_lines(log: EventLog) -> Iterator[str]:
    """The log as lines of CSV, headed by `COLUMNS` and attributes, each with its line feed.

    A date is `2018-04-02 09:00:00`. A word that a spreadsheet would take for a formula has an apostrophe before it.
    """
    table = columns(log)
    yield ",".join(map(cell, table)) + "\n"
    words = {name: [cell(word) for word in column.words] for name, column in table.items() if isinstance(column, Words)}
    for start in range(0, len(log), _AT_ONCE):
        parts: list[Sequence[Any]] = []
        for name, column in table.items():
            if isinstance(column, Words):
                parts.append([words[name][number] for number in column.numbers[start : start + _AT_ONCE].tolist()])
            elif column is None:
                parts.append([""] * len(parts[0]))
            elif name == "date":
                dates = column[start : start + _AT_ONCE].astype("datetime64[s]")
                parts.append([str(date).replace("T", " ") for date in dates])
            else:
                parts.append(column[start : start + _AT_ONCE].tolist())
        for row in zip(*parts, strict=True):
            yield ",".join(map(str, row)) + "\n"


def cell(word: str) -> str:
    """A word as a cell of CSV that no spreadsheet takes for a formula."""
    safe = f"'{word}" if word.startswith(_FORMULA) else word
    return '"' + safe.replace('"', '""') + '"' if any(mark in safe for mark in ',"\r\n') else safe


def parquet_bytes(log: EventLog) -> bytes:
    """The log as a Parquet file; words are dictionaries, dates are timestamps.

    Raises
    ------
    PathwaysError
        If pyarrow is not installed.
    """
    remedy = "install it with: pip install 'referral-pathways[parquet]', or ask for CSV"
    arrow = _library("pyarrow", "Parquet, which is written by the library pyarrow", remedy)
    parquet = importlib.import_module("pyarrow.parquet")
    made = {
        name: arrow.DictionaryArray.from_arrays(column.numbers.astype("int32"), list(column.words))
        if isinstance(column, Words)
        else column
        for name, column in columns(log).items()
        if column is not None
    }
    sink = arrow.BufferOutputStream()
    parquet.write_table(arrow.table(made), sink)
    return bytes(sink.getvalue())


def _library(name: str, makes: str, remedy: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise PathwaysError(f"this makes {makes}, and that is not installed here\n    fix: {remedy}") from None
