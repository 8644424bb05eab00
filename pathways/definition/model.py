"""The shape of a definition: what each kind of state may hold. Names are resolved later, by `link`.

Every value arrives as text. Short forms (`then: triage`) are turned into long ones
(`then: {then: triage}`) on the way in, so that later code meets one form only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, PrivateAttr, Tag

from pathways.definition.words import (
    AttributeName,
    EventName,
    Hardness,
    Name,
    Path,
    Span,
    StateName,
    Text,
    Timeout,
    Whole,
    as_list,
)
from pathways.source import Document


class Model(BaseModel):
    """A mapping with fixed keys; any other key is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, arbitrary_types_allowed=True)


Names = Annotated[tuple[Name, ...], BeforeValidator(as_list, json_schema_input_type=Name | list[Name])]
Paths = Annotated[tuple[Path, ...], BeforeValidator(as_list, json_schema_input_type=Path | list[Path])]
Texts = Annotated[tuple[Text, ...], BeforeValidator(as_list, json_schema_input_type=Text | list[Text])]
Values = Annotated[tuple[Text, ...], BeforeValidator(as_list, json_schema_input_type=Text | list[Text])]


class Bounds(Model):
    """A test of a whole number: at least, at most, or between the two."""

    at_least: Whole | None = None
    at_most: Whole | None = None


def _test_form(value: Any) -> str:
    return "<mapping>" if isinstance(value, dict | Bounds) else "<text>"


class GuardSpec(BaseModel):
    """A condition: attributes with the values they may have (all must hold), and `all`, `any`, `not`."""

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)
    __pydantic_extra__: dict[
        str,
        Annotated[
            Annotated[Values, Tag("<text>")] | Annotated[Bounds, Tag("<mapping>")],
            Discriminator(_test_form),
        ],
    ] = Field(init=False)

    all_: tuple[GuardSpec, ...] | None = Field(None, alias="all", description="every one of these conditions holds")
    any_: tuple[GuardSpec, ...] | None = Field(None, alias="any", description="at least one of these conditions holds")
    not_: GuardSpec | None = Field(None, alias="not", description="this condition does not hold")

    @property
    def tests(self) -> Mapping[str, tuple[str, ...] | Bounds]:
        """The attributes it tests, with the values or bounds they must have."""
        return self.__pydantic_extra__


class ArrowSpec(Model):
    """Where a way out leads and what it changes."""

    then: Path = Field(description="the next state")
    set_: dict[Name, Text] = Field({}, alias="set", description="attributes given a value on this way")
    add: dict[Name, Whole] = Field({}, description="whole numbers added on this way")
    title: Text | None = Field(None, description="what to write on the arrow")


def _long_arrow(value: Any) -> Any:
    return {"then": value} if isinstance(value, str) else value


def _long_standard(value: Any) -> Any:
    return {"within": value} if isinstance(value, str) else value


def _within(value: Any) -> Any:
    return None if value == "none" else value


ArrowLike = Annotated[ArrowSpec, BeforeValidator(_long_arrow, json_schema_input_type=Path | ArrowSpec)]


class StandardSpec(Model):
    """A standard of time; `within: none` says that there is none."""

    within: Annotated[Span | None, BeforeValidator(_within, json_schema_input_type=Text)] = Field(
        description="a duration, or `none`"
    )
    hardness: Hardness | None = None
    source: Text | None = None


StandardLike = Annotated[StandardSpec, BeforeValidator(_long_standard, json_schema_input_type=Text | StandardSpec)]


def _long_finds(value: Any) -> Any:
    if isinstance(value, str):
        return {value: None}
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return dict.fromkeys(value)
    return value


Finds = Annotated[
    dict[Name, Values | None],
    BeforeValidator(_long_finds, json_schema_input_type=Name | list[Name] | dict[Name, Values]),
]


class StateSpec(Model):
    """What every state may carry."""

    title: Text | None = Field(None, description="the name to show; by default the state's own name, spelt out")
    lane: Name | None = Field(None, description="the lane that the state stands in")
    tags: Names = Field((), description="words by which policies speak of several states at once")
    note: Text | None = Field(None, description="a remark")
    source: Text | None = Field(None, description="where this is written down")
    hardness: Hardness | None = Field(None, description="how binding the source is")


class TaskSpec(StateSpec):
    """A team works on it."""

    kind: Literal["task"] = "task"
    with_: Names = Field((), alias="with", description="other lanes that work on it together")
    target: StandardLike | None = Field(None, description="how long it should take")
    finds: Finds = Field({}, description="attributes that judgement gives a value here")
    set_: dict[Name, Text] = Field({}, alias="set", description="attributes given a value as the state is left")
    add: dict[Name, Whole] = Field({}, description="whole numbers added as the state is left")
    after: dict[Timeout, ArrowLike] = Field({}, description="where the referral goes if it is still here after a time")
    then: ArrowLike | None = Field(None, description="the next state")


class WaitSpec(StateSpec):
    """Time passes."""

    kind: Literal["wait"]
    for_: Span | None = Field(None, alias="for", description="how long the wait lasts, when that is fixed")
    target: StandardLike | None = Field(None, description="how long it should take")
    finds: Finds = Field({}, description="attributes that turn out to have a value here")
    set_: dict[Name, Text] = Field({}, alias="set", description="attributes given a value as the state is left")
    add: dict[Name, Whole] = Field({}, description="whole numbers added as the state is left")
    after: dict[Timeout, ArrowLike] = Field({}, description="where the referral goes if it is still here after a time")
    then: ArrowLike | None = Field(None, description="the next state")


class PanelSpec(StateSpec):
    """Decided at a scheduled meeting."""

    kind: Literal["panel"]
    with_: Names = Field((), alias="with", description="other lanes that work on it together")
    target: StandardLike | None = Field(None, description="how long it should take")
    finds: Finds = Field({}, description="attributes that the meeting gives a value")
    set_: dict[Name, Text] = Field({}, alias="set", description="attributes given a value as the state is left")
    add: dict[Name, Whole] = Field({}, description="whole numbers added as the state is left")
    then: ArrowLike = Field(description="the next state")


class WhenSpec(ArrowSpec):
    """A branch taken when its condition holds."""

    when: GuardSpec = Field(description="the condition")


class OtherwiseSpec(Model):
    """The default branch."""

    otherwise: Path = Field(description="the next state when no other branch applies")
    set_: dict[Name, Text] = Field({}, alias="set", description="attributes given a value on this way")
    add: dict[Name, Whole] = Field({}, description="whole numbers added on this way")
    title: Text | None = Field(None, description="what to write on the arrow")


def _branch_form(value: Any) -> str:
    if isinstance(value, OtherwiseSpec) or (isinstance(value, dict) and "otherwise" in value and "when" not in value):
        return "<otherwise>"
    return "<when>"


BranchSpec = Annotated[
    Annotated[WhenSpec, Tag("<when>")] | Annotated[OtherwiseSpec, Tag("<otherwise>")], Discriminator(_branch_form)
]


class DecisionSpec(StateSpec):
    """No time passes; policy chooses."""

    kind: Literal["decision"]
    choose: tuple[BranchSpec, ...] = Field(min_length=1, description="the branches, tried in order")
    order: Literal["matters"] | None = Field(None, description="`matters` where branches overlap on purpose")


class ParallelSpec(StateSpec):
    """Named branches side by side; goes on when all are done."""

    kind: Literal["parallel"]
    branches: dict[StateName, Annotated[dict[StateName, AnyStateSpec], Field(min_length=1)]] = Field(
        min_length=1, description="the branches by name, each a mapping of states of which the first is its start"
    )
    target: StandardLike | None = Field(None, description="how long it should take")
    set_: dict[Name, Text] = Field({}, alias="set", description="attributes given a value when all are done")
    add: dict[Name, Whole] = Field({}, description="whole numbers added when all are done")
    then: ArrowLike = Field(description="the next state, when all branches are done")


class UseSpec(StateSpec):
    """Another pathway, put in here."""

    kind: Literal["use"]
    pathway: Name = Field(description="the id of the other pathway")
    enter: Path | None = Field(None, description="where it starts, if it has several starts")
    exits: dict[Name, ArrowLike] = Field({}, description="for each outcome of the other pathway, the next state here")


class EndSpec(StateSpec):
    """Finished; nothing leaves it."""

    kind: Literal["end"]
    outcome: Name = Field(description="how the referral ended")


KINDS: dict[str, type[StateSpec]] = {
    "task": TaskSpec,
    "wait": WaitSpec,
    "panel": PanelSpec,
    "decision": DecisionSpec,
    "parallel": ParallelSpec,
    "use": UseSpec,
    "end": EndSpec,
}


def _kind(value: Any) -> str:
    kind = value.get("kind", "task") if isinstance(value, dict) else getattr(value, "kind", "task")
    return f"<{kind}>"


AnyStateSpec = Annotated[
    Annotated[TaskSpec, Tag("<task>")]
    | Annotated[WaitSpec, Tag("<wait>")]
    | Annotated[PanelSpec, Tag("<panel>")]
    | Annotated[DecisionSpec, Tag("<decision>")]
    | Annotated[ParallelSpec, Tag("<parallel>")]
    | Annotated[UseSpec, Tag("<use>")]
    | Annotated[EndSpec, Tag("<end>")],
    Discriminator(_kind),
]


class AttributeSpec(Model):
    """What is known about a referral: a finite set of values."""

    values: Annotated[tuple[Name, ...], Field(min_length=1)] | None = Field(None, description="the values it may have")
    range_: Annotated[tuple[Whole, Whole], Field()] | None = Field(
        None, alias="range", description="lowest and highest of the whole numbers it may be"
    )
    from_: Literal["arrival"] | None = Field(
        None, alias="from", description="`arrival`: known when the referral arrives"
    )
    starts: Text | None = Field(None, description="its value before anything has set it")
    title: Text | None = None
    note: Text | None = None
    source: Text | None = None
    hardness: Hardness | None = None


class LaneSpec(Model):
    """Who works on the states that stand in this lane."""

    title: Text | None = Field(None, description="the name to show")
    note: Text | None = None
    source: Text | None = None


def _long_lane(value: Any) -> Any:
    return {"title": value} if isinstance(value, str) else value


class InterruptSpec(ArrowSpec):
    """Something that may happen at any time and moves the referral elsewhere."""

    during: Paths = Field(description="the states it may happen in, or `anywhere`")
    when: GuardSpec | None = Field(None, description="a condition on it")
    tags: Names = Field((), description="words by which policies speak of it")
    note: Text | None = None
    source: Text | None = None
    hardness: Hardness | None = None


class TargetSpec(StandardSpec):
    """A standard for the time between two states."""

    from_: Path = Field(alias="from", description="the state where the time begins")
    to: Path = Field(description="the state where it ends")
    title: Text | None = None
    note: Text | None = None


class DepartureSpec(Model):
    """A rule that the pathway is known to break, and why."""

    rule: Text = Field(description="the id of the rule")
    reason: Text = Field(description="why the pathway breaks it")
    source: Text | None = None


class PathwayDefinition(Model):
    """One pathway as written, in the right shape; its names are not resolved yet."""

    pathway: Name = Field(description="the pathway's id")
    title: Text | None = Field(None, description="the name to show")
    version: Text = Field(description="the version of the definition, in quotes")
    status: Literal["as-is", "proposed", "shared"] = Field(description="as it is, as proposed, or a shared piece")
    guidance: Text | None = Field(None, description="the guidance that the pathway follows")
    note: Text | None = Field(None, description="a remark")
    sources: Texts = Field((), description="where the pathway is written down")
    lanes: dict[Name, Annotated[LaneSpec, BeforeValidator(_long_lane, json_schema_input_type=Text | LaneSpec)]] = Field(
        min_length=1, description="who takes part: a short name and the name to show"
    )
    attributes: dict[AttributeName, AttributeSpec] = Field({}, description="what is known about a referral")
    start: Annotated[Paths, Field(min_length=1)] = Field(description="the first state, or a list of front doors")
    states: Annotated[dict[StateName, AnyStateSpec], Field(min_length=1)] = Field(description="the states by name")
    interrupts: dict[EventName, InterruptSpec] = Field({}, description="what may happen at any time")
    targets: dict[StateName, TargetSpec] = Field({}, description="standards for the time between two states")
    departures: tuple[DepartureSpec, ...] = Field((), description="rules that the pathway is known to break")

    _document: Document = PrivateAttr()

    @property
    def document(self) -> Document:
        """The file this was read from."""
        return self._document
