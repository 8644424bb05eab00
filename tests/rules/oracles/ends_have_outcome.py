"""The outcomes of all ends, one by one, and the nearest end that has none of those allowed."""

from typing import Any

from pathways.machine import is_ended
from pathways.rules import Verdict
from tests.rules.at_random import Brute, Drawing, Judge, replayed
from tests.rules.oracle import distances


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge]:
    pathway = drawing.pathway
    outcomes = {s.name: s.outcome for s in pathway.linked.states.values() if s.kind == "end"}
    known = sorted({*filter(None, outcomes.values()), "closed"})
    allowed = [name for name in known if drawing.perhaps()] or known[:1]

    def judge(brute: Brute, verdict: Verdict) -> None:
        wrong = {name for name, outcome in outcomes.items() if outcome not in allowed}
        assert verdict.verdict == ("broken" if wrong else "holds")
        far = distances(brute.full)
        reached = [far[c] for c in far if is_ended(pathway, c) and pathway.states[c.marking[0]].name in wrong]
        assert bool(verdict.counterexample) == bool(reached)
        if reached:
            trace = replayed(pathway, verdict)
            assert len(trace) - 1 == min(reached)
            assert wrong & set(trace[-1].standing)

    return {"outcomes": allowed}, judge
