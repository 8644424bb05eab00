"""What was bound for each stretch of a study between dated changes to one model in which they follow each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from pathways.definition.report import Report
from pathways.simulation.binding.arrivals import Expected, cumulative
from pathways.simulation.binding.capacity import Capacity
from pathways.simulation.binding.places import PlaceFinder
from pathways.simulation.binding.plans import Planner
from pathways.simulation.binding.streams import Coming
from pathways.simulation.language.spec import StudySpec
from pathways.simulation.language.study import Scenario
from pathways.simulation.model import (
    ByRole,
    Entering,
    Epoch,
    InterruptPlan,
    Order,
    Panel,
    Places,
    Role,
    StatePlan,
    Stream,
    Team,
)
from pathways.source import Key

DAY: Final = 86_400
_LABELS: Final = ("title", "note", "hardness", "source")
# What a dated change may alter of these; what else they say holds for all of a study.
_MAY_CHANGE: Final = {
    "teams": ("staff", "availability"),
    "places": ("places",),
    "panels": ("meets", "at", "cancelled", "slots", "agenda", "papers_due"),
}


@dataclass(frozen=True)
class Bound:
    """A scenario as it is between two dates, met with its pathways."""

    starts: int
    scenario: Scenario
    capacity: Capacity
    places: PlaceFinder
    planner: Planner
    roles: tuple[Role, ...]
    comings: tuple[Coming, ...]


def check_changes(epochs: Sequence[Bound], report: Report) -> None:
    """Report what dated changes alter that they may not."""
    first = epochs[0]
    for epoch in epochs[1:]:
        _check_names(first, epoch, report)
    if report.faults:
        return
    for epoch in epochs[1:]:
        for path, field in _altered(first.scenario.spec, epoch.scenario.spec):
            _add(report, epoch, (*path, field), f"a dated change cannot alter '{field}' of '{path[-1]}'",
                 f"only {' or '.join(_MAY_CHANGE[str(path[0])])}", "let it hold for all of the study")  # fmt: skip
        hours = {coming.name: (coming.opens, coming.hours) for coming in first.comings}
        for coming in epoch.comings:
            if hours.get(coming.name, (coming.opens, coming.hours)) != (coming.opens, coming.hours):
                _add(report, epoch, ("arrivals", coming.name, "come"),
                     f"a dated change cannot alter when in the week '{coming.name}' arrives",
                     "the same 'come' for all of the study",
                     "give those who come otherwise a stream of their own")  # fmt: skip
        for role, before in zip(epoch.roles, first.roles, strict=True):
            if role.pathway is before.pathway:
                _check_doers(role, before, epoch, report)


def _check_names(first: Bound, epoch: Bound, report: Report) -> None:
    for section in ("pathways", "teams", "places", "panels"):
        before, after = getattr(first.scenario.spec, section), getattr(epoch.scenario.spec, section)
        for name in after:
            if name not in before:
                what = section.removesuffix("s") if section != "places" else "kind of places"
                _add(report, epoch, (section, name), f"a dated change cannot add a {what}: '{name}'",
                     f"one of the study's own {section}", f"add it under '{section}' for all of the study")  # fmt: skip


def _altered(before: StudySpec, after: StudySpec) -> Iterator[tuple[tuple[Key, ...], str]]:
    for section, may in _MAY_CHANGE.items():
        for name, entry in getattr(after, section).items():
            for field, info in type(entry).model_fields.items():
                was = getattr(getattr(before, section)[name], field)
                if field not in (*may, *_LABELS) and getattr(entry, field) != was:
                    yield (section, name), info.alias or field


def _check_doers(role: Role, before: Role, epoch: Bound, report: Report) -> None:
    """A state is worked on by one team, heard by one panel, for all of a study: measures are told by them."""
    for state, plan, was in zip(role.pathway.states, role.states, before.states, strict=True):
        if _doers(plan) != _doers(was):
            name = f"{role.name}.{state.name}"
            _, path = epoch.planner.times.get(name, ("", ("service_times",)))
            _add(report, epoch, path, f"a dated change cannot alter who does '{name}', or what of a meeting it takes",
                 "only how long it takes",
                 "swap the pathway at that date for one in which another state does it")  # fmt: skip


def _doers(plan: StatePlan) -> tuple[object, ...]:
    teams = () if plan.work is None else plan.work.teams
    return plan.needs, plan.resource, teams, plan.takes, plan.returns, plan.room, plan.is_review


def _add(report: Report, epoch: Bound, path: tuple[Key, ...], message: str, expected: str, remedy: str) -> None:
    report.add("study-change", epoch.scenario.document.place(path, key=True), message, expected, remedy)


class Merger:
    """One model of what follows each other in time.

    A pathway that is swapped at a date becomes a role of its own, named by its id: new arrivals enter the one in force,
    and those already in go on by theirs, as it was when it was last in force.
    """

    def __init__(self, epochs: Sequence[Bound]) -> None:
        self.epochs = epochs
        self.found: list[tuple[int, int]] = []  # of each role of the model: an epoch that has it, its number there
        self.numbers: dict[tuple[str, str], int] = {}  # by name and pathway
        for number, epoch in enumerate(epochs):
            for at, role in enumerate(epoch.roles):
                key = role.name, role.pathway.id
                if key not in self.numbers:
                    self.numbers[key] = len(self.found)
                    self.found.append((number, at))

    def roles(self) -> tuple[Role, ...]:
        """The roles of all epochs, each with its plans for every one."""
        names = [role.name for role in self.epochs[0].roles]
        made = []
        for number, (epoch, at) in enumerate(self.found):
            role = self.epochs[epoch].roles[at]
            name = role.name
            if number >= len(names):
                name = role.pathway.id if role.pathway.id not in names else f"{role.name}.{role.pathway.id}"
            clocks: list[InterruptPlan] = []
            plans = [_renumbered(bound, clocks) for bound in self._in_force(role)]
            made.append(replace(role, name=name, states=plans[0], interrupts=tuple(clocks), later=tuple(plans[1:])))
        return tuple(made)

    def _in_force(self, role: Role) -> Iterator[Role]:
        """The role as each epoch has it; where another pathway is in force, as it was before, or will be."""
        each = [
            next((r for r in epoch.roles if r.name == role.name and r.pathway.id == role.pathway.id), None)
            for epoch in self.epochs
        ]
        now = next(found for found in each if found is not None)
        for found in each:
            now = found or now
            yield now

    def streams(self, days: int) -> list[Stream]:
        """The streams of all epochs; one that an epoch does not have brings nobody then."""
        names = sorted({coming.name for epoch in self.epochs for coming in epoch.comings})
        ends = [(after.starts // DAY) for after in self.epochs[1:]] + [days]
        made = []
        for name in names:
            each = [next((c for c in epoch.comings if c.name == name), None) for epoch in self.epochs]
            known = next(coming for coming in each if coming is not None)
            expected, entering, day = list[Expected](), list[Entering](), 0
            for number, (coming, end) in enumerate(zip(each, ends, strict=True)):
                expected.append(Expected([0] * (end - day)) if coming is None else coming.expected.on(day, end))
                known, day = coming or known, end
                entering.append(self._entering(number if coming is not None else None, known.entering))
            made.append(Stream(name, cumulative(expected), known.opens, known.hours, tuple(entering)))
        return made

    def _entering(self, epoch: int | None, entering: Entering) -> Entering:
        number = next(n for n, e in enumerate(self.epochs) if any(c.entering is entering for c in e.comings))
        role = self.epochs[number if epoch is None else epoch].roles[entering.role]
        return replace(entering, role=self.numbers[role.name, role.pathway.id])

    # --- teams, places and panels

    def teams(self) -> tuple[Team, ...]:
        return tuple(
            replace(team, order=self._order([epoch.capacity.teams[n].order for epoch in self.epochs]))
            for n, team in enumerate(self.epochs[0].capacity.teams)
        )

    def places(self) -> tuple[Places, ...]:
        return tuple(
            replace(places, order=self._order([epoch.places.places[n].order for epoch in self.epochs]))
            for n, places in enumerate(self.epochs[0].places.places)
        )

    def panels(self, end: int) -> tuple[Panel, ...]:
        """Each panel with the meetings that every epoch has within its own dates."""
        made = []
        for number, panel in enumerate(self.epochs[0].capacity.panels):
            meetings: list[tuple[int, int]] = []
            for epoch, until in zip(self.epochs, [*(e.starts for e in self.epochs[1:]), end], strict=True):
                held = epoch.capacity.panels[number]
                both = zip(held.meetings, held.deadlines, strict=True)
                meetings += [(moment, due) for moment, due in both if epoch.starts <= moment < until]
            made.append(
                replace(
                    panel,
                    meetings=tuple(moment for moment, _ in meetings),
                    deadlines=tuple(due for _, due in meetings),
                    order=self._order([epoch.capacity.panels[number].order for epoch in self.epochs]),
                    urgent=self._by_role([epoch.capacity.panels[number].urgent for epoch in self.epochs]),
                )
            )
        return tuple(made)

    def _order(self, orders: Sequence[Order]) -> Order:
        classes = zip(*(order.classes for order in orders), strict=True)
        return replace(orders[0], classes=tuple(self._by_role(each) for each in classes))

    def _by_role(self, conditions: Sequence[ByRole]) -> ByRole:
        """A condition, given for the roles of each epoch, for those of the model."""
        return tuple(conditions[epoch][at] for epoch, at in self.found) if conditions[0] else ()

    def later(self) -> tuple[Epoch, ...]:
        return tuple(
            Epoch(
                epoch.starts,
                tuple(team.staff for team in epoch.capacity.teams),
                tuple(panel.slots for panel in epoch.capacity.panels),
                tuple(places.places for places in epoch.places.places),
            )
            for _, epoch in pairwise(self.epochs)
        )


def _renumbered(role: Role, clocks: list[InterruptPlan]) -> tuple[StatePlan, ...]:
    """The plans of a role, with its clocks among those of all epochs."""
    at = {}
    for number, clock in enumerate(role.interrupts):
        if clock not in clocks:
            clocks.append(clock)
        at[number] = clocks.index(clock)
    return tuple(
        replace(
            plan,
            interrupts=tuple(at[number] for number in plan.interrupts),
            work_interrupts=tuple(at[number] for number in plan.work_interrupts),
        )
        for plan in role.states
    )
