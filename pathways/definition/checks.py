"""What the shape of single fields cannot say: ways out that are missing, defaults in the wrong place, no end."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

from pathways.definition.report import Report, listed
from pathways.definition.stray import kind_called
from pathways.errors import Finding
from pathways.source import Document, Key, Node

_LISTS = ("tags", "with", "finds", "during")


def check(document: Document, excused: Container[tuple[Key, ...]] = ()) -> list[Finding]:
    """The findings of a document whose fields may have other faults besides; none for `excused` states."""
    report = Report()
    kinds: list[str] = []
    for path, state in _states(document):
        if path in excused:
            continue
        kind = _text(state.child("kind")) or "task"
        if "branches" not in path:
            kinds.append(kind)
        _check_way_out(document, path, state, kind, report)
        _check_defaults(document, path, state, report)
        _check_after(document, path, state, report)
        _check_lists(document, path, state, report)
    interrupts = document.root.child("interrupts")
    if interrupts is not None and isinstance(interrupts.value, Mapping):
        for name, interrupt in interrupts.value.items():
            _check_lists(document, ("interrupts", name), interrupt, report)
    if kinds and "end" not in kinds:
        report.add(
            "no-end",
            document.place(("states",), key=True),
            "no state is an end, so no referral could ever be closed",
            "at least one state with 'kind: end' and an 'outcome'",
            "add one, such as 'closed: {kind: end, outcome: closed}', and let a state lead to it",
        )
    return list(report.findings)


def states_maps(document: Document) -> Iterator[tuple[tuple[Key, ...], Mapping[str, Node]]]:
    """Every mapping of states: the pathway's own, and those of branches."""
    pending: list[tuple[tuple[Key, ...], Node | None]] = [(("states",), document.root.child("states"))]
    while pending:
        path, node = pending.pop(0)
        if node is None or not isinstance(node.value, Mapping):
            continue
        yield path, node.value
        for name, state in node.value.items():
            branches = state.child("branches")
            if branches is not None and isinstance(branches.value, Mapping):
                pending += (((*path, name, "branches", branch), inner) for branch, inner in branches.value.items())


def _states(document: Document) -> Iterator[tuple[tuple[Key, ...], Node]]:
    """Every state that is a mapping, those in branches included."""
    for path, states in states_maps(document):
        yield from (((*path, name), state) for name, state in states.items() if isinstance(state.value, Mapping))


def _text(node: Node | None) -> str | None:
    return node.value if node is not None and isinstance(node.value, str) else None


def _items(node: Node | None) -> Sequence[Node]:
    return node.value if node is not None and isinstance(node.value, list) else ()


def _check_way_out(document: Document, path: tuple[Key, ...], state: Node, kind: str, report: Report) -> None:
    """A task or wait leads on by `then`, or at least by `after`."""
    if kind not in ("task", "wait") or state.child("then") is not None:
        return
    assert isinstance(state.value, Mapping)
    if any(_near_then(key) for key in state.value):
        return  # reported as a misspelt field
    finds = state.child("finds") is not None or state.child("set") is not None or state.child("add") is not None
    if state.child("after") is not None and not finds:
        return
    if state.child("after") is not None:
        fact = f"'{path[-1]}' is left by 'after' alone, so what it finds or sets would never happen"
    else:
        fact = f"nothing leads on from '{path[-1]}', so a referral would stay there for ever"
    remedy = "add 'then:' with the next state; if it finishes the pathway, write 'kind: end' and 'outcome:'"
    if state.child("choose") is not None:
        return  # reported as a field of a decision
    if "branches" in path:
        remedy = "add 'then:' with the next state of the branch, or 'then: done' to finish the branch"
    report.add("missing-then", document.place(path, key=True), fact, f"{kind_called(kind)} with 'then:'", remedy)


def _near_then(key: str) -> bool:
    return key.startswith(("then", "Then", "THEN")) or key in (
        "than",
        "hten",
        "thne",
        "tehn",
        "next",
        "goto",
        "to",
        "ten",
    )


def _check_defaults(document: Document, path: tuple[Key, ...], state: Node, report: Report) -> None:
    """`otherwise` stands once, and last."""
    branches = _items(state.child("choose"))
    defaults = [n for n, branch in enumerate(branches) if branch.child("otherwise") is not None]
    for number in defaults[:-1]:
        report.add(
            "second-default",
            document.place((*path, "choose", number, "otherwise"), key=True),
            f"'{path[-1]}' has several branches with 'otherwise'",
            "one 'otherwise', the last of the branches",
            "give this branch a 'when:', or remove it",
        )
    if len(defaults) == 1 and defaults[0] != len(branches) - 1:
        after = len(branches) - 1 - defaults[0]
        report.add(
            "otherwise-not-last",
            document.place((*path, "choose", defaults[0], "otherwise"), key=True),
            f"'otherwise' takes every referral that is left, so the {_counted(after)} below it could never be taken",
            "'otherwise' as the last of the branches",
            "move this branch to the end of the list",
        )


def _counted(number: int) -> str:
    return "branch" if number == 1 else f"{number} branches"


def _check_after(document: Document, path: tuple[Key, ...], state: Node, report: Report) -> None:
    after = state.child("after")
    if after is not None and isinstance(after.value, Mapping) and len(after.value) > 1:
        second = list(after.value)[1]
        report.add(
            "several-timeouts",
            document.place((*path, "after", second), key=True),
            f"'{path[-1]}' has {len(after.value)} timeouts: {listed(after.value, last='and')}",
            "one: the first to pass is the only one that could ever happen",
            "keep the shortest; let it lead to a wait that has the next one",
        )


def _check_lists(document: Document, path: tuple[Key, ...], holder: Node, report: Report) -> None:
    """Nothing is listed twice."""
    for field in _LISTS:
        seen: set[str] = set()
        for number, item in enumerate(_items(holder.child(field))):
            word = _text(item)
            if word is not None and word in seen:
                report.add(
                    "duplicate-entry",
                    document.place((*path, field, number)),
                    f"'{word}' is listed twice under '{field}'",
                    "each once",
                    "remove one of the two",
                )
            seen.add(word or "")
