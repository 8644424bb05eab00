"""No more than so many entries."""

from typing import Any

from tests.rules.at_random import Drawing, Judge
from tests.rules.counting import count_rule


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge]:
    times = drawing.number(0, 2)
    return count_rule(drawing, times, 0, times)
