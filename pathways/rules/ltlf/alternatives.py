"""What the rest of a trace must still do: several alternatives, each a set of obligations about the next position.

This is a monotone formula in disjunctive normal form, without alternatives that another one covers. An obligation is
a formula to be true from the next position on; a strong one also asks that there be a next position, a weak one is
met if the trace ends.
"""

from __future__ import annotations

from typing import Final

from pathways.rules.ltlf.normal import NO, YES

# An obligation is twice the number of its formula, plus one if it is strong.
Alternative = frozenset[int]
Alternatives = frozenset[Alternative]
NOTHING: Final[Alternatives] = frozenset()  # no alternative is left: lost
ANYTHING: Final[Alternatives] = frozenset({frozenset()})  # nothing is left to do
MOST_ALTERNATIVES: Final = 1_000


class TooIntricateError(Exception):
    """There are more alternatives side by side than can be followed."""


def due(node: int, *, strong: bool) -> Alternatives:
    """One obligation about the next position, unless it is clear already how it fares."""
    if node == NO and strong:
        return NOTHING
    if node == YES and not strong:
        return ANYTHING
    return frozenset({frozenset({2 * node + strong})})


def either(one: Alternatives, other: Alternatives) -> Alternatives:
    """The alternatives of both together."""
    if not one or not other:
        return one or other
    return _shortened(one | other)


def both(one: Alternatives, other: Alternatives) -> Alternatives:
    """Each alternative of the one along with each of the other."""
    if one == ANYTHING or other == ANYTHING:
        return other if one == ANYTHING else one
    if len(one) * len(other) > 10 * MOST_ALTERNATIVES:
        raise TooIntricateError
    return _shortened(frozenset(_pruned(left | right) for left in one for right in other))


def _pruned(alternative: Alternative) -> Alternative:
    """Without weak obligations that stand beside the strong one of the same formula."""
    return frozenset(o for o in alternative if o & 1 or o + 1 not in alternative)


def _shortened(alternatives: Alternatives) -> Alternatives:
    """Without alternatives that ask for all that another one asks for."""
    if len(alternatives) < 2:
        return alternatives
    kept: list[Alternative] = []
    for alternative in sorted(alternatives, key=len):
        if not any(_asks_for_all_of(alternative, less) for less in kept):
            kept = [other for other in kept if not _asks_for_all_of(other, alternative)]
            kept.append(alternative)
    if len(kept) > MOST_ALTERNATIVES:
        raise TooIntricateError
    return frozenset(kept)


def _asks_for_all_of(more: Alternative, less: Alternative) -> bool:
    """Whether meeting `more` meets `less`; a strong obligation meets the weak one of the same formula."""
    return all(o in more or (not o & 1 and o + 1 in more) for o in less)
