"""A linked pathway to the hops of its default route: what happens when nothing unusual is found.

From the first start, a state is left by `then` and a decision by `otherwise`. Where that only leads
round in a circle, the way on is the first listed branch that reaches an end. A decision without
`otherwise` has no default, and the route stops there.
"""

from __future__ import annotations

from itertools import pairwise

from pathways.definition.linked import DONE, LinkedPathway, State


def default_hops(pathway: LinkedPathway) -> tuple[tuple[str, str], ...]:
    """(from, to) pairs of state names on the default route; `to` may be `done`."""
    hops: list[tuple[str, str]] = []
    waiting = list(pathway.starts[:1])
    while waiting:
        path = _path(pathway, waiting.pop(0))
        hops += pairwise(path)
        for name in path:
            if name != DONE:
                waiting += (pathway.regions[region].start for region in pathway.states[name].branches)
    return tuple(hops)


def _path(pathway: LinkedPathway, start: str) -> list[str]:
    """The first path to an end in order of preference; if there is none, as far as preference alone leads."""
    path: list[str] = [start]
    choices = [_onward(pathway.states[start])]
    seen = {start}
    furthest: list[str] | None = None
    while path:
        at = path[-1]
        if at == DONE or pathway.states[at].kind == "end":
            return path
        following = next((to for to in choices[-1] if to not in seen), None)
        if following is None:
            furthest = furthest or list(path)
            path.pop()
            choices.pop()
            continue
        seen.add(following)
        path.append(following)
        choices.append(() if following == DONE else _onward(pathway.states[following]))
    return furthest or [start]


def _onward(state: State) -> tuple[str, ...]:
    """Where the state leads, the default first; nothing for a decision without a default."""
    if state.kind != "decision":
        return () if state.then is None else (state.then.to,)
    default = [branch.arrow.to for branch in state.choose if branch.when is None]
    listed = [branch.arrow.to for branch in state.choose if branch.when is not None]
    return (*default, *listed) if default else ()
