"""Longest and least times against whole days counted one by one, on random pathways whose times are a few days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, note, settings
from hypothesis import strategies as st

from pathways.definition.guards import holds
from pathways.errors import DefinitionError
from pathways.machine import CompiledPathway, Configuration, Kind, Move, MoveKind, unsettled_region
from pathways.rules import check
from pathways.rules.atoms import Atom, reads_of_atoms
from pathways.rules.exploration import explore
from pathways.rules.selectors import select
from pathways.rules.stays import SECONDS, Stay, stays
from pathways.rules.timed import Measured, Stretch, longest, quickest
from pathways.rules.zones import INF
from pathways.testing import WrittenPathway, written_pathways
from tests.rules.at_random import EXAMPLES, Drawing
from tests.rules.build import compiled, policy
from tests.rules.oracle import Full, enters, full, position
from tests.rules.planted import plant

DAY = SECONDS["day"]
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)


def in_days(plain: Any, random: Random) -> Any:
    """The same definition with every time a few days, and more standards than it had."""
    if isinstance(plain, Mapping):
        turned = {key: in_days(value, random) for key, value in plain.items()}
        if "after" in turned:
            turned["after"] = {f"{random.randint(1, 3)} days": way for way in turned["after"].values()}
        for key in ("target", "for", "within"):
            if key in turned and turned[key] != "none":
                turned[key] = f"{random.randint(1, 3)} days"
        is_work = "then" in turned and "lane" in turned and turned.get("kind", "task") in ("task", "panel", "parallel")
        if is_work and random.random() < 0.85:
            turned["target"] = f"{random.randint(1, 3)} days"
        if turned.get("kind") == "wait" and random.random() < 0.5:
            turned.pop("target", None)
            turned["for"] = f"{random.randint(1, 3)} days"
        return turned
    return [in_days(one, random) for one in plain] if isinstance(plain, list) else plain


@dataclass(frozen=True)
class Moment:
    """A full configuration, how many whole days each running state has lasted, and the days measured, if any."""

    at: Configuration
    ages: tuple[int, ...]
    days: int | None


class Days:
    """The reference: one day at a time, every reading of every clock on its own."""

    def __init__(
        self, whole: Full, bounds: tuple[Stay, ...], stretch: Stretch, names: tuple[list[str], list[str]], cap: int
    ):
        self.whole, self.bounds, self.stretch, self.cap = whole, bounds, stretch, cap
        self.begin, self.end = names
        self.pathway = whole.pathway

    def begins(self, move: Move | None, at: Configuration) -> bool:
        where = position(self.pathway, move, at)
        when = self.stretch.when
        return enters(self.pathway, self.begin, where) and (when is None or holds(when, where.values))

    def arrivals(
        self, move: Move | None, at: Configuration, ages: tuple[int, ...], days: int | None
    ) -> Iterator[Moment]:
        begins = self.begins(move, at)
        if begins and (days is None or self.stretch.latest):
            if days is None:
                yield Moment(at, ages, None)
            yield Moment(at, ages, 0)
        else:
            yield Moment(at, ages, days)

    def next_day(self, moment: Moment) -> Moment | None:
        if unsettled_region(self.pathway, moment.at) is not None:
            return None
        ages = list(moment.ages)
        for region, state in enumerate(moment.at.marking):
            if state < 0:
                continue
            if self.pathway.states[state].kind is Kind.END:
                return None
            ceiling = self.bounds[state].ceiling
            if ceiling is not None:
                if (ages[region] + 1) * DAY > ceiling:
                    return None
                ages[region] += 1
        days = None if moment.days is None else min(moment.days + 1, self.cap)
        return Moment(moment.at, tuple(ages), days)

    def may(self, moment: Moment, move: Move) -> bool:
        if move.kind in (MoveKind.DECIDE, MoveKind.JOIN) or self.pathway.states[move.state].kind is Kind.PARALLEL:
            return True
        age, bound = moment.ages[move.region] * DAY, self.bounds[move.state]
        if move.kind is MoveKind.TIMEOUT:
            return age == bound.limit
        if move.kind is MoveKind.COMPLETE:
            return age >= bound.least and (bound.most is None or age <= bound.most)
        return True

    def found(self) -> dict[int, int]:
        """Every number of days that the stretch can take, with the least number of moves of a way that shows it."""
        good = self.whole.can_end
        starts = [c for c in self.whole.onward if c in good and self.is_start(c)]
        layer = {m for c in starts for m in self.arrivals(None, c, (0,) * len(c.marking), None)}
        seen: set[Moment] = set()
        told: dict[int, int] = {}
        moved = 0
        while layer:
            todo = [m for m in layer if m not in seen]
            seen.update(todo)
            after: set[Moment] = set()
            while todo:
                moment = todo.pop()
                later = self.next_day(moment)
                if later is not None and later not in seen:
                    seen.add(later)
                    todo.append(later)
                for move, target in self.whole.onward[moment.at]:
                    if target not in good or not self.may(moment, move):
                        continue
                    days = moment.days
                    if days is not None and enters(self.pathway, self.end, position(self.pathway, move, target)):
                        told.setdefault(days, moved + 1)
                        days = None
                    ages = self.aged(moment, move, target)
                    after.update(self.arrivals(move, target, ages, days))
            layer = {m for m in after if m not in seen}
            moved += 1
        return told

    def is_start(self, at: Configuration) -> bool:
        return at in self.starts

    @property
    def starts(self) -> set[Configuration]:
        from pathways.machine import all_starting

        return set(all_starting(self.pathway))

    def aged(self, moment: Moment, move: Move, target: Configuration) -> tuple[int, ...]:
        entered = {self.pathway.index[name] for name in position(self.pathway, move, target).entered}
        return tuple(
            0 if state < 0 or state in entered or moment.at.marking[region] != state else moment.ages[region]
            for region, state in enumerate(target.marking)
        )


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)
@given(
    written_pathways(states=4, pieces=1, nesting=1), st.integers(0, 10_000), st.integers(1, 7), st.booleans(), st.data()
)
def test_times_agree_with_days_counted_one_by_one(
    written: WrittenPathway, seed: int, limit: int, latest: bool, data: st.DataObject
) -> None:
    random = Random(seed)
    try:
        turned = WrittenPathway({name: in_days(plain, random) for name, plain in written.plain.items()})
        pathway = turned.compiled
    except DefinitionError:
        assume(False)
        raise
    note(turned)
    compare(pathway, Drawing(data.draw, pathway), limit, latest)


def compare(pathway: CompiledPathway, drawing: Drawing, limit: int, latest: bool) -> None:
    whole = full(pathway, 400)
    assume(whole is not None)
    assert whole is not None
    begin, end = drawing.selectors(), drawing.selectors()
    guard = drawing.guard()[1] if drawing.has_attributes and drawing.perhaps(3) else None
    stretch = Stretch(select(pathway, begin), select(pathway, end), guard, latest)
    bounds = stays(pathway)
    space = explore(pathway, reads_of_atoms(pathway, [Atom(entering=stretch.begin, when=guard)]))
    told = Days(whole, bounds, stretch, (begin, end), limit + 1).found()
    most, least = longest(space, bounds, stretch, limit * DAY), quickest(space, bounds, stretch, limit * DAY)
    note(f"from {begin} to {end} with {guard}, {latest=}: {told}; {most} {least}")
    assert (most is None) == (least is None) == (not told)
    if most is not None and least is not None:
        check_longest(most, told, limit)
        check_least(least, told, limit)


def check_longest(most: Measured, told: dict[int, int], limit: int) -> None:
    over = {days: moved for days, moved in told.items() if days > limit}
    if over:
        assert most.time > limit * DAY
        assert len(most.way.steps) == min(over.values())
    else:
        assert most.time == max(told) * DAY


def check_least(least: Measured, told: dict[int, int], limit: int) -> None:
    under = {days: moved for days, moved in told.items() if days < limit}
    if under:
        assert least.time < limit * DAY
        assert len(least.way.steps) == min(under.values())
    else:
        assert min(least.time, limit * DAY) == limit * DAY


@pytest.mark.parametrize(
    ("module", "text", "other"),
    [
        ("pathways.rules.timed", "if most is not None]", "if most is not None][:1]"),
        (
            "pathways.rules.timed",
            "if move.kind not in _AUTOMATIC:\n            ceilings",
            "if True:\n            ceilings",
        ),
        ("pathways.rules.timed", "None if at in entered else kept[at]", "kept.get(at)"),
        ("pathways.rules.timed", "[(clock, 0, stay.limit), (0, clock, -stay.limit)]", "[(clock, 0, stay.limit)]"),
        ("pathways.rules.timed", "(0, high if high <= self.limit else INF)", "(0, min(high, self.limit))"),
        ("pathways.rules.zones", "(INF, *row[1:])", "(INF, *row[1:-1], INF)"),
        ("pathways.rules.zones", "0 if clock is None else clock", "clock or 1"),
    ],
)
def test_a_planted_fault_is_seen(module: str, text: str, other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch, module, text, other)
    count = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,))
    with pytest.raises(BaseException):  # noqa: B017, PT011 - an assertion, a crash, or Hypothesis' group of them
        count(test_times_agree_with_days_counted_one_by_one)()


def test_infinity_is_beyond_every_sum() -> None:
    assert 1_000 * 100_000 * SECONDS["year"] < INF


def test_what_is_too_intertwined_is_left_open_and_a_fault_found_already_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search may take three sums: nothing is claimed of the time, but that a review is missing was seen before."""
    monkeypatch.setattr("pathways.rules.timed.MOST_WORK", 3)
    body = """
    start: exit
    states:
      exit:   {lane: team, target: 5 days, then: review}
      review: {lane: team, target: 5 days, then: closed}
      closed: {kind: end, lane: team, outcome: closed}
    """
    rules = """
    id: time, says: s, kind: within, from: exit, to: closed, within: 1 month
    id: kept, says: s, kind: reviewed_after, state: exit, reviews: {review: 5 days}
    id: lost, says: s, kind: reviewed_after, state: exit, reviews: {nowhere: 5 days}
    """
    verdicts = {verdict.rule: verdict for verdict in check(compiled(body), [policy(rules)])}
    assert {rule: verdict.verdict for rule, verdict in verdicts.items()} == {
        "time": "undecided",
        "kept": "undecided",
        "lost": "broken",
    }
    assert verdicts["time"].certainty.startswith("undecided at limit")
    assert "more than 3 times were compared" in verdicts["time"].reason
