"""What every lint shares: how it is described, and the ground it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pathways.definition.linked import Origin, State
from pathways.errors import Finding
from pathways.machine import DONE, CompiledPathway
from pathways.machine.telling import spelt
from pathways.rules.lints.reach import Reach
from pathways.rules.space import Space, Way

LONGEST_ROUTE: Final = 6  # states named in a route; longer ones lose their middle
Combination = tuple[tuple[str, str | None], ...]  # attributes and their values; None is unset


@dataclass(frozen=True)
class Lint:
    """One kind of fault of behaviour: `pathways explain ID` prints its title, why it matters, and the examples."""

    id: str
    title: str
    why: str
    good: str
    bad: str
    find: Callable[[Ground], Iterator[Finding]]


@dataclass(frozen=True)
class Ground:
    """A pathway and everything that can happen in it.

    `whole` asks for every fault, those included that only follow from another.
    """

    space: Space
    whole: bool = False

    @property
    def pathway(self) -> CompiledPathway:
        return self.space.pathway

    @property
    def is_shared(self) -> bool:
        return self.pathway.linked.status == "shared"

    @cached_property
    def reach(self) -> Reach:
        return Reach.of(self.pathway, self.space.visited)

    def hangs_on_orphans(self, attributes: Iterable[str]) -> bool:
        """Whether a fault about these attributes may only follow from states that nothing leads to."""
        return not self.whole and not self.reach.unknown.isdisjoint(attributes)

    def is_own(self, origin: Origin) -> bool:
        """Whether something is written in this pathway, and not in a piece that it uses."""
        return origin.pathway == self.pathway.id

    def state(self, index: int) -> State:
        return self.pathway.linked.states[self.pathway.states[index].name]

    @cached_property
    def decisions(self) -> dict[int, dict[Combination, int]]:
        """For each decision that is reached, the combinations of what it weighs, each with its nearest place."""
        found: dict[int, dict[Combination, int]] = {}
        for marking, region in self.space.unsettled_markings.items():
            at = marking[region]
            if self.pathway.states[at].decide is None:
                continue
            combinations = found.setdefault(at, {})
            names = self.state(at).weighed
            attributes = [self.pathway.attribute_index(name) for name in names]
            for index in self.space.by_marking[marking]:
                values = tuple(self.space.value_text(index, a) for a in attributes)
                key = tuple(zip(names, values, strict=True))
                combinations[key] = min(combinations.get(key, index), index)
        return dict(sorted(found.items()))

    @cached_property
    def stuck(self) -> frozenset[int]:
        """The configurations that stand at a decision for ever: no branch takes them on."""
        space = self.space
        found: set[int] = set()
        for marking in space.unsettled_markings:
            found.update(i for i in space.by_marking[marking] if space.offsets[i] == space.offsets[i + 1])
        return frozenset(found)

    @cached_property
    def stuck_at(self) -> frozenset[int]:
        """The states of those configurations."""
        return frozenset(at for index in self.stuck for at in self.space.marking(index))

    def route(self, index: int) -> str:
        """A shortest way to a configuration, as state names."""
        return self.route_of(self.space.way_to(index))

    def route_of(self, way: Way) -> str:
        names = [self.pathway.states[self.space.marking(way.start)[0]].name]
        for move, _ in way.steps:
            target = self.pathway.arrows[self.space.moves[move].arrow].target
            if target != DONE:
                names.append(self.pathway.states[target].name)
        if len(names) > LONGEST_ROUTE:
            names = [*names[:2], "...", *names[3 - LONGEST_ROUTE :]]
        return " > ".join(names)


def told(combination: Sequence[tuple[str, str | None]]) -> str:
    """`consent is refused and risk is high`."""
    return " and ".join(f"{spelt(name)} is {spelt(value)}" for name, value in combination)


def quoted(names: Sequence[str], last: str = "and") -> str:
    """`'a', 'b' and 'c'`; long lists lose their tail."""
    shown = [f"'{name}'" for name in names[:6]]
    if len(names) > 6:
        return f"{', '.join(shown)} {last} {len(names) - 6} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {last} {shown[-1]}"
