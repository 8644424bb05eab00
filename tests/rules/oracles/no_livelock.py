"""Rounds by plain reachability: a configuration is on a round if it can be reached from where its moves lead."""

from dataclasses import replace
from typing import Any

from pathways.machine import Configuration, unsettled_region
from pathways.rules import Verdict
from tests.rules.at_random import Brute, Drawing, Judge, replayed
from tests.rules.oracle import Full, distances


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge]:
    forbids = drawing.one_of(["traps", "loops", "timeless_loops"])

    def judge(brute: Brute, verdict: Verdict) -> None:
        rounds = {c: length for c in brute.full.onward if (length := _shortest_round(brute.full, c, forbids))}
        assert verdict.verdict == ("broken" if rounds else "holds")
        if not rounds:
            any_round = forbids != "timeless_loops" and any(
                _shortest_round(brute.full, c, "loops") for c in brute.full.onward
            )
            assert verdict.certainty == ("almost surely" if any_round else "surely")
            return
        assert verdict.loop is not None
        replayed(brute.pathway, verdict)
        trace = verdict.counterexample
        assert len(trace) > verdict.loop
        # No shorter one exists; it may be shorter than this, for values that matter to nothing are not told apart.
        far = distances(brute.full)
        assert len(trace) - 1 <= min(far[c] + length for c, length in rounds.items())
        _goes_on_for_ever(brute, verdict)

    return {"forbids": forbids}, judge


def _allowed(full: Full, forbids: str, here: Configuration) -> bool:
    """Whether a round through a configuration is what the rule forbids."""
    if forbids == "timeless_loops":
        return unsettled_region(full.pathway, here) is not None
    return forbids == "loops" or all(here in full.reached_from(there) for there in full.reached_from(here))


def _shortest_round(full: Full, here: Configuration, forbids: str) -> int | None:
    """The fewest moves that lead from a configuration back to it, through others of the kind."""
    if not _allowed(full, forbids, here):
        return None
    layer, seen, length = {here}, set(), 0
    while layer:
        length += 1
        after = {target for c in layer for _, target in full.onward[c]}
        if here in after:
            return length
        layer = {c for c in after - seen if _allowed(full, forbids, c)}
        seen |= layer
    return None


def _goes_on_for_ever(brute: Brute, verdict: Verdict) -> None:
    """The round can be made again and again: it is replayed three times over."""
    assert verdict.loop is not None
    start, again = verdict.counterexample[: verdict.loop], verdict.counterexample[verdict.loop :]
    told = [replace(step, values=tuple(v for v in step.values if v[0] in _found(brute, step))) for step in again]
    replayed(brute.pathway, replace(verdict, counterexample=(*start, *again, *told, *told)))


def _found(brute: Brute, step: Any) -> set[str]:
    """What the state finds: the values of an effect may be others the second time round."""
    if step.event != "complete":
        return set()
    return {found.attribute for found in brute.pathway.linked.states[step.left].finds}
