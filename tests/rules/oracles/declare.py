"""Declare's templates, by sentences about positions."""

from typing import Any

from pathways.definition.guards import Guard, holds
from pathways.rules.ltlf.declare import COUNTED, SINGLE, TEMPLATES
from tests.rules.at_random import Drawing, Judge, Trace
from tests.rules.ltlf.definitions import DECLARE, OCCASIONS
from tests.rules.ltlf.judging import by_complete_traces
from tests.rules.oracle import enters


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge] | None:
    name = drawing.one_of([*COUNTED, *TEMPLATES])
    states: dict[str, list[str]] = {"a": _states(drawing), "b": _states(drawing)}
    written: dict[str, Any] = {"template": name, "a": states["a"]}
    guards: dict[str, Guard] = {}
    if name not in SINGLE:
        written["b"] = states["b"]
    for letter in ("a", "b"):
        if letter in written and drawing.has_attributes and drawing.perhaps(3):
            written[f"{letter}_when"], guards[letter] = drawing.guard()
    times = drawing.number(1, 3) if name in COUNTED else 1
    if name in COUNTED:
        written["times"] = str(times)

    def happens(trace: Trace, letter: str) -> list[bool]:
        guard = guards.get(letter)
        return [enters(drawing.pathway, states[letter], p) and (guard is None or holds(guard, p.values)) for p in trace]

    needed = {"": [], "a": ["a"], "b": ["b"], "both": ["a", "b"], "either": ["ab"]}[OCCASIONS[name]]
    occasions = [lambda trace, of=of: any(any(happens(trace, letter)) for letter in of) for of in needed]
    return written, by_complete_traces(
        lambda trace: DECLARE[name](happens(trace, "a"), happens(trace, "b"), times), occasions
    )


def _states(drawing: Drawing) -> list[str]:
    """Selectors; at times of a state that is not there."""
    return ["gone"] if drawing.perhaps(12) else drawing.selectors()
