"""The urgent care call centre that Monks and Harper simulate in Ciw, held against what they print.

Source: github.com/pythonhealthdatascience/stars-ciw-example, `01_basic_usage` (2024-2025), rounded to one decimal.
A replication ends after 1,000 minutes; calls that are not over by then count neither for waits nor for the use of
staff.
"""

from __future__ import annotations

from math import hypot
from pathlib import Path
from statistics import fmean, stdev

import pytest

from pathways.eventlog import EventLog
from pathways.simulation.running.pool import Job
from tests.stays import NEVER, logs, stays, workspace_jobs

WORKSPACE = Path(__file__).parent / "call_centre"
MINUTES = 1000
REPLICATIONS = 30
# Mean minutes of waiting for an operator, per cent of operators' time in use; the same for nurses.
PRINTED = {
    "baseline": (50, (3.5, 92.9, 48.5, 97.1)),
    "one_more_of_each": (5, (1.2, 86.5, 55.1, 97.3)),
}


def figures(log: EventLog, job: Job) -> list[float]:
    """The four numbers of one replication."""
    found = []
    staff = {team.name: team.staff for team in job.model.teams}
    for state, team in (("call", "operators"), ("consultation", "nurses")):
        seen = stays(log, state)
        over = seen.leave < NEVER
        found.append((seen.start - seen.enter)[over].mean() / 60)
        found.append(100 * (seen.leave - seen.start)[over].sum() / (60 * MINUTES * staff[team]))
    return found


@pytest.mark.parametrize("scenario", PRINTED)
def test_call_centre_agrees_with_the_printed_table(scenario: str) -> None:
    """Within 4.5 standard errors of ours and theirs together, and their rounding. Theirs is ours for fewer runs."""
    runs, printed = PRINTED[scenario]
    job = workspace_jobs(WORKSPACE, "call-centre")[scenario]
    rows = [figures(log, job) for log in logs(job, 1, REPLICATIONS)]
    for column, expected in zip(zip(*rows, strict=True), printed, strict=True):
        error = stdev(column) * hypot(REPLICATIONS**-0.5, runs**-0.5)
        print(f"{fmean(column):.2f}, printed {expected}, standard error {error:.2f}")
        assert abs(fmean(column) - expected) <= 4.5 * error + 0.05
