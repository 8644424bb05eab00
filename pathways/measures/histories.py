"""An event log to the stays of its referrals in states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pathways.eventlog import Event, EventLog


@dataclass(slots=True)
class Stay:
    """One visit of a referral to a state. A time is None if it did not come before the log ended."""

    referral: int
    enter: int
    start: int | None = None
    finish: int | None = None
    leave: int | None = None


@dataclass(slots=True)
class Case:
    """One referral: when it arrived, when and in which final state it ended."""

    pathway: str
    arrive: int
    end: int | None = None
    final: str | None = None


@dataclass(frozen=True)
class Histories:
    """All stays by (pathway, state), in order of entering; all referrals by number."""

    stays: Mapping[tuple[str, str], list[Stay]]
    cases: Mapping[int, Case]


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
    arrive, enter, start, finish, leave, end = map(int, (*Event,)[:6])
    columns = (column.tolist() for column in log.columns())
    try:
        for _, referral, pathway, state, _, event, time in zip(*columns, strict=True):
            if event == enter:
                stay = at[referral, state] = Stay(referral, time)
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
    except KeyError as error:
        raise ValueError(f"the log has an event without the one that must come before it: {error}") from error
    named = {(log.pathways[p], log.states[p][s]): found for (p, s), found in stays.items()}
    return Histories(named, cases)
