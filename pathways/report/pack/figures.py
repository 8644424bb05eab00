"""Referrals to the figures of a pack, each with the moment that says in which quarter it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pathways.calendars.durations import is_working
from pathways.measures.standards import ON_TIME
from pathways.measures.standards import Standard as Allowed
from pathways.report.pack.cases import Case

if TYPE_CHECKING:
    from pathways.calendars import Calendar
    from pathways.definition import LinkedPathway
    from pathways.units import Duration

_DAY: Final = 86_400
REFERRAL, CHANNEL, POLICE_LED = "referral", "framework", "pcm"  # tags that say what a state is


@dataclass(frozen=True)
class Done:
    """Something that was done within its time or not: when, after how many days, and whether in time."""

    at: int
    days: float
    is_within: bool


@dataclass(frozen=True)
class Standard:
    """A time standard and all that was held against it; `unit` is that of its days."""

    title: str
    within: str
    unit: str
    done: tuple[Done, ...]


@dataclass(frozen=True)
class Waited:
    """A wait for a place: since when, when it got one (None: it never did), until when it waited, and for how long."""

    since: int
    got: int | None
    until: int | None
    days: float | None


class Figures:
    """All that a pack counts.

    Parameters
    ----------
    found : the referrals of one replication.
    pathways : by the names that the log has for them.
    """

    def __init__(self, found: Sequence[Case], pathways: Mapping[str, LinkedPathway], calendar: Calendar) -> None:
        self.pathways, self.calendar = pathways, calendar
        self.received = [(at, case) for case in found if (at := self._received(case)) is not None]
        # What was open as the history began was received before it, and ends in it.
        self.cases = [case for case in found if self._received(case) is not None or self._was_open(case)]

    def _was_open(self, case: Case) -> bool:
        return case.arrived is None and not self._tagged(case, REFERRAL)

    def _received(self, case: Case) -> int | None:
        """When it became a referral: as it was made, where the pathway has a step for that; else as it came."""
        making = self._tagged(case, REFERRAL)
        return case.first(making) if making else case.arrived

    def _tagged(self, case: Case, tag: str) -> frozenset[str]:
        pathway = self.pathways[case.pathway]
        return frozenset(name for name, state in pathway.states.items() if tag in state.tags)

    def outcomes(self) -> Iterator[tuple[int, str]]:
        """When each ended, and how."""
        for case in self.cases:
            if case.ended is not None:
                yield case.ended, self.pathways[case.pathway].states[case.last].title

    def told(self, attribute: str) -> Iterator[tuple[int, str]]:
        """When each ended, and with which value of an attribute."""
        for case in self.cases:
            if case.ended is not None and attribute in case.told:
                yield case.ended, case.told[attribute]

    def went_to(self, tag: str) -> Iterator[tuple[int, Case]]:
        """When each first came to a state with this tag."""
        for case in self.cases:
            at = case.first(self._tagged(case, tag))
            if at is not None:
                yield at, case

    def standards(self) -> tuple[Standard, ...]:
        """Every standard of every pathway: stretches of the way first, then single steps."""
        stretches, steps = [], []
        for role, pathway in self.pathways.items():
            mine = [case for case in self.cases if case.pathway == role]
            where = f" ({role.replace('_', ' ')})" if len(self.pathways) > 1 else ""
            for target in pathway.targets.values():
                if target.standard.within is not None:
                    pairs = [self._between(case, target.start, target.end) for case in mine]
                    stretches.append(self._standard(f"{target.title}{where}", target.standard.within, pairs))
            for name, state in pathway.states.items():
                within = None if state.target is None else state.target.within
                if within is not None:
                    visits = [visit for case in mine for visit in case.visits if visit.state == name]
                    pairs = [(visit.entered, visit.left) for visit in visits]
                    steps.append(self._standard(f"{state.title}{where}", within, pairs))
        return (*stretches, *steps)

    def _between(self, case: Case, start: str, end: str) -> tuple[int | None, int | None]:
        """When a referral first was at one state and at another; at a panel it is when it is heard."""
        is_panel = self.pathways[case.pathway].states[end].kind == "panel"
        reached = [visit.began if is_panel else visit.entered for visit in case.visits if visit.state == end]
        return case.first(frozenset((start,))), min((at for at in reached if at is not None), default=None)

    def _standard(self, title: str, within: Duration, pairs: Sequence[tuple[int | None, int | None]]) -> Standard:
        is_work, allowed = is_working(within), Allowed(within, self.calendar)
        done = [
            Done(end, self._days(start, end, is_work=is_work), allowed.used(start, end) <= ON_TIME)
            for start, end in pairs
            if start is not None and end is not None
        ]
        return Standard(title, str(within), "working days" if is_work else "days", tuple(done))

    def _days(self, start: int, end: int, *, is_work: bool) -> float:
        if is_work:
            return self.calendar.between(start, end) / self.calendar.day_length
        return (end - start) / _DAY

    def waits(self, states: Sequence[tuple[str, str]]) -> tuple[Waited, ...]:
        """Waits for a place at the states that need one, each named with its pathway: from entering to having it."""
        wanted, names = set(states), {name for _, name in states}
        found = []
        for case in self.cases:
            for visit in case.visits:
                if (case.pathway, visit.state) not in wanted or visit.holding & names:
                    continue  # it has its place from an earlier state
                got, until = visit.took, visit.left if visit.took is None else visit.took
                days = None if got is None else self._days(visit.entered, got, is_work=True)
                found.append(Waited(visit.entered, got, until, days))
        return tuple(found)
