"""Policies from other fields, written without touching the engine: cancer waits, and planning applications.

The expected verdicts were worked out by hand from the definitions beside them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pathways.commands.check import check

HERE = Path(__file__).parent / "elsewhere"

EXPECTED = {
    "two_week_wait": {
        "CWT-14": "holds",  # 1 + 2 + 11 days
        "CWT-28": "broken",  # 1 + 2 + 11 + 10 + 7
        "CWT-31": "holds",
        "CWT-two-misses": "holds",
        "CWT-told": "broken",  # two missed appointments end in silence
        "CWT-safety-net": "broken",  # and so does nobody hear whom to call
        "CWT-mdt": "holds",
    },
    "planning": {
        "PL-consulted": "holds",
        "PL-delegated": "holds",
        "PL-called-in": "holds",
        "PL-8-weeks": "broken",  # 3 working days + 21 days + 2 weeks + a month
        "PL-13-weeks": "holds",
    },
}


@pytest.mark.parametrize("workspace", EXPECTED)
def test_verdicts_are_as_worked_out_by_hand(workspace: str) -> None:
    outcome = check([], HERE / workspace)
    assert not outcome.all_findings
    assert {verdict.rule: verdict.verdict for verdict in outcome.verdicts} == EXPECTED[workspace]


def test_the_worst_way_is_added_up() -> None:
    """10 weeks: 3 working days and 21 days side by side with the notice, 2 weeks, and a month at the most."""
    (late,) = [v for v in check([], HERE / "planning").verdicts if v.rule == "PL-8-weeks"]
    assert "can still take 10 weeks" in late.reason
    assert late.counterexample[-1].left == "committee"
