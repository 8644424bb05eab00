"""Rounds, traps and shortest lassos of random spaces, held against searches from every configuration."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pathways.errors import DefinitionError
from pathways.machine import compile_pathway
from pathways.rules.exploration import explore
from pathways.rules.lasso import on_rounds, shortest_lasso, traps
from pathways.rules.rest import resting, rounds
from pathways.rules.space import Space
from pathways.testing import WrittenPathway, written_pathways
from tests.rules.at_random import EXAMPLES
from tests.rules.damage import damaged


def onward(space: Space, index: int) -> list[int]:
    return [target for _, target in space.out(index)]


def round_length(space: Space, start: int, inside: bytearray) -> int | None:
    """The fewest moves that lead back to a configuration, by breadth first search from it alone."""
    if not inside[start]:
        return None
    layer, seen, length = {start}, {start}, 0
    while layer:
        length += 1
        after = {target for index in layer for target in onward(space, index)}
        if start in after:
            return length
        layer = {index for index in after if inside[index]} - seen
        seen |= layer
    return None


def reached(space: Space, start: int) -> set[int]:
    found: set[int] = set()
    todo = [start]
    while todo:
        for target in onward(space, todo.pop()):
            if target not in found:
                found.add(target)
                todo.append(target)
    return found


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(written_pathways(states=5, pieces=1, nesting=1), st.integers(0, 1_000), st.booleans())
def test_no_lasso_is_shorter_and_every_trap_is_found(written: WrittenPathway, seed: int, is_damaged: bool) -> None:
    """Oracle: the definition, configuration by configuration, in quadratic time."""
    try:
        pathway = written.compiled
        if is_damaged:
            pathway = compile_pathway(damaged(pathway.linked, Random(seed)))
    except DefinitionError:
        assume(False)
        raise
    space = explore(pathway, limit=400)
    assume(space.complete)
    everywhere = bytearray(b"\x01") * len(space)
    some = bytearray(Random(seed).choice((0, 1, 1)) for _ in range(len(space)))
    behind = [reached(space, index) for index in range(len(space))]

    caught = traps(space)
    assert [bool(caught[i]) for i in range(len(space))] == [
        bool(behind[i]) and all(i in behind[target] for target in behind[i]) for i in range(len(space))
    ]
    for inside in (everywhere, caught, space.unsettled, some):
        lengths = [round_length(space, index, inside) for index in range(len(space))]
        on = on_rounds(space, inside)
        assert [bool(on[index]) for index in range(len(space))] == [length is not None for length in lengths]
        lasso = shortest_lasso(space, inside)
        ways = [len(space.way_to(i).steps) + length for i, length in enumerate(lengths) if length is not None]
        assert (lasso is None) == (not ways)
        if lasso is not None:
            way, loop = lasso
            assert len(way.steps) == min(ways)
            begin = way.steps[loop - 2][1] if loop > 1 else way.start
            assert way.last == begin
            assert all(inside[index] for _, index in way.steps[loop - 1 :])
            here = way.start
            for move, target in way.steps:
                assert (move, target) in list(space.out(here))
                here = target
    timeless = {index for round_ in rounds(space) for index in round_}
    assert timeless == {i for i in range(len(space)) if round_length(space, i, space.unsettled) is not None}
    rests = resting(space)
    for index in range(len(space)):
        stuck = not behind[index]
        assert bool(rests[index]) == (
            not space.is_ended(index) and (not space.unsettled[index] or stuck or index in timeless)
        )
