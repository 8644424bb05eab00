"""The shape of what a study says of teams, places and panels."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from pathways.definition.model import GuardSpec
from pathways.definition.words import Span
from pathways.simulation.language.entries import ONE_OR_MORE, Entry, Parameters, Texts
from pathways.simulation.language.fields import (
    Availability,
    Capacity,
    ClockTime,
    ClosingField,
    DateField,
    HoursField,
    MeetingsField,
    RoomField,
    ShareField,
)


class ClassSpec(BaseModel):
    """Those who come before others."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    when: GuardSpec


class _Line(Parameters):
    order: Literal["first_come", "longest_wait", "due_date", "priority"] = Field(
        "first_come", description="who is next: by default who came first"
    )
    first: tuple[ClassSpec, ...] = Field((), description="with `order: priority`, who comes before whom")


class _Staff(Parameters):
    staff: Capacity
    hours: HoursField | None = Field(None, description="such as `Mon-Fri 09:00-17:00`, or `always`")
    closed: Annotated[tuple[ClosingField, ...], ONE_OR_MORE] = Field((), description="dates of no work")
    bank_holidays: Literal["worked", "closed"] | None = None
    availability: Availability = Field(Fraction(1), description="the share of each working hour for these referrals")
    at_closing: Literal["suspend", "finish", "do_not_start"] = Field(
        "suspend", description="what becomes of work that is not done at closing time"
    )


class TeamSpec(_Line, _Staff, Entry):
    """People who work on one referral at a time each."""


class HeldSpec(BaseModel):
    """From where to where a place is held."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    from_: Texts = Field(alias="from", description="the states that need a place")
    until: Texts = Field((), description="the states at whose entry it is given back; by default at the end")


class _Held(Parameters):
    places: Capacity
    held: HeldSpec


class PlacesSpec(_Line, _Held, Entry):
    """Places that referrals hold from one state to another, such as a provider's caseload."""


class UrgentSpec(BaseModel):
    """Room on an agenda that is kept for urgent cases."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    reserve: RoomField = Field(description="how much of the agenda, or how many slots")
    when: GuardSpec = Field(description="which cases are urgent")


class PanelSpec(Entry):
    """A meeting that hears as many as it has slots or minutes for."""

    meets: MeetingsField = Field(description="such as `first Wednesday`, or `every 2 weeks on Wednesday`")
    at: ClockTime = Field(600, description="the time of day, by default 10:00")
    slots: Capacity | None = Field(None, description="how many referrals one meeting can hear")
    agenda: Span | None = Field(None, description="how long a meeting is, instead of slots")
    new_case: Span | None = Field(None, description="how much of the agenda a case takes")
    review: Span | None = Field(None, description="how much of the agenda a review takes")
    reviews: Texts = Field((), description="the states that are reviews")
    papers_due: Span | None = Field(None, description="how long before the meeting a case must be there")
    order: Literal["first_come", "reviews_first", "new_first", "longest_wait", "due_date", "priority"] = Field(
        "first_come", description="who is heard first: by default who came first"
    )
    first: tuple[ClassSpec, ...] = Field((), description="with `order: priority`, who comes before whom")
    fill: Literal["yes", "no"] = Field(
        "no", description="whether a shorter case may be heard where the next does not fit"
    )
    cancelled: Annotated[tuple[DateField, ...], ONE_OR_MORE] = Field((), description="dates of meetings")
    cancels: ShareField | None = Field(None, description="the share of meetings that are cancelled, at random")
    urgent: UrgentSpec | None = None
