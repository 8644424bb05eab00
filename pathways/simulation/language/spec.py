"""The shape of a study file. Texts of states, teams and attributes are resolved later, by `bind`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

from pathways.definition.model import GuardSpec
from pathways.definition.words import Hardness, Name, Path, Span, Text, as_list
from pathways.measures.setting import PERCENTILES
from pathways.simulation.language.fields import (
    Availability,
    Capacity,
    ClockTime,
    ClosingField,
    Count,
    DatedSpan,
    DateField,
    Factor,
    HoursField,
    MeetingsField,
    Percent,
    RateField,
    Replications,
    RoomField,
    Seed,
    ShareField,
    Spread,
    WarmUp,
    WithinField,
)
from pathways.source import Key

# The parts of a study whose entries hold numbers.
SECTIONS: Final = ("arrivals", "teams", "places", "panels", "service_times", "findings", "interrupts", "returns")


class Entry(BaseModel):
    """What every entry with a number may carry; without `hardness` a number is an assumption."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    title: Text | None = None
    note: Text | None = None
    hardness: Hardness | None = Field(None, description="how far the number may be relied on")
    source: Text | None = Field(None, description="where the number is written down")


class ClockSpec(Entry):
    """Which dates are simulated, and how much of them is measured."""

    starts: DateField = Field(description="the first date, with everything empty")
    warm_up: WarmUp | None = Field(None, description="how long it runs before anything is measured, or `by MSER-5`")
    length: Span = Field(description="how long is measured, after the warm-up")
    calendar: Literal["england", "continuous"] = "england"


class CaseSpec(BaseModel):
    """Shares under a condition."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    when: GuardSpec | None = None
    shares: dict[Text, ShareField] | None = None
    otherwise: dict[Text, ShareField] | None = None


def _shape(value: Any) -> str:
    return "<list>" if isinstance(value, list | tuple) else "<mapping>"


Shares = Annotated[
    Annotated[dict[Text, ShareField], Tag("<mapping>")] | Annotated[tuple[CaseSpec, ...], Tag("<list>")],
    Discriminator(_shape),
]


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


class DatedSpec(Entry):
    """Something that holds from a date until a date, or for a time."""

    from_: DateField | None = Field(None, alias="from", description="the first date on which it holds")
    until: DateField | None = Field(None, description="the first date on which it is over")
    for_: DatedSpan | None = Field(None, alias="for", description="how long it holds, instead of `until`")


class SurgeSpec(DatedSpec):
    """A time in which more (or fewer) come."""

    times: Factor = Field(description="how many times as many come meanwhile")


Surges = Annotated[
    Annotated[SurgeSpec, Tag("<mapping>")] | Annotated[tuple[SurgeSpec, ...], Tag("<list>")],
    Discriminator(_shape),
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


class _Parameters(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


_ONE_OR_MORE: Final = BeforeValidator(as_list, json_schema_input_type=Text | list[Text])
Texts = Annotated[tuple[Text, ...], _ONE_OR_MORE]


class ClassSpec(BaseModel):
    """Those who come before others."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    when: GuardSpec


class _Line(_Parameters):
    order: Literal["first_come", "longest_wait", "due_date", "priority"] = Field(
        "first_come", description="who is next: by default who came first"
    )
    first: tuple[ClassSpec, ...] = Field((), description="with `order: priority`, who comes before whom")


class _Staff(_Parameters):
    staff: Capacity
    hours: HoursField | None = Field(None, description="such as `Mon-Fri 09:00-17:00`, or `always`")
    closed: Annotated[tuple[ClosingField, ...], _ONE_OR_MORE] = Field((), description="dates of no work")
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


class _Held(_Parameters):
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
    cancelled: Annotated[tuple[DateField, ...], _ONE_OR_MORE] = Field((), description="dates of meetings")
    cancels: ShareField | None = Field(None, description="the share of meetings that are cancelled, at random")
    urgent: UrgentSpec | None = None


class Mean(_Parameters):
    mean: Span


class Middle(_Parameters):
    """A mean or a median, with a spread."""

    mean: Span | None = None
    median: Span | None = None
    cv: Spread | None = Field(None, description="standard deviation over mean")
    within: WithinField | None = Field(None, description="the spread in words, such as `90% within 10 days`")


class LowHigh(_Parameters):
    low: Span
    high: Span


class LowModeHigh(_Parameters):
    low: Span
    mode: Span
    high: Span


class Empirical(_Parameters):
    """Times as they were counted: the values themselves, or how long it took at most for a share of them."""

    values: tuple[Span, ...] | None = Field(None, min_length=1)
    weights: tuple[Factor, ...] | None = None
    quantiles: dict[Text, Span] | None = Field(None, min_length=2)


class Part(_Parameters):
    """A share of times, spread evenly from where the part above ends until a time."""

    from_: Span | None = Field(None, alias="from")
    until: Span
    share: ShareField


class DistributionSpec(_Parameters):
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


class _DoneBy(_Parameters):
    team: Name | None = Field(None, description="who works on it; time is then working time")
    teams: Annotated[tuple[Name, ...], _ONE_OR_MORE] = Field((), description="who works on it together")
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


class RecentSpec(_Parameters):
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


class StartSpec(_Parameters):
    """What is there as the study begins."""

    open_caseload: dict[Name, tuple[StandSpec, ...]] = Field(min_length=1)


class FindingSpec(Entry):
    """For each attribute that a state finds, the share of each value."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Shares] = Field(init=False)

    @property
    def attributes(self) -> Mapping[str, Any]:
        """The shares by attribute, in the order they are written."""
        return self.__pydantic_extra__


def _roles(value: Any) -> Any:
    if isinstance(value, str):
        return {value: value}
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return dict(zip(value, value, strict=True))
    return value


def _number_or_mapping(value: Any) -> str:
    return "<mapping>" if isinstance(value, dict | BaseModel) else "<number>"


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
    Annotated[RangeSpec, Tag("<mapping>")] | Annotated[tuple[Text, ...], Tag("<list>")], Discriminator(_shape)
]


class SweepSpec(BaseModel):
    """A study run at many points."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text | None = None
    vary: dict[Text, Varied] = Field(description="what varies: dotted names, each with its values or a range")
    design: Literal["factorial", "latin_hypercube"] = "factorial"
    points: Count | None = Field(None, description="how many points a Latin hypercube has")


class ChangeSpec(DatedSpec):
    """What is different from a date until a date: the same differences as in a scenario, and no others."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Any] = Field(init=False)

    @property
    def differences(self) -> Mapping[str, Any]:
        """Dotted names with what stands there meanwhile, in the order they are written."""
        return self.__pydantic_extra__


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


class StudySpec(Entry):
    """One study."""

    study: Name
    builds_on: Name | None = Field(None, description="another study, of which this one writes the differences only")
    title: Text
    question: Text | None = None
    pathways: Annotated[
        dict[Name, Name], BeforeValidator(_roles, json_schema_input_type=Name | list[Name] | dict[Name, Name])
    ] = Field(description="the pathways that run together, or a name for each: `{adult: adult-one-front-door}`")
    clock: ClockSpec
    replications: Annotated[
        Annotated[Replications, Tag("<number>")] | Annotated[PrecisionSpec, Tag("<mapping>")],
        Discriminator(_number_or_mapping),
    ] = 30
    seed: Seed = 1
    arrivals: dict[Name, ArrivalSpec]
    school_terms: SchoolTermsSpec | None = Field(None, description="when schools are in term")
    teams: dict[Name, TeamSpec] = {}
    places: dict[Name, PlacesSpec] = {}
    panels: dict[Name, PanelSpec] = {}
    service_times: dict[Text, TimeSpec] = {}
    no_time: Texts = Field((), description="states that take no time")
    findings: dict[Text, FindingSpec] = {}
    interrupts: dict[Path, InterruptSpec] = {}
    returns: dict[Name, ReturnsSpec] = {}
    changes: dict[Name, ChangeSpec] = Field({}, description="what is different from a date until a date, by name")
    start: StartSpec | None = Field(None, description="what is there as the study begins; by default nothing")
    scenarios: dict[Name, dict[Text, Any]] = {}
    expect: Texts = ()
    measures: Texts = Field(
        (), description="the figures that the study is about, such as `median wait for child.panel`"
    )
    milestones: dict[Name, MilestoneSpec] = Field({}, description="stretches of the way to measure, by name")
    measured: MeasuredSpec | None = Field(None, description="how figures are told")
    sweeps: dict[Name, SweepSpec] = Field({}, description="runs at many points, by name")


def labelled(spec: StudySpec) -> Iterator[tuple[tuple[Key, ...], Entry]]:
    """Every entry with numbers, and its path, in the order of the parts of a study."""
    for section in SECTIONS:
        for name, entry in getattr(spec, section).items():
            yield (section, name), entry
            if isinstance(entry, ArrivalSpec):
                surges = entry.surge if isinstance(entry.surge, tuple) else ()
                yield from (((section, name, "surge", number), surge) for number, surge in enumerate(surges))
                if isinstance(entry.surge, SurgeSpec):
                    yield (section, name, "surge"), entry.surge
    if spec.school_terms is not None:
        yield ("school_terms",), spec.school_terms
    yield from ((("changes", name), change) for name, change in spec.changes.items())
    if spec.start is not None:
        for role, stands in spec.start.open_caseload.items():
            yield from ((("start", "open_caseload", role, n), stand) for n, stand in enumerate(stands))
    yield ("clock",), spec.clock
