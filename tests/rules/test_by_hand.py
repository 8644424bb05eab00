"""Each kind of rule on pathways small enough to see the answer, and faults of the checker that these cases see."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import pytest

from pathways.rules import BUILT_IN, Verdict, check
from tests.rules import by_hand
from tests.rules.build import compiled, policy
from tests.rules.planted import plant

KINDS = {found.name: import_module(f"tests.rules.by_hand.{found.name}") for found in iter_modules(by_hand.__path__)}


def decided(name: str) -> Iterator[Verdict]:
    """The verdict of every case of a kind, one by one."""
    module = KINDS[name]
    others = [compiled(body, name=other) for other, body in getattr(module, "OTHERS", {}).items()]
    evidence = getattr(module, "EVIDENCE", ())
    for rule, _, _, *body in module.CASES:
        pathway = compiled(body[0] if body else module.PATHWAY, pieces=getattr(module, "PIECES", None))
        text = f"id: r, says: s, kind: {name}{', ' if rule else ''}{rule}"
        yield from check(pathway, [policy(text)], others=others, evidence=evidence)


def told(name: str) -> Iterator[tuple[str, list[str] | None]]:
    return (
        (v.verdict, None if states is None else [step.state for step in v.counterexample])
        for v, (_, _, states, *_) in zip(decided(name), KINDS[name].CASES, strict=True)
    )


@pytest.mark.parametrize("name", KINDS)
def test_verdicts_and_shortest_counterexamples_are_as_seen_by_eye(name: str) -> None:
    for verdict, (rule, expected, states, *_) in zip(decided(name), KINDS[name].CASES, strict=True):
        found = [step.state for step in verdict.counterexample]
        assert (rule, verdict.verdict) == (rule, expected), verdict.reason
        assert states is None or (rule, found) == (rule, states)


@pytest.mark.parametrize(
    ("name", "number"), [(name, number) for name, module in KINDS.items() for number in range(len(module.FAULTS))]
)
def test_a_planted_fault_changes_some_verdict(name: str, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    module = KINDS[name]
    right = [(verdict, states) for _, verdict, states, *_ in module.CASES]
    plant(monkeypatch, *module.FAULTS[number])
    try:
        is_seen = any(now != then for now, then in zip(told(name), right, strict=True))
    except Exception:  # a crash is seen, too
        return
    assert is_seen, f"no case sees that {module.FAULTS[number]}"


@pytest.mark.parametrize("name", KINDS)
def test_cases_cover_every_verdict_and_there_are_three_faults(name: str) -> None:
    expected = {verdict for _, verdict, *_ in KINDS[name].CASES}
    assert {"holds", "broken"} <= expected
    assert len(KINDS[name].FAULTS) >= 3


def test_every_kind_has_its_module() -> None:
    assert set(KINDS) == set(BUILT_IN.by_id)
