"""Drawings, verdicts and study results to one HTML file that needs nothing else."""

from pathways.report.model import PathwayPart, Report, StudyPart
from pathways.report.page import render

__all__ = ["PathwayPart", "Report", "StudyPart", "render"]
