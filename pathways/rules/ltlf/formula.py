"""Formulas of linear temporal logic as values, and the transformations that keep their meaning plain.

A formula is true or false of a position in a finite trace that is never empty. `next` is strong: at the last
position it is false. `weak next` is true there. Source: De Giacomo and Vardi, IJCAI 2013.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

UnaryOperator = Literal["not", "always", "never", "eventually", "next", "weak next"]
BinaryOperator = Literal["and", "or", "implies", "iff", "until", "weak until", "release"]


@dataclass(frozen=True)
class Constant:
    value: bool


@dataclass(frozen=True)
class Proposition:
    """Something that is true or not of one position."""

    atom: Hashable


@dataclass(frozen=True)
class Unary:
    operator: UnaryOperator
    part: Formula


@dataclass(frozen=True)
class Binary:
    operator: BinaryOperator
    left: Formula
    right: Formula


Formula = Constant | Proposition | Unary | Binary
TRUE: Final = Constant(True)
FALSE: Final = Constant(False)


def propositions(formula: Formula) -> Iterator[Hashable]:
    """Every atom, as often as it is written."""
    match formula:
        case Proposition(atom):
            yield atom
        case Unary(_, part):
            yield from propositions(part)
        case Binary(_, left, right):
            yield from propositions(left)
            yield from propositions(right)


def replaced(formula: Formula, by: Callable[[Hashable], Formula]) -> Formula:
    """The formula with every atom replaced."""
    match formula:
        case Proposition(atom):
            return by(atom)
        case Unary(operator, part):
            return Unary(operator, replaced(part, by))
        case Binary(operator, left, right):
            return Binary(operator, replaced(left, by), replaced(right, by))
    return formula


def conjuncts(formula: Formula) -> Iterator[Formula]:
    """The parts that must all be true: each with the `always` and the condition that it stands under."""
    match formula:
        case Binary("and", left, right):
            yield from conjuncts(left)
            yield from conjuncts(right)
        case Unary("always", part):
            yield from (Unary("always", each) for each in conjuncts(part))
        case Binary("implies", left, right):
            yield from (Binary("implies", left, each) for each in conjuncts(right))
        case _:
            yield formula


def folded(formula: Formula) -> Formula:
    """The same without constants, as far as constants alone decide: `F false` is false, `G true` is true, and so on."""
    match formula:
        case Unary(operator, part):
            return _unary(operator, folded(part))
        case Binary(operator, left, right):
            return _binary(operator, folded(left), folded(right))
    return formula


def _unary(operator: UnaryOperator, part: Formula) -> Formula:
    if not isinstance(part, Constant):
        return Unary(operator, part)
    if operator in ("not", "never"):  # of a trace that is not empty
        return Constant(not part.value)
    # At the last position `next true` is false and `weak next false` is true: these are no constants.
    if (operator == "next" and part.value) or (operator == "weak next" and not part.value):
        return Unary(operator, part)
    return part


def _binary(operator: BinaryOperator, left: Formula, right: Formula) -> Formula:
    match operator, left, right:
        case ("and", Constant(value), other) | ("and", other, Constant(value)):
            return other if value else FALSE
        case ("or", Constant(value), other) | ("or", other, Constant(value)):
            return TRUE if value else other
        case ("implies", Constant(value), other):
            return other if value else TRUE
        case ("implies", other, Constant(value)):
            return TRUE if value else _unary("not", other)
        case ("iff", Constant(value), other) | ("iff", other, Constant(value)):
            return other if value else _unary("not", other)
        case ("until" | "weak until" | "release", _, Constant(True)):
            return TRUE
        case ("until" | "release", _, Constant(False)):
            return FALSE
        case ("weak until", other, Constant(False)):
            return _unary("always", other)
        case ("until", Constant(value), other):
            return _unary("eventually", other) if value else other
        case ("weak until", Constant(value), other):
            return TRUE if value else other
        case ("release", Constant(value), other):
            return other if value else _unary("always", other)
    return Binary(operator, left, right)


def without_demands(formula: Formula, *, asserted: bool = True) -> Formula:
    """A formula that is true only where this one is true for want of an occasion.

    What an implication demands counts as never given, and so does every other atom that helps to make the formula
    true. What is left says that nothing ever happens which the formula makes conditions for: of
    `always (a implies eventually b)` it is `always not a`, and of `always (a implies (b implies c))` it is
    `always (a implies not b)`. If that too is true of every trace of a model, the
    formula holds vacuously. Kupferman and Vardi, *Vacuity detection in temporal model checking*, STTT 2003, replace
    one part of a formula at a time; here all demands go at once, so that one of two alternatives that never
    comes about is no reason for alarm.

    Parameters
    ----------
    asserted
        Whether this part, being true, helps to make the whole true (positive polarity).
    """
    match formula:
        case Proposition():
            return FALSE if asserted else formula
        case Unary("not" | "never" as operator, part):
            return Unary(operator, without_demands(part, asserted=not asserted))
        case Unary(operator, part):
            return Unary(operator, without_demands(part, asserted=asserted))
        case Binary("implies", left, right):
            if asserted:
                makes_more = any(True for _ in _conditions(right, asserted=True))
                return Binary("implies", left, without_demands(right)) if makes_more else Unary("not", left)
            return Binary("implies", without_demands(left, asserted=True), without_demands(right, asserted=False))
        case Binary("iff", left, right):
            return Unary("not", Binary("or", left, right)) if asserted else formula
        case Binary(operator, left, right):
            kept = without_demands(left, asserted=asserted)
            return Binary(operator, kept, without_demands(right, asserted=asserted))
    return formula


def denied(formula: Formula) -> Formula:
    """The negation, with `not` as far inside as it reads well."""
    match formula:
        case Constant(value):
            return Constant(not value)
        case Unary("not", part):
            return part
        case Unary("never", part):
            return Unary("eventually", part)
        case Unary("eventually", part):
            return Unary("never", part)
        case Unary("always", part):
            inside = denied(part)
            is_eventual = isinstance(inside, Unary) and inside.operator == "eventually"
            return inside if is_eventual else Unary("eventually", inside)
        case Binary("implies", left, right):
            return Binary("and", left, denied(right))
        case Binary("or", left, right):
            return Binary("and", denied(left), denied(right))
    return Unary("not", formula)


def _conditions(formula: Formula, *, asserted: bool) -> Iterator[Formula]:
    """The left sides of the implications that help to make a formula true."""
    match formula:
        case Unary("not" | "never", part):
            yield from _conditions(part, asserted=not asserted)
        case Unary(_, part):
            yield from _conditions(part, asserted=asserted)
        case Binary("implies", left, right):
            if asserted:
                yield left
            yield from _conditions(left, asserted=not asserted)
            yield from _conditions(right, asserted=asserted)
        case Binary("iff", left, right):
            yield from (left, right) if asserted else ()
        case Binary(_, left, right):
            yield from _conditions(left, asserted=asserted)
            yield from _conditions(right, asserted=asserted)
