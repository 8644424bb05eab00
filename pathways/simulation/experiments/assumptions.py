"""A scenario to every number in it that is an assumption, each with what it would be if it were less, or more.

Numbers are told by how they are written: a rate, a time, a share, a whole number, a plain number. All times of one
entry move together, so that a distribution keeps its shape. Shares that add up to 1 still do: the others give way in
proportion. Dates, names and conditions are no numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from pathways.simulation.language.entries import Entry
from pathways.simulation.language.spec import SECTIONS
from pathways.simulation.language.study import Scenario
from pathways.source import Key
from pathways.units import DurationError, parse_duration

Path = tuple[Key, ...]
Changes = Mapping[Path, str]
_LABELS: Final = ("title", "note", "hardness", "source")
_RULES: Final = ("when", "held", "pathway", "team", "panel", "with", "reviews")  # what is decided, not assumed
_SHARED: Final = ("attributes", "starts")  # below these, and in findings, stand shares
_COUNTS: Final = ("staff", "slots", "places", "reserve")  # whole numbers, of people and things
_ONE_BY_ONE: Final = ("staff",)  # these move by one
_RATE: Final = re.compile(r"(?P<amount>[0-9]+(?:\.[0-9]+)?)(?P<rest> +(?:per|a|an) +[a-z ]+)", re.ASCII)
_WITHIN: Final = re.compile(r"(?P<share>[0-9.]+% +within +)(?P<time>.+)", re.ASCII)
_PLAIN: Final = re.compile(r"(?P<amount>[0-9]+(?:\.[0-9]+)?)(?P<percent>%?)", re.ASCII)
_PLACES: Final = 12  # decimals that a share may have


@dataclass(frozen=True)
class Number:
    """A number that is assumed.

    Attributes
    ----------
    name
        Where it stands, in words: `teams mash: staff`.
    at
        What it is, as written; where several move together, all of them.
    down, up
        What it would be, as one would write it, and the values to put there by path; None where it cannot be.
    """

    name: str
    at: str
    down: tuple[str, Changes] | None
    up: tuple[str, Changes] | None


def assumptions(scenario: Scenario, by: Fraction = Fraction(1, 4)) -> list[Number]:
    """Every number of a scenario whose entry is marked as an assumption, or not marked.

    Parameters
    ----------
    by
        The share by which each moves, down and up; staff moves by one.
    """
    found: list[Number] = []
    for section in SECTIONS:
        entries: Mapping[str, Entry] = getattr(scenario.spec, section)
        written = scenario.plain.get(section)
        if not isinstance(written, Mapping):
            continue
        for name, entry in entries.items():
            if entry.hardness in (None, "ASSUMPTION"):
                found += _Numbers(section, name, by).all(written[name])
    return found


def left_alone(scenario: Scenario) -> list[str]:
    """In words, what of a scenario is assumed too, but is nothing that `assumptions` looks into."""
    spec = scenario.spec
    parts = {
        "the caseload that it starts with": spec.start is not None,
        "its dated changes": bool(spec.changes),
        "when panels meet": any(panel.hardness in (None, "ASSUMPTION") for panel in spec.panels.values()),
    }
    return [words for words, is_there in parts.items() if is_there]


class _Numbers:
    """The numbers of one entry."""

    def __init__(self, section: str, name: str, by: Fraction) -> None:
        self.path, self.title, self.by = (section, name), f"{section.replace('_', ' ')} {name}", by

    def all(self, entry: Any) -> Iterator[Number]:
        """Its times together, then every other number."""
        times = list(_times(entry, self.path))
        if times:
            down, up = ({path: _scaled(text, 1 + sign * self.by) for path, text in times} for sign in (-1, 1))
            yield Number(f"{self.title}: time", _joined(dict(times)), (_joined(down), down), (_joined(up), up))
        yield from self._inside(entry, self.path)

    def _inside(self, node: Any, path: Path) -> Iterator[Number]:
        if isinstance(node, Mapping):
            shares = _shares(node)
            is_number = len(node) == 1 and self.path[0] != "findings" and not set(path) & set(_SHARED)
            if shares is not None and not is_number:  # `{staff: 1}` is no share
                yield from self._of_shares(shares, path)
                return
            for key, child in node.items():
                if key not in _LABELS and key not in _RULES:
                    yield from self._inside(child, (*path, key))
        elif isinstance(node, list | tuple):
            for number, child in enumerate(node):
                yield from self._inside(child, (*path, number))
        elif isinstance(node, str):
            yield from self._single(node, path)

    def _single(self, text: str, path: Path) -> Iterator[Number]:
        """A rate, a share, a whole number or a plain number; anything else is none."""
        rate, plain = _RATE.fullmatch(text.strip()), _PLAIN.fullmatch(text.strip())
        if rate is not None:
            amount = Fraction(rate["amount"])
            down, up = (f"{_text(amount * (1 + sign * self.by))}{rate['rest']}" for sign in (-1, 1))
            yield Number(self._name(path), text, (down, {path: down}), (up, {path: up}))
        elif plain is not None and path[-1] in _COUNTS and "." not in plain["amount"] and not plain["percent"]:
            yield self._count(int(plain["amount"]), path)
        elif plain is not None:
            amount, sign = Fraction(plain["amount"]), plain["percent"]
            less, more = amount * (1 - self.by), amount * (1 + self.by)
            if sign:  # no more than all
                more = min(more, Fraction(100))
            down, up = f"{_text(less)}{sign}", f"{_text(more)}{sign}"
            if amount:
                yield Number(self._name(path), text, (down, {path: down}), (up, {path: up}) if more > amount else None)

    def _count(self, number: int, path: Path) -> Number:
        """A whole number moves by at least one, and not below one."""
        step = 1 if path[-1] in _ONE_BY_ONE else max(1, round(number * self.by))
        down, up = str(number - step), str(number + step)
        return Number(
            self._name(path), str(number), None if number - step < 1 else (down, {path: down}), (up, {path: up})
        )

    def _of_shares(self, shares: Mapping[str, Fraction], path: Path) -> Iterator[Number]:
        """Each share, the others giving way in proportion; of two only the smaller, since the other mirrors it."""
        names = [name for name, share in shares.items() if 0 < share < 1]
        if len(names) == 2:
            names = [min(names, key=lambda name: shares[name])]
        for name in names:
            down, up = (self._moved(shares, name, shares[name] * (1 + sign * self.by), path) for sign in (-1, 1))
            yield Number(self._name((*path, name)), f"{float(shares[name]):.4g}", down, up)

    def _moved(self, shares: Mapping[str, Fraction], name: str, share: Fraction, path: Path) -> tuple[str, Changes]:
        # No more than half of what the others have is taken from them: all of it would end their ways for good.
        share = min(share, (1 + shares[name]) / 2)
        left = (1 - share) / (1 - shares[name])
        moved = {other: _rounded(value * left) for other, value in shares.items() if other != name}
        moved[name] = 1 - sum(moved.values(), Fraction(0))  # so that they add up to exactly 1
        return f"{float(share):.4g}", {(*path, other): _text(value) for other, value in moved.items()}

    def _name(self, path: Path) -> str:
        rest = " ".join(str(step).replace("_", " ") for step in path[2:] if isinstance(step, str) and step != "shares")
        return f"{self.title}: {rest}"


def _times(node: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every time below a node, by path."""
    if isinstance(node, Mapping):
        for key, child in node.items():
            if key not in _LABELS and key not in _RULES:
                yield from _times(child, (*path, key))
    elif isinstance(node, list | tuple):
        for number, child in enumerate(node):
            yield from _times(child, (*path, number))
    elif isinstance(node, str):
        within = _WITHIN.fullmatch(node.strip())
        try:
            parse_duration(node if within is None else within["time"])
        except DurationError:
            return
        yield path, node


def _scaled(text: str, by: Fraction) -> str:
    within = _WITHIN.fullmatch(text.strip())
    duration = parse_duration(text if within is None else within["time"])
    amount = _text(Fraction(duration.amount) * by)
    moved = f"{amount} {duration.unit}{'' if amount == '1' else 's'}"
    return moved if within is None else f"{within['share']}{moved}"


def _shares(node: Mapping[str, Any]) -> dict[str, Fraction] | None:
    """The shares of a mapping, if they are all it holds and they add up to 1."""
    found = {}
    for name, text in node.items():
        match = _PLAIN.fullmatch(text.strip()) if isinstance(text, str) else None
        if match is None:
            return None
        found[name] = Fraction(match["amount"]) / (100 if match["percent"] else 1)
    return found if found and sum(found.values()) == 1 else None


def _rounded(share: Fraction) -> Fraction:
    return Fraction(round(share * 10**_PLACES), 10**_PLACES)


def _text(number: Fraction) -> str:
    """A decimal that a study can hold."""
    return f"{Decimal(round(number * 10**_PLACES)).scaleb(-_PLACES).normalize():f}"


def _joined(values: Mapping[Path, str]) -> str:
    return ", ".join(f"{path[-1]} {text}" if isinstance(path[-1], str) else text for path, text in values.items())
