"""A definition and the pieces it uses to a `LinkedPathway`: every name resolved, every piece put in."""

from __future__ import annotations

from collections.abc import Mapping

from pathways.definition.arrows import Arrows
from pathways.definition.attributes import join_attributes, spelt_out
from pathways.definition.events import link_interrupts, link_targets
from pathways.definition.folding import roots
from pathways.definition.linked import Departure, LinkedPathway, Origin, Piece, Region
from pathways.definition.model import PathwayDefinition
from pathways.definition.namespace import Namespace, lay_out
from pathways.definition.report import Report
from pathways.definition.states import link_states
from pathways.errors import DefinitionError
from pathways.source import Document


def link(definition: PathwayDefinition, library: Mapping[str, PathwayDefinition]) -> LinkedPathway:
    """Resolve every name of a pathway and put in the pieces that it uses.

    Parameters
    ----------
    definition
        The pathway.
    library
        Pathways by id, from which `kind: use` takes its pieces.

    Raises
    ------
    DefinitionError
        With every name that leads nowhere and everything else that does not fit together.
    """
    report = Report()
    namespace = lay_out(definition, library, report)
    attributes = join_attributes(namespace, report)
    lanes = _lanes(namespace)
    arrows = Arrows(namespace, attributes, report)
    starts = _starts(namespace, arrows, report)
    states = link_states(namespace, attributes, lanes, arrows, report)
    regions = tuple(
        Region(index, plan.name, plan.parallel, starts[0] if index == 0 and starts else arrows.entry(plan.first) or "")
        for index, plan in enumerate(namespace.regions)
    )
    pieces = _pieces(namespace, arrows)
    interrupts = link_interrupts(namespace, attributes, arrows, report)
    targets = link_targets(namespace, arrows, report)
    if report.findings:
        raise DefinitionError(roots(report.findings))
    return LinkedPathway(
        id=definition.pathway,
        title=definition.title or spelt_out(definition.pathway),
        version=definition.version,
        status=definition.status,
        guidance=definition.guidance,
        note=definition.note,
        sources=definition.sources,
        lanes=lanes,
        attributes=attributes,
        starts=starts,
        states=states,
        regions=regions,
        pieces=pieces,
        interrupts=interrupts,
        targets=targets,
        departures=_departures(namespace),
        documents=_documents(namespace),
        origin=Origin(definition.document, definition.pathway, ()),
    )


def _lanes(namespace: Namespace) -> dict[str, str]:
    """Lanes with their titles: the pathway's own first, then those of its pieces; the user's title wins."""
    lanes: dict[str, str] = {}
    for scope in namespace.scopes():
        for name, spec in scope.definition.lanes.items():
            lanes.setdefault(name, spec.title or spelt_out(name))
    return lanes


def _starts(namespace: Namespace, arrows: Arrows, report: Report) -> tuple[str, ...]:
    """The front doors, each the state where a referral really begins."""
    context = namespace.regions[0].context
    origin = context.scope.origin()
    starts: list[str] = []
    for index, name in enumerate(namespace.root.definition.start):
        path = ("start", index) if origin.document.node(("start", index)) is not None else ("start",)
        if name in namespace.root.definition.start[:index]:
            report.add(
                "duplicate-start",
                origin.place(*path),
                f"'{name}' is listed twice under 'start'",
                "each front door once",
                "remove one of the two",
            )
            continue
        start = arrows.start_state(name, context, origin, path)
        if start is not None:
            starts.append(start)
    return tuple(starts)


def _pieces(namespace: Namespace, arrows: Arrows) -> dict[str, Piece]:
    pieces: dict[str, Piece] = {}
    for name, use in namespace.uses.items():
        if name in namespace.broken:
            continue
        pieces[name] = Piece(
            name=name,
            pathway=use.spec.pathway,
            title=use.spec.title or spelt_out(name),
            lane=use.spec.lane,
            states=tuple(entry.name for entry in namespace.inside(name)),
            entry=arrows.entry(name) or "",
            tags=use.spec.tags,
            region=use.context.region,
            origin=use.origin,
        )
    return pieces


def _departures(namespace: Namespace) -> tuple[Departure, ...]:
    """The pathway's own departures, then those of its pieces, each piece once."""
    found: dict[tuple[str, int], Departure] = {}
    for scope in namespace.scopes():
        for index, spec in enumerate(scope.definition.departures):
            origin = scope.origin("departures", index)
            found.setdefault((origin.pathway, index), Departure(spec.rule, spec.reason, spec.source, origin))
    return tuple(found.values())


def _documents(namespace: Namespace) -> tuple[Document, ...]:
    """The pathway's own document, then those of its pieces."""
    documents = {scope.definition.pathway: scope.definition.document for scope in namespace.scopes()}
    return tuple(documents.values())
