"""The shape of a policy's file: what it says of itself, and its rules, each in the form of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Union

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from pathways.definition.model import Names, Texts
from pathways.definition.words import Name, Text
from pathways.rules.kinds import KINDS
from pathways.rules.kinds.later import LaterRule

_UNKNOWN: Final = "<unknown>"
_Kind: Any = Literal[tuple(KINDS)]


class UnknownRule(LaterRule):
    """A rule that does not say of what known kind it is."""

    kind: _Kind


def _form(value: Any) -> str:
    kind = value.get("kind") if isinstance(value, Mapping) else getattr(value, "kind", None)
    return f"<{kind}>" if isinstance(kind, str) and kind in KINDS else _UNKNOWN


# The members are made from the registry of kinds.
_FORMS: Final = [(kind.model, f"<{kind.id}>") for kind in KINDS.values()] + [(UnknownRule, _UNKNOWN)]
AnyRule: Any = Annotated[Union[tuple(Annotated[model, Tag(tag)] for model, tag in _FORMS)], Discriminator(_form)]  # noqa: UP007


class PolicyModel(BaseModel):
    """A policy file as written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    policy: Name = Field(description="the policy's id")
    title: Text | None = Field(None, description="the name to show")
    note: Text | None = Field(None, description="a remark")
    sources: Texts = Field((), description="where the policy is written down")
    applies_to: Annotated[Names, Field(min_length=1)] = Field(description="the pathways its rules speak of")
    rules: Annotated[tuple[AnyRule, ...], Field(min_length=1)] = Field(description="the rules")
