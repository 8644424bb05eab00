"""A pathway of a scenario to bounds that hold at any date: who arrives, what is found, how long each step takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from pathways.commands.pace import DAY, Pace
from pathways.machine import NONE, Kind
from pathways.rules.evidence import Arrivals, Bounds, Flow, Shares, Stay

if TYPE_CHECKING:
    from pathways.simulation.language.study import Scenario
    from pathways.simulation.model import Finding as Drawn
    from pathways.simulation.model import Model, Panel, StatePlan, TimeTaken, Work
    from pathways.units import Duration

_MONTH_DAYS: Final = {"month": (28, 31), "year": (365, 366)}
_NOTHING: Final = Fraction(0)


class FlowReader:
    """One pathway of one scenario."""

    def __init__(self, scenario: Scenario, model: Model, role: int, pace: Pace) -> None:
        self.scenario, self.model, self.role = scenario, model, model.roles[role]
        self.number = role
        self.pathway = self.role.pathway
        self.calendar = model.calendar
        self.slowest = pace

    def flow(self) -> Flow:
        rates = {}
        for plan in self.role.interrupts:
            interrupt = self.pathway.interrupts[plan.interrupt]
            rate = self.scenario.spec.interrupts[f"{self.role.name}.{interrupt.name}"].rate
            assert rate is not None  # see `_beyond`
            rates[plan.interrupt] = 1 / rate.mean_gap(self.calendar)
        stays = tuple(self._stay(n, plan) for n, plan in enumerate(self.role.states))
        return Flow(
            tuple(self._arrivals()),
            stays,
            rates,
            self.calendar.day_length,
            fingerprint=self.pathway.fingerprint,
        )

    def _arrivals(self) -> Iterator[Arrivals]:
        for stream in self.model.streams:
            if stream.role != self.number or stream.stand is not None:  # rules speak of those who arrive
                continue
            spec = self.scenario.spec.arrivals[stream.name]
            gap = spec.rate.mean_gap(self.calendar)
            if spec.rate.is_working:  # as many in all of the study's time as in its working time
                gap = gap * self.model.end / self.calendar.worked(self.model.end)
            doors: tuple[tuple[int, Fraction], ...] = ((self.pathway.starts[0], Fraction(1)),)
            if spec.starts is not None:
                doors = tuple((self.pathway.index[name], share) for name, share in spec.starts.items() if share)
            yield Arrivals(1 / gap, doors, _shares(stream.attributes))

    def _stay(self, state: int, plan: StatePlan) -> Stay:
        from pathways.simulation.model import AtClosing, Needs

        row = self.pathway.states[state]
        if row.kind in (Kind.DECISION, Kind.PARALLEL, Kind.END):
            return Stay()
        finds = _shares(plan.finds)
        if plan.needs is Needs.PANEL:
            longest = self._longest_wait(self.model.panels[plan.resource])
            return Stay(finds, (_NOTHING, self.slowest.work(longest)), (_NOTHING, longest))
        work = plan.work
        is_in_office_time = work is None or (work.hours == 0 and work.at_closing is not AtClosing.FINISH)
        if plan.time is None or plan.time.law is None or not is_in_office_time:
            return Stay(finds, (_NOTHING, None), (_NOTHING, None))
        part = None if work is None or work.over == work.under else work
        working, elapsed = self._length(plan.time) if part is None else self._part_time(plan.time, part)
        late = (_NOTHING, Fraction(1))
        if row.timeout != NONE and plan.timeout is not None:
            late = self._late(plan.time, plan.timeout) if part is None else late
            if late[1]:
                limit = self._limit(plan.timeout)
                working = (_NOTHING, _less(working[1], limit[0]))
                elapsed = (_NOTHING, _less(elapsed[1], limit[1]))
        return Stay(finds, working, elapsed, late)

    def _length(self, time: TimeTaken) -> tuple[Bounds, Bounds]:
        """Bounds on the mean length, in working seconds and by the clock."""
        assert time.law is not None
        mean = time.law.mean
        if time.is_working:
            return (mean, mean), (mean, self.slowest.clock(mean))
        low, high = mean, mean
        if time.duration is not None and (days := _by_date(time.duration)) is not None:
            low, high = days
        return (self.slowest.least_work(low), self.slowest.work(high)), (low, high)

    def _part_time(self, time: TimeTaken, work: Work) -> tuple[Bounds, Bounds]:
        """The same for work to which only a share of each hour is given; it is rounded up to a second."""
        assert time.law is not None
        least = time.law.mean * work.over / work.under
        return (least, least + 1), (least, self.slowest.clock(least + 1))

    def _limit(self, limit: Duration) -> tuple[Fraction | None, Fraction | None]:
        """The greatest length of a time limit, in working seconds and by the clock."""
        from pathways.calendars import working_amount
        from pathways.calendars.durations import seconds

        work = working_amount(limit, self.calendar)
        if work is not None:
            return Fraction(work), self.slowest.clock(Fraction(work))
        days = _by_date(limit)
        longest = days[1] if days is not None else Fraction(seconds(limit))
        return self.slowest.work(longest), longest

    def _late(self, time: TimeTaken, limit: Duration) -> tuple[Fraction, Fraction]:
        """Bounds on the chance that the limit strikes first; it does not if both come together."""
        from pathways.calendars import working_amount
        from pathways.calendars.durations import seconds

        assert time.law is not None
        work = working_amount(limit, self.calendar)
        if time.duration is not None and time.duration.unit == limit.unit:
            return (Fraction(time.duration.amount > limit.amount),) * 2
        if (work is not None) != time.is_working or (time.duration is not None and _by_date(time.duration)):
            return _NOTHING, Fraction(1)
        if work is not None:
            return time.law.longer_than(Fraction(work))
        days = _by_date(limit)
        if days is None:
            return time.law.longer_than(Fraction(seconds(limit)))
        return time.law.longer_than(days[1])[0], time.law.longer_than(days[0])[1]

    def _longest_wait(self, panel: Panel) -> Fraction:
        # From when it was just too late for one meeting until the next.
        moments = zip((0, *panel.deadlines), panel.meetings, strict=False)
        return Fraction(max(meeting - earlier for earlier, meeting in moments))


def _less(amount: Fraction | None, other: Fraction | None) -> Fraction | None:
    known = [each for each in (amount, other) if each is not None]
    return min(known) if known else None


def _by_date(duration: Duration) -> tuple[Fraction, Fraction] | None:
    """The least and the greatest seconds that months or years can last; None for other units."""
    if duration.unit not in _MONTH_DAYS:
        return None
    low, high = _MONTH_DAYS[duration.unit]
    return Fraction(duration.amount) * low * DAY, Fraction(duration.amount) * high * DAY


def _shares(findings: Sequence[Drawn]) -> tuple[Shares, ...]:
    return tuple(
        Shares(each.attribute, tuple((c.when, tuple((v, s) for s, v in c.exact)) for c in each.cases))
        for each in findings
    )
