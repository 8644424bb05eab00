"""Private branches that wait for the others: nothing may change by that but the size of the space."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathways.definition.guards import OneOf
from pathways.errors import DefinitionError
from pathways.machine import CompiledPathway
from pathways.rules import Verdict, check, lint
from pathways.rules.atoms import Atom, Letters
from pathways.rules.automaton import shortest_refusal
from pathways.rules.delay import are_all_released
from pathways.rules.exploration import explore
from pathways.rules.kinds.base import RunQuestion
from pathways.rules.selectors import select
from pathways.rules.sight import Sight
from pathways.rules.space import Space
from pathways.rules.spaces import spaces_for
from tests.rules.at_random import EXAMPLES, read_rules
from tests.rules.build import compiled, policy
from tests.rules.planted import plant
from tests.rules.side_by_side import VALUES, side_by_side

BRANCHES = "pathways.rules.branches"
EVERYTHING = 10**9  # so large that no branch ever waits
HEAD = """
attributes:
  x: {values: [good, bad], starts: good}
  y: {values: [early, late], starts: early}
  n: {range: [0, 9], starts: 0}
start: par
"""
ENDS = "  one: {kind: end, lane: team, outcome: one}\n  two: {kind: end, lane: team, outcome: two}\n"
TWO_TASKS = "{a: {lane: team, then: b}, b: {lane: team, then: done}}"
FINDS = "{a: {lane: team, finds: [x], then: done}}"


def body(branches: str, then: str = "one", states: str = "", interrupts: str = "") -> str:
    parallel = f"  par: {{kind: parallel, lane: team, branches: {{{branches}}}, then: {then}}}\n"
    last = f"interrupts:\n  {interrupts}\n" if interrupts else ""
    return HEAD + "states:\n" + parallel + states + ENDS + last


def twelve() -> CompiledPathway:
    return compiled(body(", ".join(f"b{n}: {TWO_TASKS}" for n in range(12))))


def outline(verdicts: Sequence[Verdict]) -> list[tuple[str, str, str, int]]:
    return [(v.rule, v.verdict, v.reason, len(v.counterexample)) for v in verdicts]


def test_twelve_branches_that_nobody_looks_at_are_as_long_as_they_are_side_by_side() -> None:
    """By hand: 24 moves one after another from the first state of all, then the end; not 3**12 + 1."""
    space = explore(twelve(), sight=Sight())
    assert len(space) == 1 + 24 + 1
    assert space.complete
    assert are_all_released(space)


def test_branches_that_a_rule_looks_at_move_in_every_order() -> None:
    """By hand: 3 x 3 markings of the two, then 20 moves of the other ten, then the end."""
    pathway = twelve()
    seen = frozenset(pathway.index[name] for name in ("par.b3.a", "par.b7.a"))
    assert len(explore(pathway, sight=Sight(seen))) == 9 + 20 + 1


def test_branches_that_all_raise_one_number_wait_too() -> None:
    """By hand: each of the nine adds 1 in its turn, then all join, then it ends; not 2**9 markings."""
    branches = ", ".join(f"b{n}: {{a: {{lane: team, add: {{n: 1}}, then: done}}}}" for n in range(9))
    ask = "  ask: {kind: decision, lane: team, choose: [{when: {n: 9}, then: one}, {otherwise: two}]}\n"
    space = explore(compiled(body(branches, then="ask", states=ask)), sight=Sight())
    assert len(space) == 1 + 9 + 1 + 1


def test_whoever_adds_first_to_what_is_unset_may_be_any(monkeypatch: pytest.MonkeyPatch) -> None:
    """By eye: either branch may be the first to add to a number that nothing has set."""
    branches = ", ".join(f"b{n}: {{a: {{lane: team, add: {{m: 1}}, then: done}}}}" for n in range(2))
    ask = "  ask: {kind: decision, lane: team, choose: [{when: {m: 2}, then: one}, {otherwise: two}]}\n"
    text = body(branches, then="ask", states=ask).replace("attributes:", "attributes:\n  m: {range: [0, 9]}")
    pathway = compiled(text)
    found = {f.message.split("'")[1] for f in lint(pathway, large=0) if f.id == "read-before-set"}
    assert found == {"par.b0.a", "par.b1.a"}
    plant(monkeypatch, BRANCHES, "not effect.adds or may_be_unset(pathway, effect.attribute)", "not effect.adds")
    assert "par.b1.a" not in {f.message.split("'")[1] for f in lint(pathway, large=0) if f.id == "read-before-set"}


def test_rules_about_different_branches_are_decided_each_with_its_own_in_view() -> None:
    rules = "\n".join(
        f"id: r{n}, says: s, kind: precedes, first: par.b{n}.b, then: par.b{n + 1}.b" for n in range(0, 10, 2)
    )
    verdicts = check(twelve(), [policy(f"{rules}\nid: end, says: s, kind: can_always_end")], limit=1_000)
    assert [v.verdict for v in verdicts] == ["broken"] * 5 + ["holds"]
    assert [len(v.counterexample) for v in verdicts] == [2] * 5 + [0]
    assert [step.state for step in verdicts[1].counterexample] == ["par", "par.b3.b"]


@dataclass(frozen=True)
class Case:
    """A pathway and a rule that one condition of `delay` is needed for, and that condition in its words."""

    body: str
    rule: str
    verdict: str
    words: str
    others: str = field(default="False")
    module: str = "pathways.rules.delay"


ALARM = "{during: [par], then: ask}"
ASK = "  ask: {kind: decision, lane: team, choose: [{when: {x: bad}, then: two}, {otherwise: one}]}\n"
TRAP = "  ask: {kind: decision, lane: team, choose: [{when: {x: bad}, then: trap}, {otherwise: one}]}\n"
TRAP += "  trap: {lane: team, then: trap}\n"
NESTED = "in: {kind: parallel, lane: team, branches: {b1: " + FINDS + ", b2: " + TWO_TASKS + "}, then: done}"
CASES = {
    "1, sight": Case(
        body(f"b0: {TWO_TASKS}, b1: {TWO_TASKS}"),
        "kind: precedes, first: par.b0.b, then: par.b1.b",
        "broken",
        "not sight.states.isdisjoint(branch.inside)",
    ),
    "2, what runs beside it reads": Case(
        body(
            f"b0: {FINDS}, b1: {{a: {{lane: team, then: ask}}, ask: {{kind: decision, lane: team, choose: "
            "[{when: {x: bad}, then: b}, {otherwise: done}]}, b: {lane: team, then: done}}"
        ),
        "kind: never, state: par.b1.b",
        "broken",
        "or self.writes & other.reads",
        "",
        BRANCHES,
    ),
    "2, what an interrupt weighs": Case(
        body(f"b0: {FINDS}, b1: {TWO_TASKS}", interrupts="alarm: {during: [par], when: {x: bad}, then: two}"),
        "kind: precedes, first: par.b1.b, then: two",
        "broken",
        "writes & branch.interrupts_read",
    ),
    "2, what runs beside it writes": Case(
        body(
            "b0: {a: {lane: team, set: {x: good}, then: done}}, b1: {a: {lane: team, set: {x: bad}, "
            "then: b}, b: {lane: team, then: done}}",
            then="ask",
            states=ASK,
        ),
        "kind: never, state: two, after: par.b1.b",
        "broken",
        "or self.sets & other.writes\n            or self.writes & other.sets",
        "",
        BRANCHES,
    ),
    "2, raising and lowering": Case(
        # Nothing can be lower than 0, so that the order shows: down and up is 1, up and down is 0.
        body(
            "b0: {a: {lane: team, add: {n: 1}, then: done}}, b1: {a: {lane: team, add: {n: -1}, then: b}, "
            "b: {lane: team, then: done}}",
            then="ask",
            states="  ask: {kind: decision, lane: team, choose: [{when: {n: 0}, then: two}, {otherwise: one}]}\n",
        ),
        "kind: never, state: two, after: par.b1.b",
        "broken",
        "or self.raises & other.lowers\n            or self.lowers & other.raises",
        "",
        BRANCHES,
    ),
    "2, what a rule weighs beside it": Case(
        body(f"b0: {FINDS}, b1: {TWO_TASKS}"),
        "kind: only_when, state: par.b1.b, when: {x: good}",
        "broken",
        "any(writes & mask and (at in branch.beside or at in branch.around) for at, mask in read_on_entry.items())",
    ),
    "3, what it reads": Case(
        body(
            "b0: {a: {lane: team, then: ask}, ask: {kind: decision, lane: team, choose: [{when: {x: good}, then: b}, "
            "{otherwise: done}]}, b: {lane: team, set: {y: late}, then: done}}, "
            "b1: {a: {lane: team, set: {x: bad}, then: b}, b: {lane: team, then: done}}",
            then="when",
            states="  when: {kind: decision, lane: team, choose: [{when: {y: late}, then: two}, {otherwise: one}]}\n",
        ),
        "kind: never, state: two, after: par.b1.b",
        "broken",
        "self.reads & other.writes",
        "False",
        BRANCHES,
    ),
    "4, what matters after an interrupt": Case(
        body(f"b0: {FINDS}, b1: {TWO_TASKS}", states=ASK, interrupts=f"alarm: {ALARM}"),
        "kind: precedes, first: par.b1.b, then: two",
        "broken",
        "not writes & self.after_interrupts(branch, self.live(read_on_entry))",
        "True",
    ),
    "4, and after the join around that": Case(
        body(f"b0: {{{NESTED}}}", then="ask", states=ASK, interrupts="alarm: {during: [par.b0.in], then: done}"),
        "kind: always_through, state: par.b0.in.b2.b, from: par, to: two",
        "broken",
        "matters |= _union(live, branch.around[depth + 1 :])",
        "pass",
    ),
    "5, a decision that can be stuck": Case(
        body(
            f"b0: {TWO_TASKS}, b1: {{a: {{lane: team, finds: [x], then: ask}}, ask: {{kind: decision, lane: team, "
            "choose: [{when: {x: good}, then: done}]}}"
        ),
        "kind: can_always_end",
        "broken",
        "table is not None and NONE in table.cells",
        "False",
        BRANCHES,
    ),
    "5, a way that leads round": Case(
        body(
            f"b0: {TWO_TASKS}, b1: {{a: {{lane: team, finds: [x], then: ask}}, ask: {{kind: decision, lane: team, "
            "choose: [{when: {x: good}, then: done}, {otherwise: b}]}, b: {lane: team, then: b}}"
        ),
        "kind: can_always_end",
        "broken",
        "return _is_acyclic(onward)",
        "return True",
        BRANCHES,
    ),
    "6, what matters afterwards": Case(
        body(f"b0: {TWO_TASKS}, b1: {FINDS}", then="ask", states=TRAP),
        "kind: can_always_end",
        "broken",
        "not (sight.traps and writes & _union(self.live(read_on_entry), branch.around))",
        "True",
    ),
    "6, interrupts": Case(
        # Once the last branch is on its way to the join, the interrupt that would have saved it comes too late.
        body(
            "b0: {a: {lane: team, then: ask}, ask: {kind: decision, lane: team, choose: [{when: {x: good}, then: "
            f"done}}, {{otherwise: done}}]}}}}, b1: {TWO_TASKS}",
            then="trap",
            states="  trap: {lane: team, then: trap}\n",
            interrupts="alarm: {during: [par], then: one}",
        ),
        "kind: can_always_end",
        "broken",
        "return not sight.traps and not writes",
        "return not writes",
    ),
}


def sizes(case: Case) -> list[list[tuple[str, str, str, int]]]:
    pathway = compiled(case.body)
    rules = [policy(f"id: r, says: s, {case.rule}")]
    return [outline(check(pathway, rules, large=large)) for large in (EVERYTHING, 0)]


@pytest.mark.parametrize("name", CASES)
def test_each_condition_keeps_verdict_and_length(name: str) -> None:
    """Oracle: the full space."""
    whole, small = sizes(CASES[name])
    assert whole[0][1] == CASES[name].verdict
    assert whole == small


@pytest.mark.parametrize("name", CASES)
def test_without_a_condition_verdict_or_length_is_another(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """That the cases above would see it."""
    case = CASES[name]
    plant(monkeypatch, case.module, case.words, case.others)
    whole, small = sizes(case)
    assert whole != small


IGNORED = body(f"b0: {{a: {{lane: team, then: a}}}}, b1: {TWO_TASKS}", interrupts="out: {during: [par], then: one}")


def test_what_happens_in_a_branch_that_would_wait_for_ever_is_still_linted(monkeypatch: pytest.MonkeyPatch) -> None:
    """By eye: b0 never finishes, so b1 would never move; an interrupt leads to the end. Nothing leads to `two`."""
    pathway = compiled(IGNORED)
    assert not are_all_released(explore(pathway, sight=Sight()))
    found = lint(pathway, large=0)
    assert [f.message for f in found] == [f.message for f in lint(pathway, large=EVERYTHING)]
    plant(monkeypatch, "pathways.rules.delay", "        if held:\n            return False\n", "")
    assert any("par.b1.b" in f.message for f in lint(pathway, large=0))


def test_coming_back_to_a_parallel_state_is_no_release(monkeypatch: pytest.MonkeyPatch) -> None:
    """By hand: with x good, b0 goes round until an interrupt makes x bad and comes back; only then it finishes."""
    ask = "ask: {kind: decision, lane: team, choose: [{when: {x: bad}, then: done}, {otherwise: a}]}"
    branches = f"b0: {{a: {{lane: team, then: ask}}, {ask}}}, b1: {TWO_TASKS}"
    pathway = compiled(body(branches, interrupts="out: {during: [par], set: {x: bad}, then: par}"))
    assert not are_all_released(explore(pathway, sight=Sight()))
    plant(monkeypatch, "pathways.rules.delay", "target in held and move not in leaving", "target in held")
    assert are_all_released(explore(pathway, sight=Sight()))


@dataclass(frozen=True)
class Counting:
    """Accepts where the only atom is true at one of the first four positions, or never."""

    start: int = 0

    def step(self, state: int, letter: int) -> int:
        if state >= 5:
            return state
        return 5 if letter and state < 4 else 6 if letter else min(state + 1, 4)

    def accepts(self, state: int) -> bool:
        return state != 6

    def is_lost(self, state: int) -> bool:
        return state == 6


def question(automaton: Any, *atoms: Atom) -> RunQuestion:
    return RunQuestion(atoms, automaton, None, "", lambda telling: "")


def run_lengths(pathway: CompiledPathway, asked: RunQuestion) -> list[int | None]:
    spaces = [next(spaces_for(pathway, [asked], limit=10**6, large=large))[0] for large in (EVERYTHING, 0)]
    ways = [shortest_refusal(space, Letters(space, asked.atoms), asked.automaton) for space in spaces]
    return [None if way is None else len(way.steps) for way in ways]


def test_an_automaton_that_counts_positions_sees_every_move(monkeypatch: pytest.MonkeyPatch) -> None:
    """By hand: b1.b is the second move at the earliest; with both moves of b0 and of b2 before it, the sixth."""
    pathway = compiled(body(f"b0: {TWO_TASKS}, b1: {TWO_TASKS}, b2: {TWO_TASKS}"))
    asked = question(Counting(), Atom(entering=select(pathway, ("par.b1.b",))))
    assert run_lengths(pathway, asked) == [4, 4]
    words = "automaton.step(reached, letter & lasting) != reached"
    plant(monkeypatch, "pathways.rules.sight", words, "False")
    assert run_lengths(pathway, asked) == [4, None]


# Random pathways


@dataclass(frozen=True)
class Table:
    """A random automaton over two atoms."""

    rows: Sequence[Sequence[int]]
    good: Sequence[bool]
    start: int = 0

    def step(self, state: int, letter: int) -> int:
        return self.rows[state][letter]

    def accepts(self, state: int) -> bool:
        return self.good[state]

    def is_lost(self, state: int) -> bool:
        return not self.good[state] and all(to == state for to in self.rows[state])


def random_rules(dice: Random, names: Sequence[str]) -> list[dict[str, Any]]:
    def one() -> str:
        return dice.choice(names)

    def guard() -> Mapping[str, str]:
        name = dice.choice(list(VALUES))
        return {name: dice.choice(VALUES[name])}

    rules: list[dict[str, Any]] = []
    for number in range(6):
        when = {"when": guard()} if dice.random() < 0.4 else {}
        kinds: list[dict[str, Any]] = [
            {"kind": "never", "state": one(), **when},
            {"kind": "never", "state": one(), "after": one(), **when},
            {"kind": "only_when", "state": one(), "when": guard()},
            {"kind": "always_through", "state": one(), **when},
            {"kind": "always_through", "state": one(), "from": one(), "to": one(), **when},
            {"kind": "precedes", "first": one(), "then": one()},
            {"kind": "followed_by", "state": one(), "by": one()},
            {"kind": "followed_by", "state": one(), "by": one(), "before": one(), "unless": guard()},
            {"kind": "default_outcome", "at": "decide", "outcome": one()},
            {"kind": "can_always_end"},
        ]
        rules.append({"id": f"r{number}", **dice.choice(kinds)})
    return rules


def random_question(dice: Random, pathway: CompiledPathway, names: Sequence[str]) -> RunQuestion:
    """An automaton about two atoms; four in five do not count positions."""

    def atom() -> Atom:
        states = select(pathway, (dice.choice(names),))
        name = dice.choice(list(VALUES))
        value = OneOf(name, (dice.choice(VALUES[name]),))
        return dice.choice(
            [
                Atom(entering=states),
                Atom(leaving=states),
                Atom(standing=states),
                Atom(when=value),
                Atom(entering=states, when=value),
                Atom(standing=states, when=value),
                Atom(entering=states, standing=select(pathway, (dice.choice(names),))),
                Atom(events=frozenset([dice.choice(["timeout", "join", "event0"])])),
            ]
        )

    atoms = (atom(), atom())
    lasting = sum(1 << n for n, a in enumerate(atoms) if a.entering is a.leaving is a.events is None)
    rows = [[dice.randrange(3) for _ in range(4)] for _ in range(3)]
    if dice.random() < 0.8:
        rows = [[s if letter | lasting == lasting else to for letter, to in enumerate(r)] for s, r in enumerate(rows)]
    return question(Table(rows, [dice.random() < 0.6 for _ in range(3)]), *atoms)


def faults(pathway: CompiledPathway, large: int) -> set[str]:
    """Findings without the ways they tell, which need not be the same; of traps, only whether there are any."""
    ways = r"; it gets there by.*|; this can arrive by.*|; a referral gets there by.*| on the way .*| when .*"
    found = lint(pathway, large=large, whole=True)
    return {f.id if f.id == "no-way-to-end" else f"{f.id} {re.sub(ways, '', f.message)}" for f in found}


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_verdicts_lengths_and_findings_are_those_of_the_full_space(seed: int) -> None:
    """Oracle: the full space. Nine in ten of these pathways have private branches."""
    dice = Random(seed)
    try:
        pathway = side_by_side(dice).compiled
    except DefinitionError:
        return
    names = [state.name for state in pathway.linked.states.values()]
    rules = [read_rules(pathway, random_rules(dice, names))]
    assert outline(check(pathway, rules, large=0)) == outline(check(pathway, rules, large=EVERYTHING))
    whole, small = run_lengths(pathway, random_question(dice, pathway, names))
    assert whole == small
    assert faults(pathway, 0) == faults(pathway, EVERYTHING)
    full, reduced = explore(pathway), explore(pathway, sight=Sight())
    assert codes(reduced) <= codes(full)


def codes(space: Space) -> set[int]:
    return set(space.codes)
