"""Formulas that English would let one read in two ways: brackets are demanded instead of guessed.

Operators written as letters and signs (`G p -> q`) bind as in all tools of temporal logic. Written as words they
sound like English, and `always enter(a) implies ...` would be read as `always (enter(a) implies ...)`, which it is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pathways.rules.ltlf.formula import Formula
from pathways.rules.ltlf.tokens import FormulaError, Token

_REACHING: Final = ("always", "never", "eventually", "next", "weak next")
# Of each of these groups, two operators side by side need brackets.
_GROUPS: Final = (("implies", "iff"), ("until", "weak until", "release"))


@dataclass(frozen=True)
class Part:
    """A formula that has been read, and where.

    Parameters
    ----------
    top
        Its outermost operator; None for an atom, or in brackets.
    tail
        The word, if any, that reaches over its right end: in `p and always q` it is `always`.
    is_bracketed
        Whether it stands in brackets.
    """

    formula: Formula
    start: int
    end: int
    top: Token | None = None
    tail: Token | None = None
    is_bracketed: bool = False


def tail_of(operator: Token, operand: Part) -> Token | None:
    """The word that reaches over the right end of an operator with its operand."""
    if operand.is_bracketed:
        return None
    return operator if operator.is_word and operator.operator in _REACHING else operand.tail


def check_binary(text: str, left: Part, operator: Token, right: Part) -> None:
    """Refuse two parts joined by an operator, where it is not clear what belongs together.

    Raises
    ------
    FormulaError
        With both ways of writing it, in brackets.
    """
    for group in _GROUPS:
        for part in (left, right):
            inner = part.top
            if operator.operator in group and inner is not None and inner.operator in group:
                first, second = (inner, operator) if part is left else (operator, inner)
                raise _unclear(
                    f"it is not clear whether '{first.text}' or the '{second.text}' after it comes first",
                    f"({_cut(text, left.start, second.start)}) {_cut(text, second.start, right.end)}",
                    f"{_cut(text, left.start, first.end)} ({_cut(text, first.end, right.end)})",
                    second,
                )
    if not operator.is_word:
        return
    tail = left.tail
    if tail is not None:
        raise _unclear(
            f"it is not clear how far '{tail.text}' reaches",
            f"{_cut(text, left.start, tail.end)} ({_cut(text, tail.end, right.end)})",
            f"({_cut(text, left.start, left.end)}) {_cut(text, operator.start, right.end)}",
            tail,
        )
    for part in (left, right):
        top = part.top
        if operator.operator in ("and", "or") and top is not None and top.operator in _GROUPS[1]:
            raise FormulaError(
                f"it is not clear how far '{top.text}' reaches, beside '{operator.text}'",
                "brackets that show what belongs together",
                f"write '({_cut(text, part.start, part.end)})', if that is what belongs together",
                top.start,
                top.end,
            )


def _cut(text: str, start: int, end: int) -> str:
    """Part of the text, if it is not too long to be shown again."""
    cut = " ".join(text[start:end].split())
    return cut if len(cut) <= 60 else f"{cut[:57]}..."


def _unclear(fact: str, one: str, other: str, at: Token) -> FormulaError:
    return FormulaError(
        fact, "brackets that show what belongs together", f"write '{one}' or '{other}'", at.start, at.end
    )
