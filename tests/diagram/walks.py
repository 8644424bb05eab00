"""Random ways of referrals, as stories: what the stepper allows, told with one sentence a move."""

from __future__ import annotations

from random import Random

from pathways.definition.linked import DONE
from pathways.diagram.story import Hop, Sentence, Story, Trail
from pathways.machine import DONE as FINISHED
from pathways.machine import CompiledPathway, MoveKind, apply, moves, starting

EVENTS = {
    MoveKind.COMPLETE: "complete", MoveKind.TIMEOUT: "timeout", MoveKind.DECIDE: "decide", MoveKind.JOIN: "join",
}  # fmt: skip


def walk(compiled: CompiledPathway, seed: int, longest: int) -> tuple[Hop, ...]:
    """A random way of at most `longest` moves."""
    dice = Random(seed)
    arrival = {attribute: dice.randrange(len(compiled.domains[attribute])) for attribute in compiled.arrival}
    configuration = starting(compiled, dice.choice(compiled.starts), arrival)
    hops = [Hop("arrive", None, compiled.states[configuration.marking[0]].name)]
    while len(hops) <= longest and (possible := moves(compiled, configuration)):
        move = dice.choice(possible)
        configuration = apply(compiled, configuration, move)
        event = EVENTS.get(move.kind) or compiled.interrupts[move.interrupt].name
        target = compiled.arrows[move.arrow].target
        to = DONE if target == FINISHED else compiled.states[target].name
        hops.append(Hop(event, compiled.states[move.state].name, to))
    return tuple(hops)


def long_walk(compiled: CompiledPathway, seed: int, longest: int) -> tuple[Hop, ...]:
    """The longest of some random ways."""
    return max((walk(compiled, 1000 * seed + n, longest) for n in range(25)), key=len)


def story(*ways: tuple[Hop, ...], repeats: int | None = None) -> Story:
    """A story of these ways, with a sentence for every move and one to close each."""
    trails = tuple(
        Trail(
            (*(Sentence(f"Move {hop.event} to {hop.to}.", (hop,)) for hop in way), Sentence("Lost.")), repeats=repeats
        )
        for way in ways
    )
    return Story("R-1", ("R-1, broken: A rule", "Step n: Lost."), trails)
