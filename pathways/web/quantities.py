"""A study to the few quantities that a what-if moves, and what was moved to what a scenario writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pathways.calendars.meetings import parse_meetings
from pathways.web import rise
from pathways.web.quantity import Quantity, plain_number, reader, steps
from pathways.web.study_text import Changes

if TYPE_CHECKING:
    from pathways.report.names import Names
    from pathways.simulation import Study

_DAY: Final = re.compile(r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
_LENGTH: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(hours?|minutes?)\s*")
_RATE: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*per\s+([a-z ]+?)\s*")


@dataclass(frozen=True)
class Minded:
    """What somebody should know beside an answer, and the quantity and value that would make it untrue."""

    says: str
    name: str
    value: str


def quantities(study: Study, names: Names) -> list[Quantity]:
    """Those that the study's scenarios move first, then every other."""
    plain = study.baseline.plain
    others = [scenario.plain for scenario in study.scenarios.values()]
    found = [*_panels(plain, names), *_counts(plain, names), *_arrivals(plain, names), *rise.rise(plain, others)]
    found = [
        replace(q, is_named=q.is_named or any(q.read(other) not in (None, q.now) for other in others)) for q in found
    ]
    return sorted(found, key=lambda quantity: not quantity.is_named)


def changes(study: Study, found: Sequence[Quantity], at: Mapping[str, Any], moved: Mapping[str, Decimal]) -> Changes:
    """What a scenario writes for the values of the quantities that were moved.

    Parameters
    ----------
    at : the text of the study, or of the scenario that the changes start from.
    """
    written: dict[str, Any] = {}
    parts: dict[str, Any] = {}
    for each in found:
        if each.name in moved:
            change = each.write(moved[each.name])
            if each.name in rise.NAMES:
                parts |= change[rise.KEY]
            else:
                written |= change
    return {**written, **rise.whole(study.baseline.plain, at, parts)} if parts else written


def panel_time(found: Sequence[Quantity], before: Mapping[str, Any], changes: Changes) -> Iterator[Minded]:
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
            title, kept = meets.title.partition(":")[0], _plain(now * new_weeks)
            fits = agenda.parse(kept) is not None
            yield Minded(
                f"This gives {title} {'more' if later > now else 'less'} time: {_plain(4 * later)} minutes for cases "
                f"in four weeks instead of {_plain(4 * now)}, as each meeting has {_plain(new_minutes)}. "
                f"For as much time as before, give each meeting {kept} minutes",
                agenda.name, kept if fits else "",
            )  # fmt: skip


def _plain(value: Decimal) -> str:
    return f"{round(value, 1).normalize():f}"


def _panels(plain: Mapping[str, Any], names: Names) -> Iterator[Quantity]:
    for id_, panel in (plain.get("panels") or {}).items():
        title = names.resource(id_)
        meets = str(panel.get("meets", ""))
        day = _DAY.search(meets)
        read = reader(("panels", id_, "meets"), _weeks_between)
        if day is not None and (weeks := read(plain)) is not None:
            yield Quantity(
                f"panels.{id_}.meets", f"{title}: weeks between meetings", "weeks", weeks,
                meets if "week" in meets else f"{meets}, about every {weeks} weeks",
                Decimal(1), max(Decimal(8), weeks), Decimal(1), read, _meeting(f"panels.{id_}.meets", day[0]),
            )  # fmt: skip
        read = reader(("panels", id_, "agenda"), _minutes)
        if (minutes := read(plain)) is not None:
            yield steps(
                f"panels.{id_}.agenda", f"{title}: minutes for cases at each meeting", "minutes", minutes,
                str(panel["agenda"]), Decimal(10), read, "{:f} minutes".format,
            )  # fmt: skip
        read = reader(("panels", id_, "slots"), plain_number)
        if (slots := read(plain)) is not None:
            yield steps(
                f"panels.{id_}.slots", f"{title}: cases at each meeting", "cases", slots, str(slots), Decimal(1), read,
                "{:f}".format,
            )  # fmt: skip


def _counts(plain: Mapping[str, Any], names: Names) -> Iterator[Quantity]:
    for section, field, what, unit in (
        ("teams", "staff", "staff", "people"),
        ("places", "places", "places", "places"),
    ):
        for id_ in plain.get(section) or {}:
            read = reader((section, id_, field), plain_number)
            if (number := read(plain)) is not None and number == number.to_integral_value():
                yield steps(
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
        yield steps(
            f"arrivals.{id_}.rate", f"Referrals: {names.role(id_)}", f"per {every}", rate, str(stream["rate"]), step,
            reader(("arrivals", id_, "rate"), number), written,
        )  # fmt: skip


def _meeting(name: str, day: str) -> Callable[[Decimal], Changes]:
    return lambda weeks: {name: f"every {day}" if weeks == 1 else f"every {weeks:f} weeks on {day}"}


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
