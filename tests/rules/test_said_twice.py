"""The same rule said in two or three ways: the same verdict, and a counterexample of the same length.

The ways of saying it go different ways through the checker: bits of one analysis, automata made by hand, automata of
formulas, searches of the whole space. No brute force is needed, so the pathways may be larger.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, note, settings
from hypothesis import strategies as st

from pathways.errors import DefinitionError
from pathways.machine import CompiledPathway, compile_pathway
from pathways.rules import Verdict, check
from pathways.rules.exploration import explore
from pathways.rules.selectors import select
from pathways.testing import WrittenPathway, written_pathways
from tests.rules import oracles
from tests.rules.at_random import EXAMPLES, Drawing, read_rules
from tests.rules.damage import damaged, forgetful, labelled

ORACLES = {found.name: import_module(f"tests.rules.oracles.{found.name}") for found in iter_modules(oracles.__path__)}
LIMIT = 5_000  # configurations
Rule = dict[str, Any]
RANDOM = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)


@dataclass(frozen=True)
class Same:
    """Rules that say the same; `idle` where some of them hold of what never happens, and others do not apply."""

    rules: Sequence[Rule]
    idle: bool = False


def formula(text: str) -> Rule:
    return {"kind": "formula", "formula": text}


def entering(selectors: Sequence[str]) -> str:
    return f"enter({', '.join(selectors)})"


def condition(written: dict[str, Any]) -> str:
    """A condition of `Drawing.guard` as a formula."""
    if "not" in written:
        return f"not {condition(written['not'])}"
    ((name, values),) = written.items()
    return f"({name} in [{', '.join(values)}])"


def without_condition(drawing: Drawing) -> Iterator[Same]:
    a, b, c = (drawing.selectors() for _ in range(3))
    p, q, r = map(entering, (a, b, c))
    times = drawing.number(1, 3)
    yield Same(
        [
            {"kind": "precedes", "first": a, "then": b},
            {"kind": "declare", "template": "precedence", "a": a, "b": b},
            {"kind": "pattern", "pattern": "precedence", "first": a, "state": b},
            {"kind": "always_through", "state": a, "to": b},
            {"kind": "at_least", "state": a, "to": b, "times": "1"},
        ]
    )
    yield Same([{"kind": "precedes", "first": a, "then": b}, formula(f"(not {q}) weak until {p}")], idle=True)
    yield Same([{"kind": "always_through", "state": a}, {"kind": "precedes", "first": a, "then": "kind:end"}])
    yield Same(
        [
            {"kind": "always_through", "state": a},
            {"kind": "at_least", "state": a, "times": "1"},
            {"kind": "declare", "template": "existence", "a": a},
            {"kind": "pattern", "pattern": "existence", "state": a},
            formula(f"eventually {p}"),
        ],
        idle=True,
    )
    yield Same(
        [
            {"kind": "never", "state": b, "after": a},
            formula(f"always ({p} implies weak next never {q})"),
        ],
        idle=True,
    )
    yield Same(
        [
            {"kind": "declare", "template": "not_succession", "a": a, "b": b},
            {"kind": "pattern", "pattern": "absence", "state": b, "after": a},
            formula(f"always ({p} implies never {q})"),
        ],
        idle=True,
    )
    yield Same(
        [
            {"kind": "at_most", "state": a, "times": str(times)},
            {"kind": "declare", "template": "absence", "a": a, "times": str(times + 1)},
            {"kind": "pattern", "pattern": "bounded_existence", "state": a, "times": str(times)},
        ],
        idle=True,
    )
    for kind, template in (("at_least", "existence"), ("exactly", "exactly")):
        yield Same(
            [
                {"kind": kind, "state": a, "times": str(times)},
                {"kind": "declare", "template": template, "a": a, "times": str(times)},
            ],
            idle=True,
        )
    yield Same(
        [
            {"kind": "at_most", "state": a, "times": "0"},
            {"kind": "never", "state": a},
            {"kind": "pattern", "pattern": "absence", "state": a},
            {"kind": "declare", "template": "absence", "a": a},
            formula(f"never {p}"),
        ],
    )
    if a != b and len(a) == len(b) == 1:
        yield Same(
            [
                {"kind": "exclusive", "states": [*a, *b]},
                {"kind": "declare", "template": "not_co_existence", "a": a, "b": b},
            ]
        )
        meets = [f"({each} or next ((not {r}) until ({each} and not {r})))" for each in (p, q)]
        yield Same(
            [
                {"kind": "exclusive", "states": [*a, *b], "from": c},
                formula(f"always ({r} implies not ({meets[0]} and {meets[1]}))"),
            ],
            idle=True,
        )
    yield Same(
        [
            {"kind": "followed_by", "state": a, "by": b},
            {"kind": "declare", "template": "response", "a": a, "b": b},
            {"kind": "pattern", "pattern": "response", "state": a, "by": b},
        ]
    )
    yield Same(
        [{"kind": "followed_by", "state": a, "by": b}, formula(f"always ({p} implies eventually {q})")], idle=True
    )
    yield Same(
        [
            {"kind": "followed_by", "state": a, "by": b, "before": c},
            formula(
                f"always ({p} implies ({q} or ((weak next ((not {r}) weak until {q})) and (next eventually {q}))))"
            ),
        ],
        idle=True,
    )
    yield Same(
        [
            {"kind": "always_through", "state": b, "from": a, "to": c},
            {"kind": "at_least", "state": b, "from": a, "to": c, "times": "1"},
        ]
    )


def with_condition(drawing: Drawing) -> Iterator[Same]:
    a, b, c = (drawing.selectors() for _ in range(3))
    p, q, r = map(entering, (a, b, c))
    when, unless = (drawing.guard()[0] for _ in range(2))
    true, excused = condition(when), condition(unless)
    yield Same(
        [
            {"kind": "only_when", "state": a, "when": when},
            {"kind": "never", "state": a, "when": {"not": when}},
            {"kind": "at_most", "state": a, "when": {"not": when}, "times": "0"},
            {"kind": "pattern", "pattern": "absence", "state": a, "when": {"not": when}},
            formula(f"always ({p} implies {true})"),
        ],
        idle=True,
    )
    yield Same(
        [
            {"kind": "always_through", "state": b, "from": a, "to": c, "when": when},
            formula(f"always (({p} and {true}) implies ({q} or weak next ((not {r}) weak until {q})))"),
        ],
        idle=True,
    )
    again = f"(({true} and not in({', '.join(a)})) or {p} or (in(kind:end) and {excused}))"
    yield Same(
        [
            {"kind": "repeats_until", "state": a, "until": when, "before": b, "unless": unless},
            formula(
                f"always ({p} implies ((in(kind:end) and {excused}) or "
                f"next ((not ({q} and not {excused})) until {again})))"
            ),
        ],
        idle=True,
    )
    if len(drawing.pathway.regions) == 1 and not _decisions(drawing.pathway, a):
        yield Same(  # without branches, time passes wherever it stands, save at a decision
            [
                {"kind": "kept", "state": a, "when": when},
                formula(f"always (in({', '.join(a)}) implies {true})"),
            ],
            idle=True,
        )


def _decisions(pathway: CompiledPathway, selectors: Sequence[str]) -> bool:
    members = select(pathway, selectors).members
    return any(pathway.linked.states[pathway.states[m].name].kind == "decision" for m in members)


def outline(verdict: Verdict) -> tuple[str, int]:
    return verdict.verdict, len(verdict.counterexample)


def idle(verdict: Verdict) -> tuple[str, int]:
    """The same, where what does not apply counts as kept."""
    return "kept" if verdict.verdict in ("holds", "not applicable") else verdict.verdict, len(verdict.counterexample)


@RANDOM
@given(written_pathways(states=5, pieces=1, nesting=1), st.integers(0, 2**32), st.data())
def test_a_rule_said_in_several_ways_gets_one_verdict(written: WrittenPathway, seed: int, data: st.DataObject) -> None:
    pathway = _pathway(written, Random(seed))
    drawing = Drawing(data.draw, pathway)
    groups = [*without_condition(drawing), *(with_condition(drawing) if drawing.has_attributes else ())]
    rules = [{"id": f"r{g}_{n}", **rule} for g, group in enumerate(groups) for n, rule in enumerate(group.rules)]
    verdicts = iter(check(pathway, [read_rules(pathway, rules)]))
    for group in groups:
        told = [next(verdicts) for _ in group.rules]
        is_empty = any("true whatever happens" in verdict.reason for verdict in told)  # only formulas find that out
        found = [(idle if group.idle or is_empty else outline)(verdict) for verdict in told]
        for rule, verdict in zip(group.rules, told, strict=True):
            note(f"{verdict.verdict:15}{len(verdict.counterexample):3}  {rule}  {verdict.reason}")
        assert len(set(found)) == 1, group.rules


@RANDOM
@given(written_pathways(states=5, pieces=1, nesting=1), st.integers(0, 2**32))
def test_an_end_can_always_be_reached_where_nobody_is_stuck_or_goes_round_for_ever(
    written: WrittenPathway, seed: int
) -> None:
    """A finite space has an end within reach everywhere just if every bottom component is an end."""
    pathway = _pathway(written, Random(seed))
    kinds = ("can_always_end", "no_dead_end", "no_livelock")
    rules = [{"id": kind, "kind": kind} for kind in kinds]
    ends, moves, leaves = check(pathway, [read_rules(pathway, rules)])
    assert (ends.verdict == "holds") == (moves.verdict == leaves.verdict == "holds")
    if moves.verdict == "broken":
        assert len(ends.counterexample) <= len(moves.counterexample)
    if leaves.verdict == "broken":
        assert leaves.loop is not None
        assert len(ends.counterexample) <= leaves.loop


def _pathway(written: WrittenPathway, dice: Random) -> CompiledPathway:
    """The pathway with tags; half of them damaged, half of them with values that nobody sets."""
    try:
        linked = labelled(written.compiled.linked, dice)
        for done in (damaged, forgetful):
            linked = done(linked, dice) if dice.random() < 0.5 else linked
        pathway = compile_pathway(linked)
    except DefinitionError:
        assume(False)
        raise
    assume(explore(pathway, limit=LIMIT).complete)
    return pathway


@RANDOM
@given(written_pathways(states=4, pieces=1, nesting=1), st.integers(0, 2**32), st.data())
def test_a_rule_is_told_the_same_alone_and_beside_others(
    written: WrittenPathway, seed: int, data: st.DataObject
) -> None:
    """Rules share a space, in which values are kept for all of them; what is kept for one must not show in another."""
    pathway = _pathway(written, Random(seed))
    drawing = Drawing(data.draw, pathway)
    drawn = [(kind, found[0]) for kind in ORACLES if (found := ORACLES[kind].rule(drawing)) is not None]
    rules = [{"id": f"r{number}", "kind": kind, **rule} for number, (kind, rule) in enumerate(drawn)]
    for rule, verdict in zip(rules, check(pathway, [read_rules(pathway, rules)]), strict=True):
        (alone,) = check(pathway, [read_rules(pathway, [rule])])
        note(f"{rule}: {verdict.verdict}, {verdict.reason}; alone {alone.verdict}, {alone.reason}")
        one, other = ((v.verdict, v.certainty, len(v.counterexample), v.loop) for v in (alone, verdict))
        assert one == other
