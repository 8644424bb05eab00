"""Random pathways gathered once, for tests that look at many of them together."""

from __future__ import annotations

from functools import cache

from hypothesis import HealthCheck, Phase, given, seed, settings

from pathways.testing import WrittenPathway, written_pathways


@cache
def gather(count: int) -> tuple[WrittenPathway, ...]:
    """`count` different random pathways, the same on every machine with this version of Hypothesis."""
    found: dict[str, WrittenPathway] = {}

    @seed(20180227)
    @settings(
        max_examples=3 * count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(written_pathways())
    def keep(written: WrittenPathway) -> None:
        if len(found) < count:
            found.setdefault(written.compiled.fingerprint, written)

    keep()
    return tuple(found.values())
