"""Linked pathways built by hand, so that these tests lean on nothing but the values themselves."""

from __future__ import annotations

from pathways.definition.guards import Guard
from pathways.definition.linked import (
    Arrow,
    Attribute,
    Branch,
    Effect,
    Found,
    Interrupt,
    LinkedPathway,
    Origin,
    Region,
    State,
)
from pathways.errors import Place
from pathways.machine import CompiledPathway, Configuration, Move, MoveKind, moves
from pathways.source import Document, Node
from pathways.units import Duration, parse_duration

DOCUMENT = Document("hand.yaml", "", Node({}, Place("hand.yaml")))
ORIGIN = Origin(DOCUMENT, "hand", ())


def sets(attribute: str, value: str) -> Effect:
    return Effect(attribute, value=value)


def adds(attribute: str, amount: int) -> Effect:
    return Effect(attribute, amount=amount)


def to(name: str, *effects: Effect) -> Arrow:
    return Arrow(name, effects, None, ORIGIN)


def attribute(name: str, *values: str, starts: str | None = None, arrival: bool = False) -> Attribute:
    return Attribute(name, values, starts, arrival, False, name, ORIGIN)


def counter(name: str, low: int, high: int, starts: int | None = None) -> Attribute:
    values = tuple(str(n) for n in range(low, high + 1))
    return Attribute(name, values, None if starts is None else str(starts), False, True, name, ORIGIN)


def task(
    name: str,
    then: Arrow | str,
    *effects: Effect,
    region: int = 0,
    finds: dict[str, tuple[str, ...]] | None = None,
    after: tuple[str, Arrow] | None = None,
    kind: str = "task",
) -> State:
    timeout: tuple[Duration, Arrow] | None = None if after is None else (parse_duration(after[0]), after[1])
    return State(
        name, kind, name.replace("_", " "), "team", region, ORIGIN,
        finds=tuple(Found(a, v) for a, v in (finds or {}).items()),
        effects=effects, then=to(then) if isinstance(then, str) else then, after=timeout,
    )  # fmt: skip


def end(name: str = "closed", outcome: str | None = None) -> State:
    return State(name, "end", name, "team", 0, ORIGIN, outcome=outcome or name)


def decision(name: str, *choose: tuple[Guard | None, Arrow | str], region: int = 0) -> State:
    branches = tuple(Branch(when, to(arrow) if isinstance(arrow, str) else arrow, ORIGIN) for when, arrow in choose)
    return State(name, "decision", name, "team", region, ORIGIN, choose=branches)


def parallel(name: str, then: Arrow | str, branches: tuple[int, ...], *effects: Effect, region: int = 0) -> State:
    arrow = to(then) if isinstance(then, str) else then
    return State(name, "parallel", name, "team", region, ORIGIN, effects=effects, then=arrow, branches=branches)


def interrupt(
    name: str, during: tuple[str, ...], arrow: Arrow | str, when: Guard | None = None, region: int = 0
) -> Interrupt:
    arrow = to(arrow) if isinstance(arrow, str) else arrow
    return Interrupt(name, name, region, during, when, arrow, ORIGIN)


def pathway(
    *states: State,
    attributes: tuple[Attribute, ...] = (),
    regions: tuple[tuple[str, str], ...] = (),
    interrupts: tuple[Interrupt, ...] = (),
    starts: tuple[str, ...] | None = None,
) -> LinkedPathway:
    """`regions` lists (parallel state, first state) of region 1, 2 and so on."""
    first = starts or (states[0].name,)
    numbered = [Region(0, "", None, first[0])]
    numbered += [Region(i, f"{p}.{i}", p, start) for i, (p, start) in enumerate(regions, 1)]
    return LinkedPathway(
        "hand", "Hand", "1", "as-is", None, None, (), {"team": "Team"}, {a.name: a for a in attributes}, first,
        {s.name: s for s in states}, tuple(numbered), {}, {i.name: i for i in interrupts}, {}, (), (DOCUMENT,), ORIGIN,
    )  # fmt: skip


def values(compiled: CompiledPathway, configuration: Configuration) -> dict[str, str | None]:
    return {name: compiled.value_text(i, configuration.values[i]) for i, name in enumerate(compiled.attributes)}


def where(compiled: CompiledPathway, configuration: Configuration) -> tuple[str, ...]:
    """The state of every region by name; `-` idle, `done` done."""
    names = {-1: "-", -2: "done"}
    return tuple(compiled.states[at].name if at >= 0 else names[at] for at in configuration.marking)


def pick(
    compiled: CompiledPathway,
    configuration: Configuration,
    kind: MoveKind,
    *,
    region: int | None = None,
    interrupt: str | None = None,
    **found: str,
) -> Move:
    """The one possible move of that kind (and region, interrupt, findings)."""
    wanted = tuple(
        (compiled.attribute_index(n), compiled.domains[compiled.attribute_index(n)].index(v)) for n, v in found.items()
    )
    fitting = [
        move
        for move in moves(compiled, configuration)
        if move.kind is kind
        and (region is None or move.region == region)
        and (interrupt is None or compiled.interrupts[move.interrupt].name == interrupt)
        and (not wanted or move.found == wanted)
    ]
    assert len(fitting) == 1, fitting
    return fitting[0]
