"""`share`: at most, or at least, that share of referrals goes this way; or the share can be told by an attribute.

Formally, P(F (enter(of) & when)) or, with `among`, P(F (enter(of) & when) | F enter(among)) within the bounds, on the
Markov chain of the pathway with a study's shares of arrivals and findings (Kemeny and Snell 1960; conditional
probability as in Baier and Katoen 2008, section 10.1). Where the study leaves something open, the rule holds only if
it does for every way of filling that in, and is broken only if it is for every way. With `by`, over all that can
happen: G(enter(of) -> by is set).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from pydantic import Field, model_validator

from pathways.definition.guards import Guard, Not, OneOf, words
from pathways.definition.model import GuardSpec
from pathways.definition.words import Name, Span
from pathways.machine import MoveKind
from pathways.rules.atoms import Atom, Letters, reads_of_atoms
from pathways.rules.chain import Chain, Gains, Outcome, TooLongError, chain_of, reads_of_flow
from pathways.rules.histories import most_probable
from pathways.rules.kinds.base import Answer, GraphQuestion, Question, RuleKind, RuleModel, Scene, Selectors
from pathways.rules.kinds.quantity import UNQUEUED, Figures, Share, all_of, figures, percent, span, wrong
from pathways.rules.liveness import merged
from pathways.rules.odds import greatest, least, still_counting
from pathways.rules.ratio import KeptShare, share_of
from pathways.rules.selectors import Selection
from pathways.rules.space import Space, Way

_OF, _AMONG = 1, 2  # what a referral has been counted as, and the atoms' bits in a letter


class ShareRule(RuleModel):
    """A share of referrals goes this way."""

    kind: Literal["share"]
    of: Selectors | None = Field(None, description="what is entered; left out with `by`, every arrival counts")
    among: Selectors | None = Field(None, description="of those that enter this; by default of all referrals")
    when: GuardSpec | None = Field(None, description="counted only if this is true as it is entered")
    at_most: Share | None = Field(None, description="the greatest share allowed", examples=["25%"])
    at_least: Share | None = Field(None, description="the least share allowed", examples=["80%"])
    by: Name | None = Field(
        None, description="the attribute by whose values the share is to be told", examples=["consent"]
    )
    every: Span | None = Field(
        None, description="with `by`, how often it is to be told, which no pathway shows", examples=["12 months"]
    )
    study: Name | None = Field(
        None, description="the study that says how often what is found", examples=["borough-baseline"]
    )
    scenario: Name | None = Field(None, description="a scenario of the study", examples=["fortnightly"])

    @model_validator(mode="after")
    def _is_whole(self) -> Any:
        bounds = [bound for bound in (self.at_most, self.at_least) if bound is not None]
        if not bounds and self.by is None:
            raise wrong(
                f"the 'share' rule '{self.id}' has no bound, and nothing to tell the share by",
                "'at_most:' or 'at_least:' with a share, or 'by:' with an attribute",
                "add a line such as 'at_most: 25%'",
            )
        if bounds and self.of is None:
            raise wrong(
                f"the 'share' rule '{self.id}' has a bound, but does not say on what",
                "'of:' with the state that is entered",
                "add a line such as 'of: pcm'",
            )
        if len(bounds) == 2 and bounds[0] < bounds[1]:
            fact = f"in the 'share' rule '{self.id}' 'at_most' is below 'at_least'"
            raise wrong(fact, "bounds that some share can keep", "swap them")
        return self


@dataclass(frozen=True)
class _Passing:
    """Counts a referral once it has entered both `of` and `among`, and by the value it then had.

    Gains: both were entered, `among` was, and both with each value of `by` (atoms from bit 2 on).
    """

    is_among_all: bool
    values: int = 0

    @property
    def start(self) -> int:
        return 0

    def step(self, memory: int, letter: int, stay: int) -> tuple[int, Gains]:
        seen = memory & 3 | letter & _OF | (_AMONG if self.is_among_all or letter & _AMONG else 0)
        value = memory >> 2
        if not memory & _OF and letter & _OF:
            value = letter >> 2  # one bit for the value it has now, kept until it is counted
        both = seen == _OF | _AMONG and memory & 3 != seen
        gains = (int(both), int(seen & _AMONG and not memory & _AMONG))
        return seen | value << 2, (*gains, *(int(both and value >> n & 1) for n in range(self.values)))

    def is_settled(self, memory: int) -> bool:
        return memory & 3 == _OF | _AMONG


def ask(rule: ShareRule, scene: Scene) -> Question:
    pathway = scene.pathway
    arrival = Selection("the pathway", frozenset(pathway.starts))
    of = arrival if rule.of is None else scene.occasion(rule.of)
    among = None if rule.among is None else scene.occasion(rule.among)
    when = scene.guard(rule.when)
    known: tuple[Guard, ...] = ()
    if rule.by is not None:
        attribute = pathway.linked.attributes.get(rule.by)
        known = tuple(OneOf(rule.by, (value,)) for value in (attribute.values if attribute else ()))
    atoms = [Atom(entering=of, when=when), Atom(entering=among) if among else Atom(events=frozenset())]
    atoms += [Atom(entering=of, when=guard) for guard in known]
    unset: Atom | None = None
    if rule.by is not None:
        unset = Atom(entering=of, when=Not(OneOf(rule.by, tuple(v for g in known for v in _values(g)))))
    found = figures(scene, rule.study, rule.scenario)
    is_bounded = rule.at_most is not None or rule.at_least is not None
    if is_bounded and isinstance(found, Answer):
        return found
    held = [] if isinstance(found, Answer) or not (is_bounded or scene.figures) else found
    reads = merged(
        [
            reads_of_atoms(pathway, [*atoms, *([unset] if unset else [])]),
            *(reads_of_flow(pathway, each.flow) for each in held),
        ]
    )

    def decide(space: Space) -> Answer:
        if unset is not None:
            way = _first(space, Letters(space, [unset]))
            if way is not None:
                return _unrecorded(rule, of, way)
            if rule.of is not None and _first(space, Letters(space, [Atom(entering=of)])) is None:
                return Answer("not applicable", f"no referral ever enters {of.text}")
        answers = [_held(rule, each, space, atoms, of, among, when) for each in held]
        if rule.by is None:
            return all_of(answers)
        if is_bounded and (whole := all_of(answers)).verdict != "holds":
            return whole
        name = rule.by.replace("_", " ")
        who = "every referral" if rule.of is None else f"every referral that enters {of.text}"
        period = f" every {rule.every}" if rule.every is not None else ""
        recorded = f"{who} has its {name} recorded by then, so that the share can be told by it{period}"
        told = [answer.reason for answer in answers if answer.verdict == "holds"]
        return Answer("holds", "; ".join([recorded, *told]))

    return GraphQuestion(decide, reads)


def _values(guard: Guard) -> tuple[str, ...]:
    assert isinstance(guard, OneOf)
    return guard.values


def _first(space: Space, letters: Letters) -> Way | None:
    """A shortest way to a position at which the one atom is true."""
    for start in space.starts:
        if letters.at_start(start):
            return Way(start)
    for index in range(len(space)):
        for move, reached in space.out(index):
            if letters.of(move, reached):
                return space.way_to(index).then(move, reached)
    return None


def _unrecorded(rule: ShareRule, of: Selection, way: Way) -> Answer:
    assert rule.by is not None
    name = rule.by.replace("_", " ")
    where = "as it arrives" if rule.of is None else f"as it enters {of.text}"
    return Answer(
        "broken",
        f"a referral can be without {name} {where}, so that the share cannot be told by it",
        way,
        f"Nothing has recorded its {name} by now; the rule asks that the share be told by it.",
    )


def _held(
    rule: ShareRule,
    source: Figures,
    space: Space,
    atoms: Sequence[Atom],
    of: Selection,
    among: Selection | None,
    when: Guard | None,
) -> Answer:
    """The share that one study gives, held against the bounds."""
    counter = _Passing(among is None, len(atoms) - 2)
    try:
        chain = chain_of(space, source.flow, Letters(space, atoms), counter)
        share = share_of(chain, len(atoms), rule.at_least, rule.at_most)
    except (TooLongError, ArithmeticError) as error:
        return Answer("undecided", f"{error}, too much to weigh exactly", certainty="undecided")
    whom = "all referrals" if among is None else f"those that enter {among.words}"
    if share is None:
        assert among is not None
        return Answer("not applicable", f"by {source.text}, no referral ever enters {among.text}")
    bounds = [bound for bound in (rule.at_least, rule.at_most) if bound is not None]
    value = span(share.low, share.high, *bounds, scale=100, unit=" %")
    certainty = f"in {value.removeprefix('between ').replace(' and ', ' to ')} of {whom}"
    of_whom = f"{value} of {whom}"
    condition = f" while {words(when)}" if when is not None else ""
    timed = f" ({UNQUEUED})" if share.low < share.high or _hangs_on_limits(chain, space, len(atoms)) else ""
    fact = f"by {source.text}{timed}, {of_whom} enter {of.text}{condition}"
    if rule.of is None:
        fact = f"by {source.text}"
    if rule.by is not None:
        fact += f" ({_by_value(rule, chain, space, share, len(atoms))})"
    allowed = _allowed(rule)
    if share.is_kept is None:
        return Answer(
            "undecided",
            f"{fact}, which may be more or less than {allowed}: {_open(chain, space, source)}",
            certainty=certainty,
        )
    if share.is_kept:
        return Answer("holds", f"{fact}{f'; the rule asks for {allowed}' if bounds else ''}", certainty=certainty)
    is_more = bool(share.is_over)

    def breaks(memory: int, outcome: Outcome) -> bool:
        if is_more:
            return bool(outcome.gains[0])
        is_counted = bool(memory & _AMONG or outcome.gains[1])
        return space.is_ended(outcome.reached) and is_counted and not outcome.gains[0]

    way = most_probable(chain, breaks, counter.start)
    last = "It is counted here" if is_more else f"It has not entered {of.words}{condition}"
    return Answer(
        "broken",
        f"{fact}; the rule asks for {allowed}. "
        + ("This is the likeliest way there" if is_more else "This is the likeliest way past it"),
        way,
        f"{last}: {of_whom} enter {of.words}{condition}, and the rule asks for {allowed}.",
        certainty=certainty,
    )


def _hangs_on_limits(chain: Chain, space: Space, size: int) -> bool:
    """Whether the share depends on how often a time limit strikes first."""
    counting = still_counting(chain, [Fraction(1), Fraction(0), *[Fraction(0)] * (size - 2)])
    return any(
        space.moves[outcome.move].kind is MoveKind.TIMEOUT and len(action) > 1
        for node in counting
        for action in chain.actions[node]
        for outcome in action
    )


def _allowed(rule: ShareRule) -> str:
    parts = [
        f"{which} {percent(bound)}"
        for which, bound in (("at least", rule.at_least), ("at most", rule.at_most))
        if bound is not None
    ]
    return " and ".join(parts)


def _by_value(rule: ShareRule, chain: Chain, space: Space, share: KeptShare, size: int) -> str:
    """`refused 60 %, unlikely 40 %`: how the share is made up, as parts of it."""
    assert rule.by is not None
    told = []
    seen = [any(gains) for gains in zip(*(outcome.gains for outcome in chain.outcomes), strict=True)]
    for number, value in enumerate(space.pathway.linked.attributes[rule.by].values):
        if not seen[2 + number]:
            continue
        weights = [Fraction(0)] * size
        weights[2 + number] = Fraction(1)
        high = greatest(chain, weights).high
        low = least(chain, weights).low if chain.has_choices else high
        if high and share.whole:
            told.append(
                f"{value.replace('_', ' ')} {span(low / share.whole, high / share.whole, scale=100, unit=' %')}"
            )
    return ", ".join(told) or "none"


def _open(chain: Chain, space: Space, source: Figures) -> str:
    """Why only bounds are known."""
    rated = [space.pathway.linked.interrupts[i.name].title for i in space.pathway.interrupts]
    struck = [title for n, title in enumerate(rated) if source.flow.rates.get(n)]
    if struck:
        return f"how often these come in time depends on dates and queues: {', '.join(struck)}"
    if chain.has_choices:
        return "it depends on what comes first, a time limit or an answer, or one branch or the other"
    return "the figure is too close to tell in floating point"


KIND = RuleKind(
    id="share",
    title="Share",
    meaning="Of all referrals (of those that enter `among`), at most or at least that share enters the state, by the "
    "shares of arrivals and findings that a study gives; with `by`, each one counted has the attribute recorded.",
    formal="P(F (enter(of) & when) | F enter(among)) within the bounds, on the Markov chain of the pathway and a "
    "study; with by: G(enter(of) -> by is set)",
    good="""rule: {kind: share, of: pcm, at_most: 25%}
attributes: {consent: {values: [granted, refused, unlikely]}}
states:
  talk: {lane: prevent, finds: consent, then: route}
  route: {kind: decision, choose: [{when: {consent: granted}, then: channel}, {otherwise: pcm}]}
study:
  service_times: {example.talk: {fixed: 1 hour}}
  findings:
    example.talk: {consent: {granted: 80%, refused: 15%, unlikely: 5%}}      # one in five comes to pcm""",
    bad="""rule: {kind: share, of: pcm, at_most: 25%}
attributes: {consent: {values: [granted, refused, unlikely]}}
states:
  talk: {lane: prevent, finds: consent, then: route}
  route: {kind: decision, choose: [{when: {consent: granted}, then: channel}, {otherwise: pcm}]}
study:
  service_times: {example.talk: {fixed: 1 hour}}
  findings:
    example.talk: {consent: {granted: 70%, refused: 25%, unlikely: 5%}}      # three in ten do""",
    model=ShareRule,
    ask=ask,
)
