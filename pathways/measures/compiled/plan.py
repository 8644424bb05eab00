"""A setting to the tables that the compiled measures read, and the names of all figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from pathways.calendars import DAY, Calendar
from pathways.calendars.durations import MEAN_YEAR
from pathways.eventlog import Attribute
from pathways.machine.compiled import Kind
from pathways.measures.compiled import tables as tab
from pathways.measures.compiled.tables import Ints, Ratios, Slots
from pathways.measures.figures import TIMED
from pathways.measures.sample import Key
from pathways.measures.setting import Milestone, Setting, Working, statistic_of
from pathways.measures.standards import Standard
from pathways.units import Duration


@dataclass(frozen=True)
class Plan:
    """Everything that is known before a log is seen; `keys` are the columns of its figures, in order of name.

    No event brings more than `most_times` and `most_uses` observations.
    """

    keys: tuple[Key, ...]
    tables: Ints
    ratios: Ratios
    times: Slots
    uses: Slots
    percents: Ints
    years: float
    counters: int
    most_times: int
    most_uses: int


def plan(setting: Setting) -> Plan:
    """Number everything that a setting names."""
    return _Planner(setting).plan()


class _Lists:
    """Lists of observations, and for each the names of its figures (None: not told)."""

    def __init__(self) -> None:
        self.keys: list[tuple[Key | None, ...]] = []
        self.marks: list[bool] = []

    def add(self, keys: Iterable[Key | None], mark: bool = False) -> int:
        self.keys.append(tuple(keys))
        self.marks.append(mark)
        return len(self.keys) - 1


class _Planner:
    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.years = (setting.end - setting.warm_up) / float(MEAN_YEAR)
        self.days = setting.end // DAY + 2
        self.percents = [statistic_of(percent) for percent in setting.percentiles]
        self.times, self.uses = _Lists(), _Lists()
        self.teams = {name: number for number, name in enumerate(setting.staff)}
        self.panels = {name: number for number, name in enumerate(setting.slots)}
        self.places = {name: number for number, name in enumerate(setting.places)}
        self.pathways = setting.pathways
        self.roles = {name: number for number, name in enumerate(self.pathways)}
        self.row_of = {
            (name, state.name): row
            for row, (name, state) in enumerate((n, s) for n, p in self.pathways.items() for s in p.states)
        }
        self.outcomes = {name: _outcomes(setting, name) for name in self.pathways}
        self.groups = {name: ["", *_values(setting.groups.get(name, ()))] for name in self.pathways}
        self.told = {name: _values(setting.told.get(name, ())) for name in self.pathways}
        self.standards: dict[Duration, int] = {}
        self.calendars: list[Calendar] = [setting.calendar]
        self.at = self._counters()
        self.ratios: list[tuple[Key, float, int, int, int, int]] = []
        self.milestones = [
            milestone
            for name in self.pathways
            for milestone in (Milestone("", name, None, None), *setting.milestones)
            if milestone.pathway == name
        ]

    def plan(self) -> Plan:
        rows, teams_of, starts_of, ends_of = self._rows()
        milestones = self._milestones()
        teams, (panels, meetings), places = self._teams(), self._panels(), self._places()
        self._referrals()
        parts = [
            _ints([working.starts for working in self.setting.working]),
            *self._calendars(),
            rows,
            self._role_table(),
            teams_of,
            starts_of,
            ends_of,
            milestones,
            self._attributes(self.setting.groups, 1),
            self._attributes(self.setting.told, 0),
            teams,
            panels,
            places,
            meetings,
            *self._standards(),
        ]
        head = [self.setting.warm_up, self.setting.end, self.days, len(self.row_of), len(self.places)]
        head += [len(self.setting.working), self.setting.new_from, self.setting.whole_from]
        begins = list(accumulate((part.size for part in parts), initial=tab.AT + len(self.at)))[:-1]
        tables = np.concatenate([_ints([*head, *begins, *self.at]), *(part.ravel() for part in parts)])
        lists = (self.times, self.uses)
        named = {key for each in lists for keys in each.keys for key in keys if key is not None}
        keys = tuple(sorted(named | {ratio[0] for ratio in self.ratios}))
        column = {key: number for number, key in enumerate(keys)}
        times, uses = (
            Slots(
                _table([[-1 if key is None else column[key] for key in line] for line in each.keys], width),
                _ints(each.marks),
            )
            for each, width in zip(lists, (4 + 2 * len(self.percents), 3), strict=True)
        )
        lines = _table([(column[key], *rest) for key, _, *rest in self.ratios], 5)
        ratios = Ratios(lines, np.array([number for _, number, *_ in self.ratios], np.float64))
        percents = _ints(self.setting.percentiles)
        ways = (
            len(self.groups[name]) * sum(milestone.pathway == name for milestone in self.milestones)
            for name in self.pathways
        )
        most_ways = max((1, *ways))
        most = max(most_ways, 2 + self._most_resources())
        return Plan(keys, tables, ratios, times, uses, percents, self.years, self.at[-1], most, most_ways)

    # --- counters

    def _counters(self) -> list[int]:
        roles, rows = len(self.roles), len(self.row_of)
        teams, panels, places = len(self.teams), len(self.panels), len(self.places)
        groups = sum(map(len, self.groups.values()))
        outcomes = sum(len(self.groups[name]) * len(self.outcomes[name]) for name in self.pathways)
        told = sum(map(len, self.told.values()))
        sizes = (
            roles, roles, rows, teams, teams, panels, panels, places, places, roles, roles, rows, rows, teams, panels,
            places, places, groups, groups, outcomes, told, panels, panels,
        )  # fmt: skip
        return list(accumulate(sizes, initial=0))

    def _counter(self, kind: int, number: int) -> int:
        return self.at[kind] + number

    def _ratio(self, key: Key, counter: int, over: int | float, n: int | None = None, observations: int = 0) -> None:
        """A figure: a counter over another (whole number) or over a number, and where its observations are counted."""
        is_counter = isinstance(over, int)
        at, number = (int(over), 0.0) if is_counter else (-1, float(over))
        self.ratios.append((key, number, counter, at, -1 if n is None else n, observations))

    def _per_year(self, measure: str, pathway: str, of: str, counter: int, group: str = "") -> None:
        self._ratio(Key(measure, pathway, of, "per_year", group), counter, self.years, counter)

    @property
    def _length(self) -> float:
        return float(self.setting.end - self.setting.warm_up)

    # --- slots

    def _sample(self, measure: str, pathway: str, of: str) -> int:
        """Times that are over."""
        return self.times.add([*self._over(measure, pathway, of), *[None] * (3 + len(self.percents))])

    def _over(self, measure: str, pathway: str, of: str) -> list[Key | None]:
        return [Key(measure, pathway, of, statistic) for statistic in ("mean", *self.percents)]

    def _duration(
        self,
        measure: str,
        pathway: str,
        of: str,
        is_sure: bool,
        group: str = "",
        reached: bool = False,
        over: str | None = None,
    ) -> int:
        """Times that may be cut short; and, as the measure `over`, those of them that are over."""
        done = [None] * (1 + len(self.percents)) if over is None else self._over(over, pathway, of)
        told = [Key("reached", pathway, of, what, group) if reached else None for what in ("share", "per_year")]
        times = [
            Key(measure, pathway, of, statistic, group) if measure else None
            for statistic in ("restricted_mean", *self.percents)
        ]
        return self.times.add([*done, *told, *times], is_sure)

    def _use(self, pathway: str, of: str, is_of_all: bool, group: str = "") -> int:
        told = (("within_target", "share"), ("breached", "share"), ("breached", "per_year"))
        return self.uses.add((Key(measure, pathway, of, what, group) for measure, what in told), is_of_all)

    def _standard(self, within: Duration) -> int:
        return self.standards.setdefault(within, len(self.standards))

    # --- states

    def _rows(self) -> tuple[Ints, Ints, Ints, Ints]:
        """The table of rows; the teams, and the milestones that begin and end, which it points to."""
        height = len(self.row_of) + 1
        table = np.full((height, tab.ROW_COLUMNS), -1, np.int64)
        starts_of: list[int] = []
        ends_of: list[int] = []
        for (pathway, name), row in self.row_of.items():
            here, line = (pathway, name), table[row]
            compiled = self.pathways[pathway]
            state = compiled.states[compiled.index[name]]
            line[tab.ROLE], line[tab.IS_TIMED] = self.roles[pathway], state.kind in TIMED
            if state.kind is Kind.END:
                line[tab.OUTCOME] = self.outcomes[pathway].index(compiled.linked.states[name].outcome or "")
            line[tab.STARTS_FROM], line[tab.ENDS_FROM] = len(starts_of), len(ends_of)
            starts_of += [n for n, m in enumerate(self.milestones) if (m.pathway, m.start) == here]
            ends_of += [n for n, m in enumerate(self.milestones) if (m.pathway, m.end) == here]
            if any(here in where for w in self.setting.working for where in (w.teams, w.panels, w.holds)):
                line[tab.ROW_WAIT] = self._sample("wait", pathway, name)
            if state.kind in TIMED:
                self._state(here, line)
        table[-1, tab.STARTS_FROM], table[-1, tab.ENDS_FROM] = len(starts_of), len(ends_of)
        teams_of: list[int] = []
        epochs = [self._working(working, table.copy(), teams_of) for working in self.setting.working]
        return np.concatenate(epochs), _ints(teams_of), _ints(starts_of), _ints(ends_of)

    def _working(self, working: Working, table: Ints, teams_of: list[int]) -> Ints:
        """The table of rows as it is in force from a moment on."""
        for here, row in self.row_of.items():
            line = table[row]
            line[tab.TEAMS_FROM] = len(teams_of)
            teams_of += [self.teams[team] for team in working.teams.get(here, ())]
            if here in working.panels:
                line[tab.PANEL], line[tab.ROOM] = self.panels[working.panels[here]], working.takes.get(here, 1)
            if here in working.holds:
                line[tab.HOLDS] = self.places[working.holds[here]]
        table[-1, tab.TEAMS_FROM] = len(teams_of)
        return table

    def _most_resources(self) -> int:
        return 2 + max((len(teams) for working in self.setting.working for teams in working.teams.values()), default=0)

    def _state(self, here: tuple[str, str], line: Ints) -> None:
        pathway, name = here
        row = self.row_of[here]
        self._per_year("visits", pathway, name, self._counter(tab.ENTERED, row))
        stays = self._counter(tab.STAYS, row)
        self._ratio(Key("caseload", pathway, name, "mean"), self._counter(tab.PRESENT, row), self._length, stays)
        line[tab.ROW_TIME] = self._duration("time_from_entry", pathway, name, is_sure=True, over="time_in_state")
        target = self.pathways[pathway].linked.states[name].target
        if target is not None and target.within is not None:
            line[tab.ROW_STANDARD] = self._standard(target.within)
            line[tab.ROW_USE] = self._use(pathway, name, is_of_all=True)

    # --- referrals

    def _milestones(self) -> Ints:
        table = np.full((len(self.milestones), tab.MILESTONE_COLUMNS), -1, np.int64)
        for milestone, line in zip(self.milestones, table, strict=True):
            pathway, name, is_end = milestone.pathway, milestone.name, milestone.end is None
            measure = "time_to_milestone" if not milestone.is_whole else "" if name else "time_to_end"
            line[tab.FROM_ARRIVAL], line[tab.TO_END] = milestone.start is None, is_end
            slots = [self._duration(measure, pathway, name, is_end, g, not is_end) for g in self.groups[pathway]]
            line[tab.MILESTONE_TIME] = slots[0]
            if milestone.within is not None:
                line[tab.MILESTONE_STANDARD] = self._standard(milestone.within)
                uses = [self._use(pathway, name, is_end, group) for group in self.groups[pathway]]
                line[tab.MILESTONE_USE] = uses[0]
        return table

    def _referrals(self) -> None:
        first_group = first_outcome = first_told = 0
        for name, role in self.roles.items():
            is_open = self._counter(tab.OPEN, role)
            self._ratio(Key("open", name, "", "mean"), is_open, self._length, self._counter(tab.ARRIVED, role))
            ended = self._counter(tab.ENDINGS, first_group)
            for group in self.groups[name]:
                self._per_year("arrivals", name, "", self._counter(tab.ARRIVALS, first_group), group)
                endings = self._counter(tab.ENDINGS, first_group)
                for outcome in self.outcomes[name]:
                    counter = self._counter(tab.OUTCOMES, first_outcome)
                    self._ratio(Key("outcome", name, outcome, "share", group), counter, endings, endings)
                    self._per_year("outcome", name, outcome, counter, group)
                    first_outcome += 1
                first_group += 1
            for value in self.told[name]:
                key = Key("ended_with", name, value, "share")
                self._ratio(key, self._counter(tab.TOLD, first_told), ended, ended)
                first_told += 1

    def _role_table(self) -> Ints:
        lines = [[0] * tab.ROLE_COLUMNS]
        for name in self.pathways:
            milestones, groups, known, told, outcomes, _ = lines[-1]
            lines[-1][tab.OUTCOMES_OF] = len(self.outcomes[name])
            lines.append(
                [
                    milestones + sum(milestone.pathway == name for milestone in self.milestones),
                    groups + len(self.groups[name]),
                    known + len(self.setting.groups.get(name, ())),
                    told + len(self.setting.told.get(name, ())),
                    outcomes + len(self.groups[name]) * len(self.outcomes[name]),
                    0,
                ]
            )
        return _ints(lines)

    def _attributes(self, known: Mapping[str, tuple[Attribute, ...]], first: int) -> Ints:
        """Each attribute's stride, size and first value: among the groups of its role, or (0) among all counters."""
        lines, place = [], first
        for name in self.pathways:
            place = first if first else place
            for attribute in known.get(name, ()):
                lines.append([attribute.stride, len(attribute.values), place])
                place += len(attribute.values)
        return _table(lines, tab.ATTRIBUTE_COLUMNS)

    # --- teams, panels and places

    def _teams(self) -> Ints:
        lines = []
        for team, number in self.teams.items():
            calendar = self.setting.team_calendar(team)
            if not any(calendar is known for known in self.calendars):
                self.calendars.append(calendar)
            stays = self._counter(tab.TEAM_STAYS, number)
            if staffed := self.setting.staffed(team):
                key = Key("utilisation", "", team, "mean")
                self._ratio(key, self._counter(tab.BUSY, number), float(staffed), stays)
            self._ratio(Key("queue", "", team, "mean"), self._counter(tab.WAITING, number), self._length, stays)
            at = next(number for number, known in enumerate(self.calendars) if known is calendar)
            lines.append([self._starts(team), at])
        return _table(lines, tab.RESOURCE_COLUMNS)

    def _panels(self) -> tuple[Ints, Ints]:
        lines: list[list[int]] = []
        meetings: list[int] = []
        for panel, number in self.panels.items():
            lines.append([self._starts(panel), len(meetings)])
            seen = self.setting.measured_meetings(panel)
            meetings += seen
            heard = self._counter(tab.HEARD, number)
            self._per_year("heard", "", panel, heard)
            if seen:
                n = len(seen)
                if self.setting.room(panel, seen):
                    used, held = self._counter(tab.USED, number), self._counter(tab.MEETINGS_HELD, number)
                    has_room = self._counter(tab.HAS_ROOM, number)
                    self._ratio(Key("slots_used", "", panel, "share"), used, has_room, held)
                left_over = self._counter(tab.LEFT_OVER, number)
                self._ratio(Key("left_over", "", panel, "mean"), left_over, float(n), None, n)
        lines.append([-1, len(meetings)])
        return _table(lines, tab.RESOURCE_COLUMNS), _ints(meetings)

    def _starts(self, resource: str) -> int:
        return self._duration("time_to_start", "", resource, is_sure=False, over="wait")

    def _places(self) -> Ints:
        lines = []
        for places, number in self.places.items():
            held, taken = self._counter(tab.HELD, number), self._counter(tab.TAKEN, number)
            self._ratio(Key("held", "", places, "mean"), held, self._length, taken)
            if there := self.setting.place_time(places):
                self._ratio(Key("places_used", "", places, "share"), held, float(there), taken)
            stays = self._counter(tab.PLACE_STAYS, number)
            self._ratio(Key("queue", "", places, "mean"), self._counter(tab.AWAITING, number), self._length, stays)
            lines.append([self._starts(places), -1])
        return _table(lines, tab.RESOURCE_COLUMNS)

    # --- time

    def _calendars(self) -> list[Ints]:
        """For each calendar one line a day."""
        lines = [line for calendar in self.calendars for line in calendar.spans(self.days)]
        return [_table(lines, tab.SPAN_COLUMNS)]

    def _standards(self) -> tuple[Ints, Ints]:
        lines: list[list[int]] = []
        due: list[list[int]] = []
        for within in self.standards:
            standard = Standard(within, self.setting.calendar)
            lines.append([standard.work or 0, len(due)])
            if standard.work is None:
                due.append(list(standard.due_by_day(self.days)))
        return _table(lines, tab.STANDARD_COLUMNS), _table(due, self.days)


def _outcomes(setting: Setting, pathway: str) -> list[str]:
    states = setting.pathways[pathway].linked.states.values()
    return list(dict.fromkeys(state.outcome for state in states if state.outcome is not None))


def _values(attributes: Iterable[Attribute]) -> list[str]:
    return [f"{attribute.name}={value}" for attribute in attributes for value in attribute.values]


def _ints(numbers: Sequence[int] | Sequence[Sequence[int]] | Sequence[bool]) -> Ints:
    return np.array(numbers, np.int64)


def _table(lines: Sequence[Sequence[int]], width: int) -> Ints:
    return np.array(lines, np.int64).reshape(len(lines), width)
