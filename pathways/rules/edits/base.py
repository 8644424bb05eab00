"""What every edit shares: what somebody did, where it is written, and the pathway afterwards.

A state of a piece that is put in twice is written once, so an edit of it changes both: they are *twins*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pathways.definition.linked import Arrow, Interrupt, LinkedPathway, Origin, State
from pathways.errors import Place

Slot = Literal["then", "after"] | int  # which arrow of a state: onward, at its time limit, or a branch by number
Make = Callable[[LinkedPathway], LinkedPathway]


@dataclass(frozen=True)
class Edit:
    """One small change of a pathway that a tired author could make.

    Parameters
    ----------
    operator
        What kind of slip it is, such as `drop a value`.
    at
        The state or interrupt that is changed.
    words
        What the author did, as the end of "somebody ...", without the file.
    place
        The line that is changed.
    make
        The pathway to the changed one, which compiles again.
    watched
        The attributes whose recorded values it changes, whether or not a decision asks for them.
    is_record
        Whether it changes only what is written about a state (a tag, a lane, a target), never where referrals go.
    """

    operator: str
    at: str
    words: str
    place: Place
    make: Make
    watched: tuple[str, ...] = ()
    is_record: bool = False


def arrows(state: State) -> Iterator[tuple[Slot, Arrow]]:
    """Every arrow that leaves a state by itself."""
    if state.then is not None:
        yield "then", state.then
    if state.after is not None:
        yield "after", state.after[1]
    for number, branch in enumerate(state.choose):
        yield number, branch.arrow


def with_arrow(state: State, slot: Slot, arrow: Arrow) -> State:
    """The state with one of its arrows replaced."""
    if slot == "then":
        return replace(state, then=arrow)
    if slot == "after":
        assert state.after is not None
        return replace(state, after=(state.after[0], arrow))
    choose = list(state.choose)
    choose[slot] = replace(choose[slot], arrow=arrow)
    return replace(state, choose=tuple(choose))


def arrow_name(slot: Slot, state: State) -> str:
    """`branch 2`, `the default`, `the time limit`, `the way on`."""
    if slot == "then":
        return "the way on"
    if slot == "after":
        return "the time limit"
    return "the default" if state.choose[slot].when is None else f"branch {slot + 1}"


def written(origin: Origin) -> tuple[str, tuple[object, ...]]:
    """What identifies a piece of text: the same for twins."""
    return origin.document.name, origin.path


def twins(linked: LinkedPathway, name: str) -> list[str]:
    """Every state that is written where this one is, itself included."""
    where = written(linked.states[name].origin)
    return [other.name for other in linked.states.values() if written(other.origin) == where]


def firsts(linked: LinkedPathway) -> Iterator[State]:
    """Every state that is written, once."""
    seen = set()
    for state in linked.states.values():
        where = written(state.origin)
        if where not in seen:
            seen.add(where)
            yield state


def first_interrupts(linked: LinkedPathway) -> Iterator[Interrupt]:
    """Every interrupt that is written, once."""
    found = {written(interrupt.origin): interrupt for interrupt in reversed(list(linked.interrupts.values()))}
    return (i for i in linked.interrupts.values() if found[written(i.origin)] is i)


def on_state(name: str, change: Callable[[State], State]) -> Make:
    """An edit of one state, and of its twins."""

    def make(linked: LinkedPathway) -> LinkedPathway:
        same = set(twins(linked, name))
        return replace(linked, states={n: change(s) if n in same else s for n, s in linked.states.items()})

    return make


def on_interrupt(name: str, change: Callable[[Interrupt], Interrupt | None]) -> Make:
    """An edit of one interrupt and its twins; None takes it out."""

    def make(linked: LinkedPathway) -> LinkedPathway:
        where = written(linked.interrupts[name].origin)
        changed = {n: change(i) if written(i.origin) == where else i for n, i in linked.interrupts.items()}
        return replace(linked, interrupts={n: i for n, i in changed.items() if i is not None})

    return make


def scope_of(linked: LinkedPathway, name: str) -> str:
    """The prefix of the innermost piece that a state stands in; empty for the pathway's own."""
    around = [piece.name for piece in linked.pieces.values() if name in piece.states]
    return f"{max(around, key=len)}." if around else ""


def neighbours(linked: LinkedPathway, name: str, target: str) -> list[str]:
    """The states written just before and after an arrow's target, of those that the arrow could lead to."""
    scope, region = scope_of(linked, name), linked.states[name].region
    ends = linked.states[target].kind == "end"
    row = [
        s.name
        for s in linked.states.values()
        if s.region == region and scope_of(linked, s.name) == scope and (s.kind == "end") == ends
    ]
    if target not in row:
        return []  # it leads out of its piece, by an exit
    at = row.index(target)
    around = [row[i] for i in (at - 1, at + 1) if 0 <= i < len(row)]
    return [other for other in around if other != name]


def moved(linked: LinkedPathway, name: str, twin: str, target: str) -> str:
    """Where a twin leads if the state leads to the target: where its own such arrow does, or to what is called so."""
    ways = zip(arrows(linked.states[name]), arrows(linked.states[twin]), strict=True)
    along = next((other.to for (_, own), (_, other) in ways if own.to == target), None)
    return along or scope_of(linked, twin) + target[len(scope_of(linked, name)) :]
