"""The guides to CI and to kinds of rules: what they show is done, and what they say happens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.outside.conftest import edit
from tests.outside.inside import ended, pytest_in
from tests.outside.test_docs import blocks, guide
from tests.outside.test_extensions import EXTENSION

GUIDE = "docs/continuous-integration.md"


def run_shell(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a script in which `pathways` and `pytest` are those of this Python."""
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    for name in ("pathways", "pytest"):
        tool = tools / name
        tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {name} "$@"\n', encoding="utf-8")
        tool.chmod(0o755)
    path = os.pathsep.join([str(tools), os.environ["PATH"]])
    return subprocess.run(
        ["/bin/sh", "-e", "-c", script], cwd=folder, env={**os.environ, "PATH": path, "NO_COLOR": "1"},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.fixture
def drawn(starter, invoke):
    """The starter with its drawings, as one would have committed them."""
    assert invoke("draw").exit_code == 0
    return starter


def test_the_shell_example_ends_with_the_verdict(drawn):
    (script,) = blocks(guide(GUIDE), "sh")
    assert run_shell(script, drawn).returncode == 0
    assert "<testsuites" in (drawn / "rules.xml").read_text(encoding="utf-8")
    edit(drawn / "definitions" / "equipment.yaml", "tags: [answer]\n    then: supplied", "then: supplied")
    assert run_shell(script, drawn).returncode == 1
    assert "<failure" in (drawn / "rules.xml").read_text(encoding="utf-8")


def test_the_steps_for_github_run(drawn):
    (text,) = blocks(guide(GUIDE), "yaml")
    workflow = YAML(typ="safe").load(text)
    steps = [step["run"] for step in workflow["jobs"]["rules"]["steps"] if "run" in step]
    ours = [step for step in steps if step.startswith(("pathways", "pytest"))]
    assert len(ours) == len(steps) - 1  # all but pip
    assert [(step, done.stderr) for step in ours if (done := run_shell(step, drawn)).returncode] == []
    assert (drawn / "pathways.sarif").read_text(encoding="utf-8").startswith("{")


def test_the_tests_of_the_guide_pass(starter):
    (code,) = blocks(guide(GUIDE), "python")
    (starter / "tests" / "test_rules.py").write_text(code, encoding="utf-8")
    assert ended(pytest_in(starter, "tests/test_rules.py", "-q")) == "2 passed"


def test_every_verdict_is_in_the_table():
    from typing import get_args

    from pathways.rules.verdict import Outcome

    table = guide(GUIDE).partition("## What becomes of each verdict")[2]
    assert {f"`{verdict}`" for verdict in get_args(Outcome)} <= set(re.findall("`[a-z ]+`", table))


def test_the_kind_of_the_guide_is_the_one_that_is_tested():
    shown, test = blocks(guide("docs/rule-kinds.md"), "python")
    assert shown == (EXTENSION / "only_from" / "__init__.py").read_text(encoding="utf-8")
    assert "check_rule_kind(KIND)" in test
    entry = (EXTENSION / "only_from-1.0.dist-info" / "entry_points.txt").read_text(encoding="utf-8")
    assert 'only_from = "only_from:KIND"' in guide("docs/rule-kinds.md")
    assert "only_from = only_from:KIND" in entry
