"""A mean or median with a spread, as a study writes them, to a law; and what cannot be one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from pydantic import BaseModel

from pathways.definition.report import Report
from pathways.simulation.binding.spreads import NoSpreadError, mean_by_median, spread_within
from pathways.simulation.language.fields import Within
from pathways.simulation.language.lasting import Middle
from pathways.simulation.laws import Law
from pathways.source import Document, Key
from pathways.units import Duration

_EXAMPLE: Final = "write for example '{}: {{mean: 3 hours, cv: 1}}', or 'within: 90% within 6 hours' for the spread"


def written_durations(value: Any) -> dict[tuple[Key, ...], Duration]:
    """Every duration in the entry of a distribution, by its path there."""
    return dict(_durations(value, ()))


def _durations(value: Any, path: tuple[Key, ...]) -> Iterator[tuple[tuple[Key, ...], Duration]]:
    if isinstance(value, Duration):
        yield path, value
    elif isinstance(value, Within):
        yield path, value.limit
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from _durations(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _durations(inner, (*path, name))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _durations(inner, (*path, number))


def middle_and_spread(
    family: str,
    value: Middle,
    amounts: Mapping[tuple[Key, ...], int],
    document: Document,
    path: tuple[Key, ...],
    report: Report,
) -> Law | None:
    """The law with that mean or median and that spread; None, with findings, if there is none."""
    is_whole = True  # a fault that another scenario has told already is not told again, so they cannot be counted
    for names, what in ((("mean", "median"), "a middle"), (("cv", "within"), "a spread")):
        given = [name for name in names if getattr(value, name) is not None]
        if len(given) != 1:
            is_whole = False
            message = (
                f"'{family}' has {what} twice, by {names[0]} and {names[1]}" if given else f"'{family}' lacks {what}"
            )
            report.add(
                "study-time",
                document.place(path, key=True),
                message,
                f"'{names[0]}' or '{names[1]}'",
                f"take '{names[1]}' out" if given else _EXAMPLE.format(family),
            )
    if not is_whole:
        return None
    is_median = value.mean is None
    middle = float(amounts["median" if is_median else "mean",])
    cv = value.cv
    if value.within is not None:
        try:
            limit, share = float(amounts["within",]), float(value.within.share)
            cv = spread_within(family, middle, limit, share, is_median=is_median)
        except NoSpreadError as error:
            _report_no_spread(family, value, error, document, path, report)
            return None
    assert cv is not None
    mean = mean_by_median(family, middle, cv) if is_median else middle
    return Law(family, (Fraction(mean),), cv)


def _report_no_spread(
    family: str, value: Middle, error: NoSpreadError, document: Document, path: tuple[Key, ...], report: Report
) -> None:
    within, name = value.within, "mean" if value.median is None else "median"
    assert within is not None
    share = f"{100 * float(within.share):.6g}%"
    least, greatest = (f"{100 * each:.3g}%" for each in (error.least, error.greatest))
    report.add(
        "study-time",
        document.place((*path, "within")),
        f"no {family} time with a {name} of {getattr(value, name)} has {share} within {within.limit}",
        f"from {least} to {greatest} within {within.limit}, which is what spreads (cv) from 0.01 to 10 give",
        f"correct the share, the time or the {name}; or say how long it takes by 'empirical: {{quantiles: ...}}'",
    )
