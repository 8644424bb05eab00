"""What random tests of the kinds of rules share: drawing a rule's parameters, and judging a verdict by brute force.

Each module of `tests.rules.oracles` is named like a kind and has `rule(drawing)`, which draws the parameters of a rule
as a policy writes them and gives the judge of its verdict: a second implementation straight from the kind's definition.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import note
from hypothesis import strategies as st

from pathways.definition.guards import Guard
from pathways.machine import DONE, CompiledPathway, MoveKind, apply, moves, starting
from pathways.rules import Verdict, parse_policy
from pathways.rules.policy import link_guard
from pathways.rules.selectors import known_selectors
from pathways.testing import to_document
from tests.rules.oracle import Full, Position, Prefix, position, prefixes

# How many random pathways: a few in the suite; `PATHWAYS_EXAMPLES=5000` for a campaign.
EXAMPLES: Final = int(os.environ.get("PATHWAYS_EXAMPLES", "60"))
BUDGET: Final = 1_500  # prefixes of traces looked at one by one
Trace = Sequence[Position]
Judge = Callable[["Brute", Verdict], None]


@dataclass(frozen=True)
class Brute:
    """A pathway with every full configuration, and the prefixes of its complete traces, shortest first."""

    pathway: CompiledPathway
    full: Full
    layers: Sequence[Sequence[Prefix]]

    @staticmethod
    def of(full: Full) -> Brute:
        return Brute(full.pathway, full, list(prefixes(full, BUDGET)))

    @property
    def is_exhausted(self) -> bool:
        """Whether the layers are all prefixes that there are: no trace can go on."""
        return all(not self.full.onward[prefix.at] for prefix in self.layers[-1]) if self.layers else True

    def first(self, is_it: Callable[[Trace], bool]) -> int | None:
        """The number of moves of the shortest prefix of which it is true, among those looked at."""
        return next((n for n, layer in enumerate(self.layers) if any(is_it(p.positions) for p in layer)), None)


@dataclass(frozen=True)
class Drawing:
    """Random parameters for one rule on one pathway."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    pathway: CompiledPathway

    def number(self, low: int, high: int) -> int:
        return int(self.draw(st.integers(low, high)))

    def perhaps(self, often: int = 2) -> bool:
        """True once in `often` times."""
        return self.number(1, often) == 1

    def one_of(self, things: Sequence[Any]) -> Any:
        return things[self.number(0, len(things) - 1)]

    def selectors(self) -> list[str]:
        """One selector that stands for something, at times two."""
        known = known_selectors(self.pathway)
        return [self.one_of(known) for _ in range(2 if self.perhaps(4) else 1)]

    @property
    def has_attributes(self) -> bool:
        return bool(self.pathway.linked.attributes)

    def guard(self) -> tuple[dict[str, Any], Guard]:
        """A condition as written and as linked; only where `has_attributes`."""
        attribute = self.one_of(list(self.pathway.linked.attributes.values()))
        values = self.draw(st.lists(st.sampled_from(attribute.values), min_size=1, max_size=2, unique=True))
        written: dict[str, Any] = {attribute.name: values}
        if self.perhaps(3):
            written = {"not": written}
        return written, self.linked_guard(written)

    def linked_guard(self, written: dict[str, Any]) -> Guard:
        rule = {"id": "g", "says": "s", "kind": "only_when", "state": "x", "when": written}
        spec = read_rules(self.pathway, [rule]).rules[0].spec
        return link_guard(next(iter(spec.guards().values())), self.pathway.linked.attributes)


def read_rules(pathway: CompiledPathway, rules: Sequence[dict[str, Any]]) -> Any:
    """A policy of rules as written, each completed with what every rule needs."""
    whole = [{"says": "s", "hardness": "ASSUMPTION", "source": "test", **rule} for rule in rules]
    return parse_policy(to_document({"policy": "p", "applies_to": [pathway.id], "rules": whole}, "p.yaml"))


def by_traces(offends: Callable[[Trace], bool], occasion: Callable[[Trace], bool] | None = None) -> Judge:
    """A judge from a definition over prefixes of complete traces.

    Parameters
    ----------
    offends
        Whether the rule is lost at the prefix's last position (or was lost before).
    occasion
        Whether the rule matters at the prefix's last position; None if it always does.
    """

    def judge(brute: Brute, verdict: Verdict) -> None:
        broken_after = brute.first(offends)
        occasion_after = 0 if occasion is None else brute.first(occasion)
        note(f"{verdict.verdict}; by brute force broken after {broken_after}, occasion after {occasion_after}")
        if verdict.verdict == "broken":
            trace = replayed(brute.pathway, verdict)
            assert offends(trace)
            assert not any(offends(trace[:n]) for n in range(1, len(trace)))
            shortest = len(trace) - 1
            assert broken_after == shortest or (broken_after is None and shortest >= len(brute.layers))
        else:
            assert verdict.verdict in ("holds", "not applicable")
            assert broken_after is None
        if verdict.verdict == "not applicable":
            assert occasion_after is None or not brute.layers
        elif occasion_after is None:
            # The occasion may lie beyond the traces looked at, but not if these were all of them.
            assert not brute.is_exhausted

    return judge


def replayed(pathway: CompiledPathway, verdict: Verdict) -> list[Position]:
    """The counterexample as positions, moved step by step by the stepper: raises if any step is not legal."""
    first, *rest = verdict.counterexample
    arrival = {
        pathway.attribute_index(name): pathway.domains[pathway.attribute_index(name)].index(value or "")
        for name, value in first.values
    }
    here = starting(pathway, pathway.index[first.state], arrival)
    trace = [position(pathway, None, here)]
    for step in rest:
        fitting = []
        for move in moves(pathway, here):
            after = apply(pathway, here, move)
            target = pathway.arrows[move.arrow].target
            reached = pathway.states[move.state if target == DONE else target].name
            event = (
                pathway.interrupts[move.interrupt].name if move.kind is MoveKind.INTERRUPT else move.kind.name.lower()
            )
            found = {pathway.attributes[a]: pathway.value_text(a, v) for a, v in move.found}
            values: Mapping[str, str | None] = position(pathway, move, after).values
            told = dict(step.values)
            same = all(values[name] == value for name, value in told.items()) and set(found) <= set(told)
            if (event, pathway.states[move.state].name, reached) == (step.event, step.left, step.state) and same:
                fitting.append((move, after))
        assert fitting, f"no legal move is {step}"
        move, here = fitting[0]
        trace.append(position(pathway, move, here))
    return trace
