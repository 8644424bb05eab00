"""A linked pathway to integer tables, and one referral's way through them, move by move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathways.machine.compile import compile_pathway
from pathways.machine.compiled import DONE, IDLE, NONE, CompiledPathway, Kind
from pathways.machine.stepper import (
    Configuration,
    Move,
    MoveKind,
    affected,
    all_starting,
    apply,
    automatic,
    findings,
    is_ended,
    moves,
    starting,
    unsettled_region,
)
from pathways.machine.steps import Possible, Step

if TYPE_CHECKING:
    from pathways.machine.case import Case

__all__ = [
    "DONE",
    "IDLE",
    "NONE",
    "Case",
    "CompiledPathway",
    "Configuration",
    "Kind",
    "Move",
    "MoveKind",
    "Possible",
    "Step",
    "affected",
    "all_starting",
    "apply",
    "automatic",
    "compile_pathway",
    "findings",
    "is_ended",
    "moves",
    "starting",
    "unsettled_region",
]


def __getattr__(name: str) -> Any:
    """`Case` brings the `transitions` library with it, which only those who use it pay for."""
    if name == "Case":
        from pathways.machine.case import Case

        return Case
    raise AttributeError(f"module 'pathways.machine' has no attribute '{name}'")
