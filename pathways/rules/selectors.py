"""What a rule names (`triage`, `#feedback`, `lane:mash`) to the moves that enter it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from pathways.definition.linked import LinkedPathway
from pathways.machine import DONE, CompiledPathway
from pathways.machine.telling import spelt
from pathways.rules.titles import titles


@dataclass(frozen=True)
class Selection:
    """The states a selector stands for in one pathway.

    Each of `states` is entered whenever an arrow leads to it; each of `pieces` (the states of one `use`)
    only when it is entered from outside. `text` is how the rule writes it, `words` what people call it.
    """

    text: str
    states: frozenset[int] = frozenset()
    pieces: tuple[frozenset[int], ...] = ()
    called: str = ""

    def __bool__(self) -> bool:
        return bool(self.states or self.pieces)

    @property
    def words(self) -> str:
        """What to call it where people read: `'PCM meeting'`, `a state tagged 'feedback'`."""
        return self.called or self.text

    @cached_property
    def members(self) -> frozenset[int]:
        """Every state that counts as being there."""
        return self.states.union(*self.pieces)

    def is_entered(self, entered: Iterable[int], left: int | None) -> bool:
        """Whether a move that leaves state `left` (None for arriving) and enters these states enters the selection."""
        if not self.states.isdisjoint(entered):
            return True
        return any(left not in piece and not piece.isdisjoint(entered) for piece in self.pieces)


def entered_states(pathway: CompiledPathway, target: int) -> tuple[int, ...]:
    """The states that an arrow to `target` enters: itself, and the first state of every branch inside it."""
    if target == DONE:
        return ()
    branches = pathway.states[target].branches
    if not branches:  # nearly always
        return (target,)
    inside = (pathway.regions[branch].start for branch in branches)
    return (target, *(state for first in inside for state in entered_states(pathway, first)))


def inside(pathway: CompiledPathway, state: int) -> frozenset[int]:
    """The states within the branches of a parallel state, however deep; none for any other."""
    branches = frozenset(pathway.states[state].branches)
    direct = [s for s, row in enumerate(pathway.states) if row.region in branches]
    return frozenset(direct).union(*(inside(pathway, s) for s in direct if pathway.states[s].branches))


def select(pathway: CompiledPathway, selectors: Sequence[str]) -> Selection:
    """The union of what several selectors stand for; empty for names this pathway does not have."""
    states: set[int] = set()
    pieces: list[frozenset[int]] = []
    here: list[str] = []
    for selector in selectors:
        found, inside = _select_one(pathway, selector)
        states |= found
        pieces += inside
        here += [selector] if found or inside else []
    selectors = here or selectors  # a name that only another pathway has is not told of this one
    text = " or ".join(f"'{selector}'" for selector in selectors)
    called = " or ".join(dict.fromkeys(_called(pathway.linked, selector) for selector in selectors))
    return Selection(text, frozenset(states), tuple(dict.fromkeys(pieces)), called)


def _called(linked: LinkedPathway, selector: str) -> str:
    """One selector in words; a name this pathway does not have stays as it is written."""
    if selector in linked.states:
        return titles(linked, [selector])
    prefix, _, rest = selector.partition(":")
    if selector in linked.pieces:
        return f"'{linked.pieces[selector].title}'"
    if selector.startswith("#"):
        return f"a state tagged '{spelt(selector[1:])}'"
    if prefix == "lane":
        return f"a state in the lane '{linked.lanes.get(rest, rest)}'"
    if prefix == "outcome":
        return f"an end with the outcome '{rest}'"
    if prefix == "kind" and rest != "use":
        return {"end": "an end", "parallel": "a state with branches side by side"}.get(rest, f"a {rest}")
    if prefix == "pathway":
        return f"the pathway '{rest}' used as a piece"
    return f"'{selector}'"


def _select_one(pathway: CompiledPathway, selector: str) -> tuple[set[int], list[frozenset[int]]]:
    linked, index = pathway.linked, pathway.index
    prefix, _, rest = selector.partition(":")
    pieces = linked.pieces.values()
    chosen: list[str] = []
    inside: list[tuple[str, ...]] = []
    if selector.startswith("#"):
        chosen = [s.name for s in linked.states.values() if selector[1:] in s.tags]
        inside = [piece.states for piece in pieces if selector[1:] in piece.tags]
    elif prefix == "lane":
        chosen = [s.name for s in linked.states.values() if s.lane == rest]
    elif prefix == "outcome":
        chosen = [s.name for s in linked.states.values() if s.outcome == rest]
    elif prefix == "kind" and rest == "use":
        inside = [piece.states for piece in pieces]
    elif prefix == "kind":
        chosen = [s.name for s in linked.states.values() if s.kind == rest]
    elif prefix == "pathway":
        inside = [piece.states for piece in pieces if piece.pathway == rest]
    elif selector in index:
        chosen = [selector]
    elif selector in linked.pieces:
        inside = [linked.pieces[selector].states]
    return {index[name] for name in chosen}, [frozenset(index[name] for name in names) for names in inside]


def known_selectors(pathway: CompiledPathway) -> list[str]:
    """Every selector that stands for something in this pathway."""
    linked = pathway.linked
    states = list(linked.states.values())
    names = [
        *linked.states,
        *linked.pieces,
        *(f"#{tag}" for state in states for tag in state.tags),
        *(f"#{tag}" for piece in linked.pieces.values() for tag in piece.tags),
        *(f"lane:{s.lane}" for s in states),
        *(f"outcome:{s.outcome}" for s in states if s.outcome),
        *(f"kind:{s.kind}" for s in states),
        *(["kind:use"] if linked.pieces else []),
        *(f"pathway:{piece.pathway}" for piece in linked.pieces.values()),
    ]
    return list(dict.fromkeys(names))
