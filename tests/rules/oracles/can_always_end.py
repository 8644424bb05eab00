"""From every full configuration some end can be reached, looked at one by one."""

from typing import Any

from pathways.rules import Verdict
from tests.rules.at_random import Brute, Drawing, Judge, replayed
from tests.rules.oracle import distances


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge]:
    def judge(brute: Brute, verdict: Verdict) -> None:
        trapped = [c for c in brute.full.onward if c not in brute.full.can_end]
        assert verdict.verdict == ("broken" if trapped else "holds")
        if trapped:
            far = distances(brute.full)
            assert len(replayed(brute.pathway, verdict)) - 1 == min(far[c] for c in trapped)

    return {}, judge
