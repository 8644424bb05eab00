"""The clock of a study to words: how long is simulated, from when, after what, and which hours count."""

from __future__ import annotations

from datetime import date
from typing import Final

from pathways.report.model import StudyPart
from pathways.units import Duration

_CALENDARS: Final = {"england": "England's working days and bank holidays", "continuous": "every hour counts"}


def clock(part: StudyPart) -> str:
    """`104 weeks from 1 October 2018, after a warm-up of 26 weeks from 2 April 2018; every hour counts`."""
    spec, measured = part.study.baseline.spec.clock, part.result.measured_from
    first, warmed = spec.starts if measured is None else measured, ""
    if spec.warm_up is not None:
        named = f"of {spec.warm_up}" if isinstance(spec.warm_up, Duration) else spec.warm_up
        warmed = f", after a warm-up {named} from {in_words(spec.starts)}"
    return f"{spec.length} from {in_words(first)}{warmed}; {_CALENDARS[spec.calendar]}"


def in_words(day: date) -> str:
    """`2 April 2018`."""
    return f"{day.day} {day:%B %Y}"


def warm_up(part: StudyPart) -> str:
    """What runs before anything is measured, in a sentence."""
    spec = part.study.baseline.spec.clock
    if spec.warm_up is None:
        return "There is no warm-up: all is measured from the first date on."
    if isinstance(spec.warm_up, Duration):
        return f"Nothing is measured in a warm-up of {spec.warm_up}, which the study gives."
    return "Nothing is measured in a warm-up, which pilot replications settle by MSER-5."
