"""The numbered rules of "Meaning" in docs/definition-language.md, each on a pathway small enough to count by hand."""

from __future__ import annotations

import pytest

from pathways.definition.guards import Not, OneOf
from pathways.machine import (
    CompiledPathway,
    Configuration,
    MoveKind,
    all_starting,
    apply,
    automatic,
    compile_pathway,
    is_ended,
    moves,
)
from tests.machine.build import (
    adds,
    attribute,
    counter,
    decision,
    end,
    interrupt,
    parallel,
    pathway,
    pick,
    sets,
    task,
    to,
    values,
    where,
)

COMPLETE, TIMEOUT, INTERRUPT, DECIDE, JOIN = MoveKind


def only_start(compiled: CompiledPathway) -> Configuration:
    (configuration,) = all_starting(compiled)
    return configuration


def kinds(compiled: CompiledPathway, configuration: Configuration) -> list[MoveKind]:
    return [move.kind for move in moves(compiled, configuration)]


def test_rule_1_every_start_with_every_combination_of_arrival_values() -> None:
    """2 starts x 2 x 3 arrival values = 12 starting configurations, all different; the rest starts as written."""
    compiled = compile_pathway(
        pathway(
            task("a", "z"),
            task("b", "z"),
            end("z"),
            attributes=(
                attribute("sector", "x", "y", arrival=True),
                attribute("concern", "unknown", "none", starts="unknown"),
                attribute("age", "1", "2", "3", arrival=True),
                attribute("unset", "u"),
            ),
            starts=("a", "b"),
        )
    )
    everything = list(all_starting(compiled))
    assert len(everything) == len(set(everything)) == 12
    for configuration in everything:
        known = values(compiled, configuration)
        assert (known["concern"], known["unset"]) == ("unknown", None)


def two_decisions() -> CompiledPathway:
    """Both branches reach a decision at the same moment they are entered; each decision leaves its mark on `last`."""
    return compile_pathway(
        pathway(
            parallel("both", "z", (1, 2)),
            end("z"),
            decision("one", (None, to("done", sets("last", "one"), adds("count", 1))), region=1),
            decision("two", (OneOf("last", ("one",)), to("done", adds("count", 2))), (None, "two_wait"), region=2),
            task("two_wait", "done", region=2),
            attributes=(attribute("last", "nobody", "one", starts="nobody"), counter("count", 0, 9, starts=0)),
            regions=(("both", "one"), ("both", "two")),
        )
    )


def test_rule_2_the_lowest_numbered_region_moves_first() -> None:
    """By hand: `one` marks before `two` asks, so `two` finds the mark and both are done without any waiting."""
    compiled = two_decisions()
    configuration = only_start(compiled)
    assert where(compiled, configuration) == ("both", "one", "two")
    trail = []
    while (move := automatic(compiled, configuration)) is not None:
        trail.append((move.kind, compiled.states[move.state].name))
        assert moves(compiled, configuration) == (move,)
        configuration = apply(compiled, configuration, move)
    assert trail == [(DECIDE, "one"), (DECIDE, "two"), (JOIN, "both")]
    assert where(compiled, configuration) == ("z", "-", "-")
    assert values(compiled, configuration) == {"last": "one", "count": "3"}
    assert is_ended(compiled, configuration)
    assert moves(compiled, configuration) == ()


def test_rule_2_nothing_else_is_possible_while_unsettled() -> None:
    """A decision in branch 1 holds up the task in branch 2 and the interrupt."""
    compiled = compile_pathway(
        pathway(
            parallel("both", "z", (1, 2)),
            end("z"),
            decision("d", (None, "done"), region=1),
            task("t", "done", region=2),
            regions=(("both", "d"), ("both", "t")),
            interrupts=(interrupt("stop", ("both",), "z"),),
        )
    )
    configuration = only_start(compiled)
    assert kinds(compiled, configuration) == [DECIDE]
    configuration = apply(compiled, configuration, moves(compiled, configuration)[0])
    assert where(compiled, configuration) == ("both", "done", "t")
    assert kinds(compiled, configuration) == [COMPLETE, INTERRUPT]


def test_rule_2_a_decision_that_covers_nothing_is_stuck() -> None:
    compiled = compile_pathway(
        pathway(decision("d", (OneOf("c", ("x",)), "z")), end("z"), attributes=(attribute("c", "x", "y", starts="y"),))
    )
    configuration = only_start(compiled)
    assert automatic(compiled, configuration) is None
    assert moves(compiled, configuration) == ()
    assert not is_ended(compiled, configuration)


def test_rule_3_one_completion_for_each_combination_of_findings_then_the_timeout_then_interrupts() -> None:
    """2 x 3 combinations, narrowed from 3 x 3; a timeout; one of two interrupts (the other's guard is false)."""
    compiled = compile_pathway(
        pathway(
            task("a", "z", finds={"p": ("1", "3"), "q": ("1", "2", "3")}, after=("2 days", to("z"))),
            task("b", "z"),
            end("z"),
            attributes=(attribute("p", "1", "2", "3"), attribute("q", "1", "2", "3", starts="2")),
            interrupts=(
                interrupt("never", ("a",), "z", OneOf("q", ("1",))),
                interrupt("elsewhere", ("b",), "z"),
                interrupt("here", ("a", "b"), "z", Not(OneOf("p", ("1", "2", "3")))),
            ),
        )
    )
    offered = moves(compiled, only_start(compiled))
    assert [move.kind for move in offered] == [COMPLETE] * 6 + [TIMEOUT, INTERRUPT]
    assert {move.found for move in offered[:6]} == {((0, p), (1, q)) for p in (0, 2) for q in (0, 1, 2)}
    assert compiled.interrupts[offered[-1].interrupt].name == "here"


def test_rule_4_findings_then_the_states_effects_then_the_arrows() -> None:
    """By hand, from count 5: found 9; state sets 2, adds 3 (5); arrow sets 7, adds 1 (8)."""
    count = counter("count", 0, 9, starts=5)
    effects = (sets("count", "2"), adds("count", 3))
    for arrow_effects, expected in [
        ((), "5"),
        ((adds("count", -1),), "4"),
        ((sets("count", "7"), adds("count", 1)), "8"),
    ]:
        compiled = compile_pathway(
            pathway(
                task("a", to("z", *arrow_effects), *effects, finds={"count": ("9",)}), end("z"), attributes=(count,)
            )
        )
        start = only_start(compiled)
        after = apply(compiled, start, pick(compiled, start, COMPLETE, count="9"))
        assert values(compiled, after) == {"count": expected}


def test_rule_4_a_finding_is_seen_by_the_addition_after_it() -> None:
    compiled = compile_pathway(
        pathway(
            task("a", "z", adds("count", 2), finds={"count": ("4",)}),
            end("z"),
            attributes=(counter("count", 0, 9, starts=0),),
        )
    )
    start = only_start(compiled)
    assert values(compiled, apply(compiled, start, moves(compiled, start)[0])) == {"count": "6"}


@pytest.mark.parametrize(
    ("starts", "amount", "expected"),
    [(0, 1, "1"), (2, 1, "3"), (3, 1, "3"), (2, 5, "3"), (-2, -1, "-2"), (0, -9, "-2"), (1, -2, "-1"), (None, 2, "0")],
)
def test_rule_4_addition_stops_at_the_ends_of_the_range(starts: int | None, amount: int, expected: str) -> None:
    """By hand on the range -2 to 3; an unset attribute counts from the lowest, -2 + 2 = 0."""
    compiled = compile_pathway(
        pathway(task("a", "z", adds("count", amount)), end("z"), attributes=(counter("count", -2, 3, starts),))
    )
    start = only_start(compiled)
    assert values(compiled, apply(compiled, start, moves(compiled, start)[0])) == {"count": expected}


def test_rule_4_timeouts_and_interrupts_apply_only_the_effects_of_their_arrow() -> None:
    compiled = compile_pathway(
        pathway(
            task("a", "z", sets("left", "completed"), after=("1 day", to("z", adds("count", 1)))),
            end("z"),
            attributes=(attribute("left", "no", "completed", starts="no"), counter("count", 0, 9, starts=0)),
            interrupts=(interrupt("stop", ("a",), to("z", adds("count", 2))),),
        )
    )
    start = only_start(compiled)
    assert values(compiled, apply(compiled, start, pick(compiled, start, TIMEOUT))) == {"left": "no", "count": "1"}
    assert values(compiled, apply(compiled, start, pick(compiled, start, INTERRUPT))) == {"left": "no", "count": "2"}


def nested() -> CompiledPathway:
    """Region 1 holds a nested parallel state with regions 3 and 4; region 2 is a plain branch."""
    return compile_pathway(
        pathway(
            parallel("outer", to("z", adds("count", 1)), (1, 2), sets("count", "5")),
            end("z"),
            task("calm", "outer"),
            parallel("inner", "after", (3, 4), adds("count", 1), region=1),
            task("after", "done", region=1),
            task("plain", "done", region=2),
            task("x", "done", region=3),
            task("y", "done", region=4),
            attributes=(counter("count", 0, 9, starts=0),),
            regions=(("outer", "inner"), ("outer", "plain"), ("inner", "x"), ("inner", "y")),
            interrupts=(
                interrupt("all_stop", ("outer",), "calm"),
                interrupt("inner_stop", ("inner",), to("after", sets("count", "0")), region=1),
                interrupt("x_stop", ("x",), "done", region=3),
            ),
        )
    )


def test_rule_4_entering_a_parallel_state_enters_the_first_state_of_each_branch_and_of_theirs() -> None:
    compiled = nested()
    start = only_start(compiled)
    assert where(compiled, start) == ("outer", "inner", "plain", "x", "y")
    assert [(m.kind, compiled.states[m.state].name) for m in moves(compiled, start)] == [
        (COMPLETE, "plain"), (COMPLETE, "x"), (COMPLETE, "y"),
        (INTERRUPT, "outer"), (INTERRUPT, "inner"), (INTERRUPT, "x"),
    ]  # fmt: skip


def test_rule_4_an_interrupt_of_the_outer_state_leaves_every_branch() -> None:
    compiled = nested()
    start = only_start(compiled)
    after = apply(compiled, start, pick(compiled, start, INTERRUPT, interrupt="all_stop"))
    assert where(compiled, after) == ("calm", "-", "-", "-", "-")
    assert values(compiled, after) == {"count": "0"}
    (again,) = moves(compiled, after)
    assert where(compiled, apply(compiled, after, again)) == ("outer", "inner", "plain", "x", "y")


def test_rule_4_an_interrupt_inside_a_branch_leaves_the_other_branches_alone() -> None:
    compiled = nested()
    start = only_start(compiled)
    after = apply(compiled, start, pick(compiled, start, COMPLETE, region=3))
    assert where(compiled, after) == ("outer", "inner", "plain", "done", "y")
    after = apply(compiled, after, pick(compiled, after, INTERRUPT, interrupt="inner_stop"))
    assert where(compiled, after) == ("outer", "after", "plain", "-", "-")


def test_rules_4_and_5_joins_inside_out_with_the_effects_of_the_parallel_state_and_its_arrow() -> None:
    """By hand: inner join adds 1 (1); outer join sets 5, its arrow adds 1: 6."""
    compiled = nested()
    now = only_start(compiled)
    now = apply(compiled, now, pick(compiled, now, INTERRUPT, interrupt="x_stop"))
    assert where(compiled, now) == ("outer", "inner", "plain", "done", "y")
    now = apply(compiled, now, pick(compiled, now, COMPLETE, region=4))
    assert kinds(compiled, now) == [JOIN]
    now = apply(compiled, now, moves(compiled, now)[0])
    assert where(compiled, now) == ("outer", "after", "plain", "-", "-")
    assert values(compiled, now) == {"count": "1"}
    now = apply(compiled, now, pick(compiled, now, COMPLETE, region=2))
    assert where(compiled, now) == ("outer", "after", "done", "-", "-")
    now = apply(compiled, now, pick(compiled, now, COMPLETE, region=1))
    assert kinds(compiled, now) == [JOIN]
    now = apply(compiled, now, moves(compiled, now)[0])
    assert where(compiled, now) == ("z", "-", "-", "-", "-")
    assert values(compiled, now) == {"count": "6"}


def test_a_state_that_leads_to_itself_is_left_and_entered_again() -> None:
    """A parallel state interrupted towards itself begins all its branches afresh."""
    compiled = compile_pathway(
        pathway(
            parallel("both", "z", (1, 2)),
            end("z"),
            task("a", "a2", region=1),
            task("a2", "done", region=1),
            task("b", "done", region=2),
            regions=(("both", "a"), ("both", "b")),
            interrupts=(interrupt("again", ("both",), "both"),),
        )
    )
    now = only_start(compiled)
    now = apply(compiled, now, pick(compiled, now, COMPLETE, region=1))
    now = apply(compiled, now, pick(compiled, now, COMPLETE, region=2))
    assert where(compiled, now) == ("both", "a2", "done")
    now = apply(compiled, now, pick(compiled, now, INTERRUPT))
    assert where(compiled, now) == ("both", "a", "b")
