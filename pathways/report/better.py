"""A difference to what it means for those who wait: better, worse, or that it cannot be told."""

from __future__ import annotations

from typing import Final, Literal

from pathways.simulation.answers.asked import Better
from pathways.simulation.experiments.paired import word_for

Word = Literal["better", "worse", "higher", "lower", "no change", "cannot tell", "new"]
SIGNS: Final[dict[Word, str]] = {
    "better": "\u2713 better",
    "worse": "\u2717 worse",
    "higher": "\u25b2 higher",
    "lower": "\u25bc lower",
    "no change": "= no visible change",
    "cannot tell": "? cannot tell",
    "new": "not there now",
}


def better(says: str, direction: Better | None) -> Word:
    """What `higher` or `lower` means for a measure; a difference that cannot be seen is none.

    Parameters
    ----------
    says
        Of a difference: `higher`, `lower`, `no visible change` or `cannot tell`.
    direction
        Whether less or more is better, by the measure or as the study has it; None where neither is.
    """
    if says == "no visible change":
        return "no change"
    if says == "higher":
        return word_for("higher", direction)
    return word_for("lower", direction) if says == "lower" else "cannot tell"
