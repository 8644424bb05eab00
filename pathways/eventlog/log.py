"""Events of referrals as packed columns: who, where, what, when."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from pathways.eventlog.packed import EVENT_BITS, ROW_BITS, TIME_SHIFT, VISIT_BITS, first_rows, pack

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray


class Event(IntEnum):
    """What may happen to a referral.

    `arrive` and `end` frame the whole; `enter` and `leave` a visit to a state; `start` and `finish` the work of a team,
    or the hearing of a panel, within a visit. A final state is entered and ended, and has no `leave`. `take` and
    `return` are of places: a referral takes one as it enters a state, and gives it back; both name that state.
    """

    ARRIVE = 0
    ENTER = 1
    START = 2
    FINISH = 3
    LEAVE = 4
    END = 5
    TAKE = 6
    RETURN = 7


class Row(NamedTuple):
    """One event. `referral` numbers the referrals of a replication from 0; `time` is in seconds since the start."""

    replication: int
    referral: int
    pathway: str
    state: str
    visit: int
    event: Event
    time: int


@dataclass(frozen=True)
class Attribute:
    """An attribute whose value a log tells of each referral of a pathway.

    An event `arrive` tells values known on arrival, an event `end` those at the end: its visit, less one, is the sum of
    `stride` times the number of the value over all such attributes of the pathway.
    """

    name: str
    values: tuple[str, ...]
    stride: int

    def value(self, visit: int) -> int:
        """The number of the value that an event with this visit tells."""
        return (visit - 1) // self.stride % len(self.values)


class Block(NamedTuple):
    """Events of one replication: an array of shape (events, 2) with the words of `packed`."""

    replication: int
    events: NDArray[int64]


@dataclass
class EventLog:
    """Events in order of time within each replication. `states[p]` names the states of pathway number `p`.

    Attributes
    ----------
    starts
        The date of moment 0; None where a log knows no dates.
    known, told
        By pathway, the attributes whose values it tells on arrival and at the end.
    """

    pathways: tuple[str, ...]
    states: tuple[tuple[str, ...], ...]
    starts: date | None = None
    known: Mapping[str, tuple[Attribute, ...]] = field(default_factory=dict)
    told: Mapping[str, tuple[Attribute, ...]] = field(default_factory=dict)
    _blocks: list[tuple[int, array[int] | NDArray[int64]]] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self._first_rows = first_rows(self.states)

    def __len__(self) -> int:
        return sum(len(words) // 2 if isinstance(words, array) else len(words) for _, words in self._blocks)

    def add(self, replication: int, referral: int, pathway: int, state: int, visit: int, event: int, time: int) -> None:
        """Write one event."""
        if not self._blocks or self._blocks[-1][0] != replication or not isinstance(self._blocks[-1][1], array):
            self._blocks.append((replication, array("q")))
        words = self._blocks[-1][1]
        words.extend(pack(referral, self._first_rows[pathway] + state, visit, event, time))  # type: ignore[union-attr]

    def attach(self, replication: int, events: NDArray[int64]) -> None:
        """Take the events of a replication as they are packed; the array is not copied."""
        self._blocks.append((replication, events))

    def extend(self, other: EventLog) -> None:
        """Write all events of another log of the same pathways after these."""
        if (self.pathways, self.states, self.starts) != (other.pathways, other.states, other.starts):
            raise ValueError("the logs are of different pathways")
        for replication, events in other.blocks():
            self.attach(replication, events)

    def blocks(self) -> Iterator[Block]:
        """The packed events, replication by replication."""
        from numpy import array as copied
        from numpy import int64

        for replication, words in self._blocks:
            is_open = isinstance(words, array)  # one that still grows must not be looked into, but copied
            yield Block(replication, copied(words, int64).reshape(-1, 2) if is_open else words)  # type: ignore[arg-type]

    def packed(self) -> NDArray[int64]:
        """The packed events of all replications, one after the other."""
        import numpy as np

        blocks = [block.events for block in self.blocks()]
        return np.concatenate(blocks) if blocks else np.empty((0, 2), np.int64)

    def columns(self) -> tuple[NDArray[int64], ...]:
        """The columns, in the order of `Row`; pathway and state are numbers."""
        import numpy as np

        blocks, events = list(self.blocks()), self.packed()
        sizes = [len(block.events) for block in blocks]
        replications = np.repeat(np.array([block.replication for block in blocks], np.int64), sizes)
        when, who = events[:, 0], events[:, 1]
        rows = who & ((1 << ROW_BITS) - 1)
        first = np.array(self._first_rows, np.int64)
        pathway = np.searchsorted(first[1:], rows, side="right")
        return (
            replications,
            who >> ROW_BITS,
            pathway.astype(np.int64),
            rows - first[pathway],
            when >> EVENT_BITS & ((1 << VISIT_BITS) - 1),
            when & ((1 << EVENT_BITS) - 1),
            when >> TIME_SHIFT,
        )

    def rows(self) -> Iterator[Row]:
        """The events with names instead of numbers."""
        for numbers in zip(*(column.tolist() for column in self.columns()), strict=True):
            replication, referral, pathway, state, visit, event, time = numbers
            names = self.states[pathway]
            yield Row(replication, referral, self.pathways[pathway], names[state], visit, Event(event), time)

    def to_frame(self) -> Any:
        """The events as a `pandas.DataFrame`, with names, and dates where the log knows them.

        Raises
        ------
        PathwaysError
            If pandas is not installed.
        """
        from pathways.eventlog.tables import data_frame

        return data_frame(self)

    @classmethod
    def of(cls, rows: Iterable[Row], starts: date | None = None) -> EventLog:
        """A log from named rows; pathways and states are numbered in order of appearance."""
        kept = list(rows)
        pathways = tuple(dict.fromkeys(row.pathway for row in kept))
        states = tuple(tuple(dict.fromkeys(r.state for r in kept if r.pathway == p)) for p in pathways)
        log = cls(pathways, states, starts)
        for row in kept:
            at = pathways.index(row.pathway)
            log.add(row.replication, row.referral, at, states[at].index(row.state), row.visit, row.event, row.time)
        return log
