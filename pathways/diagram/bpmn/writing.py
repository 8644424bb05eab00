"""A BPMN graph and its points to BPMN 2.0 XML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from xml.etree import ElementTree as ET

from pathways.diagram.bpmn.drawing import Drawn
from pathways.diagram.bpmn.model import ACTIVITIES, Element, Graph
from pathways.diagram.markup import number
from pathways.exchange.bpmn.words import BPMN, DC, DD, DI, EXTENSION, OURS, XSI

PREFIXES: Final = {"bpmn": BPMN, "bpmndi": DI, "dc": DC, "di": DD, "xsi": XSI, "pathways": OURS}
_LETTERS: Final = {"year": "Y", "month": "M", "week": "W", "day": "D", "hour": "H", "minute": "M", "second": "S"}


def write(graph: Graph, drawn: Drawn) -> str:
    """The document as text."""
    root = ET.Element(
        _bpmn("definitions"),
        {"id": "definitions", "targetNamespace": OURS, "exporter": "pathways", "xmlns:pathways": OURS},
    )
    collaboration = _add(root, "collaboration", id="collaboration")
    _add(collaboration, "participant", id="pool", name=graph.title, processRef=graph.id)
    process = _add(root, "process", id=graph.id, name=graph.title, isExecutable="false")
    _say(process, graph.about.lines, graph.written)
    _lanes(process, graph)
    for element in graph.elements:
        _element(process, element, graph)
    for flow in graph.flows:
        made = _add(process, "sequenceFlow", id=flow.id, sourceRef=flow.source, targetRef=flow.target)
        if flow.name:
            made.set("name", flow.name)
        if flow.condition:
            made.append(_expression("conditionExpression", flow.condition))
    plane = _interchange(root, graph, drawn)
    assert plane is not None
    ET.indent(root)
    for prefix, uri in PREFIXES.items():
        ET.register_namespace(prefix, uri)
    del root.attrib["xmlns:pathways"]
    text = ET.tostring(root, encoding="unicode", xml_declaration=False)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _bpmn(tag: str) -> str:
    return f"{{{BPMN}}}{tag}"


def _add(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, _bpmn(tag), attributes)


def _say(parent: ET.Element, lines: tuple[str, ...], written: Mapping[str, Any] | None) -> None:
    if lines:  # in one element: modellers show the first alone
        _add(parent, "documentation").text = "\n".join(lines)
    if written is not None:
        inside = ET.SubElement(_add(parent, "extensionElements"), f"{{{OURS}}}{EXTENSION}")
        inside.text = json.dumps(written, ensure_ascii=True, separators=(",", ":"))


def _lanes(process: ET.Element, graph: Graph) -> None:
    lanes = _add(process, "laneSet", id="lanes")
    for lane in graph.lanes:
        made = _add(lanes, "lane", id=f"lane_{lane.id}", name=lane.title)
        _say(made, (), lane.written)
        for element in graph.elements:
            if element.lane == lane.id:
                _add(made, "flowNodeRef").text = element.id


def _element(process: ET.Element, element: Element, graph: Graph) -> None:
    made = _add(process, element.tag, id=element.id)
    if element.name:
        made.set("name", element.name)
    if element.host is not None:
        made.set("attachedToRef", element.host)
    if element.calls is not None:
        made.set("calledElement", element.calls)
    if element.default is not None:
        made.set("default", element.default)
    _say(made, element.about.lines, element.written)
    for flow in graph.flows:
        if flow.target == element.id:
            _add(made, "incoming").text = flow.id
    for flow in graph.flows:
        if flow.source == element.id:
            _add(made, "outgoing").text = flow.id
    if element.trigger == "message":
        _add(made, "messageEventDefinition", id=f"{element.id}_trigger")
    elif element.trigger == "timer":
        _add(made, "timerEventDefinition", id=f"{element.id}_trigger").append(
            _expression("timeDuration", iso(element.waits_for))
        )
    elif element.trigger == "conditional":
        _add(made, "conditionalEventDefinition", id=f"{element.id}_trigger").append(
            _expression("condition", element.waits_for)
        )


def _expression(tag: str, text: str) -> ET.Element:
    made = ET.Element(_bpmn(tag), {f"{{{XSI}}}type": "bpmn:tFormalExpression"})
    made.text = text
    return made


def iso(duration: str) -> str:
    """A duration as ISO 8601 writes it; working days and hours, which it does not know, stay in words."""
    amount, _, unit = duration.partition(" ")
    unit = unit.removesuffix("s")
    if unit not in _LETTERS:
        return duration
    return f"P{'T' if unit in ('hour', 'minute', 'second') else ''}{amount}{_LETTERS[unit]}"


# Where everything is.


def _interchange(root: ET.Element, graph: Graph, drawn: Drawn) -> ET.Element:
    diagram = ET.SubElement(root, f"{{{DI}}}BPMNDiagram", {"id": "diagram"})
    plane = ET.SubElement(diagram, f"{{{DI}}}BPMNPlane", {"id": "plane", "bpmnElement": "collaboration"})
    _shape(plane, "pool", drawn.pool, isHorizontal="true")
    for lane in graph.lanes:
        _shape(plane, f"lane_{lane.id}", drawn.lanes[lane.id], isHorizontal="true")
    for element in graph.elements:
        more = {"isMarkerVisible": "true"} if element.tag == "exclusiveGateway" else {}
        if element.tag in ACTIVITIES[-1:]:
            more = {"isExpanded": "false"}
        made = _shape(plane, element.id, drawn.shapes[element.id], **more)
        if element.id in drawn.names:
            _bounds(ET.SubElement(made, f"{{{DI}}}BPMNLabel"), drawn.names[element.id])
    for flow in graph.flows:
        made = ET.SubElement(plane, f"{{{DI}}}BPMNEdge", {"id": f"{flow.id}_di", "bpmnElement": flow.id})
        for x, y in drawn.flows[flow.id]:
            ET.SubElement(made, f"{{{DD}}}waypoint", {"x": number(x), "y": number(y)})
        if flow.id in drawn.names:
            _bounds(ET.SubElement(made, f"{{{DI}}}BPMNLabel"), drawn.names[flow.id])
    return plane


def _shape(plane: ET.Element, id_: str, bounds: tuple[float, float, float, float], **more: str) -> ET.Element:
    made = ET.SubElement(plane, f"{{{DI}}}BPMNShape", {"id": f"{id_}_di", "bpmnElement": id_, **more})
    _bounds(made, bounds)
    return made


def _bounds(parent: ET.Element, bounds: tuple[float, float, float, float]) -> None:
    names = ("x", "y", "width", "height")
    ET.SubElement(parent, f"{{{DC}}}Bounds", {name: number(value) for name, value in zip(names, bounds)})
