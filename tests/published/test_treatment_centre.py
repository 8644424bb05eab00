"""The treatment centre of Nelson's book as Monks and Harper simulate it in SimPy, held against the table they print.

Source: github.com/pythonhealthdatascience/stars-simpy-example-docs, `output/table_3.txt` (2024): mean minutes of
waiting in 20 replications with common random numbers, so the same number wherever a change cannot matter.
"""

from __future__ import annotations

from math import hypot
from pathlib import Path
from statistics import fmean, stdev

import pytest

from tests.stays import logs, stays, workspace_jobs

WORKSPACE = Path(__file__).parent / "treatment_centre"
REPLICATIONS = 40
RUNS = 20  # theirs
MINUTE = 24 * 60  # a minute there is 24 here
STATES = ("triage", "registration", "examination", "treatment", "stabilisation", "trauma_treatment")
PRINTED = {
    "baseline": (32.56, 104.69, 23.36, 130.73, 166.98, 14.39),
    "more_triage": (1.26, 131.82, 24.44, 133.09, 189.67, 14.77),
    "more_examination": (32.56, 104.69, 0.14, 144.50, 166.98, 14.39),
    "more_treatment": (32.56, 104.69, 23.36, 2.15, 166.98, 14.39),
    "more_triage_and_examination": (1.26, 131.82, 0.14, 147.81, 189.67, 14.77),
}


@pytest.mark.parametrize("scenario", PRINTED)
def test_waits_in_the_treatment_centre_agree_with_the_printed_table(scenario: str) -> None:
    """Within 4.5 standard errors of ours and theirs together, and their rounding. Theirs is ours for fewer runs."""
    job = workspace_jobs(WORKSPACE, "treatment-centre")[scenario]
    rows = [[stays(log, state).waits.mean() / MINUTE for state in STATES] for log in logs(job, 1, REPLICATIONS)]
    for state, column, expected in zip(STATES, zip(*rows, strict=True), PRINTED[scenario], strict=True):
        error = stdev(column) * hypot(REPLICATIONS**-0.5, RUNS**-0.5)
        print(f"{state}: {fmean(column):.2f}, printed {expected}, standard error {error:.2f}")
        assert abs(fmean(column) - expected) <= 4.5 * error + 0.005
