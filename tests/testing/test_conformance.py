"""`check_rule_kind`: the built-in kinds conform, and what is wrong with a kind is found and told.

The faulty kinds are `never` and others with one fault put in each.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Annotated, Any, Literal

import pytest
from pydantic import BeforeValidator, Field

from pathways.definition.model import GuardSpec, Names
from pathways.definition.words import Span, Text, Whole, as_list
from pathways.machine import CompiledPathway
from pathways.rules import BUILT_IN, Kinds, RuleKind, parse_policy
from pathways.rules.kinds import never, only_when, precedes
from pathways.rules.kinds.base import Answer, GraphQuestion, RuleModel, Scene, Selectors, TraceQuestion
from pathways.rules.monitor import Event, Monitor
from pathways.rules.space import Space
from pathways.testing import History, NonconformingError, check_rule_kind, read_example, to_document
from pathways.testing.rules_at_random import random_parameters


def some_formula(pathway: CompiledPathway, random: Random) -> dict[str, str]:
    one, other = (random.choice([*pathway.linked.states]) for _ in range(2))
    return {
        "formula": random.choice([f"never enter({one})", f"always (enter({one}) implies eventually enter({other}))"])
    }


WRITTEN = {"formula": some_formula}  # what cannot be made from the types of the model


@pytest.mark.parametrize("kind", BUILT_IN.by_id.values(), ids=lambda kind: kind.id)
def test_kind_conforms_and_its_examples_hold_and_break(kind: RuleKind) -> None:
    check_rule_kind(kind, pathways=10, parameters=WRITTEN.get(kind.id))


# Definitions over one history, written from the meanings of the kinds.


def precedes_offends(rule: precedes.Precedes, history: History) -> bool:
    return history.enters(rule.then) and history.times(rule.first) == 0


def precedes_matters(rule: precedes.Precedes, history: History) -> bool:
    return history.enters(rule.then)


def never_offends(rule: never.Never, history: History) -> bool:
    if rule.when is not None or not history.enters(rule.state):
        return False
    before = history.moments[:-1]
    return rule.after is None or any(history.enters(rule.after, number) for number in range(len(before)))


def plain_never(pathway: Any, random: Any) -> dict[str, Any]:
    names = [*pathway.linked.states]
    return {"state": [random.choice(names)], **({"after": [random.choice(names)]} if random.random() < 0.5 else {})}


def test_definitions_agree_with_the_kinds() -> None:
    seen = check_rule_kind(precedes.KIND, offends=precedes_offends, matters=precedes_matters, pathways=60)
    assert {"holds", "broken", "not applicable"} <= set(seen)
    seen = check_rule_kind(never.KIND, offends=never_offends, parameters=plain_never, pathways=60)
    assert {"holds", "broken"} <= set(seen)


def fails(kind: RuleKind, **given: Any) -> str:
    with pytest.raises(NonconformingError) as caught:
        check_rule_kind(kind, **given)
    return str(caught.value)


def test_texts_and_examples_must_be_there_and_true() -> None:
    assert "has no meaning" in fails(replace(never.KIND, meaning=""))
    assert "the good example of 'never' should come out as 'holds'" in fails(replace(never.KIND, good=never.KIND.bad))
    assert "the bad example of 'never' should come out as 'broken'" in fails(replace(never.KIND, bad=never.KIND.good))
    assert "cannot be read" in fails(replace(never.KIND, good=never.KIND.good.replace("then: support", "thn: support")))
    assert "has no rule of that kind" in fails(replace(never.KIND, good=precedes.KIND.good))


def test_a_kind_that_stumbles_is_told_with_the_pathway() -> None:
    def ask(rule: never.Never, scene: Scene) -> TraceQuestion:
        assert scene.select(rule.state), "no such state"
        return never.ask(rule, scene)

    told = fails(replace(never.KIND, ask=ask))
    assert "the kind gave no verdict but AssertionError: no such state" in told
    assert "rule: {'state': [" in told
    assert "pathway: main" in told


def test_a_kind_that_holds_falsely_is_found() -> None:
    """It forgets `after` when it names two states."""

    def ask(rule: precedes.Precedes, scene: Scene) -> TraceQuestion | Answer:
        if len(rule.then) > 1:
            return Answer("holds", "not looked at")
        return precedes.ask(rule, scene)

    told = fails(replace(precedes.KIND, ask=ask), offends=precedes_offends)
    assert "it is 'holds', but a history of" in told


def test_a_kind_that_breaks_falsely_is_found() -> None:
    """It asks for `first` anew each time."""

    def ask(rule: precedes.Precedes, scene: Scene) -> TraceQuestion:
        question = precedes.ask(rule, scene)
        then = Event(scene.occasion(rule.then))
        return replace(question, broken=replace(question.broken, alert=then))

    told = fails(replace(precedes.KIND, ask=ask), offends=precedes_offends)
    assert "the counterexample does not break the rule by its definition" in told


def test_a_counterexample_that_is_not_the_shortest_is_found() -> None:
    """It goes on to an end, where `never` was lost before."""

    def ask(rule: never.Never, scene: Scene) -> GraphQuestion | TraceQuestion:
        question = never.ask(rule, scene)
        if rule.after is not None or rule.when is not None:
            return question

        def decide(space: Space) -> Answer:
            entered = [space.visited[state] for state in scene.select(rule.state).states if state in space.visited]
            good = [index for index in entered if space.can_end[index]]
            if not good:
                return Answer("holds", "it is never entered")
            return Answer("broken", "it is entered", space.way_to(max(good)), "There.")

        return GraphQuestion(decide)

    def two_states(pathway: Any, random: Any) -> dict[str, Any]:
        return {"state": random.sample([*pathway.linked.states], min(2, len(pathway.linked.states)))}

    told = fails(replace(never.KIND, ask=ask), offends=never_offends, parameters=two_states, pathways=300)
    assert "steps, but a history of" in told


def test_a_vacuous_kind_is_found() -> None:
    def ask(rule: only_when.OnlyWhen, scene: Scene) -> TraceQuestion:
        return replace(only_when.ask(rule, scene), matters=None)

    def matters(rule: only_when.OnlyWhen, history: History) -> bool:
        return history.enters(rule.state)

    told = fails(replace(only_when.KIND, ask=ask), matters=matters, pathways=300)
    assert "it 'holds', but its occasion never arises" in told


def test_a_kind_that_does_not_apply_although_it_does_is_found() -> None:
    def ask(rule: precedes.Precedes, scene: Scene) -> TraceQuestion:
        question = precedes.ask(rule, scene)
        return replace(question, matters=Monitor(from_start=True, broken=None))

    told = fails(replace(precedes.KIND, ask=ask, good=precedes.KIND.good), matters=precedes_matters)
    assert "should come out as 'holds'" in told  # already its own example
    assert "not applicable" in told


def test_a_trace_that_cannot_happen_is_found() -> None:
    """The steps of the counterexample are real, but two of them are left out."""

    def ask(rule: never.Never, scene: Scene) -> GraphQuestion | TraceQuestion:
        if rule.when is not None:
            return never.ask(rule, scene)

        def decide(space: Space) -> Answer:
            reached = [space.visited[state] for state in scene.select(rule.state).members if state in space.visited]
            if not reached:
                return Answer("not applicable", "nobody comes there")
            way = space.way_to(min(reached))
            return Answer("broken", "it is entered", replace(way, steps=way.steps[2:]), "There.")

        return GraphQuestion(decide)

    told = fails(replace(never.KIND, ask=ask), parameters=plain_never, pathways=300)
    assert "is not possible there" in told or "the kind gave no verdict" in told


def test_a_kind_whose_parameters_cannot_be_made_asks_for_them() -> None:
    told = fails(never.KIND, parameters=lambda pathway, random: None, pathways=3)
    assert "fix: pass `parameters`" in told


def test_parameters_of_every_usual_type_are_made() -> None:
    """Each of them is one that the model takes; what may be left out is so at times."""

    class Many(RuleModel):
        kind: Literal["many"]
        state: Selectors
        times: Annotated[Whole, Field(ge=0, le=3)]
        within: Span
        share: Annotated[Fraction, BeforeValidator(Fraction)]
        only: Literal["true", "false"]
        names: Names
        words: Annotated[tuple[Text, ...], BeforeValidator(as_list)]
        reviews: dict[Text, Span]
        when: GuardSpec | None = None

    kind = replace(never.KIND, id="many", model=Many)
    kinds = Kinds({"many": kind})
    pathway = read_example(only_when.KIND.good, BUILT_IN).pathway
    seen: set[str] = set()
    for seed in range(30):
        written = random_parameters(kind, pathway, Random(seed))
        assert written is not None
        seen |= written.keys()
        written["share"] = written["share"].replace("50%", "1/2").replace("100%", "1")
        rule = {"id": "r", "says": "s", "hardness": "ASSUMPTION", "source": "s", "kind": "many", **written}
        parse_policy(to_document({"policy": "p", "applies_to": ["example"], "rules": [rule]}, "p"), kinds)
    assert seen == Many.model_fields.keys() - RuleModel.model_fields.keys()
    assert any("when" not in (random_parameters(kind, pathway, Random(seed)) or {}) for seed in range(30))


def test_an_example_is_filled_in_and_nothing_it_says_is_changed() -> None:
    text = """
    rule: {kind: never, id: mine, state: attic, ...}
    others:
      piece: {status: shared, states: {work: {lane: mash, then: worked}}}
    states:
      first: {with: [police], then: inside}
      inside: {kind: use, pathway: piece, exits: {worked: both}}
      both:
        kind: parallel
        branches: {one: {a: {then: done}}, two: {b: {lane: mash, then: done}}}
        then: closed
    """
    example = read_example(text, BUILT_IN)
    linked = example.pathway.linked
    assert [*linked.lanes] == ["team", "police", "mash"]
    assert {name: state.lane for name, state in linked.states.items()}["inside.work"] == "mash"
    assert (linked.states["closed"].kind, linked.states["closed"].outcome) == ("end", "closed")
    assert [other.id for other in example.others] == ["piece"]
    assert example.policy is not None
    (rule,) = example.policy.rules
    assert (rule.id, rule.spec.hardness) == ("mine", "ASSUMPTION")
    short = read_example("lanes: {hub: The hub}\nstates: {a: {after: {5 days: {then: c}}, then: {then: b}}}", BUILT_IN)
    assert short.policy is None
    assert {name: state.kind for name, state in short.pathway.linked.states.items()} == {
        "a": "task", "b": "end", "c": "end",
    }  # fmt: skip
    assert [*short.pathway.linked.lanes.values()] == ["The hub"]
