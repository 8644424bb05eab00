"""XML bytes to elements that know their line. No DTD, no entity of its own, nothing from outside."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import Locator

from pathways.errors import DefinitionError, Finding, Place

LARGEST: Final = 20_000_000  # bytes
DEEPEST: Final = 100
MOST: Final = 200_000  # elements


@dataclass
class Element:
    """One element. `attributes` holds those without a namespace; `text` what stands directly in it."""

    namespace: str
    tag: str
    attributes: Mapping[str, str]
    line: int
    column: int
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        return self.attributes.get(name)

    def all(self, namespace: str, tag: str) -> Iterator[Element]:
        """The children of a name."""
        return (child for child in self.children if (child.namespace, child.tag) == (namespace, tag))

    def first(self, namespace: str, tag: str) -> Element | None:
        return next(self.all(namespace, tag), None)


def read_xml(data: bytes, name: str) -> Element:
    """The root of a document.

    Raises
    ------
    DefinitionError
        If it is no XML, is too large or too deep, or holds a document type or entities.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.expatreader import DefusedExpatParser

    reader = DefusedExpatParser(forbid_dtd=True)
    reader.setFeature(feature_namespaces, True)
    handler = _Handler(name)
    reader.setContentHandler(handler)
    try:
        reader.parse(io.BytesIO(data))
    except DefusedXmlException as error:
        raise _refused(
            name, 1, 1, "the file declares a document type or entities of its own, which could bring in other files",
            "take the part from '<!DOCTYPE' on out, or export the diagram again",
        ) from error  # fmt: skip
    except SAXParseException as error:
        line, column = error.getLineNumber() or 1, (error.getColumnNumber() or 0) + 1
        raise _refused(
            name, line, column, f"this is not XML: {error.getMessage()}", "export the diagram again as BPMN 2.0 XML"
        ) from error
    except (SAXException, ValueError, LookupError) as error:
        raise _refused(name, 1, 1, f"this is not XML: {error}", "export the diagram again as BPMN 2.0 XML") from error
    if handler.root is None:
        raise _refused(name, 1, 1, "the file is empty", "export the diagram again as BPMN 2.0 XML")
    return handler.root


def _refused(name: str, line: int, column: int, fact: str, remedy: str) -> DefinitionError:
    return DefinitionError([Finding("bpmn-unreadable", Place(name, line, column), fact, None, remedy)])


class _Handler(ContentHandler):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0
        self.where: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802
        self.where = locator

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: N802
        assert self.where is not None
        line, column = self.where.getLineNumber() or 1, (self.where.getColumnNumber() or 0) + 1
        self.count += 1
        if self.count > MOST or len(self.open) >= DEEPEST:
            raise _refused(self.name, line, column, "the file is too large or too deep", "export one diagram alone")
        plain = {local: value for (space, local), value in attrs.items() if not space}
        made = Element(name[0] or "", name[1], plain, line, column)
        if self.open:
            self.open[-1].children.append(made)
        else:
            self.root = made
        self.open.append(made)

    def characters(self, content: str) -> None:
        self.open[-1].text += content

    def endElementNS(self, name: Any, qname: Any) -> None:  # noqa: N802
        self.open.pop()
