"""`default_outcome`: when no exception applies, a decision sends the referral to the outcome, and it gets there.

Formally: AG(owed -> EF enter(outcome)), where the outcome is owed from each taking of the default, that move included,
until it is entered (or the referral ends while `unless` is true). Of complete traces this says G(default taken -> F
enter(outcome)), and a trap on the way breaks it, too. Besides, EF default taken, so that the exceptions do not swallow
the default. The default is the decision's `otherwise` (default sequence flow, BPMN 2.0 section 10.6; default rule of
DMN 1.3): every other branch has a condition of its own, hence is an explicit exception. The arrow may lead straight to
the outcome, or through other states, as long as none of them lets a referral go without it; response pattern (Dwyer,
Avrunin and Corbett, ICSE 1999).
"""

from __future__ import annotations

from collections import deque
from typing import Literal

from pydantic import Field

from pathways.definition.guards import Guard, holds, words
from pathways.definition.linked import State
from pathways.definition.model import GuardSpec
from pathways.machine import NONE, Configuration, Kind, MoveKind, unsettled_region
from pathways.rules.atoms import Atom, reads_of_atoms, values_at
from pathways.rules.kinds.base import Answer, GraphQuestion, NotHereError, RuleKind, RuleModel, Scene, Selectors
from pathways.rules.selectors import Selection, entered_states
from pathways.rules.space import Space, Way
from pathways.rules.titles import titles


class DefaultOutcome(RuleModel):
    """The decision's `otherwise` is really taken, and leads every referral to the outcome."""

    kind: Literal["default_outcome"]
    at: Selectors = Field(description="the decision")
    outcome: Selectors = Field(description="where its `otherwise` must lead")
    unless: GuardSpec | None = Field(None, description="excused if this is true when the referral ends elsewhere")


def ask(rule: DefaultOutcome, scene: Scene) -> GraphQuestion:
    at, outcome, unless = scene.occasion(rule.at), scene.select(rule.outcome), scene.guard(rule.unless)
    decisions = sorted(s for s in at.members if scene.pathway.states[s].kind is Kind.DECISION)
    if not decisions:
        raise NotHereError(f"{at.text} is not a decision, so it has no default")

    def decide(space: Space) -> Answer:
        visited = [d for d in decisions if d in space.visited]
        if not visited:
            return Answer("not applicable", f"no referral ever comes to {at.text}")
        answers = [_decide(space, decision, outcome, unless) for decision in visited]
        return min((a for a in answers if a.verdict == "broken"), key=_length, default=answers[0])

    return GraphQuestion(decide, reads_of_atoms(scene.pathway, [Atom(entering=scene.ends(), when=unless)]))


def _length(answer: Answer) -> tuple[bool, int]:
    """The shortest trace first; what no trace shows last."""
    return (True, 0) if answer.way is None else (False, len(answer.way.steps))


def _decide(space: Space, decision: int, outcome: Selection, unless: Guard | None) -> Answer:
    pathway = space.pathway
    row = pathway.states[decision]
    state = pathway.linked.states[row.name]
    default = next((i for i, branch in enumerate(state.choose) if branch.when is None), None)
    if default is None:
        return Answer("broken", f"the decision '{row.name}' has no 'otherwise', so nothing is its default")
    arrow = row.choices[default]
    taken = {
        number
        for number in space.used_moves
        if (move := space.moves[number]).kind is MoveKind.DECIDE and (move.state, move.arrow) == (decision, arrow)
    }
    leads = pathway.arrows[arrow].target
    missing = "" if outcome else "; this pathway has no such state"
    is_direct = outcome.is_entered(entered_states(pathway, leads), decision)
    to = state.choose[default].arrow.to
    if not taken:
        if not is_direct and not outcome:
            return Answer("broken", f"when no exception applies, '{row.name}' goes to '{to}'{missing}")
        return Answer(
            "broken", f"the default of '{row.name}' is never taken: an exception always applies ({_exceptions(state)})"
        )
    way = None if is_direct else _astray(space, taken, outcome, unless)
    if way is None:
        how = "" if is_direct else f", through '{to}',"
        reason = f"'{row.name}' leads{how} to {outcome.text} unless an exception applies ({_exceptions(state)})"
        return Answer("holds", reason)
    if way.steps[-1][0] in taken:
        titled = titles(pathway.linked, [pathway.states[leads].name])
        reason = f"when no exception applies, '{row.name}' goes to '{to}', not to {outcome.text}{missing}"
        return Answer("broken", reason, way, f"By default it goes to {titled}; the rule expects {outcome.words}.")
    reason = (
        f"when no exception applies, '{row.name}' goes to '{to}', from where not every referral gets to {outcome.text}"
    )
    lost = f"No exception applied at '{state.title}', and yet it cannot come to {outcome.words} any more from here."
    return Answer("broken", reason, way, lost)


def _exceptions(state: State) -> str:
    return "; ".join(words(branch.when) for branch in state.choose if branch.when is not None) or "none"


Node = tuple[int, int]  # a configuration, and whether the outcome is owed
Parents = dict[Node, tuple[Node, int]]  # node -> node before, move; NONE for a start


def _astray(space: Space, taken: set[int], outcome: Selection, unless: Guard | None) -> Way | None:
    """A shortest trace that takes the default and then cannot get to the outcome any more.

    Followed is (configuration, whether the outcome is still owed). What has ended cannot get anywhere; neither can
    what is trapped where the outcome is not.
    """
    arriving = space.entering(outcome)
    hopeful = space.can_reach(
        index
        for index in range(len(space))
        if any(arriving[move] for move, _ in space.out(index)) or _excused(space, index, unless)
    )
    parents: Parents = {(start, 0): ((start, 0), NONE) for start in space.starts}
    queue = deque(parents)
    while queue:
        node = queue.popleft()
        index, owes = node
        for move, target in space.out(index):
            reached = (target, int((owes or move in taken) and not arriving[move]))
            if reached in parents:
                continue
            parents[reached] = (node, move)
            if reached[1] and not hopeful[target]:
                return _settled(space, _way_back(parents, reached))
            queue.append(reached)
    return None


def _excused(space: Space, index: int, unless: Guard | None) -> bool:
    return unless is not None and space.is_ended(index) and holds(unless, values_at(space, index, unless))


def _way_back(parents: Parents, node: Node) -> Way:
    steps = []
    while parents[node][1] != NONE:
        before, move = parents[node]
        steps.append((move, node[0]))
        node = before
    return Way(node[0], tuple(reversed(steps)))


def _settled(space: Space, way: Way) -> Way:
    """The way with the decisions and joins that follow at once, so that it tells which of them leads astray."""
    passed: set[int] = set()  # decisions may lead round in a circle
    while unsettled_region(space.pathway, Configuration(space.marking(way.last), ())) is not None:
        onward = next(space.out(way.last), None)
        if onward is None or onward[1] in passed:
            break  # stuck, or going round
        passed.add(onward[1])
        way = way.then(*onward)
    return way


KIND = RuleKind(
    id="default_outcome",
    title="Default outcome",
    meaning="Whenever no exception applies, the decision's `otherwise` leads the referral to the outcome, straight or "
    "through other states, and it does get there; every other branch is an explicit exception, and some referral "
    "really takes the default. With `unless`, those that end elsewhere while that is true are excused.",
    formal="G(taken(otherwise) -> F enter(outcome)), of complete traces, no trap on the way, and EF taken(otherwise); "
    "default sequence flow, BPMN 2.0; response pattern, Dwyer et al. 1999",
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
