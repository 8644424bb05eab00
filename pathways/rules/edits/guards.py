"""A condition to the conditions that a slip would leave instead of it, each with what the slip was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pathways.definition.guards import AllOf, AnyOf, Guard, Not, OneOf, words
from pathways.definition.linked import Attribute
from pathways.machine.telling import spelt

Slip = tuple[str, str, Guard | None]  # operator, what it does (with a verb), the condition left; None: always true


def slips(guard: Guard, attributes: Mapping[str, Attribute]) -> Iterator[Slip]:
    """Every one-place change of a condition: a value less, a value more, a test less, a `not` less."""
    match guard:
        case OneOf(attribute, values):
            yield from _values(attribute, values, attributes[attribute])
        case Not(part):
            yield "lose a 'not'", f"asks the opposite: {words(part)}", part
            for operator, deed, left in slips(part, attributes):
                if left is not None:
                    yield operator, f"{deed}, under 'not'", Not(left)
        case AllOf(parts) | AnyOf(parts):
            for number, part in enumerate(parts):
                rest = parts[:number] + parts[number + 1 :]
                if rest:
                    fewer = rest[0] if len(rest) == 1 else type(guard)(rest)
                    yield "drop a test", f"no longer asks whether {words(part)}", fewer
                for operator, deed, left in slips(part, attributes):
                    if left is not None:
                        yield operator, deed, type(guard)((*parts[:number], left, *parts[number + 1 :]))


def _values(name: str, values: tuple[str, ...], attribute: Attribute) -> Iterator[Slip]:
    """Values less and more; of a range only at its bounds."""
    fewer = [value for value in attribute.values if value in values]
    more = [value for value in attribute.values if value not in values]
    if attribute.is_range:
        at = [attribute.values.index(value) for value in fewer]
        around = (
            {attribute.values[i] for i in (min(at) - 1, max(at) + 1) if 0 <= i < len(attribute.values)} if at else ()
        )
        fewer = list(dict.fromkeys([fewer[0], fewer[-1]])) if fewer else []
        more = [value for value in more if value in around]
    for value in fewer if len(values) > 1 else ():
        yield (
            "drop a value",
            f"no longer takes {spelt(name)} {spelt(value)}",
            OneOf(name, tuple(v for v in values if v != value)),
        )
    for value in more:
        wider = (*values, value)
        if len(wider) < len(attribute.values):
            yield "add a value", f"also takes {spelt(name)} {spelt(value)}", OneOf(name, wider)
