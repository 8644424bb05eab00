"""The hub: a linked pathway as integer tables, with a fingerprint of what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any, Final

from pathways.definition.linked import LinkedPathway

NONE: Final = -1  # no arrow, no parallel state
IDLE: Final = -1  # a region that is not running
DONE: Final = -2  # a region that has finished; as an arrow's target, "finish this region"


class Kind(IntEnum):
    TASK = 0
    WAIT = 1
    PANEL = 2
    DECISION = 3
    PARALLEL = 4
    END = 5


@dataclass(frozen=True)
class Effect:
    """Sets an attribute to a value index, or (`adds`) moves a range attribute by `operand`, saturating."""

    attribute: int
    adds: bool
    operand: int


@dataclass(frozen=True)
class Table:
    """A finite function of a few attributes, in mixed radix: `cells[sum(value * stride)]`."""

    attributes: tuple[int, ...]
    strides: tuple[int, ...]
    cells: tuple[int, ...]

    def at(self, values: Sequence[int]) -> int:
        return self.cells[sum(values[a] * s for a, s in zip(self.attributes, self.strides, strict=True))]


@dataclass(frozen=True)
class Arrow:
    """Where an arrow leads (a state index or `DONE`) and its effects, the state's own before the arrow's."""

    target: int
    effects: tuple[Effect, ...]


@dataclass(frozen=True)
class State:
    """One state's row. Arrow fields are indices into `arrows` or `NONE`."""

    name: str
    kind: Kind
    region: int
    finds: tuple[tuple[int, tuple[int, ...]], ...]  # (attribute, value indices it may take)
    complete: int  # arrow taken by `complete`; for a parallel state, by its join
    timeout: int
    decide: Table | None  # cells are indices into `choices`, or NONE where no branch matches
    choices: tuple[int, ...]  # one arrow per branch of the decision, in order
    branches: tuple[int, ...]  # regions of a parallel state


@dataclass(frozen=True)
class Region:
    start: int
    parallel: int  # state index, NONE for region 0


@dataclass(frozen=True)
class Interrupt:
    name: str
    region: int
    during: frozenset[int]
    when: Table | None  # cells are 0 or 1
    arrow: int


@dataclass(frozen=True, repr=False)
class CompiledPathway:
    """What may happen, in integers.

    A value index runs over `domains[attribute]`; the index after the last is "unset", which only an
    attribute without `starts` and `from: arrival` can have. `initial` holds each attribute's value
    before arrival values are filled in.
    """

    linked: LinkedPathway
    fingerprint: str
    states: tuple[State, ...]
    regions: tuple[Region, ...]
    arrows: tuple[Arrow, ...]
    interrupts: tuple[Interrupt, ...]
    starts: tuple[int, ...]
    attributes: tuple[str, ...]
    domains: tuple[tuple[str, ...], ...]
    initial: tuple[int, ...]
    arrival: tuple[int, ...]  # attributes whose value comes with the referral
    index: Mapping[str, int]  # state name -> state index

    @property
    def id(self) -> str:
        return self.linked.id

    def __repr__(self) -> str:
        return f"<CompiledPathway {self.id}: {len(self.states)} states, fingerprint {self.fingerprint[:12]}>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """What Hypothesis and notebooks print; they would spell out every table."""
        printer.text(repr(self))

    @cached_property
    def interrupts_at(self) -> Mapping[int, tuple[int, ...]]:
        """For each state in which some interrupt may happen, the numbers of all that may, in order."""
        at: dict[int, tuple[int, ...]] = {}
        for number, interrupt in enumerate(self.interrupts):
            for state in interrupt.during:
                at[state] = (*at.get(state, ()), number)
        return at

    def attribute_index(self, name: str) -> int:
        return self.attributes.index(name)

    def value_text(self, attribute: int, value: int) -> str | None:
        """The value as text; None when unset."""
        domain = self.domains[attribute]
        return domain[value] if value < len(domain) else None
