"""Keys that do not belong where they stand to findings: misspelt, on the wrong kind of state, or run together."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from pathways.definition.fields import BELONGS, FIELDS, OTHER_FIELDS
from pathways.definition.model import KINDS, StateSpec
from pathways.definition.report import Report, listed
from pathways.definition.shape import Holder, holder, kind_called
from pathways.errors import Place
from pathways.source import Document, Key

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


class Misspelt:
    """Reports keys that do not belong, and remembers which fields they were meant to be."""

    def __init__(self, document: Document, report: Report) -> None:
        self.document = document
        self.plain = document.root.plain
        self.report = report
        self.meant: set[tuple[Key, ...]] = set()

    def take(self, path: tuple[Key, ...]) -> None:
        """Report the key at the end of `path`."""
        above, key = path[:-1], str(path[-1])
        owner = holder(above, self.plain)
        place = self.document.place(path, key=True)
        node = self.document.node(path)
        if node is not None and node.value is None and run_together(key, place, self.report, owner.fields):
            self.meant.add((*above, key.partition(":")[0].partition(" ")[0]))
            return
        meant = meant_field(key, owner.fields)
        kinds = [kind for kind, model in KINDS.items() if key in Holder(kind, model).fields]
        if owner.kind == "end" and key in _WAYS_OUT:
            self.report.add(
                "end-with-exit",
                place,
                f"'{above[-1]}' is an end, so nothing leaves it, but it has '{key}'",
                "an end without a next state: finished means finished",
                f"remove '{key}', or remove 'kind: end' if the referral goes on from here",
            )
        elif key == "otherwise" and "when" in owner.fields and above[-2:-1] == ("choose",):
            self.meant.add((*above, "then"))
            self.report.add(
                "when-and-otherwise",
                place,
                "this branch has both a condition ('when') and 'otherwise'",
                "'when:' with 'then:', or 'otherwise:' alone for what is left",
                "write 'then:' instead of 'otherwise:', or remove 'when:'",
            )
        elif key == "then" and "otherwise" in owner.fields:
            self.report.add(
                "then-and-otherwise",
                place,
                "this branch names its next state twice, under 'otherwise' and under 'then'",
                "'otherwise:' with the name of the state",
                "remove 'then:'",
            )
        elif owner.kind is not None and kinds:
            self._misplaced(key, above, owner.kind, owner, kinds, place)
        elif meant is not None:
            self.meant.add((*above, meant))
            self.report.add(
                "unknown-field",
                place,
                f"{owner.called} has no '{key}'",
                f"one of its {len(owner.fields)} fields; nearest is '{meant}'",
                f"write '{meant}:'",
            )
        else:
            self._unknown(key, above, owner, path, place)

    def _misplaced(
        self, key: str, above: tuple[Key, ...], kind: str, owner: Holder, kinds: list[str], place: Place
    ) -> None:
        fact, remedy = _INSTEAD.get(
            (kind, key),
            (
                f"{kind_called(kind)} has no '{key}'; it belongs to {_kinds(kinds)}",
                f"remove '{key}', or write the kind that is meant: 'kind: {kinds[0]}'",
            ),
        )
        if (kind, key) == ("decision", "then"):
            self.meant.add((*above, "choose"))
        own = [field for field in owner.fields if field not in StateSpec.model_fields and field != "kind"]
        self.report.add("misplaced-field", place, fact, f"a field that {kind_called(kind)} has: {listed(own)}", remedy)

    def _unknown(self, key: str, above: tuple[Key, ...], owner: Holder, path: tuple[Key, ...], place: Place) -> None:
        node = self.document.node(path)
        value = node.plain if node is not None else None
        is_state = isinstance(value, dict) and bool({"lane", "then", "kind", "choose", "finds"} & set(value))
        fact, remedy = (
            f"{owner.called} has no '{key}'",
            "correct the word, or remove it; for a remark write 'note: ...' or begin the line with '#'",
        )
        if key in BELONGS:
            fact = f"{owner.called} has no '{key}'; that belongs to {BELONGS[key]}"
        if is_state and not above:
            fact = f"'{key}' looks like a state, but it stands beside 'states', not in it"
            remedy = f"indent '{key}' and what belongs to it under 'states'"
        elif is_state and owner.kind is not None:
            fact = f"'{key}' looks like a state, but it stands inside the state '{above[-1]}'"
            remedy = f"let '{key}' begin in the same column as '{above[-1]}'"
        elif not above and key in Holder("a task", KINDS["task"]).fields:
            fact = f"'{key}' belongs to a state, but it stands at the left margin"
            remedy = f"indent '{key}' under the name of its state"
        self.report.add("unknown-field", place, fact, f"one of {listed(owner.fields, limit=20)}", remedy)


def meant_field(key: str, fields: tuple[str, ...]) -> str | None:
    """The field that a wrong word stands for; None where the word is a field of something else."""
    word = key.lower()
    if OTHER_FIELDS.get(word) in fields:
        return OTHER_FIELDS[word]
    close = get_close_matches(word, fields, 1, 0.8 if word in FIELDS else 0.65)
    return close[0] if close else None


def _kinds(kinds: list[str]) -> str:
    """Kinds of states with their articles, as a sentence lists them."""
    called = [kind_called(kind) for kind in kinds]
    return called[0] if len(called) == 1 else f"{', '.join(called[:-1])} and {called[-1]}"


def run_together(key: str, place: Place, report: Report, fields: tuple[str, ...] = ()) -> bool:
    """Report a key without a value that seems to hold its value, as in `then:triage` or `then triage`."""
    head, colon, tail = key.partition(":")
    if colon and head and tail:
        report.add(
            "no-space-after-colon",
            place,
            f"'{key}' has no space after its ':', so it was read as one word",
            "a space between the ':' and the value",
            f"write '{head}: {tail.strip()}'",
        )
        return True
    first, _, rest = key.partition(" ")
    if rest and (not fields or first in fields):
        report.add(
            "missing-colon",
            place,
            f"there is no ':' in '{key}', so it was read as one name without a value",
            "a name, then ':', then its value",
            f"write '{first}: {rest.strip()}'",
        )
        return True
    return False
