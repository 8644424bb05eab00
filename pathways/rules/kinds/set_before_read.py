"""`set_before_read`: nobody decides on an attribute before it is known.

Formally: AG !(reads(a) & unset(a)), for each of the attributes; definite assignment (Nielson, Nielson and Hankin,
Principles of Program Analysis, 1999, section 2.1), decided on the values that can really arrive. A decision reads an
attribute where its choice hangs on it in Kleene's three values, an interrupt where its condition does while the
referral is where it may happen. An attribute is unset while it has no value, or a value that `unset` names as standing
for "not known"; a condition that names this value asks just that, and may. The lint `read-before-set` finds the same
of every attribute that has no value; here a policy says which ones, and which values are none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from pathways.definition.guards import reads
from pathways.definition.linked import Interrupt, State
from pathways.definition.model import Bounds, GuardSpec
from pathways.errors import Place
from pathways.machine import CompiledPathway, Configuration, unsettled_region
from pathways.rules.kinds.base import (
    Answer,
    Attributes,
    GraphQuestion,
    NotHereError,
    RuleKind,
    RuleModel,
    Scene,
    Selectors,
    Values,
)
from pathways.rules.knowing import hanging, truth
from pathways.rules.liveness import may_be_unset
from pathways.rules.packing import Marking
from pathways.rules.space import Space


class SetBeforeRead(RuleModel):
    """Nobody decides on the attributes before they are known."""

    kind: Literal["set_before_read"]
    attributes: Attributes = Field(
        min_length=1, description="the attributes that must be known before they are asked about"
    )
    unset: Values | None = Field(None, description="values that stand for not known")
    at: Selectors | None = Field(None, description="only decisions, and interrupts, at these states; by default all")

    @field_validator("unset")
    @classmethod
    def _plain(cls, unset: GuardSpec | None) -> GuardSpec | None:
        if unset is None:
            return None
        if unset.all_ or unset.any_ or unset.not_ or any(isinstance(v, Bounds) for v in unset.tests.values()):
            raise PydanticCustomError("bad_value", "'unset' holds a condition, not values of attributes")
        return unset


Unknown = Callable[[str, str | None], bool]  # whether an attribute with this value is not known


@dataclass(frozen=True)
class _Reader:
    """Somebody who asks about one of the attributes, in the configurations of one marking.

    `early` gives the attribute that is not known though all hangs on it, and where it is asked about.
    """

    who: str
    members: Sequence[int]
    weighed: tuple[str, ...]
    early: Callable[[Mapping[str, str | None]], tuple[str, Place] | None]

    def first(self, space: Space) -> tuple[int, str, Place] | None:
        """The nearest configuration in which it is asked too early."""
        numbers = {name: space.pathway.attribute_index(name) for name in self.weighed}
        for index in self.members:
            found = self.early({name: space.value_text(index, number) for name, number in numbers.items()})
            if found is not None:
                return index, *found
        return None


def ask(rule: SetBeforeRead, scene: Scene) -> GraphQuestion:
    pathway = scene.pathway
    stand_ins = {} if rule.unset is None else {name: _texts(values) for name, values in rule.unset.tests.items()}
    asked = [name for name in dict.fromkeys(rule.attributes) if name in pathway.attributes]
    if not asked:
        raise NotHereError(f"this pathway knows nothing of {_named(rule.attributes)}")
    always = [name for name in asked if _always_known(pathway, name, stand_ins)]
    if len(always) == len(asked):
        raise NotHereError(f"{_named(always)} has a value from the start, and the rule names none that means not known")
    at = None if rule.at is None else scene.occasion(rule.at).members

    def is_unknown(name: str, value: str | None) -> bool:
        return name in asked and (value is None or value in stand_ins.get(name, ()))

    def decide(space: Space) -> Answer:
        readers = list(_readers(space, frozenset(asked), at, is_unknown))
        if not readers:
            where = "" if rule.at is None else f" at {scene.select(rule.at).text}"
            return Answer("not applicable", f"no decision and no interrupt{where} ever asks about {_named(asked)}")
        early = [(found, reader.who) for reader in readers if (found := reader.first(space)) is not None]
        if not early:
            rest = f"; {_named(always)} has a value from the start" if always else ""
            return Answer("holds", f"wherever {_named(asked)} is asked about, it is known{rest}")
        (index, name, place), who = min(early, key=lambda found: found[0][0])
        value = space.value_text(index, pathway.attribute_index(name))
        fact = "nothing has set it yet" if value is None else f"it is still {value.replace('_', ' ')}"
        about = f"{who} asks about {name.replace('_', ' ')}"
        lost = f"Here {about}, but {fact}; the rule wants it to be known first."
        return Answer("broken", f"{about} before it is known", space.way_to(index), lost, at=place)

    return GraphQuestion(decide)


def _named(names: Sequence[str]) -> str:
    return " or ".join(f"'{name}'" for name in names)


def _texts(values: tuple[str, ...] | Bounds) -> tuple[str, ...]:
    assert not isinstance(values, Bounds)  # refused with the rule
    return values


def _always_known(pathway: CompiledPathway, name: str, stand_ins: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether it starts with a value and none of its values means not known; to come with the referral is being set."""
    attribute = pathway.linked.attributes[name]
    has_stand_in = any(value in attribute.values for value in stand_ins.get(name, ()))
    return not (has_stand_in or attribute.from_arrival or may_be_unset(pathway, pathway.attribute_index(name)))


def _readers(space: Space, asked: frozenset[str], at: frozenset[int] | None, is_unknown: Unknown) -> Iterator[_Reader]:
    """Who asks about the attributes wherever a referral can stand."""
    pathway = space.pathway
    for marking, members in space.by_marking.items():
        region = unsettled_region(pathway, Configuration(marking, ()))
        if region is None:
            yield from _interrupts(pathway, marking, members, asked, at, is_unknown)
            continue
        state = pathway.linked.states[pathway.states[marking[region]].name]
        if (at is None or marking[region] in at) and not asked.isdisjoint(state.weighed):
            yield _Reader(f"'{state.title}'", members, state.weighed, partial(_decided_early, state, is_unknown))


def _interrupts(
    pathway: CompiledPathway,
    marking: Marking,
    members: Sequence[int],
    asked: frozenset[str],
    at: frozenset[int] | None,
    is_unknown: Unknown,
) -> Iterator[_Reader]:
    """The interrupts that may happen in a marking, if their condition says so."""
    for interrupt in pathway.interrupts:
        here = marking[interrupt.region]
        linked = pathway.linked.interrupts[interrupt.name]
        if linked.when is None or here not in interrupt.during or (at is not None and here not in at):
            continue
        weighed = reads(linked.when)
        if not asked.isdisjoint(weighed):
            yield _Reader(f"'{linked.title}'", members, weighed, partial(_interrupted_early, linked, is_unknown))


def _decided_early(state: State, is_unknown: Unknown, values: Mapping[str, str | None]) -> tuple[str, Place] | None:
    found = hanging(state, values, is_unknown)
    return None if found is None else (found[1], state.choose[found[0]].origin.place("when"))


def _interrupted_early(
    interrupt: Interrupt, is_unknown: Unknown, values: Mapping[str, str | None]
) -> tuple[str, Place] | None:
    if interrupt.when is None or truth(interrupt.when, values, is_unknown) is not None:
        return None
    name = next(name for name in reads(interrupt.when) if is_unknown(name, values[name]))
    return name, interrupt.origin.place("when")


KIND = RuleKind(
    id="set_before_read",
    title="Set before read",
    meaning="No decision and no interrupt hangs on one of the attributes before something has set or found it, or it "
    "came with the referral; a value that `unset` names counts as not known, except where a condition asks for it.",
    formal="AG !(reads(a) & unset(a)), for each attribute a; definite assignment, decided on reachable values",
    good="""rule: {kind: set_before_read, attributes: concern, unset: {concern: unknown}}
attributes: {concern: {values: [unknown, none, radicalisation], starts: unknown}}
states:
  assess: {lane: so15, finds: {concern: [none, radicalisation]}, then: triage}
  triage: {kind: decision, choose: [{when: {concern: none}, then: closed}, {otherwise: channel}]}""",
    bad="""rule: {kind: set_before_read, attributes: concern, unset: {concern: unknown}}
attributes: {concern: {values: [unknown, none, radicalisation], starts: unknown}}
states:
  referral: {lane: referrer, then: triage}      # the concern is still unknown
  triage: {kind: decision, choose: [{when: {concern: none}, then: closed}, {otherwise: channel}]}""",
    model=SetBeforeRead,
    ask=ask,
)
