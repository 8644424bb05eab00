"""Events of referrals as compact columns: who, where, what, when."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from struct import Struct
from typing import Final, NamedTuple


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


_WIDTH: Final = 7
_pack: Final = Struct(f"={_WIDTH}q").pack


@dataclass
class EventLog:
    """Rows in order of time within each replication. `states[p]` names the states of pathway number `p`.

    `cells` holds the numbers of all rows, one row after the other: 56 bytes for an event.
    """

    pathways: tuple[str, ...]
    states: tuple[tuple[str, ...], ...]
    cells: array[int] = field(default_factory=lambda: array("q"))

    def __len__(self) -> int:
        return len(self.cells) // _WIDTH

    def add(self, replication: int, referral: int, pathway: int, state: int, visit: int, event: int, time: int) -> None:
        """Write one row."""
        self.cells.frombytes(_pack(replication, referral, pathway, state, visit, event, time))

    def extend(self, other: EventLog) -> None:
        """Write all rows of another log of the same pathways after these."""
        if (self.pathways, self.states) != (other.pathways, other.states):
            raise ValueError("the logs are of different pathways")
        self.cells.extend(other.cells)

    def columns(self) -> tuple[array[int], ...]:
        """Copies of the columns, in the order of `Row`; pathway and state are numbers."""
        return tuple(self.cells[number::_WIDTH] for number in range(_WIDTH))

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
