"""The clock of a study to words: how long is simulated, from when, after what, and which hours count."""

from __future__ import annotations

from typing import Final

from pathways.report.model import StudyPart
from pathways.units import Duration

_CALENDARS: Final = {"england": "England's working days and bank holidays", "continuous": "every hour counts"}


def clock(part: StudyPart) -> str:
    """`104 weeks from 02 April 2018, after a warm-up of 26 weeks; every hour counts`."""
    spec = part.study.baseline.spec.clock
    warmed = ""
    if spec.warm_up is not None:
        warmed = ", after a warm-up " + (f"of {spec.warm_up}" if isinstance(spec.warm_up, Duration) else spec.warm_up)
    return f"{spec.length} from {spec.starts:%d %B %Y}{warmed}; {_CALENDARS[spec.calendar]}"


def warm_up(part: StudyPart) -> str:
    """What runs before anything is measured, in a sentence."""
    spec = part.study.baseline.spec.clock
    if spec.warm_up is None:
        return "There is no warm-up: all is measured from the first date on."
    if isinstance(spec.warm_up, Duration):
        return f"Nothing is measured in a warm-up of {spec.warm_up}, which the study gives."
    return "Nothing is measured in a warm-up, which pilot replications settle by MSER-5."
