"""What the studies of a workspace say about a pathway, for the rules that weigh it: when panels meet, and shares.

Made by `pathways.commands`, since a study is read by another layer. Numbers are exact fractions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pathways.errors import Place


@dataclass(frozen=True)
class Schedule:
    """When a panel meets in a study, and the longest time between two of its meetings.

    Attributes
    ----------
    panel, says
        The panel's name in the study, and its schedule in words, such as `first Wednesday`.
    scenario
        None for the baseline.
    gap
        Calendar days between the two meetings that lie furthest apart.
    between
        Their dates, as `5 December 2018`.
    place
        Where the study says so.
    """

    panel: str
    says: str
    scenario: str | None
    gap: int
    between: tuple[str, str]
    place: Place


@dataclass(frozen=True)
class Evidence:
    """What one study says about one pathway.

    Attributes
    ----------
    study, title
        The study's id and title.
    schedules
        By the name of a panel state, the schedules under which it is heard, the baseline's first.
    """

    study: str
    title: str
    schedules: Mapping[str, tuple[Schedule, ...]] = field(default_factory=dict)
