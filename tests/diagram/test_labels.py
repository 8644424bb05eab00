"""Labels may hold anything: in no format does one break the file, become markup or get lost."""

from __future__ import annotations

import os
import re
import warnings
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from pathways.diagram import dot, draw, mermaid
from pathways.diagram.bpmn import to_bpmn
from pathways.diagram.build import build
from pathways.diagram.pdf import to_pdf
from pathways.diagram.pptx import to_pptx
from pathways.exchange.bpmn.definition import import_bpmn
from tests.diagram.given import repository
from tests.diagram.hostile import NASTY, labels, pathway
from tests.diagram.test_pptx import shapes_of

EXAMPLES = int(os.environ.get("PATHWAYS_EXAMPLES", "6"))
FEW = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
FEWER = settings(FEW, max_examples=max(EXAMPLES // 4, 2))
TEXTS = st.lists(labels, min_size=1, max_size=7)
ALL = [list(NASTY)[i::3] for i in range(3)]


def some(test):
    """With every nasty label once, and random ones."""
    for texts in ALL:
        test = example(texts=texts)(test)
    return FEW(given(texts=TEXTS)(test))


def test_the_nasty_labels_are_not_refused_before_they_are_drawn() -> None:
    assert len(build(pathway(list(NASTY))).nodes) == 9


@some
def test_svg_and_text(texts: list[str]) -> None:
    odd = pathway(texts)
    drawing, diagram = draw(odd), build(odd)
    root = ET.fromstring(drawing.svg)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "rect", "g", "path", "polygon", "circle", "text"}
    assert not [name for element in root.iter() for name in element.attrib if name.lower().startswith("on")]
    for node in diagram.nodes:
        assert node.title in drawing.text
    assert all(c == "\n" or c.isprintable() or c == "\u00ad" or ord(c) > 127 for c in drawing.text)


@some
def test_dot_has_every_label_in_quotes(texts: list[str]) -> None:
    source = dot(pathway(texts))
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', "", source)  # Graphviz knows `\"` inside quotes, and nothing else
    assert '"' not in outside
    assert set(outside) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \n\t=[]{}->#.,_!;+")


@some
def test_bpmn_keeps_every_title(texts: list[str]) -> None:
    odd = pathway(texts)
    root = ET.fromstring(to_bpmn(odd))
    names = {element.get("name") for element in root.iter()}
    for node in build(odd).nodes:
        assert node.title in names or not node.title
    import_bpmn(to_bpmn(odd).encode(), "odd.bpmn")


LINE = re.compile(r"""
    ---|title:\ ".*"|flowchart\ TB|\ \ acc(Title|Descr):\ [^#;{}<>"`%&|\[\]()\\]+|\ \ end
    |\ \ subgraph\ lane\d+\["(?P<lane>(\w|\ |\#\d+;)*)"\]
    |\ \ \ \ n\d+(\[|\[\[|\(\[|\{\{)"(?P<node>(\w|\ |\#\d+;|<br/>)*)"(\]|\]\]|\]\)|\}\}):::\w+_
    |\ \ n\d+\ (-->|==>|-\.->)(\|"(?P<edge>(\w|\ |\#\d+;)*)"\|)?\ n\d+
    |\ \ classDef\ \w+\ [\w:#,.\ -]+|\ \ linkStyle\ [\d,]+\ [\w:#,.-]+|\ \ class\ [\w,]+\ lane
""", re.VERBOSE)  # fmt: skip


@some
def test_mermaid_has_nothing_but_entities_in_its_labels(texts: list[str]) -> None:
    odd = pathway(texts)
    lines = mermaid(odd).splitlines()
    said = set()
    for line in lines:
        match = LINE.fullmatch(line)
        assert match is not None, line
        for part in filter(None, (match["lane"], match["node"], match["edge"])):
            said |= {re.sub(r"#(\d+);", lambda code: chr(int(code[1])), text).strip() for text in part.split("<br/>")}
    diagram = build(odd)
    wanted = {node.title for node in diagram.nodes} | {edge.label for edge in diagram.edges}
    assert {text for text in wanted if text} <= said


@FEWER
@example(texts=list(NASTY))
@example(texts=[" "])
@given(texts=TEXTS)
def test_powerpoint_keeps_every_title(texts: list[str]) -> None:
    odd = pathway(texts)
    slides = Presentation(BytesIO(to_pptx(odd).data)).slides
    names = {shape.name for slide in slides for shape in shapes_of(slide.shapes)}
    assert {node.title for node in build(odd).nodes if node.title} <= names


@pytest.mark.parametrize("texts", [list(NASTY)])
def test_pdf_is_written(texts: list[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data = to_pdf(draw(pathway(texts)))
    assert data.startswith(b"%PDF-1.4")
    assert data.rstrip().endswith(b"%%EOF")
    assert b"/JavaScript" not in data


def test_pdf_has_all_pages_of_a_landscape_drawing_on_their_side() -> None:
    data = to_pdf(draw(repository()["channel"], landscape=True))
    boxes = re.findall(rb"/MediaBox \[ *([^\]]*?) *\]", data)
    assert boxes == [b"0 0 841.89 595.28"] * 2


@pytest.mark.parametrize("name", ["feedback", "pcm_process"])
def test_pdf_is_the_same_each_time_with_its_fonts_and_pages(name: str) -> None:
    drawing = draw(repository()[name])
    data = to_pdf(drawing)
    assert data == to_pdf(drawing)
    assert data.count(b"/FontFile2") >= 2
    assert data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") == 1
