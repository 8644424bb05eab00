"""Event logs to files: one for each replication of each scenario, as CSV and, on request, as Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from pathways.commands.write import write_file

if TYPE_CHECKING:
    from pathways.eventlog import EventLog

Format = Literal["csv", "parquet"]
FORMATS: Final[tuple[Format, ...]] = ("csv", "parquet")


def write_log(folder: Path, name: str, log: EventLog, formats: Sequence[Format] = ("csv",)) -> list[Path]:
    """Write a log to `NAME.csv`, `NAME.parquet` in a folder; each file whole or not at all.

    Raises
    ------
    WorkspaceError
        If a file cannot be written.
    PathwaysError
        If pyarrow, which writes Parquet, is not installed; then nothing is written.
    """
    from pathways.eventlog.tables import csv_lines, parquet_bytes

    made: dict[Path, str | bytes] = {}
    for each in dict.fromkeys(formats):
        text = parquet_bytes(log) if each == "parquet" else "".join(csv_lines(log))
        made[folder / f"{name}.{each}"] = text
    for path, content in made.items():
        write_file(path, content)
    return list(made)


def write_logs(folder: Path, logs: Iterable[tuple[str, EventLog]], formats: Sequence[Format] = ("csv",)) -> list[Path]:
    """Write the log of each replication as it comes, to `SCENARIO-REPLICATION.csv` and the like.

    Parameters
    ----------
    logs
        The name of a scenario, and the log of one of its replications: what `pathways.simulation.event_logs` gives.

    Raises
    ------
    WorkspaceError, PathwaysError
        See `write_log`.
    """
    written: list[Path] = []
    for scenario, log in logs:
        number = next((block.replication for block in log.blocks()), 0)
        written += write_log(folder, f"{scenario}-{number:04d}", log, formats)
    return written
