"""An event log to what a pack has to know of each referral: when it came, where it was, how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pathways.eventlog import Event

if TYPE_CHECKING:
    from pathways.eventlog import EventLog


@dataclass
class Visit:
    """One visit to a state; None for what has not happened.

    `took` is when it got the place that it needs there; `holding` are the states at which it took those that it had
    already.
    """

    state: str
    entered: int
    began: int | None = None
    left: int | None = None
    took: int | None = None
    holding: frozenset[str] = frozenset()


@dataclass
class Case:
    """One referral of a pathway; `arrived` is None if it was there before the log begins.

    `known` and `told` are its attributes on arrival and at the end.
    """

    pathway: str
    arrived: int | None
    visits: list[Visit] = field(default_factory=list)
    ended: int | None = None
    last: str = ""
    known: dict[str, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)

    def first(self, states: Mapping[str, object] | frozenset[str]) -> int | None:
        """When it first entered one of some states."""
        return min((visit.entered for visit in self.visits if visit.state in states), default=None)


def cases(log: EventLog, whole_from: int = 0) -> tuple[Case, ...]:
    """The referrals of a log of one replication, in the order in which they came; before `whole_from` none came."""
    found: dict[int, Case] = {}
    open_: dict[tuple[int, int, int], Visit] = {}
    held: dict[int, frozenset[str]] = {}
    for _, who, pathway, state, visit, event, time in zip(*(c.tolist() for c in log.columns()), strict=True):
        name = log.pathways[pathway]
        if event == Event.ARRIVE:
            known = {each.name: each.values[each.value(visit)] for each in log.known.get(name, ())}
            found[who] = Case(name, time if time >= whole_from else None, known=known)
            continue
        case = found.get(who)
        if case is None:  # it was there before the log begins
            case = found[who] = Case(name, None)
        if event == Event.END:
            case.ended, case.last = time, log.states[pathway][state]
            case.told = {each.name: each.values[each.value(visit)] for each in log.told.get(name, ())}
            continue
        key = (who, state, visit)
        if event == Event.ENTER:
            open_[key] = Visit(log.states[pathway][state], time, holding=held.get(who, frozenset()))
            case.visits.append(open_[key])
        elif event == Event.TAKE:
            held[who] = held.get(who, frozenset()) | {log.states[pathway][state]}
            if key in open_:
                open_[key].took = time
        elif event == Event.RETURN:
            held[who] = held.get(who, frozenset()) - {log.states[pathway][state]}
        elif key in open_:
            _note(open_[key], event, time)
    return tuple(found.values())


def _note(visit: Visit, event: int, time: int) -> None:
    if event == Event.START and visit.began is None:
        visit.began = time
    elif event == Event.LEAVE:
        visit.left = time
