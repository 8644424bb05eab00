"""A default that is taken, and after which the outcome can be reached for as long as it is owed."""

from typing import Any

from pathways.definition.guards import Guard, holds
from pathways.definition.linked import State
from pathways.machine import Configuration, MoveKind, all_starting
from pathways.rules import Verdict
from tests.rules.at_random import Brute, Drawing, Judge, replayed
from tests.rules.oracle import Full, enters, position


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge] | None:
    pathway = drawing.pathway
    decisions = [s for s in pathway.linked.states.values() if s.kind == "decision"]
    if not decisions:
        return None
    chosen = list(dict.fromkeys(drawing.one_of(decisions).name for _ in range(2 if drawing.perhaps(3) else 1)))
    outcome = drawing.selectors()
    written: dict[str, Any] = {"at": chosen, "outcome": outcome}
    unless = None
    if drawing.has_attributes and drawing.perhaps():
        written["unless"], unless = drawing.guard()

    def judge(brute: Brute, verdict: Verdict) -> None:
        full = brute.full
        visited = [name for name in chosen if any(pathway.index[name] in c.marking for c in full.onward)]
        if not visited:
            assert verdict.verdict == "not applicable"
            return
        reaching = _reaching(full, outcome, unless)
        found = [_astray(full, pathway.linked.states[name], outcome, reaching) for name in visited]
        lengths = [length for length, _ in found if length is not None]
        assert (verdict.verdict == "broken") == (bool(lengths) or not all(taken for _, taken in found))
        assert verdict.verdict in ("broken", "holds")
        if lengths:
            trace = replayed(pathway, verdict)
            # Lost as soon as can be at one of the decisions; what is told after that are decisions and joins.
            fitting = [length for length in lengths if length <= len(trace) - 1]
            assert any(not any(at.settled for at in trace[length:-1]) for length in fitting)

    return written, judge


def _astray(full: Full, decision: State, outcome: list[str], reaching: set[Configuration]) -> tuple[int | None, bool]:
    """After how many moves the outcome is owed and out of reach, and whether the default is ever taken."""
    pathway = full.pathway
    if all(branch.when is not None for branch in decision.choose):
        return None, False

    def takes(here: Configuration, left: str | None, kind: MoveKind) -> bool:
        values = position(pathway, None, here).values
        is_default = not any(b.when is not None and holds(b.when, values) for b in decision.choose)
        return kind is MoveKind.DECIDE and left == decision.name and is_default

    layer, known, distance = {(c, False) for c in all_starting(pathway)}, set(), 0
    taken = False
    while layer:
        known |= layer
        distance += 1
        following = set()
        for here, owes in layer:
            for move, there in full.onward[here]:
                at = position(pathway, move, there)
                now_taken = takes(here, at.left, move.kind)
                taken = taken or now_taken
                still = (owes or now_taken) and not enters(pathway, outcome, at)
                if still and there not in reaching:
                    return distance, True
                following.add((there, still))
        layer = following - known
    return None, taken


def _reaching(full: Full, outcome: list[str], unless: Guard | None) -> set[Configuration]:
    """The configurations from which the outcome can still be entered, or an end that is excused."""
    found: set[Configuration] = set()
    for here in full.onward if unless is not None else ():
        at = position(full.pathway, None, here)
        if at.ended and unless is not None and holds(unless, at.values):
            found.add(here)
    before: dict[Configuration, list[Configuration]] = {}
    for here, ways in full.onward.items():
        for move, there in ways:
            before.setdefault(there, []).append(here)
            if enters(full.pathway, outcome, position(full.pathway, move, there)):
                found.add(here)
    todo = list(found)
    while todo:
        for here in before.get(todo.pop(), ()):
            if here not in found:
                found.add(here)
                todo.append(here)
    return found
