"""The same study gives the same bytes, wherever and however it runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
REFERENCE: Final = ROOT / "tests" / "benchmarks" / "reference"
SURROUNDINGS: Final = (
    {"workers": "1", "PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"workers": "2", "PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "de_DE.UTF-8"},
    {"workers": "3", "PYTHONHASHSEED": "4711", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8"},
)


# Other Pythons with this project's libraries, to be tried too: PATHWAYS_PYTHONS=/a/bin/python:/b/bin/python
PYTHONS: Final = [sys.executable, *filter(None, os.environ.get("PATHWAYS_PYTHONS", "").split(os.pathsep))]


def told(
    study_id: str, folder: Path, replications: int, workers: str, python: str = sys.executable, **environment: str
) -> bytes:
    """What `pathways simulate --json` prints."""
    command = [python, "-m", "pathways", "simulate", study_id, "--json"]
    command += ["--replications", str(replications), "--workers", workers]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    ran = subprocess.run(command, capture_output=True, cwd=folder, env=variables)
    assert ran.returncode in (0, 1), ran.stderr.decode()
    return ran.stdout


def test_a_study_gives_the_same_bytes_wherever_and_however_it_runs() -> None:
    """Workers, the order of sets, time zone and language of the machine."""
    first, *others = (told("reference-b", REFERENCE, 4, **around) for around in SURROUNDINGS)
    assert len(first) > 5_000
    assert others == [first] * len(others)


@pytest.mark.slow
@pytest.mark.parametrize("study_id", sorted(path.stem for path in (ROOT / "simulations").glob("*.yaml")))
def test_every_study_here_gives_the_same_bytes_on_any_python(study_id: str) -> None:
    first, *others = (told(study_id, ROOT, 6, **around, python=python) for python in PYTHONS for around in SURROUNDINGS)
    assert others == [first] * len(others)
