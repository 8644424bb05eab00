"""The words of BPMN 2.0 that its writer and its reader share: namespaces, and what of ours stands in an extension."""

from __future__ import annotations

from typing import Final

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DD: Final = "http://www.omg.org/spec/DD/20100524/DI"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
# What a definition says and BPMN has no word for stands, as JSON, in an extension element of this namespace.
OURS: Final = "urn:pathways:bpmn:1"
EXTENSION: Final = "written"

PROCESS: Final = "pathway_"  # before a pathway's id, for the id of its process
