"""Mermaid's own library draws everything, and runs nothing, whatever the labels say."""

from __future__ import annotations

from pathlib import Path

import pytest

from pathways.diagram import mermaid
from pathways.diagram.build import build
from tests.diagram.given import repository
from tests.diagram.hostile import NASTY, pathway
from tests.diagram.outside.node import run

pytestmark = pytest.mark.slow
MODULES = ("mermaid", "playwright-core")


def test_mermaid_draws_every_state_and_arrow(tmp_path: Path) -> None:
    pathways = dict(repository())
    pathways |= {f"odd{i}": pathway([*NASTY[i:], *NASTY[:i]]) for i in range(0, len(NASTY), 5)}
    files = []
    for name, each in pathways.items():
        files.append(tmp_path / f"{name}.mermaid")
        files[-1].write_text(mermaid(each), encoding="utf-8")
    said = run("check_mermaid.mjs", "-", files, *MODULES)
    for name, each in pathways.items():
        diagram, found = build(each), said[f"{name}.mermaid"]
        assert found["error"] is None, (name, found["error"])
        assert (found["nodes"], found["edges"]) == (len(diagram.nodes), len(diagram.edges)), name
        assert (found["scripts"], found["ran"]) == (0, 0), name
        shown = ["".join(label.split()) for label in found["labels"]]
        for node in diagram.nodes:
            assert any(label.startswith("".join(node.title.split())) for label in shown), (name, node.title)
