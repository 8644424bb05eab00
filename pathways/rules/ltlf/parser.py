"""The text of a formula to the formula, or the one fault that stops the reading.

    formula   = implies { "iff" implies }                                          loosest
    implies   = or { "implies" or }
    or        = and { "or" and }
    and       = until { "and" until }
    until     = unary { ("until" | "weak until" | "release") unary }
    unary     = ("not" | "always" | "never" | "eventually" | "next" | "weak next") unary | atom      tightest
    atom      = "(" formula ")" | "true" | "false" | test
    test      = ("enter" | "in" | "leave") "(" selector { "," selector } ")" | "event" "(" name { "," name } ")"
              | attribute ("=" | "!=" | ">=" | "<=" | ">" | "<") value
              | attribute ["not"] "in" "[" value { "," value } "]" | attribute "known"

Two of `implies`, `iff` and the kinds of `until` side by side need brackets, and so does whatever English could read
in two ways (see `clarity`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, cast

from pathways.rules.ltlf import complaints
from pathways.rules.ltlf.atoms import EventAtom, How, StateAtom, ValueAtom, Word
from pathways.rules.ltlf.clarity import Part, check_binary, tail_of
from pathways.rules.ltlf.formula import FALSE, TRUE, Binary, BinaryOperator, Formula, Proposition, Unary, UnaryOperator
from pathways.rules.ltlf.tokens import UNARY, Token, tokens

_LEVELS: Final = (("iff",), ("implies",), ("or",), ("and",), ("until", "weak until", "release"))  # loosest first
_STATES: Final = ("enter", "in", "leave")
_SIGNS: Final = ("=", "==", "!=", ">=", "<=", ">", "<")
_DEEPEST: Final = 40  # brackets and operators before their operand
_LONGEST: Final = 400  # words and signs
_WHOLE: Final = re.compile("-?[0-9]{1,6}")


def parse(text: str, placeholders: Mapping[str, Formula] | None = None) -> Formula:
    """Read a formula.

    Parameters
    ----------
    placeholders
        What a name standing alone means, for formulas that are patterns of others.

    Raises
    ------
    FormulaError
        At the first word that does not fit, with what was expected there and how to put it right.
    """
    parser = _Parser(text, placeholders or {})
    if parser.is_over:
        raise complaints.empty()
    if len(parser.tokens) > _LONGEST:
        raise complaints.too_long(parser.tokens[_LONGEST], _LONGEST)
    part = parser.level(0)
    if not parser.is_over:
        raise complaints.cannot_follow(text, parser.before, parser.now)
    return part.formula


class _Parser:
    """Reads word by word, from the loosest operators down to the tightest."""

    def __init__(self, text: str, placeholders: Mapping[str, Formula]) -> None:
        self.text, self.placeholders = text, placeholders
        self.tokens = tokens(text)
        self.at = 0
        self.depth = 0

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    @property
    def is_over(self) -> bool:
        return self.now.kind == "end"

    @property
    def before(self) -> Token:
        return self.tokens[self.at - 1]

    def take(self) -> Token:
        token = self.now
        self.at += token.kind != "end"
        return token

    def is_sign(self, sign: str) -> bool:
        return self.now.kind == "sign" and self.now.text == sign

    def level(self, number: int) -> Part:
        """A formula of operators that bind at least as tightly as those of a level."""
        if number == len(_LEVELS):
            return self.unary()
        left = self.level(number + 1)
        while self.now.operator in _LEVELS[number]:
            operator = self.take()
            right = self.level(number + 1)
            check_binary(self.text, left, operator, right)
            formula = Binary(cast(BinaryOperator, operator.operator), left.formula, right.formula)
            left = Part(formula, left.start, right.end, operator, right.tail)
        return left

    def unary(self) -> Part:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise complaints.too_deep(self.now, _DEEPEST)
        if self.now.operator in UNARY:
            operator = self.take()
            inner = self.unary()
            formula = Unary(cast(UnaryOperator, operator.operator), inner.formula)
            part = Part(formula, operator.start, inner.end, operator, tail_of(operator, inner))
        else:
            part = self.atom()
        self.depth -= 1
        return part

    def atom(self) -> Part:
        before = self.before if self.at else None
        token = self.take()
        if token.kind == "sign" and token.text == "(":
            inner = self.level(0)
            self.close(")", token)
            return Part(inner.formula, token.start, self.before.end, is_bracketed=True)
        if token.operator in ("true", "false"):
            return Part(TRUE if token.operator == "true" else FALSE, token.start, token.end)
        if token.kind not in ("name", "quoted"):
            raise complaints.no_condition(self.text, before, token)
        if token.kind == "name" and token.text in self.placeholders:
            return Part(self.placeholders[token.text], token.start, token.end)
        if token.kind == "name" and self.is_sign("("):
            if token.text in _STATES:
                names = self.names(self.take(), ")", complaints.STATES)
                return self.part(token, StateAtom(cast(How, token.text), names))
            if token.text == "event":
                return self.part(token, EventAtom(self.names(self.take(), ")", complaints.EVENTS)))
        return self.test(token)

    def part(self, first: Token, atom: StateAtom | EventAtom | ValueAtom, *, denied: bool = False) -> Part:
        formula: Formula = Proposition(atom)
        return Part(Unary("not", formula) if denied else formula, first.start, self.before.end)

    def names(self, opening: Token, closing: str, what: str) -> tuple[Word, ...]:
        """The names up to a closing bracket."""
        words: list[Word] = []
        while True:
            token = self.take()
            if token.kind not in ("name", "quoted") and not token.is_word:
                raise complaints.not_a_name(token, what, closing)
            words.append(_word(token))
            if self.now.kind in ("name", "quoted"):
                raise complaints.no_comma(token, self.now, closing)
            if not self.is_sign(","):
                self.close(closing, opening)
                return tuple(words)
            self.take()

    def test(self, attribute: Token) -> Part:
        """What is said of an attribute."""
        name, sign = _word(attribute), self.now
        if sign.kind == "name" and sign.text == "known":
            self.take()
            return self.part(attribute, ValueAtom(name))
        is_denied = sign.operator == "not" and self.tokens[self.at + 1].text == "in"
        if (sign.kind == "name" and sign.text == "in") or is_denied:
            self.at += 1 + is_denied
            opening = self.take()
            if opening.kind != "sign" or opening.text != "[":
                raise complaints.no_list(opening, self.values_near())
            values = self.names(opening, "]", f"a value of '{attribute.text}'")
            return self.part(attribute, ValueAtom(name, values), denied=is_denied)
        if sign.kind == "sign" and sign.text in _SIGNS:
            return self.compared(attribute)
        raise complaints.not_a_word(attribute, sign, self.tokens[min(self.at + 1, len(self.tokens) - 1)])

    def compared(self, attribute: Token) -> Part:
        name, sign, value = _word(attribute), self.take().text, self.take()
        if value.kind not in ("name", "quoted") and not value.is_word:
            raise complaints.no_value(value, attribute.text, sign, self.values_near())
        if sign in ("=", "==", "!="):
            return self.part(attribute, ValueAtom(name, (_word(value),)), denied=sign == "!=")
        if _WHOLE.fullmatch(value.text) is None:
            raise complaints.no_number(value, attribute.text, sign)
        bound = int(value.text) + {">": 1, "<": -1}.get(sign, 0)
        word = Word(str(bound), value.start, value.end)
        if sign[0] == ">":
            return self.part(attribute, ValueAtom(name, at_least=word))
        return self.part(attribute, ValueAtom(name, at_most=word))

    def values_near(self) -> str:
        """The values, with commas between them, that stand about where one was expected."""
        found = []
        for token in self.tokens[self.at - 1 :]:
            if token.kind in ("name", "quoted"):
                found.append(self.text[token.start : token.end])
            elif token.text not in ("[", ","):
                break
        return ", ".join(found) or "refused, unlikely"

    def close(self, closing: str, opening: Token) -> None:
        if self.is_sign(closing):
            self.take()
        elif self.is_over:
            raise complaints.never_closed(opening, closing)
        else:
            raise complaints.cannot_follow(self.text, self.before, self.now)


def _word(token: Token) -> Word:
    return Word(token.text, token.start, token.end)
