"""A path within a file to what stands there: which model, what to call it, which fields it has.

All that faults of shape need to know of one kind of file (pathways, policies, studies) is a `Grammar`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import UnionType
from typing import Annotated, Any, Final, Protocol, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, Discriminator, Tag

from pathways.source import Key

MISSING: Final = object()
Wanted = tuple[str, str]  # what belongs somewhere, in words and as an author would write it


@dataclass(frozen=True)
class Stray:
    """A key that does not belong where it stands, and the field it was meant to be, if any."""

    id: str
    message: str
    expected: str
    remedy: str
    meant: str | None = None


class StrayWords(Protocol):
    """What a kind of file says of a key that `owner` does not have; None leaves it to the nearest field."""

    def __call__(self, path: tuple[Key, ...], owner: Holder, plain: Any, *, is_misspelt: bool) -> Stray | None: ...


def _plain_words(path: tuple[Key, ...], owner: Holder, plain: Any, *, is_misspelt: bool) -> Stray | None:
    return None


@dataclass(frozen=True)
class Grammar:
    """One kind of file, and how to speak of what stands in it.

    Parameters
    ----------
    model, file
        The model of the whole file, and what such a file is.
    called
        A model, or the field that holds an entry, to what one is called, with its article.
    fields
        A field, or a model with one of its fields, to what belongs under it; by default the model's description.
    entries
        The field, or model, whose entries the author names, to what one entry is; `{}` stands for its name. An entry of
        a list is written `- field`, an entry of an entry `field.`.
    begins
        Lines that a file begins with: what is expected of one that holds something else, and the remedy.
    synonyms
        Other words for fields; each counts only where the field that is meant may stand.
    kinds, other_kinds
        The kinds of states, and other words for them.
    facts, remedies
        A field and what is wrong with it (`missing`, `list`, `word`) to better words than those made from `fields`;
        `{}` stands for the name or word.
    stray
        What to say of keys that do not belong where they stand.
    """

    model: type[BaseModel]
    file: str
    called: Mapping[type[BaseModel] | str, str]
    fields: Mapping[str | tuple[type[BaseModel], str], Wanted]
    entries: Mapping[str | type[BaseModel], Wanted]
    begins: Wanted
    synonyms: Mapping[str, str] = field(default_factory=dict)
    kinds: Sequence[str] = ()
    other_kinds: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    remedies: Mapping[tuple[str, str], str] = field(default_factory=dict)
    stray: StrayWords = _plain_words

    def at(self, path: Sequence[Key], plain: Any) -> Holder:
        """What stands at `path` of a file whose plain values are `plain`."""
        here = Holder(self.called[self.model], self.model)
        for step in path:
            plain = child(plain, step)
            here = self._next(here, step, plain)
        return here

    def _next(self, here: Holder, step: Key, value: Any) -> Holder:
        types = field_types(here.model) if here.model is not None else {}
        if step in types:
            form = _form(types[str(step)], value)
            name = f"'{step}'" if _model(form) is None else self.called.get(form, f"'{step}'")
            return Holder(name, form, str(step), inside=str(step))
        entry = here.model or here.inside
        form = _form(_entry_type(here.form, step), value)
        named = self.called.get(entry) if isinstance(entry, str) else None
        name = named or self.called.get(form, "an entry")
        return Holder(name, form, here.field, entry=entry, inside=f"{entry}." if isinstance(entry, str) else ".")

    def field_texts(self, path: Sequence[Key], plain: Any) -> Wanted:
        """What belongs under the field that a path ends in, and how it is written."""
        above, name = self.at(path[:-1], plain), str(path[-1]) if path else ""
        return self._texts(above.model, name)

    def _texts(self, model: type[BaseModel] | None, name: str) -> Wanted:
        known = (self.fields.get((model, name)) if model is not None else None) or self.fields.get(name)
        info = {f.alias or n: f for n, f in model.model_fields.items()}.get(name) if model is not None else None
        described = info.description if info is not None else None
        return known or (described or "something else", f"{name}: ...")

    def wanted(self, path: Sequence[Key], plain: Any) -> Wanted:
        """What belongs at a path, be it a field or an entry, and how it is written."""
        here = self.at(path, plain)
        last = path[-1] if path else ""
        key = f"- {here.entry}" if isinstance(last, int) else here.entry
        if key in self.entries:
            expected, example = self.entries[key]
            return expected, example.replace("{}", str(last))
        names = [number for number, step in enumerate(path) if step == here.field]
        texts = self.field_texts(path[: names[-1] + 1] if names else path, plain)
        return ("one name", texts[1]) if isinstance(last, int) else texts


@dataclass(frozen=True)
class Holder:
    """What holds a field or an entry, and how to speak of it.

    Parameters
    ----------
    form
        Its type.
    field
        The last field on the way to it.
    entry
        The field or model of which it is an entry; empty if it is a field itself.
    inside
        What its own entries are entries of.
    """

    called: str
    form: Any = None
    field: str = ""
    entry: str | type[BaseModel] = ""
    inside: str = ""

    @property
    def model(self) -> type[BaseModel] | None:
        """Its model; None where the keys are names that the author chose."""
        return _model(self.form)

    @property
    def fields(self) -> tuple[str, ...]:
        """The keys it may have."""
        return () if self.model is None else tuple(field_types(self.model))


def child(plain: Any, step: Key) -> Any:
    """The plain value one step down; `MISSING` if there is none."""
    if isinstance(plain, dict):
        return plain.get(step, MISSING)
    return plain[step] if isinstance(plain, list) and isinstance(step, int) and step < len(plain) else MISSING


def value_at(plain: Any, path: Sequence[Key]) -> Any:
    """The plain value at a path; `MISSING` if there is none."""
    for step in path:
        plain = child(plain, step)
    return plain


@cache
def field_types(model: type[BaseModel]) -> Mapping[str, Any]:
    """The type of each field, by the name under which it is written."""
    hints = get_type_hints(model, include_extras=True)
    return {info.alias or name: hints[name] for name, info in model.model_fields.items()}


def _model(form: Any) -> type[BaseModel] | None:
    return form if isinstance(form, type) and issubclass(form, BaseModel) else None


def _entry_type(form: Any, step: Key) -> Any:
    """The type of what a mapping, a list or a model with open fields holds."""
    model = _model(form)
    if model is not None:
        form = get_type_hints(model, include_extras=True).get("__pydantic_extra__")
    types = get_args(form)
    if get_origin(form) is tuple and isinstance(step, int):
        return types[0]
    return types[1] if get_origin(form) is dict else None


def _form(annotation: Any, value: Any) -> Any:
    """A type without its annotations; of several, the one that the value was meant to have."""
    marks: tuple[Any, ...] = ()
    while get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        marks += tuple(more)
    if get_origin(annotation) not in (Union, UnionType):
        return annotation
    members = [member for member in get_args(annotation) if member is not type(None)]
    choose: Any = next((mark.discriminator for mark in marks if isinstance(mark, Discriminator)), lambda _: None)
    tag = choose(value)
    tagged = [m for m in members if any(isinstance(mark, Tag) and mark.tag == tag for mark in get_args(m)[1:])]
    return _form((tagged or members)[0], value)
