"""A kind of rule to its parameters as an author sees them: the key, what belongs under it, and what it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, BeforeValidator

from pathways.definition.model import GuardSpec, Names
from pathways.definition.report import listed
from pathways.definition.words import Name, Text, as_list
from pathways.rules.kinds.base import Attributes, Lanes, RuleKind, RuleModel, Selectors, Values
from pathways.rules.kinds.parameters import MOST_TIMES, Times
from pathways.units import Duration

# What belongs under a key of a type, and an example of it; the first that fits counts.
_KNOWN: Final[tuple[tuple[Any, str, str], ...]] = (
    (Selectors, "a state, or a list of them", "channel.support"),
    (Attributes, "an attribute, or a list of them", "[concern, consent]"),
    (Lanes, "a lane, or a list of them", "[channel, panel]"),
    (Values, "attributes with their values", "{concern: unknown}"),
    (Names, "a name, or a list of them", "[child, adult]"),
    (Times, f"a whole number from 1 to {MOST_TIMES}", "2"),
    (Name, "a name", "consent"),
    (Text, "words", "..."),
)
_PLAIN: Final[dict[Any, tuple[str, str]]] = {
    GuardSpec: ("a condition", "{consent: [refused, unlikely]}"),
    Duration: ("a length of time", "5 working days"),
    Fraction: ("a number or a percentage", "80%"),
    int: ("a whole number", "2"),
    bool: ("true or false", "true"),
    str: ("words", "..."),
}


@dataclass(frozen=True)
class Parameter:
    """One key of a rule: whether it must be there, what belongs under it, what it means, and what may stand there."""

    name: str
    is_needed: bool
    form: str
    means: str
    example: str = "..."


def parameters(kind: RuleKind) -> tuple[Parameter, ...]:
    """The keys that a rule of this kind has beside those that every rule has, in the order of its model."""
    hints = get_type_hints(kind.model, include_extras=True)
    shared = RuleModel.model_fields
    return tuple(
        Parameter(
            info.alias or name, info.is_required(), form_of(hints[name]), info.description or "",
            str(info.examples[0]) if info.examples else example_of(hints[name]),
        )
        for name, info in kind.model.model_fields.items()
        if name not in shared
    )  # fmt: skip


def form_of(annotation: Any) -> str:
    """What belongs under a key of this type, in words."""
    return " or ".join(dict.fromkeys(words for words, _ in _forms(annotation)))


def example_of(annotation: Any) -> str:
    """What may stand under a key of this type, as an author would write it."""
    return next((example for _, example in _forms(annotation)), "...")


def is_form(annotation: Any, known: Any) -> bool:
    """Whether a type is a known one, perhaps with more said of it."""
    members = get_args(known)
    return get_origin(annotation) is Annotated and get_args(annotation)[: len(members)] == members


def _forms(annotation: Any) -> Iterator[tuple[str, str]]:
    """The forms that a value may have: words for each, and an example."""
    known = next(((words, example) for form, words, example in _KNOWN if is_form(annotation, form)), None)
    if known is not None:
        yield known
        return
    origin, members = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _annotated(members)
    elif origin in (Union, UnionType):
        for member in members:
            if member is not NoneType:
                yield from _forms(member)
    elif origin is Literal:
        words = [str(word) for word in members]
        yield listed(words, limit=len(words)), words[0]
    elif origin in (tuple, list):
        yield f"a list, each entry {form_of(members[0])}", f"[{example_of(members[0])}]"
    elif origin is dict:
        yield f"names, each with {form_of(members[1])}", f"{{...: {example_of(members[1])}}}"
    elif annotation in _PLAIN:
        yield _PLAIN[annotation]
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        keys = [info.alias or name for name, info in annotation.model_fields.items()]
        yield f"its own keys: {listed(keys, limit=len(keys))}", "{...}"
    else:
        yield str(getattr(annotation, "__name__", annotation)).lower(), "..."


def _annotated(members: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """The forms of a type of which more is said; a list for which one entry may stand by itself is told so."""
    if any(isinstance(mark, BeforeValidator) and mark.func is as_list for mark in members[1:]):
        entry = get_args(members[0])[0]
        yield f"{form_of(entry)}, or a list of them", example_of(entry)
    else:
        yield from _forms(members[0])
