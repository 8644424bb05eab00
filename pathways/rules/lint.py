"""A compiled pathway to its faults of behaviour, found by looking at everything that can happen in it."""

from __future__ import annotations

from typing import Final

from pathways.errors import Finding
from pathways.machine import CompiledPathway
from pathways.rules.exploration import LIMIT, explore
from pathways.rules.lints import LINTS
from pathways.rules.lints.base import Ground

TOO_LARGE: Final = "too-large-to-lint"


def lint(compiled: CompiledPathway, *, limit: int = LIMIT) -> list[Finding]:
    """Find every fault of behaviour.

    A pathway of `status: shared` must make sense whatever it is handed: it is explored from every value of
    every attribute. In any other, the states of the pieces it uses are held against nothing but traps, stuck
    decisions and attributes that nobody has set; the rest is found when the piece itself is linted.

    Parameters
    ----------
    limit
        How many configurations may be explored. Beyond it the pathway gets one warning and no verdict.

    Returns
    -------
    list of Finding
        In order of place.
    """
    space = explore(compiled, from_anything=compiled.linked.status == "shared", limit=limit)
    if not space.complete:
        return [_too_large(compiled, limit)]
    ground = Ground(space)
    findings = {finding: None for one in LINTS.values() for finding in one.find(ground)}
    return sorted(findings, key=lambda f: (f.place, f.id, f.message))


def _too_large(compiled: CompiledPathway, limit: int) -> Finding:
    return Finding(
        TOO_LARGE,
        compiled.linked.origin.place("pathway"),
        f"'{compiled.id}' can be in more than {limit:,} different situations, too many to look at every one: "
        "whether it has faults of behaviour is undecided",
        None,
        "split it into pieces, or let fewer attributes be known at the same time",
        severity="warning",
    )
