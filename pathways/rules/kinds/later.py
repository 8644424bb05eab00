"""Kinds of rules that a policy may already hold, and that are not decided yet.

Their parameters are kept as written and checked when the kind is: until then `check` shows such a rule
with the verdict `not yet decided`, never silently.
"""

from __future__ import annotations

from typing import Final

from pydantic import ConfigDict

from pathways.rules.kinds.base import RuleKind, RuleModel


class LaterRule(RuleModel):
    """A rule of a kind that is not decided yet."""

    model_config = ConfigDict(extra="allow", frozen=True)


_MEANINGS: Final = {
    "exclusive": "No referral meets more than one of the states.",
    "at_most": "No referral enters the state more often than that.",
    "at_least": "Every referral enters the state at least that often.",
    "exactly": "Every referral enters the state exactly that often.",
    "repeats_until": "The state is entered again and again until the condition is true.",
    "meets_at_least": "The panel meets at least that often.",
    "share": "That share of referrals goes this way.",
    "expected": "The number expected lies within the bounds.",
    "kept": "The condition stays true for as long as the referral is in the state.",
    "set_before_read": "No decision reads the attribute before it has been set.",
    "separation_of_duties": "The two states are worked on by different lanes.",
}

LATER: Final = tuple(
    RuleKind(
        id=name,
        title=name.replace("_", " ").capitalize(),
        meaning=meaning,
        formal="cannot be checked yet",
        good="",
        bad="",
        model=LaterRule,
        ask=None,
    )
    for name, meaning in _MEANINGS.items()
)
