"""Slips with what is recorded: effects lost or changed, and values that attributes start with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from pathways.definition.linked import Arrow, Effect, Interrupt, LinkedPathway, Origin, State
from pathways.errors import Place
from pathways.machine.telling import spelt
from pathways.rules.edits.base import (
    Edit,
    Make,
    arrow_name,
    arrows,
    first_interrupts,
    firsts,
    on_interrupt,
    on_state,
    with_arrow,
)

Effects = tuple[Effect, ...]
Change = Callable[[Effects], Effects]


def value_edits(linked: LinkedPathway) -> Iterator[Edit]:
    for state in firsts(linked):
        yield from _effects(
            linked, state.name, f"'{state.name}'", state.effects, partial(_place, origin=state.origin),
            partial(_on_own, name=state.name),
        )  # fmt: skip
        for slot, arrow in arrows(state):

            def on_arrow(change: Change, state: State = state, slot: object = slot) -> Make:
                def changed(s: State) -> State:
                    own = next(a for each, a in arrows(s) if each == slot)
                    where = next(each for each, _ in arrows(s) if each == slot)
                    return with_arrow(s, where, with_effects(own, change))

                return on_state(state.name, changed)

            who = f"at '{state.name}', {arrow_name(slot, state)} (to '{arrow.to}')"
            yield from _effects(linked, state.name, who, arrow.effects, partial(_place, origin=arrow.origin), on_arrow)
    for interrupt in first_interrupts(linked):

        def on_event(change: Change, name: str = interrupt.name) -> Make:
            def changed(i: Interrupt) -> Interrupt:
                return replace(i, arrow=with_effects(i.arrow, change))

            return on_interrupt(name, changed)

        yield from _effects(
            linked, interrupt.name, f"the interrupt '{interrupt.name}'", interrupt.arrow.effects,
            partial(_place, origin=interrupt.origin), on_event,
        )  # fmt: skip
    yield from _starting_values(linked)


def with_effects(arrow: Arrow, change: Change) -> Arrow:
    return replace(arrow, effects=change(arrow.effects))


def _on_own(change: Change, name: str) -> Make:
    """An edit of the effects of a state itself."""
    return on_state(name, lambda state: replace(state, effects=change(state.effects)))


def _less(effects: Effects, number: int, effect: Effect) -> Effects:
    """Without one effect. A twin that leaves its piece by another exit may not have it: then as they are."""
    return effects[:number] + effects[number + 1 :] if effects[number : number + 1] == (effect,) else effects


def _place(effect: Effect, origin: Origin) -> Place:
    return origin.place("set" if effect.value is not None else "add", effect.attribute, key=True)


def _effects(
    linked: LinkedPathway,
    at: str,
    who: str,
    effects: Effects,
    place: Callable[[Effect], Place],
    on: Callable[[Change], Make],
) -> Iterator[Edit]:
    """Each effect lost, and each given the value next to its own."""
    for number, effect in enumerate(effects):
        name, watched = spelt(effect.attribute), (effect.attribute,)
        does = f"sets {name} to {spelt(effect.value)}" if effect.value is not None else f"adds to {name}"
        yield Edit(
            "drop an effect", at, f"{who} no longer {does}", place(effect),
            on(partial(_less, number=number, effect=effect)), watched,
        )  # fmt: skip
        values = linked.attributes[effect.attribute].values
        if effect.value is not None and len(values) > 1:
            value = values[(values.index(effect.value) + 1) % len(values)]
            yield Edit(
                "set another value", at, f"{who} sets {name} to {spelt(value)} instead of {spelt(effect.value)}",
                place(effect), on(partial(_revalued, number=number, effect=effect, value=value)), watched,
            )  # fmt: skip


def _revalued(effects: Effects, number: int, effect: Effect, value: str) -> Effects:
    if effects[number : number + 1] != (effect,):
        return effects
    return (*effects[:number], replace(effect, value=value), *effects[number + 1 :])


def _starting_values(linked: LinkedPathway) -> Iterator[Edit]:
    for attribute in linked.attributes.values():
        others = [v for v in attribute.values if v != attribute.starts] if attribute.starts is not None else []
        for value in others[:1] if attribute.is_range else others:
            yield Edit(
                "start with another value", linked.starts[0],
                f"{spelt(attribute.name)} starts as {spelt(value)} instead of {spelt(attribute.starts or '')}",
                attribute.origin.place("starts"),
                partial(with_starting_value, name=attribute.name, value=value),
            )  # fmt: skip


def with_starting_value(linked: LinkedPathway, name: str, value: str) -> LinkedPathway:
    """The pathway whose referrals start with another value of an attribute."""
    changed = replace(linked.attributes[name], starts=value)
    return replace(linked, attributes={**linked.attributes, name: changed})
