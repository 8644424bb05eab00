"""The shape of what a study says of how long something takes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pathways.definition.words import Name, Span, Text
from pathways.simulation.language.entries import ONE_OR_MORE, Entry, Parameters
from pathways.simulation.language.fields import (
    Factor,
    RateField,
    ShareField,
    Spread,
    WithinField,
)


class Mean(Parameters):
    mean: Span


class Middle(Parameters):
    """A mean or a median, with a spread."""

    mean: Span | None = None
    median: Span | None = None
    cv: Spread | None = Field(None, description="standard deviation over mean")
    within: WithinField | None = Field(None, description="the spread in words, such as `90% within 10 days`")


class LowHigh(Parameters):
    low: Span
    high: Span


class LowModeHigh(Parameters):
    low: Span
    mode: Span
    high: Span


class Empirical(Parameters):
    """Times as they were counted: the values themselves, or how long it took at most for a share of them."""

    values: tuple[Span, ...] | None = Field(None, min_length=1)
    weights: tuple[Factor, ...] | None = None
    quantiles: dict[Text, Span] | None = Field(None, min_length=2)


class Part(Parameters):
    """A share of times, spread evenly from where the part above ends until a time."""

    from_: Span | None = Field(None, alias="from")
    until: Span
    share: ShareField


class DistributionSpec(Parameters):
    """How long something takes."""

    fixed: Span | None = None
    exponential: Mean | None = None
    lognormal: Middle | None = None
    gamma: Middle | None = None
    weibull: Middle | None = None
    uniform: LowHigh | None = None
    triangular: LowModeHigh | None = None
    empirical: Empirical | None = None
    piecewise: tuple[Part, ...] | None = Field(None, min_length=1)


class _DoneBy(Parameters):
    team: Name | None = Field(None, description="who works on it; time is then working time")
    teams: Annotated[tuple[Name, ...], ONE_OR_MORE] = Field((), description="who works on it together")
    panel: Name | None = Field(None, description="which panel hears it")
    takes: Span | None = Field(None, description="how much of the panel's agenda")


class TimeSpec(DistributionSpec, _DoneBy, Entry):
    """How a state spends its time: a team works on it, a panel hears it, or it just takes a time."""

    @property
    def worked_by(self) -> tuple[str, ...]:
        """The teams that are named."""
        return self.teams if self.team is None else (self.team, *self.teams)


class InterruptSpec(Entry):
    """When an interrupt strikes: at a rate, or a time after the state is entered."""

    rate: RateField | None = None
    time: DistributionSpec | None = Field(None, description="how long after the clock has started, instead of a rate")
    while_: Literal["any", "waiting", "working"] = Field(
        "any", alias="while", description="whether its clock runs only while the referral waits, or is worked on"
    )
