"""Automata of formulas against the definition of truth, and the tables of templates against plain sentences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random

import pytest

from pathways.rules.ltlf import declare, dwyer
from pathways.rules.ltlf.formula import (
    FALSE,
    TRUE,
    Binary,
    Constant,
    Formula,
    Proposition,
    Unary,
    conjuncts,
    denied,
    folded,
    without_demands,
)
from pathways.rules.ltlf.obligations import FormulaAutomaton
from pathways.rules.ltlf.parser import parse
from tests.rules.at_random import EXAMPLES
from tests.rules.ltlf.definitions import DECLARE, OCCASIONS, pattern_kept, pattern_matters
from tests.rules.ltlf.naive import all_traces, of_letters, random_formula

SCOPES = ("globally", "before", "after", "between", "after_until")
A, B = Proposition(0), Proposition(1)
LETTERS: dict[str, Formula] = {letter: Proposition(number) for number, letter in enumerate("pqrs")}


def accepted(automaton: FormulaAutomaton, letters: tuple[int, ...]) -> bool:
    state = automaton.start
    for letter in letters:
        state = automaton.step(state, letter)
    return automaton.accepts(state)


def declared(name: str, times: int) -> Formula:
    formula = declare.declare_template(name, times).formula
    return parse(formula, {"a": A, "b": B, **declare.declare_counts(times, A)})


def patterned(name: str, scope: str, times: int) -> Formula:
    letters = {
        key: value for key, value in LETTERS.items() if key != "r" or scope in ("before", "between", "after_until")
    }
    return parse(dwyer.FORMULAS[name][scope], {**letters, **dwyer.pattern_counts(times, letters)})


COUNTS = [(name, times) for name in DECLARE for times in ((1, 2, 3) if name in declare.COUNTED else (1,))]


@pytest.mark.parametrize(("name", "times"), COUNTS)
def test_declare_template_is_its_sentence_on_every_short_trace(name: str, times: int) -> None:
    """Oracle: sentences about positions. All 1,364 traces of up to 5 positions over two things that may happen."""
    formula = declared(name, times)
    automaton = FormulaAutomaton(formula)
    for letters in all_traces(2, 5):
        a, b = ([bool(letter >> bit & 1) for letter in letters] for bit in (0, 1))
        expected = DECLARE[name](a, b, times)
        assert accepted(automaton, letters) == expected, letters
        assert of_letters(formula, letters) == expected, letters
    assert len(automaton) <= 12


def test_every_template_of_declare_has_its_sentence() -> None:
    assert set(DECLARE) == {*declare.COUNTED, *declare.TEMPLATES} == set(OCCASIONS)


@pytest.mark.parametrize("name", [name for name in DECLARE if OCCASIONS[name]])
def test_occasion_of_a_declare_template_is_its_sentence(name: str) -> None:
    found = [parse(formula, {"a": A, "b": B}) for formula, _ in declare.TEMPLATES[name].matters]
    for letters in all_traces(2, 4):
        a, b = (any(letter >> bit & 1 for letter in letters) for bit in (0, 1))
        expected = {"a": [a], "b": [b], "either": [a or b], "both": [a, b]}[OCCASIONS[name]]
        assert [of_letters(formula, letters) for formula in found] == expected


def scoped_traces() -> Iterator[tuple[int, ...]]:
    """All traces over four things of up to 3 positions, and with one thing or none at a time of up to 5."""
    yield from all_traces(4, 3)
    for length in (4, 5):
        yield from product((0, 1, 2, 4, 8), repeat=length)


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("name", dwyer.FORMULAS)
def test_pattern_in_its_scope_is_its_sentence_on_every_short_trace(name: str, scope: str) -> None:
    """Oracle: sentences about stretches. 8,118 traces, among them those with several things in one step."""
    automaton = FormulaAutomaton(patterned(name, scope, 1))
    matters = {"precedence": dwyer.MEETS, "response": dwyer.MEETS}.get(name, dwyer.OPENS).get(scope)
    occasion = FormulaAutomaton(parse(matters, LETTERS)) if matters else None
    for letters in scoped_traces():
        p, q, r, s = ([bool(letter >> bit & 1) for letter in letters] for bit in range(4))
        assert accepted(automaton, letters) == pattern_kept(name, scope, p, s, q, r, 1), letters
        assert occasion is None or accepted(occasion, letters) == pattern_matters(name, scope, p, q, r), letters
    assert len(automaton) <= 8


@pytest.mark.parametrize("scope", SCOPES)
def test_bounded_existence_counts_as_far_as_it_is_told(scope: str) -> None:
    automaton = FormulaAutomaton(patterned("bounded_existence", scope, 2))
    for letters in product((0, 1, 2, 4, 3), repeat=6):
        p, q, r, s = ([bool(letter >> bit & 1) for letter in letters] for bit in range(4))
        assert accepted(automaton, letters) == pattern_kept("bounded_existence", scope, p, s, q, r, 2), letters


def test_usual_formula_for_precedence_after_q_is_another() -> None:
    """The list of patterns that is handed around has F (q & (!p W s)), which takes any later q for the first."""
    usual = parse("never q or eventually (q and ((not p) weak until s))".replace("never q", "(never q)"), LETTERS)
    ours = patterned("precedence", "after", 1)
    trace = (2, 1, 2)  # q, p, q
    assert of_letters(usual, trace)
    assert not of_letters(ours, trace)
    assert not pattern_kept(
        "precedence", "after", [False, True, False], [False] * 3, [True, False, True], [False] * 3, 1
    )


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 4))])
def test_automaton_is_the_definition_on_random_formulas(seed: int) -> None:
    """Oracle: the definition of truth, asked of every trace of up to 3 positions over three atoms (584 of them).

    `PATHWAYS_EXAMPLES=5000` asks of 20,000 formulas.
    """
    dice = Random(seed)
    for _ in range(EXAMPLES):
        formula = random_formula(dice, 3, dice.choice((2, 3, 3, 4)))
        automaton, plain, other = FormulaAutomaton(formula), folded(formula), denied(formula)
        idle = without_demands(formula)
        for letters in all_traces(3, 2):
            expected = of_letters(formula, letters)
            assert accepted(automaton, letters) == expected, (formula, letters)
            assert of_letters(plain, letters) == expected, (formula, plain, letters)
            assert of_letters(other, letters) != expected, (formula, other, letters)
            assert all(of_letters(part, letters) for part in conjuncts(formula)) == expected, (formula, letters)
            assert expected or not of_letters(idle, letters), (formula, idle, letters)  # it only asks for more
        for _ in range(40):
            letters = tuple(dice.randrange(8) for _ in range(dice.randint(3, 7)))
            assert accepted(automaton, letters) == of_letters(formula, letters), (formula, letters)


def test_lost_is_where_no_continuation_is_true() -> None:
    """Oracle: every continuation of up to 4 positions; the automata here have at most a few states."""
    dice = Random(7)
    asked = lost = 0
    for _ in range(max(60, EXAMPLES // 20)):
        formula = random_formula(dice, 2, 3)
        automaton = FormulaAutomaton(formula)
        for prefix in all_traces(2, 2):
            state = automaton.start
            for letter in prefix:
                state = automaton.step(state, letter)
            if len(automaton) > 5:
                continue
            hope = of_letters(formula, prefix) or any(of_letters(formula, prefix + more) for more in all_traces(2, 4))
            asked, lost = asked + 1, lost + automaton.is_lost(state)
            assert automaton.is_lost(state) == (not hope), (formula, prefix)
    assert lost > 20
    assert asked > 200


# Formula, trace, whether it is true: by hand, where implementations are known to differ.
TRAPS = [
    ("next true", [0], False),
    ("next true", [0, 0], True),
    ("weak next false", [0], True),
    ("weak next false", [0, 0], False),
    ("next not p", [0], False),
    ("not next p", [0], True),
    ("weak next p", [0], True),
    ("weak next p", [0, 0], False),
    ("always next true", [0, 0, 0], False),
    ("always weak next p", [0, 1, 1], True),
    ("eventually weak next p", [0, 0], True),
    ("p until p", [0], False),
    ("(not p) until q", [2], True),
    ("(not p) until q", [0, 0], False),
    ("(not p) weak until q", [0, 0], True),
    ("not (p until q)", [1, 1], True),
    ("(not (p until q)) until r", [1, 1, 4], True),
    ("(not (p until q)) until r", [1, 3, 4], False),
    ("p release q", [2, 3, 0], True),
    ("p release q", [2, 2], True),
    ("p release q", [2, 1], False),
    ("(next p) release q", [2, 3], True),
    ("always (p implies next q)", [0, 1], False),
    ("always (p implies weak next q)", [0, 1], True),
    ("eventually always p", [0, 1], True),
    ("always eventually p", [1, 0], False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trace", "expected"), TRAPS)
def test_truth_is_as_seen_by_hand(text: str, trace: list[int], expected: bool) -> None:
    formula = parse(text, LETTERS)
    assert of_letters(formula, trace) == expected
    assert accepted(FormulaAutomaton(formula), tuple(trace)) == expected


def test_constants_that_depend_on_the_end_are_kept() -> None:
    assert folded(Unary("next", TRUE)) == Unary("next", TRUE)
    assert folded(Unary("weak next", FALSE)) == Unary("weak next", FALSE)
    assert folded(Binary("implies", Unary("eventually", FALSE), A)) == Constant(True)


def test_a_long_count_stays_small() -> None:
    automaton = FormulaAutomaton(declared("exactly", 20))
    state = automaton.start
    for _ in range(20):
        state = automaton.step(state, 1)
    assert automaton.accepts(state)
    assert not automaton.accepts(automaton.step(state, 1))
    assert automaton.is_lost(automaton.step(state, 1))
    assert len(automaton) <= 30
