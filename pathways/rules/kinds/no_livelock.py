"""`no_livelock`: no referral goes round for ever.

Three readings, by what is forbidden:

- `traps` (the default): no reachable bottom component of the configurations that has moves, hence none that goes
  round without a way out. Then a referral that never ends has probability zero, whatever the probabilities of the
  moves, as long as each that is possible has one (almost-sure termination of a finite Markov chain; Baier and Katoen,
  Principles of Model Checking, 2008, section 10.1.1), except where it is stuck, which is `no_dead_end`.
- `loops`: no reachable round at all, AF(ended or stuck) in CTL. Too much to ask of a pathway whose support is reviewed
  and goes on.
- `timeless_loops`: no round of decisions and joins, which take no time.

The counterexample is a lasso: a way, and the round that can be repeated for ever; no shorter one exists.
"""

from __future__ import annotations

from typing import Final, Literal

from pydantic import Field

from pathways.rules.exploration import explore
from pathways.rules.kinds.base import Answer, GraphQuestion, RuleKind, RuleModel, Scene
from pathways.rules.lasso import on_rounds, shortest_lasso, traps
from pathways.rules.liveness import live_attributes
from pathways.rules.space import Space, Way
from pathways.rules.titles import titles
from pathways.rules.trace import replay

Forbidden = Literal["traps", "loops", "timeless_loops"]


class NoLivelock(RuleModel):
    """Nobody goes round for ever."""

    kind: Literal["no_livelock"]
    forbids: Forbidden = Field(
        "traps",
        description="`traps`: rounds without a way out; `loops`: rounds of any sort; `timeless_loops`: rounds of "
        "decisions that take no time",
    )


# Why the rule is broken, and the words that close the counterexample.
_BROKEN: Final[dict[Forbidden, tuple[str, str]]] = {
    "traps": (
        "a referral can get into a round without a way out, through {}",
        "There is no way out of this round, whatever happens.",
    ),
    "loops": (
        "a referral can go round through {}, and nothing says how often",
        "Nothing says how often this may be repeated.",
    ),
    "timeless_loops": (
        "decisions can send a referral round through {} without any time passing",
        "None of these steps takes any time, and each decision has only this way.",
    ),
}


def ask(rule: NoLivelock, scene: Scene) -> GraphQuestion:
    def decide(shared: Space) -> Answer:
        if 1 not in on_rounds(shared, _inside(shared, rule.forbids)):
            return _kept(shared, rule.forbids)
        space = _without_reads(shared)
        lasso = shortest_lasso(space, _inside(space, rule.forbids))
        assert lasso is not None
        way, loop = lasso
        reason, lost = _BROKEN[rule.forbids]
        return Answer("broken", reason.format(_passed(space, way, loop)), replay(space, way), lost, loop)

    return GraphQuestion(decide)


def _without_reads(space: Space) -> Space:
    """The space in which nothing is kept for other rules: what they tell apart must make no round longer."""
    if space.live == live_attributes(space.pathway, {}):
        return space
    return explore(space.pathway, limit=space.limit)


def _inside(space: Space, forbids: Forbidden) -> bytearray:
    """The configurations in which going round is forbidden."""
    if forbids == "traps":
        return traps(space)
    return space.unsettled if forbids == "timeless_loops" else bytearray(b"\x01") * len(space)


def _kept(space: Space, forbids: Forbidden) -> Answer:
    if forbids == "timeless_loops":
        return Answer("holds", "every round takes some time")
    if 1 not in on_rounds(space):
        return Answer("holds", "nothing leads round")
    reason = (
        "from every round there is a way out, so no referral goes round for ever as long as each way is taken some time"
    )
    return Answer("holds", reason, certainty="almost surely")


def _passed(space: Space, way: Way, loop: int) -> str:
    """The states that the round passes."""
    states = (space.pathway.states[space.moves[move].state].name for move, _ in way.steps[loop - 1 :])
    return titles(space.pathway.linked, states)


KIND = RuleKind(
    id="no_livelock",
    title="No livelock",
    meaning="No referral goes round for ever. By default a round is forbidden only if there is no way out of it: "
    "support that is reviewed and goes on may be repeated. With `forbids: loops` nothing may be repeated; with "
    "`forbids: timeless_loops` only rounds of decisions are forbidden, which take no time.",
    formal="no reachable bottom component of configurations has moves (P=1 [F ended or stuck]); loops: "
    "AF(ended or stuck), CTL; timeless_loops: no cycle of unsettled configurations",
    good="""rule: {kind: no_livelock}
attributes: {concern: {values: [none, some]}}
states:
  triage: {lane: so15, finds: concern, then: any_concern}
  any_concern: {kind: decision, choose: [{when: {concern: none}, then: closed}, {otherwise: parked}]}
  parked: {kind: wait, lane: so15, after: {28 days: triage}, then: parked}""",
    bad="""rule: {kind: no_livelock}
attributes: {concern: {values: [none, some]}}
states:
  triage: {lane: so15, finds: concern, then: any_concern}
  any_concern: {kind: decision, choose: [{when: {concern: none}, then: closed}, {otherwise: parked}]}
  parked: {kind: wait, lane: so15, after: {28 days: checked}, then: parked}
  checked: {lane: so15, then: parked}      # round and round, and no way out""",
    model=NoLivelock,
    ask=ask,
)
