"""A setting, and then the packed events of one replication after the other, to the figures of each."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pathways.eventlog import EventLog
from pathways.measures.sample import Sample
from pathways.measures.setting import Cancelled, Setting

if TYPE_CHECKING:
    from pathways.measures.compiled.plan import Plan
    from pathways.measures.compiled.tables import Floats, Ints


class Measured(NamedTuple):
    """One replication: its figures in the order of the keys, their observations, and what was counted on the way."""

    values: Floats
    counts: Ints
    counters: Ints
    weekly: Ints | None = None  # of shape (weeks, series), where it was asked for


class Measurer:
    """Works out the figures of replications; may be used by many threads at once.

    Heavy libraries are loaded, and the measures compiled where they never were on this machine, when it is first asked.
    """

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    @cached_property
    def plan(self) -> Plan:
        """The numbered setting, made once."""
        from pathways.measures.compiled.plan import plan

        return plan(self.setting)

    def measure(self, events: Ints, cancelled: Cancelled | None = None, *, by_week: bool = False) -> Measured:
        """The figures of one replication; with `by_week`, what is counted in each week too.

        Parameters
        ----------
        cancelled
            The meetings that do not take place in it; None: all do.

        Raises
        ------
        ValueError
            If an event does not follow from those before it: left without having entered, and the like.
        """
        import numpy as np

        from pathways.measures.compiled import summaries
        from pathways.measures.compiled.walk import STAY_COLUMNS, count_stays, walk

        plan = self.plan
        counters = np.zeros(plan.counters, np.int64)
        values, counts = np.full(len(plan.keys), np.nan), np.zeros(len(plan.keys), np.int64)
        # As long as they may become; memory that is never written to is none.
        most = len(events)
        stays = np.empty(most * STAY_COLUMNS, np.int64)
        times, uses = np.empty(1 + most * plan.most_times, np.int64), np.empty((1 + most * plan.most_uses, 2), np.int64)
        times[0] = uses[0, 0] = 0
        wrong, seen = walk(events, plan.tables, counters, stays, times, uses)
        if wrong >= 0:
            raise ValueError(f"event {wrong} of the log has not the one that must come before it")
        self._count_meetings(counters, cancelled or {})
        count_stays(stays, seen, plan.tables, counters, times, uses)
        day, far = self.setting.calendar.day_length, self.setting.far
        summaries.time_figures(times, *plan.times, plan.percents, day, plan.years, far, values, counts)
        summaries.use_figures(uses, *plan.uses, plan.years, values, counts)
        summaries.ratio_figures(*plan.ratios, counters, values, counts)
        return Measured(values, counts, counters, self._weekly(events, stays, seen) if by_week else None)

    def _count_meetings(self, counters: Ints, cancelled: Cancelled) -> None:
        """How many meetings of each panel are held, and how much they can hear."""
        from pathways.measures.compiled import tables as tab

        at = self.plan.tables[tab.AT :]
        for number, panel in enumerate(self.setting.slots):
            held, room = self._meetings(panel, cancelled) if cancelled.get(panel) else self._all_meetings[panel]
            counters[at[tab.MEETINGS_HELD] + number] = held
            counters[at[tab.HAS_ROOM] + number] = room

    def _meetings(self, panel: str, cancelled: Cancelled) -> tuple[int, int]:
        held = self.setting.held_meetings(panel, cancelled)
        return len(held), self.setting.room(panel, held)

    @cached_property
    def _all_meetings(self) -> dict[str, tuple[int, int]]:
        """By panel, where no meeting is cancelled."""
        return {panel: self._meetings(panel, {}) for panel in self.setting.slots}

    def _weekly(self, events: Ints, stays: Ints, seen: int) -> Ints:
        from pathways.measures.compiled import weekly

        at, tables = self.setting, self.plan.tables
        found: Ints = weekly.by_week(
            events, stays, seen, tables, len(at.pathways), len(at.staff), len(at.slots), len(at.places)
        )
        return found

    def measure_log(self, log: EventLog) -> list[Measured]:
        """The figures of each replication of a log of the same pathways.

        Raises
        ------
        ValueError
            If it is of other pathways; and see `measure`.
        """
        states = tuple(tuple(state.name for state in p.states) for p in self.setting.pathways.values())
        if (log.pathways, log.states) != (tuple(self.setting.pathways), states):
            raise ValueError("the log is of other pathways than the setting")
        return [self.measure(block.events) for block in log.blocks()]

    def sample(self, replications: Iterable[Measured]) -> Sample:
        """The figures of many replications as one table."""
        import numpy as np

        found = list(replications)
        shape = (len(found), len(self.plan.keys))
        values = np.array([measured.values for measured in found], np.float64).reshape(shape)
        counts = np.array([measured.counts for measured in found], np.int32).reshape(shape)
        weekly = [measured.weekly for measured in found if measured.weekly is not None]
        return Sample(self.plan.keys, values, counts, np.array(weekly, np.int64) if weekly else None)
