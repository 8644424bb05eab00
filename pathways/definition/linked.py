"""A pathway with every name resolved and every piece expanded: what all later layers read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from pathways.definition.guards import Guard, reads
from pathways.errors import Place
from pathways.source import Document, Key
from pathways.units import Duration

Kind = Literal["task", "wait", "panel", "decision", "parallel", "end"]
Hardness = Literal["STATUTE", "STAT_GUIDANCE", "NATIONAL_PRACTICE", "LOCAL_PROTOCOL", "PEER_REVIEW", "ASSUMPTION"]
DONE: Final = "done"


@dataclass(frozen=True)
class Origin:
    """Where something was written: the document, the pathway that holds it, and the path within the document."""

    document: Document
    pathway: str
    path: tuple[Key, ...]

    def within(self, *path: Key) -> Origin:
        """The origin of something written inside this."""
        return Origin(self.document, self.pathway, (*self.path, *path))

    def place(self, *path: Key, key: bool = False) -> Place:
        return self.document.place((*self.path, *path), key=key)


@dataclass(frozen=True)
class Attribute:
    """`values` holds every value as text, in order; `starts` is None when unset or from arrival."""

    name: str
    values: tuple[str, ...]
    starts: str | None
    from_arrival: bool
    is_range: bool
    title: str
    origin: Origin


@dataclass(frozen=True)
class Effect:
    """Either sets `attribute` to `value`, or adds `amount` to it."""

    attribute: str
    value: str | None = None
    amount: int | None = None


@dataclass(frozen=True)
class Arrow:
    """A way from a state: to a dotted state name or `done`, with effects in the order they happen."""

    to: str
    effects: tuple[Effect, ...]
    title: str | None
    origin: Origin


@dataclass(frozen=True)
class Branch:
    """One choice of a decision; `when` is None for `otherwise`."""

    when: Guard | None
    arrow: Arrow
    origin: Origin


@dataclass(frozen=True)
class Standard:
    """A time standard; `within` is None where the author wrote `none`."""

    within: Duration | None
    hardness: Hardness | None
    source: str | None


@dataclass(frozen=True)
class Found:
    """An attribute that a state finds, and the values it may find."""

    attribute: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class State:
    """One state under its dotted name. Fields that its kind does not have are empty or None."""

    name: str
    kind: Kind
    title: str
    lane: str
    region: int
    origin: Origin
    with_lanes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    note: str | None = None
    source: str | None = None
    hardness: Hardness | None = None
    target: Standard | None = None
    finds: tuple[Found, ...] = ()
    effects: tuple[Effect, ...] = ()
    then: Arrow | None = None
    after: tuple[Duration, Arrow] | None = None
    lasts: Duration | None = None
    choose: tuple[Branch, ...] = ()
    order_matters: bool = False
    branches: tuple[int, ...] = ()
    outcome: str | None = None

    @property
    def lanes(self) -> tuple[str, ...]:
        """Who works on it: its lane first, then those it is done with."""
        return tuple(dict.fromkeys((self.lane, *self.with_lanes)))

    @property
    def weighed(self) -> tuple[str, ...]:
        """The attributes that a decision weighs, in order of mention."""
        return tuple(dict.fromkeys(name for branch in self.choose if branch.when for name in reads(branch.when)))


@dataclass(frozen=True)
class Region:
    """The pathway itself (index 0, `parallel` None) or one branch of a parallel state."""

    index: int
    name: str
    parallel: str | None
    start: str


@dataclass(frozen=True)
class Piece:
    """A `use` state after expansion: its name, what it used, and the states it became."""

    name: str
    pathway: str
    title: str
    lane: str | None
    states: tuple[str, ...]
    entry: str
    tags: tuple[str, ...]
    region: int
    origin: Origin


@dataclass(frozen=True)
class Interrupt:
    """An event that may happen in any of `during` (states of `region`)."""

    name: str
    title: str
    region: int
    during: tuple[str, ...]
    when: Guard | None
    arrow: Arrow
    origin: Origin
    tags: tuple[str, ...] = ()
    note: str | None = None
    source: str | None = None
    hardness: Hardness | None = None


@dataclass(frozen=True)
class TargetBetween:
    """A standard for the time from first entering one state to first entering another."""

    name: str
    title: str
    start: str
    end: str
    standard: Standard
    origin: Origin


@dataclass(frozen=True)
class Departure:
    """A rule the pathway is known to break, and why."""

    rule: str
    reason: str
    source: str | None
    origin: Origin


@dataclass(frozen=True)
class LinkedPathway:
    """The whole pathway. Mappings keep definition order."""

    id: str
    title: str
    version: str
    status: Literal["as-is", "proposed", "shared"]
    guidance: str | None
    note: str | None
    sources: tuple[str, ...]
    lanes: Mapping[str, str]
    attributes: Mapping[str, Attribute]
    starts: tuple[str, ...]
    states: Mapping[str, State]
    regions: tuple[Region, ...]
    pieces: Mapping[str, Piece]
    interrupts: Mapping[str, Interrupt]
    targets: Mapping[str, TargetBetween]
    departures: tuple[Departure, ...]
    documents: tuple[Document, ...]
    origin: Origin
