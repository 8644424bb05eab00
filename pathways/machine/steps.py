"""One referral's way as values: what happened (steps) and what may happen next (possible events)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

StepKind = Literal["complete", "timeout", "interrupt", "decide", "join"]


@dataclass(frozen=True)
class Step:
    """One move: what happened in which state, what it found and changed, and where it led.

    `event` is `complete`, `timeout`, `decide`, `join` or an interrupt's name (`kind` tells them
    apart). `target` is a state or `done`. `choice` is the number of the branch that a decision took,
    from 0, and `weighed` what it looked at for that. `changed` holds the new value of every
    attribute that has another value than before.
    """

    kind: StepKind
    event: str
    state: str
    target: str
    found: tuple[tuple[str, str], ...] = ()
    choice: int | None = None
    weighed: tuple[tuple[str, str | None], ...] = ()
    changed: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True)
class Possible:
    """An event that may happen now, where, and the values that each of its findings may take."""

    event: str
    at: str
    finds: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __str__(self) -> str:
        finding = ", ".join(attribute for attribute, _ in self.finds)
        return f"{self.event}{f' ({finding} to be found)' if finding else ''}"


def changes(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> tuple[tuple[str, str | None], ...]:
    """The attributes whose value differs, with the value after."""
    return tuple((name, value) for name, value in after.items() if before[name] != value)
