"""Words of a formula that do not fit where they stand to what is wrong with them, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pathways.definition.report import nearest
from pathways.rules.ltlf.tokens import OPERATORS, UNARY, FormulaError, Token

STATES: Final = "a state, '#tag', 'lane:...', 'outcome:...', 'kind:...' or 'pathway:...'"
EVENTS: Final = "'arrive', 'complete', 'timeout', 'decide', 'join' or the name of an interrupt"
_ATOMS: Final = (
    "'enter(panel)', 'in(channel)', 'leave(channel)', 'event(timeout)', 'consent = refused' or 'consent known'"
)
_JOINING: Final = ("and", "or", "implies", "iff", "until", "release")
# Words that authors take for those of formulas.
_OTHER_WORDS: Final = {
    "then": "implies", "globally": "always",
    "finally": "eventually", "sometime": "eventually", "unless": "weak until", "before": "until", "xor": "iff",
    "weakly": "weak until", "releases": "release", "g": "G", "f": "F", "x": "X", "u": "U", "w": "W", "wx": "WX",
    "after": "enter", "enters": "enter", "entered": "enter", "entering": "enter", "arrive": "enter",
    "leaves": "leave", "left": "leave", "exit": "leave", "at": "in", "stands": "in", "state": "in", "happens": "event",
}  # fmt: skip


def empty() -> FormulaError:
    return FormulaError(
        "the formula is empty",
        "a formula such as 'always (enter(pcm) implies consent = refused)'",
        "write what must be true of every referral's way",
        0,
        1,
    )


def cannot_follow(text: str, before: Token, token: Token) -> FormulaError:
    """Something that stands where a part is over."""
    if token.kind == "sign" and token.text == ")":
        return _at(token, "this ')' closes nothing", "as many '(' as ')'", "remove it, or add the '(' that is missing")
    meant = _meant(token.text, _JOINING)
    return _at(
        token,
        f"'{token.text}' cannot follow '{text[before.start : before.end]}'",
        "the end, or a word that joins two parts: 'and', 'or', 'implies', 'iff', 'until', 'weak until' or 'release'",
        f"write '{meant}' instead" if meant else "write 'and', 'or' or 'implies' before it",
    )


def no_condition(text: str, before: Token | None, token: Token) -> FormulaError:
    """Something else, or nothing, where a condition must stand."""
    expected = f"a condition, such as {_ATOMS}"
    if token.kind == "end" and before is not None:
        return _at(
            before,
            f"the formula stops after '{text[before.start : before.end]}'",
            expected,
            "write the condition that belongs after it",
        )
    remedy = "write a condition, or remove it"
    if token.operator or token.text == ")":
        remedy = "write the condition that belongs before it, or remove it"
    return _at(token, f"there is '{token.text}' where a condition belongs", expected, remedy)


def not_a_word(word: Token, follows: Token, then: Token) -> FormulaError:
    """A name that is neither a word of formulas nor an attribute of which something is said."""
    if follows.kind == "sign" and follows.text == "(":
        meant = _meant(word.text, ("enter", "in", "leave", "event", *UNARY))
        gap = " " if meant in OPERATORS else ""
        return _at(
            word,
            f"'{word.text}' is not a word that can stand before '('",
            "'enter', 'in', 'leave' or 'event', or an operator such as 'always' or 'not'",
            f"write '{meant}{gap}('" if meant else f"for a state of that name write 'enter({word.text})'",
        )
    if word.text in ("enter", "in", "leave", "event"):
        named = follows.text if follows.kind in ("name", "quoted") else "..."
        return _at(
            word,
            f"'{word.text}' has no brackets after it",
            f"the names that are meant, in brackets after '{word.text}'",
            f"write '{word.text}({named})'",
        )
    if word.text.lower() in ("if", "when", "whenever"):
        return _at(
            word,
            f"'{word.text}' is not a word of formulas",
            "'implies' between a condition and what follows from it",
            "write for instance 'always (enter(pcm) implies consent = refused)'",
        )
    if follows.text in ("is", "was", "be", "equals", "has"):
        value = then.text if then.kind in ("name", "quoted") else "..."
        return _at(
            follows,
            f"'{follows.text}' is not a word of formulas",
            "'=', '!=', 'in [...]' or 'known', or for numbers '>=', '<=', '>' or '<'",
            f"write '{word.text} known'" if value == "known" else f"write '{word.text} = {value}'",
        )
    meant = _meant(word.text, tuple(OPERATORS))
    if meant is None and follows.kind in ("name", "quoted"):
        return _at(
            follows,
            f"there is no '=' between '{word.text}' and '{follows.text}'",
            "'=', '!=' or 'in [...]' before a value of an attribute",
            f"write '{word.text} = {follows.text}'",
        )
    if meant is not None:
        return _at(
            word,
            f"'{word.text}' is not a word of formulas",
            f"an operator such as 'always', or a condition such as {_ATOMS}",
            f"write '{meant}'",
        )
    return _at(
        word,
        f"'{word.text}' stands alone, so it does not say what must be true of it",
        f"a condition, such as {_ATOMS}",
        f"for a state write 'enter({word.text})' or 'in({word.text})', for an attribute '{word.text} = ...'",
    )


def not_a_name(token: Token, what: str, closing: str) -> FormulaError:
    """Something else, or nothing, where a list of names needs one."""
    fact = "the list of names is not finished" if token.kind == "end" else f"there is '{token.text}' instead of a name"
    return _at(token, fact, what, f"write the name, and '{closing}' after the last one")


def no_comma(one: Token, other: Token, closing: str) -> FormulaError:
    return _at(
        other,
        f"there is no ',' between '{one.text}' and '{other.text}'",
        f"a ',' between the names, and '{closing}' after the last one",
        f"write '{one.text}, {other.text}'",
    )


def never_closed(opening: Token, closing: str) -> FormulaError:
    return _at(
        opening,
        f"this '{opening.text}' is never closed",
        f"a '{closing}' where what it holds ends",
        f"add '{closing}'",
    )


def no_list(token: Token, values: str) -> FormulaError:
    """No list after `in`, but perhaps these values."""
    fact = "nothing follows 'in'" if token.kind == "end" else f"'{token.text}' follows 'in' without square brackets"
    return _at(token, fact, "a list of values in square brackets", f"write 'in [{values}]'")


def no_value(token: Token, attribute: str, sign: str, values: str) -> FormulaError:
    """No value after a sign, but perhaps a list of these."""
    fact = f"there is no value after '{sign}'" if token.kind == "end" else f"'{token.text}' is no value"
    remedy = "write the value; one with a space or a sign in it stands in quotation marks"
    if token.text == "[" and token.kind == "sign":
        remedy = f"for one of several values write '{attribute} in [{values}]'"
    return _at(token, fact, f"a value of '{attribute}' after '{sign}'", remedy)


def no_number(token: Token, attribute: str, sign: str) -> FormulaError:
    return _at(
        token,
        f"'{token.text}' is not a whole number, so nothing is more or less than it",
        f"a whole number in at most six digits after '{sign}'",
        f"write '{attribute} = {token.text}', if that is what is meant",
    )


def too_deep(token: Token, deepest: int) -> FormulaError:
    return _at(
        token,
        f"the formula is nested more than {deepest} deep",
        "a formula that can be read",
        "split the rule into several",
    )


def too_long(token: Token, longest: int) -> FormulaError:
    return _at(
        token,
        f"the formula has more than {longest} words and signs",
        "a formula that can be read; several states or values may stand in one list",
        "split the rule into several",
    )


def _at(token: Token, fact: str, expected: str, remedy: str) -> FormulaError:
    return FormulaError(fact, expected, remedy, token.start, max(token.end, token.start + 1))


def _meant(word: str, known: Sequence[str]) -> str | None:
    """The word that was probably meant."""
    low = word.lower()
    if low != word and low in known:
        return low
    other = _OTHER_WORDS.get(low)
    if other in known:
        return other
    return nearest(low, [name for name in known if name.isalpha() and name.islower() and len(name) > 2])
