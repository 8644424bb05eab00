"""The small words of a definition: names, durations, whole numbers, hardness; text to checked values."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from pathways.units import Duration, DurationError, parse_duration

NAME: Final = r"[a-z0-9][a-z0-9_-]*"
RESERVED_STATES: Final = ("done", "anywhere")
RESERVED_EVENTS: Final = ("complete", "timeout")  # what every state has of its own
RESERVED_ATTRIBUTES: Final = ("all", "any", "not")
_NAME: Final = re.compile(NAME)
_PATH: Final = re.compile(rf"{NAME}(\.{NAME})*")
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,6}", re.ASCII)

Hardness = Literal["STATUTE", "STAT_GUIDANCE", "NATIONAL_PRACTICE", "LOCAL_PROTOCOL", "PEER_REVIEW", "ASSUMPTION"]


def _name(text: str) -> str:
    if _NAME.fullmatch(text) is None:
        raise PydanticCustomError("bad_name", "bad name")
    return text


def _path(text: str) -> str:
    if _PATH.fullmatch(text) is None:
        raise PydanticCustomError("bad_path", "bad path")
    return text


def _state_name(text: str) -> str:
    if text in RESERVED_STATES:
        raise PydanticCustomError("reserved_name", "reserved name")
    return _name(text)


def _event_name(text: str) -> str:
    if text in RESERVED_EVENTS:
        raise PydanticCustomError("reserved_name", "reserved name")
    return _state_name(text)


def _attribute_name(text: str) -> str:
    if text in RESERVED_ATTRIBUTES:
        raise PydanticCustomError("reserved_name", "reserved name")
    return _name(text)


def _timeout(text: str) -> str:
    _duration(text)
    return text


def _duration(text: Any) -> Any:
    if not isinstance(text, str):
        raise PydanticCustomError("not_text", "not text")
    try:
        return parse_duration(text)
    except DurationError as error:
        raise PydanticCustomError("bad_duration", "{why}", {"why": str(error), "meant": error.meant}) from error


def _whole(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    if _WHOLE.fullmatch(text) is None:
        raise PydanticCustomError("bad_whole", "not a whole number")
    return int(text)


def as_list(value: Any) -> Any:
    """A single name stands for a list of one."""
    return [value] if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(min_length=1)]
Name = Annotated[str, AfterValidator(_name)]
StateName = Annotated[str, AfterValidator(_state_name)]
EventName = Annotated[str, AfterValidator(_event_name)]
AttributeName = Annotated[str, AfterValidator(_attribute_name)]
Timeout = Annotated[str, AfterValidator(_timeout)]
Path = Annotated[str, AfterValidator(_path)]
Whole = Annotated[int, BeforeValidator(_whole), WithJsonSchema({"type": "integer"})]
Span = Annotated[Duration, BeforeValidator(_duration), WithJsonSchema({"type": "string"})]
