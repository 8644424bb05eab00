"""The checks of a study that do not hold to warnings, each said once with the scenarios it is said of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pathways.report.names import Names, plain
from pathways.simulation.language.study import BASELINE
from pathways.simulation.running.checks import Check


def warned(checks: Sequence[Check], names: Names) -> Iterator[str]:
    """`As things stand, 'surge': the team 'Hub' is asked for more than it has`; without names where it is so in all."""
    said: dict[str, list[str]] = {}
    everywhere = {check.scenario for check in checks}
    for check in checks:
        if not check.holds:
            said.setdefault(names.told(check.of, check.says), []).append(check.scenario)
    for says, scenarios in said.items():
        where = ", ".join("as things stand" if name == BASELINE else f"'{plain(name)}'" for name in scenarios)
        yield says if set(scenarios) == everywhere else f"{where[:1].upper()}{where[1:]}: {says}"
