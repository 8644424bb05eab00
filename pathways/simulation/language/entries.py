"""What the entries of a study have in common: notes, dates, lists, and shares under conditions."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

from pathways.definition.model import GuardSpec
from pathways.definition.words import Hardness, Text, as_list
from pathways.simulation.language.fields import (
    DatedSpan,
    DateField,
    ShareField,
)


class Entry(BaseModel):
    """What every entry with a number may carry; without `hardness` a number is an assumption."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    title: Text | None = None
    note: Text | None = None
    hardness: Hardness | None = Field(None, description="how far the number may be relied on")
    source: Text | None = Field(None, description="where the number is written down")


class Parameters(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


ONE_OR_MORE: Final = BeforeValidator(as_list, json_schema_input_type=Text | list[Text])
Texts = Annotated[tuple[Text, ...], ONE_OR_MORE]


class CaseSpec(BaseModel):
    """Shares under a condition."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    when: GuardSpec | None = None
    shares: dict[Text, ShareField] | None = None
    otherwise: dict[Text, ShareField] | None = None


def shape_of(value: Any) -> str:
    return "<list>" if isinstance(value, list | tuple) else "<mapping>"


Shares = Annotated[
    Annotated[dict[Text, ShareField], Tag("<mapping>")] | Annotated[tuple[CaseSpec, ...], Tag("<list>")],
    Discriminator(shape_of),
]


class DatedSpec(Entry):
    """Something that holds from a date until a date, or for a time."""

    from_: DateField | None = Field(None, alias="from", description="the first date on which it holds")
    until: DateField | None = Field(None, description="the first date on which it is over")
    for_: DatedSpan | None = Field(None, alias="for", description="how long it holds, instead of `until`")
