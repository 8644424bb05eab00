"""`formula`: what no other kind says, in linear temporal logic on finite traces (LTLf).

Formally, over complete traces: the formula itself, as De Giacomo and Vardi (IJCAI 2013) define its truth. The trace
is never empty; `next` is false at the last position, `weak next` true. Decided by the automaton of the formula,
followed alongside the space. It does not apply where one of its parts holds for want of an occasion only
(vacuity; Beer, Ben-David, Eisner and Rodeh 1997): see `pathways.rules.ltlf.formula.without_demands`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import partial
from typing import Final, Literal

from pydantic import Field

from pathways.rules.atoms import Atom
from pathways.rules.kinds.base import Answer, GraphQuestion, RuleKind, RuleModel, Scene
from pathways.rules.ltlf.atoms import EventAtom, StateAtom, ValueAtom
from pathways.rules.ltlf.english import in_words
from pathways.rules.ltlf.formula import Formula as Tree
from pathways.rules.ltlf.formula import Unary, conjuncts, denied, folded, without_demands
from pathways.rules.ltlf.linking import atom_of, atom_words
from pathways.rules.ltlf.question import Occasion, Offence, question
from pathways.rules.ltlf.written import FormulaField


class Formula(RuleModel):
    """A formula is true of every referral's way."""

    kind: Literal["formula"]
    formula: FormulaField = Field(description="what must be true of every referral's way")


def ask(rule: Formula, scene: Scene) -> GraphQuestion | Answer:
    written = rule.formula.formula

    def resolve(atom: Hashable) -> Atom | str:
        assert isinstance(atom, StateAtom | EventAtom | ValueAtom)
        return atom_of(atom, scene)

    def lost(offence: Offence) -> str:
        if offence.opened:
            return f"{offence.arrival_there}, and it has not come true that {_list(offence.opened, scene)}."
        values = f" when {' and '.join(offence.values)}" if offence.values else ""
        what = f": it asks that {_list(offence.failed, scene)}" if offence.failed else ""
        return f"{offence.arrival_there}{values}, so the formula can no longer be true{what}."

    return question(written, list(_occasions(written)), resolve, scene, lost)


def _occasions(formula: Tree) -> Iterator[Occasion]:
    """What each part of the formula makes conditions for; nothing for a part that only forbids."""
    parts = list(conjuncts(formula))
    rest = "; the rest of the formula is kept" if len(parts) > 1 else ""
    for part in parts:
        idle = without_demands(part)
        if idle != part:
            idle = folded(idle)
            yield Occasion(Unary("not", idle), _why(idle), rest)


def _why(idle: Tree) -> str:
    """Why a part does not apply, in words; `idle` says that what it makes conditions for never happens."""
    match denied(idle):
        case Unary("eventually", part):
            return f"no referral ever comes to a step at which {_say(part)}"
        case part:
            return f"of no referral is it true at its first step that {_say(part)}"


def _list(parts: tuple[Tree, ...], scene: Scene) -> str:
    return ", and that ".join(_say(part, scene) for part in parts)


def _say(formula: Tree, scene: Scene | None = None) -> str:
    """In words; with a scene, states are called by their titles there."""
    return in_words(formula, partial(atom_words, scene=scene))


_MEANING: Final = """The formula is true of every referral's way from arrival to end. It is for what no other kind says.

What can be said of a step:

- enter(panel), in(channel), leave(channel): the move enters it, stands in it afterwards, happens in it and leads out
  of it. Selectors are those of all rules; several with commas between them mean any of these.
- event(timeout): what happens is arrive, complete, timeout, decide, join, or an interrupt of that name.
- consent = refused, consent != refused, consent in [refused, unlikely], consent not in [...], consent known, and for
  whole numbers >=, <=, > and <: the values just after the move. Of a value that is not known, only != and not in
  are true; an attribute that a pathway does not have is never known there.

Operators, from the tightest to the loosest:

- not (!), always (G), never, eventually (F), next (X), weak next (WX): from this step on; `next` asks that there be a
  next step, `weak next` does not.
- until (U), weak until (W), release (R): `a until b` asks that b come, `a weak until b` does not.
- and (&), then or (|), then implies (->), then iff (<->).

Brackets are asked for between two of until, weak until and release, between implies and iff, and wherever English
could be read in two ways: `always (enter(pcm) implies consent = refused)`.

It does not apply where one of its parts is true only because what it makes conditions for never happens."""

KIND = RuleKind(
    id="formula",
    title="Formula",
    meaning=_MEANING,
    formal="the formula, in LTLf (De Giacomo and Vardi 2013), over complete traces",
    good="""rule: {kind: formula, formula: "always (enter(pcm) implies consent in [refused, unlikely])"}
attributes: {consent: {values: [granted, refused, unlikely]}}
states:
  talk: {lane: prevent, finds: consent, then: route}
  route:
    kind: decision
    choose:
      - {when: {consent: [refused, unlikely]}, then: pcm}
      - {otherwise: channel}""",
    bad="""rule: {kind: formula, formula: "always (enter(pcm) implies consent in [refused, unlikely])"}
attributes: {consent: {values: [granted, refused, unlikely]}}
states:
  talk: {lane: prevent, finds: consent, then: panel}
  panel: {kind: panel, lane: channel, then: pcm}      # nobody looks at consent""",
    model=Formula,
    ask=ask,
)
