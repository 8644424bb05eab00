"""The text of a formula to its words and signs, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

TokenKind = Literal["operator", "name", "quoted", "sign", "end"]

# What an author may write, to the operator it means. Letters and signs are those of LTL tools.
OPERATORS: Final = {
    "always": "always", "never": "never", "eventually": "eventually", "next": "next", "weak next": "weak next",
    "until": "until", "weak until": "weak until", "release": "release",
    "and": "and", "or": "or", "not": "not", "implies": "implies", "iff": "iff", "true": "true", "false": "false",
    "G": "always", "F": "eventually", "X": "next", "WX": "weak next", "U": "until", "W": "weak until", "R": "release",
    "&": "and", "&&": "and", "|": "or", "||": "or", "!": "not", "->": "implies", "<->": "iff",
}  # fmt: skip
UNARY: Final = ("not", "always", "never", "eventually", "next", "weak next")
_TOKEN: Final = re.compile(
    r"""\s*(?:
      (?P<quoted>"[^"]*"|'[^']*')
    | (?P<name>-[0-9]+|\#?[A-Za-z0-9][A-Za-z0-9_.:\#-]*(?<![.:-]))
    | (?P<sign><->|->|&&|\|\||!=|>=|<=|==|[&|!()\[\],=<>])
    | (?P<odd>\S)
    )""",
    re.VERBOSE,
)


class FormulaError(Exception):
    """A formula that cannot be read: what is wrong and where, what was expected, and what to do."""

    def __init__(self, fact: str, expected: str, remedy: str, start: int, end: int) -> None:
        super().__init__(fact)
        self.fact, self.expected, self.remedy = fact, expected, remedy
        self.start, self.end = start, end


@dataclass(frozen=True)
class Token:
    """`text` is as written, without quotes; `operator` is what it means, if it is one."""

    kind: TokenKind
    text: str
    start: int
    end: int
    operator: str = ""

    @property
    def is_word(self) -> bool:
        """Whether it is an operator written out, and not as a letter or sign."""
        return self.operator != "" and self.text.islower()


def tokens(text: str) -> list[Token]:
    """Every word and sign, and an `end`.

    Raises
    ------
    FormulaError
        At a character that belongs to no formula, or a quotation mark without its fellow.
    """
    found: list[Token] = []
    at = 0
    while match := _TOKEN.match(text, at):
        at = match.end()
        kind = str(match.lastgroup)
        word, start = match[kind], match.start(kind)
        if kind == "odd":
            raise _odd(text, word, start)
        if kind == "quoted":
            found.append(Token("quoted", word[1:-1], start, at))
        elif kind == "name" and word in ("next", "until") and found and found[-1].text == "weak":
            weak = found.pop()
            found.append(Token("operator", f"weak {word}", weak.start, at, f"weak {word}"))
        elif word in OPERATORS:
            found.append(Token("operator", word, start, at, OPERATORS[word]))
        else:
            found.append(Token("name" if kind == "name" else "sign", word, start, at))
    end = len(text.rstrip())
    return [*found, Token("end", "", max(0, end - 1), end)]


def _odd(text: str, word: str, start: int) -> FormulaError:
    if word in "\"'":
        return FormulaError(
            f"a quotation mark ({word}) has no fellow",
            'a value in quotation marks, such as "not known"',
            f"add {word} where the value ends",
            start,
            len(text.rstrip()),
        )
    meant = {"“": '"', "”": '"', "‘": "'", "’": "'", "→": "->", "⇒": "->", "↔": "<->", "∧": "and", "∨": "or",
             "¬": "not", "~": "not", "□": "always", "◇": "eventually", "≥": ">=", "≤": "<=", "≠": "!=", "{": "(",
             "}": ")", ";": ",", "*": "and", "+": "or", "/": "or", ":": "="}.get(word)  # fmt: skip
    return FormulaError(
        f"'{word}' has no meaning in a formula",
        "words such as 'always' and 'implies', conditions such as 'enter(panel)' and 'consent = refused', and brackets",
        f"write '{meant}' instead" if meant else "remove it, or put the value that holds it in quotation marks",
        start,
        start + 1,
    )
