"""Formulas in negation normal form, each kept once under a number: what obligations are made of.

Only `true`, `false`, literals, `and`, `or`, both kinds of next, `until` and `release` are left; equal formulas have
equal numbers. `F f` is `true U f`, `G f` is `false R f`, `f W g` is `g R (f | g)`.
"""

from __future__ import annotations

from typing import Final, Literal

from pathways.rules.ltlf.formula import Binary, Constant, Formula, Proposition, Unary

Operator = Literal["true", "false", "literal", "not literal", "and", "or", "next", "weak next", "until", "release"]
Node = tuple[Operator, tuple[int, ...]]  # of a literal, the number of its atom; else the numbers of its parts
NO: Final = 0
YES: Final = 1


class Nodes:
    """Every formula that has been met, by number. Atoms must be whole numbers."""

    def __init__(self) -> None:
        self.nodes: list[Node] = [("false", ()), ("true", ())]
        self._numbers: dict[Node, int] = {node: number for number, node in enumerate(self.nodes)}
        self._written: dict[int, Formula] = {}
        self._met: dict[tuple[int, bool], int] = {}

    def __getitem__(self, number: int) -> Node:
        return self.nodes[number]

    def number(self, formula: Formula) -> int:
        """The number of a whole formula."""
        self._met.clear()
        return self.of(formula)

    def of(self, formula: Formula, *, positive: bool = True) -> int:
        """The number of a formula, or of its negation."""
        key = (id(formula), positive)  # the caller keeps the formula, so no other has its id
        number = self._met.get(key)
        if number is None:
            number = self._met[key] = self._of(formula, positive=positive)
        if positive and not (isinstance(formula, Unary) and formula.operator == "not"):
            self._written.setdefault(number, formula)
        return number

    def _of(self, formula: Formula, *, positive: bool) -> int:
        match formula:
            case Constant(value):
                return YES if value is positive else NO
            case Proposition(int(atom)):
                return self._node("literal" if positive else "not literal", atom)
            case Unary("not", part):
                return self.of(part, positive=not positive)
            case Unary("never" | "always" | "eventually" as operator, part):
                # always f = false R f; eventually f = true U f; never f = always not f
                inside = self.of(part, positive=positive is not (operator == "never"))
                if positive is (operator == "eventually"):
                    return self._join("until", YES, inside)
                return self._join("release", NO, inside)
            case Unary("next" | "weak next" as operator, part):
                strong = (operator == "next") is positive
                return self._node("next" if strong else "weak next", self.of(part, positive=positive))
            case Binary("implies", left, right):
                parts = self.of(left, positive=not positive), self.of(right, positive=positive)
                return self._join("or" if positive else "and", *parts)
            case Binary("iff", left, right):
                same = self._join("and", self.of(left), self.of(right, positive=positive))
                other = self._join("and", self.of(left, positive=False), self.of(right, positive=not positive))
                return self._join("or", same, other)
            case Binary("weak until", left, right):
                stop = self.of(right, positive=positive)
                kept = self._join("or" if positive else "and", self.of(left, positive=positive), stop)
                return self._join("release" if positive else "until", stop, kept)
            case Binary(operator, left, right):
                dual = {"and": "or", "or": "and", "until": "release", "release": "until"}
                name = operator if positive else dual[operator]
                return self._join(name, self.of(left, positive=positive), self.of(right, positive=positive))
        raise TypeError(formula)

    def _join(self, operator: str, left: int, right: int) -> int:
        match operator:
            case "and":
                if NO in (left, right):
                    return NO
                if left in (YES, right) or right == YES:
                    return left if right == YES else right
                return self._node("and", *sorted((left, right)))
            case "or":
                if YES in (left, right):
                    return YES
                if left in (NO, right) or right == NO:
                    return left if right == NO else right
                return self._node("or", *sorted((left, right)))
            case "until":
                return right if right in (NO, YES) or left in (NO, right) else self._node("until", left, right)
            case _:
                return right if right in (NO, YES) or left in (YES, right) else self._node("release", left, right)

    def _node(self, operator: Operator, *parts: int) -> int:
        node: Node = (operator, parts)
        number = self._numbers.setdefault(node, len(self.nodes))
        if number == len(self.nodes):
            self.nodes.append(node)
        return number

    def formula(self, number: int) -> Formula:
        """The formula of a number: as it was written, or else with the short operators put back."""
        if number in self._written:
            return self._written[number]
        operator, parts = self.nodes[number]
        match operator:
            case "true" | "false":
                return Constant(operator == "true")
            case "literal":
                return Proposition(parts[0])
            case "not literal":
                return Unary("not", Proposition(parts[0]))
            case "next" | "weak next":
                return Unary(operator, self.formula(parts[0]))
            case "until" if parts[0] == YES:
                return Unary("eventually", self.formula(parts[1]))
            case "release" if parts[0] == NO:
                return Unary("always", self.formula(parts[1]))
            case "release" if self.nodes[parts[1]][0] == "or" and parts[0] in self.nodes[parts[1]][1]:
                (kept,) = (part for part in self.nodes[parts[1]][1] if part != parts[0])
                return Binary("weak until", self.formula(kept), self.formula(parts[0]))
            case "and" | "or" | "until" | "release":
                return Binary(operator, self.formula(parts[0]), self.formula(parts[1]))
        raise AssertionError(operator)
