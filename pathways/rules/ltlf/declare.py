"""The templates of Declare, a line each: formulas over `a` and `b`, and the words that close a counterexample."""

from __future__ import annotations

from typing import Final

from pathways.rules.kinds.counting import often
from pathways.rules.ltlf.entries import Template, at_least, at_most
from pathways.rules.ltlf.formula import Formula

_A: Final = (("eventually a", "enters {a}"),)
_B: Final = (("eventually b", "enters {b}"),)
_EITHER: Final = (("(eventually a) or (eventually b)", "enters {a} or {b}"),)
_AFTER: Final = "after {a} and without {b} since"
_BEFORE: Final = "without having entered {a} before {b}"
_BETWEEN: Final = "without {a} since the last {b}, or since the start"
_PRECEDENCE: Final = "(not b) weak until a"
_RESPONSE: Final = "always (a implies eventually b)"
_ALTERNATE_RESPONSE: Final = "always (a implies next ((not a) until b))"
_ALTERNATE_PRECEDENCE: Final = f"({_PRECEDENCE}) and always (b implies weak next ({_PRECEDENCE}))"
_NOT_AFTER: Final = "which must not come after {a}"
_NOT_NEXT: Final = "which must not come in the step after {a}"
_BOTH: Final = "having entered both {a} and {b}"

COUNTED: Final = ("existence", "absence", "exactly")
TEMPLATES: Final[dict[str, Template]] = {
    "init": Template("a", "The way of every referral begins by entering `a`.", "so its way does not begin with {a}"),
    "end": Template(
        "eventually (a and weak next false)",
        "The last step of every referral enters `a`.",
        "and that last step does not enter {a}",
    ),
    "choice": Template(
        "(eventually a) or (eventually b)",
        "Every referral enters `a` or `b`.",
        "having entered neither {a} nor {b}",
    ),
    "exclusive_choice": Template(
        "((eventually a) or (eventually b)) and not ((eventually a) and (eventually b))",
        "Every referral enters one of `a` and `b`, and none enters both.",
        "having entered neither {a} nor {b}",
        _BOTH,
    ),
    "responded_existence": Template(
        "(eventually a) implies (eventually b)",
        "A referral that enters `a` also enters `b`, sooner or later.",
        "having entered {a} but never {b}",
        matters=_A,
    ),
    "co_existence": Template(
        "(eventually a) iff (eventually b)",
        "A referral that enters one of `a` and `b` also enters the other.",
        "having entered one of {a} and {b} without the other",
        matters=_EITHER,
    ),
    "response": Template(_RESPONSE, "After `a` comes `b`, sooner or later.", _AFTER, matters=_A),
    "precedence": Template(_PRECEDENCE, "Before `b` there has been `a`.", _BEFORE, matters=_B),
    "succession": Template(
        f"({_RESPONSE}) and ({_PRECEDENCE})",
        "After `a` comes `b`, and before `b` there has been `a`.",
        _AFTER,
        _BEFORE,
        _EITHER,
    ),
    "alternate_response": Template(
        _ALTERNATE_RESPONSE,
        "After each `a` comes `b` before the next `a`.",
        _AFTER,
        "after {a} and without {b} in between",
        _A,
    ),
    "alternate_precedence": Template(
        _ALTERNATE_PRECEDENCE, "Before each `b` there has been `a` since the last `b`.", _BETWEEN, matters=_B
    ),
    "alternate_succession": Template(
        f"({_ALTERNATE_RESPONSE}) and ({_ALTERNATE_PRECEDENCE})",
        "`a` and `b` take turns, beginning with `a` and ending with `b`.",
        _AFTER,
        "out of turn: {a} and {b} must alternate, {a} first",
        _EITHER,
    ),
    "chain_response": Template(
        "always (a implies next b)",
        "The step after `a` enters `b`.",
        "by entering {a}, so no step follows that could enter {b}",
        "in the step after {a}, which must enter {b}",
        _A,
    ),
    "chain_precedence": Template(
        "(not b) and always ((next b) implies a)",
        "The step before `b` enters `a`.",
        "without {a} in the step just before",
        matters=_B,
    ),
    "chain_succession": Template(
        "(not b) and always (a iff (next b))",
        "The step after `a` enters `b`, and the step before `b` enters `a`.",
        "by entering {a}, so no step follows that could enter {b}",
        "though {b} must come in the step just after {a}, and in no other",
        _EITHER,
    ),
    "not_co_existence": Template(
        "not ((eventually a) and (eventually b))", "No referral enters both `a` and `b`.", _BOTH, matters=_A + _B
    ),
    "not_succession": Template(
        "always (a implies never b)",
        "After `a` (or with it) there is no `b`.",
        _NOT_AFTER,
        matters=_A,
    ),
    "not_chain_succession": Template(
        "always (a implies not next b)",
        "The step after `a` does not enter `b`.",
        _NOT_NEXT,
        matters=_A,
    ),
    "not_responded_existence": Template(
        "(eventually a) implies never b", "A referral that enters `a` never enters `b`.", _BOTH, matters=_A
    ),
    "not_response": Template(
        "always (a implies never b)",
        "After `a` (or with it) there is no `b`.",
        _NOT_AFTER,
        matters=_A,
    ),
    "not_precedence": Template(
        "always ((eventually b) implies not a)",
        "Before `b` (or with it) there has been no `a`.",
        _NOT_AFTER,
        matters=_B,
    ),
    "not_chain_response": Template(
        "always (a implies not next b)",
        "The step after `a` does not enter `b`.",
        _NOT_NEXT,
        matters=_A,
    ),
    "not_chain_precedence": Template(
        "always ((next b) implies not a)", "The step before `b` does not enter `a`.", _NOT_NEXT, matters=_B
    ),
}
SINGLE: Final = (*COUNTED, "init", "end")


def declare_template(name: str, times: int) -> Template:
    """The line of the table; for those that count, with words for their number."""
    number = often(times)
    match name:
        case "existence":
            never = "without ever having entered {a}"
            return Template("least", "", never if number == "once" else f"having entered {{a}} less than {number}")
        case "absence":
            return Template("fewer", "", f"having entered {{a}}{'' if number == 'once' else f' {number}'}")
        case "exactly":
            less, more = (f"having entered {{a}} {how} than {number}" for how in ("less", "more"))
            return Template("least and most", "", less.replace("less than once", "not at all"), more)
    return TEMPLATES[name]


def declare_counts(times: int, a: Formula) -> dict[str, Formula]:
    """What the words of the templates that count stand for."""
    return {"least": at_least(times, a), "most": at_most(times, a), "fewer": at_most(times - 1, a)}
