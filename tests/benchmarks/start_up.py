"""What a coordinator waits for, as medians of whole processes: run `python -m tests.benchmarks.start_up`.

Not a test: machines differ. The ratio to an empty Python process, measured in turn with it, is what to compare.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 7
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "pathways --help": ["-m", "pathways", "--help"],
    "pathways check": ["-m", "pathways", "check"],
    "pathways draw --check": ["-m", "pathways", "draw", "--check"],
}


def seconds(arguments: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], capture_output=True, check=True, cwd=Path(__file__).parents[2])
    return time.perf_counter() - begun


def main() -> None:
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, arguments in COMMANDS.items():
            taken[name].append(seconds(arguments))
    empty = statistics.median(taken["python -c pass"])
    for name, times in taken.items():
        middle = statistics.median(times)
        print(f"{name:24} {middle:6.2f} s   {middle / empty:6.1f} times an empty process")


if __name__ == "__main__":
    main()
