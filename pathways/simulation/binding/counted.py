"""Times as they were counted, or in parts, to shares and the values between which each is spread."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from pathways.definition.report import Report
from pathways.simulation.language.fields import share_of
from pathways.simulation.language.lasting import Empirical, Part
from pathways.source import Document, Key

COUNTED: Final = ("empirical", "piecewise")
Parts = tuple[tuple[Fraction, Fraction, Fraction], ...]  # (share, first value, last value), the shortest first
_Amounts = Mapping[tuple[Key, ...], int]


class _Reader:
    def __init__(self, amounts: _Amounts, document: Document, path: tuple[Key, ...], report: Report) -> None:
        self.amounts, self.document, self.path, self.report = amounts, document, path, report

    def fault(self, step: tuple[Key, ...], message: str, expected: str, remedy: str) -> None:
        self.report.add("study-time", self.document.place((*self.path, *step), key=not step), message, expected, remedy)

    def empirical(self, value: Empirical) -> Parts | None:
        if (value.values is None) == (value.quantiles is None):
            message = "'empirical' gives both values and quantiles" if value.values else "'empirical' gives no values"
            self.fault((), message, "'values', or 'quantiles'", "keep one of them" if value.values else "give one")
            return None
        if value.quantiles is not None:
            if value.weights is not None:
                self.fault(("weights",), "quantiles have no weights", "weights only with 'values'", "take this out")
                return None
            return self._quantiles(value.quantiles)
        assert value.values is not None
        weights = value.weights or (Fraction(1),) * len(value.values)
        if len(weights) != len(value.values):
            message = f"there are {len(value.values)} values and {len(weights)} weights"
            self.fault(("weights",), message, "a weight for each value", "add or take out weights")
            return None
        total = sum(weights, Fraction(0))
        if not total:
            self.fault(("weights",), "all of these weights are 0", "more than 0 for some value", "raise one of them")
            return None
        seen = [Fraction(self.amounts["values", number]) for number in range(len(weights))]
        return tuple(sorted(((w / total, v, v) for v, w in zip(seen, weights, strict=True) if w), key=lambda p: p[1]))

    def _quantiles(self, quantiles: Mapping[str, Any]) -> Parts | None:
        """Straight lines between the quantiles; where 0% or 100% is not given, the line next to it goes on."""
        known: list[tuple[Fraction, Fraction]] = []
        written: dict[Fraction, str] = {}
        for text in quantiles:
            try:
                share = share_of(text)
            except ValueError as error:
                self.fault(("quantiles", text), str(error), "a share, such as 10%", "correct the share")
                return None
            known.append((share, Fraction(self.amounts["quantiles", text])))
            written[share] = f"{text}: {quantiles[text]}"
        known.sort()
        if len(written) < len(known):
            self.fault(("quantiles",), "one share is given twice", "each share once", "take one of them out")
            return None
        for (share, value), (higher, later) in pairwise(known):
            if later < value:
                message = f"'{written[share]}' and '{written[higher]}': fewer would take longer"
                self.fault(("quantiles",), message, "longer times for greater shares", "correct one of them")
                return None
        (low, first), (second, after) = known[:2]
        if low > 0:
            known.insert(0, (Fraction(0), max(Fraction(0), first - (after - first) / (second - low) * low)))
        (last_but_one, before), (high, last) = known[-2:]
        if high < 1:
            known.append((Fraction(1), last + (last - before) / (high - last_but_one) * (1 - high)))
        return tuple((b[0] - a[0], a[1], b[1]) for a, b in pairwise(known))

    def piecewise(self, parts: tuple[Part, ...]) -> Parts | None:
        found, total = [], sum((part.share for part in parts), Fraction(0))
        start = Fraction(self.amounts.get((0, "from"), 0))
        if total != 1:
            message = f"these shares add up to {float(total):.6g}, not to 1"
            self.fault((), message, "shares that add up to exactly 1 (or 100%)", "correct one of them")
            return None
        for number, part in enumerate(parts):
            end = Fraction(self.amounts[number, "until"])
            if number and part.from_ is not None:
                message = "a part begins where the one above it ends"
                self.fault((number, "from"), message, "'from' only in the first part", "take this out")
                return None
            if end <= start:
                message = f"this part would end at {part.until}, before it begins"
                self.fault((number, "until"), message, "parts in order, the shortest first", "correct the time")
                return None
            if part.share:
                found.append((part.share, start, end))
            start = end
        return tuple(found)


def counted(
    family: str, value: Any, amounts: _Amounts, document: Document, path: tuple[Key, ...], report: Report
) -> Parts | None:
    """The parts of an `empirical` or `piecewise` entry; None, with findings, if there are none.

    Parameters
    ----------
    amounts
        Every duration of the entry in seconds, by its path there.
    """
    reader = _Reader(amounts, document, path, report)
    return reader.empirical(value) if family == "empirical" else reader.piecewise(value)
