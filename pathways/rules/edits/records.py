"""Slips in what is written about a state: its tags, lanes, sources, time standards and durations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from pathways.definition.linked import LinkedPathway, State
from pathways.rules.edits.base import Edit, firsts, on_state
from pathways.units import Duration


def record_edits(linked: LinkedPathway) -> Iterator[Edit]:
    lanes = list(linked.lanes)
    for state in firsts(linked):
        origin, name = state.origin, state.name
        for tag in state.tags:
            yield _edit(
                "drop a tag", state, f"'{name}' has no tag '#{tag}' any more", "tags",
                partial(_without_tag, tag=tag),
            )  # fmt: skip
        for other in state.with_lanes:
            yield _edit(
                "drop a partner", state, f"'{name}' is done without '{other}'", "with",
                partial(_without_partner, lane=other),
            )  # fmt: skip
        if len(lanes) > 1 and state.kind != "end":
            lane = lanes[(lanes.index(state.lane) + 1) % len(lanes)]
            yield _edit(
                "give to another lane", state, f"'{name}' is done by '{lane}' instead of '{state.lane}'", "lane",
                partial(_with, lane=lane),
            )  # fmt: skip
        if state.target is not None:
            words = f"its standard of {state.target.within}" if state.target.within else "the note that it has none"
            yield _edit("drop a standard", state, f"'{name}' has lost {words}", "target", partial(_with, target=None))
        if state.source is not None:
            yield _edit("drop a source", state, f"'{name}' names no source", "source", partial(_with, source=None))
        if state.lasts is not None:
            longer = Duration(2 * state.lasts.amount, state.lasts.unit)
            yield Edit(
                "lengthen a wait", name, f"'{name}' lasts {longer} instead of {state.lasts}", origin.place("for"),
                on_state(name, partial(_with, lasts=longer)), is_record=True,
            )  # fmt: skip


def _with(state: State, **fields: Any) -> State:
    return replace(state, **fields)


def _without_tag(state: State, tag: str) -> State:
    return replace(state, tags=tuple(each for each in state.tags if each != tag))


def _without_partner(state: State, lane: str) -> State:
    return replace(state, with_lanes=tuple(each for each in state.with_lanes if each != lane))


def _edit(operator: str, state: State, words: str, field: str, change: Callable[[State], State]) -> Edit:
    return Edit(
        operator, state.name, words, state.origin.place(field, key=True), on_state(state.name, change), is_record=True
    )
