"""Documents to validated, linked pathways: the shape (`parse_pathway`), then the names (`link`)."""

from pathways.definition.advice import advise
from pathways.definition.conditions import resolve_guard
from pathways.definition.link import link
from pathways.definition.linked import LinkedPathway
from pathways.definition.mend import name_faults
from pathways.definition.model import GuardSpec, PathwayDefinition
from pathways.definition.parse import parse_pathway
from pathways.definition.schema import json_schema

__all__ = [
    "GuardSpec",
    "LinkedPathway",
    "PathwayDefinition",
    "advise",
    "json_schema",
    "link",
    "name_faults",
    "parse_pathway",
    "resolve_guard",
]
