"""Kinds of rules to the shape of a policy's file: what it says of itself, and its rules, in their forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, Union

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, create_model

from pathways.definition.model import Names, Texts
from pathways.definition.words import Name, Text
from pathways.rules.kinds.base import RuleKind, RuleModel

_UNKNOWN: Final = "<unknown>"


class UnknownRule(RuleModel):
    """A rule that does not say of what known kind it is; so nothing is said of its parameters."""

    model_config = ConfigDict(extra="allow", frozen=True)


class PolicyFields(BaseModel):
    """A policy file as written; `policy_form` adds the forms of its rules."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    policy: Name = Field(description="the policy's id")
    title: Text | None = Field(None, description="the name to show")
    note: Text | None = Field(None, description="a remark")
    sources: Texts = Field((), description="where the policy is written down")
    applies_to: Annotated[Names, Field(min_length=1)] = Field(description="the pathways its rules speak of")
    rules: tuple[RuleModel, ...] = Field(description="the rules")


@dataclass(frozen=True)
class PolicyForm:
    """The model of a policy's file, and that of a rule in it whose kind is not known."""

    policy: type[PolicyFields]
    unknown: type[UnknownRule]


def policy_form(kinds: Mapping[str, RuleKind]) -> PolicyForm:
    """The form of a policy whose rules may be of these kinds."""

    def form(value: Any) -> str:
        kind = value.get("kind") if isinstance(value, Mapping) else getattr(value, "kind", None)
        return f"<{kind}>" if isinstance(kind, str) and kind in kinds else _UNKNOWN

    kind_type: Any = Literal[tuple(kinds)]
    unknown = create_model("UnknownRule", __base__=UnknownRule, kind=(kind_type, ...))
    forms = [(kind.model, f"<{kind.id}>") for kind in kinds.values()] + [(unknown, _UNKNOWN)]
    rule: Any = Annotated[Union[tuple(Annotated[model, Tag(tag)] for model, tag in forms)], Discriminator(form)]  # noqa: UP007
    rules: Any = Annotated[tuple[rule, ...], Field(min_length=1)]
    policy = create_model("PolicyModel", __base__=PolicyFields, rules=(rules, Field(description="the rules")))
    return PolicyForm(policy, unknown)
