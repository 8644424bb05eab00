"""A formula to text as an author might write it: words or signs, brackets where they are needed."""

from __future__ import annotations

from random import Random

from pathways.rules.ltlf.formula import Binary, Constant, Formula, Proposition, Unary

SIGNS = {
    "always": "G", "eventually": "F", "next": "X", "weak next": "WX", "not": "!", "until": "U", "weak until": "W",
    "release": "R", "and": "&", "or": "|", "implies": "->", "iff": "<->",
}  # fmt: skip


def spelt(formula: Formula, dice: Random) -> str:
    """Text that is read as the formula again; every atom is a tuple that begins with its text."""

    def word(operator: str) -> str:
        return SIGNS.get(operator, operator) if dice.random() < 0.5 else operator

    def part(inner: Formula) -> str:
        text = spelt(inner, dice)
        return text if isinstance(inner, Constant | Proposition) and dice.random() < 0.5 else f"({text})"

    match formula:
        case Constant(value):
            return str(value).lower()
        case Proposition(tuple() as atom):
            return str(atom[0])
        case Unary(operator, inner):
            return f"{word(operator)} ({spelt(inner, dice)})"
        case Binary(operator, left, right):
            return f"{part(left)} {word(operator)} {part(right)}"
    raise TypeError(formula)
