"""How fast the simulation is, beside programs in SimPy and C++: run `python -m tests.benchmarks.simulation`.

Not a test: machines differ. The programs take turns, so that what else the machine does falls on all of them; told are
medians over the rounds, of processor seconds without start-up and compilation. Ours works out every measure and every
check of a study, with keyed draws; the peers, only the statistics that `peers.spec` names. `--part` picks one of:

- `peers`: referrals simulated per processor second by each program, and how well their statistics agree;
- `scales`: what a referral costs at 1, 10 and 100 times the referrals and capacity;
- `threads`: one thread against two, by the wall clock;
- `office`: office hours and bank holidays, every event recorded;
- `commands`: whole commands: the repository's baseline, the memory of 1,000 replications, a first and a warm start.
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
from tests.benchmarks.processes import ROOT, pathways, python, ran

PEERS: Final = Path(__file__).parent / "peers"
REFERENCE: Final = Path(__file__).parent / "reference"
REPLICATIONS: Final = {"SimPy": 8, "C++": 800, "Pathways": 800}  # for each round, at scale 1
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
    parser.add_argument("--ours", type=int, default=REPLICATIONS["Pathways"], help="replications of ours in each round")
    asked = parser.parse_args()
    for name in asked.part or parts:
        parts[name](asked)
        print(flush=True)


def peers(asked: argparse.Namespace) -> None:
    """Every program in turn: ours, SimPy's and C++'s."""
    with tempfile.TemporaryDirectory() as folder:
        engines = {"Pathways": ours(), "SimPy": python("-m", "tests.benchmarks.peers.by_simpy")} | in_cpp(folder)
        print(f"workload {asked.workload} at scale {asked.scale}, {asked.rounds} rounds\n")
        runs: dict[str, list[Run]] = {name: [] for name in engines}
        for number in range(asked.rounds):
            for name, command in engines.items():
                runs[name].append(one(command, name, asked, seed=number + 1))
        print(f"{'':12}{'referrals a second':>20}{'peak MB':>10}{'  ours is faster by':>20}")
        for name, found in runs.items():
            ratios = [of_ours["speed"] / run["speed"] for of_ours, run in zip(runs["Pathways"], found, strict=True)]
            speed, peak = median(run["speed"] for run in found), median(run["peak_mb"] for run in found)
            print(f"{name:12}{speed:20,.0f}{peak:10.0f}{'' if name == 'Pathways' else f'{median(ratios):18.1f}':>20}")
        agreement({name: [row for run in found for row in run["rows"]] for name, found in runs.items()})


def agreement(rows: Mapping[str, list[Mapping[str, float | None]]]) -> None:
    """Each statistic's mean by every program, and how many standard errors ours is from theirs."""
    print(f"\n{'':20}" + "".join(f"{name:>12}{'' if name == 'Pathways' else '       z':8}" for name in rows))
    for name in rows["Pathways"][0]:
        mean, error = spec.mean_and_error(rows["Pathways"], name)
        line = f"{name:20}{mean:12.4f}{'':8}"
        for engine in list(rows)[1:]:
            other, its_error = spec.mean_and_error(rows[engine], name)
            line += f"{other:12.4f}{(mean - other) / math.hypot(error, its_error):8.1f}"
        print(line)


def scales(asked: argparse.Namespace) -> None:
    """The cost of a referral as the study grows."""
    print(f"workload {asked.workload}: processor microseconds for each referral")
    costs: dict[int, list[float]] = {1: [], 10: [], 100: []}
    for number in range(asked.rounds):
        for scale, found in costs.items():
            run = one(ours(), "Pathways", argparse.Namespace(**vars(asked) | {"scale": scale}), seed=number + 1)
            found.append(1e6 / run["speed"])
    for scale, found in costs.items():
        print(f"  scale {scale:3}{median(found):8.3f}{median(found) / median(costs[1]):8.2f} times scale 1")


def threads(asked: argparse.Namespace) -> None:
    """One thread against two."""
    walls: dict[int, list[float]] = {1: [], 2: []}
    for number in range(asked.rounds):
        for count, found in walls.items():
            run = one([*ours(), "--threads", str(count)], "Pathways", asked, seed=number + 1)
            found.append(run["wall_s"])
    print(f"two threads are {median(a / b for a, b in zip(walls[1], walls[2], strict=True)):.2f} times as fast as one")


def office(asked: argparse.Namespace) -> None:
    """Real calendars with every event recorded, beside SimPy's run in continuous time that records nothing."""
    both: dict[str, list[Run]] = {"Pathways": [], "SimPy": []}
    plain = argparse.Namespace(**vars(asked) | {"workload": "A", "scale": 1})
    for number in range(asked.rounds):
        recorded = [*ours(), "--study", "reference-a-office", "--record"]
        both["Pathways"].append(one(recorded, "Pathways", plain, seed=number + 1))
        both["SimPy"].append(one(python("-m", "tests.benchmarks.peers.by_simpy"), "SimPy", plain, seed=number + 1))
    ratio = median(a["speed"] / b["speed"] for a, b in zip(both["Pathways"], both["SimPy"], strict=True))
    speed = median(run["speed"] for run in both["Pathways"])
    print(
        f"office hours, every event recorded: {speed:,.0f} referrals a second, {ratio:.1f} times SimPy without either"
    )


def commands(asked: argparse.Namespace) -> None:
    """What somebody at a terminal waits for."""
    whole = [ran(pathways("simulate", "baseline", "--replications", "200", "--json")) for _ in range(asked.rounds)]
    sides = len(json.loads(whole[0].said)["scenarios"])
    wall, cpu = median(run.wall for run in whole), median(run.cpu for run in whole)
    print(f"baseline, 200 replications of {sides} scenarios: {wall:.2f} s, {cpu:.2f} s of processors")
    many = ran(pathways("simulate", "baseline", "--replications", "1000", "--json"))
    print(f"baseline, 1,000 replications: {many.wall:.2f} s, peak {many.peak:.0f} MB")
    small = pathways("simulate", "reference-a", "--replications", "2")
    with tempfile.TemporaryDirectory() as folder:
        first = ran(small, folder=REFERENCE, NUMBA_CACHE_DIR=folder)
        warm = [ran(small, folder=REFERENCE, NUMBA_CACHE_DIR=folder) for _ in range(asked.rounds)]
    print(f"first run ever of 'pathways simulate': {first.wall:.2f} s, and it says:")
    print("  " + first.noted.strip().replace("\n", "\n  "))
    print(f"warm start of 'pathways simulate': {median(run.wall for run in warm):.2f} s")


def ours() -> list[str]:
    return python("-m", "tests.benchmarks.peers.by_pathways")


def in_cpp(folder: str) -> dict[str, list[str]]:
    """The C++ program, compiled into a folder; nothing where there is no compiler."""
    compiler = shutil.which("g++")
    if compiler is None:
        print("C++ is left out: there is no g++ here\n")
        return {}
    program = str(Path(folder) / "by_cpp")
    ran([compiler, "-O3", "-march=native", "-std=c++17", "-pthread", str(PEERS / "by_cpp.cpp"), "-o", program])
    return {"C++": [program]}


def one(command: list[str], name: str, asked: argparse.Namespace, seed: int) -> Run:
    """One run of a program, with the referrals it simulated per processor second."""
    whole = asked.ours if name == "Pathways" else REPLICATIONS[name]
    settings = {
        "--workload": asked.workload, "--scale": asked.scale, "--seed": seed,
        "--replications": max(2, whole // asked.scale),
    }  # fmt: skip
    words = [str(word) for pair in settings.items() for word in pair]
    run: Run = json.loads(ran([*command, *words], folder=ROOT).said)
    return run | {"speed": run["cases"] / run["cpu_s"]}


if __name__ == "__main__":
    main()
