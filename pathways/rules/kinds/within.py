"""`within`: from one state to another it takes no longer than a given time, on the worst way there is.

Formally, over timed complete traces: whenever `from` is entered at a time t (while `when`) and `to` is entered next at
a time u, then u - t <= d; bounded response of Koymans 1990, restricted to referrals that get there. Every state
lasts at most its standard, fixed wait or time limit; decided exactly on the zones of a timed automaton (Alur and Dill
1994), branches side by side and loops included. Time without a standard has no bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from pathways.definition.model import GuardSpec
from pathways.definition.words import Span
from pathways.machine import MoveKind
from pathways.rules.atoms import Atom, reads_of_atoms
from pathways.rules.evidence import Evidence
from pathways.rules.kinds.base import Answer, GraphQuestion, RuleKind, RuleModel, Scene, Selectors
from pathways.rules.space import Space, Way
from pathways.rules.stays import SECONDS, Stay, in_unit, seconds, stays
from pathways.rules.timed import MOST_WORK, Measured, Stretch, TooIntertwinedError, longest
from pathways.rules.zones import INF


class Within(RuleModel):
    """The worst way from one state to another takes no longer than that."""

    kind: Literal["within"]
    from_: Selectors = Field(alias="from", description="the clock starts on entering this")
    to: Selectors = Field(description="the clock stops on entering this for the next time")
    within: Span = Field(description="the longest time allowed")
    when: GuardSpec | None = Field(None, description="only referrals for which this is true at `from`")


def ask(rule: Within, scene: Scene) -> GraphQuestion:
    begin, end, when = scene.occasion(rule.from_), scene.occasion(rule.to), scene.guard(rule.when)
    bounds = stays(scene.pathway, intervals(scene.evidence))
    limit, unit = seconds(rule.within), rule.within.unit

    def decide(space: Space) -> Answer:
        try:
            found = longest(space, bounds, Stretch(begin, end, when), limit)
        except TooIntertwinedError as error:
            return undecided(error)
        if found is None:
            given = "" if rule.when is None else " for which the condition holds"
            return Answer(
                "not applicable", f"no referral{given} that can still be closed gets from {begin.text} to {end.text}"
            )
        if found.time <= limit:
            return Answer("holds", f"the worst way takes {in_unit(found.time, unit)} if every time standard is kept")
        missing = unbounded(space, bounds, found)
        if found.time >= INF:
            return Answer(
                "broken",
                f"nothing limits how long it takes: no time standard for {missing}",
                found.way,
                f"It has come from {begin.words} to {end.words}, and that may have taken any length of time.",
            )
        parts = "; ".join(contributions(space, bounds, found, unit))
        if any(space.pathway.states[space.moves[move].state].region for move, _ in measured_steps(found).steps):
            parts += "; branches run side by side"
        return Answer(
            "broken",
            f"with every time standard kept it can still take {in_unit(found.time, unit)} ({parts})",
            found.way,
            f"Since {begin.words} that is up to {in_unit(found.time, unit)}; the rule allows {rule.within}.",
        )

    return GraphQuestion(decide, reads_of_atoms(scene.pathway, [Atom(entering=begin, when=when)]))


def undecided(error: TooIntertwinedError) -> Answer:
    return Answer("undecided", str(error), certainty=f"undecided at limit {MOST_WORK}")


def intervals(evidence: Sequence[Evidence]) -> dict[str, int]:
    """By panel state that a study schedules, the longest time between two meetings of any baseline, in seconds."""
    found: dict[str, int] = {}
    for one in evidence:
        for state, schedules in one.schedules.items():
            for schedule in schedules:
                if schedule.scenario is None:
                    found[state] = max(found.get(state, 0), schedule.gap * SECONDS["day"])
    return found


def measured_steps(found: Measured) -> Way:
    """The part of the way that was measured; its start is not told."""
    return Way(found.way.start, found.way.steps[found.began :])


def unbounded(space: Space, bounds: Sequence[Stay], found: Measured) -> str:
    """The states on the measured way without a longest stay."""
    states = dict.fromkeys(space.moves[move].state for move, _ in measured_steps(found).steps)
    titles = [_title(space, at) for at in states if bounds[at].ceiling is None]
    return " or ".join(titles)


def contributions(space: Space, bounds: Sequence[Stay], found: Measured, unit: str) -> list[str]:
    """`5 working days at 'Gateway assessment'` for every state on the measured way that takes time."""
    spent: dict[int, int] = {}
    for number, _ in measured_steps(found).steps:
        move = space.moves[number]
        stay = bounds[move.state]
        longest_stay = (
            stay.limit
            if move.kind is MoveKind.TIMEOUT
            else stay.most
            if move.kind is MoveKind.COMPLETE
            else stay.ceiling
        )
        if longest_stay and move.kind is not MoveKind.JOIN:
            spent[move.state] = spent.get(move.state, 0) + longest_stay
    return [f"{in_unit(time, unit)} at {_title(space, at)}" for at, time in spent.items()]


def _title(space: Space, at: int) -> str:
    pathway = space.pathway
    return f"'{pathway.linked.states[pathway.states[at].name].title}'"


KIND = RuleKind(
    id="within",
    title="Within a time",
    meaning="Whenever a referral enters `from` and later `to`, the time between is never longer than that, on the "
    "worst way there is: every state takes its whole time standard, wait or time limit, and branches run side by "
    "side. A state without a time standard can take any length of time. That a referral gets to `to` at all is for "
    "`followed_by` to ask.",
    formal="for all timed complete traces: enter(from) at t, next enter(to) at u -> u - t <= d; bounded response, "
    "Koymans 1990; zones of a timed automaton, Alur and Dill 1994",
    good="""rule: {kind: within, from: referral, to: triage, within: 10 working days}
states:
  referral:   {lane: referrer, target: 1 working day, then: assessment}
  assessment: {lane: so15, target: 5 working days, then: triage}
  triage:     {lane: so15, then: closed}""",
    bad="""rule: {kind: within, from: referral, to: triage, within: 10 working days}
states:
  referral:   {lane: referrer, target: 1 working day, then: assessment}
  assessment: {lane: so15, target: none, then: triage}      # may take for ever
  triage:     {lane: so15, then: closed}""",
    model=Within,
    ask=ask,
)
