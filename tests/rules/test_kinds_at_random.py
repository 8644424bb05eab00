"""Every kind of rule about traces against brute force: random pathways, random rules, traces one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, note, settings
from hypothesis import strategies as st

from pathways.errors import DefinitionError
from pathways.machine import DONE, CompiledPathway, MoveKind, apply, compile_pathway, moves, starting
from pathways.rules import Verdict, check, parse_policy
from pathways.rules.policy import link_guard
from pathways.rules.selectors import known_selectors
from pathways.testing import WrittenPathway, to_document, written_pathways
from tests.rules.damage import damaged
from tests.rules.oracle import Full, Position, Rule, full, has_occasion, offends, position, prefixes

# Shrinking traces of random pathways takes minutes; a failure prints the pathway as YAML as it was drawn.
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
BUDGET = 1_500  # prefixes of traces looked at one by one
KINDS = ("only_when", "never", "always_through", "precedes", "followed_by")
# How the oracle's parameters are called in a policy.
WORDS = {
    "only_when": ("state", "", ""),
    "never": ("state", "after", ""),
    "always_through": ("state", "from", "to"),
    "precedes": ("then", "first", ""),
    "followed_by": ("state", "by", "before"),
}
NEEDED = {"precedes": ("then", "first"), "followed_by": ("state", "by")}


@dataclass(frozen=True)
class Drawn:
    written: dict[str, Any]
    rule: Rule


def draw_rule(draw: Callable[[st.SearchStrategy[Any]], Any], pathway: CompiledPathway) -> Drawn:
    known = [*pathway.linked.attributes.values()]
    kind = draw(st.sampled_from(KINDS if known else KINDS[1:]))
    names = draw(st.permutations([s for s in known_selectors(pathway) if not s.startswith("lane:")]))
    parts: dict[str, list[str]] = {}
    for number, word in enumerate(WORDS[kind]):
        if word and (word == "state" or word in NEEDED.get(kind, ()) or draw(st.booleans())):
            parts[word] = [names[(2 * number) % len(names)]]
            if draw(st.integers(0, 3)) == 0:
                parts[word].append(names[(2 * number + 1) % len(names)])
    written: dict[str, Any] = {
        "id": "r",
        "says": "s",
        "kind": kind,
        "hardness": "ASSUMPTION",
        "source": "test",
        **parts,
    }
    when_word = {"followed_by": "unless", "precedes": ""}.get(kind, "when")
    if known and when_word and (kind == "only_when" or draw(st.booleans())):
        attribute = known[draw(st.integers(0, len(known) - 1))]
        test = {attribute.name: draw(st.lists(st.sampled_from(attribute.values), min_size=1, max_size=2, unique=True))}
        guard = draw(st.sampled_from([test, {"not": test}]))
        written[when_word] = guard
    document = to_document({"policy": "p", "applies_to": [pathway.id], "rules": [written]}, "p.yaml")
    spec = parse_policy(document).rules[0].spec
    linked = next((link_guard(g, pathway.linked.attributes) for g in spec.guards().values()), None)
    first, second, third = (tuple(parts.get(word, ())) for word in WORDS[kind])
    return Drawn(written, Rule(kind, first, second, third, linked))


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


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)
@given(written_pathways(states=4, pieces=1, nesting=1), st.booleans(), st.data())
def test_verdicts_agree_with_all_traces_one_by_one(
    written_pathway: WrittenPathway, is_damaged: bool, data: st.DataObject
) -> None:
    """Oracle: the rule's own definition, asked of every prefix of every complete trace, shortest first.

    Several rules at once, because they share an exploration and the bits of one analysis.
    """
    try:
        pathway = written_pathway.compiled
        if is_damaged:  # traps and stuck decisions: traces that can never be complete
            pathway = compile_pathway(damaged(pathway.linked, Random(data.draw(st.integers(0, 1_000)))))
    except DefinitionError:
        assume(False)
        raise
    whole = full(pathway, 2_000)
    assume(whole is not None)
    assert isinstance(whole, Full)
    drawn = [draw_rule(data.draw, pathway) for _ in range(4)]
    written = [{**one.written, "id": f"r{number}"} for number, one in enumerate(drawn)]
    verdicts = check(
        pathway, [parse_policy(to_document({"policy": "p", "applies_to": ["main"], "rules": written}, "p"))]
    )
    layers = list(prefixes(whole, BUDGET))
    for one, verdict in zip(drawn, verdicts, strict=True):
        broken_after = first_layer(layers, lambda trace, rule=one.rule: offends(pathway, rule, trace))
        occasion = first_layer(layers, lambda trace, rule=one.rule: has_occasion(pathway, rule, trace))
        note(f"{one.rule}: {verdict.verdict}, by brute force broken after {broken_after}, occasion after {occasion}")
        if verdict.verdict == "broken":
            trace = replayed(pathway, verdict)
            assert offends(pathway, one.rule, trace)
            assert not any(offends(pathway, one.rule, trace[:n]) for n in range(1, len(trace)))
            shortest = len(trace) - 1
            assert broken_after == shortest or (broken_after is None and shortest >= len(layers))
        else:
            assert broken_after is None
        if verdict.verdict == "not applicable":
            assert occasion is None
            assert broken_after is None
        elif occasion is None:
            # The occasion may lie beyond the traces looked at, but not if these were all of them.
            assert not exhausted(whole, layers)


def first_layer(layers: Sequence[Sequence[Any]], holds: Any) -> int | None:
    return next((n for n, layer in enumerate(layers) if any(holds(prefix.positions) for prefix in layer)), None)


def exhausted(whole: Full, layers: Sequence[Sequence[Any]]) -> bool:
    """Whether the layers are all prefixes that there are: no trace can go on."""
    return all(not whole.onward[prefix.at] for prefix in layers[-1]) if layers else True
