"""The shape of a study file. Texts of states, teams and attributes are resolved later, by `bind`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

from pathways.definition.words import Name, Path, Span, Text
from pathways.simulation.language.arriving import ArrivalSpec, ReturnsSpec, SchoolTermsSpec, StartSpec, SurgeSpec
from pathways.simulation.language.asking import MeasuredSpec, MilestoneSpec, PrecisionSpec, SweepSpec
from pathways.simulation.language.entries import DatedSpec, Entry, Shares, Texts
from pathways.simulation.language.fields import (
    DateField,
    Replications,
    Seed,
    WarmUp,
)
from pathways.simulation.language.lasting import InterruptSpec, TimeSpec
from pathways.simulation.language.resources import PanelSpec, PlacesSpec, TeamSpec
from pathways.source import Key

# The parts of a study whose entries hold numbers.
SECTIONS: Final = ("arrivals", "teams", "places", "panels", "service_times", "findings", "interrupts", "returns")


class ClockSpec(Entry):
    """Which dates are simulated, and how much of them is measured."""

    starts: DateField = Field(description="the first date, with everything empty")
    warm_up: WarmUp | None = Field(None, description="how long it runs before anything is measured, or `by MSER-5`")
    length: Span = Field(description="how long is measured, after the warm-up")
    calendar: Literal["england", "continuous"] = "england"


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


class ChangeSpec(DatedSpec):
    """What is different from a date until a date: the same differences as in a scenario, and no others."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Any] = Field(init=False)

    @property
    def differences(self) -> Mapping[str, Any]:
        """Dotted names with what stands there meanwhile, in the order they are written."""
        return self.__pydantic_extra__


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
    teams: dict[Name, TeamSpec] = Field({})
    places: dict[Name, PlacesSpec] = Field({})
    panels: dict[Name, PanelSpec] = Field({})
    service_times: dict[Text, TimeSpec] = Field({})
    no_time: Texts = Field((), description="states that take no time")
    findings: dict[Text, FindingSpec] = Field({})
    interrupts: dict[Path, InterruptSpec] = Field({})
    returns: dict[Name, ReturnsSpec] = Field({})
    changes: dict[Name, ChangeSpec] = Field({}, description="what is different from a date until a date, by name")
    start: StartSpec | None = Field(None, description="what is there as the study begins; by default nothing")
    scenarios: dict[Name, dict[Text, Any]] = Field({})
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
