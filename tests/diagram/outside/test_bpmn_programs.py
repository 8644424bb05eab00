"""bpmn-moddle reads without a warning, bpmnlint finds no error, bpmn-js shows everything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from pathways.diagram.bpmn import to_bpmn
from pathways.machine import CompiledPathway
from pathways.testing.strategies import pathways
from tests.diagram.given import repository
from tests.diagram.outside.node import run

pytestmark = pytest.mark.slow
MODULES = ("bpmn-moddle", "bpmnlint", "bpmn-js", "playwright-core")
# Of random pathways a decision may have a single branch; of those the gateway is superfluous indeed.
EXPECTED = {"superfluous-gateway"}


def test_every_pathway_of_the_repository_is_clean(tmp_path: Path) -> None:
    files = []
    for name, pathway in repository().items():
        files.append(tmp_path / f"{name}.bpmn")
        files[-1].write_text(to_bpmn(pathway), encoding="utf-8")
    for name, said in run("check_bpmn.mjs", "-", files, *MODULES).items():
        assert (said["moddle"], said["viewer"], said["lint"]) == ([], [], []), name
        assert said["elements"] > 10


def test_random_pathways_have_no_error(tmp_path: Path) -> None:
    files: list[Path] = []

    @settings(
        max_examples=int(os.environ.get("PATHWAYS_EXAMPLES", "60")), deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    @given(pathways())
    def write(pathway: CompiledPathway) -> None:
        files.append(tmp_path / f"{len(files)}.bpmn")
        files[-1].write_text(to_bpmn(pathway.linked), encoding="utf-8")

    write()
    for name, said in run("check_bpmn.mjs", "-", files, *MODULES).items():
        assert (said["moddle"], said["viewer"]) == ([], []), name
        assert {found["rule"] for found in said["lint"]} <= EXPECTED, (name, said["lint"])
