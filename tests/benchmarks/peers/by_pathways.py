"""The reference pathway by this project: `python -m tests.benchmarks.peers.by_pathways`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np

from pathways.eventlog import Event, EventLog
from pathways.simulation.running.kernels import give_back, lend
from pathways.simulation.running.pool import Job, run_all
from pathways.simulation.tally import layout
from tests.benchmarks.peers import spec
from tests.stays import logs, workspace_jobs

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


def job(workload: str, scale: int) -> Job:
    """What is to be run for a workload at a scale."""
    study = f"reference-{workload.lower()}" + ("" if scale == 1 else "-scaled")
    return workspace_jobs(WORKSPACE, study)[SCENARIOS[scale]]


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


def simulated(made: Job, seed: int, replications: int, threads: int, *, is_logged: bool) -> int:
    """Run the replications by themselves, with or without every event recorded; how many referrals arrived."""
    arrived = layout(made.model).arrived

    def run(number: int) -> int:
        space = lend()
        counts = made.runner.run(seed, number, space).counts if is_logged else made.runner.count(seed, number, space)
        give_back(space)
        return int(counts[arrived].sum())

    if threads == 1:
        return sum(map(run, range(replications)))
    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(run, range(replications)))


def main() -> None:
    parser = spec.arguments("The reference pathway by this project.")
    parser.add_argument("--study", help="another study of the workspace, instead of a workload and scale")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--what", choices=("kernel", "events", "measures"), default="kernel")
    parser.add_argument("--told", type=int, default=40, help="of how many replications the statistics are told")
    asked = parser.parse_args()
    made = workspace_jobs(WORKSPACE, asked.study)["baseline"] if asked.study else job(asked.workload, asked.scale)

    def work(replications: int) -> None:
        if asked.what == "measures":
            run_all({"baseline": made}, asked.seed, range(replications), asked.threads)
        else:
            simulated(made, asked.seed, replications, asked.threads, is_logged=asked.what == "events")

    work(2)  # compiled, and its tables made, before the clock starts
    watch = spec.Stopwatch()
    work(asked.replications)
    took = watch.read()
    cases = simulated(made, asked.seed, asked.replications, 1, is_logged=False)
    rows = [row(log, asked.workload) for log in logs(made, asked.seed, min(asked.told, asked.replications))]
    print(spec.told("Pathways", cases, took, rows))


if __name__ == "__main__":
    main()
