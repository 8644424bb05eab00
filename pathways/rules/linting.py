"""A compiled pathway to its faults of behaviour, found by looking at everything that can happen in it."""

from __future__ import annotations

from typing import Final

from pathways.errors import Finding
from pathways.machine import CompiledPathway
from pathways.rules.delay import are_all_released
from pathways.rules.exploration import LARGE, LIMIT, explore
from pathways.rules.lints import LINTS
from pathways.rules.lints.base import Ground
from pathways.rules.sight import Sight
from pathways.rules.space import Space

TOO_LARGE: Final = "too-large-to-lint"
# Where referrals are held up, nobody can tell what lies behind; where nobody has set something, neither.
_HIDES: Final = (
    ({"incomplete-decision", "endless-decisions"}, {"unreachable-state", "branch-never-taken"}),
    ({"read-before-set"}, {"no-end", "no-way-to-end"}),
    ({"no-end", "no-way-to-end"}, {"unreachable-state", "branch-never-taken"}),
)


def lint(compiled: CompiledPathway, *, limit: int = LIMIT, large: int = LARGE, whole: bool = False) -> list[Finding]:
    """Find the faults of behaviour, without those that only follow from another.

    A pathway of `status: shared` must make sense whatever it is handed: it is explored from every value of
    every attribute. In any other, the states of the pieces it uses are held against nothing but traps, stuck
    decisions and attributes that nobody has set; the rest is found when the piece itself is linted.

    Parameters
    ----------
    limit
        How many configurations may be explored. Beyond it the pathway gets one warning and no verdict.
    large
        From how many configurations on branches that do not touch each other wait in turn (see `delay`).
    whole
        Find what follows from another fault too.

    Returns
    -------
    list of Finding
        In order of place.
    """
    space = _space(compiled, limit, large)
    if not space.complete:
        return [_too_large(compiled, limit)]
    ground = Ground(space, whole)
    findings = list(dict.fromkeys(finding for one in LINTS.values() for finding in one.find(ground)))
    if not whole:
        findings = _roots(findings)
    return sorted(findings, key=lambda f: (f.place, f.id, f.message))


def _space(compiled: CompiledPathway, limit: int, large: int) -> Space:
    """The full space, or where that is large one in which everything still happens that can, in some order."""
    is_shared = compiled.linked.status == "shared"
    is_single = len(compiled.regions) == 1
    space = explore(compiled, from_anything=is_shared, limit=limit if is_single else min(limit, large))
    if space.complete or is_single:
        return space
    space = explore(compiled, from_anything=is_shared, limit=limit, sight=Sight())
    if not space.complete or not space.private or are_all_released(space):
        return space
    return explore(compiled, from_anything=is_shared, limit=limit)


def _roots(findings: list[Finding]) -> list[Finding]:
    """Without what follows, or may follow, from something else that is found."""
    for first, hidden in _HIDES:
        if any(finding.id in first for finding in findings):
            findings = [finding for finding in findings if finding.id not in hidden]
    if any(finding.severity == "error" for finding in findings):
        findings = [finding for finding in findings if finding.severity == "error"]
    return findings


def _too_large(compiled: CompiledPathway, limit: int) -> Finding:
    return Finding(
        TOO_LARGE,
        compiled.linked.origin.place("pathway"),
        f"'{compiled.id}' can be in more than {limit:,} different situations, and no more were looked at: "
        "whether it has faults of behaviour is undecided",
        None,
        "let fewer branches run side by side or fewer attributes be known at the same time, or allow for more with "
        "'pathways check --limit'",
        severity="warning",
    )
