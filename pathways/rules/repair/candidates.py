"""A broken rule to the changes that might mend it: along its counterexample, and of the sorts that it asks for.

None of them is a repair before `nearest_repair` has tried it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from pathways.definition.guards import Guard, OneOf
from pathways.definition.linked import Effect, State
from pathways.rules.edits.base import Edit, arrow_name, arrows, on_interrupt, on_state, scope_of, with_arrow
from pathways.rules.edits.values import with_effects, with_starting_value
from pathways.rules.edits.ways import interrupt_led, led, with_condition, with_starts
from pathways.rules.repair.at_decisions import at_decision
from pathways.rules.repair.bench import BRANCH, LEAD, NEAR, RECORD, UNNAMED, Bench, Candidate
from pathways.rules.repair.conditions import both, conditions_of, opposite, recorded
from pathways.rules.repair.steps import Turn, turns
from pathways.rules.repair.writing import as_written, typed


def candidates(bench: Bench) -> Iterator[Candidate]:
    """Everything worth trying, nearest to the end of the counterexample first."""
    seen: set[tuple[object, ...]] = set()
    for turn in [*turns(bench.linked, bench.verdict), *_named_decisions(bench)]:
        where = (turn.state, turn.slot, turn.interrupt)
        if where in seen:
            continue
        seen.add(where)
        asked = _asked(bench, turn)
        if turn.interrupt is not None:
            yield from _interrupt(bench, turn, asked)
        elif isinstance(turn.slot, int):
            yield from at_decision(bench, turn, turn.slot, asked)
        else:
            yield from _led(bench, turn)
        yield from _recorded(bench, turn, asked)
    yield from _doors(bench)
    yield from _starting(bench)


def _named_decisions(bench: Bench) -> Iterator[Turn]:
    """The branches of decisions that the rule names, for verdicts that no trace shows."""
    for name in bench.goals:
        for number, branch in enumerate(bench.linked.states[name].choose):
            yield Turn(name, number, None, branch.arrow, 0)


def _asked(bench: Bench, turn: Turn) -> list[Guard]:
    """What the rule asks for and, close to the offence, other rules of where it leads; each also turned round."""
    state = bench.linked.states[turn.state]
    around = [arrow.to for _, arrow in arrows(state)] if turn.interrupt is None else [turn.arrow.to]
    known = bench.known_at(turn.state) if state.kind == "decision" else bench.linked.attributes
    others = bench.others if bench.is_close(state, turn.distance) else ()
    found = conditions_of(bench.compiled, bench.rule, others, around)
    return [guard for one in found for guard in (one, opposite(one, known)) if guard is not None]


def _led(bench: Bench, turn: Turn) -> Iterator[Candidate]:
    """What is done leads on to a state that the rule names; near the offence, to any that lies ahead."""
    assert turn.slot is not None
    linked, state = bench.linked, bench.linked.states[turn.state]
    scope = scope_of(linked, state.name)
    for to in _targets(bench, turn):
        if bench.fits(state, to):
            words = f"lead {arrow_name(turn.slot, state)} from '{state.name}' to '{typed(linked, to, scope)}'"
            edit = Edit("repair", state.name, words, turn.arrow.origin.place("then"), led(state.name, turn.slot, to))
            yield Candidate(edit, bench.lead(to) + _unnamed(bench, to), turn.distance)


def _targets(bench: Bench, turn: Turn) -> list[str]:
    far = [name for name in bench.linked.states if name not in bench.passed] if turn.distance < NEAR else []
    return [to for to in dict.fromkeys([*bench.goals, *far]) if to != turn.arrow.to]


def _unnamed(bench: Bench, to: str) -> int:
    return 0 if to in bench.goals else UNNAMED


def _interrupt(bench: Bench, turn: Turn, asked: Sequence[Guard]) -> Iterator[Candidate]:
    linked, name = bench.linked, turn.interrupt or ""
    interrupt = linked.interrupts[name]
    for guard in asked:
        tighter = guard if interrupt.when is None else both(interrupt.when, guard)
        if tighter is not None and tighter != interrupt.when:
            words = f"let the interrupt '{name}' happen only when {as_written(tighter, linked)}"
            make = on_interrupt(name, partial(with_condition, when=tighter))
            yield Candidate(Edit("repair", name, words, interrupt.origin.place("when"), make), BRANCH, turn.distance)
    prefix = name.removesuffix(str(interrupt.origin.path[-1]))
    for to in _targets(bench, turn):
        is_written_there = scope_of(linked, to) == prefix or any(
            piece.entry == to and piece.name.rpartition(".")[0] == prefix.rstrip(".")
            for piece in linked.pieces.values()
        )
        if linked.states[to].region == interrupt.region and is_written_there:
            words = f"lead the interrupt '{name}' to '{typed(linked, to, prefix)}'"
            edit = Edit("repair", name, words, interrupt.origin.place("then"), interrupt_led(interrupt, to))
            yield Candidate(edit, bench.lead(to) + _unnamed(bench, to), turn.distance)


def _recorded(bench: Bench, turn: Turn, asked: Sequence[Guard]) -> Iterator[Candidate]:
    """The arrow sets what the rule asks to be so, where that is for the definition to say."""
    if turn.slot is None:
        return
    state, slot = bench.linked.states[turn.state], turn.slot
    for attribute in recorded(bench.linked, asked):
        for value in attribute.values:
            if any(isinstance(g, OneOf) and g.attribute == attribute.name and value in g.values for g in asked):
                words = f"let {arrow_name(slot, state)} of '{state.name}' set {{{attribute.name}: {value}}}"

                def change(s: State, name: str = attribute.name, value: str = value) -> State:
                    own = dict(arrows(s))[slot]
                    rest = tuple(e for e in own.effects if e.attribute != name)
                    return with_arrow(s, slot, with_effects(own, lambda _: (*rest, Effect(name, value))))

                place = turn.arrow.origin.place("set", attribute.name, key=True)
                edit = Edit("repair", state.name, words, place, on_state(state.name, change))
                yield Candidate(edit, RECORD, turn.distance)


def _doors(bench: Bench) -> Iterator[Candidate]:
    linked, trace = bench.linked, bench.verdict.counterexample
    place = linked.origin.place("start")
    if len(linked.starts) > 1 and trace and trace[0].state in linked.starts:
        door = trace[0].state
        rest = tuple(s for s in linked.starts if s != door)
        words = f"let no referral start at '{door}'"
        yield Candidate(Edit("repair", door, words, place, partial(with_starts, starts=rest)), LEAD, len(trace))
    for goal in bench.goals:
        if scope_of(linked, goal) == "" and linked.states[goal].region == 0 and (goal,) != linked.starts:
            words = f"let every referral start at '{goal}'"
            make = Edit("repair", goal, words, place, partial(with_starts, starts=(goal,)))
            yield Candidate(make, RECORD, len(trace))


def _starting(bench: Bench) -> Iterator[Candidate]:
    linked = bench.linked
    for attribute in recorded(linked, conditions_of(bench.compiled, bench.rule, (), ())):
        for value in attribute.values if attribute.starts is not None else ():
            if value != attribute.starts:
                edit = Edit(
                    "repair", linked.starts[0], f"let '{attribute.name}' start as {value}",
                    attribute.origin.place("starts"),
                    partial(with_starting_value, name=attribute.name, value=value),
                )  # fmt: skip
                yield Candidate(edit, BRANCH, 0)
