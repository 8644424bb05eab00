"""The attributes of a pathway and its pieces to one set, and names and values looked up in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pathways.definition.linked import Attribute, Origin
from pathways.definition.model import AttributeSpec
from pathways.definition.namespace import Namespace, Scope
from pathways.definition.report import Report, bounds, listed, one_of
from pathways.source import Key

MAX_VALUES: Final = 1_000
_COMPARED: Final = re.compile("([<>]=?|==?|[\u2264\u2265])\\s*([0-9]+)")


def spelt_out(name: str) -> str:
    """A name as a title: the last part, with spaces and a capital."""
    return name.rsplit(".", 1)[-1].replace("_", " ").replace("-", " ").strip().capitalize()


def join_attributes(namespace: Namespace, report: Report) -> dict[str, Attribute]:
    """The attributes of the pathway and of every piece; where both declare one, that of the user wins."""
    joined: dict[str, Attribute] = {}
    declared_by: dict[str, Scope] = {}
    for scope in namespace.scopes():
        for name, spec in scope.definition.attributes.items():
            own = _attribute(name, spec, scope.origin("attributes", name), report)
            if own is None:
                continue
            known = joined.get(name)
            if known is None:
                joined[name], declared_by[name] = own, scope
            elif not _agree(known, own, scope.within(declared_by[name]), report):
                report.excused.add(name)
    return {name: attribute for name, attribute in joined.items() if name not in report.excused}


def _attribute(name: str, spec: AttributeSpec, origin: Origin, report: Report) -> Attribute | None:
    values = _values(name, spec, origin, report)
    if values is None:
        return None
    if spec.starts is not None and spec.from_ is not None:
        report.add(
            "starts-and-arrival",
            origin.place("starts"),
            f"'{name}' both comes with the referral ('from: arrival') and starts as '{spec.starts}'",
            "one of the two: what is known on arrival has no value before that",
            "remove 'starts', or remove 'from'",
        )
    if spec.starts is not None and spec.starts not in values:
        unknown_value(name, spec.starts, values, spec.range_ is not None, origin, ("starts",), report)
    return Attribute(
        name,
        values,
        spec.starts,
        spec.from_ is not None,
        spec.range_ is not None,
        spec.title or spelt_out(name),
        origin,
    )


def _values(name: str, spec: AttributeSpec, origin: Origin, report: Report) -> tuple[str, ...] | None:
    """Every value as text; None if there is no telling."""
    if (spec.values is None) == (spec.range_ is None):
        report.add(
            "values-or-range",
            origin.place(key=True),
            f"the attribute '{name}' has {'no values' if spec.values is None else 'both values and a range'}",
            "either 'values: [one, another]' or 'range: [0, 12]'",
            "add 'values:' or 'range:'" if spec.values is None else "remove one of the two",
        )
        report.excused.add(name)
        return None
    if spec.values is not None:
        for index, value in enumerate(spec.values):
            if value in spec.values[:index]:
                report.add(
                    "duplicate-value",
                    origin.place("values", index),
                    f"'{value}' is listed twice among the values of '{name}'",
                    "each value once",
                    "remove one of the two",
                )
        return tuple(dict.fromkeys(spec.values))
    assert spec.range_ is not None
    low, high = spec.range_
    if low > high or high - low >= MAX_VALUES:
        report.add(
            "bad-range",
            origin.place("range"),
            f"the range of '{name}' runs from {low} to {high}",
            f"the lowest number first, then the highest, with at most {MAX_VALUES:,} numbers between them",
            f"write 'range: [{high}, {low}]'" if low > high else "choose a narrower range: every number is tried",
        )
        report.excused.add(name)
        return None
    return tuple(map(str, range(low, high + 1)))


def _agree(known: Attribute, other: Attribute, is_used: bool, report: Report) -> bool:
    """Whether two declarations of one attribute mean the same; `is_used` if the second is a piece of the first."""
    if set(known.values) != set(other.values) or known.is_range != other.is_range:
        extra = [v for v in known.values if v not in other.values] + [v for v in other.values if v not in known.values]
        report.add(
            "conflicting-attribute",
            known.origin.place("range" if known.is_range else "values"),
            f"'{known.name}' has other values here than in '{other.origin.pathway}' ({other.origin.place()}): "
            f"they differ in {listed(extra, last='and')}",
            "the same values wherever pathways that use each other declare the same attribute",
            "list the same values in both, or give one of the attributes another name",
        )
        return False
    if not is_used and (known.starts, known.from_arrival) != (other.starts, other.from_arrival):
        report.add(
            "conflicting-attribute",
            other.origin.place(key=True),
            f"'{known.name}' starts differently in two pieces: '{known.origin.pathway}' ({known.origin.place()}) "
            f"and '{other.origin.pathway}'",
            "one starting value",
            f"declare '{known.name}' in the pathway that uses both: its 'starts' or 'from' wins",
        )
    return True


def known_attribute(
    name: str,
    attributes: Mapping[str, Attribute],
    origin: Origin,
    path: tuple[Key, ...],
    report: Report,
    *,
    key: bool = False,
) -> Attribute | None:
    """The attribute of that name; None, and a finding, if there is none."""
    attribute = attributes.get(name)
    if attribute is None and name not in report.excused:
        expected, remedy = one_of(name, attributes, "attributes")
        report.add(
            "unknown-attribute",
            origin.place(*path, key=key),
            f"'{name}' is not an attribute of '{origin.pathway}'",
            expected,
            f"{remedy} under 'attributes'" if "add" in remedy else remedy,
        )
    return attribute


def arrival_changed(
    attribute: Attribute, origin: Origin, path: tuple[Key, ...], report: Report, *, key: bool = False
) -> None:
    """Report that something known on arrival is changed afterwards."""
    report.add(
        "arrival-attribute-changed",
        origin.place(*path, key=key),
        f"'{attribute.name}' is changed here, but it comes with the referral ('from: arrival') and stays as it is",
        "an attribute without 'from: arrival'",
        f"remove this, or remove 'from: arrival' from '{attribute.name}' ({attribute.origin.place()})",
    )


def unknown_values(
    attribute: Attribute, values: tuple[str, ...], origin: Origin, path: tuple[Key, ...], report: Report
) -> bool:
    """Report each of the values that the attribute does not have; whether there was any."""
    written = origin.document.node((*origin.path, *path))
    is_list = written is not None and isinstance(written.value, list)
    wrong = [(i, v) for i, v in enumerate(values) if v not in attribute.values]
    for index, value in wrong:
        where = (*path, index) if is_list else path
        unknown_value(attribute.name, value, attribute.values, attribute.is_range, origin, where, report)
    return bool(wrong)


def unknown_value(
    name: str, value: str, known: tuple[str, ...], is_range: bool, origin: Origin, path: tuple[Key, ...], report: Report
) -> None:
    compared = _COMPARED.fullmatch(value) if is_range else None
    if compared is not None:
        report.add(
            "comparison",
            origin.place(*path),
            f"numbers are not compared with '{compared[1]}'",
            "'at_least:' or 'at_most:'",
            f"write '{bounds(compared[1], compared[2])}'",
        )
        return
    if is_range:
        report.add(
            "value-out-of-range",
            origin.place(*path),
            f"'{value}' is not a value of '{name}'",
            f"a whole number from {known[0]} to {known[-1]}",
            f"write a number from {known[0]} to {known[-1]}, or widen the range of '{name}'",
        )
        return
    expected, remedy = one_of(value, known, "values")
    report.add(
        "unknown-value",
        origin.place(*path),
        f"'{name}' has no value '{value}'",
        expected,
        f"{remedy} to the values of '{name}'",
    )
