"""`exclusive`: no referral meets more than one of several states.

Formally, over complete traces: !(F enter(a) & F enter(b)) for every two of them; Declare's not co-existence (Pesic,
Schonenberg and van der Aalst 2007). With `from`, of every stretch that begins with an entry of it and lasts until the
next: G(enter(from) -> !(E a & E b)), where E s = (s | X(!enter(from) U (s & !enter(from)))). Each entry of the list is
an alternative of its own, and two that are entered in the same move count.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from pathways.rules.atoms import Atom, Letters
from pathways.rules.automaton import LOST, Stepwise, shortest_refusal
from pathways.rules.kinds.base import Answer, GraphQuestion, NotHereError, RuleKind, RuleModel, Scene, Selectors
from pathways.rules.selectors import Selection
from pathways.rules.space import Space, Way


class Exclusive(RuleModel):
    """No referral meets more than one of the states."""

    kind: Literal["exclusive"]
    states: Selectors = Field(
        description="the states of which a referral meets one at most", examples=["[channel, pcm]"]
    )
    from_: Selectors | None = Field(
        None, alias="from", description="counted anew from each entry of this; by default for the whole referral"
    )

    @field_validator("states")
    @classmethod
    def _several(cls, states: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(states)) < 2:
            raise PydanticCustomError("bad_value", "'states' names fewer than two, and one alone excludes nothing")
        return states


def ask(rule: Exclusive, scene: Scene) -> GraphQuestion:
    named = [scene.select((selector,)) for selector in dict.fromkeys(rule.states)]
    alternatives = [selection for selection in named if selection]
    if len(alternatives) < 2:
        raise NotHereError(f"this pathway has {_only(alternatives)}")
    begin = None if rule.from_ is None else scene.occasion(rule.from_)
    atoms = tuple(Atom(entering=alternative) for alternative in (*alternatives, begin or Selection("")))
    automaton = Stepwise(_follow(len(alternatives)), start=_OUTSIDE if begin else _NONE)

    def decide(space: Space) -> Answer:
        letters = Letters(space, atoms)
        met = [
            alternative
            for bit, alternative in enumerate(alternatives)
            if shortest_refusal(space, letters, Stepwise(_meet(bit, len(alternatives)), start=automaton.start))
        ]
        if len(met) < 2:
            since = f" after {begin.text}" if begin else ""
            return Answer("not applicable", f"of these states, referrals that are closed enter {_only(met)}{since}")
        way = shortest_refusal(space, letters, automaton)
        if way is None:
            return Answer("holds", "every case that can occur keeps it")
        reason = "not every case that can occur keeps it; this is the shortest that does not"
        return Answer("broken", reason, way, _lost(space, letters, way, alternatives, begin))

    return GraphQuestion(decide)


_OUTSIDE, _NONE = 0, 1  # before the first `from`; nothing met; 2 + n: alternative n met


def _follow(number: int) -> Callable[[int, int], int]:
    def move(at: int, letter: int) -> int:
        if letter >> number & 1:
            at = _NONE
        met = letter & (1 << number) - 1
        if at == _OUTSIDE or not met:
            return at
        first = met.bit_length() - 1
        return 2 + first if met == 1 << first and at in (_NONE, 2 + first) else LOST

    return move


def _meet(bit: int, number: int) -> Callable[[int, int], int]:
    """Refuses once an alternative is met."""

    def move(at: int, letter: int) -> int:
        if letter >> number & 1:
            at = _NONE
        return LOST if letter >> bit & 1 and at != _OUTSIDE else at

    return move


def _lost(space: Space, letters: Letters, way: Way, alternatives: list[Selection], begin: Selection | None) -> str:
    """Which two were met."""
    met: list[str] = []
    for letter in (letters.at_start(way.start), *(letters.of(move, reached) for move, reached in way.steps)):
        if begin and letter >> len(alternatives) & 1:
            met = []
        met += [alternative.text for bit, alternative in enumerate(alternatives) if letter >> bit & 1]
    first, second = list(dict.fromkeys(met))[:2]
    since = f" since {begin.text}" if begin else ""
    return f"It has now been at both {first} and {second}{since}; the rule allows one of them only."


def _only(selections: list[Selection]) -> str:
    return f"only {selections[0].text}" if selections else "none of them"


KIND = RuleKind(
    id="exclusive",
    title="Exclusive",
    meaning="No referral meets more than one of the states. Each entry of the list is an alternative of its own. With "
    "`from`, the count begins anew each time that is entered.",
    formal="!(F enter(a) & F enter(b)) for every two; with from, between its entries; Declare not co-existence",
    good="""rule: {kind: exclusive, states: [channel, pcm]}
attributes: {consent: {values: [granted, refused]}}
states:
  talk: {lane: prevent, finds: consent, then: route}
  route: {kind: decision, choose: [{when: {consent: refused}, then: pcm}, {otherwise: channel}]}
  channel: {lane: channel, then: closed}
  pcm: {lane: pcm, then: closed}""",
    bad="""rule: {kind: exclusive, states: [channel, pcm]}
attributes: {consent: {values: [granted, refused]}}
states:
  talk: {lane: prevent, finds: consent, then: route}
  route: {kind: decision, choose: [{when: {consent: refused}, then: pcm}, {otherwise: channel}]}
  channel: {lane: channel, after: {28 days: pcm}, then: closed}      # both, one after the other
  pcm: {lane: pcm, then: closed}""",
    model=Exclusive,
    ask=ask,
)
