"""The kind does what a kind has to do, and what its definition says of every history."""

from only_from import KIND, OnlyFrom

from pathways.testing import History, check_rule_kind


def offends(rule: OnlyFrom, history: History) -> bool:
    linked = history.pathway.linked
    allowed = {name for name in linked.states if any(stands_in(history, name, one) for one in rule.from_)}
    return history.enters(rule.state) and history.now.left not in allowed


def stands_in(history: History, name: str, selector: str) -> bool:
    state = history.pathway.linked.states[name]
    pieces = history.pathway.linked.pieces.values()
    named = {
        name,
        f"lane:{state.lane}",
        f"kind:{state.kind}",
        f"outcome:{state.outcome}",
        *(f"#{t}" for t in state.tags),
    }
    for piece in pieces:
        if name in piece.states:
            named |= {piece.name, f"pathway:{piece.pathway}", "kind:use", *(f"#{tag}" for tag in piece.tags)}
    return selector in named


def matters(rule: OnlyFrom, history: History) -> bool:
    return history.enters(rule.state)


def test_only_from_conforms() -> None:
    seen = check_rule_kind(KIND, offends=offends, matters=matters)
    assert {"holds", "broken", "not applicable"} <= set(seen)
