"""A document to a `PathwayDefinition`, or every way in which it does not have the right shape."""

from __future__ import annotations

from pydantic import ValidationError

from pathways.definition.checks import check
from pathways.definition.faults import explain
from pathways.definition.fields import PATHWAY
from pathways.definition.misread import misread
from pathways.definition.model import PathwayDefinition
from pathways.errors import DefinitionError
from pathways.source import Document


def parse_pathway(document: Document) -> PathwayDefinition:
    """Check the shape of a pathway's document.

    Raises
    ------
    DefinitionError
        With every fault: unknown, missing or misplaced fields, values of the wrong kind, bad names.
    """
    definition, fault = None, None
    try:
        definition = PathwayDefinition.model_validate(document.root.plain)
    except ValidationError as error:
        fault = error
    misreadings, excused = misread(document)
    findings = [*misreadings, *check(document, excused), *explain(fault, document, PATHWAY, excused=excused)]
    if findings or definition is None:
        raise DefinitionError(findings)
    definition._document = document
    return definition
