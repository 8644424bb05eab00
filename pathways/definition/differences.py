"""Two versions of a pathway, and which state is which, to what differs in each state.

Compared is what decides how a referral goes and by when: not notes, tags, sources and what a number rests on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pathways.definition.guards import Guard
from pathways.definition.guards import words as words_of
from pathways.definition.linked import Effect, LinkedPathway, Standard, State

What = Literal["kind", "title", "lane", "with", "finds", "sets", "target", "limit", "lasts", "start", "conditions"]
KINDS: Final = {"task": "a task", "wait": "a wait", "panel": "a meeting", "decision": "a decision",
                "parallel": "branches side by side", "end": "an end"}  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One thing that differs; `words` go on after the state's name."""

    what: What
    words: str


def state_differences(
    old: LinkedPathway, new: LinkedPathway, states: Mapping[str, str]
) -> dict[str, tuple[Difference, ...]]:
    """By new name, what differs in each state that differs. `states` are new names by old ones."""
    found = {}
    for was, now in states.items():
        if was in old.states and now in new.states:
            differences = tuple(_differences(old, new, old.states[was], new.states[now]))
            if differences:
                found[now] = differences
    return found


def _differences(old: LinkedPathway, new: LinkedPathway, was: State, now: State) -> Iterator[Difference]:
    if was.kind != now.kind:
        yield Difference("kind", f"was {KINDS[was.kind]}, is {KINDS[now.kind]}")
    if was.title != now.title:
        yield Difference("title", f"was '{was.title}', is '{now.title}'")
    if (before := old.lanes[was.lane]) != (after := new.lanes[now.lane]):
        yield Difference("lane", f"was done by {before}, is by {after}")
    helpers = [[pathway.lanes[lane] for lane in s.with_lanes] for pathway, s in ((old, was), (new, now))]
    if words := _helped(*helpers):
        yield Difference("with", words)
    found = [[p.attributes[f.attribute].title for f in s.finds] for p, s in ((old, was), (new, now))]
    if words := _finds(*found):
        yield Difference("finds", words)
    if (less := _effects(old, was.effects)) != (more := _effects(new, now.effects)):
        yield Difference("sets", "; ".join([*([f"now sets {more}"] if more else []),
                                            *([f"no longer sets {less}"] if less else [])]))  # fmt: skip
    if (before := _within(was.target)) != (after := _within(now.target)):
        yield Difference("target", f"had {before}, has {after}")
    if (before := _limit(was)) != (after := _limit(now)):
        yield Difference("limit", f"had {before}, has {after}")
    if was.lasts != now.lasts:
        yield Difference(
            "lasts", f"lasted {was.lasts or 'as long as the work'}, lasts {now.lasts or 'as long as that'}"
        )
    if (was.name in old.starts) != (now.name in new.starts):
        yield Difference(
            "start", "is where referrals begin" if now.name in new.starts else "is no longer where they begin"
        )
    for name, when in _guards(now).items():
        if (before_it := _guards(was).get(name, when)) != when:
            yield Difference("conditions", f"'{name}' asks for {words_of(when)} instead of {words_of(before_it)}")


def _finds(old: Sequence[str], new: Sequence[str]) -> str:
    more, less = [a for a in new if a not in old], [a for a in old if a not in new]
    parts = [f"now finds {_listed(more)}"] if more else []
    parts += [f"no longer finds {_listed(less)}"] if less else []
    return " and ".join(parts)


def _helped(old: Sequence[str], new: Sequence[str]) -> str:
    more, less = [a for a in new if a not in old], [a for a in old if a not in new]
    parts = [f"is done with {_listed(more)} too"] if more else []
    parts += [f"{'' if more else 'is '}no longer {'' if more else 'done '}with {_listed(less)}"] if less else []
    return " and ".join(parts)


def _effects(pathway: LinkedPathway, effects: Sequence[Effect]) -> str:
    parts = []
    for effect in effects:
        value = f"{effect.amount:+d}" if effect.amount is not None else (effect.value or "").replace("_", " ")
        parts.append(f"{pathway.attributes[effect.attribute].title} to {value}")
    return _listed(parts)


def _within(standard: Standard | None) -> str:
    return "no target" if standard is None or standard.within is None else f"the target 'within {standard.within}'"


def _limit(state: State) -> str:
    return "no time limit" if state.after is None else f"the limit of {state.after[0]}"


def _guards(state: State) -> dict[str, Guard]:
    """By its title, or where it leads, what each branch of a decision asks for."""
    return {b.arrow.title or b.arrow.to: b.when for b in state.choose if b.when is not None}


def _listed(names: Sequence[str]) -> str:
    return " and ".join(names)
