"""`read-before-set`: a decision hangs on an attribute that nothing has set yet."""

from __future__ import annotations

from collections.abc import Iterator

from pathways.definition.guards import reads
from pathways.definition.linked import State
from pathways.errors import Finding, Place
from pathways.rules.lints.base import Combination, Ground, Lint, truth


def find(ground: Ground) -> Iterator[Finding]:
    for decision, arriving in ground.decisions.items():
        state = ground.state(decision)
        earliest: dict[str, tuple[int, int]] = {}
        for values, index in arriving.items():
            hangs_on = hanging(state, values)
            if hangs_on is not None:
                number, attribute = hangs_on
                if attribute not in earliest or index < earliest[attribute][0]:
                    earliest[attribute] = (index, number)
        for attribute, (index, number) in earliest.items():
            if ground.hangs_on_orphans([attribute]):
                continue
            yield Finding(
                "read-before-set",
                _place(ground, state, number, attribute),
                f"the decision '{state.name}' asks about '{attribute}', but it is not set on the way "
                f"{ground.route(index)}",
                "something on every way there that finds or sets it, or a value that it starts with",
                f"let a state before '{state.name}' find it, or give it 'starts:' under attributes",
            )


def hanging(state: State, values: Combination) -> tuple[int, str] | None:
    """The branch whose condition cannot be told, and the unset attribute; None where the first match is clear.

    Attributes that are unset but make no difference (the rest of the condition settles it) are no fault.
    """
    known = dict(values)
    for number, branch in enumerate(state.choose):
        holds = True if branch.when is None else truth(branch.when, known)
        if holds:
            return None
        if holds is None and branch.when is not None:
            return number, next(name for name in reads(branch.when) if known[name] is None)
    return None


def _place(ground: Ground, state: State, number: int, attribute: str) -> Place:
    """In the decision; for a decision inside a used piece, where that piece is put in: it is handed too little."""
    if ground.is_own(state.origin):
        return state.choose[number].origin.place("when", attribute, key=True)
    pieces = ground.pathway.linked.pieces.values()
    uses = [piece for piece in pieces if state.name in piece.states and ground.is_own(piece.origin)]
    return uses[0].origin.place(key=True) if uses else state.choose[number].origin.place()


LINT = Lint(
    id="read-before-set",
    title="An attribute read before anything has set it",
    why="A decision about something that nobody knows yet is no decision. An attribute without 'starts' and 'from: "
    "arrival' is unset until a finding or an effect gives it a value.",
    good="""gateway_assessment: {lane: so15, finds: concern, then: triage}
triage: {kind: decision, choose: [{when: {concern: none}, then: closed}, {otherwise: channel}]}""",
    bad="""referral: {lane: referrer, then: triage}      # nobody has assessed the concern
triage: {kind: decision, choose: [{when: {concern: none}, then: closed}, {otherwise: channel}]}""",
    find=find,
)
