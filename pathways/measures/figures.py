"""The stays of one replication to its figures: one number for each measure, in working days where it is a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from math import fsum
from typing import Final

from pathways.calendars import moment_after, working_amount
from pathways.calendars.durations import MEAN_YEAR
from pathways.calendars.steps import available
from pathways.machine.compiled import Kind
from pathways.measures.histories import Case, Histories, Stay
from pathways.measures.incidence import CENSORED, EVENT, OTHER, incidence
from pathways.measures.intervals import quantile
from pathways.measures.sample import Figure, Key
from pathways.measures.setting import Milestone, Setting
from pathways.units import Duration

_TIMED: Final = (Kind.TASK, Kind.WAIT, Kind.PANEL, Kind.PARALLEL)


def figures(seen: Histories, setting: Setting) -> dict[Key, Figure]:
    """Every measure of one replication that has at least one observation.

    Times in a state, waits and outcomes are of visits and referrals that finish while the study measures. Times to a
    milestone are of referrals that begin while it measures; those still open when it ends count for as long as they
    were seen.
    """
    return dict(_Replication(seen, setting).all())


class _Replication:
    def __init__(self, seen: Histories, setting: Setting) -> None:
        self.seen, self.setting = seen, setting
        self.years = (setting.end - setting.warm_up) / float(MEAN_YEAR)
        self._worked: dict[int, int] = {}
        self._times_reached: dict[tuple[str, str], dict[int, list[int]]] = {}

    def all(self) -> Iterator[tuple[Key, Figure]]:
        for (pathway, name), stays in self.seen.stays.items():
            if self.setting.pathways[pathway].states[self.setting.pathways[pathway].index[name]].kind in _TIMED:
                yield from self._state(pathway, name, stays)
        for pathway in self.setting.pathways:
            yield from self._pathway(pathway)
        for milestone in self.setting.milestones:
            yield from self._milestone(milestone)
        yield from self._resources()

    # --- states

    def _state(self, pathway: str, name: str, stays: list[Stay]) -> Iterator[tuple[Key, Figure]]:
        left = [stay for stay in stays if stay.leave is not None and self._measured(stay.leave)]
        entered = sum(self._measured(stay.enter) for stay in stays)
        yield Key("visits", pathway, name, "per_year"), Figure(entered / self.years, entered)
        yield from self._times(
            "time_in_state", pathway, name, [self._days(s.enter, s.leave) for s in left if s.leave is not None]
        )
        if (pathway, name) in self.setting.teams or (pathway, name) in self.setting.panels:
            waits = [self._days(stay.enter, stay.start) for stay in left if stay.start is not None]
            yield from self._times("wait", pathway, name, waits)
        standard = self.setting.pathways[pathway].linked.states[name].target
        if standard is not None and standard.within is not None:
            seen = [
                self._against(
                    standard.within,
                    s.enter,
                    s.leave if s.leave is not None else self.setting.end,
                    CENSORED if s.leave is None else EVENT,
                )
                for s in stays
                if self._measured(s.enter)
            ]
            if seen:
                yield Key("within_target", pathway, name, "share"), Figure(incidence(seen).by(1.0), len(seen))

    def _times(self, measure: str, pathway: str, of: str, days: list[float]) -> Iterator[tuple[Key, Figure]]:
        if days:
            days.sort()
            n = len(days)
            yield Key(measure, pathway, of, "mean"), Figure(fsum(days) / n, n)
            yield Key(measure, pathway, of, "median"), Figure(quantile(days, 0.5), n)
            yield Key(measure, pathway, of, "p90"), Figure(quantile(days, 0.9), n)

    # --- referrals

    def _pathway(self, pathway: str) -> Iterator[tuple[Key, Figure]]:
        cases = [case for case in self.seen.cases.values() if case.pathway == pathway]
        arrived = sum(self._measured(case.arrive) for case in cases)
        yield Key("arrivals", pathway, "", "per_year"), Figure(arrived / self.years, arrived)
        area = self._area((case.arrive, case.end) for case in cases)
        yield Key("open", pathway, "", "mean"), Figure(area / (self.setting.end - self.setting.warm_up), len(cases))
        ended = [case for case in cases if case.end is not None and self._measured(case.end)]
        if ended:
            states = self.setting.pathways[pathway].linked.states
            known = dict.fromkeys(state.outcome for state in states.values() if state.outcome is not None)
            outcomes = Counter(states[case.final].outcome for case in ended if case.final is not None)
            for outcome in known:
                yield Key("outcome", pathway, outcome, "share"), Figure(outcomes[outcome] / len(ended), len(ended))
        yield from self._milestone(Milestone("time_to_end", pathway, None, None))

    def _milestone(self, milestone: Milestone) -> Iterator[tuple[Key, Figure]]:
        """Of those that reach it: how long, and how many within the standard; and how many reach it at all."""
        seen = [
            (case, *times)
            for number, case in self.seen.cases.items()
            if (times := self._reach(milestone, number, case))
        ]
        if not seen:
            return
        is_end = milestone.end is None
        measure = "time_to_end" if is_end and milestone.start is None else "time_to_milestone"
        of = "" if measure == "time_to_end" else milestone.name
        n = len(seen)
        by_days = incidence((self._days(start, end), how) for _, start, end, how in seen)
        if not is_end:
            yield Key("reached", milestone.pathway, milestone.name, "share"), Figure(by_days.total, n)
            yield (
                Key("reached", milestone.pathway, milestone.name, "per_year"),
                Figure(by_days.total * n / self.years, n),
            )
        if by_days.total == 0:
            return
        # Where nothing else can happen, the share is of all; else of those that do reach it while the study looks on.
        whole = 1.0 if is_end else by_days.total
        for statistic, share in (("median", 0.5), ("p90", 0.9)):
            time = by_days.quantile(share * whole)
            if time is not None:
                yield Key(measure, milestone.pathway, of, statistic), Figure(time, n)
        if milestone.within is not None:
            within = milestone.within
            against = incidence(self._against(within, start, end, how) for _, start, end, how in seen)
            share = against.by(1.0) / (1.0 if is_end else against.total)
            yield Key("within_target", milestone.pathway, milestone.name, "share"), Figure(share, n)

    def _reach(self, milestone: Milestone, number: int, case: Case) -> tuple[int, int, int] | None:
        """When the stretch began and ended, and how it ended; None if it did not begin while the study measures."""
        if case.pathway != milestone.pathway:
            return None
        start = case.arrive if milestone.start is None else self._first(milestone.pathway, milestone.start, number, 0)
        if start is None or not self._measured(start):
            return None
        if milestone.end is None:
            return (start, case.end, EVENT) if case.end is not None else (start, self.setting.end, CENSORED)
        end = self._first(milestone.pathway, milestone.end, number, start)
        if end is not None:
            return start, end, EVENT
        return (start, case.end, OTHER) if case.end is not None else (start, self.setting.end, CENSORED)

    def _first(self, pathway: str, state: str, referral: int, after: int) -> int | None:
        return next((time for time in self._reached(pathway, state).get(referral, ()) if time >= after), None)

    def _reached(self, pathway: str, state: str) -> dict[int, list[int]]:
        found = self._times_reached.get((pathway, state))
        if found is None:
            found = self._times_reached[pathway, state] = {}
            # A referral has got to a panel when the panel hears it, not when it begins to wait for the meeting.
            is_panel = (pathway, state) in self.setting.panels
            for stay in self.seen.stays.get((pathway, state), ()):
                reached = stay.start if is_panel else stay.enter
                if reached is not None:
                    found.setdefault(stay.referral, []).append(reached)
        return found

    # --- teams and panels

    def _resources(self) -> Iterator[tuple[Key, Figure]]:
        setting = self.setting
        warm_up, end = setting.warm_up, setting.end
        length = end - warm_up
        for team, staff in setting.staff.items():
            stays = self._of(state for state, teams in setting.teams.items() if team in teams)
            work = setting.calendars.get(team, setting.calendar).between
            busy = self._area(((s.start, s.leave) for s in stays if s.start is not None), work)
            waiting = self._area((s.enter, s.start if s.start is not None else s.leave) for s in stays)
            if staffed := available(staff, warm_up, end, work):
                yield Key("utilisation", "", team, "mean"), Figure(busy / staffed, len(stays))
            yield Key("queue", "", team, "mean"), Figure(waiting / length, len(stays))
        for places, many in setting.places.items():
            held = [
                h for state, takes in setting.holds.items() if takes == places for h in self.seen.held.get(state, ())
            ]
            area = self._area((holding.take, holding.give) for holding in held)
            yield Key("held", "", places, "mean"), Figure(area / length, len(held))
            if there := available(many, warm_up, end, lambda a, b: b - a):
                yield Key("places_used", "", places, "share"), Figure(area / there, len(held))
        for panel, slots in setting.slots.items():
            states = [state for state, hears in setting.panels.items() if hears == panel]
            stays = self._of(states)
            meetings = [moment for moment in setting.meetings[panel] if moment >= warm_up]
            used = sum(
                setting.takes.get(state, 1)
                * sum(s.start is not None and self._measured(s.start) for s in self._of([state]))
                for state in states
            )
            if meetings:
                left = sum(
                    1
                    for m in meetings
                    for s in stays
                    if s.enter <= m and (s.start is None or s.start > m) and (s.leave is None or s.leave > m)
                )
                yield Key("slots_used", "", panel, "share"), Figure(used / (slots * len(meetings)), len(meetings))
                yield Key("left_over", "", panel, "mean"), Figure(left / len(meetings), len(meetings))

    def _of(self, states: Iterable[tuple[str, str]]) -> list[Stay]:
        return [stay for state in states for stay in self.seen.stays.get(state, ())]

    # --- time

    def _measured(self, moment: int) -> bool:
        return self.setting.warm_up <= moment < self.setting.end

    def _worked_by(self, moment: int) -> int:
        found = self._worked.get(moment)
        if found is None:
            found = self._worked[moment] = self.setting.calendar.worked(moment)
        return found

    def _work(self, start: int, end: int) -> int:
        return self._worked_by(end) - self._worked_by(start)

    def _days(self, start: int, end: int) -> float:
        """Working days from one moment to another."""
        return self._work(start, end) / self.setting.calendar.day_length

    def _against(self, standard: Duration, start: int, end: int, how: int) -> tuple[float, int]:
        """How much of a standard was used up: 1 is exactly on time."""
        work = working_amount(standard, self.setting.calendar)
        if work is not None:
            return self._work(start, end) / work, how
        return (end - start) / (moment_after(self.setting.calendar, start, standard) - start), how

    def _area(
        self, spans: Iterable[tuple[int, int | None]], length: Callable[[int, int], int] = lambda a, b: b - a
    ) -> int:
        """Time spent in the spans while the study measures, added up; a span without an end goes on."""
        warm_up, end = self.setting.warm_up, self.setting.end
        return sum(length(max(a, warm_up), end if b is None else b) for a, b in spans if b is None or b > warm_up)
