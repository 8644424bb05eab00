"""How binding a rule is, or how far a number may be relied on, in words."""

from __future__ import annotations


def plain_hardness(hardness: str) -> str:
    """`STAT_GUIDANCE` as a reader says it."""
    return {"STAT_GUIDANCE": "statutory guidance"}.get(hardness, hardness.replace("_", " ").lower())
