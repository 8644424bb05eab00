"""An event log to the stays of its referrals in states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from pathways.eventlog import Event, EventLog

T = TypeVar("T")


@dataclass(slots=True)
class Stay:
    """One visit of a referral to a state. A time is None if it did not come before the log ended.

    `row` is where in the log it was entered.
    """

    referral: int
    enter: int
    start: int | None = None
    finish: int | None = None
    leave: int | None = None
    row: int = -1


@dataclass(slots=True)
class Case:
    """One referral: when it arrived, when and in which final state it ended."""

    pathway: str
    arrive: int
    end: int | None = None
    final: str | None = None


@dataclass(slots=True)
class Holding:
    """A place that a referral took, and gave back (None: it still holds it), and the rows in the log where it did."""

    referral: int
    take: int
    took: int = -1
    give: int | None = None
    gave: int | None = None


@dataclass(frozen=True)
class Histories:
    """All stays by (pathway, state), in order of entering; all referrals by number; places by who took them where."""

    stays: Mapping[tuple[str, str], list[Stay]]
    cases: Mapping[int, Case]
    held: Mapping[tuple[str, str], list[Holding]]


def histories(log: EventLog) -> Histories:
    """Put the rows of one replication together.

    Raises
    ------
    ValueError
        If a row does not follow from those before it: left without having entered, and the like.
    """
    stays: dict[tuple[int, int], list[Stay]] = defaultdict(list)
    at: dict[tuple[int, int], Stay] = {}
    cases: dict[int, Case] = {}
    held: dict[tuple[int, int], list[Holding]] = defaultdict(list)
    holds: dict[tuple[int, int], Holding] = {}
    arrive, enter, start, finish, leave, end, take = map(int, (*Event,)[:7])
    columns = (column.tolist() for column in log.columns())
    try:
        for row, (_, referral, pathway, state, _, event, time) in enumerate(zip(*columns, strict=True)):
            if event == enter:
                stay = at[referral, state] = Stay(referral, time, row=row)
                stays[pathway, state].append(stay)
            elif event == leave:
                at.pop((referral, state)).leave = time
            elif event == start:
                at[referral, state].start = time
            elif event == finish:
                at[referral, state].finish = time
            elif event == arrive:
                cases[referral] = Case(log.pathways[pathway], time)
            elif event == end:
                case = cases[referral]
                case.end, case.final = time, log.states[pathway][state]
                del at[referral, state]
            elif event == take:
                holding = holds[referral, state] = Holding(referral, time, row)
                held[pathway, state].append(holding)
            else:
                holding = holds.pop((referral, state))
                holding.give, holding.gave = time, row
    except KeyError as error:
        raise ValueError(f"the log has an event without the one that must come before it: {error}") from error

    def named(found: Mapping[tuple[int, int], T]) -> dict[tuple[str, str], T]:
        return {(log.pathways[p], log.states[p][s]): each for (p, s), each in found.items()}

    return Histories(named(stays), cases, named(held))
