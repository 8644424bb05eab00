"""An event log to arrays of the stays in a state: what tests work out themselves, apart from the project's measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pathways.eventlog import Event, EventLog
from pathways.simulation.run import prepare
from pathways.simulation.running.kernels import give_back, lend
from pathways.simulation.running.pool import Job
from pathways.workspace import load_pathways, load_study

Moments = NDArray[np.int64]
NEVER = np.iinfo(np.int64).max  # the moment of what did not happen before the run ended


@dataclass(frozen=True)
class Stays:
    """Stays in one state, by referral and visit: who, and the moments of entering, starting work and leaving."""

    referral: Moments
    enter: Moments
    start: Moments
    leave: Moments

    @property
    def waits(self) -> Moments:
        """Seconds from entering to starting, of those that started."""
        begun = self.start < NEVER
        return self.start[begun] - self.enter[begun]

    @property
    def lengths(self) -> Moments:
        """Seconds from entering to leaving, of those that left."""
        gone = self.leave < NEVER
        return self.leave[gone] - self.enter[gone]


def workspace_jobs(workspace: Path, name: str) -> Mapping[str, Job]:
    """The baseline and every scenario of a study in a workspace."""
    study, _ = load_study(name, workspace)
    loaded = load_pathways(study.pathways, workspace).require()
    return prepare(study, {pathway.id: pathway.compiled for pathway in loaded}, None)


def log_of(job: Job, seed: int, number: int) -> EventLog:
    """The event log of one replication, by the kernel that a study is run by."""
    space = lend()
    states = tuple(tuple(state.name for state in role.pathway.states) for role in job.model.roles)
    log = EventLog(tuple(role.name for role in job.model.roles), states, job.model.calendar.first)
    log.attach(number, job.runner.run(seed, number, space).events.copy())
    give_back(space)
    return log


def logs(job: Job, seed: int, replications: int) -> Iterator[EventLog]:
    """The event log of each replication."""
    for number in range(replications):
        yield log_of(job, seed, number)


class Seen:
    """The events of one replication, taken apart once."""

    def __init__(self, log: EventLog) -> None:
        self.log, self.columns = log, log.columns()

    def stays(self, state: str, pathway: str | None = None) -> Stays:
        """The stays in a state of a pathway; of the only one, if none is named."""
        _, referral, role, number, visit, event, time = self.columns
        at = 0 if pathway is None else self.log.pathways.index(pathway)
        here = np.flatnonzero((role == at) & (number == self.log.states[at].index(state)))
        referral, visit, event, time = referral[here], visit[here], event[here], time[here]
        found, position = np.unique(referral << 24 | visit, return_inverse=True)
        moments = {}
        for what in (Event.ENTER, Event.START, Event.LEAVE):
            chosen = event == what
            moments[what] = np.full(len(found), NEVER, np.int64)
            moments[what][position[chosen]] = time[chosen]
        return Stays(found >> 24, moments[Event.ENTER], moments[Event.START], moments[Event.LEAVE])


def stays(log: EventLog, state: str) -> Stays:
    """The stays in a state of the only pathway."""
    return Seen(log).stays(state)


def present(enter: Moments, leave: Moments, begin: int, end: int) -> NDArray[np.float64]:
    """The share of the time from `begin` to `end` during which 0, 1, 2, ... are present."""
    enter, leave = np.clip(enter, begin, end), np.clip(leave, begin, end)
    when = np.concatenate([enter, leave])
    change = np.concatenate([np.ones(len(enter), np.int64), -np.ones(len(leave), np.int64)])
    order = np.argsort(when, kind="stable")
    level = np.concatenate([[0], np.cumsum(change[order])])
    lengths = np.diff(np.concatenate([[begin], when[order], [end]]))
    return np.bincount(level[lengths > 0], weights=lengths[lengths > 0]) / (end - begin)
