"""Declare's templates and Dwyer's patterns by sentences about positions, written down without temporal logic.

`a[i]` says whether the first thing happens at position `i` of the trace; `n` positions, numbered from 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

Happens = Sequence[bool]


def positions(a: Happens) -> list[int]:
    return [i for i, happens in enumerate(a) if happens]


def any_between(a: Happens, low: int, high: int) -> bool:
    """Whether it happens at a position from `low` up to, not including, `high`."""
    return any(a[i] for i in range(low, high))


def responds(a: Happens, b: Happens) -> bool:
    return all(any(j >= i for j in positions(b)) for i in positions(a))


def precedes(a: Happens, b: Happens) -> bool:
    return all(any(i <= j for i in positions(a)) for j in positions(b))


def alternate_response(a: Happens, b: Happens) -> bool:
    """After each a, a b at a later position, and no a from the next position up to before that b."""
    return all(any(b[j] and not any_between(a, i + 1, j) for j in range(i + 1, len(a))) for i in positions(a))


def alternate_precedence(a: Happens, b: Happens) -> bool:
    """Before (or with) each b an a, and after the position of the b before that."""
    last = -1
    for j in positions(b):
        if not any_between(a, last + 1, j + 1):
            return False
        last = j
    return True


def chain_response(a: Happens, b: Happens) -> bool:
    return all(i + 1 < len(a) and b[i + 1] for i in positions(a))


def chain_precedence(a: Happens, b: Happens) -> bool:
    return all(j > 0 and a[j - 1] for j in positions(b))


def never_next(a: Happens, b: Happens) -> bool:
    return not any(a[i] and b[i + 1] for i in range(len(a) - 1))


def never_after(a: Happens, b: Happens) -> bool:
    return not any(i <= j for i in positions(a) for j in positions(b))


DECLARE: Final[Mapping[str, Callable[[Happens, Happens, int], bool]]] = {
    "existence": lambda a, b, times: sum(a) >= times,
    "absence": lambda a, b, times: sum(a) < times,
    "exactly": lambda a, b, times: sum(a) == times,
    "init": lambda a, b, times: a[0],
    "end": lambda a, b, times: a[-1],
    "choice": lambda a, b, times: any(a) or any(b),
    "exclusive_choice": lambda a, b, times: any(a) != any(b),
    "responded_existence": lambda a, b, times: any(b) or not any(a),
    "co_existence": lambda a, b, times: any(a) == any(b),
    "response": lambda a, b, times: responds(a, b),
    "precedence": lambda a, b, times: precedes(a, b),
    "succession": lambda a, b, times: responds(a, b) and precedes(a, b),
    "alternate_response": lambda a, b, times: alternate_response(a, b),
    "alternate_precedence": lambda a, b, times: alternate_precedence(a, b),
    "alternate_succession": lambda a, b, times: alternate_response(a, b) and alternate_precedence(a, b),
    "chain_response": lambda a, b, times: chain_response(a, b),
    "chain_precedence": lambda a, b, times: chain_precedence(a, b),
    "chain_succession": lambda a, b, times: chain_response(a, b) and chain_precedence(a, b),
    "not_co_existence": lambda a, b, times: not (any(a) and any(b)),
    "not_succession": lambda a, b, times: never_after(a, b),
    "not_chain_succession": lambda a, b, times: never_next(a, b),
    "not_responded_existence": lambda a, b, times: not (any(a) and any(b)),
    "not_response": lambda a, b, times: never_after(a, b),
    "not_precedence": lambda a, b, times: never_after(a, b),
    "not_chain_response": lambda a, b, times: never_next(a, b),
    "not_chain_precedence": lambda a, b, times: never_next(a, b),
}
# What must happen on some trace, or the template does not apply: each of these alone.
OCCASIONS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("existence", "absence", "exactly", "init", "end", "choice", "exclusive_choice"), ""),
    **dict.fromkeys(("responded_existence", "response", "alternate_response", "chain_response"), "a"),
    **dict.fromkeys(("not_succession", "not_chain_succession", "not_responded_existence"), "a"),
    **dict.fromkeys(("not_response", "not_chain_response"), "a"),
    **dict.fromkeys(("precedence", "alternate_precedence", "chain_precedence"), "b"),
    **dict.fromkeys(("not_precedence", "not_chain_precedence"), "b"),
    **dict.fromkeys(("co_existence", "succession", "alternate_succession", "chain_succession"), "either"),
    "not_co_existence": "both",
}


def stretches(scope: str, q: Happens, r: Happens) -> Iterator[range]:
    """The positions of each stretch of a trace that a scope picks out."""
    n = len(q)

    def close(i: int) -> int | None:
        return next((j for j in range(i, n) if r[j]), None)

    match scope:
        case "globally":
            yield range(n)
        case "before":
            end = close(0)
            if end is not None:
                yield range(end)
        case "after":
            if any(q):
                yield range(positions(q)[0], n)
        case "between":
            for i in positions(q):
                end = close(i)
                if end is not None and end > i:  # a step that opens and closes opens nothing
                    yield range(i, end)
        case "after_until":
            for i in positions(q):
                end = close(i)
                if end != i:
                    yield range(i, n if end is None else end)


def in_stretch(pattern: str, p: Happens, s: Happens, times: int, stretch: range) -> bool:
    """Whether a pattern is kept within one stretch."""
    mine = [i for i in stretch if p[i]]
    match pattern:
        case "absence":
            return not mine
        case "existence":
            return bool(mine)
        case "universality":
            return len(mine) == len(stretch)
        case "precedence":
            return all(any(s[j] for j in stretch if j <= i) for i in mine)
        case "response":
            return all(any(s[j] for j in stretch if j >= i) for i in mine)
        case "bounded_existence":
            return len(mine) <= times
    raise AssertionError(pattern)


def pattern_kept(pattern: str, scope: str, p: Happens, s: Happens, q: Happens, r: Happens, times: int) -> bool:
    return all(in_stretch(pattern, p, s, times, stretch) for stretch in stretches(scope, q, r))


def pattern_matters(pattern: str, scope: str, p: Happens, q: Happens, r: Happens) -> bool:
    """Whether a trace has an occasion for the pattern: a stretch, and for two of them `p` within it."""
    found = list(stretches(scope, q, r))
    if pattern in ("precedence", "response"):
        return any(p[i] for stretch in found for i in stretch)
    return scope == "globally" or bool(found)
