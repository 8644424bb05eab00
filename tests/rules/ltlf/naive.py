"""The truth of a formula at a position of a finite trace, word for word from the definition.

Shares nothing with the automata: no normal form, no progression, no letters; each operator by its own sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import product
from random import Random

from pathways.rules.ltlf.formula import Binary, Constant, Formula, Proposition, Unary

# Whether an atom is true at a position.
Valuation = Callable[[Hashable, int], bool]


def is_true(formula: Formula, length: int, atom: Valuation, at: int = 0) -> bool:
    """Whether a formula is true at a position of a trace of so many positions."""

    def here(part: Formula, i: int) -> bool:
        return is_true(part, length, atom, i)

    rest = range(at, length)
    match formula:
        case Constant(value):
            return value
        case Proposition(name):
            return atom(name, at)
        case Unary("not", part):
            return not here(part, at)
        case Unary("next", part):
            return at + 1 < length and here(part, at + 1)
        case Unary("weak next", part):
            return at + 1 == length or here(part, at + 1)
        case Unary("always", part):
            return all(here(part, i) for i in rest)
        case Unary("never", part):
            return not any(here(part, i) for i in rest)
        case Unary("eventually", part):
            return any(here(part, i) for i in rest)
        case Binary("and", left, right):
            return here(left, at) and here(right, at)
        case Binary("or", left, right):
            return here(left, at) or here(right, at)
        case Binary("implies", left, right):
            return not here(left, at) or here(right, at)
        case Binary("iff", left, right):
            return here(left, at) == here(right, at)
        case Binary("until", left, right):
            return any(here(right, j) and all(here(left, i) for i in range(at, j)) for j in rest)
        case Binary("weak until", left, right):
            stops = next((j for j in rest if here(right, j)), length)
            return all(here(left, i) for i in range(at, stops))
        case Binary("release", left, right):
            return all(here(right, j) or any(here(left, i) for i in range(at, j)) for j in rest)
    raise TypeError(formula)


def of_letters(formula: Formula, letters: Sequence[int]) -> bool:
    """Whether a formula over numbered atoms is true of a trace of letters."""
    return is_true(formula, len(letters), lambda atom, i: bool(letters[i] >> int(str(atom)) & 1))


def all_traces(atoms: int, longest: int) -> Iterator[tuple[int, ...]]:
    """Every trace of letters over so many atoms, up to a length."""
    for length in range(1, longest + 1):
        yield from product(range(1 << atoms), repeat=length)


def random_formula(dice: Random, atoms: int, depth: int) -> Formula:
    if depth == 0 or dice.random() < 0.1:
        return Constant(dice.random() < 0.5) if dice.random() < 0.05 else Proposition(dice.randrange(atoms))
    if dice.random() < 0.5:
        operator = dice.choice(("not", "always", "never", "eventually", "next", "weak next"))
        return Unary(operator, random_formula(dice, atoms, depth - 1))
    name = dice.choice(("and", "or", "implies", "iff", "until", "weak until", "release"))
    return Binary(name, random_formula(dice, atoms, depth - 1), random_formula(dice, atoms, depth - 1))
