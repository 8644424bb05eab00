"""What a coordinator waits for, as medians of whole processes: run `python -m tests.benchmarks.start_up`.

Not a test: machines differ. Told are seconds of processor time (user and system), which others at work on the machine
disturb least, and the ratio to an empty Python process, measured in turn with it.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
from pathlib import Path

ROUNDS = 7
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "pathways --help": ["-m", "pathways", "--help"],
    "pathways check": ["-m", "pathways", "check"],
    "pathways check child": ["-m", "pathways", "check", "child"],
    "pathways check --policy ctsa_2015": ["-m", "pathways", "check", "--policy", "ctsa_2015"],
    "pathways draw --check": ["-m", "pathways", "draw", "--check"],
}


def seconds(arguments: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], capture_output=True, check=True, cwd=Path(__file__).parents[2])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, arguments in COMMANDS.items():
            taken[name].append(seconds(arguments))
    empty = statistics.median(taken["python -c pass"])
    for name, times in taken.items():
        middle = statistics.median(times)
        print(f"{name:36} {middle:6.2f} s   {middle / empty:6.1f} times an empty process")


if __name__ == "__main__":
    main()
