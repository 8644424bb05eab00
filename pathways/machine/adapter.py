"""A linked pathway to `transitions` machines, one per region: the only module that uses that library.

States, triggers, ordered conditions and callbacks say the whole meaning of the pathway here; nothing
is read from the integer tables, so that this executor and the stepper can be held against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from transitions import EventData, Machine, MachineError
from transitions import State as MachineState

from pathways.definition.guards import Guard, holds
from pathways.definition.linked import DONE, Arrow, Effect, LinkedPathway, Region, State

# Names that no state or interrupt can have, so that neither can be mistaken for the other.
IDLE: Final = "(idle)"
FINISHED: Final = "(done)"
LEAVE: Final = "(leave)"
DECIDE: Final = "(decide)"
JOIN: Final = "(join)"
COMPLETE: Final = "complete"
TIMEOUT: Final = "timeout"

Callback = Callable[[EventData], None]
Condition = Callable[[EventData], bool]


class Standing:
    """What `transitions` moves: it keeps the state of region 2 in `region_2`, and so on.

    `taken` is the number of the branch that the last decision took.
    """

    def __init__(self, values: dict[str, str | None]) -> None:
        self.values = values
        self.taken: int | None = None


class Machinery:
    """One `transitions.Machine` per region; any number of referrals may be moved by it.

    The referrals are not registered as models: with several machines on one model each registration
    but the first would be logged as a clash of convenience methods that nobody here calls.
    """

    def __init__(self, pathway: LinkedPathway) -> None:
        self.pathway = pathway
        self.machines = [self._machine(region) for region in pathway.regions]

    def state(self, region: int, standing: Standing) -> str:
        return str(getattr(standing, self.machines[region].model_attribute))

    def states(self, standing: Standing) -> list[str]:
        """The state of every region, or that it is idle or finished."""
        return [str(getattr(standing, machine.model_attribute)) for machine in self.machines]

    def triggers(self, region: int, state: str) -> list[str]:
        return list(self.machines[region].get_triggers(state))

    def reset(self, standing: Standing) -> None:
        """Stand in no region at all."""
        for machine in self.machines:
            machine.set_state(IDLE, standing)

    def trigger(self, region: int, name: str, standing: Standing, found: Mapping[str, str] | None = None) -> bool:
        """Whether the event moved the region; False leaves everything as it was."""
        event = self.machines[region].events.get(name)
        try:
            return event is not None and bool(event.trigger(standing, found=found or {}))
        except MachineError:  # no way of that name leads from where the region stands
            return False

    def all_done(self, parallel: State, standing: Standing) -> bool:
        return all(self.state(branch, standing) == FINISHED for branch in parallel.branches)

    def _machine(self, region: Region) -> Machine:
        own = [state for state in self.pathway.states.values() if state.region == region.index]
        machine = Machine(
            model=None,
            states=[IDLE, FINISHED, *map(self._state, own)],
            initial=IDLE,
            send_event=True,
            auto_transitions=False,
            model_attribute=f"region_{region.index}",
        )
        for start in [region.start] if region.index else self.pathway.starts:
            machine.add_transition(beginning_at(start), IDLE, start)
        machine.add_transition(LEAVE, Machine.wildcard_all, IDLE)
        for state in own:
            self._add_ways(machine, state)
        for interrupt in self.pathway.interrupts.values():
            if interrupt.region == region.index:
                conditions = [_finds(()), *([] if interrupt.when is None else [_meets(interrupt.when)])]
                self._add(machine, interrupting(interrupt.name), interrupt.during, interrupt.arrow, conditions)
        return machine

    def _state(self, state: State) -> MachineState:
        """A state; leaving a parallel one leaves its branches, entering it enters the first state of each."""
        if state.kind != "parallel":
            return MachineState(state.name)
        branches = [self.pathway.regions[branch] for branch in state.branches]

        def enter(event: EventData) -> None:
            for branch in branches:
                self.trigger(branch.index, beginning_at(branch.start), _standing(event))

        def leave(event: EventData) -> None:
            for branch in branches:
                self.trigger(branch.index, LEAVE, _standing(event))

        return MachineState(state.name, on_enter=[enter], on_exit=[leave])

    def _add_ways(self, machine: Machine, state: State) -> None:
        if state.kind == "decision":
            for number, branch in enumerate(state.choose):
                conditions = [] if branch.when is None else [_meets(branch.when)]
                self._add(machine, DECIDE, [state.name], branch.arrow, conditions, before=[_takes(number)])
        elif state.then is not None and state.kind == "parallel":
            self._add(machine, JOIN, [state.name], state.then, [self._joins(state)], [self._affect(state.effects)])
        elif state.then is not None:
            before = [_find, self._affect(state.effects)]
            allowed = tuple((found.attribute, found.values) for found in state.finds)
            self._add(machine, COMPLETE, [state.name], state.then, [_finds(allowed)], before)
        if state.after is not None:
            self._add(machine, TIMEOUT, [state.name], state.after[1], [_finds(())])

    def _add(
        self,
        machine: Machine,
        trigger: str,
        sources: Iterable[str],
        arrow: Arrow,
        conditions: list[Condition],
        before: Iterable[Callback] = (),
    ) -> None:
        """One way from a state: its conditions, what happens before it is left, then the arrow's own effects."""
        target = FINISHED if arrow.to == DONE else arrow.to
        effects = [*before, self._affect(arrow.effects)]
        for source in sources:
            machine.add_transition(trigger, source, target, [*conditions], before=[*effects])

    def _joins(self, parallel: State) -> Condition:
        return lambda event: self.all_done(parallel, _standing(event))

    def _affect(self, effects: tuple[Effect, ...]) -> Callback:
        def affect(event: EventData) -> None:
            values = _standing(event).values
            for effect in effects:
                values[effect.attribute] = self._affected(effect, values[effect.attribute])

        return affect

    def _affected(self, effect: Effect, now: str | None) -> str:
        """The value after one effect: an addition stops at the ends of the range."""
        if effect.value is not None:
            return effect.value
        numbers = [int(value) for value in self.pathway.attributes[effect.attribute].values]
        start = numbers[0] if now is None else int(now)
        return str(max(numbers[0], min(numbers[-1], start + (effect.amount or 0))))


def beginning_at(state: str) -> str:
    return f"(begin) {state}"


def interrupting(name: str) -> str:
    """The trigger of an interrupt, which may share its name with nothing else."""
    return f"(interrupt) {name}"


def _standing(event: EventData) -> Standing:
    assert isinstance(event.model, Standing)
    return event.model


def _find(event: EventData) -> None:
    _standing(event).values.update(event.kwargs["found"])


def _finds(allowed: tuple[tuple[str, tuple[str, ...]], ...]) -> Condition:
    """Exactly these attributes were found, each with a value that it may take."""

    def check(event: EventData) -> bool:
        found = event.kwargs["found"]
        return found.keys() == {name for name, _ in allowed} and all(found[name] in values for name, values in allowed)

    return check


def _meets(guard: Guard) -> Condition:
    return lambda event: holds(guard, _standing(event).values)


def _takes(number: int) -> Callback:
    def take(event: EventData) -> None:
        _standing(event).taken = number

    return take
