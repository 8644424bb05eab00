"""Figures that theory knows to rows in words: theory, simulation, and how far they are apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pathways.measures.intervals import student
from pathways.report.names import Names, number

if TYPE_CHECKING:
    from pathways.simulation import Result

_HARDLY_CHANCE: Final = 0.99994  # the confidence of 4 standard errors, where replications are many
FAR: Final = (
    "What is marked with ! is further apart than chance would bring it: the warm-up may be too short, or the study too "
    "short to settle."
)


@dataclass(frozen=True)
class Theory:
    """One figure of the baseline: what it is, by theory, simulated, how far apart, and by which theory.

    It `is_far` where chance alone would hardly bring the two so far apart.
    """

    label: str
    exact: str
    simulated: str
    apart: str
    theory: str
    is_far: bool


def theory(result: Result, names: Names) -> Iterator[Theory]:
    """What is known of the baseline."""
    for row in result.known:
        if row.scenario != names.study.baseline.name:
            continue
        is_share = row.statistic == "share" or row.measure == "utilisation"
        scale, unit = (100.0, "%") if is_share else (1.0, " days" if row.measure == "wait" else "")
        if row.errors is None:
            is_far = abs(row.simulated - row.exact) > 1e-9
            apart = "not alike" if is_far else "the same"
        else:
            is_far = abs(row.errors) > student(_HARDLY_CHANCE, max(result.replications - 1, 1))
            apart = f"{abs(row.errors):.1f} standard errors"
        yield Theory(
            _label(names, (row.measure, row.pathway, row.of, row.statistic)),
            f"{number(row.exact * scale)}{unit}",
            f"{number(row.simulated * scale)}{unit}",
            f"{apart} !" if is_far else apart,
            row.theory,
            is_far,
        )


def _label(names: Names, name: tuple[str, str, str, str]) -> str:
    if name[0] == "outcome":
        where = f" ({names.role(name[1])})" if names.has_roles else ""
        return f"Ending in '{names.outcome(name[1], name[2])}'{where}"
    return f"{'Wait for ' if name[0] == 'wait' else ''}{names.label(name)}"
