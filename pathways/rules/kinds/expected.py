"""`expected`: the mean of a time, or of how often a state is entered, lies within the bounds.

Formally, on the Markov chain of the pathway and a study (Kemeny and Snell 1960, expected total reward):
E[stay in `state`]; E[time from first entering `from` to first entering `to`], over the referrals that get there; or
E[number of entries of `visits`], with `from` counted from first entering it, over the referrals that do. Where some
referrals go round for ever, so that a number has no mean, `at_most` is broken.

Times are those of the study without its queues: nobody waits for a free team, and a panel hears everybody at its next
meeting. Where branches run side by side, their mean together is at least that of the longest branch and at most the
sum. Working time and time by the clock bound each other by the study's calendar. So a time is often known by bounds
only, and the rule is decided only where these agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from pydantic import Field, model_validator

from pathways.definition.words import Name, Span
from pathways.machine import NONE, Kind
from pathways.rules.atoms import Atom, Letters, reads_of_atoms
from pathways.rules.chain import (
    OVER,
    Action,
    Chain,
    Gains,
    Outcome,
    TooLongError,
    arriving_at,
    chain_of,
    reads_of_flow,
)
from pathways.rules.histories import most_probable
from pathways.rules.kinds.base import Answer, GraphQuestion, Question, RuleKind, RuleModel, Scene, Selectors
from pathways.rules.kinds.quantity import (
    UNQUEUED,
    Figures,
    Number,
    all_of,
    decimal,
    figures,
    span,
    within_reach,
    wrong,
)
from pathways.rules.liveness import merged
from pathways.rules.mean_stays import may_be_cut, stay_in
from pathways.rules.odds import NoBoundError, greatest, greatest_by_node, least
from pathways.rules.selectors import Selection
from pathways.rules.solving import Amount
from pathways.rules.space import Space

_FROM, _TO = 1, 2


class Expected(RuleModel):
    """The mean lies within the bounds."""

    kind: Literal["expected"]
    state: Selectors | None = Field(None, description="the state whose mean time is meant")
    from_: Selectors | None = Field(None, alias="from", description="where the time, or the counting, begins")
    to: Selectors | None = Field(None, description="where the time ends")
    within: Span | None = Field(None, description="the longest mean time allowed", examples=["5 working days"])
    visits: Selectors | None = Field(None, description="the state whose entries are counted")
    at_most: Number | None = Field(None, description="the greatest mean number allowed", examples=["2.5"])
    at_least: Number | None = Field(None, description="the least mean number allowed", examples=["1"])
    study: Name | None = Field(
        None, description="the study that says how long what takes", examples=["borough-baseline"]
    )
    scenario: Name | None = Field(None, description="a scenario of the study", examples=["fortnightly"])

    @model_validator(mode="after")
    def _is_whole(self) -> Any:
        counted = self.at_most is not None or self.at_least is not None
        name = f"the 'expected' rule '{self.id}'"
        if self.visits is not None:
            if not counted or self.within is not None or self.state or self.to:
                expected = "'visits:' with 'at_most:' or 'at_least:', and 'from:' if counting begins later"
                raise wrong(f"{name} counts visits, but not so that they can be counted", expected, "keep only these")
            if self.at_most is not None and self.at_least is not None and self.at_most < self.at_least:
                raise wrong(f"in {name} 'at_most' is below 'at_least'", "bounds that some number can keep", "swap them")
            return self
        if counted or self.within is None:
            expected = "'within:' for a mean time, or 'visits:' with 'at_most:' or 'at_least:' for a mean number"
            raise wrong(f"{name} does not say what mean may be how great", expected, "write 'within: 5 working days'")
        if (self.state is None) == (self.from_ is None and self.to is None) or (self.from_ is None) != (
            self.to is None
        ):
            expected = "either 'state:', for the time in it, or both 'from:' and 'to:', for the time between them"
            raise wrong(f"{name} does not say which time is meant", expected, "write for instance 'state: assessment'")
        if self.within.unit in ("month", "year"):
            fact = f"'{self.within}' lasts longer at some dates than at others, so that no mean is held against it"
            raise wrong(fact, "hours, days or weeks, or working hours or days", "write it in days")
        return self


def ask(rule: Expected, scene: Scene) -> Question:
    if rule.state is not None:
        return _in_state(rule, scene, scene.occasion(rule.state))
    begin = None if rule.from_ is None else scene.occasion(rule.from_)
    goal = scene.occasion(rule.visits or rule.to or ())
    found = figures(scene, rule.study, rule.scenario)
    if isinstance(found, Answer):
        return found
    atoms = [Atom(entering=begin) if begin else Atom(events=frozenset()), Atom(entering=goal)]
    reads = merged([reads_of_atoms(scene.pathway, atoms), *(reads_of_flow(scene.pathway, each.flow) for each in found)])

    def decide(space: Space) -> Answer:
        held = _visits if rule.visits is not None else _between
        answers = []
        for each in found:
            try:
                answers.append(held(rule, each, space, atoms, begin, goal))
            except (TooLongError, ArithmeticError) as error:
                answers.append(Answer("undecided", f"{error}, too much to weigh exactly", certainty="undecided"))
        return all_of(answers)

    return GraphQuestion(decide, reads)


# --- the mean time in a state


def _in_state(rule: Expected, scene: Scene, state: Selection) -> Answer:
    assert rule.within is not None
    found = figures(scene, rule.study, rule.scenario)
    if isinstance(found, Answer):
        return found
    names = [scene.pathway.states[n].name for n in sorted(state.members)]
    answers = [
        _judged(rule, each, stay_in(scene.pathway, each.flow, scene.pathway.index[name], rule.within), f"in '{name}'")
        for each in found
        for name in names
        if scene.pathway.states[scene.pathway.index[name]].kind not in (Kind.DECISION, Kind.END)
    ]
    if not answers:
        return Answer("not applicable", f"no time passes in {state.text}")
    return all_of(answers)


def _judged(rule: Expected, source: Figures, mean: tuple[Fraction, Fraction | None], where: str) -> Answer:
    """A mean time held against the bound."""
    assert rule.within is not None
    most, low, high = Fraction(rule.within.amount), *mean
    unit = f"{rule.within.unit}s"
    if high is None:
        value, is_kept = f"at least {decimal(low)} {unit}", None if low <= most else False
    else:
        value, is_kept = span(low, high, most, unit=f" {unit}"), within_reach(low, high, None, most)
    fact = f"by {source.text}, the mean time {where} is {value}, {UNQUEUED}"
    certainty = f"on average, {UNQUEUED}"
    if is_kept is None:
        why = "how long waits and branches side by side take depends on dates that the study does not fix"
        return Answer("undecided", f"{fact}; the rule allows {rule.within}, and {why}", certainty="undecided")
    return Answer("holds" if is_kept else "broken", f"{fact}; the rule allows {rule.within}", certainty=certainty)


# --- from one state to another, and how often


@dataclass(frozen=True)
class _Lengths:
    """Adds the bounds of the stays between first entering one state and another.

    Gains: least and greatest length; the last two count the referrals that begin, and those that get there.
    """

    stays: Sequence[tuple[Fraction, Fraction]]
    at_once: bool  # a move that enters both has got there; not where both are the same state

    @property
    def start(self) -> int:
        return 0

    def step(self, memory: int, letter: int, stay: int) -> tuple[int, Gains]:
        if self.at_once and not memory and letter == _FROM | _TO:
            return _FROM | _TO, (0, 0, 1, 1)
        if not memory & _FROM and letter & _FROM:
            return _FROM, (*(self.stays[stay] if stay != NONE else (0, 0)), 1, 0)
        if memory & _FROM and letter & _TO:
            return _FROM | _TO, (0, 0, 0, 1)
        if memory & _FROM and stay != NONE:
            return memory, (*self.stays[stay], 0, 0)
        return memory, (0, 0, 0, 0)

    def is_settled(self, memory: int) -> bool:
        return bool(memory & _TO)


@dataclass(frozen=True)
class _Entries:
    """Counts entries, from first entering `from` on. Gains: entries, referrals that begin."""

    is_from_arrival: bool

    @property
    def start(self) -> int:
        return 0

    def step(self, memory: int, letter: int, stay: int) -> tuple[int, Gains]:
        then = memory | _FROM if self.is_from_arrival or letter & _FROM else memory
        return then, (int(bool(then and letter & _TO)), int(then != memory))

    def is_settled(self, memory: int) -> bool:
        return False


def _between(
    rule: Expected, source: Figures, space: Space, atoms: Sequence[Atom], begin: Selection | None, goal: Selection
) -> Answer:
    assert rule.within is not None
    assert begin is not None
    pathway, flow = space.pathway, source.flow
    inner = [pathway.states[n].name for n in (*begin.members, *goal.members) if pathway.states[n].region != 0]
    if inner:
        why = f"'{inner[0]}' stands in a branch that runs beside others: how long those take together is not fixed"
        return Answer("undecided", f"{why}; write a rule about the branch as a whole", certainty="undecided")
    bounds = [stay_in(pathway, flow, n, rule.within) for n in range(len(pathway.states))]
    unknown = [state.name for state, (_, high) in zip(pathway.states, bounds, strict=True) if high is None]
    stays = [(low, Fraction(0) if high is None else high) for low, high in bounds]
    chain = chain_of(space, flow, Letters(space, atoms), _Lengths(stays, begin.members != goal.members))
    zero, one = Fraction(0), Fraction(1)
    if not greatest(chain, [zero, zero, one, zero]).high:
        return Answer("not applicable", f"by {source.text}, no referral ever enters {begin.text}")
    arriving = [zero, zero, zero, one]
    most, fewest = greatest(chain, arriving).high, least(chain, arriving).low
    if not most:
        return Answer("not applicable", f"by {source.text}, nobody gets from {begin.text} to {goal.text}")
    where = f"from {begin.text} to {goal.text}"
    if fewest != greatest(chain, [zero, zero, one, zero]).high:
        where += ", of those that get there,"
    counted = _of_those_that_arrive(chain, arriving, [may_be_cut(pathway, flow, n) for n in range(len(stays))])
    try:
        low = least(counted, [one, zero, zero, zero]).low / most
        high = None if unknown or not fewest else greatest(counted, [zero, one, zero, zero]).high / fewest
    except NoBoundError:
        low, high = zero, None
    answer = _judged(rule, source, (low, high), where)
    if answer.verdict != "broken":
        return answer

    def ends(memory: int, outcome: Outcome) -> bool:
        return bool(outcome.gains[3])

    way = most_probable(chain, ends, 0)
    last = f"This is the likeliest way {where}; on average it takes more than {rule.within}."
    return Answer("broken", answer.reason, way, last, certainty=answer.certainty)


def _of_those_that_arrive(chain: Chain, arriving: Sequence[Fraction], cut: Sequence[bool]) -> Chain:
    """The same chain, each stay counted only as far as those who begin it get there.

    E[length; gets there] is the mean length times the chance of getting there, since that does not depend on how long
    the stay is, unless something may cut it short: then it is at most the mean length.
    """
    most = [amount.high for amount in greatest_by_node(chain, arriving)]
    fewest = [-amount.high for amount in greatest_by_node(chain, [-weight for weight in arriving])]

    def counted(outcomes: Action) -> Action:
        return tuple(replace(o, gains=gains(o)) for o in outcomes)

    def gains(outcome: Outcome) -> Gains:
        low, high, *others = outcome.gains
        if outcome.node == OVER:
            return (0, 0, *others)
        is_cut = outcome.stay != NONE and cut[outcome.stay]
        return (low * fewest[outcome.node], high * (1 if is_cut else most[outcome.node]), *others)

    actions = [[counted(action) for action in actions] for actions in chain.actions]
    return Chain(chain.nodes, actions, counted(chain.initial))


def _visits(
    rule: Expected, source: Figures, space: Space, atoms: Sequence[Atom], begin: Selection | None, goal: Selection
) -> Answer:
    counter = _Entries(begin is None)
    chain = chain_of(space, source.flow, Letters(space, atoms), counter)
    whom = "referral" if begin is None else f"referral that enters {begin.words}"
    begun = greatest(chain, [Fraction(0), Fraction(1)])
    if not begun.high:
        assert begin is not None
        return Answer("not applicable", f"by {source.text}, no referral ever enters {begin.text}")
    bounds = [bound for bound in (rule.at_least, rule.at_most) if bound is not None]
    allowed = " and ".join(
        f"{which} {decimal(bound)}"
        for which, bound in (("at least", rule.at_least), ("at most", rule.at_most))
        if bound is not None
    )
    try:
        value, kept = _mean(chain, rule, begun)
    except NoBoundError as error:
        return _without_bound(rule, source, space, chain, goal, error, allowed)
    fact = f"by {source.text}, a {whom} enters {goal.text} {span(value.low, value.high, *bounds)} times on average"
    if kept is None:
        why = "it depends on what comes first, which the study does not fix"
        return Answer("undecided", f"{fact}; the rule asks for {allowed}, and {why}", certainty="undecided")
    if kept:
        return Answer("holds", f"{fact}; the rule asks for {allowed}", certainty="on average")
    is_more = rule.at_most is not None and value.low > rule.at_most

    def shows(memory: int, outcome: Outcome) -> bool:
        return bool(outcome.gains[0]) if is_more else space.is_ended(outcome.reached) and not outcome.gains[0]

    way = most_probable(chain, shows, counter.start)
    last = f"On average a {whom} enters {goal.words} {span(value.low, value.high, *bounds)} times; the rule asks for"
    return Answer("broken", f"{fact}; the rule asks for {allowed}", way, f"{last} {allowed}.", certainty="on average")


def _mean(chain: Chain, rule: Expected, begun: Amount) -> tuple[Amount, bool | None]:
    """The mean number of entries, and whether it keeps each bound b: E[entries] - b E[begun], whatever is chosen."""
    zero, one = Fraction(0), Fraction(1)
    high = greatest(chain, [one, zero])
    low = least(chain, [one, zero])
    fewest = least(chain, [zero, one])
    kept: list[bool | None] = []
    for bound, sign in ((rule.at_most, 1), (rule.at_least, -1)):
        if bound is not None:
            worst = greatest(chain, [Fraction(sign), -sign * bound], tell_from=zero)
            best = greatest(chain, [Fraction(-sign), sign * bound], tell_from=zero)
            kept.append(True if worst.high <= 0 else False if best.high < 0 else None)
    top = high.high / fewest.low if fewest.low else high.high
    return Amount(low.low / begun.high, top), False if False in kept else None if None in kept else True


def _without_bound(
    rule: Expected, source: Figures, space: Space, chain: Chain, goal: Selection, error: NoBoundError, allowed: str
) -> Answer:
    """What is to be said where referrals can go round for ever."""
    if not error.is_certain or rule.at_most is None or not least(arriving_at(chain, error.nodes), [Fraction(1)]).low:
        why = f"some referrals may enter {goal.text} again and again without end"
        return Answer("undecided", f"by {source.text}, {why}, so that there may be no mean", certainty="undecided")
    inside = set(error.nodes)
    way = most_probable(chain, lambda memory, outcome: outcome.node in inside, 0)
    return Answer(
        "broken",
        f"by {source.text}, some referrals enter {goal.text} again and again without end: there is no mean, and the "
        f"rule asks for {allowed}",
        way,
        "From here it goes round for ever and never ends.",
        certainty="on average",
    )


KIND = RuleKind(
    id="expected",
    title="Expected",
    meaning="By the times and shares that a study gives, the mean time in the state (or from one to another) is within "
    "the bound, without waiting for a free team; with `visits`, the mean number of times that the state is entered.",
    formal="expected total reward within the bounds, on the Markov chain of the pathway and a study",
    good="""rule: {kind: expected, visits: review, at_most: 3}
attributes: {progress: {values: [made, none]}}
states:
  support: {lane: partners, then: review}
  review: {lane: channel, finds: progress, then: go_on}
  go_on: {kind: decision, choose: [{when: {progress: made}, then: closed}, {otherwise: support}]}
study:
  service_times: {example.support: {fixed: 1 hour}, example.review: {fixed: 1 hour}}
  findings:
    example.review: {progress: {made: 50%, none: 50%}}      # two reviews on average""",
    bad="""rule: {kind: expected, visits: review, at_most: 3}
attributes: {progress: {values: [made, none]}}
states:
  support: {lane: partners, then: review}
  review: {lane: channel, finds: progress, then: go_on}
  go_on: {kind: decision, choose: [{when: {progress: made}, then: closed}, {otherwise: support}]}
study:
  service_times: {example.support: {fixed: 1 hour}, example.review: {fixed: 1 hour}}
  findings:
    example.review: {progress: {made: 20%, none: 80%}}      # five reviews on average""",
    model=Expected,
    ask=ask,
)
