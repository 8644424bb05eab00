"""A linked pathway to warnings: things that are allowed but seldom meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pathways.definition.conditions import outcomes
from pathways.definition.guards import AllOf, Guard, OneOf
from pathways.definition.linked import LinkedPathway, Origin
from pathways.definition.report import Report
from pathways.errors import Finding, Place
from pathways.source import Key


def advise(pathway: LinkedPathway) -> tuple[Finding, ...]:
    """Warnings about text, names and conditions; the pathway can be used as it stands."""
    report = Report()
    report.extend(pathway.origin.document.warnings)
    _names_alike(pathway, report)
    _always_true(pathway, report)
    _unused_lanes(pathway, report)
    return report.findings


def _names_alike(pathway: LinkedPathway, report: Report) -> None:
    """Names that differ only in '_' and '-'."""
    states = [(name, state.origin.place(key=True)) for name, state in pathway.states.items()]
    attributes = [(name, attribute.origin.place(key=True)) for name, attribute in pathway.attributes.items()]
    lanes = [(name, pathway.origin.place("lanes", name, key=True)) for name in pathway.lanes]
    for what, names in (("states", states), ("attributes", attributes), ("lanes", lanes)):
        _alike(what, names, report)
    for name, attribute in pathway.attributes.items():
        values = [(v, attribute.origin.place("values", n)) for n, v in enumerate(attribute.values)]
        if not attribute.is_range:
            _alike(f"values of '{name}'", values, report)


def _alike(what: str, names: Iterable[tuple[str, Place]], report: Report) -> None:
    seen: dict[str, str] = {}
    for name, place in names:
        plain = name.replace("-", "").replace("_", "")
        if plain in seen:
            report.add(
                "names-alike",
                place,
                f"'{seen[plain]}' and '{name}' are two {what}, though they look alike",
                "names that are easy to tell apart",
                "if one is meant, write it the same way everywhere; if two, give one another name",
                severity="warning",
            )
        seen.setdefault(plain, name)


def _guards(pathway: LinkedPathway) -> Iterator[tuple[Guard, Origin, tuple[Key, ...]]]:
    for state in pathway.states.values():
        for branch in state.choose:
            if branch.when is not None:
                yield branch.when, branch.origin, ("when",)
    for interrupt in pathway.interrupts.values():
        if interrupt.when is not None:
            yield interrupt.when, interrupt.origin, ("when",)


def _always_true(pathway: LinkedPathway, report: Report) -> None:
    """Conditions that every combination of values makes true."""
    for guard, origin, path in _guards(pathway):
        parts = guard.parts if isinstance(guard, AllOf) else (guard,)
        for part in parts:
            if False in outcomes(part, pathway.attributes):
                continue
            fact = "this condition always holds"
            if isinstance(part, OneOf):
                fact = f"this lists every value that '{part.attribute}' can have, so it always holds"
            report.add(
                "always-true-guard",
                origin.place(*path, *([part.attribute] if isinstance(part, OneOf) else [])),
                fact,
                "a condition that tells some referrals from others",
                "leave it out; for the default write 'otherwise:'",
                severity="warning",
            )


def _unused_lanes(pathway: LinkedPathway, report: Report) -> None:
    """Lanes of the pathway's own that nothing stands in."""
    lanes = {state.lane for state in pathway.states.values()}
    lanes |= {lane for state in pathway.states.values() for lane in state.with_lanes}
    lanes |= {piece.lane for piece in pathway.pieces.values() if piece.lane is not None}
    for name in pathway.lanes:
        if name not in lanes and pathway.origin.document.node(("lanes", name)) is not None:
            report.add(
                "unused-lane",
                pathway.origin.place("lanes", name, key=True),
                f"no state stands in the lane '{name}'",
                "lanes that take part in the pathway",
                "remove it, or name it under 'lane:' or 'with:'",
                severity="warning",
            )
