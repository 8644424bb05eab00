"""Where Node, its modules and a browser are, for the checks with other programs; a plain reason where they are not.

`PATHWAYS_NODE` names a folder in which this was run:
npm install bpmn-moddle bpmnlint bpmn-js mermaid playwright-core
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


def run(script: str, pictures: str, files: list[Path], *modules: str) -> dict[str, Any]:
    """What a script says of files, by file name."""
    folder = os.environ.get("PATHWAYS_NODE")
    if folder is None:
        pytest.skip("PATHWAYS_NODE does not say in which folder the node modules are")
    missing = [name for name in modules if not (Path(folder) / "node_modules" / name).is_dir()]
    if missing:
        pytest.skip(f"these node modules are not in {folder}: {', '.join(missing)}")
    node = shutil.which("node")
    browser = next((found for name in ("chromium", "google-chrome", "chrome") if (found := shutil.which(name))), None)
    if node is None or browser is None:
        pytest.skip("node or Chromium is not installed")
    command = [node, str(HERE / script), folder, browser, pictures, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return {Path(name).name: value for name, value in said.items()}
