"""A kind of rule and a pathway to random parameters, made from the types of the kind's model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from random import Random
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from pathways.definition.model import GuardSpec, Names
from pathways.definition.words import Name, Text
from pathways.machine import CompiledPathway
from pathways.rules.kinds.base import RuleKind, RuleModel, Selectors
from pathways.rules.parameters import is_form
from pathways.rules.selectors import known_selectors
from pathways.units import Duration

_NOWHERE: Final = "nothing_of_that_name"  # a rule serves several pathways, and one need not have all that it names
_NUMBERS: Final = range(4)
_LENGTHS: Final = ("3 hours", "1 working day", "5 working days", "2 weeks", "6 months")
_SHARES: Final = ("0", "0.5", "1", "2", "50%", "100%")


class _Unmade(Exception):  # noqa: N818
    """There is no way to make a value of this type for this pathway."""


def random_parameters(kind: RuleKind, pathway: CompiledPathway, random: Random) -> dict[str, Any] | None:
    """Parameters as a policy would write them; None where one that is needed cannot be made.

    Made are states, conditions, numbers, lengths of time, truth values and words of a list; for names those of
    attributes and lanes, for other words names of states and attributes; of what may be left out, half is.
    """
    hints = _hints(kind.model)
    written: dict[str, Any] = {}
    for name, info in kind.model.model_fields.items():
        if name in RuleModel.model_fields or (not info.is_required() and random.random() < 0.5):
            continue
        try:
            written[info.alias or name] = _value(hints[name], pathway, random)
        except _Unmade:
            if info.is_required():
                return None
    return written


@lru_cache(maxsize=64)
def _hints(model: type) -> Mapping[str, Any]:
    """The types of a model's parameters, which are text until they are looked up."""
    return get_type_hints(model, include_extras=True)


def _value(annotation: Any, pathway: CompiledPathway, random: Random) -> Any:
    if is_form(annotation, Selectors):
        return _states(pathway, random)
    if is_form(annotation, Names) or is_form(annotation, Name):
        return random.choice([*pathway.linked.attributes, *pathway.linked.lanes])
    if is_form(annotation, Text):
        return random.choice([*pathway.linked.states, *pathway.linked.attributes])
    origin, members = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _value(members[0], pathway, random)
    if origin in (Union, UnionType):
        return _value(random.choice([member for member in members if member is not NoneType]), pathway, random)
    if origin is Literal:
        return random.choice(members)
    if origin is tuple:
        return [_value(members[0], pathway, random)]
    if origin is dict:
        return {_value(members[0], pathway, random): _value(members[1], pathway, random)}
    if annotation is GuardSpec:
        return _condition(pathway, random)
    if annotation is bool:
        return random.choice(["true", "false"])
    if annotation is int:
        return str(random.choice(_NUMBERS))
    if annotation is Duration:
        return random.choice(_LENGTHS)
    if annotation is Fraction:
        return random.choice(_SHARES)
    raise _Unmade


def _states(pathway: CompiledPathway, random: Random) -> Sequence[str]:
    known = known_selectors(pathway)
    return [_NOWHERE if random.random() < 0.05 else random.choice(known) for _ in range(random.choice((1, 1, 1, 2)))]


def _condition(pathway: CompiledPathway, random: Random) -> dict[str, Any]:
    attributes = list(pathway.linked.attributes.values())
    if not attributes:
        raise _Unmade
    attribute = random.choice(attributes)
    test = {attribute.name: random.sample(attribute.values, random.randint(1, min(2, len(attribute.values))))}
    return {"not": test} if random.random() < 0.3 else test
