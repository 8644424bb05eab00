"""The same diagram drawn by Graphviz: lanes as clusters, orthogonal arrows, to a `Picture`.

It gets what our own layout has decided of texts (the lines in each state, their size), so that only the layout differs.
Labels are given as `xlabel`, the one kind that `dot` places beside orthogonal arrows.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from typing import Any, Final

from pathways.diagram.geometry import Box
from pathways.diagram.model import Diagram
from pathways.diagram.style import Sizes
from pathways.diagram.text import text_width, wrap
from tests.benchmarks.pictures import Arrow, Label, Picture, Point

BAR: Final = (40.0, 5.0)  # a join
ATTRIBUTES: Final = "splines=ortho nodesep=0.2 ranksep=0.25 forcelabels=true"
MARGIN: Final = 4.0  # around the words of a label, as dot leaves it


def version() -> str | None:
    """The version that `dot` tells, or None where there is no `dot`."""
    if shutil.which("dot") is None:
        return None
    done = subprocess.run(["dot", "-V"], capture_output=True, text=True, check=True)
    return done.stderr.strip().removeprefix("dot - ")


def drawn_by_dot(diagram: Diagram, boxes: Mapping[str, Box], sizes: Sizes) -> Picture | None:
    """The picture that `dot` makes; None where it fails or takes more than a minute."""
    try:
        done = subprocess.run(
            ["dot", "-Tjson"], input=_source(diagram, boxes, sizes), capture_output=True, text=True, timeout=60
        )
    except subprocess.TimeoutExpired:
        return None
    return _picture(diagram, json.loads(done.stdout), sizes) if done.returncode == 0 and done.stdout else None


def _label(words: str, sizes: Sizes) -> tuple[str, ...]:
    return wrap(words, sizes.label, 64.0, most=4)


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _source(diagram: Diagram, boxes: Mapping[str, Box], sizes: Sizes) -> str:
    out = [f"digraph {{ graph [{ATTRIBUTES} fontname=Arial fontsize={sizes.text}];"]
    out.append(f"node [shape=box fixedsize=true fontname=Arial fontsize={sizes.text}];")
    out.append(f"edge [fontname=Arial fontsize={sizes.label} arrowsize=0.6];")
    for lane in diagram.lanes:
        out.append(f"subgraph {_quoted('cluster_' + lane.id)} {{ label={_quoted(lane.title)};")
        for node in diagram.nodes:
            if node.lane == lane.id:
                wide, high = _size(node.kind, boxes[node.id], sizes)
                out.append(f"{_quoted(node.id)} [label={_quoted(' ')} width={wide / 72:.4f} height={high / 72:.4f}];")
        out.append("}")
    for edge in diagram.edges:
        words = _quoted("\n".join(_label(edge.label, sizes))).replace("\n", "\\n")
        label = f" xlabel={words}" if edge.label else ""
        out.append(f"{_quoted(edge.source)} -> {_quoted(edge.target)} [id=e{edge.id}{label}];")
    return "\n".join((*out, "}"))


def _size(kind: str, box: Box, sizes: Sizes) -> tuple[float, float]:
    """As large as ours, but for bars, which are as wide as their words: `dot` does not draw blocks across lanes."""
    if kind == "join":
        return BAR
    if kind == "fork":
        return max(text_width(line, sizes.text, bold=True) for line in box.lines) + 24.0, 2 * box.half_height
    return 2 * box.half_width, 2 * box.half_height


def _picture(diagram: Diagram, plain: Mapping[str, Any], sizes: Sizes) -> Picture:
    left, low, right, high = map(float, plain["bb"].split(","))

    def at(text: str) -> Point:
        x, y = text.split(",")
        return float(x) - left, high - float(y)

    names = {node.id for node in diagram.nodes}
    states = {}
    for one in plain["objects"]:
        if one["name"] in names:
            (x, y), wide, tall = at(one["pos"]), 36 * float(one["width"]), 36 * float(one["height"])
            states[one["name"]] = (x - wide, y - tall, x + wide, y + tall)
    arrows: list[Arrow] = []
    labels = []
    drawn = {one["id"]: one for one in plain["edges"]}
    for edge in diagram.edges:
        one = drawn[f"e{edge.id}"]
        arrows.append(Arrow(edge.source, edge.target, _points(one["pos"], at)))
        if "xlp" in one:
            x, y = at(one["xlp"])
            lines = _label(edge.label, sizes)
            wide = max(text_width(line, sizes.label) for line in lines) / 2
            tall = sizes.label * 1.08 * len(lines) / 2
            labels.append(Label(edge.id, (x - wide, y - tall, x + wide, y + tall)))
    wanted = sum(bool(edge.label) for edge in diagram.edges)
    return Picture(right - left, high - low, states, tuple(arrows), tuple(labels), wanted)


def _points(spline: str, at: Any) -> tuple[Point, ...]:
    """The ends of the pieces of a spline: `dot` writes straight stretches as curves with their controls on them."""
    tip: tuple[Point, ...] = ()
    points = []
    for part in spline.split(";")[0].split():
        if part.startswith("e,"):
            tip = (at(part[2:]),)
        elif not part.startswith("s,"):
            points.append(at(part))
    return (*points[::3], *tip)
