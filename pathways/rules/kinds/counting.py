"""How often a state is entered: what `at_most`, `at_least` and `exactly` share.

Bounded existence (Dwyer, Avrunin and Corbett, ICSE 1999); Declare's existence(n), absence(n + 1) and exactly(n)
(Pesic, Schonenberg and van der Aalst 2007). The automaton counts up to one more than the bound, so loops are gone
round that often and no oftener.

The count runs in a window. Without `from` it is open from the arrival on; with `from` it opens at each entry of that
and counts anew. It closes on entering `to`, and then the least number is due; without `to`, on ending. The moves that
open and close a window belong to it. A move that opens a window leaves the one before, without anything falling due,
unless it closes that as well.
"""

from __future__ import annotations

from collections.abc import Callable

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from pathways.definition.guards import Guard, words
from pathways.definition.model import GuardSpec
from pathways.definition.words import Whole
from pathways.rules.atoms import Atom
from pathways.rules.automaton import LOST, Stepwise
from pathways.rules.kinds.base import RuleModel, RunQuestion, Scene, Selectors, Telling
from pathways.rules.selectors import Selection, entered_states

MOST = 100  # times; a bound beyond it is a slip of the pen, and would be counted in every loop
_ENTERED, _OPENS, _CLOSES = 1, 2, 4
_SHUT = 0  # the automaton's state outside every window; 1 + the count within one


class CountRule(RuleModel):
    """How often a state is entered."""

    state: Selectors = Field(description="the state whose entries are counted")
    times: Whole = Field(description=f"how often, from 0 to {MOST}", examples=["3"])
    when: GuardSpec | None = Field(None, description="only entries at which this is true count")
    from_: Selectors | None = Field(
        None, alias="from", description="counted from each entry of this, anew each time; by default from the start"
    )
    to: Selectors | None = Field(None, description="counted until this is entered; by default to the end")

    @field_validator("times")
    @classmethod
    def _sensible(cls, times: int) -> int:
        if not 0 <= times <= MOST:
            raise PydanticCustomError("bad_value", "'times' is {times}, which is not counted", {"times": times})
        return times


def count_question(rule: CountRule, scene: Scene, least: int, most: int | None) -> RunQuestion:
    """The entries in a window are at least `least` when it closes, and at no moment more than `most`."""
    state = scene.select(rule.state) if least else scene.occasion(rule.state)
    when = scene.guard(rule.when)
    begin = None if rule.from_ is None else scene.occasion(rule.from_)
    to = None if rule.to is None else scene.occasion(rule.to)
    closing = scene.ends() if to is None else to
    nothing = Selection("")
    atoms = (Atom(entering=state, when=when), Atom(entering=begin or nothing), Atom(entering=closing))
    return RunQuestion(
        atoms=atoms,
        automaton=Stepwise(_counter(least, most, rule), start=_SHUT if begin else 1),
        matters=_occasion(least, most, begin, to),
        otherwise=_unheard(state, when, begin, to, least, most),
        lost=_words(rule, scene, state, when, least, most),
    )


def _counter(least: int, most: int | None, rule: CountRule) -> Callable[[int, int], int]:
    cap = least if most is None else most  # beyond it, one more is all the same

    def move(at: int, letter: int) -> int:
        entered, opens, closes = (bool(letter & bit) for bit in (_ENTERED, _OPENS, _CLOSES))
        if at != _SHUT and (closes or not opens):
            count = at - 1 + entered
            if (closes and count < least) or (most is not None and count > most):
                return LOST
            at = _SHUT if closes else 1 + min(count, cap)
        if opens:
            if most is not None and entered > most:
                return LOST
            # A window that opens as the referral ends has no moves left in which to reach the number.
            at = LOST if closes and rule.to is None and entered < least else 1 + min(int(entered), cap)
        return at

    return move


def _occasion(least: int, most: int | None, begin: Selection | None, to: Selection | None) -> Stepwise | None:
    """Refuses when a least number falls due, when an entry counts that may be too many, or where none may be entered,
    when a window opens; None where one of these always happens."""
    if begin is None and (most == 0 or (least and to is None)):
        return None

    def move(at: int, letter: int) -> int:
        entered, opens, closes = (bool(letter & bit) for bit in (_ENTERED, _OPENS, _CLOSES))
        is_due = closes and (at != _SHUT or (to is None and opens))
        counts = entered and (at != _SHUT or opens)
        if (least and is_due) or (most and counts) or (most == 0 and opens):
            return LOST
        return 1 if opens else _SHUT if closes else at

    return Stepwise(move, start=_SHUT if begin else 1)


def _unheard(
    state: Selection, when: Guard | None, begin: Selection | None, to: Selection | None, least: int, most: int | None
) -> str:
    """Why the occasion never arises."""
    if begin and (most == 0 or (least and to is None)):
        return f"no referral ever enters {begin.text}"
    since = f" from {begin.text}" if begin else ""
    until = f" to {to.text}" if to else ""
    if least and most is None:
        return f"no referral ever gets{since}{until}"
    on_the_way = f" on the way{since}{until}" if begin or to else ""
    return f"no referral ever enters {state.text}{_given(when)}{on_the_way}"


def _words(
    rule: CountRule, scene: Scene, state: Selection, when: Guard | None, least: int, most: int | None
) -> Callable[[Telling], str]:
    to = None if rule.to is None else scene.select(rule.to)
    begin = None if rule.from_ is None else scene.select(rule.from_).words
    since = f" since {begin}" if begin else ""
    missing = "" if state else "; this pathway has no such state"

    def lost(telling: Telling) -> str:
        last = telling.trace.steps[-1]
        entered = entered_states(scene.pathway, scene.pathway.index[last.state])
        is_due = telling.outcome is not None if to is None else not to.members.isdisjoint(entered)
        is_entry = not state.members.isdisjoint(entered)
        if least and most is not None and is_due and is_entry:
            return f"{telling.arrival_there} having been at {state.words} not exactly {often(most)}{since}."
        if most is None or (least and is_due):
            number = f"at least {often(least)}" if most is None else often(least)
            how = "" if least == 1 else f" {number}"
            return f"{telling.arrival_there} without having been at {state.words}{how}{_given(when)}{since}{missing}."
        if most == 0:
            return f"{telling.arrival_there}{f' after {begin}' if begin else ''}{_given(when)}; the rule forbids it."
        nth = f"the {ordinal(most + 1)} time{since} that it enters {state.words}{_given(when)}"
        return f"{telling.arrival_there}: {nth}. The rule allows that only {often(most)}."

    return lost


def _given(when: Guard | None) -> str:
    return f" while {words(when)}" if when is not None else ""


def often(times: int) -> str:
    """`once`, `twice`, `3 times`."""
    return {0: "not at all", 1: "once", 2: "twice"}.get(times, f"{times} times")


def ordinal(number: int) -> str:
    """`first`, `second`, `11th`."""
    known = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
    if number <= len(known):
        return known[number - 1]
    tail = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{tail}"
