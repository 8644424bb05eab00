"""With which values a state is entered in some trace that can end, against which values anybody ever finds."""

from typing import Any

from pathways.machine import MoveKind, all_starting
from pathways.rules import Verdict
from tests.rules.at_random import Brute, Drawing, Judge, replayed
from tests.rules.oracle import enters, position


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge] | None:
    pathway = drawing.pathway
    if not drawing.has_attributes:
        return None
    name, state = drawing.one_of(list(pathway.attributes)), drawing.selectors()

    def judge(brute: Brute, verdict: Verdict) -> None:
        full, attribute = brute.full, pathway.attribute_index(name)
        found = {dict(move.found)[attribute] for ways in full.onward.values() for move, _ in ways
                 if move.kind is MoveKind.COMPLETE and attribute in dict(move.found)}  # fmt: skip
        if attribute in pathway.arrival:
            found |= {c.values[attribute] for c in all_starting(pathway)}
        seen = {c.values[attribute] for c in all_starting(pathway)
                if c in full.can_end and enters(pathway, state, position(pathway, None, c))}  # fmt: skip
        for ways in full.onward.values():
            for move, target in ways:
                if target in full.can_end and enters(pathway, state, position(pathway, move, target)):
                    seen.add(target.values[attribute])
        assert verdict.verdict == ("not applicable" if not found else "broken" if found - seen else "holds")
        if verdict.counterexample:
            replayed(pathway, verdict)

    return {"state": state, "of": name}, judge
