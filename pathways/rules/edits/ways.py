"""Slips on the way from state to state: arrows led elsewhere, time limits and interrupts lost, doors opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from pathways.definition.guards import Guard
from pathways.definition.linked import DONE, Interrupt, LinkedPathway, State
from pathways.rules.edits.base import (
    Edit,
    Make,
    Slot,
    arrow_name,
    arrows,
    first_interrupts,
    firsts,
    moved,
    neighbours,
    on_interrupt,
    on_state,
    scope_of,
    twins,
    with_arrow,
)
from pathways.rules.edits.guards import slips


def way_edits(linked: LinkedPathway) -> Iterator[Edit]:
    for state in firsts(linked):
        yield from _led_elsewhere(linked, state)
        yield from _no_limit(state)
    for interrupt in first_interrupts(linked):
        yield from _interrupt(linked, interrupt)
    yield from _doors(linked)


def _led_elsewhere(linked: LinkedPathway, state: State) -> Iterator[Edit]:
    for slot, arrow in arrows(state):
        if arrow.to == DONE:
            continue
        for other in neighbours(linked, state.name, arrow.to):
            yield Edit(
                "lead elsewhere", state.name,
                f"at '{state.name}', {arrow_name(slot, state)} leads to '{other}' instead of '{arrow.to}'",
                arrow.origin.place(), led(state.name, slot, other),
            )  # fmt: skip


def led(name: str, slot: Slot, target: str) -> Make:
    """One arrow of a state leads to another state beside it (and each twin's to what that is called there)."""

    def make(linked: LinkedPathway) -> LinkedPathway:
        states = dict(linked.states)
        for twin in twins(linked, name):
            to = moved(linked, name, twin, target)
            old = dict(arrows(linked.states[twin]))[slot]
            states[twin] = with_arrow(states[twin], slot, replace(old, to=to))
        return replace(linked, states=states)

    return make


def _no_limit(state: State) -> Iterator[Edit]:
    if state.after is not None:
        yield Edit(
            "drop a time limit", state.name, f"at '{state.name}', the time limit of {state.after[0]} is gone",
            state.origin.place("after", key=True), on_state(state.name, lambda s: replace(s, after=None)),
        )  # fmt: skip


def _interrupt(linked: LinkedPathway, interrupt: Interrupt) -> Iterator[Edit]:
    name, place = interrupt.name, interrupt.origin.place(key=True)
    yield Edit("drop an interrupt", name, f"the interrupt '{name}' is gone", place, on_interrupt(name, lambda i: None))
    if interrupt.when is not None:
        yield Edit(
            "drop a test", name, f"the interrupt '{name}' has no condition any more",
            interrupt.origin.place("when"), on_interrupt(name, lambda i: replace(i, when=None)),
        )  # fmt: skip
        for operator, deed, left in slips(interrupt.when, linked.attributes):
            yield Edit(
                operator, name, f"the interrupt '{name}' {deed}", interrupt.origin.place("when"),
                on_interrupt(name, partial(with_condition, when=left)),
            )  # fmt: skip
    yield from _during(linked, interrupt)
    scope = name.removesuffix(_local(interrupt))
    inside = interrupt.arrow.to != DONE and scope_of(linked, interrupt.arrow.to) == scope
    for other in neighbours(linked, interrupt.arrow.to, interrupt.arrow.to) if inside else ():
        yield Edit(
            "lead elsewhere", name, f"the interrupt '{name}' leads to '{other}' instead of '{interrupt.arrow.to}'",
            interrupt.arrow.origin.place("then"), interrupt_led(interrupt, other),
        )  # fmt: skip


def interrupt_led(interrupt: Interrupt, target: str) -> Make:
    """An interrupt leads to another state beside it or deeper (and each twin's to what that is called there)."""
    local = target[len(interrupt.name.removesuffix(_local(interrupt))) :]

    def led_there(i: Interrupt) -> Interrupt:
        return replace(i, arrow=replace(i.arrow, to=i.name.removesuffix(_local(i)) + local))

    return on_interrupt(interrupt.name, led_there)


def with_condition(interrupt: Interrupt, when: Guard | None) -> Interrupt:
    """The interrupt with another condition."""
    return replace(interrupt, when=when)


def _local(interrupt: Interrupt) -> str:
    return str(interrupt.origin.path[-1])


def _during(linked: LinkedPathway, interrupt: Interrupt) -> Iterator[Edit]:
    """One of the names under `during` is forgotten: a state, or all that a piece or branch stands for."""
    scope = interrupt.name.removesuffix(_local(interrupt))
    named = interrupt.origin.document.node((*interrupt.origin.path, "during"))
    items = named.value if named is not None and isinstance(named.value, list) else []
    for number, node in enumerate(items if len(items) > 1 else ()):
        own = str(node.value)

        def forgotten(i: Interrupt, own: str = own) -> Interrupt | None:
            whole = i.name.removesuffix(_local(i)) + own
            during = tuple(at for at in i.during if at != whole and not at.startswith(f"{whole}."))
            return replace(i, during=during) if during else None

        left = forgotten(interrupt)
        if left is not None and left.during != interrupt.during:
            yield Edit(
                "narrow an interrupt", interrupt.name,
                f"the interrupt '{interrupt.name}' can no longer happen during '{scope}{own}'",
                interrupt.origin.place("during", number), on_interrupt(interrupt.name, forgotten),
            )  # fmt: skip


def _doors(linked: LinkedPathway) -> Iterator[Edit]:
    place = linked.origin.place("start")
    for door in linked.starts if len(linked.starts) > 1 else ():
        yield Edit(
            "close a door", door, f"no referral starts at '{door}' any more", place,
            partial(with_starts, starts=tuple(s for s in linked.starts if s != door)),
        )  # fmt: skip
    behind = {arrow.to for door in linked.starts for _, arrow in arrows(linked.states[door])}
    beyond = {arrow.to for name in behind - {DONE} for _, arrow in arrows(linked.states[name])}
    for state in linked.states.values():
        is_near = state.name in behind | beyond and state.name not in linked.starts
        if is_near and state.region == 0 and state.kind not in ("end", "decision"):
            yield Edit(
                "open a door", state.name, f"referrals can also start at '{state.name}'", place,
                partial(with_starts, starts=(*linked.starts, state.name)),
            )  # fmt: skip


def with_starts(linked: LinkedPathway, starts: tuple[str, ...]) -> LinkedPathway:
    """The pathway with other front doors."""
    root = replace(linked.regions[0], start=starts[0])
    return replace(linked, starts=starts, regions=(root, *linked.regions[1:]))
