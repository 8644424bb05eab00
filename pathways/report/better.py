"""A difference to what it means for those who wait: better, worse, or that it cannot be told."""

from __future__ import annotations

from typing import Final, Literal

from pathways.report.names import Name

Word = Literal["better", "worse", "higher", "lower", "no change", "cannot tell", "new"]

# Measures of which less is better for a referral, and those of which more is. Of all others neither is: support that
# lasts longer, more that arrive, or more of the staff's time in use may be good or bad.
_LESS: Final = ("wait", "time_to_milestone", "queue", "left_over")
_MORE: Final = ("within_target",)


def better(name: Name, says: str) -> Word:
    """What `higher` or `lower` means for the measure; a difference that cannot be seen is none.

    Parameters
    ----------
    says
        Of a difference: `higher`, `lower`, `the same`, `no visible change` or `cannot tell`.
    """
    if says in ("the same", "no visible change"):
        return "no change"
    if says == "higher":
        return "worse" if name[0] in _LESS else "better" if name[0] in _MORE else "higher"
    if says == "lower":
        return "better" if name[0] in _LESS else "worse" if name[0] in _MORE else "lower"
    return "cannot tell"
