"""Findings to those that are roots: without what only follows from a missing piece, and equal ones told once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from pathways.errors import Finding

# What the pathway may have from a piece that could not be put in.
_FROM_A_PIECE: Final = {"unknown-attribute", "unknown-value", "unknown-lane"}
_A_PIECE_IS_MISSING: Final = {"unknown-pathway", "use-cycle"}
# A name that is nowhere may stand in many places; one declaration mends them all.
_REPEATED: Final = {"unknown-lane", "unknown-attribute", "unknown-value", "unknown-state"}
_MOST_LINES: Final = 12


def roots(findings: Iterable[Finding]) -> list[Finding]:
    """The findings of one pathway and its pieces, one for each mistake as far as can be told."""
    told = list(findings)
    if any(finding.id in _A_PIECE_IS_MISSING for finding in told):
        told = [finding for finding in told if finding.id not in _FROM_A_PIECE]
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in told:
        is_alone = finding.id not in _REPEATED
        key = (finding.place.file, finding.id, finding.message, finding.place if is_alone else None)
        groups.setdefault(key, []).append(finding)
    return [_folded(sorted(group, key=lambda finding: finding.place)) for group in groups.values()]


def _folded(group: list[Finding]) -> Finding:
    """The first of several that say the same, with the lines of the others."""
    first, *others = group
    lines = [str(line) for line in dict.fromkeys(other.place.line for other in others) if line != first.place.line]
    if not lines:
        return first
    more = f" and {len(lines) - _MOST_LINES} more" if len(lines) > _MOST_LINES else ""
    word = "line" if len(lines) == 1 else "lines"
    return replace(first, message=f"{first.message}; so too on {word} {', '.join(lines[:_MOST_LINES])}{more}")
