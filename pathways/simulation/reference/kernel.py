"""A model and a replication number to an event log: the reference simulation, small and in plain Python.

Time is in whole seconds. What is due is kept in one heap ordered by (time, priority, running number). Every movement of
a referral is made by the stepper, so the simulation means by a pathway what the rules and the drawing mean by it.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any, Final

from pathways.calendars import DAY, moment_after
from pathways.errors import PathwaysError
from pathways.eventlog import Event, EventLog
from pathways.machine.compiled import DONE, Kind
from pathways.machine.stepper import Configuration, Move, MoveKind, apply, automatic, moves, starting
from pathways.simulation.distributions import exponential
from pathways.simulation.draws import draw, purpose_words, stream_key
from pathways.simulation.model import (
    EPISODE,
    UNIT,
    AtClosing,
    Entering,
    Model,
    Needs,
    Role,
    While,
    Work,
    choose,
    held_in,
    telling,
)
from pathways.simulation.reference.opening import Stood, standing
from pathways.simulation.reference.visits import Line, Referral, Visit, fitting
from pathways.simulation.tally import Tally

# At equal times, work that ends frees its staff and still reaches the panel, before anyone new arrives.
COMPLETION: Final = 0
OPENING: Final = 1
MEETING: Final = 2
TIMEOUT: Final = 3
INTERRUPT: Final = 4
ARRIVAL: Final = 5
GAP: Final = purpose_words("arrival", "gap")
START: Final = purpose_words("arrival", "start")
RETURN: Final = purpose_words("return", "chance")
DELAY: Final = purpose_words("return", "delay")
GAPS: Final = exponential(UNIT)
MOST_EPISODES: Final = (1 << 12) - 1
MOST_MOVES: Final = 10_000  # a referral that moves more often without time passing goes round in circles


def empty_log(model: Model) -> EventLog:
    """A log of a model's pathways with no event yet."""
    return EventLog(
        tuple(role.name for role in model.roles),
        tuple(tuple(s.name for s in role.pathway.states) for role in model.roles),
        model.calendar.first,
    )


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
        self.log = empty_log(model)
        self._due: list[tuple[int, int, int, Callable[[Any], None], Any]] = []
        self._running = 0
        self._turns = 0
        self._free = list(model.staff(0))
        self._queues: list[Line] = [[] for _ in model.teams]
        self._free_places = list(model.capacity(0))
        self._place_queues: list[Line] = [[] for _ in model.places]
        self._agendas: list[Line] = [[] for _ in model.panels]
        self._meeting_keys = [stream_key(seed, replication, f"panel {panel.name}") for panel in model.panels]
        self._opens = [-1] * len(model.hours)  # the opening of each calendar for which somebody waits
        self._keys = [stream_key(seed, replication, stream.name) for stream in model.streams]
        self._arrivals = [0] * len(model.streams)
        self._reached = [0] * len(model.streams)  # of each stream's expected arrivals
        self._epoch = 0
        self._referrals = 0

    def run(self) -> EventLog:
        """Everything that happens strictly before the end of the study."""
        self._admit_standing()
        for stream in range(len(self.model.streams)):
            self._plan_arrival(stream)
        for number, panel in enumerate(self.model.panels):
            for meeting, moment in enumerate(panel.meetings):
                self._plan(moment, MEETING, self._meet, (number, meeting))
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
        """Staff, slots and places change. If there are fewer, those in work finish, and who holds a place keeps it."""
        staff, places = self.model.staff(self._epoch), self.model.capacity(self._epoch)
        self._epoch += 1
        self.now = self.model.later[self._epoch - 1].starts
        for team, (before, after) in enumerate(zip(staff, self.model.staff(self._epoch), strict=True)):
            self._free[team] += after - before
        for place, (before, after) in enumerate(zip(places, self.model.capacity(self._epoch), strict=True)):
            self._free_places[place] += after - before
        for team in range(len(staff)):
            self._start_work(team)
        for place in range(len(places)):
            self._hand_out(place)

    # --- arrivals

    def _admit_standing(self) -> None:
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
        again = returns if episode else None
        for finding in plan.attributes if again is None else again.attributes:
            at = finding.attribute
            who = first if again is None or at not in again.anew else number
            value = finding.value(values, draw(key, who, 0, finding.purpose))
            if again is not None and at == again.counts:
                value = min(value + episode, len(role.pathway.domains[at]) - 1)
            if again is not None and again.recent is not None and at == again.recent[0]:
                _, recent, otherwise, within = again.recent
                assert before is not None
                value = recent if self.now <= moment_after(self.calendar, before, within) else otherwise
            values[at] = known[at] = value
        return known

    def _referral(self, stream: int, number: int, plan: Entering, configuration: Configuration, start: int) -> Referral:
        key = self._keys[stream]
        referral = Referral(self._referrals, plan.role, key, number, configuration, stream, plan, self.now)
        self._referrals += 1
        self.tally.arrived[plan.role] += 1
        known = telling(self.model.roles[plan.role].known, configuration.values)
        self.log.add(self.replication, referral.id, plan.role, start, 1 + known, Event.ARRIVE, self.now)
        return referral

    def _plan_return(self, referral: Referral, final: int) -> None:
        """Who has ended may come back as a new referral of the same stream."""
        returns, number = referral.entering.returns, referral.number
        if returns is None or draw(referral.key, number, 0, RETURN) >= returns.chances.get(final, 0):
            return
        if number >> EPISODE == MOST_EPISODES:
            raise too_many_returns(self.model.roles[referral.role].name)
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
        if referral.moves > MOST_MOVES:
            raise in_circles(role.name)

    def _enter(self, referral: Referral, role: Role, at: int, stood: Stood | None = None) -> None:
        state, plan = role.pathway.states[at], role.plan(at, self._epoch)
        number = referral.visits.get(at, 0) + 1
        referral.visits[at] = number
        here = stood if stood is not None and stood.state == at else None  # it has been here for a while
        visit = referral.standing[state.region] = Visit(referral, at, number, plan)
        self._write(visit, Event.ENTER)
        for place in sorted(referral.held) if state.kind is Kind.END else plan.returns:
            self._give_back(referral, place)
        if state.kind is Kind.END:
            visit.is_open = False
            told = telling(role.told, referral.configuration.values)
            self.log.add(self.replication, referral.id, referral.role, at, 1 + told, Event.END, self.now)
            self.tally.ended[referral.role] += 1
            self._plan_return(referral, at)
            return
        self.tally.present[referral.role][at].change(1, self.now)
        for branch in state.branches:
            self._enter(referral, role, referral.configuration.marking[branch], stood)
        if plan.timeout is not None:
            time = moment_after(self.calendar, self.now, plan.timeout) if here is None else here.timeout
            self._plan(time, TIMEOUT, self._time_out, visit)
        for interrupt in plan.interrupts:
            self._plan_interrupt(visit, interrupt, 0)
        if plan.target is not None:
            visit.due = moment_after(self.calendar, self.now, plan.target) if here is None else here.due
        if here is not None:
            visit.ends = here.ends
        if plan.takes >= 0 and plan.takes not in referral.held:
            self._await_place(visit)
        else:
            self._begin(visit)

    def _begin(self, visit: Visit) -> None:
        """The visit has the place it needs: it takes its time, or waits for its teams or its panel."""
        plan = visit.plan
        if plan.needs is Needs.TIME:
            for interrupt in plan.work_interrupts:
                self._plan_interrupt(visit, interrupt, 0)
            if visit.ends >= 0:
                self._plan(visit.ends, COMPLETION, self._complete, visit)
            else:
                self._plan_completion(visit)
        elif plan.needs is Needs.TEAM:
            assert plan.work is not None
            visit.is_queueing = True
            teams = plan.work.teams
            self._take_turn(visit)
            for team in teams:
                visit.join(self._queues[team], self.model.teams[team].order)
            for team in teams:
                self.tally.waiting[team].change(1, self.now)
            self._try_to_start(visit, plan.work)
        elif plan.needs is Needs.PANEL:
            panel, values = self.model.panels[plan.resource], visit.referral.configuration.values
            visit.ready = self.now if visit.ends < 0 else -1  # who stood there before has its papers in
            visit.is_urgent = held_in(panel.urgent, visit.referral.role, values)
            self._take_turn(visit)
            visit.join(self._agendas[plan.resource], panel.order)

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
        self._stop_waiting(visit)
        if visit.in_work:
            assert plan.work is not None
            visit.in_work = False
            for team in plan.work.teams:
                self._free[team] += 1
                self.tally.busy[team].change(-1, self._worked(team))
            for team in plan.work.teams:
                self._start_work(team)
        for place in plan.returns_after:
            self._give_back(referral, place)

    # --- queues

    def _take_turn(self, visit: Visit) -> None:
        self._turns += 1
        visit.turn = self._turns

    def _stop_waiting(self, visit: Visit) -> None:
        """Take the visit out of every queue that it stands in."""
        visit.leave_lines()
        if visit.awaits >= 0:
            self.tally.awaiting[visit.awaits].change(-1, self.now)
            visit.awaits = -1
        if visit.is_queueing:
            assert visit.plan.work is not None
            visit.is_queueing = False
            for team in visit.plan.work.teams:
                self.tally.waiting[team].change(-1, self.now)

    # --- what brings a referral on

    def _plan_completion(self, visit: Visit) -> None:
        plan = visit.plan
        assert plan.time is not None
        if plan.work is None:
            end = plan.time.end(self.calendar, self.now, self._drawn(visit))
        else:
            end = plan.work.end(self.model.hours[plan.work.hours], self.now, self._work(visit, plan.work))
        self._plan(end, COMPLETION, self._complete, visit)

    def _drawn(self, visit: Visit) -> int:
        referral, plan = visit.referral, visit.plan
        assert plan.time is not None
        return 0 if plan.time.is_certain else draw(referral.key, referral.number, visit.number, plan.purpose)

    def _work(self, visit: Visit, work: Work) -> int:
        """How much of the teams' working time the visit takes."""
        assert visit.plan.time is not None
        return work.seconds(visit.plan.time.table.sample(self._drawn(visit)))

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
        if not visit.is_open or (role.interrupts[number].while_ is While.WAITING and not self._is_waiting(visit)):
            return
        referral = visit.referral
        index = role.interrupts[number].interrupt
        interrupt = role.pathway.interrupts[index]
        if interrupt.when is not None and not interrupt.when.at(referral.configuration.values):
            self._plan_interrupt(visit, number, attempt + 1)
            return
        self._move(referral, role, Move(MoveKind.INTERRUPT, interrupt.region, visit.state, interrupt.arrow, (), index))
        self._settle(referral, role)

    def _is_waiting(self, visit: Visit) -> bool:
        """For a place, a team, a panel, or for the time of a wait to pass."""
        state = self.model.roles[visit.referral.role].pathway.states[visit.state]
        is_working = visit.plan.needs is Needs.TIME and state.kind is Kind.TASK and visit.awaits < 0
        return not (visit.in_work or is_working)

    # --- teams

    def _start_work(self, team: int) -> None:
        """Free staff take those who are next; one that cannot begin yet does not hold up others."""
        queue, at = self._queues[team], 0
        while at < len(queue) and self._free[team] > 0:
            visit = queue[at][2]
            assert visit.plan.work is not None
            if not self._try_to_start(visit, visit.plan.work):
                at += 1

    def _try_to_start(self, visit: Visit, work: Work) -> bool:
        """Begin the work if every team has somebody free and the hour allows it."""
        if any(self._free[team] <= 0 for team in work.teams):
            return False
        if work.at_closing is AtClosing.DO_NOT_START:
            hours = self.model.hours[work.hours]
            if not work.may_start(hours, self.now, self._work(visit, work)):
                opening = hours.opening_after(self.now)
                if self._opens[work.hours] < opening:
                    self._opens[work.hours] = opening
                    self._plan(opening, OPENING, self._open, None)
                return False
        self._stop_waiting(visit)
        visit.in_work = True
        for team in work.teams:
            self._free[team] -= 1
            self.tally.busy[team].change(1, self._worked(team))
        self._write(visit, Event.START)
        for interrupt in visit.plan.work_interrupts:
            self._plan_interrupt(visit, interrupt, 0)
        self._plan_completion(visit)
        return True

    def _open(self, _: None) -> None:
        """Work that waited for the hour may begin."""
        for team in range(len(self._queues)):
            self._start_work(team)

    def _worked(self, team: int) -> int:
        return self.model.hours[self.model.teams[team].hours].worked(self.now)

    # --- places

    def _await_place(self, visit: Visit) -> None:
        place = visit.awaits = visit.plan.takes
        self._take_turn(visit)
        visit.join(self._place_queues[place], self.model.places[place].order)
        self.tally.awaiting[place].change(1, self.now)
        self._hand_out(place)
        if visit.awaits >= 0:
            visit.ends = -1  # who stood there before the study began, stood there waiting

    def _hand_out(self, place: int) -> None:
        """Free places go to those who are next; a referral takes one for all of its visits that wait for it."""
        queue = self._place_queues[place]
        while queue and self._free_places[place] > 0:
            visit = queue[0][2]
            referral = visit.referral
            self._free_places[place] -= 1
            self.tally.held[place].change(1, self.now)
            referral.held[place] = visit
            self._write(visit, Event.TAKE)
            for _, other in sorted(referral.standing.items()):
                if other.awaits == place:
                    self._stop_waiting(other)
                    self._begin(other)

    def _give_back(self, referral: Referral, place: int) -> None:
        visit = referral.held.pop(place, None)
        if visit is not None:
            self._write(visit, Event.RETURN)
            self.tally.held[place].change(-1, self.now)
            self._free_places[place] += 1
            self._hand_out(place)

    # --- panels

    def _meet(self, what: tuple[int, int]) -> None:
        """The panel hears those who are next, while there is room: first urgent cases, in what is kept for them."""
        number, meeting = what
        panel = self.model.panels[number]
        if panel.cancels and draw(self._meeting_keys[number], self.now // DAY, 0, panel.purpose) < panel.cancels:
            return
        agenda = [visit for _, _, visit in self._agendas[number]]
        hearing = fitting((visit for visit in agenda if visit.is_urgent), panel.reserve, panel.fills)
        chosen = set(map(id, hearing))
        in_time = (v for v in agenda if v.ready <= panel.deadlines[meeting] and id(v) not in chosen)
        hearing += fitting(in_time, self.model.slots(self._epoch)[number] - panel.reserve, panel.fills)
        for visit in hearing:
            # Completing one hearing may close another: two of one referral's branches may both be on the agenda.
            if visit.is_open:
                if self.now >= self.model.warm_up:
                    self.tally.heard[number] += 1
                    self.tally.used[number] += visit.plan.room
                self._write(visit, Event.START)
                self._write(visit, Event.FINISH)
                self._complete(visit)

    def _write(self, visit: Visit, event: Event) -> None:
        referral = visit.referral
        self.log.add(self.replication, referral.id, referral.role, visit.state, visit.number, event, self.now)


def in_circles(role: str) -> PathwaysError:
    """What is said of a pathway on which a referral never comes to rest."""
    return PathwaysError(
        f"a referral on '{role}' moved {MOST_MOVES:,} times without any time passing\n"
        "    fix: give one of the states in its loop a time"
    )


def too_many_returns(role: str) -> PathwaysError:
    """What is said where a referral comes back for ever."""
    return PathwaysError(
        f"a referral on '{role}' came back {MOST_EPISODES:,} times\n"
        "    fix: lower the share that comes back under 'returns', or lengthen the delay"
    )
