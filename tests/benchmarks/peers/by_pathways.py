"""The reference pathway by this project: `python -m tests.benchmarks.peers.by_pathways`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

import numpy as np

from pathways.eventlog import Event, EventLog
from pathways.simulation import Study
from pathways.simulation.kernel import Kernel
from pathways.simulation.pool import Job, run_all
from pathways.simulation.run import prepare
from pathways.workspace import load_pathways, load_study
from tests.benchmarks.peers import spec

WORKSPACE: Final = Path(__file__).parents[1] / "reference"
SCENARIOS: Final = {1: "baseline", 10: "tenfold", 100: "hundredfold"}
# The decision by which a referral closes, and what the peers call that.
DECISIONS: Final = {"triage": "triage", "consented": "refused", "adopted": "not_adopted", "reviewed": "completed"}
DAY: Final = 86_400
# Our states, by the peers' names for their queues; in workload B a queue stands for the panel.
STATES: Final = {
    "checks.police.check": "police",
    "checks.school.check": "school",
    "checks.health.check": "health",
    "panel": "channel",
}


def study(name: str) -> tuple[Study, dict[str, Job]]:
    """A study of the reference workspace, and all its scenarios ready to run."""
    parsed, _ = load_study(name, WORKSPACE)
    loaded = load_pathways(parsed.pathways, WORKSPACE).require()
    return parsed, prepare(parsed, {pathway.id: pathway.compiled for pathway in loaded}, None)


def study_of(workload: str, scale: int) -> str:
    return f"reference-{workload.lower()}" + ("" if scale == 1 else "-scaled")


def job(workload: str, scale: int) -> tuple[str, Job]:
    """The name of a scenario and what is to be run for it."""
    name = SCENARIOS[scale]
    return name, study(study_of(workload, scale))[1][name]


def row(log: EventLog, workload: str) -> dict[str, float | None]:
    """What the peers report of a replication, read off its event log, which must be in continuous time."""
    _, referral, _, state, visit, event, time = (np.asarray(column, dtype=np.int64) for column in log.columns())
    (names,) = log.states
    days = time / DAY
    arrived = days[event == Event.ARRIVE]  # referrals are numbered as they arrive
    ended = event == Event.END

    def first_hearing(name: str) -> float | None:
        heard = (state == names.index(name)) & (event == Event.FINISH) & (visit == 1)
        return _mean(days[heard] - arrived[referral[heard]])

    # One referral after the other: what comes before feedback is the decision by which a referral closes.
    order = np.argsort(referral, kind="stable")
    closing = np.flatnonzero((state[order] == names.index("feedback")) & (event[order] == Event.ENTER))
    by = state[order][closing - 1]
    waits = {}
    for number, name in enumerate(names):
        station = STATES.get(name, name)
        if station in spec.STATIONS[workload]:
            here = np.flatnonzero((state == number) & ((event == Event.ENTER) | (event == Event.START)))
            here = here[np.lexsort((event[here], visit[here], referral[here]))]  # each entry, then its start
            started = np.flatnonzero(event[here] == Event.START)
            waits[f"wait_{station}"] = _mean(days[here[started]] - days[here[started - 1]])
    return {
        "arrivals": len(arrived),
        "exits": int(ended.sum()),
        "closed": len(closing),
        "to_panel": first_hearing("panel"),
        "to_pcm": first_hearing("pcm"),
        "to_end": _mean(days[ended] - arrived[referral[ended]]),
        **{f"share_{outcome}": _mean(by == names.index(name)) for name, outcome in DECISIONS.items()},
        **waits,
    }


def _mean(values: np.ndarray) -> float | None:
    return float(values.mean()) if len(values) else None


def main() -> None:
    parser = spec.arguments("The reference pathway by this project.")
    parser.add_argument("--study", help="another study of the workspace, instead of a workload and scale")
    parser.add_argument("--threads", type=int, default=1)
    asked = parser.parse_args()
    name, made = job(asked.workload, asked.scale)
    if asked.study:
        name, made = "baseline", study(asked.study)[1]["baseline"]
    run_all({name: made}, asked.seed, range(2), asked.threads)  # compiled, and its tables made, before the clock starts
    wall, cpu = time.perf_counter(), time.process_time()
    run_all({name: made}, asked.seed, range(asked.replications), asked.threads)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    rows = [row(Kernel(made.model, asked.seed, n).run(), asked.workload) for n in range(asked.replications)]
    print(spec.told("Pathways", rows, cpu, wall))


if __name__ == "__main__":
    main()
