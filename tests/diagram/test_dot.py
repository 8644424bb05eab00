"""The DOT text pins everything where the picture has it, whatever the words."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from pathways import diagram
from pathways.diagram.build import build
from pathways.diagram.compose import compose
from pathways.diagram.graphviz_dot import to_dot
from tests.diagram.given import NAMES, repository
from tests.diagram.test_svg import HOSTILE, hostile_diagram


@pytest.mark.parametrize("name", NAMES)
def test_every_node_and_arrow_is_pinned(name: str):
    pathway = repository()[name]
    page = compose(build(pathway))
    statements = re.findall(r"^\t[^\t]+\]$", diagram.dot(pathway), re.MULTILINE)[3:]
    edges = [line for line in statements if " -> " in line.split(" [")[0]]
    assert len(edges) == len(page.diagram.edges)
    assert all(re.search(r'pos="e,[\d.-]+,[\d.-]+ ', line) for line in edges)
    nodes = [line for line in statements if line not in edges]
    boxes = len(page.diagram.nodes) + 2 * len(page.geometry.lanes) + len(page.geometry.frames)
    assert len(nodes) == boxes + sum(bool(label.lines) for label in page.labels)
    assert all(re.search(r'pos="[\d.-]+,[\d.-]+!"', line) for line in nodes)


def test_a_state_keeps_its_lines():
    """Hand count: 'Notice a concern' stands on two lines in the picture."""
    (line,) = (
        line for line in diagram.dot(repository()["child"]).split("]\n") if line.startswith("\tnotice_concern [")
    )
    assert 'label="Notice a\nconcern"' in line


@pytest.mark.skipif(shutil.which("neato") is None, reason="Graphviz is not installed here")
@pytest.mark.parametrize("words", HOSTILE)
def test_graphviz_reads_any_words_and_moves_nothing(words: str):
    """Oracle: Graphviz's own reading of the positions, in inches from the lowest corner."""
    page = compose(hostile_diagram(words))
    made = subprocess.run(["neato", "-n2", "-Tplain"], input=to_dot(page), capture_output=True, text=True, check=True)
    assert "error" not in made.stderr.lower()
    at = {m[1]: (float(m[2]), float(m[3])) for m in re.finditer(r"^node (\w) (\S+) (\S+) ", made.stdout, re.M)}
    assert set(at) == {"a", "b", "c", "d"}
    boxes = page.geometry.boxes
    for name in "bcd":
        assert at[name][0] - at["a"][0] == pytest.approx((boxes[name].x - boxes["a"].x) / 72, abs=0.002)
        assert at["a"][1] - at[name][1] == pytest.approx((boxes[name].y - boxes["a"].y) / 72, abs=0.002)
