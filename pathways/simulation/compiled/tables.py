"""A model to one array of whole numbers that the compiled kernel interprets, and the first contents of its counters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pathways.machine.compiled import CompiledPathway, Kind
from pathways.machine.compiled import Table as Guard
from pathways.machine.stepper import standing_at, starting
from pathways.simulation.compiled import layout as x
from pathways.simulation.compiled.times import Times
from pathways.simulation.compiled.words import WordList, Words
from pathways.simulation.model import (
    CERTAIN,
    AtClosing,
    By,
    ByRole,
    Entering,
    Finding,
    Model,
    Needs,
    Order,
    Returns,
    Role,
    StatePlan,
    Stream,
    Told,
    While,
)  # fmt: skip
from pathways.simulation.reference.kernel import GAPS

_KINDS: Final = {Kind.DECISION: x.DECISION, Kind.PARALLEL: x.PARALLEL, Kind.END: x.FINAL}
_EVENTS_A_REFERRAL: Final = 8
_NARROWER: Final = 3  # bits, by trial: several in one bucket take longer than a coarser wheel
_WIDEST: Final = 20


@dataclass(frozen=True)
class Tables:
    """A model laid out.

    Attributes
    ----------
    words
        See `layout`.
    queues
        The first contents of every resource and counter.
    counts
        How many counts there are.
    programs
        For those who stand in a state as the study begins, by stream: the program that places them, and its length.
    places
        Where the plan of each state of each role stands.
    """

    words: Words
    queues: Words
    counts: int
    programs: dict[int, tuple[int, int]]
    places: tuple[tuple[int, ...], ...]


def lay_out(model: Model) -> Tables:
    """The tables of a model."""
    return _Layout(model).tables()


class _Layout:
    def __init__(self, model: Model) -> None:
        self.model, self.words = model, WordList()
        self.times = Times(self.words, model)
        self.epochs = 1 + len(model.later)
        self.values = max(len(role.pathway.attributes) for role in model.roles)
        self.rows = [sum(len(role.states) for role in model.roles[:number]) for number in range(len(model.roles) + 1)]
        self.first_panel = len(model.teams) * x.RESOURCE_SIZE
        self.first_places = self.first_panel + len(model.panels) * x.RESOURCE_SIZE
        self.first_counters = self.first_places + len(model.places) * x.RESOURCE_SIZE
        self.first_hours = self.first_counters + len(model.streams) * x.COUNTER
        self.plain = [self._is_plain_team(number) for number in range(len(model.teams))]
        self.more = self._needs_more()
        self._arrows: dict[tuple[int, int], int] = {}
        # A plan for each state and, where it differs from the one before, epoch.
        self.places: list[list[list[int]]] = []
        for role in model.roles:
            of_role = []
            for state in range(len(role.states)):
                found: list[int] = []
                for epoch in range(self.epochs):
                    same = epoch > 0 and role.plan(state, epoch) == role.plan(state, epoch - 1)
                    found.append(found[-1] if same else self.words.reserve(x.STATE))
                of_role.append(found)
            self.places.append(of_role)

    def tables(self) -> Tables:
        model, words = self.model, self.words
        for number, role in enumerate(model.roles):
            for state, places in enumerate(self.places[number]):
                for epoch, place in enumerate(places):
                    if epoch == 0 or place != places[epoch - 1]:
                        words.fill(place, self._state(number, role, state, role.plan(state, epoch), places))
        queues = self._queues()
        crew = max(len(plan.work.teams) for plan in self._plans() if plan.work is not None) if self._has_work() else 1
        regions = max(len(role.pathway.regions) for role in model.roles)
        visit = x.SIZE * (crew + self.more)
        record = x.SIZE + visit * regions
        words.fill(0, {
            x.END: model.end,
            x.WARM_UP: model.warm_up,
            x.WIDTH: self._width(),
            x.RECORD: -(-(record + len(model.places)) // x.SIZE) * x.SIZE,
            x.VISIT: visit,
            x.MORE: x.SIZE * crew if self.more else x.NONE,
            x.HELD: record,
            x.STRIDE: self.values + max(len(role.states) for role in model.roles),
            x.VALUES: self.values,
            x.REGIONS: regions,
            x.STREAMS: len(model.streams),
            x.FIRST_STREAM: words.keep_all([self._stream(n, stream) for n, stream in enumerate(model.streams)]),
            x.PANELS: len(model.panels),
            x.FIRST_PANEL: words.keep_all([self._panel(number) for number in range(len(model.panels))]),
            x.TEAMS: len(model.teams),
            x.PLACES: len(model.places),
            x.FIRST_PLACES: self.first_places,
            x.EPOCHS: len(model.later),
            x.LATER: words.keep_all([self._epoch(epoch) for epoch in range(1, self.epochs)]) if model.later else x.NONE,
            x.ROLES: len(model.roles),
            x.COUNTS_AT: self.rows[-1],
            x.GAPS_AT: self.times.knots(GAPS),
        })  # fmt: skip
        programs = {
            number: self._standing(stream) for number, stream in enumerate(model.streams) if stream.stand is not None
        }
        return Tables(
            words=words.array(),
            queues=queues,
            counts=self.rows[-1] + len(model.roles) * x.COUNTS,
            programs=programs,
            places=tuple(tuple(places[0] for places in of_role) for of_role in self.places),
        )

    def _plans(self) -> Iterable[StatePlan]:
        return (
            role.plan(state, epoch)
            for role in self.model.roles
            for state in range(len(role.states))
            for epoch in range(self.epochs)
        )

    def _has_work(self) -> bool:
        return any(plan.work is not None for plan in self._plans())

    def _is_plain_team(self, number: int) -> bool:
        """Whether its queue is first come, first served, of work that any member does alone and at any hour."""
        return self.model.teams[number].order.by is By.FIRST_COME and all(
            len(plan.work.teams) == 1 and plan.work.at_closing is AtClosing.SUSPEND
            for plan in self._plans()
            if plan.work is not None and number in plan.work.teams
        )

    def _needs_more(self) -> bool:
        """Whether a visit needs its rarer cells."""
        model = self.model
        orders = [
            *(team.order for team in model.teams),
            *(places.order for places in model.places),
            *(panel.order for panel in model.panels),
        ]
        return (
            bool(model.places)
            or any(stream.stand is not None for stream in model.streams)
            or any(panel.urgent or panel.deadlines != panel.meetings for panel in model.panels)
            or any(plan.target is not None for plan in self._plans())
            or any(order.by is By.DUE_DATE for order in orders)
        )

    def _width(self) -> int:
        """The bits of a bucket of the wheel: an event falls into every fourth or so."""
        expected = sum(stream.expected[-1] for stream in self.model.streams if stream.expected) / CERTAIN * (1 << 27)
        each = self.model.end / max(expected, 1.0) / _EVENTS_A_REFERRAL
        return min(max(int(each).bit_length() - _NARROWER, 0), _WIDEST)

    # --- states

    def _state(self, number: int, role: Role, index: int, plan: StatePlan, places: list[int]) -> dict[int, int]:
        pathway, words, work = role.pathway, self.words, plan.work
        state = pathway.states[index]
        clocks = [self._clock(number, role, index, clock) for clock in (*plan.interrupts, *plan.work_interrupts)]
        parent = pathway.regions[state.region].parallel
        marking = starting(pathway, index, dict.fromkeys(pathway.arrival, 0)).marking
        program = self._entering(number, pathway, index, marking) if state.kind is Kind.PARALLEL else []
        inside = self._inside(pathway, index)
        takes = x.NONE if plan.takes < 0 else self._places(plan.takes)
        due = x.NONE if plan.target is None else self.times.duration(plan.target)
        hours = x.NONE if work is None else self.times.calendar(self.model.hours[work.hours])
        return {
            x.ROW: self.rows[number] + index,
            x.KIND: _KINDS.get(state.kind, x.TIMED),
            x.REGION: state.region,
            x.NEEDS: int(plan.needs),
            x.RESOURCE: self._panels(plan.resource) if plan.needs is Needs.PANEL else plan.resource * x.RESOURCE_SIZE,
            **{x.TIME + cell: value for cell, value in enumerate(self._time(plan))},
            x.PURPOSE: plan.purpose,
            x.FINDS: words.keep_all([self._finding(finding) for finding in plan.finds]),
            x.FOUND: len(plan.finds),
            x.COMPLETE: self._arrow(number, pathway, state.complete),
            x.TIMEOUT: x.NONE if plan.timeout is None else self.times.duration(plan.timeout),
            x.TIMEOUT_ARROW: self._arrow(number, pathway, state.timeout),
            x.CLOCKS: len(plan.interrupts),
            x.WORK_CLOCKS: len(plan.work_interrupts),
            x.CLOCKS_AT: words.keep_all(clocks),
            x.DECIDE: x.NONE if state.decide is None else self._guard(state.decide),
            x.CHOICES: words.keep(*(self._arrow(number, pathway, choice) for choice in state.choices)),
            x.ENTER: words.keep(*program),
            x.ENTERED: len(program),
            x.LEAVE: words.keep(*inside),
            x.LEFT: len(inside),
            x.BRANCHES: len(state.branches),
            x.PARENT: x.NONE if parent < 0 else pathway.states[parent].region,
            x.VISITS: self.values + index,
            x.EXTRAS: int(plan.timeout is not None or bool(plan.interrupts) or plan.takes >= 0 or due >= 0),
            x.ROLE: number,
            x.EPOCHS_AT: words.keep(*places),
            x.IS_PLAIN: int(self._is_plain(plan)),
            x.CREW: 0 if work is None else len(work.teams),
            x.CREW_AT: 0 if work is None else words.keep(*(team * x.RESOURCE_SIZE for team in work.teams)),
            x.CREW_HOURS: hours,
            x.HOURS_CELL: 0 if work is None else self.first_hours + work.hours,
            x.CLOSING: 0 if work is None else int(work.at_closing),
            x.TAKES: takes,
            x.BACK: len(plan.returns),
            x.BACK_AT: words.keep(*map(self._places, plan.returns)),
            x.BACK_AFTER: len(plan.returns_after),
            x.BACK_AFTER_AT: words.keep(*map(self._places, plan.returns_after)),
            x.ROOM: plan.room,
            x.IS_REVIEW: int(plan.is_review),
            x.DUE: due,
            x.IS_QUICK: int(state.kind is Kind.DECISION and not self._has_clocks(number, index)),
            x.IS_TASK: int(plan.needs is Needs.TIME and state.kind is Kind.TASK),
        }

    def _has_clocks(self, role: int, state: int) -> bool:
        """Whether the clock of an interrupt starts, or a place is given back, in some epoch as the state is entered."""
        plans = [self.model.roles[role].plan(state, epoch) for epoch in range(self.epochs)]
        return any(plan.interrupts or plan.returns or plan.returns_after for plan in plans)

    def _is_plain(self, plan: StatePlan) -> bool:
        """Whether the main loop knows how to wait for what the state needs."""
        if plan.needs is Needs.TEAM:
            return self.plain[plan.resource]
        if plan.needs is Needs.PANEL:
            return not self.more and self.model.panels[plan.resource].order.by is By.FIRST_COME
        return True

    def _time(self, plan: StatePlan) -> list[int]:
        place = self._time_at(plan)
        return self.words.words[place : place + x.TIME_TAKEN]

    def _time_at(self, plan: StatePlan) -> int:
        if plan.time is None:
            return self.words.keep(x.FIXED, 0, x.NONE, 1, 1)
        if plan.work is None:
            return self.times.time(plan.time)
        # Work that is not plain is stretched and put into hours where it begins.
        plain = self.plain[plan.resource]
        hours = self.times.calendar(self.model.hours[plan.work.hours]) if plain else x.NONE
        return self.times.amount(plan.time.table, hours, plan.work.over, plan.work.under)

    def _panels(self, number: int) -> int:
        return self.first_panel + number * x.RESOURCE_SIZE

    def _places(self, number: int) -> int:
        return self.first_places + number * x.RESOURCE_SIZE

    def _entering(self, role: int, pathway: CompiledPathway, index: int, marking: Sequence[int]) -> list[int]:
        """What entering a state does, in order: twice a state's place to be entered, one more to make its plans."""
        state, place = pathway.states[index], 2 * self.places[role][index][0]
        if state.kind is not Kind.PARALLEL:
            return [place]
        inner = [word for branch in state.branches for word in self._entering(role, pathway, marking[branch], marking)]
        return [place, *inner, place + 1]

    def _standing(self, stream: Stream) -> tuple[int, int]:
        role, stand = stream.entering[0].role, stream.stand
        assert stand is not None
        pathway = self.model.roles[role].pathway
        marking = standing_at(pathway, (*stand.inside, stand.state), pathway.initial).marking
        outermost = stand.inside[0] if stand.inside else stand.state
        program = self._entering(role, pathway, outermost, marking)
        return self.words.keep(*program), len(program)

    def _inside(self, pathway: CompiledPathway, index: int) -> list[int]:
        """The regions inside a state, in the order in which they are left: the inner ones first."""
        found = []
        for branch in pathway.states[index].branches:
            for inner, state in enumerate(pathway.states):
                if state.region == branch:
                    found += self._inside(pathway, inner)
            found.append(branch)
        return found

    def _arrow(self, role: int, pathway: CompiledPathway, number: int) -> int:
        if number < 0:
            return x.NONE
        if (role, number) not in self._arrows:
            arrow = pathway.arrows[number]
            effects = [
                (effect.attribute, int(effect.adds), effect.operand, len(pathway.domains[effect.attribute]) - 1)
                for effect in arrow.effects
            ]
            target = x.NONE if arrow.target < 0 else self.places[role][arrow.target][0]
            self._arrows[role, number] = self.words.keep(target, len(effects), self.words.keep_all(effects))
        return self._arrows[role, number]

    def _guard(self, guard: Guard) -> int:
        cells = self.words.keep(*guard.cells)
        pairs = [word for pair in zip(guard.attributes, guard.strides, strict=True) for word in pair]
        return self.words.keep(cells, *pairs, x.NONE)

    def _guards(self, condition: ByRole) -> tuple[int, ...]:
        """A guard for each role; NONE where it never holds."""
        guards = condition or (None,) * len(self.model.roles)
        return tuple(x.NONE if guard is None else self._guard(guard) for guard in guards)

    def _finding(self, finding: Finding, anew: Collection[int] = ()) -> tuple[int, ...]:
        cases = [
            (
                x.NONE if case.when is None else self._guard(case.when),
                self.words.keep_all(case.shares),
                len(case.shares),
            )
            for case in finding.cases
        ]
        return finding.attribute, finding.purpose, self.words.keep_all(cases), int(finding.attribute in anew)

    def _clock(self, number: int, role: Role, state: int, clock: int) -> tuple[int, ...]:
        plan = role.interrupts[clock]
        interrupt = role.pathway.interrupts[plan.interrupt]
        guard = x.NONE if interrupt.when is None else self._guard(interrupt.when)
        arrow = self._arrow(number, role.pathway, interrupt.arrow)
        return self.times.time(plan.time), plan.purposes[state], guard, arrow, int(plan.while_ is While.WAITING)

    # --- what is there

    def _queues(self) -> Words:
        """Every team, panel and kind of places, then the counters of streams, then the openings of calendars."""
        model = self.model
        queues = np.zeros(self.first_hours + len(model.hours), dtype=np.int64)
        queues[self.first_hours :] = -1
        records: list[tuple[int, int, int, Order, int, bool]] = [
            *((n, n * x.RESOURCE_SIZE, staff, team.order, self.times.calendar(model.hours[team.hours]), self.plain[n])
              for n, (team, staff) in enumerate(zip(model.teams, model.staff(0), strict=True))),
            *((n, self._panels(n), 0, panel.order, x.NONE, False) for n, panel in enumerate(model.panels)),
            *((n, self._places(n), places, each.order, x.NONE, False)
              for n, (each, places) in enumerate(zip(model.places, model.capacity(0), strict=True))),
        ]  # fmt: skip
        for number, place, free, order, hours, plain in records:
            queues[place + x.INDEX] = number
            queues[place + x.FREE] = free
            queues[place + x.TEAM_HOURS] = hours
            queues[place + x.ORDER] = int(order.by)
            classes = [guard for condition in order.classes for guard in self._guards(condition)]
            queues[place + x.CLASSES] = self.words.keep(len(order.classes), *classes)
            queues[place + x.PLAIN] = plain
        return queues

    def _panel(self, number: int) -> tuple[int, ...]:
        panel, keep = self.model.panels[number], self.words.keep
        return (
            self._panels(number),
            len(panel.meetings),
            keep(*panel.meetings),
            keep(*panel.deadlines),
            keep(*(self.model.slots(epoch)[number] for epoch in range(self.epochs))),
            panel.reserve,
            int(panel.fills),
            keep(*self._guards(panel.urgent)) if panel.urgent else x.NONE,
            panel.cancels,
            panel.purpose,
        )

    def _epoch(self, epoch: int) -> tuple[int, ...]:
        def changes(before: Sequence[int], after: Sequence[int]) -> int:
            return self.words.keep(*(b - a for a, b in zip(before, after, strict=True)))

        model = self.model
        staff = changes(model.staff(epoch - 1), model.staff(epoch))
        return model.later[epoch - 1].starts, staff, changes(model.capacity(epoch - 1), model.capacity(epoch))

    # --- arrivals

    def _stream(self, number: int, stream: Stream) -> tuple[int, ...]:
        days = len(stream.expected) - 1 if stream.stand is None and stream.expected else 0
        entering = [self._entering_stream(number, each) for each in stream.entering]
        entering += entering[-1:] * (self.epochs - len(entering))
        expected = self.words.keep(*stream.expected)
        counters = self.first_counters + number * x.COUNTER
        return expected, days, stream.opens, stream.hours, self.words.keep(*entering), counters

    def _entering_stream(self, number: int, entering: Entering) -> int:
        role, returns = self.model.roles[entering.role], entering.returns
        pathway = role.pathway
        starts = [(threshold, self.places[entering.role][state][0]) for threshold, state in entering.starts]
        return self.words.keep(
            entering.role,
            self.words.keep_all(starts),
            len(starts),
            len(entering.attributes),
            self.words.keep_all([self._finding(finding) for finding in entering.attributes]),
            self.words.keep(*pathway.initial),
            len(pathway.attributes),
            x.NONE if returns is None else self._returns(entering.role, returns),
            number,
            self._told(role.known),
            self._told(role.told),
        )

    def _told(self, told: Told) -> int:
        return self.words.keep(*(word for pair in told for word in pair), x.NONE)

    def _returns(self, role: int, returns: Returns) -> int:
        pathway = self.model.roles[role].pathway
        chances = self.words.keep(*(returns.chances.get(state, 0) for state in range(len(pathway.states))))
        attribute, recent, otherwise, within = returns.recent or (x.NONE, 0, 0, None)
        return self.words.keep(
            chances - self.rows[role],
            self.times.time(returns.delay),
            len(returns.attributes),
            self.words.keep_all([self._finding(finding, returns.anew) for finding in returns.attributes]),
            returns.counts,
            0 if returns.counts < 0 else len(pathway.domains[returns.counts]) - 1,
            attribute,
            recent,
            otherwise,
            x.NONE if within is None else self.times.duration(within),
        )
