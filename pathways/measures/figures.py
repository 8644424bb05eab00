"""The stays of one replication to its figures: what each measure means, in plain Python.

`compiled` works out the same, to the last bit, in a fraction of the time; this says what it is to be, and tests hold
the one against the other. Times are whole seconds until the one division that makes working days of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pathways.calendars.durations import MEAN_YEAR
from pathways.eventlog import Event
from pathways.machine.compiled import Kind
from pathways.measures.histories import Case, Histories, Holding, Stay
from pathways.measures.incidence import CENSORED, EVENT, OTHER, incidence
from pathways.measures.intervals import quantile
from pathways.measures.sample import Figure, Key
from pathways.measures.setting import Cancelled, Milestone, Setting, State, statistic_of
from pathways.measures.standards import ON_TIME, Standard

TIMED: Final = (Kind.TASK, Kind.WAIT, Kind.PANEL, Kind.PARALLEL)
Found = Iterator[tuple[Key, Figure]]
Seen = tuple[int, int, int]  # when it began, when it ended or was last seen, and how


def figures(seen: Histories, setting: Setting, cancelled: Cancelled | None = None) -> dict[Key, Figure]:
    """Every measure of one replication, but those of which there is nothing to observe.

    Times in a state, waits and outcomes are of visits and referrals that finish while the study measures. Times from
    entering, to a start, to a milestone or to the end are of those that begin while it measures; where they are still
    going on when it ends, they count for as long as they were seen.

    Parameters
    ----------
    cancelled
        The meetings that do not take place in this replication, which have no slots; None: all do.
    """
    return dict(_Replication(seen, setting, cancelled or {}).all())


class _Replication:
    def __init__(self, seen: Histories, setting: Setting, cancelled: Cancelled) -> None:
        self.seen, self.setting, self.cancelled = seen, setting, cancelled
        self.length = setting.end - setting.warm_up
        self.years = self.length / float(MEAN_YEAR)
        self.day = setting.calendar.day_length

    def all(self) -> Found:
        for pathway, compiled in self.setting.pathways.items():
            for state in compiled.states:
                if state.kind in TIMED:
                    yield from self._state(pathway, state.name)
            yield from self._pathway(pathway)
        for team in self.setting.staff:
            yield from self._team(team)
        for panel in self.setting.slots:
            yield from self._panel(panel)
        for places in self.setting.places:
            yield from self._places(places)

    # --- states

    def _state(self, pathway: str, name: str) -> Found:
        here = pathway, name
        stays = self.seen.stays.get(here, [])
        entered = [stay for stay in stays if self._is_new(stay.enter)]
        left = [stay for stay in stays if stay.leave is not None and self._is_seen(stay.enter, stay.leave)]
        yield self._per_year("visits", pathway, name, len(entered))
        yield (
            Key("caseload", pathway, name, "mean"),
            Figure(self._area((s.enter, s.leave) for s in stays) / self.length, len(stays)),
        )
        times = [self._work(stay.enter, stay.leave) for stay in left if stay.leave is not None]
        yield from self._times("time_in_state", pathway, name, times)
        if any(here in where for work in self.setting.working for where in (work.teams, work.panels, work.holds)):
            waits = [(stay.enter, self._begun(here, stay)) for stay in left]
            yield from self._times("wait", pathway, name, [self._work(a, b) for a, b in waits if b is not None])
        seen = [self._seen(stay.enter, stay.leave, EVENT) for stay in entered]
        yield from self._cut_short("time_from_entry", pathway, name, seen, is_sure=True)
        standard = self.setting.pathways[pathway].linked.states[name].target
        if standard is not None and standard.within is not None:
            yield from self._against(Standard(standard.within, self.setting.calendar), pathway, name, seen, None)

    def _begun(self, here: State, stay: Stay) -> int | None:
        """When a visit got what it waited for: a team's work, a hearing, or the place alone."""
        work = self.setting.working_at(stay.enter)
        if here in work.teams or here in work.panels:
            return stay.start
        return self._ready(here, stay) if here in work.holds else None

    def _ready(self, here: State, stay: Stay) -> int | None:
        """When a visit had the place that it needs: at once if it needs none, or the referral held one already."""
        needed = self.setting.working_at(stay.enter).holds.get(here)
        if needed is None or stay.take is not None:
            return stay.enter if needed is None else stay.take
        for holding in self.seen.held.get(stay.referral, ()):
            is_meant = self._kind(here[0], holding) == needed
            if is_meant and holding.taken > stay.entered:  # one is taken for all visits that wait for it
                return holding.take if stay.left is None or holding.taken < stay.left else None
            if is_meant and (holding.given is None or holding.given > stay.entered):
                return stay.enter
        return None

    def _kind(self, pathway: str, holding: Holding) -> str:
        return self.setting.working_at(holding.enter).holds[pathway, holding.state]

    # --- referrals

    def _pathway(self, pathway: str) -> Found:
        cases = [case for case in self.seen.cases.values() if case.pathway == pathway]
        yield (
            Key("open", pathway, "", "mean"),
            Figure(self._area((case.arrive, case.end) for case in cases) / self.length, len(cases)),
        )
        yield from self._group(pathway, cases, "")
        for attribute in self.setting.groups.get(pathway, ()):
            for number, value in enumerate(attribute.values):
                those = [case for case in cases if attribute.value(case.known) == number]
                yield from self._group(pathway, those, f"{attribute.name}={value}")
        ended = [case for case in cases if case.end is not None and self._measured(case.end)]
        for attribute in self.setting.told.get(pathway, ()):
            counts = Counter(attribute.value(case.told) for case in ended)
            for number, value in enumerate(attribute.values if ended else ()):
                share = Figure(counts[number] / len(ended), len(ended))
                yield Key("ended_with", pathway, f"{attribute.name}={value}", "share"), share

    def _group(self, pathway: str, cases: list[Case], group: str) -> Found:
        """What is told of all referrals of a pathway, or of those alone that have a value on arrival."""
        arrived = sum(self._is_new(case.arrive) for case in cases)
        yield self._per_year("arrivals", pathway, "", arrived, group)
        ended = [case for case in cases if case.end is not None and self._measured(case.end)]
        states = self.setting.pathways[pathway].linked.states
        known = dict.fromkeys(state.outcome for state in states.values() if state.outcome is not None)
        outcomes = Counter(states[case.final].outcome for case in ended if case.final is not None)
        for outcome in known:
            if ended:
                share = Figure(outcomes[outcome] / len(ended), len(ended))
                yield Key("outcome", pathway, outcome, "share", group), share
            yield self._per_year("outcome", pathway, outcome, outcomes[outcome], group)
        for milestone in (Milestone("", pathway, None, None), *self.setting.milestones):
            if milestone.pathway == pathway:
                yield from self._milestone(milestone, cases, group)

    def _milestone(self, milestone: Milestone, cases: list[Case], group: str) -> Found:
        """Of those that reach it: how long, and how many within the standard; and how many reach it at all."""
        seen = [found for case in cases if (found := self._reach(milestone, case)) is not None]
        pathway, name = milestone.pathway, milestone.name
        is_end = milestone.end is None
        if seen and not is_end:
            total, n = incidence(self._lengths(seen)).total, len(seen)
            yield Key("reached", pathway, name, "share", group), Figure(total, n)
            yield Key("reached", pathway, name, "per_year", group), Figure(total * n / self.years, n)
        if milestone.is_whole:
            if not name:
                yield from self._cut_short("time_to_end", pathway, "", seen, group, is_sure=True)
        else:
            yield from self._cut_short("time_to_milestone", pathway, name, seen, group, is_sure=is_end)
        if milestone.within is not None:
            standard = Standard(milestone.within, self.setting.calendar)
            yield from self._against(standard, pathway, name, seen, milestone.end, group)

    def _reach(self, milestone: Milestone, case: Case) -> Seen | None:
        """When the stretch began and ended, and how it ended; None if it did not begin while the study measures."""
        start, end = (case.arrive if milestone.start is None else None), None
        for event, state, time, entered in case.steps:
            # A referral has got to a panel when the panel hears it, not when it begins to wait for the meeting.
            is_heard = (case.pathway, state) in self.setting.working_at(entered).panels
            if event is not (Event.START if is_heard else Event.ENTER):
                continue
            if start is None:
                start = time if state == milestone.start else None
            elif end is None and state == milestone.end:
                end = time
        if start is None or not self._is_new(start):
            return None
        if milestone.end is None:
            return self._seen(start, case.end, EVENT)
        return (start, end, EVENT) if end is not None else self._seen(start, case.end, OTHER)

    # --- teams, panels and places

    def _team(self, team: str) -> Found:
        found = [
            (self._ready(here, stay), stay)
            for here, stay in self._all_stays()
            if team in self.setting.working_at(stay.enter).teams.get(here, ())
        ]
        warm_up, end = self.setting.warm_up, self.setting.end
        between = self.setting.team_calendar(team).between
        busy = sum(
            between(max(stay.start, warm_up), end if stay.leave is None else stay.leave)
            for _, stay in found
            if stay.start is not None and (stay.leave is None or stay.leave > warm_up)
        )
        if staffed := self.setting.staffed(team):
            yield Key("utilisation", "", team, "mean"), Figure(busy / staffed, len(found))
        queueing = ((ready, s.start if s.start is not None else s.leave) for ready, s in found if ready is not None)
        yield Key("queue", "", team, "mean"), Figure(self._area(queueing) / self.length, len(found))
        yield from self._starts(team, [(ready, stay.start, stay.leave) for ready, stay in found])

    def _panel(self, panel: str) -> Found:
        heard, room, found = 0, 0, []
        for here, stay in self._all_stays():
            work = self.setting.working_at(stay.enter)
            if work.panels.get(here) == panel:
                found.append((self._ready(here, stay), stay))
                if stay.start is not None and self._measured(stay.start):
                    heard += 1
                    room += work.takes.get(here, 1)
        yield self._per_year("heard", "", panel, heard)
        meetings = self.setting.measured_meetings(panel)
        if meetings:
            n = len(meetings)
            left = sum(_waits_at(ready, stay, meeting) for meeting in meetings for ready, stay in found)
            held = self.setting.held_meetings(panel, self.cancelled)
            if has_room := self.setting.room(panel, held):
                yield Key("slots_used", "", panel, "share"), Figure(room / has_room, len(held))
            yield Key("left_over", "", panel, "mean"), Figure(left / n, n)
        yield from self._starts(panel, [(ready, stay.start, stay.leave) for ready, stay in found])

    def _places(self, places: str) -> Found:
        held = [
            (holding.take, holding.give)
            for referral, found in self.seen.held.items()
            for holding in found
            if self._kind(self.seen.cases[referral].pathway, holding) == places
        ]
        area = self._area(held)
        yield Key("held", "", places, "mean"), Figure(area / self.length, len(held))
        if there := self.setting.place_time(places):
            yield Key("places_used", "", places, "share"), Figure(area / there, len(held))
        waits = [
            (stay.enter, self._ready(here, stay), stay.leave)
            for here, stay in self._all_stays()
            if self.setting.working_at(stay.enter).holds.get(here) == places
        ]
        queueing = ((enter, ready if ready is not None else leave) for enter, ready, leave in waits)
        yield Key("queue", "", places, "mean"), Figure(self._area(queueing) / self.length, len(waits))
        yield from self._starts(places, waits)

    def _starts(self, resource: str, waits: Sequence[tuple[int | None, int | None, int | None]]) -> Found:
        """How long visits wait for a team, panel or places: from when each is ready, when it began, when it left."""
        ready = [(since, start, leave) for since, start, leave in waits if since is not None]
        over = [
            self._work(since, start)
            for since, start, leave in ready
            if start is not None and leave is not None and self._is_seen(since, leave)
        ]
        yield from self._times("wait", "", resource, over)
        seen = [
            (since, start, EVENT) if start is not None else self._seen(since, leave, OTHER)
            for since, start, leave in ready
            if self._is_new(since)
        ]
        yield from self._cut_short("time_to_start", "", resource, seen, is_sure=False)

    def _all_stays(self) -> Iterator[tuple[State, Stay]]:
        return ((here, stay) for here, stays in self.seen.stays.items() for stay in stays)

    # --- what the measures are made of

    def _times(self, measure: str, pathway: str, of: str, seconds: list[int]) -> Found:
        """Mean and percentiles of times that all came to their end."""
        if seconds:
            seconds.sort()
            n = len(seconds)
            yield Key(measure, pathway, of, "mean"), Figure(sum(seconds) / (n * self.day), n)
            for percent in self.setting.percentiles:
                yield Key(measure, pathway, of, statistic_of(percent)), Figure(quantile(seconds, percent, self.day), n)

    def _cut_short(
        self, measure: str, pathway: str, of: str, seen: list[Seen], group: str = "", *, is_sure: bool
    ) -> Found:
        """Percentiles and restricted mean of times of which some are cut short.

        Where nothing else can happen (`is_sure`) they are of all; else of those that do get there while the study
        looks on.
        """
        by_time = incidence(self._lengths(seen))
        if not seen or (not is_sure and by_time.total == 0):
            return
        whole, n = 1.0 if is_sure else by_time.total, len(seen)
        for percent in self.setting.percentiles:
            time = by_time.quantile(percent / 100 * whole)
            if time is not None:
                yield Key(measure, pathway, of, statistic_of(percent), group), Figure(time / self.day, n)
        far = self.setting.far
        mean = by_time.restricted_mean(far) if is_sure else by_time.mean_by(far)
        if mean is not None:
            yield Key(measure, pathway, of, "restricted_mean", group), Figure(mean / self.day, n)

    def _against(
        self, standard: Standard, pathway: str, of: str, seen: list[Seen], end: str | None, group: str = ""
    ) -> Found:
        """The share that keeps a standard, of those that get there; and of all, how many it runs out on."""
        if not seen:
            return
        by_use = incidence((standard.used(start, until), how) for start, until, how in seen)
        n, breached = len(seen), by_use.free_at(ON_TIME)
        if end is None:
            yield Key("within_target", pathway, of, "share", group), Figure(by_use.by(ON_TIME), n)
        elif by_use.total > 0:
            yield Key("within_target", pathway, of, "share", group), Figure(by_use.by(ON_TIME) / by_use.total, n)
        yield Key("breached", pathway, of, "share", group), Figure(breached, n)
        yield Key("breached", pathway, of, "per_year", group), Figure(breached * n / self.years, n)

    def _per_year(self, measure: str, pathway: str, of: str, number: int, group: str = "") -> tuple[Key, Figure]:
        return Key(measure, pathway, of, "per_year", group), Figure(number / self.years, number)

    # --- time

    def _measured(self, moment: int) -> bool:
        return self.setting.warm_up <= moment < self.setting.end

    def _is_new(self, moment: int) -> bool:
        """Whether what begins at a moment begins while the study measures."""
        return self.setting.new_from <= moment < self.setting.end

    def _is_seen(self, start: int, end: int) -> bool:
        """Whether what is over at `end` is so while the study measures, and was seen from its beginning."""
        return start >= self.setting.whole_from and self._measured(end)

    def _work(self, start: int, end: int) -> int:
        return self.setting.calendar.between(start, end)

    def _seen(self, start: int, end: int | None, how: int) -> Seen:
        return (start, self.setting.end, CENSORED) if end is None else (start, end, how)

    def _lengths(self, seen: Iterable[Seen]) -> list[tuple[int, int]]:
        return [(self._work(start, end), how) for start, end, how in seen]

    def _area(self, spans: Iterable[tuple[int, int | None]]) -> int:
        """Time spent in the spans while the study measures, added up; a span without an end goes on."""
        warm_up, end = self.setting.warm_up, self.setting.end
        return sum(max(0, (end if b is None else b) - max(a, warm_up)) for a, b in spans)


def _waits_at(ready: int | None, stay: Stay, meeting: int) -> bool:
    """Whether a referral still waits as a meeting closes."""
    is_heard = stay.start is not None and stay.start <= meeting
    return ready is not None and ready <= meeting and not is_heard and (stay.leave is None or stay.leave > meeting)
