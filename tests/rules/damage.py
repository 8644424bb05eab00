"""Linked pathways to damaged ones: what authors do wrong, done at random."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from pathways.definition.linked import Arrow, LinkedPathway
from pathways.rules.edits.base import arrows, firsts, on_state, scope_of
from pathways.rules.edits.ways import led


def damaged(linked: LinkedPathway, dice: Random) -> LinkedPathway:
    """The same pathway with some defaults left out and some arrows led elsewhere in their region."""
    states = dict(linked.states)

    def led_astray(arrow: Arrow, region: int) -> Arrow:
        others = [state.name for state in linked.states.values() if state.region == region]
        return replace(arrow, to=dice.choice(others)) if dice.random() < 0.25 else arrow

    for name, state in linked.states.items():
        if state.kind == "decision":
            keep = state.choose[:-1] if len(state.choose) > 1 and dice.random() < 0.6 else state.choose
            choose = tuple(replace(b, arrow=led_astray(b.arrow, state.region)) for b in keep)
            states[name] = replace(state, choose=choose, order_matters=False)
        elif state.then is not None:
            states[name] = replace(state, then=led_astray(state.then, state.region))
    return replace(linked, states=states)


def slipped(linked: LinkedPathway, dice: Random) -> LinkedPathway:
    """The same, but as a text could say it: of a piece that is used twice, both uses alike, and each within itself."""
    for state in list(firsts(linked)):
        scope = scope_of(linked, state.name)
        flow = [other.name for other in linked.states.values() if other.region == state.region]
        beside = [name for name in flow if scope_of(linked, name) == scope]
        if len(state.choose) > 1 and dice.random() < 0.6:
            linked = on_state(state.name, lambda s: replace(s, choose=s.choose[:-1], order_matters=False))(linked)
        for slot, _ in arrows(linked.states[state.name]):
            if dice.random() < 0.25:
                linked = led(state.name, slot, dice.choice(beside))(linked)
    return linked


def forgetful(linked: LinkedPathway, dice: Random) -> LinkedPathway:
    """The same pathway with some starting values left out."""
    attributes = {n: replace(a, starts=None) if dice.random() < 0.5 else a for n, a in linked.attributes.items()}
    return replace(linked, attributes=attributes)


def labelled(linked: LinkedPathway, dice: Random) -> LinkedPathway:
    """The same pathway with tags on some states and used pieces, and with lanes that help others."""

    def tags() -> tuple[str, ...]:
        return tuple(tag for tag in ("red", "blue") if dice.random() < 0.2)

    def helpers() -> tuple[str, ...]:
        return tuple(lane for lane in linked.lanes if dice.random() < 0.2)

    working = ("task", "wait", "panel")
    states = {
        name: replace(state, tags=tags(), with_lanes=helpers() if state.kind in working else ())
        for name, state in linked.states.items()
    }
    return replace(linked, states=states, pieces={n: replace(p, tags=tags()) for n, p in linked.pieces.items()})
