"""`counterpart`: what one pathway has for its referrals, this one has too, or the reason why not is written down.

Formally: for every state s of the other pathway that `state` selects, `reasons` has s, or there is a state t here with
EF enter(t) (CTL) that answers to s:

- `counterparts` names it;
- or else t has the name of s, and `state` selects it here too;
- or else `state` selects it here, and it carries every further tag of s. A state without any further tag answers to
  nothing in this way, for then every other would do.

The other pathway's states count whether referrals reach them or not; a counterpart counts only if some referral does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from pathways.definition.linked import State
from pathways.definition.report import listed
from pathways.definition.words import Name, Text, as_list
from pathways.machine import CompiledPathway
from pathways.rules.kinds.base import Answer, GraphQuestion, NotHereError, RuleKind, RuleModel, Scene
from pathways.rules.selectors import select
from pathways.rules.space import Space
from pathways.rules.titles import titles

# Not `Selectors`, whose names one of the rule's own pathways must have: these are the other pathway's.
Theirs = Annotated[tuple[Text, ...], BeforeValidator(as_list)]


class Counterpart(RuleModel):
    """Every such state of the other pathway has a counterpart here."""

    kind: Literal["counterpart"]
    of: Name = Field(description="the id of the other pathway")
    state: Theirs = Field(
        min_length=1, description="what must have a counterpart: a state or '#tag' of the other pathway"
    )
    counterparts: dict[Text, Theirs] = Field(
        {}, description="which state or '#tag' here answers to a state there, where names and tags do not tell"
    )
    reasons: dict[Text, Text] = Field({}, description="why a state there needs no counterpart here")

    def pathway_names(self) -> dict[str, str]:
        return {"of": self.of}

    def names_elsewhere(self) -> list[tuple[tuple[str, ...], str, str]]:
        named: list[tuple[tuple[str, ...], str]] = [(("state",), name) for name in self.state]
        named += [(("counterparts", name), name) for name in self.counterparts]
        named += [(("reasons", name), name) for name in self.reasons]
        return [(path, self.of, name) for path, name in named]


def ask(rule: Counterpart, scene: Scene) -> GraphQuestion | Answer:
    if rule.of == scene.pathway.id:
        raise NotHereError(f"this is '{rule.of}' itself")
    other = scene.others.get(rule.of)
    if other is None:
        return Answer(
            "undecided", f"the pathway '{rule.of}' is not at hand", certainty=f"undecided without '{rule.of}'"
        )
    theirs = _selected(other, rule.state)
    if not theirs:
        raise NotHereError(f"nothing in '{rule.of}' is {listed(rule.state)}")
    strange = [name for name in (*rule.counterparts, *rule.reasons) if name not in {state.name for state in theirs}]
    if strange:
        which = f"none of what is {listed(rule.state)} in '{rule.of}'"
        return Answer("broken", f"the rule speaks of {listed(strange)}, which is {which}")
    needed = [state for state in theirs if state.name not in rule.reasons]

    def decide(space: Space) -> Answer:
        answers = {state.name: _answering(rule, space, state) for state in needed}
        lacking = [state for state in needed if not answers[state.name]]
        if lacking:
            told = titles(other.linked, [state.name for state in lacking], limit=len(lacking))
            verb = "has" if len(lacking) == 1 else "have"
            return Answer(
                "broken",
                f"of {len(theirs)} in '{rule.of}', {told} {verb} no counterpart here, and no reason is written down",
                at=lacking[0].origin.place(key=True),
            )
        pairs = [
            f"to {titles(other.linked, [name])} answers {titles(space.pathway.linked, found[:1])}"
            for name, found in answers.items()
        ]
        excused = [
            f"{titles(other.linked, [name])} has none, because {reason}" for name, reason in rule.reasons.items()
        ]
        return Answer("holds", "; ".join([*pairs, *excused]))

    return GraphQuestion(decide)


def _selected(pathway: CompiledPathway, selectors: tuple[str, ...]) -> list[State]:
    chosen = select(pathway, selectors).members
    states = pathway.linked.states
    return [states[state.name] for at, state in enumerate(pathway.states) if at in chosen]


def _answering(rule: Counterpart, space: Space, theirs: State) -> list[str]:
    """The states here that some referral comes to and that answer to one of the other pathway's."""
    visited: Mapping[int, int] = space.visited
    reached = {space.pathway.states[at].name for at in visited}
    if theirs.name in rule.counterparts:
        own = _selected(space.pathway, rule.counterparts[theirs.name])
        return [state.name for state in own if state.name in reached]
    here = [state for state in _selected(space.pathway, rule.state) if state.name in reached]
    same = [state.name for state in here if state.name == theirs.name]
    asked = {selector[1:] for selector in rule.state if selector.startswith("#")}
    further = set(theirs.tags) - asked
    return same or [state.name for state in here if further and further <= set(state.tags)]


KIND = RuleKind(
    id="counterpart",
    title="Counterpart",
    meaning="Every state of the other pathway `of` that `state` names, such as '#safeguard', has a counterpart here "
    "that some referral comes to: one of the same name, or with the same further tags, or the one named under "
    "`counterparts`; or `reasons` says why there is none.",
    formal="for every state s of the other pathway selected: reason(s), or EF enter(t) for some t that answers to s; "
    "a fact of both pathways",
    good="""rule: {kind: counterpart, of: child, state: "#safeguard", counterparts: {mash_check: two_questions}}
others:
  child: {states: {mash_check: {lane: mash, tags: [safeguard], then: closed}}}
states:
  two_questions: {lane: prevent, then: closed}""",
    bad="""rule: {kind: counterpart, of: child, state: "#safeguard"}
others:
  child: {states: {mash_check: {lane: mash, tags: [safeguard], then: closed}}}
states:
  two_questions: {lane: prevent, then: closed}      # what answers to the MASH check of a child?""",
    model=Counterpart,
    ask=ask,
)
