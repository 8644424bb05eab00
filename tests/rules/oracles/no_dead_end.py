"""Something can happen in every configuration that has not ended, looked at one by one."""

from typing import Any

from pathways.machine import is_ended
from pathways.rules import Verdict
from tests.rules.at_random import Brute, Drawing, Judge, replayed
from tests.rules.oracle import distances


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge]:
    def judge(brute: Brute, verdict: Verdict) -> None:
        pathway, onward = brute.pathway, brute.full.onward
        stuck = [c for c in onward if not onward[c] and not is_ended(pathway, c)]
        assert verdict.verdict == ("broken" if stuck else "holds")
        if stuck:
            far = distances(brute.full)
            assert len(replayed(pathway, verdict)) - 1 == min(far[c] for c in stuck)

    return {}, judge
