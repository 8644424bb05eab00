"""Verdicts on formulas judged by brute force: every complete trace of a small pathway, one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import note

from pathways.rules import Verdict
from tests.rules.at_random import Brute, Judge, Trace, replayed


def by_complete_traces(is_kept: Callable[[Trace], bool], occasions: Sequence[Callable[[Trace], bool]]) -> Judge:
    """A judge from a definition over complete traces.

    Parameters
    ----------
    is_kept
        Whether a complete trace keeps the rule.
    occasions
        What must each be so of some complete trace, or the rule does not apply.
    """

    def judge(brute: Brute, verdict: Verdict) -> None:
        complete = [p.positions for layer in brute.layers for p in layer if p.positions[-1].ended]
        bad = next((trace for trace in complete if not is_kept(trace)), None)  # a shortest one
        idle = [n for n, occasion in enumerate(occasions) if not any(occasion(trace) for trace in complete)]
        note(f"{verdict.verdict}; {len(complete)} complete traces, a bad one: {bad}, without occasion: {idle}")
        if verdict.verdict == "broken":
            trace = replayed(brute.pathway, verdict)
            assert bad is None or len(trace) <= len(bad)
            assert bad is not None or not brute.is_exhausted
            if trace[-1].ended:
                assert not is_kept(trace)
            for whole in complete:  # whatever happens after it, the rule stays broken
                assert list(whole[: len(trace)]) != list(trace) or not is_kept(whole)
            if bad is not None:
                longer = [t for t in complete if len(t) <= len(bad) and not is_kept(t)]
                assert longer
        else:
            assert verdict.verdict in ("holds", "not applicable")
            assert bad is None
        if verdict.verdict == "not applicable" and complete:
            # Or it is true of every trace there could be, if need be because of what the pathway does not have.
            assert idle or "whatever happens" in verdict.reason or "'gone'" in verdict.reason
        if verdict.verdict == "holds":
            assert not idle or not brute.is_exhausted

    return judge
