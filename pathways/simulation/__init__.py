"""A study and its compiled pathways to an event log and a result. What is asked for is loaded; nothing else."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathways.simulation.result import Comparison, Result
    from pathways.simulation.run import check_study, event_log, simulate
    from pathways.simulation.study import Scenario, Study, parse_study

_HOMES = {
    "Comparison": "result",
    "Result": "result",
    "Scenario": "study",
    "Study": "study",
    "check_study": "run",
    "event_log": "run",
    "parse_study": "study",
    "simulate": "run",
}

__all__ = ["Comparison", "Result", "Scenario", "Study", "check_study", "event_log", "parse_study", "simulate"]


def __getattr__(name: str) -> Any:
    """The public names, each loaded when first used."""
    if name in _HOMES:
        return getattr(import_module(f"pathways.simulation.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'pathways.simulation' has no attribute '{name}'")
