"""`reviewed_after`: after a state there is a review at each of the times named.

Formally, over timed complete traces and for each review r due after d: G(enter(state) -> F enter(r)) (with `to`, before
`to` is entered), and whenever r is entered a time u after `state` was entered last, |u - d| <= tolerance. Response
pattern (Dwyer, Avrunin and Corbett, ICSE 1999) with a bounded window (Koymans 1990); times as of `within`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from pathways.definition.guards import Guard, Not
from pathways.definition.model import GuardSpec
from pathways.definition.words import Span, Text
from pathways.rules.kinds.base import Answer, GraphQuestion, RuleKind, RuleModel, Scene, Selectors
from pathways.rules.kinds.within import intervals, unbounded, undecided
from pathways.rules.monitor import Event, Monitor, Watch, reads_on_entry
from pathways.rules.selectors import Selection
from pathways.rules.space import Space
from pathways.rules.stays import Stay, in_unit, seconds, stays
from pathways.rules.timed import Stretch, TooIntertwinedError, longest, quickest
from pathways.rules.zones import INF
from pathways.units import Duration, parse_duration

_TOLERANCE = "1 month"


class ReviewedAfter(RuleModel):
    """There is a review at each of these times after the state."""

    kind: Literal["reviewed_after"]
    state: Selectors = Field(description="the clock starts on entering this, anew each time")
    reviews: Annotated[dict[Text, Span], Field(min_length=1)] = Field(
        description="each review's state, and how long after the first it is due"
    )
    tolerance: Span = Field(
        parse_duration(_TOLERANCE), description=f"how much sooner or later; {_TOLERANCE} if left out"
    )
    to: Selectors | None = Field(None, description="asked of referrals that come here; by default of all that end")
    unless: GuardSpec | None = Field(None, description="excused if this is true then")

    def selectors(self) -> dict[str, tuple[str, ...]]:
        return {**super().selectors(), "reviews": tuple(self.reviews)}


@dataclass(frozen=True)
class _Review:
    """One review: its state, when it is due, and the monitor that sees it missing."""

    at: Selection
    due: Duration
    missing: Monitor


def ask(rule: ReviewedAfter, scene: Scene) -> GraphQuestion:
    state, unless = scene.occasion(rule.state), scene.guard(rule.unless)
    to = None if rule.to is None else scene.occasion(rule.to)
    reviews = [_review(scene, state, name, due, to, unless) for name, due in rule.reviews.items()]
    occasion = Monitor(from_start=True, broken=Event(state))
    monitors = [occasion, *(review.missing for review in reviews)]
    bounds = stays(scene.pathway, intervals(scene.evidence))

    def decide(space: Space) -> Answer:
        watch = Watch(space, monitors)
        broken = watch.broken()
        if not broken & 1:
            return Answer("not applicable", f"no referral that can still be closed ever enters {state.text}")
        faults: list[Answer] = []
        unknown: Answer | None = None
        for number, review in enumerate(reviews, 1):
            if broken >> number & 1:
                way = watch.shortest(number)
                missing = "" if review.at else "; this pathway has no such state"
                reason = f"a referral can end after {state.text} without the review {review.at.text}{missing}"
                faults.append(Answer("broken", reason, way, f"It got here without {review.at.words}{missing}."))
            elif review.at:
                try:
                    faults += _untimely(space, bounds, state, review, rule.tolerance)
                except TooIntertwinedError as error:
                    unknown = undecided(error)
        told = "; ".join(f"{review.at.text} {review.due} after" for review in reviews)
        kept = Answer("holds", f"{told} {state.text}, give or take {rule.tolerance}, if every time standard is kept")
        return min(faults, key=_length, default=unknown or kept)

    return GraphQuestion(decide, reads_on_entry(scene.pathway, monitors))


def _review(
    scene: Scene, state: Selection, name: str, due: Duration, to: Selection | None, unless: Guard | None
) -> _Review:
    at = scene.select((name,))
    excuse = None if unless is None else Not(unless)
    calm = Event(at) if at else None
    ends = Event(scene.ends(), excuse)
    if to is None:
        return _Review(at, due, Monitor(alert=Event(state), calm=calm, broken_at_end=ends))
    return _Review(at, due, Monitor(alert=Event(state), calm=calm, broken=Event(to, excuse)))


def _untimely(
    space: Space, bounds: tuple[Stay, ...], state: Selection, review: _Review, tolerance: Duration
) -> Iterator[Answer]:
    """The ways on which the review comes too soon or too late."""
    due, give, unit = seconds(review.due), seconds(tolerance), review.due.unit
    stretch = Stretch(state, review.at, latest=True)
    late = longest(space, bounds, stretch, due + give)
    if late is not None and late.time >= INF:
        missing = unbounded(space, bounds, late)
        reason = f"nothing limits how late the review {review.at.text} is: no time standard for {missing}"
        when_due = f"the review {review.at.words} is due {review.due} after {state.words}"
        lost = f"Nobody can say how long this took; {when_due}."
        yield Answer("broken", reason, late.way, lost)
    elif late is not None and late.time > due + give:
        reason = f"the review {review.at.text} can come as late as {in_unit(late.time, unit)} after {state.text}"
        yield Answer(
            "broken", reason, late.way, f"That is up to {in_unit(late.time, unit)}; it is due after {review.due}."
        )
    soon = quickest(space, bounds, stretch, due - give)
    if soon is not None and soon.time < due - give:
        reason = f"the review {review.at.text} can come as soon as {in_unit(soon.time, unit)} after {state.text}"
        yield Answer(
            "broken", reason, soon.way, f"That may be only {in_unit(soon.time, unit)}; it is due after {review.due}."
        )


def _length(answer: Answer) -> int:
    way = answer.way
    return 0 if way is None else len(way.steps)


KIND = RuleKind(
    id="reviewed_after",
    title="Reviewed after",
    meaning="After every entry of the state, each of the reviews is entered before the referral ends (or, with `to`, "
    "before it comes there), unless it is excused; and it comes neither sooner nor later than due, give or take the "
    "tolerance. Fixed waits count in full, all other states up to their time standards; one without any can take any "
    "length of time. The clock starts anew at each entry of the state.",
    formal="G(enter(state) -> F enter(review)) and |time since the last enter(state) - due| <= tolerance on entering "
    "the review; response pattern, Dwyer et al. 1999, with a window, Koymans 1990",
    good="""rule: {kind: reviewed_after, state: exit, reviews: {review_6m: 6 months}}
states:
  exit:      {lane: channel, target: 5 working days, then: until_6m}
  until_6m:  {kind: wait, lane: channel, for: 6 months, then: review_6m}
  review_6m: {lane: channel, then: closed}""",
    bad="""rule: {kind: reviewed_after, state: exit, reviews: {review_6m: 6 months}}
states:
  exit:      {lane: channel, target: 5 working days, then: until_6m}
  until_6m:  {kind: wait, lane: channel, for: 9 months, then: review_6m}      # three months late
  review_6m: {lane: channel, then: closed}""",
    model=ReviewedAfter,
    ask=ask,
)
