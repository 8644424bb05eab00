"""`default_outcome`: a decision's `otherwise` leads to the outcome, and some referral really goes that way.

Formally: for every combination of values that satisfies no exception, the decision goes to the outcome and
nowhere else (default sequence flow, BPMN 2.0 section 10.6; table default of DMN 1.3); and EF taken(otherwise),
so that the exceptions do not swallow the default. Each other branch has its own condition, hence is explicit.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pathways.definition.guards import words
from pathways.machine import Kind, MoveKind
from pathways.rules.kinds.base import Answer, GraphQuestion, NotHereError, RuleKind, RuleModel, Scene, Selectors
from pathways.rules.selectors import Selection, entered_states
from pathways.rules.sight import Sight
from pathways.rules.space import Space, Way


class DefaultOutcome(RuleModel):
    """The decision's `otherwise` leads to the outcome, and is really taken."""

    kind: Literal["default_outcome"]
    at: Selectors = Field(description="the decision")
    outcome: Selectors = Field(description="where its `otherwise` must lead")


def ask(rule: DefaultOutcome, scene: Scene) -> GraphQuestion:
    at, outcome = scene.occasion(rule.at), scene.select(rule.outcome)
    decisions = sorted(s for s in at.members if scene.pathway.states[s].kind is Kind.DECISION)
    if not decisions:
        raise NotHereError(f"{at.text} is not a decision, so it has no default")

    def decide(space: Space) -> Answer:
        visited = [d for d in decisions if d in space.visited]
        if not visited:
            return Answer("not applicable", f"no referral ever comes to {at.text}")
        answers = [_decide(space, decision, outcome) for decision in visited]
        return next((a for a in answers if a.verdict == "broken"), answers[0])

    return GraphQuestion(decide, sight=Sight(frozenset(decisions)))


def _decide(space: Space, decision: int, outcome: Selection) -> Answer:
    pathway = space.pathway
    state = pathway.states[decision]
    branches = pathway.linked.states[state.name].choose
    default = next((i for i, branch in enumerate(branches) if branch.when is None), None)
    if default is None:
        return Answer("broken", f"the decision '{state.name}' has no 'otherwise', so nothing is its default")
    arrow = state.choices[default]
    taken = _first_taken(space, decision, arrow)
    leads = pathway.arrows[arrow].target
    if not outcome.is_entered(entered_states(pathway, leads), decision):
        to = branches[default].arrow.to
        missing = "" if outcome else "; this pathway has no such state"
        reason = f"when no exception applies, '{state.name}' goes to '{to}', not to {outcome.text}{missing}"
        if taken is None:
            return Answer("broken", reason)
        return Answer("broken", reason, taken, f"By default it goes to '{to}'; the rule expects {outcome.text}.")
    if taken is None:
        exceptions = "; ".join(words(branch.when) for branch in branches if branch.when is not None)
        return Answer(
            "broken", f"the default of '{state.name}' is never taken: an exception always applies ({exceptions})"
        )
    exceptions = "; ".join(words(branch.when) for branch in branches if branch.when is not None) or "none"
    return Answer("holds", f"'{state.name}' goes to {outcome.text} unless an exception applies ({exceptions})")


def _first_taken(space: Space, decision: int, arrow: int) -> Way | None:
    """A shortest way through an arrow of a decision; None if nothing ever takes it."""
    uses = [
        (first, number)
        for number, first in space.used_moves.items()
        if space.moves[number].kind is MoveKind.DECIDE
        and space.moves[number].state == decision
        and space.moves[number].arrow == arrow
    ]
    if not uses:
        return None
    return space.way_through(min(uses)[1])


KIND = RuleKind(
    id="default_outcome",
    title="Default outcome",
    meaning="The decision's `otherwise` leads there, every other branch is an explicit exception, and some referral "
    "really takes the default.",
    formal="for all values: no exception -> the outcome, and only it; and EF taken(otherwise); "
    "default sequence flow, BPMN 2.0",
    good="""rule: {kind: default_outcome, at: route, outcome: channel}
attributes: {consent: {values: [not_sought, granted, refused, unlikely]}}
states:
  talk: {lane: prevent, finds: consent, then: route}
  route:
    kind: decision
    choose:
      - {when: {consent: [refused, unlikely]}, then: pcm}
      - {otherwise: channel}""",
    bad="""rule: {kind: default_outcome, at: route, outcome: channel}
attributes: {consent: {values: [not_sought, granted, refused, unlikely]}}
states:
  talk: {lane: prevent, finds: consent, then: route}
  route:
    kind: decision
    choose:
      - {when: {consent: granted}, then: channel}
      - {otherwise: pcm}      # Channel has become the exception""",
    model=DefaultOutcome,
    ask=ask,
)
