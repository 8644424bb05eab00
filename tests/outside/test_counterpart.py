"""Rules that compare two pathways, as `pathways check` decides them: the other one is found in the workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from pathways.commands.check import check

PATHWAY = """pathway: {id}
title: T
version: "1"
status: as-is
lanes: {{hub: Hub}}
start: work
states:
  work: {{lane: hub, tags: [safeguard, {tag}], then: finished}}
  finished: {{kind: end, lane: hub, outcome: finished}}
"""
POLICY = """policy: rules
applies_to: [mine]
rules:
  - id: R
    says: As there, so here
    kind: counterpart
    of: {of}
    state: "#safeguard"
    hardness: ASSUMPTION
    source: s
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("[tool.pathways]\nname = 'Test'\n", encoding="utf-8")
    folder = tmp_path / "definitions"
    (folder / "policies").mkdir(parents=True)
    (folder / "mine.yaml").write_text(PATHWAY.format(id="mine", tag="check"), encoding="utf-8")
    (folder / "theirs.yaml").write_text(PATHWAY.format(id="theirs", tag="check"), encoding="utf-8")
    (folder / "policies" / "rules.yaml").write_text(POLICY.format(of="theirs"), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("names", [["mine"], ["mine", "theirs"], []])
def test_the_other_pathway_is_found_whether_it_is_asked_for_or_not(workspace: Path, names: list[str]) -> None:
    outcome = check(names, workspace)

    assert [(v.pathway, v.verdict) for v in outcome.verdicts] == [("mine", "holds")]
    assert outcome.exit_code() == 0


def test_without_the_other_pathway_nothing_is_claimed(workspace: Path) -> None:
    (workspace / "definitions" / "theirs.yaml").write_text("pathway: theirs\n", encoding="utf-8")
    (verdict,) = check(["mine"], workspace).verdicts

    assert (verdict.verdict, verdict.certainty) == ("undecided", "undecided without 'theirs'")
    assert verdict.reason == "the pathway 'theirs' is not at hand"


def test_a_misspelt_other_pathway_is_a_fault_of_the_policy(workspace: Path) -> None:
    (workspace / "definitions" / "policies" / "rules.yaml").write_text(POLICY.format(of="theris"), encoding="utf-8")
    outcome = check(["mine"], workspace)

    assert [(f.id, f.remedy) for f in outcome.all_findings] == [("unknown-pathway", "write 'theirs'")]
    assert outcome.exit_code() == 2
