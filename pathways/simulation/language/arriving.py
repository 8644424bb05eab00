"""The shape of what a study says of those who come: how many, when, as what, and who comes back."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from pathways.definition.words import Name, Span, Text
from pathways.simulation.language.entries import DatedSpec, Entry, Parameters, Shares, shape_of
from pathways.simulation.language.fields import (
    Count,
    DateField,
    Factor,
    RateField,
    ShareField,
)
from pathways.simulation.language.lasting import DistributionSpec


class MonthsSpec(BaseModel):
    """How many come in each month, against the others; 1 where nothing is said."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    january: Factor = Fraction(1)
    february: Factor = Fraction(1)
    march: Factor = Fraction(1)
    april: Factor = Fraction(1)
    may: Factor = Fraction(1)
    june: Factor = Fraction(1)
    july: Factor = Fraction(1)
    august: Factor = Fraction(1)
    september: Factor = Fraction(1)
    october: Factor = Fraction(1)
    november: Factor = Fraction(1)
    december: Factor = Fraction(1)


class WeekdaysSpec(BaseModel):
    """How many come on each day of the week, against the others; 1 where nothing is said."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    monday: Factor = Fraction(1)
    tuesday: Factor = Fraction(1)
    wednesday: Factor = Fraction(1)
    thursday: Factor = Fraction(1)
    friday: Factor = Fraction(1)
    saturday: Factor = Fraction(1)
    sunday: Factor = Fraction(1)


class TermsSpec(BaseModel):
    """How many come on a day in term, against a day in the school holidays."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    term: Factor
    holiday: Factor


class ProfileSpec(BaseModel):
    """How arrivals are spread over the year. What is said of one day in several ways is multiplied."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    months: MonthsSpec | None = None
    weekdays: WeekdaysSpec | None = None
    school_terms: TermsSpec | None = None


class SurgeSpec(DatedSpec):
    """A time in which more (or fewer) come."""

    times: Factor = Field(description="how many times as many come meanwhile")


Surges = Annotated[
    Annotated[SurgeSpec, Tag("<mapping>")] | Annotated[tuple[SurgeSpec, ...], Tag("<list>")],
    Discriminator(shape_of),
]


class TermSpec(BaseModel):
    """A school term, or half of one: its first and its last day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first: DateField
    last: DateField


class SchoolTermsSpec(Entry):
    """The dates of school terms that the study gives; what lies between them are holidays."""

    dates: tuple[TermSpec, ...] = Field(min_length=1)


class ArrivalSpec(Entry):
    """A stream of referrals."""

    pathway: Name | None = Field(None, description="where they arrive; by default the pathway of the stream's own name")
    rate: RateField = Field(description="such as `40 per year`")
    come: Literal["any time", "working time"] = Field("any time", description="when in the week they arrive")
    profile: ProfileSpec | None = Field(None, description="how they are spread over the year")
    surge: Surges = Field((), description="times in which more, or fewer, come")
    from_: DateField | None = Field(None, alias="from", description="the first date on which any come")
    until: DateField | None = Field(None, description="the first date on which none come any more")
    starts: dict[Text, ShareField] | None = Field(None, description="the share that comes in by each front door")
    attributes: dict[Name, Shares] = Field({}, description="what is known on arrival, with the share of each value")


class RecentSpec(Parameters):
    """An attribute that says whether the referral before came not long ago."""

    attribute: Name
    within: Span = Field(description="how long ago, from arrival to arrival, is recent")
    value: Text = Field("yes", description="its value if so")
    otherwise: Text = Field("no", description="its value if not, and for those who come for the first time")


class ReturnsSpec(Entry):
    """Who comes back after having ended, when, and as what."""

    after: dict[Text, ShareField] = Field(min_length=1, description="final states or outcomes, each with a share")
    delay: DistributionSpec
    attributes: Literal["same"] | dict[Name, Shares] = Field(
        "same", description="what is known on arrival and drawn anew; all else stays the same"
    )
    counts: Name | None = Field(None, description="the attribute that counts how often it came before")
    recent: RecentSpec | None = None


class StandSpec(Entry):
    """Referrals that stand in a state as the study begins."""

    state: Text
    count: Count
    age: DistributionSpec | None = Field(None, description="how long they have been there; by default they just came")
    attributes: dict[Name, Shares] = Field({}, description="what is known of them, with the share of each value")


class StartSpec(Parameters):
    """What is there as the study begins."""

    open_caseload: dict[Name, tuple[StandSpec, ...]] = Field(min_length=1)
