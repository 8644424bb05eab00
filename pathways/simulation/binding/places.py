"""A scenario's places to the states that need one and those that give it back, or what is wrong with them.

A state is named as elsewhere, or without its pathway, which means the state of that name in every pathway. A parallel
state that needs a place means every state of its branches that takes time: whichever comes first takes the place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Final

from pathways.definition.report import nearest, one_of
from pathways.machine.compiled import DONE, NONE, CompiledPathway, Kind
from pathways.simulation.binding.conditions import order_of
from pathways.simulation.binding.lookup import Lookup
from pathways.simulation.model import Places
from pathways.source import Key

_TIMED: Final = (Kind.TASK, Kind.WAIT, Kind.PANEL)
_CALLED: Final = {Kind.DECISION: "a decision", Kind.PARALLEL: "a parallel state", Kind.END: "an end"}


@dataclass
class Holding:
    """What the states of one pathway have to do with places, by number of state."""

    takes: dict[int, int] = field(default_factory=dict)
    returns: dict[int, tuple[int, ...]] = field(default_factory=lambda: defaultdict(tuple))
    returns_after: dict[int, tuple[int, ...]] = field(default_factory=lambda: defaultdict(tuple))


class PlaceFinder:
    """The places of one scenario."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup, self.report = lookup, lookup.report
        self.spec, self.document = lookup.scenario.spec, lookup.scenario.document
        self.places = tuple(
            Places(name, spec.places, order_of(spec, lookup, ("places", name)))
            for name, spec in sorted(self.spec.places.items())
        )
        self.holdings: Mapping[str, Holding] = {role: Holding() for role in lookup.roles}
        for number, places in enumerate(self.places):
            self._find(number, places.name)

    def _find(self, number: int, name: str) -> None:
        spec = self.spec.places[name].held
        faults = len(self.report.faults)
        needed: dict[str, set[int]] = {role: set() for role in self.lookup.roles}
        for at, entry in enumerate(spec.from_):
            self._need(entry, ("places", name, "held", "from", at), needed)
        back: dict[str, set[int]] = {role: set() for role in self.lookup.roles}
        for at, entry in enumerate(spec.until):
            self._until(entry, ("places", name, "held", "until", at), needed, back)
        for role, pathway in self.lookup.roles.items():
            holding = self.holdings[role]
            for state in sorted(needed[role]):
                self._take(holding, role, state, number, name)
            for state in sorted(back[role]):
                holding.returns[state] += (number,)
            if needed[role] and spec.until and not back[role] and len(self.report.faults) == faults:
                self._add(
                    ("places", name, "held", "until"),
                    f"a place of '{name}' that is taken on '{role}' is never given back there",
                    f"a state of '{role}'",
                    "name one, or leave 'until' out if the place is held until the referral ends",
                )
            if back[role]:
                for state, inside in _insides(pathway):
                    if back[role] <= inside and needed[role] & inside:
                        holding.returns_after[state] += (number,)

    def _need(self, entry: str, path: tuple[Key, ...], needed: dict[str, set[int]]) -> None:
        fits = list(self._fitting(entry))
        if not fits and not self.lookup.is_left_behind(entry, path):
            self._report_unknown(entry, path)
        found = 0
        for role, pathway, state in fits:
            kind = pathway.states[state].kind
            inside = next((states for parallel, states in _insides(pathway) if parallel == state), {state})
            timed = {at for at in inside if pathway.states[at].kind in _TIMED}
            found += len(timed)
            needed[role] |= timed
            if not timed and "*" not in entry:
                self._add(
                    path,
                    f"'{entry}' is {_CALLED[kind]} and takes no time, so nobody can wait for a place there",
                    "a task, a wait, a panel or a parallel state",
                    "name the state that comes next",
                )
                return
        if fits and not found:
            self._add(
                path, f"no state that '{entry}' fits takes time", "a task, a wait or a panel", "correct the pattern"
            )

    def _until(
        self, entry: str, path: tuple[Key, ...], needed: Mapping[str, set[int]], back: dict[str, set[int]]
    ) -> None:
        fits = list(self._fitting(entry))
        if not fits and not self.lookup.is_left_behind(entry, path):
            self._report_unknown(entry, path)
        is_reached = False
        for role, pathway, state in fits:
            if state in needed[role]:
                self._add(
                    path,
                    f"'{role}.{pathway.states[state].name}' both needs the place and gives it back",
                    "another state",
                    "name the state at which the place is no longer needed",
                )
                return
            is_reached = is_reached or state in reachable(pathway, needed[role])
            back[role].add(state)
        if fits and not is_reached and any(needed.values()):
            self._add(
                path,
                f"no way leads from where the place is taken to '{entry}'",
                "a state that comes after",
                "correct the name, or leave 'until' out if the place is held until the referral ends",
            )

    def _take(self, holding: Holding, role: str, state: int, number: int, name: str) -> None:
        before = holding.takes.setdefault(state, number)
        if before != number:
            full = f"{role}.{self.lookup.roles[role].states[state].name}"
            self._add(
                ("places", name, "held", "from"),
                f"'{full}' needs a place of '{self.places[before].name}' and one of '{name}'",
                "one kind of place at each state",
                "let the other be taken at a state before it",
            )

    def _fitting(self, entry: str) -> Iterator[tuple[str, CompiledPathway, int]]:
        for role, pathway in self.lookup.roles.items():
            for number, state in enumerate(pathway.states):
                name = f"{role}.{state.name}"
                if entry in (name, state.name) or ("*" in entry and fnmatchcase(name, entry)):
                    yield role, pathway, number

    def _report_unknown(self, entry: str, path: tuple[Key, ...]) -> None:
        expected, _ = one_of(entry, self.lookup.names, "states")
        near = nearest(entry, self.lookup.names)
        remedy = f"write '{near}'" if near else f"write for instance '{self.lookup.names[0]}'"
        self._add(path, f"'{entry}' is not a state of this study's pathways", expected, remedy)

    def _add(self, path: tuple[Key, ...], message: str, expected: str | None, remedy: str) -> None:
        self.report.add("study-places", self.document.place(path), message, expected, remedy)


def _insides(pathway: CompiledPathway) -> Iterator[tuple[int, set[int]]]:
    """Each parallel state with the states of its branches and theirs."""
    for number, state in enumerate(pathway.states):
        if state.kind is Kind.PARALLEL:
            regions, found = list(state.branches), set[int]()
            while regions:
                region = regions.pop()
                inside = {at for at, each in enumerate(pathway.states) if each.region == region}
                found |= inside
                regions += [branch for at in inside for branch in pathway.states[at].branches]
            yield number, found


def reachable(pathway: CompiledPathway, starts: set[int]) -> set[int]:
    """The states that may be entered after one of the starts, by any way at all."""
    parallel = {region: each.parallel for region, each in enumerate(pathway.regions)}
    found, ahead = set[int](), set(starts)
    while ahead:
        at = ahead.pop()
        state = pathway.states[at]
        arrows = [arrow for arrow in (state.complete, state.timeout, *state.choices) if arrow != NONE]
        outer = at
        while outer != NONE:  # an interrupt, or the join, of each parallel state that it stands in
            arrows += [i.arrow for i in pathway.interrupts if outer in i.during]
            outer = parallel[pathway.states[outer].region]
            if outer != NONE:
                arrows += [
                    arrow for arrow in (pathway.states[outer].complete, pathway.states[outer].timeout) if arrow != NONE
                ]
        targets = {pathway.arrows[arrow].target for arrow in arrows} - {DONE}
        targets |= {pathway.regions[branch].start for branch in state.branches}
        ahead |= targets - found
        found |= targets
    return found
