"""Figures of a pack to charts with process limits, month by month where numbers allow it, else by quarter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pathways.report.document import Block, Paragraph, RunChart
from pathways.report.names import Names
from pathways.report.pack.definitions import LEAST_AVERAGED, LEAST_SHARED
from pathways.report.pack.figures import Standard
from pathways.report.pack.gather import FEEDBACK, Pack
from pathways.report.pack.periods import Period
from pathways.report.pack.xmr import Xmr, xmr
from pathways.report.suppress import is_small, rounded

Part = Literal["received", "targets", "feedback", "waits"]
_LEAST_POINTS: Final = 6
_SURE_POINTS: Final = 12
_MOST_STANDARDS: Final = 6
_Value = Callable[[Period], float | None]  # None where the numbers are too small to be shown


@dataclass(frozen=True)
class _Series:
    name: str
    title: str
    axis: str
    better: Literal["more", "less", ""]
    value: _Value
    cannot_be_less: bool = True


def charts(pack: Pack, part: Part) -> Iterator[Block]:
    """The charts of one part, and in words which there could not be."""
    missing = []
    for series in _SERIES[part](pack):
        for periods, span in ((pack.months, "month"), (pack.quarters, "quarter")):
            values = [series.value(period) for period in periods]
            if len(values) >= _LEAST_POINTS and None not in values:
                found = xmr([value for value in values if value is not None])
                yield _chart(pack, series, periods, span, found)
                break
        else:
            missing.append(series.title)
    if missing:
        yield Paragraph(f"Numbers are too small for a chart of: {'; '.join(missing)}.", "soft")


def _chart(pack: Pack, series: _Series, periods: Sequence[Period], span: str, found: Xmr) -> RunChart:
    kinds = tuple(
        _kind(series, value - found.mean) if causes else "common"
        for value, causes in zip(found.values, found.causes, strict=True)
    )
    lower = max(0.0, found.lower) if series.cannot_be_less else found.lower
    upper = min(100.0, found.upper) if series.axis.startswith("%") else found.upper
    special = [
        f"{period.label} ({', '.join(causes)})" for period, causes in zip(periods, found.causes, strict=True) if causes
    ]
    told = f"By {span}: mean {found.mean:.1f}, limits {lower:.1f} to {upper:.1f}. "
    told += f"Special cause: {'; '.join(special)}." if special else "Common variation only."
    if len(periods) < _SURE_POINTS:
        told += f" Limits of {len(periods)} points are provisional."
    return RunChart(
        name=f"xmr-{series.name}",
        title=series.title,
        about=pack.study.title,
        axis=series.axis,
        labels=tuple(period.label for period in periods),
        values=found.values,
        mean=found.mean,
        lower=lower,
        upper=upper,
        kinds=kinds,
        told=told,
    )


def _kind(series: _Series, above: float) -> str:
    if not series.better or not above:
        return "special"
    return "better" if (above > 0) == (series.better == "more") else "worse"


# --- the series


def _received(pack: Pack) -> Iterator[_Series]:
    moments = [at for at, _ in pack.figures.received]
    yield _Series(
        "received",
        "Referrals received",
        "Referrals, rounded to 5",
        "",
        lambda period: rounded(sum(map(period.has, moments))),
    )


def _targets(pack: Pack) -> Iterator[_Series]:
    """Of the standards that most was held against: how many days, and what share within."""
    span = Period("", pack.quarters[0].start, pack.quarters[-1].end)
    standards = [(sum(span.has(one.at) for one in each.done), each) for each in pack.figures.standards()]
    standards.sort(key=lambda pair: -pair[0])
    for place, (count, each) in enumerate(standards[:_MOST_STANDARDS]):
        if count:
            yield _Series(
                f"days-{place}", f"{each.title}: days", f"{each.unit.capitalize()}, on average", "less", _days(each)
            )
            yield _Series(
                f"within-{place}", f"{each.title}: within {each.within}", "% within target", "more", _within(each)
            )


def _days(each: Standard) -> _Value:
    return lambda period: _mean([one.days for one in each.done if period.has(one.at)])


def _within(each: Standard) -> _Value:
    return lambda period: _share([one.is_within for one in each.done if period.has(one.at)])


def _feedback(pack: Pack) -> Iterator[_Series]:
    told = [(at, value.startswith("outcome")) for at, value in pack.figures.told(FEEDBACK)]
    if told:
        yield _Series(
            "feedback",
            "Referrers who are told the outcome",
            "% of referrals that ended",
            "more",
            lambda period: _share([is_told for at, is_told in told if period.has(at)]),
        )


def _waits(pack: Pack) -> Iterator[_Series]:
    names = Names(pack.study, {})
    for place, states in pack.places.items():
        waits = [(wait.got, wait.days) for wait in pack.figures.waits(states) if wait.days is not None]

        def value(period: Period, waits: list[tuple[int | None, float]] = waits) -> float | None:
            return _mean([days for got, days in waits if period.has(got)])

        title = f"Wait for a place: {names.resource(place)}"
        yield _Series(f"wait-{place}", title, "Working days, on average", "less", value)


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if len(values) >= LEAST_AVERAGED else None


def _share(values: Sequence[bool]) -> float | None:
    part, base = sum(values), len(values)
    return None if base < LEAST_SHARED or is_small(part) or is_small(base - part) else 100 * part / base


_SERIES: Final[dict[Part, Callable[[Pack], Iterator[_Series]]]] = {
    "received": _received,
    "targets": _targets,
    "feedback": _feedback,
    "waits": _waits,
}
