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


_MEANINGS: Final[dict[str, str]] = {}

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
