"""One made-up referral, moved through a pathway by the `transitions` library, event by event.

The second executor: it reads the linked pathway, never the integer tables, and lets `transitions`
do the moving. The tests hold it against the stepper. A case never holds anything about a person:
only states and the pathway's attributes.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pathways.definition.guards import holds
from pathways.definition.linked import DONE, LinkedPathway
from pathways.definition.report import listed
from pathways.errors import RefusedError
from pathways.machine.adapter import (
    COMPLETE,
    DECIDE,
    FINISHED,
    IDLE,
    JOIN,
    TIMEOUT,
    Machinery,
    Standing,
    beginning_at,
    interrupting,
)
from pathways.machine.compiled import CompiledPathway
from pathways.machine.names import full_name
from pathways.machine.refusals import Attempt, refused
from pathways.machine.steps import Possible, Step, StepKind, changes


class Case:
    """A referral on its way.

    Parameters
    ----------
    pathway
        What may happen.
    start
        The front door; needed only where the pathway has several.
    arrival, **arrival_values
        The value of every attribute that comes `from: arrival`. (`arrival` is for attributes whose
        name is not a Python word.)

    Raises
    ------
    RefusedError
        If the front door or an arrival value is missing or is not one of the pathway's.

    Examples
    --------
    case = Case(compiled, source_sector="education")
    case.fire("complete")
    case.fire("complete", concern="radicalisation")
    case.state, case.allowed
    """

    def __init__(
        self,
        pathway: LinkedPathway | CompiledPathway,
        /,
        start: str | None = None,
        arrival: Mapping[str, str | int] | None = None,
        **arrival_values: str | int,
    ) -> None:
        linked = pathway.linked if isinstance(pathway, CompiledPathway) else pathway
        self._begin(Machinery(linked), start, _texts(arrival, arrival_values))

    def another(
        self, start: str | None = None, arrival: Mapping[str, str | int] | None = None, **arrival_values: str | int
    ) -> Case:
        """A new referral on the same pathway, from its beginning."""
        case = Case.__new__(Case)
        case._begin(self._machinery, start, _texts(arrival, arrival_values))
        return case

    def _begin(self, machinery: Machinery, start: str | None, arrival: Mapping[str, str]) -> None:
        self._machinery = machinery
        self._pathway: LinkedPathway = machinery.pathway
        start = _front_door(self._pathway, start)
        self._standing = Standing(_beginning(self._pathway, arrival))
        self._trace: list[Step] = []
        machinery.reset(self._standing)
        machinery.trigger(0, beginning_at(start), self._standing)
        self._settle()

    @property
    def state(self) -> str:
        """Where the referral stands; the parallel state's name while its branches are running."""
        return self._machinery.state(0, self._standing)

    @property
    def active(self) -> tuple[str, ...]:
        """Every state that is being worked on or waited in (several inside a parallel state)."""
        return tuple(name for name in self._running().values() if self._pathway.states[name].kind != "parallel")

    @property
    def marking(self) -> tuple[str | None, ...]:
        """The state of every region in order; `done` where a branch has finished, None where none is running."""
        return tuple({IDLE: None, FINISHED: DONE}.get(name, name) for name in self._machinery.states(self._standing))

    @property
    def values(self) -> Mapping[str, str | None]:
        """The value of every attribute; None where it is not known."""
        return MappingProxyType(dict(self._standing.values))

    @property
    def trace(self) -> tuple[Step, ...]:
        return tuple(self._trace)

    @property
    def is_ended(self) -> bool:
        return self._pathway.states[self.state].kind == "end"

    @property
    def outcome(self) -> str | None:
        """The outcome of the end that was reached, if one was."""
        return self._pathway.states[self.state].outcome

    @property
    def allowed(self) -> tuple[Possible, ...]:
        """Every event that may happen now: completions and timeouts region by region, then interrupts."""
        running = self._running()
        if any(self._pathway.states[name].kind == "decision" for name in running.values()):
            return ()
        triggers = {region: self._machinery.triggers(region, name) for region, name in running.items()}
        offers = []
        for region, name in running.items():
            finds = tuple((found.attribute, found.values) for found in self._pathway.states[name].finds)
            offers += [Possible(COMPLETE, name, finds)] if COMPLETE in triggers[region] else []
            offers += [Possible(TIMEOUT, name)] if TIMEOUT in triggers[region] else []
        for interrupt in self._pathway.interrupts.values():
            if interrupting(interrupt.name) in triggers.get(interrupt.region, ()) and (
                interrupt.when is None or holds(interrupt.when, self._standing.values)
            ):
                offers.append(Possible(interrupt.name, running[interrupt.region]))
        return tuple(offers)

    def fire(
        self,
        event: str,
        /,
        at: str | None = None,
        found: Mapping[str, str | int] | None = None,
        **findings: str | int,
    ) -> tuple[Step, ...]:
        """Let an event happen; decisions and joins that follow happen at once.

        Parameters
        ----------
        event
            `complete`, `timeout` or the name of an interrupt.
        at
            The state it happens in; needed only where several running branches could do it.
            Of both names the last part is enough where only one name ends in it: `consent_withdrawn`
            for `channel.consent_withdrawn`.
        found, **findings
            The value of every attribute that the state finds. (`found` is for attributes whose name
            is not a Python word.)

        Returns
        -------
        tuple of Step
            What happened, the event itself first.

        Raises
        ------
        RefusedError
            If the pathway does not allow it here: why not, and what is possible. Nothing has changed then.
        """
        texts = _texts(found, findings)
        event, at = self._full_names(event, at)
        offers = [offer for offer in self.allowed if offer.event == event and at in (None, offer.at)]
        trigger = event if event in (COMPLETE, TIMEOUT) else interrupting(event)
        done = len(self._trace)
        if len(offers) != 1 or not self._move(self._region_at(offers[0].at), trigger, event, texts):
            raise self._refused(event, at, texts)
        self._settle()
        return tuple(self._trace[done:])

    def why_not(self, event: str, at: str | None = None) -> str | None:
        """Why an event cannot happen now; None if it can."""
        try:
            event, at = self._full_names(event, at)
        except RefusedError as error:
            return error.reason
        if any(offer.event == event and at in (None, offer.at) for offer in self.allowed):
            return None
        return self._refused(event, at, {}).reason

    def _refused(self, event: str, at: str | None, found: Mapping[str, str]) -> RefusedError:
        running = tuple(self._running().values())
        return refused(Attempt(self._pathway, event, at, found, running, self._standing.values, self.allowed))

    def _full_names(self, event: str, at: str | None) -> tuple[str, str | None]:
        """What is meant where only the last part of a name was given."""
        if event not in (COMPLETE, TIMEOUT):
            event = full_name(event, self._pathway.interrupts, "interrupts")
        return event, None if at is None else full_name(at, self._pathway.states, "states")

    def _region_at(self, state: str) -> int:
        return self._pathway.states[state].region

    def _running(self) -> dict[int, str]:
        """The state of every region that stands at one."""
        names = self._machinery.states(self._standing)
        return {region: name for region, name in enumerate(names) if name not in (IDLE, FINISHED)}

    def _settle(self) -> None:
        """Make the moves that take no time: each time the lowest region that has one."""
        seen = set()
        while (waiting := self._unsettled()) is not None:
            region, trigger = waiting
            position = (self.marking, tuple(self._standing.values.values()))
            if position in seen:
                raise RefusedError(
                    f"the decisions from '{self._machinery.state(region, self._standing)}' on lead round in a circle"
                )
            seen.add(position)
            if not self._move(region, trigger, trigger.strip("()"), {}):
                return  # a decision without a branch for these values: nothing more is possible

    def _unsettled(self) -> tuple[int, str] | None:
        for region, name in self._running().items():
            state = self._pathway.states[name]
            if state.kind == "decision":
                return region, DECIDE
            if state.kind == "parallel" and self._machinery.all_done(state, self._standing):
                return region, JOIN
        return None

    def _move(self, region: int, trigger: str, event: str, found: Mapping[str, str]) -> bool:
        """Let `transitions` try it, and keep the step if it moved."""
        state, before = self._machinery.state(region, self._standing), dict(self._standing.values)
        self._standing.taken = None
        if not self._machinery.trigger(region, trigger, self._standing, found):
            return False
        target = self._machinery.state(region, self._standing)
        kinds: dict[str, StepKind] = {COMPLETE: "complete", TIMEOUT: "timeout", DECIDE: "decide", JOIN: "join"}
        spec = self._pathway.states[state]
        names = [one.attribute for one in spec.finds] if trigger == COMPLETE else []
        step = Step(
            kind=kinds.get(trigger, "interrupt"),
            event=event,
            state=state,
            target=DONE if target == FINISHED else target,
            found=tuple((name, found[name]) for name in names),
            choice=self._standing.taken,
            weighed=tuple((name, before[name]) for name in spec.weighed),
            changed=changes(before, self._standing.values),
        )
        self._trace.append(step)
        return True


def _texts(given: Mapping[str, str | int] | None, keywords: Mapping[str, str | int]) -> dict[str, str]:
    return {name: str(value) for name, value in {**(given or {}), **keywords}.items()}


def _front_door(pathway: LinkedPathway, start: str | None) -> str:
    if start is None and len(pathway.starts) == 1:
        return pathway.starts[0]
    if start not in pathway.starts:
        tried = "has several front doors" if start is None else f"does not start at '{start}'"
        raise RefusedError(f"'{pathway.id}' {tried}: give start {listed(pathway.starts)}")
    return start


def _beginning(pathway: LinkedPathway, arrival: Mapping[str, str]) -> dict[str, str | None]:
    """The value of every attribute as the referral arrives."""
    for name in arrival:
        if name not in pathway.attributes or not pathway.attributes[name].from_arrival:
            known = [a.name for a in pathway.attributes.values() if a.from_arrival]
            raise RefusedError(
                f"'{name}' does not come with a referral on '{pathway.id}': "
                + (f"give {', '.join(known)}" if known else "nothing does, so leave it out")
            )
    values: dict[str, str | None] = {}
    for attribute in pathway.attributes.values():
        value = attribute.starts
        if attribute.from_arrival:
            value = arrival.get(attribute.name)
            if value not in attribute.values:
                tried = "is not given" if value is None else f"cannot be '{value}'"
                raise RefusedError(
                    f"'{attribute.name}' comes with the referral and {tried}: give one of {', '.join(attribute.values)}"
                )
        values[attribute.name] = value
    return values
