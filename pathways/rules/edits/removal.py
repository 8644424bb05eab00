"""A linked pathway without some of its states or branches: everything that spoke of them is mended or goes too."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from pathways.definition.linked import Arrow, LinkedPathway, State
from pathways.rules.edits.base import arrows, with_arrow


def without(linked: LinkedPathway, names: Collection[str], onward: Callable[[str], str]) -> LinkedPathway:
    """The pathway after some states were taken out, with everything inside them and all that spoke of them.

    Parameters
    ----------
    onward
        Where an arrow leads that led to one of them.
    """
    lost = set(names)
    gone = {branch for name in lost for branch in linked.states[name].branches}
    while True:
        inside = {s.name for s in linked.states.values() if s.region in gone} - lost
        lost |= inside
        more = {branch for name in inside for branch in linked.states[name].branches}
        if not inside:
            break
        gone |= more
    return _renumbered(linked, lost, gone, onward)


def without_region(linked: LinkedPathway, regions: Collection[int]) -> LinkedPathway:
    """The pathway after some branches of parallel states were taken out."""
    gone = set(regions)
    lost: set[str] = set()
    while True:
        inside = {s.name for s in linked.states.values() if s.region in gone} - lost
        if not inside:
            break
        lost |= inside
        gone |= {branch for name in inside for branch in linked.states[name].branches}
    return _renumbered(linked, lost, gone, lambda name: name)


def _renumbered(linked: LinkedPathway, lost: set[str], gone: set[int], onward: Callable[[str], str]) -> LinkedPathway:
    kept = [region for region in linked.regions if region.index not in gone]
    number = {region.index: new for new, region in enumerate(kept)}

    def led(arrow: Arrow) -> Arrow:
        return replace(arrow, to=onward(arrow.to)) if arrow.to in lost else arrow

    states: dict[str, State] = {}
    for state in linked.states.values():
        if state.name in lost:
            continue
        for slot, arrow in arrows(state):
            state = with_arrow(state, slot, led(arrow))
        branches = tuple(number[branch] for branch in state.branches if branch in number)
        states[state.name] = replace(state, region=number[state.region], branches=branches)
    interrupts = {}
    for name, interrupt in linked.interrupts.items():
        during = tuple(at for at in interrupt.during if at not in lost)
        if during:
            region = number[interrupt.region]
            interrupts[name] = replace(interrupt, during=during, region=region, arrow=led(interrupt.arrow))
    pieces = {}
    for name, piece in linked.pieces.items():
        inside = tuple(at for at in piece.states if at not in lost)
        if inside:
            entry = onward(piece.entry) if piece.entry in lost else piece.entry
            pieces[name] = replace(piece, states=inside, entry=entry, region=number[piece.region])
    return replace(
        linked,
        states=states,
        regions=tuple(
            replace(r, index=number[r.index], start=onward(r.start) if r.start in lost else r.start) for r in kept
        ),
        interrupts=interrupts,
        pieces=pieces,
        targets={n: t for n, t in linked.targets.items() if t.start not in lost and t.end not in lost},
        starts=tuple(dict.fromkeys(onward(s) if s in lost else s for s in linked.starts)),
    )
