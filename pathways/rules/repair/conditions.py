"""What a rule asks for, as conditions that a branch could be given; and how conditions are put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pathways.definition.guards import AllOf, AnyOf, Guard, Not, OneOf, reads
from pathways.definition.linked import Attribute, LinkedPathway
from pathways.machine import CompiledPathway
from pathways.rules.policy import Rule, link_guard
from pathways.rules.selectors import select


def conditions_of(compiled: CompiledPathway, rule: Rule, others: Iterable[Rule], states: Sequence[str]) -> list[Guard]:
    """The rule's own conditions, then those with which other rules speak of the states; each known to the pathway."""
    found: list[Guard] = []
    for one in (rule, *others):
        if one is not rule:
            named = {
                compiled.states[at].name
                for selectors in one.spec.selectors().values()
                for at in select(compiled, selectors).members
            }
            if named.isdisjoint(states):
                continue
        for spec in one.spec.guards().values():
            guard = settled(link_guard(spec, compiled.linked.attributes), compiled.linked)
            if guard is not None and guard not in found:
                found.append(guard)
    return found


def settled(guard: Guard, linked: LinkedPathway) -> Guard | None:
    """The condition without what the pathway does not have; None if nothing is left of it."""
    match guard:
        case OneOf(name, values):
            attribute = linked.attributes.get(name)
            kept = tuple(v for v in attribute.values if v in values) if attribute else ()
            return OneOf(name, kept) if kept else None
        case Not(part):
            inner = settled(part, linked)
            return None if inner is None else opposite(inner, linked.attributes)
        case AllOf(parts):
            inner_parts = [settled(part, linked) for part in parts]
            whole = tuple(p for p in inner_parts if p is not None)
            if len(whole) < len(parts):
                return None
            return whole[0] if len(whole) == 1 else AllOf(whole)
        case AnyOf(parts):
            some = tuple(p for part in parts if (p := settled(part, linked)) is not None)
            return (some[0] if len(some) == 1 else AnyOf(some)) if some else None


def opposite(guard: Guard, attributes: Mapping[str, Attribute]) -> Guard | None:
    """The condition that holds when this one does not; None if that is never."""
    match guard:
        case OneOf(name, values):
            rest = tuple(v for v in attributes[name].values if v not in values)
            return OneOf(name, rest) if rest else None
        case Not(part):
            return part
    return Not(guard)


def both(one: Guard, other: Guard) -> Guard | None:
    """Both conditions at once; None if that cannot be."""
    if isinstance(one, OneOf) and isinstance(other, OneOf) and one.attribute == other.attribute:
        common = tuple(v for v in one.values if v in other.values)
        return OneOf(one.attribute, common) if common else None
    return AllOf((*_parts(one), *_parts(other)))


def _parts(guard: Guard) -> tuple[Guard, ...]:
    return guard.parts if isinstance(guard, AllOf) else (guard,)


def either(one: Guard, other: Guard, attributes: Mapping[str, Attribute]) -> Guard | None:
    """One condition or the other, where that reads well; None where it does not, or would always hold."""
    if isinstance(one, OneOf) and isinstance(other, OneOf) and one.attribute == other.attribute:
        attribute = attributes[one.attribute]
        values = tuple(v for v in attribute.values if v in one.values or v in other.values)
        return OneOf(one.attribute, values) if len(values) < len(attribute.values) else None
    return None


def recorded(linked: LinkedPathway, guards: Iterable[Guard]) -> Iterator[Attribute]:
    """The attributes that the conditions read and that nobody finds: what a definition itself may set.

    A value that somebody finds is a judgement; to write it down without one would mend the rule and break its sense.
    """
    found = {one.attribute for state in linked.states.values() for one in state.finds}
    for name in dict.fromkeys(n for guard in guards for n in reads(guard)):
        attribute = linked.attributes[name]
        if name not in found and not attribute.from_arrival:
            yield attribute
