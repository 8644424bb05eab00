"""Conditions as written to guards over known attributes and values, and whether they can hold at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Final

from pathways.definition.attributes import known_attribute, unknown_values
from pathways.definition.guards import AllOf, AnyOf, Guard, Not, OneOf, holds, reads, words
from pathways.definition.linked import Attribute, Origin
from pathways.definition.model import Bounds, GuardSpec
from pathways.definition.report import Report, listed
from pathways.source import Key

MAX_COMBINATIONS: Final = 65_536  # the largest table that a decision or condition may need


def resolve_guard(
    spec: GuardSpec, attributes: Mapping[str, Attribute], origin: Origin, path: tuple[Key, ...], report: Report
) -> Guard | None:
    """A guard over known attributes and values; None, with findings, if it cannot be made.

    Parameters
    ----------
    spec
        The guard as written.
    attributes
        What it may read.
    origin, path
        Where it is written: the origin of what holds it, and the way from there.
    report
        Takes the findings.
    """
    parts = list(_parts(spec, attributes, origin, path, report))
    if not parts:
        report.add(
            "empty-guard",
            origin.place(*path),
            "this condition tests nothing",
            "an attribute and its values, such as '{consent: [refused, unlikely]}'",
            "write what must hold, or use 'otherwise:' for the default",
        )
        return None
    whole = [part for part in parts if part is not None]
    if len(whole) < len(parts):
        return None
    return whole[0] if len(whole) == 1 else AllOf(tuple(whole))


def _parts(
    spec: GuardSpec, attributes: Mapping[str, Attribute], origin: Origin, path: tuple[Key, ...], report: Report
) -> Iterator[Guard | None]:
    """The parts of a guard in the order they are written."""
    tests = spec.tests
    written = origin.document.node((*origin.path, *path))
    order = list(written.keys) if written is not None else [*tests, "all", "any", "not"]
    for name in order:
        if name in tests:
            yield _test(name, tests[name], attributes, origin, (*path, name), report)
        elif name == "not" and spec.not_ is not None:
            inner = resolve_guard(spec.not_, attributes, origin, (*path, "not"), report)
            yield None if inner is None else Not(inner)
        elif name in ("all", "any"):
            members = spec.all_ if name == "all" else spec.any_
            if members is None:
                continue
            inners = [
                resolve_guard(member, attributes, origin, (*path, name, index), report)
                for index, member in enumerate(members)
            ]
            known = tuple(inner for inner in inners if inner is not None)
            if len(known) < len(inners):
                yield None
            else:
                yield AllOf(known) if name == "all" else AnyOf(known)


def _test(
    name: str,
    allowed: tuple[str, ...] | Bounds,
    attributes: Mapping[str, Attribute],
    origin: Origin,
    path: tuple[Key, ...],
    report: Report,
) -> Guard | None:
    attribute = known_attribute(name, attributes, origin, path, report, key=True)
    if attribute is None:
        return None
    if not isinstance(allowed, Bounds):
        return None if unknown_values(attribute, allowed, origin, path, report) else OneOf(name, allowed)
    if not attribute.is_range:
        report.add(
            "bounds-need-range",
            origin.place(*path),
            f"'{name}' is not a whole number, so 'at_least' and 'at_most' say nothing about it",
            f"one or more of its values: {listed(attribute.values)}",
            f"write '{name}: [{', '.join(attribute.values[:2])}]' with the values that are meant",
        )
        return None
    low = allowed.at_least if allowed.at_least is not None else int(attribute.values[0])
    high = allowed.at_most if allowed.at_most is not None else int(attribute.values[-1])
    inside = tuple(value for value in attribute.values if low <= int(value) <= high)
    if not inside:
        report.add(
            "contradictory-guard",
            origin.place(*path),
            f"no value of '{name}' is as this condition asks, so it never holds",
            f"bounds within its range, {attribute.values[0]} to {attribute.values[-1]}",
            "correct the bounds, or widen the range",
        )
        return None
    return OneOf(name, inside)


def possible(attribute: Attribute) -> tuple[str | None, ...]:
    """Every value that an attribute may have, None among them if it may be unset."""
    may_be_unset = attribute.starts is None and not attribute.from_arrival
    return (*attribute.values, None) if may_be_unset else attribute.values


def combinations(guards: Sequence[Guard], attributes: Mapping[str, Attribute]) -> int:
    """How many combinations of values guards distinguish between them."""
    names = {name for guard in guards for name in reads(guard)}
    return prod(len(possible(attributes[name])) for name in names)


def outcomes(guard: Guard, attributes: Mapping[str, Attribute]) -> frozenset[bool]:
    """Whether a guard can be true, can be false, or both, over every combination of values.

    Both are taken to be possible where there are more than `MAX_COMBINATIONS`.
    """
    if combinations([guard], attributes) > MAX_COMBINATIONS:
        return frozenset({True, False})
    names = reads(guard)
    seen: set[bool] = set()
    for values in product(*(possible(attributes[name]) for name in names)):
        seen.add(holds(guard, dict(zip(names, values, strict=True))))
        if len(seen) == 2:
            break
    return frozenset(seen)


def check_can_hold(
    guard: Guard, attributes: Mapping[str, Attribute], origin: Origin, path: tuple[Key, ...], report: Report
) -> None:
    """Report a condition that no combination of values makes true."""
    if True not in outcomes(guard, attributes):
        report.add(
            "contradictory-guard",
            origin.place(*path),
            f"this condition can never hold: {words(guard)}",
            "a condition that some combination of values makes true",
            "correct it: what stands side by side must all hold at once; for one or the other use 'any:'",
        )


def check_width(guards: Sequence[Guard], attributes: Mapping[str, Attribute], origin: Origin, report: Report) -> None:
    """Report a decision or condition that distinguishes too many combinations to try them all."""
    count = combinations(guards, attributes)
    if count <= MAX_COMBINATIONS:
        return
    names = dict.fromkeys(name for guard in guards for name in reads(guard))
    widest = sorted(names, key=lambda name: -len(possible(attributes[name])))
    report.add(
        "decision-too-wide",
        origin.place(key=True),
        f"this depends on {len(names)} attributes with {count:,} combinations of values: {listed(names, last='and')}",
        f"at most {MAX_COMBINATIONS:,} combinations, so that every one can be tried",
        f"split it into two decisions, or give '{widest[0]}' ({len(attributes[widest[0]].values)} values) fewer values",
    )
