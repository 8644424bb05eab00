"""The field of a rule that holds a formula: text, read as the policy is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from pathways.errors import Finding
from pathways.rules.ltlf.formula import Formula
from pathways.rules.ltlf.parser import parse
from pathways.rules.ltlf.tokens import FormulaError


@dataclass(frozen=True)
class WrittenFormula:
    """A formula with the text it was read from, in which its atoms have their places."""

    text: str
    formula: Formula


def _read(value: Any) -> WrittenFormula:
    if isinstance(value, WrittenFormula):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "not text")
    try:
        return WrittenFormula(value, parse(value))
    except FormulaError as error:
        told = {"expected": error.expected, "remedy": error.remedy, "start": error.start, "end": error.end}
        raise PydanticCustomError("told", "{fact}", {"id": "bad-formula", "fact": error.fact, **told}) from error


FormulaField = Annotated[WrittenFormula, PlainValidator(_read), WithJsonSchema({"type": "string"})]


def in_formula(finding: Finding) -> Finding:
    """A finding about a condition, with the signs of formulas instead of the words of guards."""
    if finding.id != "bounds-need-range":
        return finding
    message = finding.message.replace("'at_least' and 'at_most' say nothing", "nothing is more or less than it")
    remedy = (finding.remedy or "").replace(": [", " in [")
    return replace(finding, message=message.replace("it about it", "it"), remedy=remedy)
