"""What a formula is read as: words and signs, what binds tighter, and what each atom means."""

from __future__ import annotations

from random import Random

import pytest

from pathways.rules.ltlf.formula import (
    Binary,
    Formula,
    Proposition,
    Unary,
    conjuncts,
    folded,
    replaced,
    without_demands,
)
from pathways.rules.ltlf.obligations import FormulaAutomaton
from pathways.rules.ltlf.parser import parse
from pathways.rules.ltlf.tokens import FormulaError
from tests.rules.ltlf.naive import random_formula
from tests.rules.ltlf.spelling import spelt

WORDS = "always never until weak next not ( ) [ ] , = in enter a known implies and -> >= 2 event G U true #t"
P, Q, R, S = (Proposition((letter,)) for letter in "pqrs")
LETTERS: dict[str, Formula] = {"p": P, "q": Q, "r": R, "s": S}


def read(text: str) -> Formula:
    return parse(text, LETTERS)


# One line a pair: the same formula with fewer and with more brackets.
SAME = [
    ("not p and q", "(not p) and q"),
    ("p or q and r", "p or (q and r)"),
    ("p and q or r", "(p and q) or r"),
    ("p implies q or r", "p implies (q or r)"),
    ("not p until q", "(not p) until q"),
    ("p until q implies r", "(p until q) implies r"),
    ("p implies not q until r", "p implies ((not q) until r)"),
    ("not not p", "not (not p)"),
    ("always eventually p", "always (eventually p)"),
    ("G p -> F q", "(G p) -> (F q)"),
    ("!p U q & r", "((!p) U q) & r"),
    ("p & q U r", "p & (q U r)"),
    ("p W q | r", "(p W q) | r"),
    ("WX p & X q", "(WX p) & (X q)"),
    ("always (p) and always (q)", "(always (p)) and (always (q))"),
    ("p implies eventually q", "p implies (eventually q)"),
    ("p && q || !r", "(p and q) or not r"),
    ("p -> q", "p implies q"),
    ("p <-> q", "p iff q"),
    ("p R q", "p release q"),
    ("p and q and r", "(p and q) and r"),
]


@pytest.mark.parametrize(("text", "bracketed"), SAME)
def test_operators_bind_as_documented(text: str, bracketed: str) -> None:
    assert read(text) == read(bracketed)


@pytest.mark.parametrize(
    "text",
    [
        "always p implies q",
        "never p until q",
        "eventually p and q",
        "next p or q",
        "weak next p iff q",
        "always not p implies q",
        "p until q and r",
        "p or q weak until r",
        "p until q until r",
        "p implies q implies r",
        "p -> q -> r",
        "p iff q iff r",
        "p iff q implies r",
        "p implies q iff r",
        "p release q weak until r",
        "p and always q implies r",
        "p implies not eventually q or r",
    ],
)
def test_what_english_reads_in_two_ways_needs_brackets(text: str) -> None:
    with pytest.raises(FormulaError, match="not clear") as caught:
        read(text)
    assert caught.value.remedy.startswith("write '")


def test_both_readings_that_are_offered_can_be_read() -> None:
    with pytest.raises(FormulaError) as caught:
        read("always p implies eventually (q)")
    one, other = caught.value.remedy.removeprefix("write '").removesuffix("'").split("' or '")
    assert read(one) == Unary("always", Binary("implies", P, Unary("eventually", Q)))
    assert read(other) == Binary("implies", Unary("always", P), Unary("eventually", Q))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("consent = refused", "consent in [refused]"),
        ("consent == refused", "consent = refused"),
        ("consent != refused", "not (consent = refused)"),
        ("consent not in [refused, unlikely]", "not (consent in [refused, unlikely])"),
        ("reviews > 2", "reviews >= 3"),
        ("reviews < 2", "reviews <= 1"),
        ("reviews >= -1", "reviews > -2"),
        ('consent = "refused"', "consent = refused"),
        ("consent='refused'", "consent = refused"),
        ("enter( a , b )", "enter(a,b)"),
        ("consent = next", 'consent = "next"'),
        ("enter(channel.support, #feedback, lane:mash)", "enter(channel.support,#feedback,lane:mash)"),
        ('"true" = yes', "'true' = yes"),
        ("in in [a]", '"in" in [a]'),
        ("enter = a", '"enter" = a'),
    ],
)
def test_atoms_written_otherwise_mean_the_same(text: str, other: str) -> None:
    assert parse(text) == parse(other)


def test_a_formula_that_is_written_out_is_read_as_itself() -> None:
    names = [(letter,) for letter in "pqr"]
    for seed in range(500):
        dice = Random(seed)
        formula = replaced(random_formula(dice, 3, 5), lambda number: Proposition(names[int(str(number))]))
        text = spelt(formula, dice)
        assert read(text) == formula, text


def test_any_text_is_read_or_refused_with_a_place_within_it() -> None:
    """Words of formulas in any order: never anything but a formula or a fault that says where it is."""
    words = [*WORDS.split(), "'x y'", "lane:x", "not in", "|"]
    faults = []
    for seed in range(1_000):
        dice = Random(seed)
        text = " ".join(dice.choice(words) for _ in range(dice.randint(1, 12)))
        try:
            parse(text)
        except FormulaError as error:
            faults.append((text, error))
    assert 500 < len(faults) < 1_000
    for text, fault in faults:
        assert 0 <= fault.start < fault.end <= len(text) + 1, text
        assert fault.fact
        assert fault.expected
        assert fault.remedy


def test_long_formulas_are_refused() -> None:
    longest = " and ".join(["p"] * 200)
    formula = read(longest)
    assert len(FormulaAutomaton(Unary("not", replaced(formula, lambda _: Proposition(0))))) == 1
    with pytest.raises(FormulaError, match="more than 400 words"):
        read(f"{longest} and p and p")


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(FormulaError, match="nested more than 40 deep"):
        read("not " * 200 + "p")
    with pytest.raises(FormulaError, match="nested more than 40 deep"):
        read("(" * 150 + "p" + ")" * 150)


# What a part makes conditions for: it is idle where this is true.
IDLE = [
    ("always (p implies eventually q)", "always not p"),
    ("(not p) weak until q", "(not p) weak until false"),
    ("never p", None),
    ("never (p and q)", None),
    ("eventually p", "eventually false"),
    ("(eventually p) implies (eventually q)", "not eventually p"),
    ("(eventually p) iff (eventually q)", "not ((eventually p) or (eventually q))"),
    ("always (not p or q)", "always (not p or false)"),
    (
        "always ((p and (not r) and eventually r) implies ((not q) until r))",
        "always not (p and (not r) and eventually r)",
    ),
    ("not (p implies q)", "not (false implies q)"),
    ("always (p implies (q implies r))", "always (p implies not q)"),
    ("always (p implies always (q implies eventually r))", "always (p implies always not q)"),
    ("always (p implies never q)", "always not p"),
    ("always (p implies (r or (q implies s)))", "always (p implies (false or not q))"),
    ("always (p implies (q iff r))", "always (p implies not (q or r))"),
]


@pytest.mark.parametrize(("text", "idle"), IDLE)
def test_what_remains_without_demands(text: str, idle: str | None) -> None:
    assert without_demands(read(text)) == read(text if idle is None else idle)


def test_parts_that_must_all_be_true() -> None:
    text = "always (p and always (q and r)) and s and always (p implies (q and always (r and s)))"
    expected = ["always p", "always always q", "always always r", "s"]
    expected += ["always (p implies q)", "always (p implies always r)", "always (p implies always s)"]
    assert list(conjuncts(read(text))) == [read(part) for part in expected]


def test_constants_are_worked_out() -> None:
    assert folded(read("always (false implies p)")) == read("true")
    assert folded(read("(not p) until false")) == read("false")
    assert folded(read("(not p) weak until false")) == read("always not p")
    assert folded(read("next true")) == read("next true")
