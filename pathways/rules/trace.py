"""A way through the space to a trace one can read aloud: what happened, what was found, where it went.

The way is replayed by the stepper from a real starting configuration, so every value shown is the value
the referral would really have. Attributes that nothing asks about any more are left out of the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pathways.definition import guards
from pathways.definition.guards import Guard
from pathways.definition.linked import Arrow, LinkedPathway
from pathways.errors import Place
from pathways.machine import DONE, CompiledPathway, Configuration, Move, MoveKind, apply
from pathways.machine.telling import spelt
from pathways.rules.space import Space, Way
from pathways.rules.titles import attribute_words, end_words


@dataclass(frozen=True)
class TraceStep:
    """One step of a counterexample.

    Parameters
    ----------
    event
        `arrive`, `complete`, `timeout`, `decide`, `join`, or the name of an interrupt.
    left, state
        The state it happened in (None on arrival) and the state it led to; `state` is `left` where a branch is done.
    values
        Every attribute that the step found or gave a new value; on arrival, those that come with the referral.
    words
        The step as a sentence.
    passed, onward
        Where nothing was found, changed or chosen: the state that was simply passed (empty for a join), and where
        it went on to; `passed` is None for every other step.
    place
        The line of the definition that allowed it.
    finishes
        Whether a branch is done by it.
    """

    event: str
    left: str | None
    state: str
    values: tuple[tuple[str, str | None], ...]
    words: str
    place: Place
    passed: str | None = None
    onward: str = ""
    finishes: bool = False


@dataclass(frozen=True)
class Trace:
    """A replayed way: its steps, and every attribute's value at the end of it."""

    steps: tuple[TraceStep, ...]
    values: tuple[tuple[str, str | None], ...]
    linked: LinkedPathway

    def __len__(self) -> int:
        return len(self.steps)

    def value_words(self, guard: Guard) -> str:
        """The values that a guard weighs, as they are at the end: `consent is refused`."""
        values = dict(self.values)
        return " and ".join(_is(self.linked, name, values.get(name)) for name in guards.reads(guard)) or "always"


def replay(space: Space, way: Way) -> Trace:
    """Tell a way through the space step by step."""
    pathway = space.pathway
    configuration = space.starts[way.start]
    steps = [_arrival(space, configuration, way.start)]
    for number, index in way.steps:
        move = space.moves[number]
        after = apply(pathway, configuration, move)
        steps.append(_step(space, move, configuration, after, index))
        configuration = after
    values = _values(pathway, configuration, range(len(pathway.attributes)))
    return Trace(tuple(steps), tuple(values), pathway.linked)


def _values(
    pathway: CompiledPathway, configuration: Configuration, attributes: Sequence[int]
) -> list[tuple[str, str | None]]:
    return [(pathway.attributes[a], pathway.value_text(a, configuration.values[a])) for a in attributes]


def _arrival(space: Space, configuration: Configuration, index: int) -> TraceStep:
    pathway = space.pathway
    state = pathway.linked.states[pathway.states[configuration.marking[0]].name]
    live = space.live_at(index)
    told = _values(pathway, configuration, [a for a in space.free if live >> a & 1])
    known = "; ".join(f"{attribute_words(pathway.linked, name)}: {spelt(value)}" for name, value in told)
    return TraceStep(
        "arrive", None, state.name, tuple(_values(pathway, configuration, space.free)),
        f"A referral arrives at '{state.title}'{f' ({known})' if known else ''}.", state.origin.place(key=True),
    )  # fmt: skip


def _step(space: Space, move: Move, before: Configuration, after: Configuration, index: int) -> TraceStep:
    pathway = space.pathway
    linked = pathway.linked
    state = linked.states[pathway.states[move.state].name]
    arrow, event = arrow_of(pathway, move)
    found = [attribute for attribute, _ in move.found]
    changed = [a for a in range(len(pathway.attributes)) if before.values[a] != after.values[a] and a not in found]
    live = space.live_at(index)
    told = _values(pathway, after, [a for a in changed if live >> a & 1])
    becomes = ", ".join(f"{attribute_words(linked, name)} becomes {spelt(value)}" for name, value in told)
    effects = f" ({becomes})" if told else ""
    onward = _onward(pathway, move)
    passed: str | None = None
    match move.kind:
        case MoveKind.COMPLETE:
            seen = _values(pathway, after, [a for a in found if live >> a & 1])
            finding = f", finding that {' and '.join(_is(linked, name, value) for name, value in seen)}" if seen else ""
            who = linked.lanes.get(state.lane, state.lane)
            done = {
                "wait": f"The wait at '{state.title}' is over{finding}",
                "panel": f"{_panel(who)} discusses it at '{state.title}'{finding}",
            }.get(state.kind, f"'{state.title}' is done by {who}{finding}")
            words = f"{done}{effects}; {onward}."
            passed = None if seen or told or state.kind == "panel" else state.title
        case MoveKind.TIMEOUT:
            limit = state.after[0] if state.after else ""
            words = f"'{state.title}' is not finished within {limit}{effects}; {onward}."
        case MoveKind.INTERRUPT:
            words = (
                f"While it is at '{state.title}', this happens: {linked.interrupts[event].title}{effects}; {onward}."
            )
        case MoveKind.DECIDE:
            words = f"At '{state.title}', {_because(pathway, move, before)}{effects}, {onward}."
        case MoveKind.JOIN:
            words = f"All branches of '{state.title}' are done{effects}; {onward}."
            passed = None if told else ""
    target = pathway.arrows[move.arrow].target
    reached = state.name if target == DONE else pathway.states[target].name
    values = tuple(_values(pathway, after, sorted({*found, *changed})))
    return TraceStep(event, state.name, reached, values, words, arrow.origin.place(), passed, onward, target == DONE)


def arrow_of(pathway: CompiledPathway, move: Move) -> tuple[Arrow, str]:
    """The arrow of the definition that a move follows, and the event's name."""
    state = pathway.linked.states[pathway.states[move.state].name]
    if move.kind is MoveKind.INTERRUPT:
        interrupt = pathway.linked.interrupts[pathway.interrupts[move.interrupt].name]
        return interrupt.arrow, interrupt.name
    if move.kind is MoveKind.DECIDE:
        return state.choose[pathway.states[move.state].choices.index(move.arrow)].arrow, "decide"
    if move.kind is MoveKind.TIMEOUT:
        assert state.after is not None
        return state.after[1], "timeout"
    assert state.then is not None
    return state.then, "join" if move.kind is MoveKind.JOIN else "complete"


def _onward(pathway: CompiledPathway, move: Move) -> str:
    target = pathway.arrows[move.arrow].target
    if target == DONE:
        return "this branch is done"
    state = pathway.linked.states[pathway.states[target].name]
    return f"it ends as '{end_words(state)}'" if state.kind == "end" else f"it goes on to '{state.title}'"


def _because(pathway: CompiledPathway, move: Move, before: Configuration) -> str:
    state = pathway.linked.states[pathway.states[move.state].name]
    branch = state.choose[pathway.states[move.state].choices.index(move.arrow)]
    weighed = branch.when or guards.AnyOf(tuple(b.when for b in state.choose if b.when is not None))
    names = guards.reads(weighed)
    values = _values(pathway, before, [pathway.attribute_index(name) for name in names])
    facts = " and ".join(_is(pathway.linked, name, value) for name, value in values)
    if branch.when is not None:
        return f"because {facts}" if facts else "in every case"
    return f"because none of its exceptions applies ({facts})" if facts else "in every case"


def _panel(lane: str) -> str:
    """`The Channel panel`; a lane whose title has its own article keeps it."""
    return lane if lane.lower().startswith("the ") else f"The {lane}"


def _is(linked: LinkedPathway, name: str, value: str | None) -> str:
    return f"{attribute_words(linked, name)} is {spelt(value)}"
