"""A study to the few quantities that a what-if moves, and what was moved to the text of a study with that scenario."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from pathways.calendars.meetings import parse_meetings

if TYPE_CHECKING:
    from pathways.report.names import Names
    from pathways.simulation import Study

Changes = Mapping[str, Any]  # as a scenario writes them: a dotted name to its new value
_NOTHING: Final[Mapping[str, Any]] = {}
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .%_/-]*")  # needs no quotes in YAML
SCENARIO: Final = "what_if"
_DAY: Final = re.compile(r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
_LENGTH: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(hours?|minutes?)\s*")
_RATE: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*per\s+([a-z ]+?)\s*")
_NUMBER: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*")
_WEEKS: Final = re.compile(r"\s*(\d+)\s+(day|week)s?\s*")
_RISE_WEEKS: Final = 13
_NONE: Final = Decimal(100)  # percent of today


@dataclass(frozen=True)
class Quantity:
    """One thing that can be moved.

    Parameters
    ----------
    name
        Of its field in a form.
    now, says
        Its value as the study stands, and how that is said.
    read
        Its value in the text of a study; None where it has no plain number there.
    write
        What a scenario writes for a value.
    is_named
        Whether one of the study's own scenarios moves it.
    """

    name: str
    title: str
    unit: str
    now: Decimal
    says: str
    low: Decimal
    high: Decimal
    step: Decimal
    read: Callable[[Mapping[str, Any]], Decimal | None]
    write: Callable[[Decimal], Changes]
    is_named: bool = False

    def parse(self, text: str) -> Decimal | None:
        """What somebody typed, if it can be a value of this."""
        try:
            value = Decimal(text.strip())
        except InvalidOperation:
            return None
        fits = value.is_finite() and self.low <= value <= self.high
        return value if fits and value == round(value, 2) else None


def quantities(study: Study, names: Names) -> list[Quantity]:
    """Those that the study's scenarios move first, then every other."""
    plain = study.baseline.plain
    found = [*_panels(plain, names), *_counts(plain, names), *_arrivals(plain, names), *_rise(plain)]
    others = [scenario.plain for scenario in study.scenarios.values()]
    found = [replace(q, is_named=any(q.read(other) not in (None, q.now) for other in others)) for q in found]
    return sorted(found, key=lambda quantity: not quantity.is_named)


def panel_time(found: Sequence[Quantity], before: Mapping[str, Any], changes: Changes) -> Iterator[str]:
    """For each panel whose rhythm was moved: that it now has more or less time in all, and what would keep it as it is.

    Parameters
    ----------
    before : the text of the study, or of the scenario that the changes start from.
    """
    by_name = {each.name: each for each in found}
    for meets in [each for each in found if each.name in changes and each.name.endswith(".meets")]:
        id_ = meets.name.split(".")[1]
        agenda = by_name.get(f"panels.{id_}.agenda")
        if agenda is None:
            continue
        panel = (before.get("panels") or {}).get(id_, {})
        moved = {name.rpartition(".")[2]: value for name, value in changes.items() if name.startswith(f"panels.{id_}.")}
        then = {"panels": {id_: {**panel, **moved}}}
        weeks, minutes = (each.read(before) or each.now for each in (meets, agenda))
        new_weeks, new_minutes = (each.read(then) or each.now for each in (meets, agenda))
        now, later = minutes / weeks, new_minutes / new_weeks
        if now != later:
            title = meets.title.partition(":")[0]
            yield (
                f"{title} has {_plain(4 * later)} minutes for cases in four weeks instead of {_plain(4 * now)}, "
                f"as each meeting has {_plain(new_minutes)}. For as much time as before in all, give each meeting "
                f"{_plain(now * new_weeks)} minutes"
            )


def _plain(value: Decimal) -> str:
    return f"{round(value, 1).normalize():f}"


def _panels(plain: Mapping[str, Any], names: Names) -> Iterator[Quantity]:
    for id_, panel in (plain.get("panels") or {}).items():
        title = names.resource(id_)
        meets = str(panel.get("meets", ""))
        day = _DAY.search(meets)
        read = _reader(("panels", id_, "meets"), _weeks_between)
        if day is not None and (weeks := read(plain)) is not None:
            yield Quantity(
                f"panels.{id_}.meets", f"{title}: weeks between meetings", "weeks", weeks,
                meets if "week" in meets else f"{meets}, about every {weeks} weeks",
                Decimal(1), max(Decimal(8), weeks), Decimal(1), read, _meeting(f"panels.{id_}.meets", day[0]),
            )  # fmt: skip
        read = _reader(("panels", id_, "agenda"), _minutes)
        if (minutes := read(plain)) is not None:
            yield _steps(
                f"panels.{id_}.agenda", f"{title}: minutes for cases at each meeting", "minutes", minutes,
                str(panel["agenda"]), Decimal(10), read, "{:f} minutes".format,
            )  # fmt: skip
        read = _reader(("panels", id_, "slots"), _plain_number)
        if (slots := read(plain)) is not None:
            yield _steps(
                f"panels.{id_}.slots", f"{title}: cases at each meeting", "cases", slots, str(slots), Decimal(1), read,
                "{:f}".format,
            )  # fmt: skip


def _counts(plain: Mapping[str, Any], names: Names) -> Iterator[Quantity]:
    for section, field, what, unit in (
        ("teams", "staff", "staff", "people"),
        ("places", "places", "places, such as providers", "places"),
    ):
        for id_ in plain.get(section) or {}:
            read = _reader((section, id_, field), _plain_number)
            if (number := read(plain)) is not None and number == number.to_integral_value():
                yield _steps(
                    f"{section}.{id_}.{field}", f"{names.resource(id_)}: {what}", unit, number, str(number), Decimal(1),
                    read, "{:f}".format,
                )  # fmt: skip


def _arrivals(plain: Mapping[str, Any], names: Names) -> Iterator[Quantity]:
    for id_, stream in (plain.get("arrivals") or {}).items():
        match = _RATE.fullmatch(str(stream.get("rate", "")))
        if match is None:
            continue
        every = match[2]

        def number(text: str, every: str = every) -> Decimal | None:
            found = _RATE.fullmatch(text)
            return Decimal(found[1]) if found is not None and found[2] == every else None

        def written(value: Decimal, every: str = every) -> str:
            return f"{value:f} per {every}"

        rate = Decimal(match[1])
        step = Decimal(1) if rate == rate.to_integral_value() else Decimal("0.1")
        yield _steps(
            f"arrivals.{id_}.rate", f"Referrals: {names.role(id_)}", f"per {every}", rate, str(stream["rate"]), step,
            _reader(("arrivals", id_, "rate"), number), written,
        )  # fmt: skip


def _rise(plain: Mapping[str, Any]) -> Iterator[Quantity]:
    """More, or fewer, referrals for a quarter, from when measuring begins."""
    clock, streams = plain.get("clock") or {}, plain.get("arrivals") or {}
    warm_up = _WEEKS.fullmatch(str(clock.get("warm_up") or "0 weeks"))
    try:
        start = date.fromisoformat(str(clock.get("starts")))
    except ValueError:
        return
    if warm_up is None or not streams or any("surge" in stream for stream in streams.values()):
        return
    first = start + timedelta(days=int(warm_up[1]) * (7 if warm_up[2] == "week" else 1))

    def read(other: Mapping[str, Any]) -> Decimal | None:
        surges = [stream.get("surge") for stream in (other.get("arrivals") or {}).values()]
        times = {_plain_number(str(s.get("times"))) for s in surges if isinstance(s, Mapping)}
        (one,) = times if len(times) == 1 else (None,)
        return one * 100 if one is not None else None if times else _NONE

    def write(value: Decimal) -> Changes:
        times = f"{(value / 100).normalize():f}"
        rise = {"from": first.isoformat(), "for": f"{_RISE_WEEKS} weeks", "times": times, "hardness": "ASSUMPTION"}
        return {"arrivals.*.surge": rise}

    title = f"All referrals, for {_RISE_WEEKS} weeks from {first.day} {first:%B %Y}, in percent"
    yield Quantity(
        "surge", title, "percent", _NONE, "100, as many as always", Decimal(0), Decimal(300), Decimal(10), read, write
    )


def _steps(
    name: str,
    title: str,
    unit: str,
    now: Decimal,
    says: str,
    step: Decimal,
    read: Callable[[Mapping[str, Any]], Decimal | None],
    written: Callable[[Decimal], str],
) -> Quantity:
    """A quantity from one step to three times what it is now."""
    low = now - step * max(Decimal(0), (now - step) // step)
    high = now + step * max(Decimal(3), 2 * now // step)
    return Quantity(name, title, unit, now, says, low, high, step, read, lambda value: {name: written(value)})


def _meeting(name: str, day: str) -> Callable[[Decimal], Changes]:
    return lambda weeks: {name: f"every {day}" if weeks == 1 else f"every {weeks:f} weeks on {day}"}


def _reader(
    path: Sequence[str], number: Callable[[str], Decimal | None]
) -> Callable[[Mapping[str, Any]], Decimal | None]:
    def read(plain: Mapping[str, Any]) -> Decimal | None:
        value: Any = plain
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
        return number(value) if isinstance(value, str) else None

    return read


def _plain_number(text: str) -> Decimal | None:
    match = _NUMBER.fullmatch(text)
    return Decimal(match[1]) if match is not None else None


def _minutes(text: str) -> Decimal | None:
    match = _LENGTH.fullmatch(text)
    return None if match is None else (Decimal(match[1]) * (60 if match[2].startswith("hour") else 1)).normalize() + 0


def _weeks_between(text: str) -> Decimal | None:
    """How far apart meetings are, in whole weeks: a month counts as four."""
    try:
        meets = parse_meetings(text)
    except ValueError:
        return None
    if meets.weekday is None:
        return None
    weeks = Decimal(meets.every if meets.frequency == "weeks" else 4 * meets.every) / max(1, len(meets.ordinals))
    return weeks if weeks == weeks.to_integral_value() else None


def study_text(
    name: str, base: str, title: str, changes: Changes, start: str | None = None, asks: Mapping[str, Any] = _NOTHING
) -> str:
    """The file of a study that builds on another and has one scenario.

    Parameters
    ----------
    start : the scenario that the changes come on top of, as `study.scenario`; none where it is the study as it stands.
    asks : what the other study asks for and would not hand on: its question, its measures, what it expects.
    """
    lines = [
        f"# Made by the page of pathways. Builds on {base}: only what is different is written here.",
        f"study: {name}",
        f"builds_on: {base}",
        f"title: {json.dumps(title, ensure_ascii=False)}",
        *(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in asks.items()),
        "scenarios:",
        f"  {SCENARIO}:",
    ]
    if start is not None:
        lines.append(f"    builds_on: {start}")
    lines += [f"    {json.dumps(key)}: {_flow(value)}" for key, value in changes.items()]
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow(str(key))}: {_flow(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(map(_flow, value)) + "]"
