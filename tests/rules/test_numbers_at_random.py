"""Shares on random pathways with random figures, against value iteration on full configurations of the stepper.

The second implementation shares nothing with the first but the stepper and what the figures say: no packed codes, no
liveness, no merged findings, no end components, no fractions. It follows every way of choosing for so many steps that
hardly anything is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any, Final

import numpy as np
from hypothesis import HealthCheck, Phase, assume, given, note, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from pathways.definition.guards import holds
from pathways.machine import CompiledPathway, Configuration, MoveKind, apply, is_ended, moves, starting
from pathways.machine.compiled import Table
from pathways.rules import check
from pathways.rules.evidence import Arrivals, Evidence, Flow, Shares, Stay
from pathways.rules.lengths import longest_stay
from pathways.testing import WrittenPathway, written_pathways
from tests.rules.at_random import EXAMPLES, Drawing, read_rules, replayed
from tests.rules.oracle import Position, enters, full, position

STEPS = 3_000
CLOSE = 1e-7
Node = tuple[Configuration, int, bool]  # where, what has been entered (1: of, 2: among), open to interrupts


# --- random figures


def figures(random: Random, pathway: CompiledPathway) -> Flow:
    def shares(attribute: int, allowed: Sequence[int]) -> Shares:
        cases: list[tuple[Table | None, tuple[tuple[int, Fraction], ...]]] = [(None, split(allowed))]
        others = [a for a in range(len(pathway.domains)) if a != attribute]
        if others and random.random() < 0.4:
            other = random.choice(others)
            cells = tuple(random.randint(0, 1) for _ in range(len(pathway.domains[other]) + 1))
            cases.insert(0, (Table((other,), (1,), cells), split(allowed)))
        return Shares(attribute, tuple(cases))

    def split(values: Sequence[int]) -> tuple[tuple[int, Fraction], ...]:
        parts = [random.randint(0, 4) for _ in values]
        parts[random.randrange(len(parts))] += 1
        return tuple((v, Fraction(p, sum(parts))) for v, p in zip(values, parts, strict=True) if p)

    def stay() -> tuple[Fraction, Fraction]:
        length = Fraction(random.randint(0, 5))
        return length, length

    def late() -> tuple[Fraction, Fraction]:
        pair = sorted(Fraction(random.randint(0, 8), 8) for _ in range(2))
        return (pair[0], pair[1]) if random.random() < 0.5 else (pair[0], pair[0])

    def stream() -> Arrivals:
        arriving = tuple(shares(a, range(len(pathway.domains[a]))) for a in pathway.arrival)
        return Arrivals(Fraction(random.randint(1, 3)), split(pathway.starts), arriving)

    stays = tuple(
        Stay(tuple(shares(a, values) for a, values in state.finds), length := stay(), length, late())
        for state in pathway.states
    )
    rates = {n: Fraction(1, 40) for n in range(len(pathway.interrupts)) if random.random() < 0.6}
    return Flow(tuple(stream() for _ in range(random.randint(1, 2))), stays, rates, 28_800)


# --- the second implementation


@dataclass
class Iterated:
    """Every node of the process with its actions, each a list of (probability, node or None, of and among, among)."""

    pathway: CompiledPathway
    flow: Flow
    counted: Callable[[Position], int]

    def __post_init__(self) -> None:
        self.numbers: dict[Node, int] = {}
        self.actions: list[list[list[tuple[float, int | None, int, int]]]] = []
        self.initial = [o for chance, c in self.arriving() for o in self.outcomes(chance, None, c, 0, True, False)]
        nodes = list(self.numbers)
        for node in nodes:  # the list grows as it is gone through
            self.actions.append([self.outcomes_of(way, node) for way in self.ways(node[0], node[2])])
            nodes += list(self.numbers)[len(nodes) :]

    def arriving(self) -> Iterator[tuple[Fraction, Configuration]]:
        total = sum(stream.weight for stream in self.flow.arrivals)
        for stream in self.flow.arrivals:
            for door, share in stream.doors:
                for values, chance in self.drawn(self.pathway.initial, stream.attributes):
                    here = starting(self.pathway, door, {a: values[a] for a in self.pathway.arrival})
                    yield stream.weight / total * share * chance, here

    def drawn(self, values: tuple[int, ...], shares: Sequence[Shares]) -> list[tuple[tuple[int, ...], Fraction]]:
        if not shares:
            return [(values, Fraction(1))]
        first, *rest = shares
        (_, split), *_ = [case for case in first.cases if case[0] is None or case[0].at(values)]
        found = []
        for value, share in split:
            then = [*values]
            then[first.attribute] = value
            found += [(final, share * chance) for final, chance in self.drawn(tuple(then), rest)]
        return found

    def outcomes(
        self, chance: Fraction, move: Any, after: Configuration, memory: int, begins: bool, is_open: bool
    ) -> Iterator[tuple[float, int | None, int, int]]:
        then = memory | self.counted(position(self.pathway, move, after))
        gains = int(then == 3 and memory != 3), int(bool(then & 2) and not memory & 2)
        if then == 3 or is_ended(self.pathway, after):
            yield float(chance), None, *gains
            return
        struck = self.struck(after.marking[0])
        for part, flag in ((1 - struck, False), (struck, True)) if begins else ((1, is_open),):
            if part:
                number = self.numbers.setdefault((after, then, flag), len(self.numbers))
                yield float(chance * part), number, *gains

    def outcomes_of(self, way: Any, node: Node) -> list[tuple[float, int | None, int, int]]:
        found = []
        for chance, move, after in way:
            found += self.outcomes(chance, move, after, node[1], move.region == 0, node[2])
        return found

    def struck(self, state: int) -> Fraction:
        """At most so many stays are interrupted: one in `rate` times the mean length."""
        rate = sum(r for n, r in self.flow.rates.items() if state in self.pathway.interrupts[n].during)
        longest = longest_stay(self.pathway, self.flow, state)
        return Fraction(0) if not rate else Fraction(1) if longest is None else min(Fraction(1), rate * longest)

    def ways(self, here: Configuration, is_open: bool) -> Iterator[list[tuple[Fraction, Any, Configuration]]]:
        possible = moves(self.pathway, here)
        if possible and possible[0].kind in (MoveKind.DECIDE, MoveKind.JOIN):
            yield [(Fraction(1), possible[0], apply(self.pathway, here, possible[0]))]
            return
        for region in range(len(here.marking)):
            own = [m for m in possible if m.region == region]
            done = [m for m in own if m.kind is MoveKind.COMPLETE]
            over = [(Fraction(1), m, apply(self.pathway, here, m)) for m in own if m.kind is MoveKind.TIMEOUT]
            drawn: list[tuple[Fraction, Any, Configuration]] = []
            if done:
                stay = self.flow.stays[here.marking[region]]
                for values, chance in self.drawn(here.values, stay.finds):
                    (move,) = [m for m in done if all(values[a] == v for a, v in m.found)]
                    drawn.append((chance, move, apply(self.pathway, here, move)))
            if done and over:
                low, high = self.flow.stays[here.marking[region]].late
                struck = self.struck(here.marking[0])
                if region == 0 and not is_open:
                    for part in (max(0, (low - struck) / (1 - struck)), min(1, high / (1 - struck))):
                        yield [(c * (1 - part), m, a) for c, m, a in drawn] + [(c * part, m, a) for c, m, a in over]
                    continue
                if (low, high) != (1, 1) or (region == 0 and struck):
                    yield drawn
                if (low, high) != (0, 0) or (region == 0 and struck):
                    yield over
            elif done or over:
                yield drawn or over
        for move in possible:
            if move.kind is MoveKind.INTERRUPT and move.interrupt in self.flow.rates and (is_open or move.region):
                yield [(Fraction(1), move, apply(self.pathway, here, move))]

    def best(self, both: float, whole: float) -> float:
        """The greatest that can be expected, by following every way of choosing step by step.

        Nodes that remember more are settled first: otherwise one could gain the first of two things in the very last
        step, and put the second off for ever.
        """
        values = np.zeros(len(self.actions))
        memories = self.memories()
        for layer in sorted(set(memories), reverse=True):
            self.settle([n for n, memory in enumerate(memories) if memory == layer], values, both, whole)
        return float(sum(c * (both * g + whole * w + (0 if t is None else values[t])) for c, t, g, w in self.initial))

    def memories(self) -> list[int]:
        return [memory for _, memory, _ in self.numbers]

    def settle(self, nodes: Sequence[int], values: Any, both: float, whole: float) -> None:
        rows, columns, chances, stakes, firsts, owners = [], [], [], [], [], []
        for node in nodes:
            if self.actions[node]:
                firsts.append(len(stakes))
                owners.append(node)
            for action in self.actions[node]:
                for chance, target, *_ in action:
                    if target is not None:
                        rows.append(len(stakes))
                        columns.append(target)
                        chances.append(chance)
                stakes.append(sum(c * (both * g + whole * w) for c, _, g, w in action))
        if not stakes:
            return
        matrix = csr_matrix((chances, (rows, columns)), shape=(len(stakes), len(values)))
        for _ in range(STEPS):
            before = values[owners]
            values[owners] = np.maximum.reduceat(matrix @ values + np.array(stakes), firsts)
            if np.abs(values[owners] - before).max() < 1e-14:
                return


@dataclass
class Entries(Iterated):
    """The same, but what is gained is each entry, however often; `counted` says of what."""

    def outcomes(
        self, chance: Fraction, move: Any, after: Configuration, memory: int, begins: bool, is_open: bool
    ) -> Iterator[tuple[float, int | None, int, int]]:
        entered = int(bool(self.counted(position(self.pathway, move, after)) & 1))
        for part, node, *_ in super().outcomes(chance, move, after, 0, begins, is_open):
            yield part, node, entered, 0

    def best(self, both: float, whole: float) -> float:
        """Infinite where it goes on rising (or falling) after so many steps, however rarely somebody goes round."""
        values = np.zeros(len(self.actions))
        once, twice = (self.after_steps(values, both) for _ in range(2))
        return once if abs(twice - once) < CLOSE else float(np.copysign(np.inf, both))

    def after_steps(self, values: Any, both: float) -> float:
        self.settle(range(len(values)), values, both, 0)
        return float(sum(c * (both * g + (0 if t is None else values[t])) for c, t, g, _ in self.initial))


RANDOM: Final = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)


@RANDOM
@given(written_pathways(states=4, pieces=1, nesting=1), st.integers(0, 2**32), st.data())
def test_shares_agree_with_value_iteration(written: WrittenPathway, seed: int, data: st.DataObject) -> None:
    """Oracle: value iteration on full configurations; the bound is drawn near the share, or far from it."""
    pathway, random = written.compiled, Random(seed)
    whole = full(pathway, 600)
    assume(whole is not None)
    drawing = Drawing(data.draw, pathway)
    of, among = drawing.selectors(), drawing.selectors() if drawing.perhaps() else None
    written_guard, guard = drawing.guard() if drawing.has_attributes and drawing.perhaps(3) else (None, None)

    def counted(now: Position) -> int:
        entered = enters(pathway, of, now) and (guard is None or holds(guard, now.values))
        return int(entered) | (2 if among is None or enters(pathway, among, now) else 0)

    flow = figures(random, pathway)
    oracle = Iterated(pathway, flow, counted)
    most_whole = oracle.best(0, 1)
    high, low = oracle.best(1, 0), -oracle.best(-1, 0)
    near = random.choice((low, high, random.random()))
    bound = Fraction(round(min(max(near + random.choice((-0.01, 0, 0.01)), 0), 1), 3)).limit_denominator(1_000)
    which, sign = random.choice((("at_most", 1), ("at_least", -1)))
    rule: dict[str, Any] = {"id": "r", "kind": "share", "of": of, which: f"{float(bound):.3f}"}
    rule |= {"among": among} if among else {}
    rule |= {"when": written_guard} if written_guard else {}
    worst, best = oracle.best(sign, -sign * float(bound)), -oracle.best(-sign, sign * float(bound))
    note(f"{rule}, of all {low} to {high} of {most_whole}; {worst} {best}")

    (verdict,) = check(
        pathway, [read_rules(pathway, [rule])], evidence=[Evidence("s", "S", flows={"baseline": (flow,)})]
    )

    note(f"{verdict.verdict}: {verdict.reason}")
    if most_whole < CLOSE:
        assert verdict.verdict == "not applicable"
    elif worst < -CLOSE:
        assert verdict.verdict == "holds"
    elif best > CLOSE:
        assert verdict.verdict == "broken"
    elif worst > CLOSE and best < -CLOSE:
        assert verdict.verdict == "undecided"
    if verdict.verdict == "broken" and verdict.counterexample:
        trace = replayed(pathway, verdict)
        seen = [counted(now) for now in trace]
        assert trace[-1].ended or which == "at_most"
        if which == "at_most":
            assert any(n & 1 for n in seen)
            assert any(n & 2 for n in seen)
        else:
            assert any(n & 2 for n in seen)
            assert not any(n & 1 for n in seen)


@RANDOM
@given(written_pathways(states=4, pieces=1, nesting=1), st.integers(0, 2**32), st.data())
def test_numbers_of_entries_agree_with_value_iteration(written: WrittenPathway, seed: int, data: st.DataObject) -> None:
    """Oracle: value iteration on full configurations; where that goes on rising, there may be no mean."""
    pathway, random = written.compiled, Random(seed)
    assume(full(pathway, 600) is not None)
    visits = Drawing(data.draw, pathway).selectors()
    flow = figures(random, pathway)
    oracle = Entries(pathway, flow, lambda now: int(enters(pathway, visits, now)))
    high, low = oracle.best(1, 0), -oracle.best(-1, 0)
    near = random.choice([figure for figure in (low, high, 1) if np.isfinite(figure)])
    bound = round(max(near + random.choice((-0.01, 0, 0.01)), 0), 3)
    which, sign = random.choice((("at_most", 1), ("at_least", -1)))
    rule: dict[str, Any] = {"id": "r", "kind": "expected", "visits": visits, which: f"{bound:.3f}"}

    (verdict,) = check(
        pathway, [read_rules(pathway, [rule])], evidence=[Evidence("s", "S", flows={"baseline": (flow,)})]
    )

    note(f"{rule}: {low} to {high}; {verdict.verdict}: {verdict.reason}")
    if np.isinf(high):
        assert verdict.verdict == "undecided" or (verdict.verdict, which, np.isinf(low)) == ("broken", "at_most", True)
        return
    worst, best = (high - bound, low - bound) if sign == 1 else (bound - low, bound - high)
    if worst < -CLOSE:
        assert verdict.verdict == "holds"
    elif best > CLOSE:
        assert verdict.verdict == "broken"
    elif worst > CLOSE and best < -CLOSE:
        assert verdict.verdict == "undecided"
    if verdict.counterexample:
        replayed(pathway, verdict)
