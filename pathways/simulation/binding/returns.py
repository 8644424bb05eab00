"""An entry of `returns` to who comes back, when, and as what; or what is wrong in it."""

from __future__ import annotations

from fractions import Fraction

from pathways.calendars import Calendar
from pathways.definition.report import one_of
from pathways.machine.compiled import NONE, Kind
from pathways.simulation.binding.attributes import Attributes
from pathways.simulation.binding.times import time_taken
from pathways.simulation.language.arriving import ReturnsSpec
from pathways.simulation.model import CERTAIN, Finding, Returns
from pathways.source import Key
from pathways.units import Duration


def first_time(spec: ReturnsSpec | None, attributes: Attributes) -> dict[str, Finding]:
    """What is certain of those who come for the first time, if nothing else is said."""
    found: dict[str, Finding] = {}
    if spec is None:
        return found
    pathway = attributes.pathway
    if spec.counts is not None and spec.counts in pathway.attributes:
        found[spec.counts] = attributes.certain(spec.counts, 0)
    if spec.recent is not None and spec.recent.attribute in pathway.attributes:
        name, domain = spec.recent.attribute, pathway.domains[pathway.attribute_index(spec.recent.attribute)]
        if spec.recent.otherwise in domain:
            found[name] = attributes.certain(name, domain.index(spec.recent.otherwise))
    return found


def returns_of(
    spec: ReturnsSpec, first: tuple[Finding, ...], attributes: Attributes, calendar: Calendar, path: tuple[Key, ...]
) -> Returns | None:
    """Who comes back; None, with findings, if that cannot be told.

    Parameters
    ----------
    first
        How those who come for the first time get what is known on arrival.
    """
    chances = _chances(spec, attributes, path)
    delay = time_taken(spec.delay, calendar, attributes.document, (*path, "delay"), attributes.report)
    anew: tuple[Finding, ...] | None = ()
    if not isinstance(spec.attributes, str):
        anew = attributes.drawn(spec.attributes, (*path, "attributes"))
    counts, recent = _counting(spec, attributes, path), _recent(spec, attributes, path)
    if chances is None or delay is None or anew is None:
        return None
    fresh = {each.attribute: each for each in anew}
    again = tuple(fresh.get(each.attribute, each) for each in first)
    return Returns(chances, delay, again, frozenset(fresh), counts, recent)


def _counting(spec: ReturnsSpec, attributes: Attributes, path: tuple[Key, ...]) -> int:
    """The attribute that is one more each time, or NONE."""
    if spec.counts is None:
        return NONE
    number = attributes.number(spec.counts, (*path, "counts"))
    if number != NONE and not attributes.pathway.linked.attributes[spec.counts].is_range:
        attributes.add(
            "study-value",
            (*path, "counts"),
            f"'{spec.counts}' does not count: it has values with names",
            "an attribute with a range, such as 'range: [0, 5]'",
            "name one that counts",
        )
    return number


def _recent(spec: ReturnsSpec, attributes: Attributes, path: tuple[Key, ...]) -> tuple[int, int, int, Duration] | None:
    """The attribute that says whether the arrival before is recent, its values, and how long is recent."""
    if spec.recent is None:
        return None
    number = attributes.number(spec.recent.attribute, (*path, "recent", "attribute"))
    if number == NONE:
        return None
    values, domain = [], attributes.pathway.domains[number]
    for key in ("value", "otherwise"):
        value = getattr(spec.recent, key)
        if value not in domain:
            expected, _ = one_of(value, domain, "values")
            message, remedy = f"'{spec.recent.attribute}' is never '{value}'", f"say which with '{key}: ...'"
            attributes.add("study-value", (*path, "recent"), message, expected, remedy)
        values.append(domain.index(value) if value in domain else NONE)
    return number, values[0], values[1], spec.recent.within


def _chances(spec: ReturnsSpec, attributes: Attributes, path: tuple[Key, ...]) -> dict[int, int] | None:
    """By final state. A state that is named counts before its outcome."""
    pathway = attributes.pathway
    ends = {state.name: pathway.linked.states[state.name].outcome for state in pathway.states if state.kind is Kind.END}
    names = [*ends, *(outcome for outcome in dict.fromkeys(ends.values()) if outcome is not None)]
    found: dict[int, int] = {}
    is_known = True
    for name, share in spec.after.items():
        if name not in names:
            expected, _ = one_of(name, names, "final states and outcomes")
            message = f"nothing on '{pathway.id}' ends as '{name}'"
            attributes.add("study-state", (*path, "after", name), message, expected, "name an outcome or a final state")
            is_known = False
        elif share == 1:
            attributes.add("study-shares", (*path, "after", name), "all would come back, again and again",
                      "a share below 100%", "lower it")  # fmt: skip
            is_known = False
    for state, outcome in ends.items():
        share = spec.after.get(state, spec.after.get(outcome or "", Fraction(0)))
        if share:
            found[pathway.index[state]] = int(share * CERTAIN)
    return found if is_known else None
