"""`ends_have_outcome`: every end says how the referral ended, in one of the words that the rule allows.

Formally, a fact of the definition: for every end e, outcome(e) is given, and is one of `outcomes`; so that
AG(ended -> outcome in outcomes). The definition language gives every end an outcome; the rule can say which there are.
An end that no referral reaches counts too: it is drawn on the chart.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pathways.definition.model import Names
from pathways.definition.report import listed
from pathways.rules.kinds.base import Answer, GraphQuestion, RuleKind, RuleModel, Scene
from pathways.rules.space import Space


class EndsHaveOutcome(RuleModel):
    """Every end has an outcome, one of those allowed."""

    kind: Literal["ends_have_outcome"]
    outcomes: Names | None = Field(None, description="the outcomes there may be; by default any")


def ask(rule: EndsHaveOutcome, scene: Scene) -> GraphQuestion:
    ends = [state for state in scene.pathway.linked.states.values() if state.kind == "end"]
    allowed = rule.outcomes
    wrong = [] if allowed is None else [end for end in ends if end.outcome not in allowed]

    def decide(space: Space) -> Answer:
        if not wrong:
            outcomes = list(dict.fromkeys(str(end.outcome) for end in ends))
            return Answer("holds", f"every end says how a referral ended: {listed(outcomes, limit=len(outcomes))}")
        told = " and ".join(f"'{end.title}' ends as '{end.outcome}'" for end in wrong)
        reason = f"{told}; the rule allows {listed(allowed or (), limit=len(allowed or ()))}"
        # An end that some referral reaches shows best what is meant; the nearest of them first.
        reached = [(space.visited[at], end) for end in wrong if (at := scene.pathway.index[end.name]) in space.visited]
        if not reached:
            return Answer("broken", reason, at=wrong[0].origin.place("outcome"))
        nearest, end = min(reached, key=lambda pair: pair[0])
        lost = f"'{end.outcome}' is no outcome that the rule allows."
        return Answer("broken", reason, space.way_to(nearest), lost, at=end.origin.place("outcome"))

    return GraphQuestion(decide)


KIND = RuleKind(
    id="ends_have_outcome",
    title="Ends have an outcome",
    meaning="Every end says how the referral ended; with `outcomes`, in one of these words, so that closed cases can "
    "be counted alike everywhere.",
    formal="for every end e: outcome(e) is given and in `outcomes`; a fact of the definition",
    good="""rule: {kind: ends_have_outcome, outcomes: [closed_nfa, signposted, exited]}
states:
  triage: {lane: mash, then: closed}
  closed: {kind: end, outcome: closed_nfa}""",
    bad="""rule: {kind: ends_have_outcome, outcomes: [closed_nfa, signposted, exited]}
states:
  triage: {lane: mash, then: closed}
  closed: {kind: end, outcome: other}      # nobody can count it""",
    model=EndsHaveOutcome,
    ask=ask,
)
