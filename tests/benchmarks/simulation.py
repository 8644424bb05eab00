"""How fast the simulation is, beside programs in SimPy and C++: run `python -m tests.benchmarks.simulation`.

Not a test: machines differ. The programs take turns, so that what else the machine does falls on all of them; told are
medians over the rounds, of processor seconds without start-up and compilation. `--part` picks one of:

- `peers`: referrals simulated per processor second by each program, and how well their statistics agree. Ours runs
  three times: by itself, adding up how many wait and work (`kernel`); with every event recorded (`events`); and with
  everything that a study reports and checks (`measures`), which is far more than the peers work out;
- `scales`: what a referral costs at 1, 10 and 100 times the referrals and capacity;
- `threads`: one thread against two, by the wall clock;
- `office`: office hours and bank holidays, every event recorded;
- `commands`: whole commands: a study of the repository, the memory of 1,000 replications, a first and a warm start.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any, Final

from tests.benchmarks.peers import spec
from tests.benchmarks.processes import pathways, python, ran

PEERS: Final = Path(__file__).parent / "peers"
REFERENCE: Final = Path(__file__).parent / "reference"
# For each round, at scale 1; ours with measures takes half as many.
REPLICATIONS: Final = {"SimPy": 8, "C++": 800, "kernel": 800, "events": 800, "measures": 400}
OURS: Final = ("kernel", "events", "measures")
STUDY: Final = "mash-threshold-qa"  # the repository's baseline with four scenarios
SIMPY: Final = python("-m", "tests.benchmarks.peers.by_simpy")
Run = dict[str, Any]


def main() -> None:
    parts: dict[str, Callable[[argparse.Namespace], None]] = {
        "peers": peers, "scales": scales, "threads": threads, "office": office, "commands": commands,
    }  # fmt: skip
    parser = argparse.ArgumentParser(description="Measure the simulation beside its peers.")
    parser.add_argument("--part", choices=parts, action="append")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workload", choices="AB", default="A")
    parser.add_argument("--scale", type=int, choices=(1, 10, 100), default=1)
    asked = parser.parse_args()
    for name in asked.part or parts:
        parts[name](asked)
        print(flush=True)


def peers(asked: argparse.Namespace) -> None:
    """Every program in turn: ours, SimPy's and C++'s."""
    with tempfile.TemporaryDirectory() as folder:
        engines = {what: ours(what, told=40) for what in OURS} | {"SimPy": SIMPY} | in_cpp(folder)
        print(f"workload {asked.workload} at scale {asked.scale}, {asked.rounds} rounds\n")
        runs: dict[str, list[Run]] = {name: [] for name in engines}
        for number in range(asked.rounds):
            for name, command in engines.items():
                runs[name].append(one(command, name, asked.workload, asked.scale, seed=number + 1))
    others = [name for name in engines if name not in OURS]
    print(f"{'':12}{'referrals a second':>20}{'peak MB':>10}" + "".join(f"{'times ' + name:>14}" for name in others))
    for name, found in runs.items():
        speed, peak = median(run["speed"] for run in found), median(run["peak_mb"] for run in found)
        ratios = [median(times(found, runs[other])) for other in others] if name in OURS else []
        print(f"{name:12}{speed:20,.0f}{peak:10.0f}" + "".join(f"{ratio:14.2f}" for ratio in ratios))
    agreement({name: [row for run in runs[name] for row in run["rows"]] for name in ("kernel", *others)})


def times(ours: list[Run], theirs: list[Run]) -> list[float]:
    """How many times as fast, round by round."""
    return [mine["speed"] / other["speed"] for mine, other in zip(ours, theirs, strict=True)]


def agreement(rows: Mapping[str, list[Mapping[str, float | None]]]) -> None:
    """Each statistic's mean by every program, and how many standard errors ours is from theirs."""
    first, *others = rows
    print(f"\n{'':20}{'ours':>12}" + "".join(f"{name:>12}{'z':>8}" for name in others))
    for name in rows[first][0]:
        mean, error = spec.mean_and_error(rows[first], name)
        line = f"{name:20}{mean:12.4f}"
        for engine in others:
            other, its_error = spec.mean_and_error(rows[engine], name)
            line += f"{other:12.4f}{(mean - other) / math.hypot(error, its_error):8.1f}"
        print(line)


def scales(asked: argparse.Namespace) -> None:
    """The cost of a referral as the study grows."""
    print(f"workload {asked.workload}: processor microseconds for each referral")
    costs: dict[int, list[float]] = {1: [], 10: [], 100: []}
    for number in range(asked.rounds):
        for scale, found in costs.items():
            found.append(1e6 / one(ours("kernel"), "kernel", asked.workload, scale, seed=number + 1)["speed"])
    for scale, found in costs.items():
        print(f"  scale {scale:3}{median(found):8.3f}{median(found) / median(costs[1]):8.2f} times scale 1")


def threads(asked: argparse.Namespace) -> None:
    """One thread against two."""
    for what in ("kernel", "measures"):
        walls: dict[int, list[float]] = {1: [], 2: []}
        for number in range(asked.rounds):
            for count, found in walls.items():
                command = [*ours(what), "--threads", str(count)]
                found.append(one(command, what, asked.workload, asked.scale, seed=number + 1)["wall_s"])
        ratio = median(a / b for a, b in zip(walls[1], walls[2], strict=True))
        print(f"{what}: two threads are {ratio:.2f} times as fast as one")


def office(asked: argparse.Namespace) -> None:
    """Real calendars with every event recorded, beside SimPy's run in continuous time that records nothing."""
    both: dict[str, list[Run]] = {"events": [], "SimPy": []}
    commands = {"events": [*ours("events"), "--study", "reference-a-office"], "SimPy": SIMPY}
    for number in range(asked.rounds):
        for name, command in commands.items():
            both[name].append(one(command, name, "A", 1, seed=number + 1))
    speed, ratio = median(run["speed"] for run in both["events"]), median(times(both["events"], both["SimPy"]))
    print(f"office hours, every event recorded: {speed:,.0f} referrals a second, {ratio:.1f} times SimPy with neither")


def commands(asked: argparse.Namespace) -> None:
    """What somebody at a terminal waits for."""
    whole = [ran(pathways("simulate", STUDY, "--replications", "200", "--json")) for _ in range(asked.rounds)]
    sides = len(json.loads(whole[0].said)["scenarios"])
    wall, cpu = median(run.wall for run in whole), median(run.cpu for run in whole)
    print(f"{STUDY}, 200 replications, {sides} scenarios with the baseline: {wall:.2f} s, {cpu:.2f} s of processors")
    many = ran(pathways("simulate", "borough-baseline", "--replications", "1000", "--json"))
    print(f"borough-baseline, 1,000 replications: {many.wall:.2f} s, peak {many.peak:.0f} MB")
    small = pathways("simulate", "reference-a", "--replications", "2")
    with tempfile.TemporaryDirectory() as folder:
        first = ran(small, folder=REFERENCE, NUMBA_CACHE_DIR=folder)
        warm = [ran(small, folder=REFERENCE, NUMBA_CACHE_DIR=folder) for _ in range(asked.rounds)]
    print(f"first run ever of 'pathways simulate': {first.wall:.2f} s, {first.cpu:.2f} s of processors, and it says:")
    print("  " + first.noted.strip().replace("\n", "\n  "))
    wall, cpu = median(run.wall for run in warm), median(run.cpu for run in warm)
    print(f"warm start of 'pathways simulate': {wall:.2f} s, {cpu:.2f} s of processors")


def ours(what: str, told: int = 0) -> list[str]:
    """Our program, and of how many replications it is to tell the statistics."""
    return python("-m", "tests.benchmarks.peers.by_pathways", "--what", what, "--told", str(told))


def in_cpp(folder: str) -> dict[str, list[str]]:
    """The C++ program, compiled into a folder; nothing where there is no compiler."""
    compiler = shutil.which("g++")
    if compiler is None:
        print("C++ is left out: there is no g++ here\n")
        return {}
    program = str(Path(folder) / "by_cpp")
    ran([compiler, "-O3", "-march=native", "-std=c++17", "-pthread", str(PEERS / "by_cpp.cpp"), "-o", program])
    return {"C++": [program]}


def one(command: list[str], name: str, workload: str, scale: int, seed: int) -> Run:
    """One run of a program, with the referrals it simulated per processor second."""
    settings = {
        "--workload": workload, "--scale": scale, "--seed": seed,
        "--replications": max(2, REPLICATIONS[name] // scale),
    }  # fmt: skip
    words = [str(word) for pair in settings.items() for word in pair]
    run: Run = json.loads(ran([*command, *words]).said)
    return run | {"speed": run["cases"] / run["cpu_s"]}


if __name__ == "__main__":
    main()
