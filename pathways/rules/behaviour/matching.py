"""Two versions of a pathway to what in one is what in the other: by name, and what is left by its title and kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pathways.definition.linked import LinkedPathway
from pathways.rules.behaviour.lens import Lens
from pathways.rules.edits.base import arrows


@dataclass(frozen=True)
class Matching:
    """`states` and `interrupts` give the new name for each old one that has a counterpart. Ends match by outcome."""

    old: LinkedPathway
    new: LinkedPathway
    states: Mapping[str, str]
    interrupts: Mapping[str, str]

    @property
    def renamed(self) -> list[tuple[str, str]]:
        return [(old, new) for old, new in self.states.items() if old != new]

    @property
    def added(self) -> list[str]:
        known = set(self.states.values())
        return [name for name, state in self.new.states.items() if name not in known and state.kind != "end"]

    @property
    def removed(self) -> list[str]:
        return [n for n, state in self.old.states.items() if n not in self.states and state.kind != "end"]

    @cached_property
    def findings(self) -> dict[str, frozenset[str]]:
        """By new name, what a state finds in both versions."""
        return {
            new: frozenset(f.attribute for f in self.old.states[old].finds)
            & frozenset(f.attribute for f in self.new.states[new].finds)
            for old, new in self.states.items()
        }

    @cached_property
    def changed(self) -> dict[str, tuple[str, ...]]:
        """By new name, what the branches of a parallel state may change, of the attributes that both versions have."""
        both = set(self.old.attributes) & set(self.new.attributes)
        return {
            new: tuple(sorted((_changed(self.old, old) | _changed(self.new, new)) & both))
            for old, new in self.states.items()
            if self.old.states[old].branches and self.new.states[new].branches
        }

    def old_lens(self, arrival: tuple[str, ...], **more: Any) -> Lens:
        """How the old version is seen; `more` are other fields of the lens."""
        return Lens(arrival, self.states, self.findings, changed=self.changed, interrupts=self.interrupts, **more)

    def new_lens(self, arrival: tuple[str, ...], **more: Any) -> Lens:
        own = {name: name for name in self.states.values()}
        return Lens(arrival, own, self.findings, changed=self.changed, **more)

    def views(self) -> list[frozenset[str]]:
        """For each branch that runs beside others, its states with those it lies in: what is compared at a time."""
        inner = {self.new.states[r.parallel].region for r in self.new.regions if r.parallel is not None}
        found = []
        for region in self.new.regions:
            if region.index in inner and region.index != 0:
                continue  # seen with the branches inside it
            around = {region.index}
            parallel = region.parallel
            while parallel is not None:
                around.add(self.new.states[parallel].region)
                parallel = self.new.regions[self.new.states[parallel].region].parallel
            names = frozenset(n for n in self.states.values() if self.new.states[n].region in around)
            if names not in found:
                found.append(names)
        return found


def match(old: LinkedPathway, new: LinkedPathway) -> Matching:
    """What is the same in both: a state of the same name; of those left, one of the same title and kind."""
    states = {name: name for name, s in old.states.items() if s.kind != "end" and _is_state(new, name)}
    left = {n: (s.title, s.kind) for n, s in old.states.items() if n not in states and s.kind != "end"}
    free = {n: (s.title, s.kind) for n, s in new.states.items() if n not in states and s.kind != "end"}
    states |= _paired(left, free)
    events = {name: name for name in old.interrupts if name in new.interrupts}
    events |= _paired(
        {n: i.title for n, i in old.interrupts.items() if n not in events},
        {n: i.title for n, i in new.interrupts.items() if n not in events},
    )
    return Matching(old, new, states, events)


def _changed(linked: LinkedPathway, parallel: str) -> set[str]:
    """The attributes that something inside a parallel state finds, sets or adds to."""
    inside = {name for name in linked.states if is_inside(linked, name, parallel)}
    states = [linked.states[name] for name in inside]
    ways = [arrow for state in states for _, arrow in arrows(state)]
    ways += [i.arrow for i in linked.interrupts.values() if not inside.isdisjoint(i.during)]
    effects = [*(e for state in states for e in state.effects), *(e for arrow in ways for e in arrow.effects)]
    return {f.attribute for state in states for f in state.finds} | {effect.attribute for effect in effects}


def is_inside(linked: LinkedPathway, name: str, parallel: str) -> bool:
    """Whether a state stands in a branch of a parallel state, however deep."""
    around = linked.regions[linked.states[name].region].parallel
    while around is not None and around != parallel:
        around = linked.regions[linked.states[around].region].parallel
    return around == parallel


def _is_state(linked: LinkedPathway, name: str) -> bool:
    return name in linked.states and linked.states[name].kind != "end"


def _paired(left: Mapping[str, object], free: Mapping[str, object]) -> dict[str, str]:
    """The names whose description is on both sides just once."""
    return {
        old: new
        for old, what in left.items()
        for new, other in free.items()
        if what == other and _once(what, left.values()) and _once(what, free.values())
    }


def _once(what: object, among: Iterable[object]) -> bool:
    return sum(each == what for each in among) == 1
