"""A counterexample to the places in the definition where it took its way, the last one first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pathways.definition.linked import Arrow, LinkedPathway
from pathways.rules.edits.base import Slot, arrows
from pathways.rules.lints.branch_never_taken import winner
from pathways.rules.verdict import Verdict


@dataclass(frozen=True)
class Turn:
    """One arrow that a counterexample followed: of a state (with its slot) or of an interrupt.

    `distance` counts the moves after it.
    """

    state: str
    slot: Slot | None
    interrupt: str | None
    arrow: Arrow
    distance: int


def turns(linked: LinkedPathway, verdict: Verdict) -> Iterator[Turn]:
    """Every arrow of the counterexample, nearest to its end first; those of a second trace likewise after it."""
    for trace in (verdict.counterexample, verdict.second):
        values: dict[str, str | None] = {name: a.starts for name, a in linked.attributes.items()}
        found: list[Turn] = []
        for number, step in enumerate(trace):
            if step.left is not None:
                distance = len(trace) - 1 - number
                state = linked.states[step.left]
                if step.event in linked.interrupts and step.event not in ("complete", "timeout", "decide", "join"):
                    arrow = linked.interrupts[step.event].arrow
                    found.append(Turn(step.left, None, step.event, arrow, distance))
                else:
                    slot: Slot | None = "after" if step.event == "timeout" else "then"
                    if step.event == "decide":
                        slot = winner(state, tuple((name, values[name]) for name in state.weighed))
                    own = dict(arrows(state))
                    if slot is not None and slot in own:
                        found.append(Turn(step.left, slot, None, own[slot], distance))
            values |= dict(step.values)
        yield from reversed(found)
