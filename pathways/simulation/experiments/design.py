"""What a sweep varies to the points at which the study is run: all combinations, or a Latin hypercube."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import prod
from typing import Final

from pathways.definition.report import Report
from pathways.errors import WorkspaceError
from pathways.simulation.draws import number_of
from pathways.simulation.experiments.ladders import steps
from pathways.simulation.language.asking import RangeSpec, SweepSpec
from pathways.source import Document, Key

_NUMBER: Final = re.compile(r"(?P<amount>[0-9]{1,9}(?:\.[0-9]{1,9})?)(?P<unit>%| [a-z][a-z ]*)?", re.ASCII)
_MOST: Final = 10_000
_PLACES: Final = 9  # decimals of a value in the middle of a stratum


@dataclass(frozen=True)
class Factor:
    """A dotted name of the study and the values that it takes, from first to last."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Design:
    """Factors, and for each point the number of each factor's value, from 0."""

    kind: str
    factors: tuple[Factor, ...]
    points: tuple[tuple[int, ...], ...]

    def settings(self, point: int) -> dict[str, str]:
        """What a point sets."""
        numbers = self.points[point]
        return {factor.name: factor.values[n] for factor, n in zip(self.factors, numbers, strict=True)}


def design(spec: SweepSpec, seed: int, document: Document, path: tuple[Key, ...], report: Report) -> Design | None:
    """The points of a sweep; None, with findings, if it cannot be.

    Parameters
    ----------
    seed
        From which a Latin hypercube is drawn, always the same.
    path
        Where the sweep is written.
    """
    before = len(report.faults)
    is_latin = spec.design == "latin_hypercube"
    if is_latin != (spec.points is not None):
        report.add(
            "study-sweep", document.place((*path, "points" if spec.points else "design")),
            "nothing says how many points there are" if is_latin else "all combinations are as many as they are",
            "'points' with 'design: latin_hypercube', and only with it",
            "add 'points: 40'" if is_latin else "take 'points' out, or add 'design: latin_hypercube'",
        )  # fmt: skip
    factors = []
    for name, varied in spec.vary.items():
        at = (*path, "vary", name)
        if isinstance(varied, RangeSpec):
            values = _range(varied, spec.points if is_latin else None, document, at, report)
        else:
            values = varied
            if not values or len(set(values)) < len(values):
                report.add(
                    "study-sweep", document.place(at), "there is no value here, or one twice", "different values",
                    "write for instance '[1, 2, 3]'",
                )  # fmt: skip
        factors.append(Factor(name, values))
    if len(report.faults) > before:
        return None
    if not factors:
        report.add("study-sweep", document.place(path), "nothing varies", "a name with its values", "add one to 'vary'")
        return None
    number = spec.points if is_latin and spec.points is not None else prod(len(factor.values) for factor in factors)
    if number > _MOST:
        report.add(
            "study-sweep", document.place(path), f"this makes {number:,} points", f"at most {_MOST:,}",
            "vary less, or take a Latin hypercube",
        )  # fmt: skip
        return None
    if is_latin:
        points = latin_hypercube([len(factor.values) for factor in factors], number, seed, [f.name for f in factors])
    else:
        points = list(product(*(range(len(factor.values)) for factor in factors)))
    return Design(spec.design, tuple(factors), tuple(points))


def latin_hypercube(sizes: Sequence[int], points: int, seed: int, names: Sequence[str]) -> list[tuple[int, ...]]:
    """For each point, the number of each factor's value.

    Each factor's values are cut into as many strata as there are points, and each stratum is met once; of fewer values
    than points each is met as often as any other, give or take one. Which strata meet is drawn by key: a factor's order
    depends on the seed, its name and the number of points alone.

    Notes
    -----
    McKay, Beckman, Conover (1979), "A comparison of three methods for selecting values of input variables", with the
    middle of each stratum.
    """
    columns = []
    for size, name in zip(sizes, names, strict=True):
        order = permutation(points, seed, name)
        columns.append([(2 * stratum + 1) * size // (2 * points) for stratum in order])
    return list(zip(*columns, strict=True))


def permutation(number: int, seed: int, name: str) -> list[int]:
    """The numbers below `number` in an order that depends on the seed and the name alone (Fisher and Yates)."""
    order = list(range(number))
    for last in range(number - 1, 0, -1):
        other = number_of("sweep", seed, name, last) % (last + 1)
        order[last], order[other] = order[other], order[last]
    return order


def _range(
    spec: RangeSpec, points: int | None, document: Document, at: tuple[Key, ...], report: Report
) -> tuple[str, ...]:
    """The values of a range: by its step; for a Latin hypercube without one, the middle of each stratum."""
    ends: Mapping[str, str | None] = {"from": spec.from_, "to": spec.to, "step": spec.step}
    found = {field: _NUMBER.fullmatch(text) for field, text in ends.items() if text is not None}
    for field, match in found.items():
        if match is None:
            report.add(
                "study-sweep", document.place((*at, field)), f"'{ends[field]}' is not a number, with or without a unit",
                "such as 4, 20% or 3 hours", "write the values as a list, if they are words",
            )  # fmt: skip
    known = {field: match for field, match in found.items() if match is not None}
    if len(known) < len(found):
        return ()
    units = {(match["unit"] or "").strip().removesuffix("s") for match in known.values()}
    if len(units) > 1:
        report.add("study-sweep", document.place(at), "this mixes units", "one unit", "write all of it in one unit")
        return ()
    unit = max(((match["unit"] or "").strip() for match in known.values()), key=len)
    first, last = known["from"]["amount"], known["to"]["amount"]
    is_whole = "." not in first + last and not unit
    if spec.step is None and points is not None and not is_whole:
        low, high = Fraction(first), Fraction(last)
        if high > low:
            space = "" if unit in ("", "%") else " "
            middles = (low + (high - low) * Fraction(2 * n + 1, 2 * points) for n in range(points))
            return tuple(f"{_decimal(middle)}{space}{unit}" for middle in middles)
    if spec.step is None and points is None and not is_whole:
        report.add(
            "study-sweep", document.place(at), "nothing says which values lie between", "a step",
            f"add 'step: {f'1 {unit}'.strip() if unit != '%' else '5%'}'",
        )  # fmt: skip
        return ()
    try:
        return steps(
            first, last, known["step"]["amount"] if "step" in known else "1", unit, f"{spec.from_} to {spec.to}"
        )
    except WorkspaceError:
        report.add(
            "study-sweep", document.place(at), f"'{spec.from_}' to '{spec.to}' does not lead from less to more",
            "the least first, and a step that leads there in at most 10,000", "correct them",
        )  # fmt: skip
        return ()


def _decimal(number: Fraction) -> str:
    whole = Decimal(round(number * 10**_PLACES)).scaleb(-_PLACES)
    return f"{whole.normalize():f}"
