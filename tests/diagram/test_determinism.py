"""The same pathway gives the same bytes: twice, and whatever the order of Python's sets."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256

from pathways import diagram
from tests.diagram.given import repository

PROGRAM = """
from hashlib import sha256
from pathways import diagram
from tests.diagram.given import repository
print(*(sha256(diagram.draw(p).svg.encode()).hexdigest() for p in repository().values()))
"""


def test_drawing_twice_gives_the_same_bytes() -> None:
    for pathway in repository().values():
        assert diagram.draw(pathway) == diagram.draw(pathway)


def test_another_hash_seed_gives_the_same_bytes() -> None:
    here = [sha256(diagram.draw(p).svg.encode()).hexdigest() for p in repository().values()]
    for seed in ("1", "4711"):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == here


def test_importing_the_layer_loads_nothing_heavy() -> None:
    program = "import sys, pathways.diagram; print([m for m in ('numpy', 'resvg_py', 'pydantic') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
