"""Tables against the guards they stand for, and the fingerprint against what it should and should not notice."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from pathways.definition.guards import AllOf, AnyOf, Guard, Not, OneOf, holds
from pathways.errors import DefinitionError
from pathways.machine import NONE, Kind, compile_pathway
from tests.machine.build import adds, attribute, counter, decision, end, interrupt, pathway, sets, task, to

CONCERN = attribute("concern", "unknown", "none", "radicalisation", starts="unknown")
CONSENT = attribute("consent", "granted", "refused")
REVIEWS = counter("reviews", 0, 3, starts=0)

GUARDS: tuple[Guard, ...] = (
    OneOf("concern", ("none",)),
    OneOf("consent", ("granted", "refused")),
    Not(OneOf("consent", ("granted",))),
    AllOf((OneOf("concern", ("none", "unknown")), OneOf("reviews", ("2", "3")))),
    AnyOf((AllOf((OneOf("consent", ("refused",)), OneOf("reviews", ("0",)))), Not(OneOf("concern", ("unknown",))))),
    AllOf(()),
    AnyOf(()),
)


@pytest.mark.parametrize("first", GUARDS)
@pytest.mark.parametrize("second", [*GUARDS, None])
def test_decision_table_is_the_first_guard_that_holds(first: Guard, second: Guard | None) -> None:
    """Oracle: every combination of values, unset included, asked of the guards themselves."""
    built = pathway(
        decision("triage", (first, "a"), (second, "b")), end("a"), end("b"), attributes=(CONCERN, CONSENT, REVIEWS)
    )
    compiled = compile_pathway(built)
    table = compiled.states[0].decide
    assert table is not None
    combinations = list(product(range(3), range(3), range(4)))  # consent: granted, refused, unset
    for combination in combinations:
        values = {name: compiled.value_text(i, combination[i]) for i, name in enumerate(compiled.attributes)}
        expected = 0 if holds(first, values) else 1 if second is None or holds(second, values) else NONE
        assert table.at(combination) == expected
    assert len(table.cells) <= len(combinations)


@pytest.mark.parametrize("when", GUARDS)
def test_interrupt_table_is_one_where_its_guard_holds(when: Guard) -> None:
    built = pathway(
        task("a", "b"),
        end("b"),
        attributes=(CONCERN, CONSENT, REVIEWS),
        interrupts=(interrupt("stop", ("a",), "b", when),),
    )
    compiled = compile_pathway(built)
    table = compiled.interrupts[0].when
    assert table is not None
    for combination in product(range(3), range(3), range(4)):
        values = {name: compiled.value_text(i, combination[i]) for i, name in enumerate(compiled.attributes)}
        assert table.at(combination) == int(holds(when, values))


def test_completion_carries_the_effects_of_the_state_before_those_of_the_arrow() -> None:
    built = pathway(
        task(
            "a",
            to("b", sets("concern", "none")),
            adds("reviews", 2),
            after=("5 working days", to("b", adds("reviews", 1))),
        ),
        end("b"),
        attributes=(CONCERN, CONSENT, REVIEWS),
    )
    compiled = compile_pathway(built)
    state = compiled.states[0]
    done = compiled.arrows[state.complete].effects
    assert [(e.attribute, e.adds, e.operand) for e in done] == [(2, True, 2), (0, False, 1)]
    late = compiled.arrows[state.timeout].effects
    assert [(e.attribute, e.adds, e.operand) for e in late] == [(2, True, 1)]


def test_unset_is_the_index_after_the_last_value() -> None:
    compiled = compile_pathway(pathway(task("a", "b"), end("b"), attributes=(CONCERN, CONSENT, REVIEWS)))
    assert compiled.initial == (0, 2, 0)
    assert compiled.value_text(1, 2) is None
    assert [state.kind for state in compiled.states] == [Kind.TASK, Kind.END]


def test_a_decision_over_too_many_combinations_is_refused_with_what_to_do() -> None:
    """Twelve attributes of three values are 3**12 = 531,441 combinations."""
    many = tuple(attribute(f"a{i}", "x", "y", "z", starts="x") for i in range(12))
    guard = AllOf(tuple(OneOf(a.name, ("x",)) for a in many))
    with pytest.raises(DefinitionError, match="531,441 combinations") as caught:
        compile_pathway(pathway(decision("d", (guard, "e"), (None, "e")), end("e"), attributes=many))
    assert [finding.id for finding in caught.value.findings] == ["guard-too-large"]


def test_fingerprint_ignores_wording_and_notices_meaning() -> None:
    built = pathway(
        task("a", "d", finds={"concern": ("none", "radicalisation")}, after=("5 working days", to("b"))),
        decision("d", (OneOf("concern", ("none",)), "b"), (None, "a")),
        end("b"),
        attributes=(CONCERN,),
        interrupts=(interrupt("stop", ("a",), "b"),),
    )
    mark = compile_pathway(built).fingerprint
    assert len(mark) == 64
    a = built.states["a"]
    reworded = replace(
        built,
        title="Other",
        note="n",
        states={**built.states, "a": replace(a, title="A", note="n", hardness="STATUTE")},
    )
    assert compile_pathway(reworded).fingerprint == mark
    changed = [
        replace(built, states={**built.states, "a": replace(a, lane="other")}),
        replace(built, states={**built.states, "a": replace(a, finds=())}),
        replace(built, states={**built.states, "a": replace(a, effects=(sets("concern", "none"),))}),
        replace(built, states={**built.states, "a": task("a", "d", after=("6 working days", to("b")))}),
        replace(built, states={**built.states, "d": decision("d", (OneOf("concern", ("unknown",)), "b"), (None, "a"))}),
        replace(built, states={**built.states, "b": end("b", "other")}),
        replace(built, attributes={"concern": replace(CONCERN, starts="none")}),
        replace(built, interrupts={}),
    ]
    marks = [compile_pathway(other).fingerprint for other in changed]
    assert len({mark, *marks}) == len(changed) + 1
