"""The shape of what a study asks: how precisely, at which points, and what is told."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from pathways.definition.words import Name, Path, Span, Text
from pathways.measures.setting import PERCENTILES
from pathways.simulation.language.entries import Texts, shape_of
from pathways.simulation.language.fields import (
    Count,
    Percent,
    Replications,
    ShareField,
)


class UntilSpec(BaseModel):
    """Replications until the figures are precise enough."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    half_width: ShareField = Field(description="half the interval's width, as a share of the figure; such as `5%`")
    of: Texts = Field((), description="which figures; by default those that the study asks for")
    at_least: Replications = 10
    at_most: Replications = 2_000


class PrecisionSpec(BaseModel):
    """As many replications as a precision needs."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    until: UntilSpec


class RangeSpec(BaseModel):
    """Values from one to another."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    from_: Text = Field(alias="from", description="the least, with its unit")
    to: Text = Field(description="the most, in the same unit")
    step: Text | None = Field(None, description="from one to the next; 1 where only whole numbers can be")


Varied = Annotated[
    Annotated[RangeSpec, Tag("<mapping>")] | Annotated[tuple[Text, ...], Tag("<list>")], Discriminator(shape_of)
]


class SweepSpec(BaseModel):
    """A study run at many points."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text | None = None
    vary: dict[Text, Varied] = Field(description="what varies: dotted names, each with its values or a range")
    design: Literal["factorial", "latin_hypercube"] = "factorial"
    points: Count | None = Field(None, description="how many points a Latin hypercube has")


class MilestoneSpec(BaseModel):
    """A stretch of a referral's way of which the time is measured."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pathway: Name
    from_: Path | None = Field(None, alias="from", description="the state whose entry begins it; by default arrival")
    to: Path | None = Field(None, description="the state whose entry ends it; by default the end")
    within: Span | None = Field(None, description="the standard that it is held against")


class MeasuredSpec(BaseModel):
    """How figures are told, beside what is always told."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: Texts = Field((), description="attributes: figures are told for each value that they have on arrival, too")
    at_end: Texts = Field((), description="attributes: with which value referrals end")
    percentiles: tuple[Percent, ...] = Field(PERCENTILES, description="which are told of times")
    horizon: Span | None = Field(None, description="how far restricted means look; by default half the measured time")
