"""Interrupts and targets between states as written to linked ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pathways.definition.arrows import Arrows
from pathways.definition.attributes import spelt_out
from pathways.definition.conditions import check_can_hold, check_width, resolve_guard
from pathways.definition.linked import Attribute, Interrupt, Origin, Standard, TargetBetween
from pathways.definition.model import DecisionSpec, EndSpec, InterruptSpec
from pathways.definition.namespace import Context, Entry, Namespace, Scope
from pathways.definition.report import Report, one_of
from pathways.errors import Place


def link_interrupts(
    namespace: Namespace, attributes: Mapping[str, Attribute], arrows: Arrows, report: Report
) -> dict[str, Interrupt]:
    """The interrupts of the pathway and of its pieces."""
    linker = _Interrupts(namespace, attributes, arrows, report)
    interrupts: dict[str, Interrupt] = {}
    for scope in namespace.scopes():
        for local, spec in scope.definition.interrupts.items():
            interrupt = linker.interrupt(scope, local, spec)
            if interrupt is not None:
                interrupts[interrupt.name] = interrupt
    return interrupts


class _Interrupts:
    def __init__(
        self, namespace: Namespace, attributes: Mapping[str, Attribute], arrows: Arrows, report: Report
    ) -> None:
        self.namespace = namespace
        self.attributes = attributes
        self.arrows = arrows
        self.report = report

    def interrupt(self, scope: Scope, local: str, spec: InterruptSpec) -> Interrupt | None:
        origin = scope.origin("interrupts", local)
        context = Context(scope, scope.prefix, scope.region)
        when = None
        if spec.when is not None:
            when = resolve_guard(spec.when, self.attributes, origin, ("when",), self.report)
            if when is not None:
                check_can_hold(when, self.attributes, origin, ("when",), self.report)
                check_width([when], self.attributes, origin, self.report)
        during: dict[str, Entry] = {}
        is_list = origin.document.node((*origin.path, "during", 0)) is not None
        for index, name in enumerate(spec.during):
            path = ("during", index) if is_list else ("during",)
            found = self._during(name, scope, origin.place(*path))
            during.update((entry.name, entry) for entry in found)
        regions = {entry.context.region for entry in during.values()}
        if len(regions) > 1:
            self.report.add(
                "interrupt-across-branches",
                origin.place("during"),
                f"'{local}' may happen in states of different branches, or both inside and outside a branch",
                "states that stand side by side: all outside the branches, or all in one branch",
                "write one interrupt for each branch, or name the parallel state to end all its branches",
            )
        if len(regions) != 1:
            return None
        region = regions.pop()
        plan = self.namespace.regions[region].context
        branch = plan.branch if region != scope.region else None
        leaves = Context(scope, scope.prefix, region, branch)
        arrow = self.arrows.arrow(spec, context, origin, leaves=leaves)
        if arrow is None or (spec.when is not None and when is None):
            return None
        return Interrupt(
            name=scope.prefix + local,
            title=spec.title or spelt_out(local),
            region=region,
            during=tuple(name for name in self.namespace.entries if name in during),
            when=when,
            arrow=arrow,
            origin=origin,
            tags=spec.tags,
            note=spec.note,
            source=spec.source,
            hardness=spec.hardness,
        )

    def _during(self, name: str, scope: Scope, place: Place) -> list[Entry]:
        """The states that one name under `during` stands for, decisions apart."""
        namespace = self.namespace
        full = scope.prefix + name
        if name == "anywhere":
            inside = [e for e in namespace.inside_scope(scope) if e.context.region == scope.region]
            return self._lasting(name, scope.prefix, inside, place)
        if full in namespace.entries:
            return self._one(name, namespace.entries[full], place)
        if full in namespace.uses:
            region = namespace.uses[full].context.region
            inside = [e for e in namespace.inside(full) if e.context.region == region]
            return self._lasting(name, f"{full}.", inside, place)
        if full in namespace.branches:
            region = namespace.branches[full]
            inside = [e for e in namespace.entries.values() if e.context.region == region]
            return self._lasting(name, f"{full}.", inside, place)
        if namespace.is_broken(full):
            return []
        known = [n.removeprefix(scope.prefix) for n in namespace.names() if n.startswith(scope.prefix)]
        expected, remedy = one_of(name, known, "states")
        self.report.add(
            "unknown-state",
            place,
            f"'{name}' is not a state of '{scope.definition.pathway}', so nothing can happen during it",
            expected,
            remedy,
        )
        return []

    def _one(self, name: str, entry: Entry, place: Place) -> list[Entry]:
        if isinstance(entry.spec, DecisionSpec | EndSpec):
            is_end = isinstance(entry.spec, EndSpec)
            self._takes_no_time(name, "nothing happens after an end" if is_end else "a decision takes no time", place)
        return [entry]

    def _lasting(self, name: str, prefix: str, inside: Iterable[Entry], place: Place) -> list[Entry]:
        """Those states of a piece or branch in which time passes; none is a fault, unless something is missing."""
        lasting = [entry for entry in inside if not isinstance(entry.spec, DecisionSpec | EndSpec)]
        is_whole = not any(f"{broken}.".startswith(prefix) for broken in self.namespace.broken)
        if not lasting and is_whole and not self.namespace.is_broken(prefix[:-1]):
            self._takes_no_time(name, "no state in it takes any time", place)
        return lasting

    def _takes_no_time(self, name: str, why: str, place: Place) -> None:
        self.report.add(
            "during-takes-no-time",
            place,
            f"'{name}' cannot be interrupted: {why}",
            "a task, wait, panel, parallel state, branch or piece",
            f"remove '{name}' from 'during', or name the state before it",
        )


def link_targets(namespace: Namespace, arrows: Arrows, report: Report) -> dict[str, TargetBetween]:
    """The standards between states of the pathway and of its pieces."""
    targets: dict[str, TargetBetween] = {}
    for scope in namespace.scopes():
        for local, spec in scope.definition.targets.items():
            origin = scope.origin("targets", local)
            start = _milestone(spec.from_, "from", scope, origin, namespace, arrows, report)
            end = _milestone(spec.to, "to", scope, origin, namespace, arrows, report)
            if start is not None and end is not None:
                targets[scope.prefix + local] = TargetBetween(
                    name=scope.prefix + local,
                    title=spec.title or spelt_out(local),
                    start=start,
                    end=end,
                    standard=Standard(spec.within, spec.hardness, spec.source),
                    origin=origin,
                )
    return targets


def _milestone(
    name: str, key: str, scope: Scope, origin: Origin, namespace: Namespace, arrows: Arrows, report: Report
) -> str | None:
    """The state that a target begins or ends with; a use stands for the state where it is entered."""
    full = scope.prefix + name
    if full in namespace.entries or full in namespace.uses or namespace.is_broken(full):
        return arrows.entry(full)
    known = [n.removeprefix(scope.prefix) for n in namespace.names() if n.startswith(scope.prefix)]
    expected, remedy = one_of(name, known, "states")
    what = f"'{name}' is an end of a piece, which is no state of '{scope.definition.pathway}'"
    if full not in namespace.ends:
        what = f"'{name}' is not a state of '{scope.definition.pathway}'"
    report.add("unknown-state", origin.place(key), what, expected, remedy)
    return None
