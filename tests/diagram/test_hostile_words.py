"""Odd words in every place of a definition stay words in whatever is drawn: nothing but what our painters draw with."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pathways import diagram
from pathways.diagram.build import build
from pathways.diagram.compose import compose
from pathways.diagram.svg import paint
from pathways.workspace import load_pathways
from tests.diagram.payloads import ADDRESSES, PAYLOADS, WHOLE, drawn_workspace
from tests.diagram.ways import LINKS, ways
from tests.web.hostile import PATHWAY, POLICY, STUDY

SVG = "{http://www.w3.org/2000/svg}"
LOOK = (
    "fill fill-opacity stroke stroke-width stroke-opacity stroke-dasharray stroke-linejoin stroke-linecap opacity "
    "transform paint-order class"
)
WORDS = f"{LOOK} font-family font-size font-weight font-style text-anchor x y"
# Elements that a drawing may be made of, and their attributes; none of them runs or loads anything.
MAY = {
    "svg": "width height viewBox role aria-labelledby font-family fill x y",
    "title": "id", "desc": "id", "g": f"{LOOK} id", "a": "href", "text": WORDS, "tspan": WORDS,
    "rect": f"{LOOK} x y width height rx", "circle": f"{LOOK} cx cy r", "path": f"{LOOK} d",
    "polygon": f"{LOOK} points", "polyline": f"{LOOK} points", "line": f"{LOOK} x1 y1 x2 y2",
}  # fmt: skip
PLAIN = re.compile(r"[\w .,#%()'+-]*", re.ASCII)  # of an attribute: numbers, colours, names of ours; no word of anybody
ALL = range(len(PAYLOADS))


def breaches(svg: str) -> list[str]:
    """What stands in a drawing that may not."""
    found = []
    for element in ElementTree.fromstring(svg).iter():
        tag = element.tag.removeprefix(SVG)
        for name, value in element.attrib.items():
            if name not in MAY.get(tag, "").split() or (
                value not in LINKS if name == "href" else PLAIN.fullmatch(value) is None
            ):
                found.append(f"<{tag} {name}={value!r}>")
        if tag not in MAY:
            found.append(f"<{tag}>")
    return found


def look_at(folder: Path, firsts: range, runs: range) -> None:
    drawn_workspace(folder, firsts)
    for first in firsts:
        made = dict(ways(folder, first, runs=first in runs))
        assert len(made) >= 10
        for way, svg in made.items():
            assert breaches(svg) == [], (first, way)
            assert "<!" not in svg, (first, way)
            assert "<?" not in svg, (first, way)


def test_there_are_enough_words_and_places() -> None:
    assert len(set(PAYLOADS)) == 120
    assert sum(text.count("{x}") for text in (PATHWAY, WHOLE, POLICY, STUDY)) >= 50


def test_words_stay_words_in_drawings(tmp_path: Path) -> None:
    """Oracle: a list of elements and attributes. Most words are in these; `make slow` has each in all places."""
    look_at(tmp_path, ALL[::60], range(0))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_words_stay_words_in_drawings_wherever_they_stand(part: int, tmp_path: Path) -> None:
    """120 pathways with 120 words, each word once in each of 50 places, drawn in 10 to 15 ways."""
    look_at(tmp_path, ALL[part::4], ALL[::20])


def test_a_link_leads_to_a_place_and_never_to_script(tmp_path: Path) -> None:
    drawn_workspace(tmp_path, range(1))
    (pathway,) = load_pathways(["p0"], tmp_path).require()
    page = compose(build(pathway.linked))
    assert len(set(ADDRESSES)) == 96
    for address in ADDRESSES:
        with pytest.raises(ValueError, match="no place to go to"):
            paint(page, "", {"call": address})
    for place in LINKS:
        assert breaches(paint(page, "", {"call": place})[0]) == []


GRAPHVIZ = pytest.mark.skipif(shutil.which("neato") is None, reason="Graphviz is not installed here")
# What Graphviz is told of a page, and nothing that it would open, load or lead to.
TOLD = {
    "arrowsize", "color", "fillcolor", "fixedsize", "fontcolor", "fontname", "fontsize", "height", "label", "margin",
    "outputorder", "pad", "penwidth", "peripheries", "pos", "shape", "splines", "style", "width",
}  # fmt: skip
GIVEN = {"_gvid", "name", "directed", "strict", "objects", "edges", "tail", "head", "nodes", "_subgraph_cnt", "bb"}
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


def told(folder: Path, firsts: range) -> None:
    drawn_workspace(folder, firsts)
    for loaded in load_pathways([], folder).require():
        source = diagram.dot(loaded.linked)
        bare = QUOTED.sub('""', source)
        assert "<" not in bare, "a label that is markup"
        assert set(re.findall(r"(\w+)=", bare)) <= TOLD, source
        made = subprocess.run(["neato", "-n2", "-Tjson0"], input=source, capture_output=True, text=True, check=True)
        assert [line for line in made.stderr.splitlines() if not line.endswith("size too small for label")] == []
        graph = json.loads(made.stdout)
        parts = [graph, *graph["objects"], *graph["edges"]]
        assert {name for part in parts for name in part} <= TOLD | GIVEN
        assert all(part["shape"] in ("box", "hexagon", "plaintext") for part in graph["objects"])
        svg = subprocess.run(["neato", "-n2", "-Tsvg"], input=source.encode(), capture_output=True, check=True).stdout
        elements = list(ElementTree.fromstring(svg).iter())
        assert {e.tag.removeprefix(SVG) for e in elements} <= {"svg", "g", "title", "polygon", "path", "text"}
        assert not [n for e in elements for n in e.attrib if n.startswith("on") or n.endswith(("href", "style"))]


@GRAPHVIZ
def test_graphviz_is_given_words_and_nothing_to_open(tmp_path: Path) -> None:
    """Oracle: Graphviz's own reading of it, and what it paints."""
    told(tmp_path, ALL[::60])


@GRAPHVIZ
@pytest.mark.slow
def test_graphviz_is_given_words_and_nothing_to_open_wherever_they_stand(tmp_path: Path) -> None:
    """120 pathways with 120 words, each once in each place, and 120 that use them."""
    told(tmp_path, ALL)
