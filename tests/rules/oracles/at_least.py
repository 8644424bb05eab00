"""So many entries or more."""

from typing import Any

from tests.rules.at_random import Drawing, Judge
from tests.rules.counting import count_rule


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge]:
    times = drawing.number(1, 2)
    return count_rule(drawing, times, times, None)
