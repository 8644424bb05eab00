"""Entries counted in windows, window by window: what the oracles of `at_most`, `at_least` and `exactly` share."""

from __future__ import annotations

from typing import Any

from pathways.definition.guards import holds
from tests.rules.at_random import Drawing, Judge, Trace, by_traces
from tests.rules.oracle import Position, enters


def count_rule(drawing: Drawing, times: int, least: int, most: int | None) -> tuple[dict[str, Any], Judge]:
    pathway, state = drawing.pathway, drawing.selectors()
    written: dict[str, Any] = {"state": state, "times": str(times)}
    from_ = drawing.selectors() if drawing.perhaps() else None
    to = drawing.selectors() if drawing.perhaps() else None
    if from_:
        written["from"] = from_
    if to:
        written["to"] = to
    guard = None
    if drawing.has_attributes and drawing.perhaps(3):
        written["when"], guard = drawing.guard()

    def counts(at: Position) -> bool:
        return enters(pathway, state, at) and (guard is None or holds(guard, at.values))

    def closes(at: Position) -> bool:
        return enters(pathway, to, at) if to else at.ended

    def windows(trace: Trace) -> list[tuple[Trace, bool]]:
        """The positions of each window, and whether it was closed."""
        opens = [0] if from_ is None else [i for i, at in enumerate(trace) if enters(pathway, from_, at)]
        found = []
        for first in opens:
            again = next((i for i in opens if i > first), len(trace))
            strict = from_ is not None and to is not None
            last = next((i for i in range(first + strict, len(trace)) if closes(trace[i])), len(trace))
            if last <= again and last < len(trace):
                found.append((trace[first : last + 1], True))
            else:
                found.append((trace[first:again], False))
        return found

    def offends(trace: Trace) -> bool:
        for window, is_closed in windows(trace):
            number = sum(counts(at) for at in window)
            if (is_closed and number < least) or (most is not None and number > most):
                return True
        return False

    def occasion(trace: Trace) -> bool:
        if most == 0:
            return from_ is None or bool(windows(trace))
        if least and any(is_closed for _, is_closed in windows(trace)):
            return True
        return most is not None and any(counts(at) for window, _ in windows(trace) for at in window)

    return written, by_traces(offends, occasion)
