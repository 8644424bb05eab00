"""The scenarios of a study to the differences of each: its own, after those of the scenario that it builds on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pathways.definition.report import Report, nearest, one_of
from pathways.simulation.language.built import BUILDS_ON, in_a_row
from pathways.simulation.language.layered import LayeredDocument

_DEEPEST: Final = 3


@dataclass(frozen=True)
class Level:
    """A study, itself or one that it builds on: its id, where it is written, and the differences of its scenarios."""

    study: str
    document: LayeredDocument
    scenarios: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Step:
    """The differences of one scenario, and where they are written."""

    document: LayeredDocument
    name: str
    differences: Mapping[str, Any]


def steps(name: str, levels: list[Level], report: Report) -> list[Step]:
    """The scenario of the last level, after those that it builds on; faults go to the report.

    `builds_on: other` is a scenario of the same study, `builds_on: study.other` one of a study that it builds on.
    """
    at, found, names = levels[-1], list[Step](), list[str]()
    while True:
        differences = dict(at.scenarios[name])
        base = differences.pop(BUILDS_ON, None)
        found.insert(0, Step(at.document, name, differences))
        names.append(name if at is levels[-1] else f"{at.study}.{name}")
        if base is None:
            return found
        place = at.document.place(("scenarios", name, BUILDS_ON))
        reach = levels[: levels.index(at) + 1]
        known = {f"{level.study}.{other}": (level, other) for level in reach for other in level.scenarios}
        known |= {other: (at, other) for other in at.scenarios if other != name}
        if base not in known:
            expected, _ = one_of(str(base), known, "scenarios")
            near = nearest(str(base), known)
            remedy = f"write '{near}'" if near else "correct the name"
            report.add("study-base", place, f"there is no scenario '{base}' to build on", expected, remedy)
            return found
        at, name = known[base]
        shown = name if at is levels[-1] else f"{at.study}.{name}"
        if shown in names:
            circle = in_a_row((*names[names.index(shown) :], shown))
            report.add(
                "study-base",
                place,
                f"the scenarios go round in a circle: {circle}",
                "one that builds on no other",
                f"take '{BUILDS_ON}' out of one of them",
            )
            return found
        if len(names) == _DEEPEST:
            report.add(
                "study-base",
                place,
                f"{in_a_row((*names, shown))}: {len(names) + 1} scenarios in a row",
                f"at most {_DEEPEST}, so that a reader can still tell what changes",
                "write the differences of one of them out",
            )
            return found
