"""A state in the midst of a pathway to the attributes that somebody who stands there must have."""

from __future__ import annotations

from collections.abc import Iterator, Set

from pathways.machine.compiled import DONE, NONE, Arrow, CompiledPathway, Kind, State


def unknown_later(pathway: CompiledPathway, state: int, known: Set[int]) -> list[int]:
    """The attributes that have no value yet and that a decision after `state` reads on some way that sets none.

    Ways are those of the arrows, whatever guards would hold, so that it may name one that no case needs.
    """
    unset = [
        index
        for index, value in enumerate(pathway.initial)
        if value == len(pathway.domains[index]) and index not in known
    ]
    return [index for index in unset if _is_read(pathway, state, index)]


def _is_read(pathway: CompiledPathway, state: int, attribute: int) -> bool:
    seen, todo = {state}, [state]
    # Those around it go on too: their other branches have just begun.
    parallel = pathway.regions[pathway.states[state].region].parallel
    while parallel != NONE:
        others = (pathway.regions[branch].start for branch in pathway.states[parallel].branches)
        todo += [other for other in others if other not in seen]
        parallel = pathway.regions[pathway.states[parallel].region].parallel
    while todo:
        at = todo.pop()
        row = pathway.states[at]
        if row.decide is not None and attribute in row.decide.attributes:
            return True
        for after in _after(pathway, at, attribute):
            if after not in seen:
                seen.add(after)
                todo.append(after)
    return False


def _after(pathway: CompiledPathway, at: int, attribute: int) -> Iterator[int]:
    """The states that may come next while the attribute has no value."""
    row = pathway.states[at]
    yield from (pathway.regions[branch].start for branch in row.branches)
    for number in _arrows(pathway, row, attribute):
        yield from _followed(pathway, number, row.region, attribute)


def _arrows(pathway: CompiledPathway, row: State, attribute: int) -> list[int]:
    """The arrows that leave a state without its finding the attribute."""
    finds = any(found == attribute for found, _ in row.finds)
    arrows = [] if finds or row.complete == NONE or row.kind is Kind.PARALLEL else [row.complete]
    arrows += [row.timeout] if row.timeout != NONE else []
    at = pathway.index[row.name]
    return [*arrows, *row.choices, *(pathway.interrupts[n].arrow for n in pathway.interrupts_at.get(at, ()))]


def _followed(pathway: CompiledPathway, number: int, region: int, attribute: int) -> Iterator[int]:
    """Where an arrow leads, out of its branch where it ends that; nowhere if the attribute is set on the way."""
    arrow = pathway.arrows[number]
    if _sets(arrow, attribute):
        return
    if arrow.target != DONE:
        yield arrow.target
        return
    joined = pathway.states[pathway.regions[region].parallel]
    others = (branch for branch in joined.branches if branch != region)
    if all(_may_finish_without(pathway, branch, attribute) for branch in others):
        yield from _followed(pathway, joined.complete, joined.region, attribute)


def _sets(arrow: Arrow, attribute: int) -> bool:
    return any(effect.attribute == attribute for effect in arrow.effects)


def _may_finish_without(pathway: CompiledPathway, branch: int, attribute: int) -> bool:
    """Whether some way through a branch, from its beginning, gives the attribute no value."""
    start = pathway.regions[branch].start
    seen, todo = {start}, [start]
    while todo:
        at = todo.pop()
        row = pathway.states[at]
        arrows = [pathway.arrows[number] for number in _arrows(pathway, row, attribute)]
        if row.region == branch and any(arrow.target == DONE and not _sets(arrow, attribute) for arrow in arrows):
            return True
        for after in _after(pathway, at, attribute):
            if after not in seen and _is_inside(pathway, pathway.states[after].region, branch):
                seen.add(after)
                todo.append(after)
    return False


def _is_inside(pathway: CompiledPathway, region: int, branch: int) -> bool:
    """Whether a region is a branch, or lies within one of its states."""
    while region != branch and pathway.regions[region].parallel != NONE:
        region = pathway.states[pathway.regions[region].parallel].region
    return region == branch
