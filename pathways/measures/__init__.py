"""An event log to estimates with intervals."""

from pathways.eventlog import Attribute
from pathways.measures.estimates import Difference, Estimate, compare, estimate
from pathways.measures.figures import figures
from pathways.measures.histories import Histories, histories
from pathways.measures.sample import Figure, Key, Sample
from pathways.measures.setting import Milestone, Setting, Working
from pathways.measures.weekly import WeekFigure, week_figures

__all__ = [
    "Attribute",
    "Difference",
    "Estimate",
    "Figure",
    "Histories",
    "Key",
    "Milestone",
    "Sample",
    "Setting",
    "WeekFigure",
    "Working",
    "compare",
    "estimate",
    "figures",
    "histories",
    "week_figures",
]
