"""What came out of a study: estimates, differences, verdicts and checks, as rows and as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pathways.measures import Difference, Estimate
from pathways.simulation.checks import Check
from pathways.simulation.expectations import ExpectationVerdict
from pathways.simulation.inputs import Input
from pathways.simulation.study import BASELINE


@dataclass(frozen=True)
class Comparison:
    """A scenario against the baseline."""

    scenario: str
    rows: tuple[Difference, ...]

    def to_frame(self) -> list[Difference]:
        """One row for each measure that both have. Any table library reads a list of dataclasses."""
        return list(self.rows)


@dataclass(frozen=True)
class Result:
    """A study's answer. Times are in working days; all intervals are of 95% over the replications.

    Attributes
    ----------
    scenarios
        Estimates by scenario, the baseline first.
    comparisons
        By scenario, each against the baseline.
    checks
        Those before the run that do not hold are warnings about the study; those after it always hold.
    inputs
        Every number that went in, with where it comes from.
    """

    study: str
    title: str
    question: str | None
    seed: int
    replications: int
    scenarios: Mapping[str, tuple[Estimate, ...]]
    comparisons: Mapping[str, Comparison]
    expectations: tuple[ExpectationVerdict, ...]
    checks: tuple[Check, ...]
    inputs: tuple[Input, ...]

    def estimate(
        self, measure: str, pathway: str = "", of: str = "", statistic: str = "mean", scenario: str = BASELINE
    ) -> Estimate | None:
        """One estimate by name; None if there was nothing to estimate it from."""
        wanted = (measure, pathway, of, statistic)
        found = (e for e in self.scenarios[scenario] if (e.measure, e.pathway, e.of, e.statistic) == wanted)
        return next(found, None)

    def compare(self, scenario: str) -> Comparison:
        """The scenario against the baseline.

        Raises
        ------
        KeyError
            If the study has no such scenario.
        """
        return self.comparisons[scenario]

    def to_frame(self, scenario: str = BASELINE) -> list[Estimate]:
        """One row for each measure."""
        return list(self.scenarios[scenario])

    def as_document(self) -> dict[str, Any]:
        """What `pathways simulate --json` prints."""
        return {
            "study": self.study,
            "seed": self.seed,
            "replications": self.replications,
            "scenarios": {
                name: {"measures": [_without(asdict(estimate), "replications") for estimate in estimates]}
                for name, estimates in self.scenarios.items()
            },
            "comparisons": [
                {**asdict(row), "says": row.says} for comparison in self.comparisons.values() for row in comparison.rows
            ],
            "expectations": [asdict(verdict) for verdict in self.expectations],
            "checks": [asdict(check) for check in self.checks],
        }

    def to_json(self) -> str:
        """The document as text, the same byte for byte on every machine."""
        return json.dumps(self.as_document(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _without(fields: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key != name}
