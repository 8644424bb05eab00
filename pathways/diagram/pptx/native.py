"""What is said to python-pptx in many words, in few: texts, colours, dashes, heads and ends of lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pathways.diagram.pptx.connectors import Connector
from pathways.diagram.text import clean

FACE: Final = "Arial"


def write(
    frame: Any,
    lines: Sequence[tuple[str, float, bool, str]],
    align: str = "CENTER",
    anchor: str = "MIDDLE",
    *,
    wraps: bool = True,
) -> None:
    """Paragraphs of (words, size, bold, colour); a vertical tab breaks a line."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap = wraps
    frame.vertical_anchor = getattr(MSO_ANCHOR, anchor)
    for number, (words, size, bold, colour) in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = getattr(PP_ALIGN, align)
        for turn, part in enumerate(words.split("\v")):
            if turn:
                paragraph.add_line_break()
            run = paragraph.add_run()
            run.text = clean(part)
            run.font.name, run.font.bold = FACE, bold
            run.font.size = Pt(max(1.0, round(size * 10) / 10))
            run.font.color.rgb = rgb(colour)


def rgb(colour: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor(*bytes.fromhex(colour.removeprefix("#")))  # type: ignore[no-untyped-call]


def plain(shape: Any) -> None:
    """Without the shadow and colours of the template."""
    for style in shape._element.xpath("./p:style"):
        shape._element.remove(style)


def dash(line: Any, name: str) -> None:
    from pptx.enum.dml import MSO_LINE

    line.dash_style = getattr(MSO_LINE, name)


def describe_shape(shape: Any, alt: str) -> None:
    shape._element.xpath("./*/p:cNvPr")[0].set("descr", clean(alt))


def arrowhead(line: Any, size: str) -> None:
    from lxml import etree

    outline = line.line._get_or_add_ln()
    head = etree.SubElement(outline, "{http://schemas.openxmlformats.org/drawingml/2006/main}tailEnd")
    head.set("type", "triangle")
    head.set("w", size)
    head.set("len", size)


def preset(line: Any, shape: Connector) -> None:
    """The preset's name and its adjustments."""
    from lxml import etree

    space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    geometry = line._element.spPr.find(f"{space}prstGeom")
    geometry.set("prst", shape.preset)
    values = geometry.find(f"{space}avLst")
    for number, value in enumerate(shape.adjustments, 1):
        guide = etree.SubElement(values, f"{space}gd")
        guide.set("name", f"adj{number}")
        guide.set("fmla", f"val {value}")


def glue(line: Any, which: str, shape: Any, site: int) -> None:
    """Tie an end of a connector to a shape, without moving it as the library would."""
    connection = line._element.nvCxnSpPr.cNvCxnSpPr
    added = connection._add_stCxn() if which == "begin" else connection._add_endCxn()
    added.id, added.idx = shape.shape_id, site
