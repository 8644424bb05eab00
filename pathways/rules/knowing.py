"""Guards where not everything is known: what they come to in three values, and which decision hangs on what."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pathways.definition.guards import AllOf, AnyOf, Guard, Not, OneOf, reads
from pathways.definition.linked import State


def _is_unset(attribute: str, value: str | None) -> bool:
    return value is None


def truth(
    guard: Guard, values: Mapping[str, str | None], is_unknown: Callable[[str, str | None], bool] = _is_unset
) -> bool | None:
    """Whether a guard holds, in Kleene's three values: None where that hangs on an attribute that is not known.

    Not known means unset, unless `is_unknown` says otherwise. A value may stand for "not known"; a test that names
    this very value asks just that, and its answer is known.
    """
    match guard:
        case OneOf(attribute, allowed):
            value = values[attribute]
            return True if value in allowed else None if is_unknown(attribute, value) else False
        case Not(part):
            inner = truth(part, values, is_unknown)
            return None if inner is None else not inner
        case AllOf(parts):
            return _join([truth(part, values, is_unknown) for part in parts], deciding=False)
        case AnyOf(parts):
            return _join([truth(part, values, is_unknown) for part in parts], deciding=True)


def hanging(
    state: State, values: Mapping[str, str | None], is_unknown: Callable[[str, str | None], bool] = _is_unset
) -> tuple[int, str] | None:
    """The branch whose condition cannot be told, and the attribute; None where the first match is clear.

    Attributes that are not known but make no difference (the rest of the condition settles it) are no fault.
    """
    for number, branch in enumerate(state.choose):
        holds = True if branch.when is None else truth(branch.when, values, is_unknown)
        if holds:
            return None
        if holds is None and branch.when is not None:
            return number, next(name for name in reads(branch.when) if is_unknown(name, values[name]))
    return None


def _join(parts: list[bool | None], *, deciding: bool) -> bool | None:
    if deciding in parts:
        return deciding
    return None if None in parts else not deciding
