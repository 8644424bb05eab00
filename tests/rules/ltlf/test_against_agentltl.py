"""Automata of formulas against an independent implementation of LTL on finite traces: AgentLTL, as far as installed."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from pathways.rules.ltlf.formula import Binary, Constant, Formula, Proposition, Unary
from pathways.rules.ltlf.obligations import FormulaAutomaton
from tests.rules.at_random import EXAMPLES
from tests.rules.ltlf.naive import random_formula
from tests.rules.ltlf.test_automaton import accepted

agentltl: Any = pytest.importorskip("agentltl", reason="agentltl is not installed: pip install 'agentltl>=0.2.1,<0.3'")


def theirs(formula: Formula) -> Any:
    """The formula as their values. They have neither weak next nor `iff`: these are put in other words."""
    match formula:
        case Constant(value):
            return agentltl.Predicate(lambda trace, position: value)
        case Proposition(int(atom)):
            return agentltl.Predicate(lambda trace, position: bool(int(trace.events[position]) >> atom & 1))
        case Unary("weak next", part):
            return agentltl.Not(agentltl.Next(agentltl.Not(theirs(part))))
        case Unary("never", part):
            return agentltl.Globally(agentltl.Not(theirs(part)))
        case Binary("iff", left, right):
            one, other = theirs(left), theirs(right)
            return agentltl.And(agentltl.Implies(one, other), agentltl.Implies(other, one))
        case Unary(operator, part):
            names = {"not": "Not", "always": "Globally", "eventually": "Eventually", "next": "Next"}
            return getattr(agentltl, names[operator])(theirs(part))
        case Binary(operator, left, right):
            names = {"and": "And", "or": "Or", "implies": "Implies", "until": "Until", "weak until": "WeakUntil",
                     "release": "Release"}  # fmt: skip
            return getattr(agentltl, names[operator])(theirs(left), theirs(right))
    raise TypeError(formula)


def test_automaton_accepts_what_agentltl_finds_true() -> None:
    """Random formulas over three atoms, each asked of 20 random traces of 1 to 6 positions."""
    dice, evaluator = Random(3), agentltl.LTLEvaluator()
    found = set()
    for _ in range(EXAMPLES):
        formula = random_formula(dice, 3, dice.choice((2, 3, 4)))
        automaton, other = FormulaAutomaton(formula), theirs(formula)
        for _ in range(20):
            letters = tuple(dice.randrange(8) for _ in range(dice.randint(1, 6)))
            trace = agentltl.Trace.from_names([str(letter) for letter in letters])
            expected = evaluator.evaluate(other, trace).passed
            assert accepted(automaton, letters) == expected, (formula, letters)
            found.add(expected)
    assert found == {True, False}
