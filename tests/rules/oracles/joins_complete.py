"""From every configuration inside a parallel state, its join, searched for without interrupts."""

from typing import Any

from pathways.machine import CompiledPathway, Configuration, Kind, MoveKind, is_ended
from pathways.rules import Verdict
from tests.rules.at_random import Brute, Drawing, Judge, replayed
from tests.rules.oracle import Full, distances


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge] | None:
    parallel = [s.name for s in drawing.pathway.states if s.kind is Kind.PARALLEL]
    named = drawing.one_of(parallel) if parallel and drawing.perhaps() else None

    def judge(brute: Brute, verdict: Verdict) -> None:
        pathway = brute.pathway
        chosen = [named] if named else parallel
        inside = [(c, name) for c in brute.full.onward for name in chosen if _stands(pathway, c, name)]
        held = [c for c, name in inside if not _can_join(brute.full, c, name)]
        assert verdict.verdict == ("broken" if held else "holds" if inside else "not applicable")
        if held:
            far = distances(brute.full)
            assert len(replayed(pathway, verdict)) - 1 == min(far[c] for c in held)
        # Proper completion, which every pathway has: at an end nothing is left open.
        assert all(at < 0 for c in brute.full.onward if is_ended(pathway, c) for at in c.marking[1:])

    return ({"state": named} if named else {}), judge


def _stands(pathway: CompiledPathway, at: Configuration, name: str) -> bool:
    return pathway.index[name] in at.marking


def _can_join(full: Full, start: Configuration, name: str) -> bool:
    seen, todo = {start}, [start]
    while todo:
        here = todo.pop()
        for move, target in full.onward[here]:
            if move.kind is MoveKind.JOIN and full.pathway.states[move.state].name == name:
                return True
            if move.kind is not MoveKind.INTERRUPT and target not in seen and _stands(full.pathway, target, name):
                seen.add(target)
                todo.append(target)
    return False
