"""Faults of parameters that depend on one another, for the validators of rules' models."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from pathways.definition.words import Whole

MOST_TIMES: Final = 20


def must_be() -> PydanticCustomError:
    """The parameter is missing, though no kind of rule always needs it."""
    return PydanticCustomError("missing", "missing")


def must_not_be(fact: str, remedy: str = "take it out") -> PydanticCustomError:
    """The parameter means nothing beside the others."""
    told = {"id": "idle-parameter", "fact": fact, "expected": "only parameters that count", "remedy": remedy}
    return PydanticCustomError("told", "{fact}", told)


def _times(value: int) -> int:
    if not 1 <= value <= MOST_TIMES:
        raise PydanticCustomError("bad_value", "{fact}", {"fact": f"'{value}' is not a number of times to count to"})
    return value


Times = Annotated[Whole, AfterValidator(_times)]
