"""The first simulation on a computer to two processes: one compiles what measures, while the other compiles the kernel.

numba compiles one function at a time in a process, and keeps on disk what it compiled.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress

_CODE = "import sys; sys.path[:] = sys.argv[1:];from pathways.measures.compiled.first import compile_all; compile_all()"


def compile_measures() -> subprocess.Popen[bytes] | None:
    """Begin to compile the measures in a process that nobody need wait for; None where that is of no use.

    If it fails, or is late, whoever measures compiles them instead.
    """
    if not sys.executable or (os.cpu_count() or 1) < 2:
        return None
    nothing = subprocess.DEVNULL
    with suppress(OSError):
        return subprocess.Popen(  # -I: nothing of the folder that somebody stands in is run
            [sys.executable, "-I", "-c", _CODE, *sys.path], stdin=nothing, stdout=nothing, stderr=nothing
        )
    return None
