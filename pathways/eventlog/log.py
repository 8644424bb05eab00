"""Events of referrals as compact columns: who, where, what, when."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple


class Event(IntEnum):
    """What may happen to a referral.

    `arrive` and `end` frame the whole; `enter` and `leave` a visit to a state; `start` and `finish` the work of a team,
    or the hearing of a panel, within a visit. A final state is entered and ended, and has no `leave`.
    """

    ARRIVE = 0
    ENTER = 1
    START = 2
    FINISH = 3
    LEAVE = 4
    END = 5


class Row(NamedTuple):
    """One event. `referral` numbers the referrals of a replication from 0; `time` is in seconds since the start."""

    replication: int
    referral: int
    pathway: str
    state: str
    visit: int
    event: Event
    time: int


@dataclass
class EventLog:
    """Rows in order of time within each replication. `states[p]` names the states of pathway number `p`."""

    pathways: tuple[str, ...]
    states: tuple[tuple[str, ...], ...]
    replication: array[int] = field(default_factory=lambda: array("q"))
    referral: array[int] = field(default_factory=lambda: array("q"))
    pathway: array[int] = field(default_factory=lambda: array("q"))
    state: array[int] = field(default_factory=lambda: array("q"))
    visit: array[int] = field(default_factory=lambda: array("q"))
    event: array[int] = field(default_factory=lambda: array("q"))
    time: array[int] = field(default_factory=lambda: array("q"))

    def __len__(self) -> int:
        return len(self.time)

    def add(self, replication: int, referral: int, pathway: int, state: int, visit: int, event: int, time: int) -> None:
        """Write one row."""
        self.replication.append(replication)
        self.referral.append(referral)
        self.pathway.append(pathway)
        self.state.append(state)
        self.visit.append(visit)
        self.event.append(event)
        self.time.append(time)

    def extend(self, other: EventLog) -> None:
        """Write all rows of another log of the same pathways after these."""
        if (self.pathways, self.states) != (other.pathways, other.states):
            raise ValueError("the logs are of different pathways")
        for mine, theirs in zip(self.columns(), other.columns(), strict=True):
            mine.extend(theirs)

    def columns(self) -> Sequence[array[int]]:
        """The columns in the order of `Row`."""
        return (self.replication, self.referral, self.pathway, self.state, self.visit, self.event, self.time)

    def rows(self) -> Iterator[Row]:
        """The rows with names instead of numbers."""
        for replication, referral, pathway, state, visit, event, time in zip(*self.columns(), strict=True):
            names = self.states[pathway]
            yield Row(replication, referral, self.pathways[pathway], names[state], visit, Event(event), time)

    @classmethod
    def of(cls, rows: Iterable[Row]) -> EventLog:
        """A log from named rows; pathways and states are numbered in order of appearance."""
        kept = list(rows)
        pathways = tuple(dict.fromkeys(row.pathway for row in kept))
        states = tuple(tuple(dict.fromkeys(r.state for r in kept if r.pathway == p)) for p in pathways)
        log = cls(pathways, states)
        for row in kept:
            at = pathways.index(row.pathway)
            log.add(row.replication, row.referral, at, states[at].index(row.state), row.visit, row.event, row.time)
        return log
