"""Drawings, verdicts and study results to pages that need nothing else. What is asked for is loaded; nothing else."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathways.report.contents import to_document
    from pathways.report.formats import written
    from pathways.report.model import PathwayPart, Report, StudyPart
    from pathways.report.page import render
    from pathways.report.short import to_short

_HOMES = {
    "PathwayPart": "model",
    "Report": "model",
    "StudyPart": "model",
    "to_document": "contents",
    "to_short": "short",
    "render": "page",
    "written": "formats",
}

__all__ = ["PathwayPart", "Report", "StudyPart", "render", "to_document", "to_short", "written"]


def __getattr__(name: str) -> Any:
    """The public names, each loaded when first used."""
    if name in _HOMES:
        return getattr(import_module(f"pathways.report.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'pathways.report' has no attribute '{name}'")
