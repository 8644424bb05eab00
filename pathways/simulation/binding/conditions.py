"""A condition of a study to a table for each of its pathways, and an order to what ranks those who wait."""

from __future__ import annotations

from pathways.definition.conditions import resolve_guard
from pathways.definition.linked import Origin
from pathways.definition.model import GuardSpec
from pathways.definition.report import Report
from pathways.simulation.binding.lookup import Lookup
from pathways.simulation.binding.shares import table_of
from pathways.simulation.language.resources import PanelSpec, PlacesSpec, TeamSpec
from pathways.simulation.model import By, ByRole, Order
from pathways.source import Key


def by_role(when: GuardSpec, lookup: Lookup, path: tuple[Key, ...]) -> ByRole:
    """The condition for each pathway; it never holds in one that lacks what it speaks of.

    What no pathway has is reported, as the first of them would have it.
    """
    document, found, fault = lookup.scenario.document, [], None
    for pathway in lookup.roles.values():
        report = Report()
        origin = Origin(document, pathway.id, ())
        guard = resolve_guard(when, pathway.linked.attributes, origin, path, report)
        if guard is None or report.faults:
            fault = fault or report
        found.append(None if guard is None or report.faults else table_of(guard, pathway))
    if fault is not None and not any(found):
        lookup.report.extend(fault.findings)
    return tuple(found)


def order_of(spec: TeamSpec | PlacesSpec | PanelSpec, lookup: Lookup, path: tuple[Key, ...]) -> Order:
    """The order of a queue or an agenda that is written at `path`."""
    by = By[spec.order.upper()]
    if (by is By.PRIORITY) != bool(spec.first):
        says = "nothing says who comes first" if by is By.PRIORITY else "only 'order: priority' has classes"
        place = lookup.scenario.document.place((*path, "order" if by is By.PRIORITY else "first"), key=True)
        expected = "'order: priority' with 'first: [{when: ...}]'"
        lookup.report.add("study-order", place, says, expected, "add the other, or take this out")
    classes = [by_role(each.when, lookup, (*path, "first", number, "when")) for number, each in enumerate(spec.first)]
    return Order(by, tuple(classes))
