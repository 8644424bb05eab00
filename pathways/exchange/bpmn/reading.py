"""A BPMN document to its process: what can be read, and in words what was left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from pathways.errors import DefinitionError, Finding, Place
from pathways.exchange.bpmn.model import Flow, Node, Process
from pathways.exchange.bpmn.ours import read_ours
from pathways.exchange.bpmn.words import BPMN, EXTENSION, OURS
from pathways.exchange.tidy import LONGEST, LONGEST_NOTE, tidy
from pathways.exchange.xml_reading import Element, read_xml

TASKS: Final = (
    "task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask",
    "callActivity", "subProcess", "transaction", "adHocSubProcess",
)  # fmt: skip
EVENTS: Final = ("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent")
GATEWAYS: Final = ("exclusiveGateway", "parallelGateway")
REFUSED: Final = ("inclusiveGateway", "complexGateway", "eventBasedGateway")
UNNAMED: Final = (
    "incoming", "outgoing", "documentation", "extensionElements", "laneSet", "sequenceFlow", "ioSpecification",
    "property", "auditing", "monitoring",
)  # fmt: skip
WORDS: Final = {
    "dataObject": "data object", "dataObjectReference": "data object", "dataStoreReference": "data store",
    "textAnnotation": "text annotation", "association": "line to an annotation", "group": "group",
    "messageFlow": "message flow", "dataInputAssociation": "link to data", "dataOutputAssociation": "link to data",
}  # fmt: skip
_ISO: Final = re.compile(
    r"P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?",
    re.ASCII,
)
_UNITS: Final = ("year", "month", "week", "day", "hour", "minute", "second")


def read_bpmn(data: bytes, name: str, only: str | None = None) -> Process:
    """The one process of a document, or that of several which is called `only` (name or id, of it or of its pool).

    Raises
    ------
    DefinitionError
        If it is no BPMN, has no process or several, or uses gateways that no pathway has.
    """
    root = read_xml(data, name)
    if (root.namespace, root.tag) != (BPMN, "definitions"):
        raise DefinitionError([
            Finding(
                "bpmn-unreadable", Place(name, root.line, root.column),
                f"this is no BPMN 2.0 document, but <{root.tag}>",
                "an element <definitions> of BPMN 2.0", "export the diagram as BPMN 2.0 XML",
            )
        ])  # fmt: skip
    found = [
        process for process in root.all(BPMN, "process") if any(c.tag in (*TASKS, *EVENTS) for c in process.children)
    ]
    called = {id(process): _called(root, process) for process in found}
    if only is not None:
        known = _listed(list(called.values()))
        found = [process for process in found if only in called[id(process)]]
        if not found:
            raise DefinitionError([
                Finding("bpmn-processes", Place(name), f"the document holds no process '{only}'",
                        f"one of {known}" if known else "a process", "name one of these")
            ])  # fmt: skip
    if len(found) != 1:
        where = found[1] if found else root
        names = _listed([called[id(process)] for process in found])
        raise DefinitionError([
            Finding(
                "bpmn-processes", Place(name, where.line, where.column),
                f"the document holds {len(found)} processes with something in them{': ' + names if names else ''}",
                "one process, in one pool, with lanes for those who take part",
                "name the one you mean with --process, or make the other pools lanes of one" if found
                else "draw something in the pool",
            )
        ])  # fmt: skip
    return _Reader(name, root, found[0]).process


class _Reader:
    def __init__(self, name: str, root: Element, element: Element) -> None:
        self.name = name
        self.faults: list[Finding] = []
        collaboration = root.first(BPMN, "collaboration")
        pools = [] if collaboration is None else list(collaboration.all(BPMN, "participant"))
        pool = next((pool for pool in pools if pool.get("processRef") == element.get("id")), None)
        self.process = Process(element.get("id") or "", "", self.place(element))
        self.process.ours = self.ours(element)
        shown = tidy(self.process.ours.get("shown", {}).get("title", ""))
        titles = [self.text(each.get("name")) for each in (pool, element) if each is not None]
        # Modellers show and change the name of the pool; that of the process may be the one that was changed.
        self.process.name = next((title for title in titles if title and title != shown), shown)
        self.process.documentation = self.documentation(element)
        if pool is not None and (written := self.documentation(pool)):
            self.process.left_out.append(f"what is written at the pool ('{' '.join(written)}')")
        self.skipped: Counter[str] = Counter()
        self.shown_data = {each.get("dataObjectRef") for each in element.all(BPMN, "dataObjectReference")}
        if collaboration is not None:
            self.skipped["message flow"] += sum(1 for _ in collaboration.all(BPMN, "messageFlow"))
            self.skipped["other pool"] += len(pools) - (pool is not None)
        for child in element.children:
            self.read(child)
        for lanes in element.all(BPMN, "laneSet"):
            self.lanes(lanes)
        if self.faults:
            raise DefinitionError(self.faults)
        for what, count in self.skipped.items():
            if count:
                first, *rest = what.split(" to ", 1)
                several = " to ".join([first + ("es" if first.endswith("s") else "s"), *rest])
                self.process.left_out.append(f"{count} {several if count > 1 else what}")

    def ours(self, element: Element) -> Mapping[str, Any]:
        """What an export of this program wrote there; nothing, and said so, where it is damaged."""
        extension = element.first(BPMN, "extensionElements")
        inside = None if extension is None else extension.first(OURS, EXTENSION)
        found = None if inside is None else read_ours(inside.text)
        if inside is not None and found is None:
            named = element.get("name") or element.get("id") or element.tag
            self.process.left_out.append(f"what this program had written at '{tidy(named)}', which is damaged")
        return found or {}

    def text(self, text: str | None, longest: int = LONGEST) -> str:
        """One line of text, and said so where it is too long."""
        kept = tidy(text or "", longest)
        if text and tidy(text, longest + 1) != kept:
            self.process.left_out.append(f"the end of a text of more than {longest:,} characters ('{kept[:40]}...')")
        return kept

    def documentation(self, element: Element) -> tuple[str, ...]:
        lines = [line for child in element.all(BPMN, "documentation") for line in child.text.splitlines()]
        return tuple(text for line in lines if (text := self.text(line, LONGEST_NOTE)))

    def place(self, element: Element) -> Place:
        return Place(self.name, element.line, element.column)

    def read(self, element: Element) -> None:
        if element.namespace != BPMN or element.tag in UNNAMED:
            if element.tag == "sequenceFlow":
                self.flow(element)
            return
        if element.tag in REFUSED:
            kind = element.tag.removesuffix("Gateway")
            self.faults.append(
                Finding(
                    "bpmn-gateway", self.place(element),
                    f"'{element.get('name') or element.get('id')}' is a gateway of the kind '{kind}', "
                    "which a pathway does not have",
                    "an exclusive gateway (one way is taken) or a parallel one (all are)",
                    "say with exclusive and parallel gateways what is meant",
                )
            )  # fmt: skip
        elif element.get("triggeredByEvent") == "true":
            self.skipped["event sub-process"] += 1
        elif element.tag in (*TASKS, *EVENTS, *GATEWAYS):
            self.node(element)
        elif element.tag != "dataObject" or element.get("id") not in self.shown_data:
            self.skipped[WORDS.get(element.tag, f"'{element.tag}'")] += 1

    def node(self, element: Element) -> None:
        id_ = element.get("id") or f"{element.tag}_{len(self.process.nodes) + 1}"
        if id_ in self.process.nodes:
            self.faults.append(
                Finding(
                    "bpmn-unreadable", self.place(element), f"the id '{id_}' is used twice", None, "export it again"
                )
            )
            return
        name, documentation = self.text(element.get("name")), self.documentation(element)
        node = Node(id_, element.tag, name, self.place(element), documentation)
        node.default, node.host, node.ours = element.get("default"), element.get("attachedToRef"), self.ours(element)
        node.is_interrupting = element.get("cancelActivity") != "false"
        node.calls = element.get("calledElement") or ""
        for child in element.children:
            if child.namespace == BPMN and child.tag.endswith("EventDefinition"):
                node.trigger = child.tag.removesuffix("EventDefinition")
                node.duration = _duration(child)
                node.link = tidy(child.get("name") or "") if node.trigger == "link" else ""
            elif child.tag in ("standardLoopCharacteristics", "multiInstanceLoopCharacteristics"):
                self.process.left_out.append(f"that {node.called} is done several times")
            elif child.tag.startswith("data") and child.namespace == BPMN:
                self.skipped[WORDS.get(child.tag, "data object")] += 1
        if element.tag in ("subProcess", "transaction", "adHocSubProcess"):
            inside = sum(child.tag in (*TASKS, *EVENTS, *GATEWAYS) for child in element.children)
            if inside:
                self.process.left_out.append(f"what is inside {node.called} ({inside} elements); it is one state here")
        self.process.nodes[id_] = node

    def flow(self, element: Element) -> None:
        id_ = element.get("id") or f"flow_{len(self.process.flows) + 1}"
        source, target = element.get("sourceRef") or "", element.get("targetRef") or ""
        condition = tidy(" ".join(each.text for each in element.all(BPMN, "conditionExpression")))
        name, documentation = self.text(element.get("name")), self.documentation(element)
        self.process.flows[id_] = Flow(id_, source, target, name, self.place(element), condition, documentation)

    def lanes(self, lanes: Element) -> None:
        """The innermost lanes, and what stands in them."""
        for lane in lanes.all(BPMN, "lane"):
            inner = [*lane.all(BPMN, "childLaneSet")]
            if inner:
                self.process.left_out.append(f"the lane '{tidy(lane.get('name') or '')}' around other lanes")
                for each in inner:
                    self.lanes(each)
                continue
            id_ = str(self.ours(lane).get("lane") or lane.get("id") or f"lane_{len(self.process.lanes) + 1}")
            self.process.lanes[id_] = self.text(lane.get("name")) or id_
            if written := self.documentation(lane):
                self.process.left_out.append(
                    f"what is written at the lane '{self.process.lanes[id_]}' ('{' '.join(written)}')"
                )
            for reference in lane.all(BPMN, "flowNodeRef"):
                node = self.process.nodes.get(reference.text.strip())
                if node is not None:
                    node.lane = id_


def _listed(called: Sequence[Sequence[str]]) -> str:
    """What each process is to be called by: its first name, or where others have the same its id."""
    first = Counter(names[0] for names in called)
    return ", ".join(f"'{names[0] if first[names[0]] == 1 else names[-1]}'" for names in called)


def _called(root: Element, process: Element) -> list[str]:
    """What a process goes by: the name of its pool, its own, the ids of both."""
    pools = [pool for c in root.all(BPMN, "collaboration") for pool in c.all(BPMN, "participant")]
    own = [pool for pool in pools if pool.get("processRef") == process.get("id")]
    names = [element.get(key) for key in ("name", "id") for element in (*own, process)]
    return [tidy(name) for name in names if name] or ["without a name"]


def _duration(definition: Element) -> str | None:
    """The time of a timer, as definitions write it where it is a duration."""
    forms = ("timeDuration", "timeDate", "timeCycle")
    inside = next((child for form in forms for child in definition.all(BPMN, form)), None)
    if inside is None:
        return None
    text = inside.text.strip()
    match = _ISO.fullmatch(text)
    if match is None:
        return tidy(text) or None
    found = zip(match.groups(), _UNITS, strict=True)
    parts = [(Fraction(amount), amount, unit) for amount, unit in found if amount and Fraction(amount)]
    if len(parts) == 1:
        amount, written, unit = parts[0]
        return f"{written} {unit}{'' if amount == 1 else 's'}"
    if parts and all(unit in ("day", "hour", "minute", "second") for *_, unit in parts):
        seconds = {"day": 86_400, "hour": 3_600, "minute": 60, "second": 1}
        total = sum(amount * seconds[unit] for amount, _, unit in parts)
        for unit in ("hour", "minute", "second"):
            if total % seconds[unit] == 0:
                return f"{total // seconds[unit]} {unit}s"
    return text
