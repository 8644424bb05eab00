"""A command to what it said and what it cost as a whole process."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """What a process printed on its two channels; its seconds of processor and of wall clock, and its peak in MB."""

    said: str
    noted: str
    cpu: float
    wall: float
    peak: float


def ran(command: Sequence[str], *, folder: Path = ROOT, **environment: str) -> Ran:
    """Run a command to its end, and fail if it does.

    Processes that it starts itself and waits for count in its seconds, and not in its peak.
    """
    variables: Mapping[str, str] = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=folder, env=variables)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0), err.seek(0)
        said, noted = out.read(), err.read()
    if process.returncode not in (0, 1):  # 1 is an answer: an expectation of a study is not met
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{noted}")
    return Ran(said, noted, used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def pathways(*arguments: str) -> list[str]:
    return python("-m", "pathways", *arguments)
