"""A study and its compiled pathways to an event log and a result. What is asked for is loaded; nothing else."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathways.simulation.answers.expectations import a_year, share_words
    from pathways.simulation.answers.result import OF_THOSE_REACHED, Comparison, Reached, Result
    from pathways.simulation.experiments.ladders import Ladder, parse_ladder
    from pathways.simulation.experiments.moved import Sensitivity
    from pathways.simulation.experiments.paired import Contrast
    from pathways.simulation.experiments.seek import find_least
    from pathways.simulation.experiments.sensitivity import find_sensitivity
    from pathways.simulation.experiments.sought import Seek
    from pathways.simulation.experiments.sweep import run_sweep
    from pathways.simulation.experiments.swept import Sweep
    from pathways.simulation.language.study import Scenario, Study, parse_study
    from pathways.simulation.run import check_study, event_log, event_logs, simulate, unknown_pathways
    from pathways.simulation.running.watch import Watch

_HOMES = {
    "Comparison": "answers.result",
    "Contrast": "experiments.paired",
    "Ladder": "experiments.ladders",
    "OF_THOSE_REACHED": "answers.result",
    "Reached": "answers.result",
    "Result": "answers.result",
    "Scenario": "language.study",
    "Seek": "experiments.sought",
    "Sensitivity": "experiments.moved",
    "Study": "language.study",
    "Sweep": "experiments.swept",
    "a_year": "answers.expectations",
    "check_study": "run",
    "event_log": "run",
    "event_logs": "run",
    "find_least": "experiments.seek",
    "find_sensitivity": "experiments.sensitivity",
    "parse_ladder": "experiments.ladders",
    "parse_study": "language.study",
    "run_sweep": "experiments.sweep",
    "share_words": "answers.expectations",
    "simulate": "run",
    "unknown_pathways": "run",
    "Watch": "running.watch",
}

__all__ = [
    "OF_THOSE_REACHED",
    "Comparison",
    "Contrast",
    "Ladder",
    "Reached",
    "Result",
    "Scenario",
    "Seek",
    "Sensitivity",
    "Study",
    "Sweep",
    "Watch",
    "a_year",
    "check_study",
    "event_log",
    "event_logs",
    "find_least",
    "find_sensitivity",
    "parse_ladder",
    "parse_study",
    "run_sweep",
    "share_words",
    "simulate",
    "unknown_pathways",
]


def __getattr__(name: str) -> Any:
    """The public names, each loaded when first used."""
    if name in _HOMES:
        return getattr(import_module(f"pathways.simulation.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'pathways.simulation' has no attribute '{name}'")
