"""A model and a replication number to an event log: the reference simulation, small and in plain Python.

Time is in whole seconds. What is due is kept in one heap ordered by (time, priority, running number). Every movement of
a referral is made by the stepper, so the simulation means by a pathway what the rules and the drawing mean by it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any, Final

from pathways.calendars import moment_after
from pathways.errors import PathwaysError
from pathways.eventlog import Event, EventLog
from pathways.machine.compiled import DONE, Kind
from pathways.machine.stepper import Configuration, Move, MoveKind, apply, automatic, moves, starting
from pathways.simulation.distributions import exponential
from pathways.simulation.draws import draw, purpose_words, stream_key
from pathways.simulation.model import EPISODE, UNIT, Entering, Model, Needs, Role, StatePlan, choose
from pathways.simulation.opening import Stood, standing
from pathways.simulation.tally import Tally

# At equal times, work that ends frees its staff and still reaches the panel, before anyone new arrives.
COMPLETION: Final = 0
MEETING: Final = 1
TIMEOUT: Final = 2
INTERRUPT: Final = 3
ARRIVAL: Final = 4
GAP: Final = purpose_words("arrival", "gap")
START: Final = purpose_words("arrival", "start")
RETURN: Final = purpose_words("return", "chance")
DELAY: Final = purpose_words("return", "delay")
GAPS: Final = exponential(UNIT)
_MOST_EPISODES: Final = (1 << 12) - 1
_MOST_MOVES: Final = 10_000  # a referral that moves more often without time passing goes round in circles


@dataclass(eq=False, slots=True)
class Referral:
    """One case: who it is, where it stands, and how often it has been in each state.

    `number` is its number in its stream, and above EPISODE how often it came before. `entering` is what was in force as
    it arrived.
    """

    id: int
    role: int
    key: int
    number: int
    configuration: Configuration
    stream: int
    entering: Entering
    arrived: int
    standing: dict[int, Visit] = field(default_factory=dict)  # the open visit of each region
    visits: dict[int, int] = field(default_factory=dict)
    moved_at: int = 0
    moves: int = 0


@dataclass(eq=False, slots=True)
class Visit:
    """A referral's stay in one state, by the plan that was in force as it began."""

    referral: Referral
    state: int
    number: int
    plan: StatePlan
    is_open: bool = True
    in_work: bool = False
    is_queueing: bool = False


class Kernel:
    """One replication.

    Parameters
    ----------
    is_checked
        Verify that the stepper offers every move that is made (slow; for tests).
    """

    def __init__(self, model: Model, seed: int, replication: int, *, is_checked: bool = False) -> None:
        self.model, self.calendar = model, model.calendar
        self.replication, self.is_checked = replication, is_checked
        self.now = 0
        self.tally = Tally.of(model)
        self.log = EventLog(
            tuple(role.name for role in model.roles),
            tuple(tuple(s.name for s in role.pathway.states) for role in model.roles),
            model.calendar.first,
        )
        self._due: list[tuple[int, int, int, Callable[[Any], None], Any]] = []
        self._running = 0
        self._free = [team.staff for team in model.teams]
        self._queues: list[deque[Visit]] = [deque() for _ in model.teams]
        self._agendas: list[deque[Visit]] = [deque() for _ in model.panels]
        self._keys = [stream_key(seed, replication, stream.name) for stream in model.streams]
        self._arrivals = [0] * len(model.streams)
        self._reached = [0] * len(model.streams)  # of each stream's expected arrivals
        self._epoch = 0
        self._referrals = 0

    def run(self) -> EventLog:
        """Everything that happens strictly before the end of the study."""
        self._open()
        for stream in range(len(self.model.streams)):
            self._plan_arrival(stream)
        for number, panel in enumerate(self.model.panels):
            for moment in panel.meetings:
                self._plan(moment, MEETING, self._meet, number)
        later, end = self.model.later, self.model.end
        while True:
            due = self._due[0][0] if self._due else end
            # What changes at a date changes before anything else that is due then.
            if self._epoch < len(later) and later[self._epoch].starts <= due:
                self._begin_epoch()
                continue
            if due >= end:
                break
            self.now, _, _, happen, what = heappop(self._due)
            happen(what)
        self.tally.close(self.model)
        return self.log

    def _plan(self, time: int, priority: int, happen: Callable[[Any], None], what: Any) -> None:
        self._running += 1
        heappush(self._due, (time, priority, self._running, happen, what))

    def _begin_epoch(self) -> None:
        """Staff and slots change; those in work finish first where there are fewer staff."""
        staff = self.model.staff(self._epoch)
        self._epoch += 1
        self.now = self.model.later[self._epoch - 1].starts
        for team, (before, after) in enumerate(zip(staff, self.model.staff(self._epoch), strict=True)):
            self._free[team] += after - before
        for team in range(len(staff)):
            self._start_work(team)

    # --- arrivals

    def _open(self) -> None:
        """Those who are there as the study begins."""
        for each in standing(self.model, self._keys):
            plan = self.model.streams[each.stream].entering[0]
            referral = self._referral(each.stream, each.number, plan, each.configuration, each.outermost)
            self._enter(referral, self.model.roles[plan.role], each.outermost, each)
            self._settle(referral, self.model.roles[plan.role])

    def _plan_arrival(self, stream: int) -> None:
        plan, number = self.model.streams[stream], self._arrivals[stream]
        if plan.stand is not None:
            return
        self._reached[stream] += GAPS.sample(draw(self._keys[stream], number, 0, GAP))
        time = plan.when(self._reached[stream])
        if time is not None:
            self._plan(time, ARRIVAL, self._arrive, stream)

    def _arrive(self, stream: int) -> None:
        number = self._arrivals[stream]
        self._arrivals[stream] += 1
        self._admit(stream, number, None)
        self._plan_arrival(stream)

    def _admit(self, stream: int, number: int, before: int | None) -> None:
        """A referral arrives; one that comes back did so last at the moment `before`."""
        plan, key = self.model.streams[stream].entering[self._epoch], self._keys[stream]
        role = self.model.roles[plan.role]
        start = choose(plan.starts, draw(key, number, 0, START))
        known = self._known(plan, role, key, number, before)
        referral = self._referral(stream, number, plan, starting(role.pathway, start, known), start)
        self._enter(referral, role, start)
        self._settle(referral, role)

    def _known(self, plan: Entering, role: Role, key: int, number: int, before: int | None) -> dict[int, int]:
        """What is known on arrival. What stays the same is drawn again by the number of the first time."""
        values, known = list(role.pathway.initial), {}
        episode, first, returns = number >> EPISODE, number & ((1 << EPISODE) - 1), plan.returns
        anew = returns.attributes if returns is not None and episode else None
        for finding in plan.attributes if anew is None else anew:
            at = finding.attribute
            counts = returns is not None and at == returns.counts
            value = finding.value(values, draw(key, first if anew is None or counts else number, 0, finding.purpose))
            if counts:
                value = min(value + episode, len(role.pathway.domains[at]) - 1)
            if returns is not None and before is not None and returns.recent is not None:
                attribute, recent, otherwise, within = returns.recent
                if at == attribute:
                    value = recent if self.now <= moment_after(self.calendar, before, within) else otherwise
            values[at] = known[at] = value
        return known

    def _referral(self, stream: int, number: int, plan: Entering, configuration: Configuration, start: int) -> Referral:
        key = self._keys[stream]
        referral = Referral(self._referrals, plan.role, key, number, configuration, stream, plan, self.now)
        self._referrals += 1
        self.tally.arrived[plan.role] += 1
        self.log.add(self.replication, referral.id, plan.role, start, 1, Event.ARRIVE, self.now)
        return referral

    def _plan_return(self, referral: Referral, final: int) -> None:
        """Who has ended may come back as a new referral of the same stream."""
        returns, number = referral.entering.returns, referral.number
        if returns is None or draw(referral.key, number, 0, RETURN) >= returns.chances.get(final, 0):
            return
        if number >> EPISODE == _MOST_EPISODES:
            raise PathwaysError(
                f"a referral on '{self.model.roles[referral.role].name}' came back {_MOST_EPISODES:,} times\n"
                "    fix: lower the share that comes back under 'returns', or lengthen the delay"
            )
        number += 1 << EPISODE
        time = returns.delay.end(self.calendar, self.now, draw(referral.key, number, 0, DELAY))
        self._plan(time, ARRIVAL, self._come_back, (referral.stream, number, referral.arrived))

    def _come_back(self, what: tuple[int, int, int]) -> None:
        self._admit(*what)

    # --- movement

    def _move(self, referral: Referral, role: Role, move: Move) -> None:
        pathway = role.pathway
        if self.is_checked and move not in moves(pathway, referral.configuration):
            raise AssertionError(f"the stepper does not offer {move}")
        target = pathway.arrows[move.arrow].target
        self._leave(referral, role, move.state)
        referral.configuration = apply(pathway, referral.configuration, move)
        if target != DONE:
            self._enter(referral, role, target)

    def _settle(self, referral: Referral, role: Role) -> None:
        """Make the moves that take no time, until only time can bring the referral on."""
        if self.now != referral.moved_at:
            referral.moved_at, referral.moves = self.now, 0
        while (move := automatic(role.pathway, referral.configuration)) is not None:
            self._move(referral, role, move)
            referral.moves += 1
        referral.moves += 1
        if referral.moves > _MOST_MOVES:
            raise PathwaysError(
                f"a referral on '{role.name}' moved {_MOST_MOVES:,} times without any time passing\n"
                "    fix: give one of the states in its loop a time"
            )

    def _enter(self, referral: Referral, role: Role, at: int, stood: Stood | None = None) -> None:
        state, plan = role.pathway.states[at], role.plan(at, self._epoch)
        number = referral.visits.get(at, 0) + 1
        referral.visits[at] = number
        visit = referral.standing[state.region] = Visit(referral, at, number, plan)
        self._write(visit, Event.ENTER)
        if state.kind is Kind.END:
            visit.is_open = False
            self._write(visit, Event.END)
            self.tally.ended[referral.role] += 1
            self._plan_return(referral, at)
            return
        self.tally.present[referral.role][at].change(1, self.now)
        for branch in state.branches:
            self._enter(referral, role, referral.configuration.marking[branch], stood)
        here = stood if stood is not None and stood.state == at else None  # it has been here for a while
        if plan.timeout is not None:
            time = moment_after(self.calendar, self.now, plan.timeout) if here is None else here.timeout
            self._plan(time, TIMEOUT, self._time_out, visit)
        for interrupt in plan.interrupts:
            self._plan_interrupt(visit, interrupt, 0)
        if plan.needs is Needs.TIME:
            if here is None:
                self._plan_completion(visit)
            else:
                self._plan(here.ends, COMPLETION, self._complete, visit)
        elif plan.needs is Needs.TEAM:
            visit.is_queueing = True
            self._queues[plan.resource].append(visit)
            self.tally.waiting[plan.resource].change(1, self.now)
            self._start_work(plan.resource)
        elif plan.needs is Needs.PANEL:
            self._agendas[plan.resource].append(visit)

    def _leave(self, referral: Referral, role: Role, at: int) -> None:
        state = role.pathway.states[at]
        for branch in state.branches:
            inside = referral.configuration.marking[branch]
            if inside >= 0:
                self._leave(referral, role, inside)
        visit = referral.standing[state.region]
        plan = visit.plan
        visit.is_open = False
        self._write(visit, Event.LEAVE)
        self.tally.present[referral.role][at].change(-1, self.now)
        if visit.is_queueing:  # it stays in the queue, closed, and is passed over there
            visit.is_queueing = False
            self.tally.waiting[plan.resource].change(-1, self.now)
        if visit.in_work:
            visit.in_work = False
            self._free[plan.resource] += 1
            self.tally.busy[plan.resource].change(-1, self.calendar.worked(self.now))
            self._start_work(plan.resource)

    # --- what brings a referral on

    def _plan_completion(self, visit: Visit) -> None:
        plan = visit.plan
        time = plan.time
        assert time is not None
        number = 0 if time.is_certain else draw(visit.referral.key, visit.referral.number, visit.number, plan.purpose)
        self._plan(time.end(self.calendar, self.now, number), COMPLETION, self._complete, visit)

    def _complete(self, visit: Visit) -> None:
        """The state is left by `complete`, with what it finds."""
        if not visit.is_open:
            return
        referral = visit.referral
        role = self.model.roles[referral.role]
        state, plan = role.pathway.states[visit.state], visit.plan
        if visit.in_work:
            self._write(visit, Event.FINISH)
        found: tuple[tuple[int, int], ...] = ()
        if plan.finds:
            values = list(referral.configuration.values)
            for finding in plan.finds:
                number = draw(referral.key, referral.number, visit.number, finding.purpose)
                values[finding.attribute] = finding.value(values, number)
            found = tuple((attribute, values[attribute]) for attribute, _ in state.finds)
        self._move(referral, role, Move(MoveKind.COMPLETE, state.region, visit.state, state.complete, found))
        self._settle(referral, role)

    def _time_out(self, visit: Visit) -> None:
        if visit.is_open:
            role = self.model.roles[visit.referral.role]
            state = role.pathway.states[visit.state]
            self._move(visit.referral, role, Move(MoveKind.TIMEOUT, state.region, visit.state, state.timeout))
            self._settle(visit.referral, role)

    def _plan_interrupt(self, visit: Visit, number: int, attempt: int) -> None:
        # A new clock for each state: an exponential clock has no memory, so this changes nothing but the draws' names.
        referral = visit.referral
        plan = self.model.roles[referral.role].interrupts[number]
        word = draw(referral.key, referral.number, visit.number | attempt << 20, plan.purposes[visit.state])
        self._plan(plan.time.end(self.calendar, self.now, word), INTERRUPT, self._interrupt, (visit, number, attempt))

    def _interrupt(self, what: tuple[Visit, int, int]) -> None:
        visit, number, attempt = what
        role = self.model.roles[visit.referral.role]
        if not visit.is_open or (visit.in_work and role.interrupts[number].only_waiting):
            return
        referral = visit.referral
        index = role.interrupts[number].interrupt
        interrupt = role.pathway.interrupts[index]
        if interrupt.when is not None and not interrupt.when.at(referral.configuration.values):
            self._plan_interrupt(visit, number, attempt + 1)
            return
        self._move(referral, role, Move(MoveKind.INTERRUPT, interrupt.region, visit.state, interrupt.arrow, (), index))
        self._settle(referral, role)

    # --- teams and panels

    def _start_work(self, team: int) -> None:
        """Free staff take the referrals that have waited longest."""
        queue = self._queues[team]
        while queue and self._free[team] > 0:
            visit = queue.popleft()
            if not visit.is_open:
                continue
            visit.is_queueing, visit.in_work = False, True
            self._free[team] -= 1
            self.tally.waiting[team].change(-1, self.now)
            self.tally.busy[team].change(1, self.calendar.worked(self.now))
            self._write(visit, Event.START)
            for interrupt in visit.plan.work_interrupts:
                self._plan_interrupt(visit, interrupt, 0)
            self._plan_completion(visit)

    def _meet(self, panel: int) -> None:
        """The panel hears those who have waited longest, as many as it has slots."""
        agenda = deque(visit for visit in self._agendas[panel] if visit.is_open)
        slots = self.model.slots(self._epoch)[panel]
        hearing = [agenda.popleft() for _ in range(min(slots, len(agenda)))]
        self._agendas[panel] = agenda
        for visit in hearing:
            # Completing one hearing may close another: two of one referral's branches may both be on the agenda.
            if visit.is_open:
                self.tally.heard[panel] += self.now >= self.model.warm_up
                self._write(visit, Event.START)
                self._write(visit, Event.FINISH)
                self._complete(visit)

    def _write(self, visit: Visit, event: Event) -> None:
        referral = visit.referral
        self.log.add(self.replication, referral.id, referral.role, visit.state, visit.number, event, self.now)
