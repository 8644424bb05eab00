"""A linked pathway to integer tables: every guard becomes a lookup table, every name an index."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from itertools import product
from math import prod
from typing import Any, Final

from pathways.definition import guards, linked
from pathways.definition.guards import Guard
from pathways.definition.linked import LinkedPathway, Origin
from pathways.errors import DefinitionError, Finding
from pathways.machine.compiled import (
    DONE,
    NONE,
    Arrow,
    CompiledPathway,
    Effect,
    Interrupt,
    Kind,
    Region,
    State,
    Table,
)

# A table of this size is built in about a second; no policy anyone can read aloud comes near it.
LARGEST_TABLE: Final = 200_000


def compile_pathway(pathway: LinkedPathway) -> CompiledPathway:
    """Turn names into indices and guards into lookup tables.

    Raises
    ------
    DefinitionError
        If a decision or interrupt weighs so many attributes that its table would have more than
        `LARGEST_TABLE` cells.
    """
    compiler = _Compiler(pathway)
    states = tuple(compiler.state(state) for state in pathway.states.values())
    interrupts = tuple(compiler.interrupt(interrupt) for interrupt in pathway.interrupts.values())
    if compiler.faults:
        raise DefinitionError(compiler.faults)
    return CompiledPathway(
        linked=pathway,
        fingerprint=fingerprint(pathway),
        states=states,
        regions=tuple(
            Region(compiler.index[region.start], NONE if region.parallel is None else compiler.index[region.parallel])
            for region in pathway.regions
        ),
        arrows=tuple(compiler.arrows),
        interrupts=interrupts,
        starts=tuple(compiler.index[name] for name in pathway.starts),
        attributes=tuple(pathway.attributes),
        domains=tuple(compiler.domains),
        initial=tuple(_initial(attribute) for attribute in pathway.attributes.values()),
        arrival=tuple(i for i, attribute in enumerate(pathway.attributes.values()) if attribute.from_arrival),
        index=compiler.index,
    )


def _initial(attribute: linked.Attribute) -> int:
    """The value index before anything is set; 0 stands in where the referral brings its own."""
    if attribute.starts is not None:
        return attribute.values.index(attribute.starts)
    return 0 if attribute.from_arrival else len(attribute.values)


class _Compiler:
    """The tables while they grow."""

    def __init__(self, pathway: LinkedPathway) -> None:
        attributes = pathway.attributes.values()
        self.index: Mapping[str, int] = {name: i for i, name in enumerate(pathway.states)}
        self.attribute: Mapping[str, int] = {name: i for i, name in enumerate(pathway.attributes)}
        self.names = tuple(pathway.attributes)
        self.domains = [attribute.values for attribute in attributes]
        # "unset" is one more value for what neither starts with a value nor comes with the referral.
        self.sizes = [len(a.values) + (a.starts is None and not a.from_arrival) for a in attributes]
        self.arrows: list[Arrow] = []
        self.faults: list[Finding] = []

    def state(self, state: linked.State) -> State:
        decision = state.kind == "decision"
        return State(
            name=state.name,
            kind=Kind[state.kind.upper()],
            region=state.region,
            finds=tuple(
                (self.attribute[found.attribute], self.values(found.attribute, found.values)) for found in state.finds
            ),
            complete=NONE if state.then is None else self.arrow(state.then, state.effects),
            timeout=NONE if state.after is None else self.arrow(state.after[1]),
            decide=self.table([branch.when for branch in state.choose], state.origin) if decision else None,
            choices=tuple(self.arrow(branch.arrow) for branch in state.choose),
            branches=state.branches,
        )

    def interrupt(self, interrupt: linked.Interrupt) -> Interrupt:
        when = interrupt.when
        return Interrupt(
            name=interrupt.name,
            region=interrupt.region,
            during=frozenset(self.index[name] for name in interrupt.during),
            # The second entry always holds, so that the first match is 0 where the guard is true.
            when=None if when is None else _flip(self.table([when, None], interrupt.origin)),
            arrow=self.arrow(interrupt.arrow),
        )

    def arrow(self, arrow: linked.Arrow, before: Iterable[linked.Effect] = ()) -> int:
        """Keep an arrow whose effects follow those of the state it leaves; return its index."""
        target = DONE if arrow.to == linked.DONE else self.index[arrow.to]
        self.arrows.append(Arrow(target, tuple(self.effect(effect) for effect in (*before, *arrow.effects))))
        return len(self.arrows) - 1

    def effect(self, effect: linked.Effect) -> Effect:
        attribute = self.attribute[effect.attribute]
        if effect.value is not None:
            return Effect(attribute, False, self.domains[attribute].index(effect.value))
        return Effect(attribute, True, effect.amount or 0)

    def values(self, attribute: str, values: Iterable[str]) -> tuple[int, ...]:
        return tuple(self.domains[self.attribute[attribute]].index(value) for value in values)

    def table(self, choices: list[Guard | None], origin: Origin) -> Table:
        """The number of the first guard that holds (None always does), for every combination of what they read."""
        read = tuple(dict.fromkeys(name for guard in choices if guard is not None for name in guards.reads(guard)))
        attributes = tuple(self.attribute[name] for name in read)
        sizes = [self.sizes[a] for a in attributes]
        if prod(sizes) > LARGEST_TABLE:
            self.faults.append(_too_many(read, prod(sizes), origin))
            return Table((), (), (NONE,))
        texts = [(*self.domains[a], None)[:size] for a, size in zip(attributes, sizes, strict=True)]
        cells = []
        for combination in product(*texts):
            values = dict(zip(read, combination, strict=True))
            cells.append(next((i for i, g in enumerate(choices) if g is None or guards.holds(g, values)), NONE))
        return Table(attributes, tuple(prod(sizes[i + 1 :]) for i in range(len(sizes))), tuple(cells))


def _flip(table: Table) -> Table:
    return Table(table.attributes, table.strides, tuple(int(cell == 0) for cell in table.cells))


def _too_many(read: tuple[str, ...], size: int, origin: Origin) -> Finding:
    return Finding(
        "guard-too-large",
        origin.place(key=True),
        f"the conditions here weigh {len(read)} attributes at once ({', '.join(read)}): {size:,} combinations",
        f"at most {LARGEST_TABLE:,} combinations in one place",
        "split the decision into several, one after the other, each weighing fewer attributes",
    )


def fingerprint(pathway: LinkedPathway) -> str:
    """What the pathway means, as 64 hexadecimal digits.

    Equal for two definitions that differ only in wording (titles, notes, sources, hardness, version,
    departures, how the text is laid out); different when a name, value, way, effect, duration,
    target, lane, tag or outcome differs, or the order of states.
    """
    canonical = json.dumps(_meaning(pathway), ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _meaning(pathway: LinkedPathway) -> list[Any]:
    return [
        pathway.id,
        [[a.name, a.values, a.starts, a.from_arrival, a.is_range] for a in pathway.attributes.values()],
        pathway.starts,
        [[region.parallel, region.start] for region in pathway.regions],
        [_state_meaning(state) for state in pathway.states.values()],
        [
            [i.name, i.region, sorted(i.during), _guard_meaning(i.when), _arrow_meaning(i.arrow), i.tags]
            for i in pathway.interrupts.values()
        ],
        [[piece.name, piece.states, piece.entry, piece.tags] for piece in pathway.pieces.values()],
        [[target.name, target.start, target.end, str(target.standard.within)] for target in pathway.targets.values()],
    ]


def _state_meaning(state: linked.State) -> list[Any]:
    return [
        state.name,
        state.kind,
        state.region,
        state.lane,
        state.with_lanes,
        sorted(state.tags),
        state.outcome,
        None if state.target is None else str(state.target.within),
        None if state.lasts is None else str(state.lasts),
        [[found.attribute, found.values] for found in state.finds],
        [_effect_meaning(effect) for effect in state.effects],
        None if state.then is None else _arrow_meaning(state.then),
        None if state.after is None else [str(state.after[0]), _arrow_meaning(state.after[1])],
        [[_guard_meaning(branch.when), _arrow_meaning(branch.arrow)] for branch in state.choose],
        state.branches,
    ]


def _guard_meaning(guard: Guard | None) -> list[Any] | None:
    match guard:
        case None:
            return None
        case guards.OneOf(attribute, values):
            return ["one of", attribute, sorted(values)]
        case guards.AllOf(parts):
            return ["all", *map(_guard_meaning, parts)]
        case guards.AnyOf(parts):
            return ["any", *map(_guard_meaning, parts)]
        case guards.Not(part):
            return ["not", _guard_meaning(part)]


def _arrow_meaning(arrow: linked.Arrow) -> list[Any]:
    return [arrow.to, [_effect_meaning(effect) for effect in arrow.effects]]


def _effect_meaning(effect: linked.Effect) -> list[Any]:
    return [effect.attribute, effect.value, effect.amount]
