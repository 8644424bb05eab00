"""From every full configuration where a referral rests: one move, and what follows it in the same moment."""

from collections.abc import Iterator
from typing import Any

from pathways.definition.guards import holds
from pathways.machine import CompiledPathway, Configuration, Move, automatic, is_ended, unsettled_region
from pathways.rules import Verdict
from tests.rules.at_random import Brute, Drawing, Judge, replayed
from tests.rules.oracle import Full, Position, distances, enters, names_of, position


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge]:
    pathway = drawing.pathway
    written: dict[str, Any] = {"to": drawing.selectors()}
    to = written["to"]
    state = drawing.selectors() if drawing.perhaps(3) is False else None
    if state:
        written["state"] = state
    guard = None
    if drawing.has_attributes and drawing.perhaps(3):
        written["when"], guard = drawing.guard()
    groups = [to]
    if drawing.perhaps(3):
        written["each"] = "true"
        groups = [[name] for name in to]

    def concerned(full: Full, here: Configuration) -> bool:
        values = {name: pathway.value_text(i, here.values[i]) for i, name in enumerate(pathway.attributes)}
        return (
            not is_ended(pathway, here)
            and _rests(full, here)
            and (state is None or _stands(pathway, state, here))
            and (guard is None or holds(guard, values))
        )

    def offends(full: Full, here: Configuration) -> bool:
        return not all(
            any(
                any(enters(pathway, group, at) for at in _at_once(full, move, target))
                for move, target in full.onward[here]
            )
            for group in groups
        )

    def judge(brute: Brute, verdict: Verdict) -> None:
        asked = [c for c in brute.full.onward if concerned(brute.full, c)]
        wrong = [c for c in asked if offends(brute.full, c)]
        assert verdict.verdict == ("broken" if wrong else "holds" if asked else "not applicable")
        if wrong:
            far = distances(brute.full)
            assert len(replayed(pathway, verdict)) - 1 == min(far[c] for c in wrong)

    return written, judge


def _rests(full: Full, here: Configuration) -> bool:
    """Not in an unsettled configuration that leads on to rest or an end."""
    seen = set()
    at = here
    while unsettled_region(full.pathway, at) is not None and at not in seen:
        seen.add(at)
        if automatic(full.pathway, at) is None:
            return at == here
        ((_, at),) = full.onward[at]
    return (at in seen and here in _round_of(full, at)) or not seen


def _round_of(full: Full, at: Configuration) -> set[Configuration]:
    found = {at}
    ((_, here),) = full.onward[at]
    while here not in found:
        found.add(here)
        ((_, here),) = full.onward[here]
    return found


def _at_once(full: Full, move: Move, target: Configuration) -> Iterator[Position]:
    yield position(full.pathway, move, target)
    for _ in range(len(full.onward)):
        following = automatic(full.pathway, target)
        if following is None:
            return
        ((_, target),) = full.onward[target]
        yield position(full.pathway, following, target)


def _stands(pathway: CompiledPathway, selectors: list[str], here: Configuration) -> bool:
    """Standing in a used piece is standing in any of its states."""
    linked = pathway.linked
    for at in here.marking:
        if at < 0:
            continue
        state = linked.states[pathway.states[at].name]
        names = {state.name, f"lane:{state.lane}", f"kind:{state.kind}", f"outcome:{state.outcome}"}
        names |= {f"#{tag}" for tag in state.tags}
        for piece in linked.pieces.values():
            if state.name in piece.states:
                names.update(names_of(piece))
        if names & set(selectors):
            return True
    return False
