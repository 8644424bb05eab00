"""`read-before-set`: a decision, an interrupt or an addition needs an attribute that nothing has set yet."""

from __future__ import annotations

from collections.abc import Iterator

from pathways.definition.guards import reads
from pathways.definition.linked import Origin, State
from pathways.errors import Finding, Place
from pathways.machine import NONE, Move, MoveKind
from pathways.rules.knowing import hanging, truth
from pathways.rules.lints.base import Ground, Lint
from pathways.rules.liveness import may_be_unset


def find(ground: Ground) -> Iterator[Finding]:
    yield from _decisions(ground)
    pathway = ground.pathway
    unset = frozenset(name for a, name in enumerate(pathway.attributes) if may_be_unset(pathway, a))
    if unset and not ground.is_shared:  # a shared piece is explored from every value, and is handed them all
        yield from _interrupts(ground, unset)
        yield from _additions(ground, unset)


def _decisions(ground: Ground) -> Iterator[Finding]:
    for decision, arriving in ground.decisions.items():
        state = ground.state(decision)
        earliest: dict[str, tuple[int, int]] = {}
        for values, index in arriving.items():
            hangs_on = hanging(state, dict(values))
            if hangs_on is not None:
                number, attribute = hangs_on
                if attribute not in earliest or index < earliest[attribute][0]:
                    earliest[attribute] = (index, number)
        for attribute, (index, number) in earliest.items():
            place = _place(ground, state, state.choose[number].origin, "when", attribute)
            asks = f"the decision '{state.name}' asks about '{attribute}'"
            yield from _finding(ground, attribute, place, asks, index, state)


def _interrupts(ground: Ground, unset: frozenset[str]) -> Iterator[Finding]:
    """Conditions of interrupts that cannot be told while the referral is where they may happen."""
    pathway = ground.pathway
    for interrupt in pathway.interrupts:
        linked = pathway.linked.interrupts[interrupt.name]
        if linked.when is None or unset.isdisjoint(reads(linked.when)):
            continue
        attributes = {name: pathway.attribute_index(name) for name in reads(linked.when)}
        earliest: dict[str, tuple[int, int]] = {}
        where = [marking for at in sorted(interrupt.during) for marking in ground.space.by_state.get(at, ())]
        for marking in where:
            at = marking[interrupt.region]
            if marking in ground.space.unsettled_markings:
                continue
            for index in ground.space.by_marking[marking]:
                values = {name: ground.space.value_text(index, a) for name, a in attributes.items()}
                if truth(linked.when, values) is None:
                    attribute = next(name for name, value in values.items() if value is None)
                    earliest[attribute] = min(earliest.get(attribute, (index, at)), (index, at))
        for attribute, (index, at) in earliest.items():
            state = ground.state(at)
            place = _place(ground, state, linked.origin, "when", attribute)
            asks = f"the interrupt '{linked.name}' asks about '{attribute}'"
            yield from _finding(ground, attribute, place, asks, index, state)


def _additions(ground: Ground, unset: frozenset[str]) -> Iterator[Finding]:
    """Additions to what has no value yet: nobody can say what comes out."""
    pathway, space = ground.pathway, ground.space
    risky: dict[int, list[int]] = {}
    for number, move in enumerate(space.moves):
        known = {attribute for attribute, _ in move.found}
        for effect in pathway.arrows[move.arrow].effects:
            if effect.adds and effect.attribute not in known and pathway.attributes[effect.attribute] in unset:
                risky.setdefault(number, []).append(effect.attribute)
            known.add(effect.attribute)
    told: set[tuple[int, int]] = set()
    for index in range(len(space)) if risky else ():
        for number, _ in space.out(index):
            move = space.moves[number]
            for a in risky.get(number, ()):
                if (move.arrow, a) not in told and space.value_text(index, a) is None:
                    told.add((move.arrow, a))
                    yield from _addition(ground, move, pathway.attributes[a], index)


def _addition(ground: Ground, move: Move, attribute: str, index: int) -> Iterator[Finding]:
    state = ground.state(move.state)
    who, origin = f"'{state.name}'", state.origin
    if move.interrupt != NONE:
        interrupt = ground.pathway.linked.interrupts[ground.pathway.interrupts[move.interrupt].name]
        who, origin = f"the interrupt '{interrupt.name}'", interrupt.origin
    elif move.kind is MoveKind.DECIDE:
        origin = state.choose[ground.pathway.states[move.state].choices.index(move.arrow)].arrow.origin
    elif move.kind is MoveKind.TIMEOUT and state.after is not None:
        origin = state.after[1].origin
    elif state.then is not None and all(effect.attribute != attribute for effect in state.effects):
        origin = state.then.origin
    place = _place(ground, state, origin, "add", attribute)
    yield from _finding(ground, attribute, place, f"{who} adds to '{attribute}'", index, state)


def _finding(ground: Ground, attribute: str, place: Place, fact: str, index: int, state: State) -> Iterator[Finding]:
    if not ground.hangs_on_orphans([attribute]):
        yield Finding(
            "read-before-set",
            place,
            f"{fact}, but it is not set on the way {ground.route(index)}",
            "something on every way there that finds or sets it, or a value that it starts with",
            f"let a state before '{state.name}' find it, or give it 'starts:' under attributes",
        )


def _place(ground: Ground, state: State, origin: Origin, field: str, attribute: str) -> Place:
    """Where it is written; for what is inside a used piece, where that piece is put in: it is handed too little."""
    if ground.is_own(origin):
        return origin.place(field, attribute, key=True)
    pieces = ground.pathway.linked.pieces.values()
    uses = [piece for piece in pieces if state.name in piece.states and ground.is_own(piece.origin)]
    return uses[0].origin.place(key=True) if uses else origin.place()


LINT = Lint(
    id="read-before-set",
    title="An attribute read before anything has set it",
    why="A decision about something that nobody knows yet is no decision; what is added to nothing is no number. An "
    "attribute without 'starts' and 'from: arrival' is unset until a finding or an effect gives it a value.",
    good="""attributes: {concern: {values: [none, some]}}
states:
  gateway_assessment: {lane: so15, finds: concern, then: triage}
  triage: {kind: decision, choose: [{when: {concern: none}, then: closed}, {otherwise: channel}]}""",
    bad="""attributes: {concern: {values: [none, some]}}
states:
  referral: {lane: referrer, then: triage}      # nobody has assessed the concern
  triage: {kind: decision, choose: [{when: {concern: none}, then: closed}, {otherwise: support}]}
  support: {lane: channel, finds: concern, then: triage}""",
    find=find,
)
