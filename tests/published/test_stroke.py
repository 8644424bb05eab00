"""Beds for acute stroke care and rehabilitation, held against what two groups print.

Sources: Monks et al. (2016), BMC Health Services Research 16:530, Tables 2 and 3 and Additional file 1, simulated in
SIMUL8; Heather and Monks (2025), github.com/pythonhealthdatascience/pydesrap_stroke, the same in SimPy. Both ran 150
replications. Monks et al. do not say who counts as a stroke that ends in death; their table follows if strokes that
leave for neither rehabilitation nor supported discharge stay as those without it do. Heather and Monks let all of these
stay as those that end in death do; that is the scenario `as_reproduced`.

A patient is delayed where all n beds are taken: the share of time with n patients among the time with at most n.
"""

from __future__ import annotations

import os
from functools import cache
from math import hypot
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.stays import Seen, logs, present, workspace_jobs

from ..simulation.theory import erlang_b

WORKSPACE = Path(__file__).parent / "stroke"
DAY = 86_400
RUNS = 150  # theirs
REPLICATIONS = int(os.environ.get("PATHWAYS_REPLICATIONS", "24"))
UNITS = {
    "acute": ("no_esd", "esd", "other_stroke", "tia", "neuro", "other"),
    "rehab": ("no_esd", "esd", "tia", "neuro", "other"),
}
# Beds, and one patient in how many is delayed, as printed. The shares printed beside it say no more, and some stand in
# the wrong row. Pooled beds (Table 3) are left out: 0.057 for 22 is a share of all time, not of that with at most 22.
PRINTED = {
    ("baseline", "acute"): {9: 5, 10: 7, 11: 11, 12: 16, 13: 28, 14: 50},
    ("baseline", "rehab"): {10: 5, 12: 9, 13: 13, 14: 20, 15: 35, 16: 57},
    ("more_admissions", "acute"): {10: 6, 11: 9, 12: 13, 13: 21, 14: 34},
    ("more_admissions", "rehab"): {12: 8, 13: 11, 14: 15, 15: 25, 16: 42},
    ("no_complex_neurological", "acute"): {10: 11, 11: 18, 12: 32, 13: 55, 14: 100},
    ("no_complex_neurological", "rehab"): {12: 17, 13: 30, 14: 56, 15: 110, 16: 214},
}
# The same as a share, printed with six digits by Heather and Monks.
REPRODUCED = {
    "acute": {9: 0.181806, 10: 0.127787, 11: 0.084944, 12: 0.055565, 13: 0.032653, 14: 0.018720},
    "rehab": {10: 0.199945, 11: 0.149822, 12: 0.110139, 13: 0.076476, 14: 0.051961, 15: 0.032949, 16: 0.019671},
    "both": {22: 0.064668, 26: 0.016305},
}


@cache
def occupied(scenario: str) -> dict[str, NDArray[np.float64]]:
    """For each replication (rows), the share of time with so many patients (columns); also of both units together."""
    job = workspace_jobs(WORKSPACE, "stroke")[scenario]
    rows: dict[str, list[NDArray[np.float64]]] = {"acute": [], "rehab": [], "both": []}
    for log in logs(job, 1, REPLICATIONS):
        beds = Seen(log)
        spells = {unit: [beds.stays(f"{unit}_{kind}") for kind in kinds] for unit, kinds in UNITS.items()}
        spells["both"] = spells["acute"] + spells["rehab"]
        for unit, seen in spells.items():
            enter, leave = (np.concatenate(part) for part in zip(*((s.enter, s.leave) for s in seen), strict=True))
            shares = present(enter, leave, job.model.warm_up, job.model.end)
            rows[unit].append(np.pad(shares, (0, 100 - len(shares))))
    return {unit: np.array(found) for unit, found in rows.items()}


def delayed(shares: NDArray[np.float64], beds: int) -> tuple[float, float]:
    """The share of patients delayed with so many beds, and its standard error as a ratio of two means."""
    full, upto = shares[:, beds], shares[:, : beds + 1].sum(axis=1)
    share = full.mean() / upto.mean()
    return float(share), float((full - share * upto).std(ddof=1) / upto.mean() / len(full) ** 0.5)


@pytest.mark.parametrize(("scenario", "unit"), PRINTED)
def test_delays_agree_with_the_tables_of_monks(scenario: str, unit: str) -> None:
    """Within 4.5 standard errors of ours and theirs together of what rounds to the printed number."""
    for beds, one_in in PRINTED[scenario, unit].items():
        share, error = delayed(occupied(scenario)[unit], beds)
        slack = 4.5 * error * hypot(1, (REPLICATIONS / RUNS) ** 0.5)
        print(f"{beds} beds: one in {1 / share:.1f}, printed {one_in}, standard error of the share {error:.5f}")
        assert 1 / (one_in + 0.5) - slack <= share <= 1 / (one_in - 0.5) + slack


@pytest.mark.parametrize("unit", REPRODUCED)
def test_delays_agree_with_the_table_of_heather_and_monks(unit: str) -> None:
    """Within 4.5 standard errors of ours and theirs together."""
    for beds, printed in REPRODUCED[unit].items():
        share, error = delayed(occupied("as_reproduced")[unit], beds)
        print(f"{beds} beds: {share:.4f}, printed {printed}, standard error {error:.4f}")
        assert abs(share - printed) <= 4.5 * error * hypot(1, (REPLICATIONS / RUNS) ** 0.5)


@pytest.mark.parametrize(("unit", "load"), [("acute", 8.35549), ("rehab", 9.71822)])
def test_occupied_beds_follow_the_law_of_poisson(unit: str, load: float) -> None:
    """Oracle: M/G/infinity, admissions per day times mean days of stay by hand; then delays are those of Erlang B."""
    shares = occupied("baseline")[unit]
    mean = shares @ np.arange(shares.shape[1])
    assert abs(mean.mean() - load) <= 4.5 * mean.std(ddof=1) / len(mean) ** 0.5
    for beds in range(5, 17):
        share, error = delayed(shares, beds)
        assert abs(share - erlang_b(load, beds)) <= 4.5 * error
