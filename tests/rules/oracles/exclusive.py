"""Not co-existence of several, perhaps counted anew from some state."""

from typing import Any

from pathways.rules import Verdict
from pathways.rules.selectors import known_selectors
from tests.rules.at_random import Brute, Drawing, Judge, Trace, by_traces
from tests.rules.oracle import enters


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge] | None:
    pathway = drawing.pathway
    known = known_selectors(pathway)
    states = list(dict.fromkeys(drawing.one_of(known) for _ in range(drawing.number(2, 3))))
    if len(states) < 2:
        return None
    from_ = drawing.selectors() if drawing.perhaps(3) else None

    def met(trace: Trace) -> list[str]:
        """The alternatives met since `from` was entered last."""
        begins = [0] if from_ is None else [i for i, at in enumerate(trace) if enters(pathway, from_, at)]
        since = trace[begins[-1] :] if begins else []
        return [state for state in states if any(enters(pathway, [state], at) for at in since)]

    def offends(trace: Trace) -> bool:
        return any(len(met(trace[:n])) > 1 for n in range(1, len(trace) + 1))

    def judge(brute: Brute, verdict: Verdict) -> None:
        ever = {state for layer in brute.layers for prefix in layer for state in met(prefix.positions)}
        if verdict.verdict == "not applicable":
            assert len(ever) < 2
            return
        assert len(ever) >= 2 or not brute.is_exhausted
        by_traces(offends)(brute, verdict)

    return {"states": states, **({"from": from_} if from_ else {})}, judge
