"""Studies in which each referral comes at a given moment, so that every date that follows can be worked by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import numpy as np

from pathways.errors import StudyError
from pathways.eventlog import Event, Row
from pathways.simulation.compiled.run import Compiled, Workspace
from pathways.simulation.reference.kernel import Kernel
from pathways.simulation.run import check_study

from .building import compiled, model, on_dates, study, verify_log

SPACE = Workspace()
START = date(2018, 3, 26)  # the Monday before Easter


def a_study(
    teams: str, times: str, arrivals: Mapping[str, str], more: str = "", starts: date = START, length: str = "60 weeks"
) -> str:
    """A study of the pathway `p` with one stream for each referral; the teams stand on the line after the streams."""
    streams = "\n".join(f"  {name}: {{pathway: p, rate: 1 per day, {door}}}" for name, door in arrivals.items())
    return f"""
study: doors
title: Doors
pathways: p
clock: {{starts: {starts}, length: {length}}}
arrivals:
{streams}
teams: {teams}
service_times: {times}
{more}
"""


def moment(text: str, starts: date = START) -> int:
    """Seconds since the first date."""
    since = datetime(starts.year, starts.month, starts.day)
    return int((datetime.fromisoformat(text) - since).total_seconds())


def rows(text: str, definition: str, come: Mapping[str, str], starts: date = START) -> dict[str, list[Row]]:
    """What happened to each referral; the stepper offers every move, both kernels agree, and the self-checks hold."""
    bound = on_dates(model(text, compiled(definition)), {name: moment(when, starts) for name, when in come.items()})
    kernel = Kernel(bound, 1, 0, is_checked=True)
    log = kernel.run()
    verify_log(bound, kernel.tally, log)
    assert np.array_equal(Compiled(bound).run(1, 0, SPACE).log, log.packed())
    order = sorted(come, key=lambda name: (moment(come[name], starts), name))
    found: dict[str, list[Row]] = {name: [] for name in come}
    for row in log.rows():
        found[order[row.referral]].append(row)
    return found


def when(row: Row, starts: date = START) -> str:
    """The date and time of an event."""
    since = datetime(starts.year, starts.month, starts.day)
    return f"{since + timedelta(seconds=row.time):%Y-%m-%d %H:%M}"


def spans(text: str, definition: str, come: Mapping[str, str], starts: date = START) -> dict[str, tuple[str, str]]:
    """When the last work or hearing of each referral began and ended; nothing if it did not."""
    found = {}
    for name, events in rows(text, definition, come, starts).items():
        last = {row.event: when(row, starts) for row in events}
        found[name] = (last.get(Event.START, ""), last.get(Event.FINISH, ""))
    return found


def faults(text: str, definition: str) -> list[str]:
    """What is wrong with a study: `line id message`."""
    try:
        found = check_study(study(text), compiled(definition))
    except StudyError as error:
        found = list(error.findings)
    return [f"{fault.place.line} {fault.id} {fault.message}" for fault in found]
