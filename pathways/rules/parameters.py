"""A kind of rule to its parameters as an author sees them: the key, what belongs under it, and what it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from pathways.definition.model import GuardSpec, Names
from pathways.definition.report import listed
from pathways.definition.words import Text
from pathways.rules.kinds.base import RuleKind, RuleModel, Selectors

_FORMS: Final[tuple[tuple[Any, str], ...]] = (
    (Selectors, "a state, or a list of them"),
    (Names, "a name, or a list of them"),
    (Text, "words"),
)
_PLAIN: Final[dict[Any, str]] = {int: "a whole number", bool: "true or false", str: "words"}


@dataclass(frozen=True)
class Parameter:
    """One key of a rule: whether it must be there, what belongs under it, what it means."""

    name: str
    is_needed: bool
    form: str
    means: str


def parameters(kind: RuleKind) -> tuple[Parameter, ...]:
    """The keys that a rule of this kind has beside those that every rule has, in the order of its model."""
    if not kind.is_decided:
        return ()
    hints = get_type_hints(kind.model, include_extras=True)
    shared = RuleModel.model_fields
    return tuple(
        Parameter(info.alias or name, info.is_required(), form_of(hints[name]), info.description or "")
        for name, info in kind.model.model_fields.items()
        if name not in shared
    )


def form_of(annotation: Any) -> str:
    """What belongs under a key of this type, in words."""
    return " or ".join(dict.fromkeys(_forms(annotation)))


def _forms(annotation: Any) -> Iterator[str]:
    known = next((words for form, words in _FORMS if annotation == form), None)
    if known is not None:
        yield known
        return
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _forms(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for member in get_args(annotation):
            if member is not type(None):
                yield from _forms(member)
    elif origin is Literal:
        words = [str(word) for word in get_args(annotation)]
        yield words[0] if len(words) == 1 else f"one of {listed(words, limit=len(words))}"
    elif origin in (tuple, list):
        yield f"a list, each entry {form_of(get_args(annotation)[0])}"
    elif origin is dict:
        yield "names with values of their own"
    elif annotation in _PLAIN:
        yield _PLAIN[annotation]
    elif isinstance(annotation, type) and issubclass(annotation, GuardSpec):
        yield "a condition"
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        keys = [info.alias or name for name, info in annotation.model_fields.items()]
        yield f"its own keys: {listed(keys, limit=len(keys))}"
    else:
        yield str(getattr(annotation, "__name__", annotation)).lower()
