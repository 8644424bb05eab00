"""Every pair of full configurations that two referrals can reach side by side, alike but for the attributes."""

from collections import deque
from dataclasses import replace
from typing import Any

from pathways.machine import DONE, CompiledPathway, Configuration, Move, all_starting
from pathways.rules import Verdict
from tests.rules.at_random import Brute, Drawing, Judge, replayed
from tests.rules.oracle import Full

Pair = tuple[Configuration, Configuration]


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge] | None:
    pathway = drawing.pathway
    names = list(pathway.attributes)
    if not names:
        return None
    chosen = list(dict.fromkeys(drawing.one_of(names) for _ in range(2 if drawing.perhaps(4) else 1)))
    recorded = [drawing.one_of(names)] if drawing.perhaps(3) else []
    kept = [name for name in recorded if name not in chosen]

    def judge(brute: Brute, verdict: Verdict) -> None:
        differ, parted = _side_by_side(brute.full, chosen, kept)
        expected = "broken" if parted is not None else "holds" if differ else "not applicable"
        assert verdict.verdict == expected, (expected, parted)
        if parted is not None:
            first, second = replayed(pathway, verdict), _replayed_second(pathway, verdict)
            assert max(len(first), len(second)) - 1 == parted
            assert [at.entered for at in first[:parted]] == [at.entered for at in second[:parted]]
            for one, other in zip(first[:parted], second[:parted], strict=True):
                unlike = {name for name in names if one.values[name] != other.values[name]}
                assert not unlike & set(kept)

    return {"attribute": chosen, **({"recorded": recorded} if recorded else {})}, judge


def _side_by_side(full: Full, chosen: list[str], kept: list[str]) -> tuple[bool, int | None]:
    """Whether any two ever differ, and after how many moves the first two part."""
    pathway = full.pathway
    mine = {pathway.attribute_index(name) for name in chosen}
    starts = list(all_starting(pathway))
    queue: deque[tuple[Pair, int]] = deque()
    seen: set[Pair] = set()

    def alike(one: Configuration, other: Configuration) -> bool:
        return one.marking == other.marking and all(
            a in mine or one.values[a] == other.values[a] for a in range(len(pathway.attributes))
        )

    for one in starts:
        for other in starts:
            if alike(one, other):
                seen.add((one, other))
                queue.append(((one, other), 0))
    # Whether they ever come or are found to be different, not whether an effect of two decisions makes them so.
    differ = any(one != other for one, other in seen)
    differ = differ or any(
        found in mine and len(values) > 1
        for ways in full.onward.values()
        for move, _ in ways
        if move.found
        for found, values in pathway.states[move.state].finds
    )
    while queue:
        (one, other), moves = queue.popleft()
        left, right = _by_label(full, one, mine), _by_label(full, other, mine)
        if set(left) != set(right):
            return differ, moves + 1
        for label in left:
            for reached in left[label]:
                for reached_too in right[label]:
                    if any(
                        reached.values[pathway.attribute_index(n)] != reached_too.values[pathway.attribute_index(n)]
                        for n in kept
                    ):
                        return differ, moves + 1
                    if (reached, reached_too) not in seen:
                        seen.add((reached, reached_too))
                        queue.append(((reached, reached_too), moves + 1))
    return differ, None


def _by_label(full: Full, here: Configuration, mine: set[int]) -> dict[Any, list[Configuration]]:
    """Where the moves lead, by what can be seen of them without knowing the attributes."""
    found: dict[Any, list[Configuration]] = {}
    for move, target in full.onward[here]:
        found.setdefault(_label(full.pathway, move, mine), []).append(target)
    return found


def _label(pathway: CompiledPathway, move: Move, mine: set[int]) -> Any:
    target = pathway.arrows[move.arrow].target
    to = None if target == DONE else pathway.states[target].name
    event = pathway.interrupts[move.interrupt].name if move.interrupt >= 0 else move.kind.name
    return pathway.states[move.state].name, event, to, frozenset((a, v) for a, v in move.found if a not in mine)


def _replayed_second(pathway: CompiledPathway, verdict: Verdict) -> list[Any]:
    return replayed(pathway, replace(verdict, counterexample=verdict.second))
