"""A key that does not belong where it stands in a pathway to what was meant: another kind of state, another column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pathways.definition.misspelt import unknown_field
from pathways.definition.model import KINDS, OtherwiseSpec, StateSpec, TaskSpec, WhenSpec
from pathways.definition.report import listed
from pathways.definition.shape import Holder, Stray, field_types, value_at
from pathways.source import Key

_WAYS_OUT: Final = ("then", "after", "choose", "branches", "exits")
# What to say when a field stands on a kind of state that has another way of saying it.
_INSTEAD: Final = {
    ("decision", "then"): (
        "a decision has no 'then'; its ways out stand under 'choose'",
        "write 'choose:' with a last branch '{otherwise: ...}', or remove 'kind: decision'",
    ),
    ("use", "then"): (
        "'kind: use' has no 'then'; its ways out stand under 'exits', one for each outcome",
        "write 'exits: {<outcome>: <a state here>}'",
    ),
    ("task", "choose"): ("a task has no 'choose'; only a decision chooses", "add 'kind: decision'"),
    ("task", "branches"): ("a task has no 'branches'; only a parallel state has", "add 'kind: parallel'"),
    ("task", "pathway"): ("a task has no 'pathway'; only a use has", "add 'kind: use'"),
    ("task", "exits"): ("a task has no 'exits'; only a use has", "add 'kind: use'"),
    ("task", "outcome"): ("a task has no 'outcome'; only an end has", "add 'kind: end'"),
    ("task", "for"): ("a task has no 'for'; only a wait has", "add 'kind: wait', or write 'target:' for a standard"),
    ("panel", "choose"): (
        "a panel has no 'choose'; it finds something, and a decision after it chooses",
        "write 'finds:' and 'then:' here, and put 'choose:' in a state with 'kind: decision'",
    ),
    ("panel", "after"): ("a panel has no 'after'", "remove it, or put a wait with 'after:' before the panel"),
    ("decision", "finds"): (
        "a decision has no 'finds'; it only chooses by what is known already",
        "put 'finds:' in the task or panel before it",
    ),
    ("decision", "target"): ("a decision has no 'target'; it takes no time", "put 'target:' on the state before it"),
}
# Where the fields belong that do not stand on a state or at the left margin.
_BELONGS: Final[Mapping[str, str]] = {
    "when": "a branch of a decision, or an interrupt", "otherwise": "the last branch of a decision",
    "values": "an attribute", "range": "an attribute", "from": "an attribute or a target", "starts": "an attribute",
    "during": "an interrupt", "within": "a target", "to": "a target", "rule": "a departure", "reason": "a departure",
    "at_least": "the test of a whole number", "at_most": "the test of a whole number", "any": "a condition",
    "all": "a condition", "not": "a condition",
}  # fmt: skip


def stray(path: tuple[Key, ...], owner: Holder, plain: Any, *, is_misspelt: bool) -> Stray | None:
    """What to say of the key at the end of `path`, which `owner` does not have; None if nothing better is known.

    `is_misspelt` says that it is like a field which its owner does have.
    """
    above, key = path[:-1], str(path[-1])
    kind = next((kind for kind, model in KINDS.items() if model is owner.model), None)
    kinds = [kind for kind, model in KINDS.items() if key in field_types(model)]
    if kind == "end" and key in _WAYS_OUT:
        return Stray(
            "end-with-exit",
            f"'{above[-1]}' is an end, so nothing leaves it, but it has '{key}'",
            "an end without a next state: finished means finished",
            f"remove '{key}', or remove 'kind: end' if the referral goes on from here",
        )
    if key == "otherwise" and owner.model is WhenSpec:
        return Stray(
            "when-and-otherwise",
            "this branch has both a condition ('when') and 'otherwise'",
            "'when:' with 'then:', or 'otherwise:' alone for what is left",
            "write 'then:' instead of 'otherwise:', or remove 'when:'",
            "then",
        )
    if key == "then" and owner.model is OtherwiseSpec:
        return Stray(
            "then-and-otherwise",
            "this branch names its next state twice, under 'otherwise' and under 'then'",
            "'otherwise:' with the name of the state",
            "remove 'then:'",
        )
    if kind is not None and kinds:
        return _misplaced(key, kind, owner, kinds)
    return None if is_misspelt else _in_wrong_column(path, owner, value_at(plain, path), is_state=kind is not None)


def _misplaced(key: str, kind: str, owner: Holder, kinds: list[str]) -> Stray:
    fact, remedy = _INSTEAD.get(
        (kind, key),
        (
            f"{kind_called(kind)} has no '{key}'; it belongs to {_kinds(kinds)}",
            f"remove '{key}', or write the kind that is meant: 'kind: {kinds[0]}'",
        ),
    )
    own = [field for field in owner.fields if field not in StateSpec.model_fields and field != "kind"]
    expected = f"a field that {kind_called(kind)} has: {listed(own)}"
    return Stray("misplaced-field", fact, expected, remedy, "choose" if (kind, key) == ("decision", "then") else None)


def _in_wrong_column(path: tuple[Key, ...], owner: Holder, value: Any, *, is_state: bool) -> Stray | None:
    """A state outside 'states', or a field of a state outside its state."""
    *above, key = path
    fact = remedy = ""
    if key in _BELONGS:
        fact = f"{owner.called} has no '{key}'; that belongs to {_BELONGS[str(key)]}"
    looks_like_state = isinstance(value, dict) and bool({"lane", "then", "kind", "choose", "finds"} & set(value))
    if looks_like_state and not above:
        fact = f"'{key}' looks like a state, but it stands beside 'states', not in it"
        remedy = f"indent '{key}' and what belongs to it under 'states'"
    elif looks_like_state and is_state:
        fact = f"'{key}' looks like a state, but it stands inside the state '{above[-1]}'"
        remedy = f"let '{key}' begin in the same column as '{above[-1]}'"
    elif not above and key in field_types(TaskSpec):
        fact = f"'{key}' belongs to a state, but it stands at the left margin"
        remedy = f"indent '{key}' under the name of its state"
    return unknown_field(str(key), owner, fact, remedy) if fact else None


def kind_called(kind: str) -> str:
    """A kind of state with its article."""
    return {"end": "an end", "parallel": "a parallel state"}.get(kind, f"a {kind}")


def _kinds(kinds: list[str]) -> str:
    """Kinds of states with their articles, as a sentence lists them."""
    called = [kind_called(kind) for kind in kinds]
    return called[0] if len(called) == 1 else f"{', '.join(called[:-1])} and {called[-1]}"
