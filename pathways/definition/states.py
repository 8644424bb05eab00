"""States as written to linked states: lanes, findings, effects, arrows and guards resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pathways.definition.arrows import Arrows
from pathways.definition.attributes import arrival_changed, known_attribute, spelt_out, unknown_values
from pathways.definition.conditions import check_can_hold, check_width, resolve_guard
from pathways.definition.effects import resolve_effects
from pathways.definition.linked import Arrow, Attribute, Branch, Found, Origin, Standard, State
from pathways.definition.model import (
    DecisionSpec,
    EndSpec,
    OtherwiseSpec,
    PanelSpec,
    ParallelSpec,
    StandardSpec,
    TaskSpec,
    WaitSpec,
)
from pathways.definition.namespace import Entry, Namespace
from pathways.definition.report import Report, one_of
from pathways.units import Duration, parse_duration


def standard(spec: StandardSpec | None) -> Standard | None:
    """A standard of time as written to a linked one."""
    return None if spec is None else Standard(spec.within, spec.hardness, spec.source)


def link_states(
    namespace: Namespace,
    attributes: Mapping[str, Attribute],
    lanes: Mapping[str, str],
    arrows: Arrows,
    report: Report,
) -> dict[str, State]:
    """Every state, in definition order."""
    for use in namespace.uses.values():
        _check_lane(use.spec.lane, use.origin, ("lane",), lanes, report)
        for outcome in use.spec.exits:
            arrows.exit(use, outcome)
        if use.name not in namespace.broken:
            arrows.entry(use.name)
    linker = _States(namespace, attributes, lanes, arrows, report)
    states = {name: linker.state(entry) for name, entry in namespace.entries.items()}
    return _with_lanes(states, namespace, lanes, report)


class _States:
    def __init__(
        self,
        namespace: Namespace,
        attributes: Mapping[str, Attribute],
        lanes: Mapping[str, str],
        arrows: Arrows,
        report: Report,
    ) -> None:
        self.namespace = namespace
        self.attributes = attributes
        self.lanes = lanes
        self.arrows = arrows
        self.report = report

    def state(self, entry: Entry) -> State:
        spec, origin = entry.spec, entry.origin
        _check_lane(spec.lane, origin, ("lane",), self.lanes, self.report)
        assert spec.kind != "use"
        state = State(
            name=entry.name,
            kind=spec.kind,
            title=spec.title or spelt_out(entry.name),
            lane=spec.lane or "",
            region=entry.context.region,
            origin=origin,
            tags=spec.tags,
            note=spec.note,
            source=spec.source,
            hardness=spec.hardness,
        )
        match spec:
            case TaskSpec() | WaitSpec() | PanelSpec():
                return self._worked(state, spec, entry)
            case DecisionSpec():
                branches = [self._branch(entry, index) for index in range(len(spec.choose))]
                choose = tuple(branch for branch in branches if branch is not None)
                guards = [branch.when for branch in choose if branch.when is not None]
                check_width(guards, self.attributes, origin, self.report)
                return replace(state, choose=choose, order_matters=spec.order is not None)
            case ParallelSpec():
                return replace(
                    state,
                    target=standard(spec.target),
                    effects=resolve_effects(spec.set_, spec.add, self.attributes, origin, self.report),
                    then=self.arrows.arrow(spec.then, entry.context, origin.within("then")),
                    branches=tuple(self.namespace.branches[f"{entry.name}.{b}"] for b in spec.branches),
                )
            case EndSpec():
                return replace(state, outcome=spec.outcome)
        raise AssertionError(spec)  # pragma: no cover - the model knows no other kind

    def _worked(self, state: State, spec: TaskSpec | WaitSpec | PanelSpec, entry: Entry) -> State:
        """A task, wait or panel."""
        origin = entry.origin
        with_lanes = () if isinstance(spec, WaitSpec) else spec.with_
        for index, lane in enumerate(with_lanes):
            _check_lane(lane, origin, ("with", index), self.lanes, self.report)
        return replace(
            state,
            with_lanes=with_lanes,
            target=standard(spec.target),
            finds=self._finds(spec.finds, origin),
            effects=resolve_effects(spec.set_, spec.add, self.attributes, origin, self.report),
            then=None if spec.then is None else self.arrows.arrow(spec.then, entry.context, origin.within("then")),
            after=None if isinstance(spec, PanelSpec) else self._after(spec, entry),
            lasts=spec.for_ if isinstance(spec, WaitSpec) else None,
        )

    def _after(self, spec: TaskSpec | WaitSpec, entry: Entry) -> tuple[Duration, Arrow] | None:
        for text, arrow_spec in spec.after.items():
            arrow = self.arrows.arrow(arrow_spec, entry.context, entry.origin.within("after", text))
            return None if arrow is None else (parse_duration(text), arrow)
        return None

    def _finds(self, finds: Mapping[str, tuple[str, ...] | None], origin: Origin) -> tuple[Found, ...]:
        found: list[Found] = []
        for index, (name, narrowed) in enumerate(finds.items()):
            path, key = self._found_at(name, index, origin)
            attribute = known_attribute(name, self.attributes, origin, path, self.report, key=key)
            if attribute is None:
                continue
            if attribute.from_arrival:
                arrival_changed(attribute, origin, path, self.report, key=key)
            if narrowed is not None:
                unknown_values(attribute, narrowed, origin, path, self.report)
            found.append(Found(name, attribute.values if narrowed is None else narrowed))
        return tuple(found)

    def _found_at(self, name: str, index: int, origin: Origin) -> tuple[tuple[str | int, ...], bool]:
        """Where a finding is written, be it one name, a list or a mapping."""
        if origin.document.node((*origin.path, "finds", name)) is not None:
            return ("finds", name), True
        if origin.document.node((*origin.path, "finds", index)) is not None:
            return ("finds", index), False
        return ("finds",), False

    def _branch(self, entry: Entry, index: int) -> Branch | None:
        assert isinstance(entry.spec, DecisionSpec)
        spec = entry.spec.choose[index]
        origin = entry.origin.within("choose", index)
        when = None
        if not isinstance(spec, OtherwiseSpec):
            when = resolve_guard(spec.when, self.attributes, origin, ("when",), self.report)
            if when is not None:
                check_can_hold(when, self.attributes, origin, ("when",), self.report)
        arrow = self.arrows.arrow(spec, entry.context, origin)
        if arrow is None or (when is None and not isinstance(spec, OtherwiseSpec)):
            return None
        return Branch(when, arrow, origin)


def _check_lane(
    lane: str | None, origin: Origin, path: tuple[str | int, ...], lanes: Mapping[str, str], report: Report
) -> None:
    if lane is None or lane in lanes:
        return
    expected, remedy = one_of(lane, lanes, "lanes")
    report.add("unknown-lane", origin.place(*path), f"'{lane}' is not a lane", expected, f"{remedy} under 'lanes'")


def _with_lanes(
    states: Mapping[str, State], namespace: Namespace, lanes: Mapping[str, str], report: Report
) -> dict[str, State]:
    """States with the lane that those without one take.

    A state in a branch takes that of its parallel state, an end that of the first state that leads to
    it, and any state the only lane, where there is only one.
    """
    only = next(iter(lanes)) if len(lanes) == 1 else ""
    given = {name: state.lane or only for name, state in states.items()}
    for name, state in states.items():
        parallel = namespace.regions[state.region].parallel
        if not given[name] and parallel is not None:
            given[name] = given.get(parallel, "")
    for state in states.values():
        for arrow in ways_out(state):
            if arrow.to in states and states[arrow.to].kind == "end" and not given[arrow.to]:
                given[arrow.to] = given[state.name]
    for name, lane in given.items():
        if not lane and states[name].kind != "end":
            report.add(
                "missing-lane",
                states[name].origin.place(key=True),
                f"'{name}' does not say which lane it stands in",
                "'lane:' with one of the lanes",
                f"add 'lane: {next(iter(lanes), 'team')}' (or another lane)",
            )
    first = next(iter(lanes), "")
    return {name: replace(state, lane=given[name] or first) for name, state in states.items()}


def ways_out(state: State) -> list[Arrow]:
    """The arrows that leave a state, interrupts apart."""
    arrows = [branch.arrow for branch in state.choose]
    if state.then is not None:
        arrows.append(state.then)
    if state.after is not None:
        arrows.append(state.after[1])
    return arrows
