"""Documents to validated, linked pathways: the shape (`parse_pathway`), then the names (`link`)."""

from pathways.definition.link import link
from pathways.definition.linked import LinkedPathway
from pathways.definition.model import GuardSpec, PathwayDefinition
from pathways.definition.parse import parse_pathway
from pathways.definition.values import resolve_guard

__all__ = ["GuardSpec", "LinkedPathway", "PathwayDefinition", "link", "parse_pathway", "resolve_guard"]
