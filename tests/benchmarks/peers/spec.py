"""The reference pathway in numbers, which every program reads, and what each of them reports.

A referral is screened and talked over; then it is closed, or checked by three partners at once. With consent it goes to
a panel that meets every 20 days, or to case management; if it is adopted, support follows, and a review that may lead
back. Whatever closes gets feedback. Workload B is for programs that know neither checks side by side nor meetings: one
queue stands for the checks and one for the panel.

The unit of time is the working day. A run begins empty and ends at the horizon; what happens strictly before it counts.
All queues are first come first served, and decisions take no time. At scale 10 there are ten times the referrals, staff
and slots.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

HORIZON: Final = 1300.0
RATE: Final = 3.0  # referrals a day


class Station(NamedTuple):
    """A queue with its staff, and how long they take for one referral; `family` is `lognormal` or `exponential`."""

    servers: int
    family: str
    mean: float
    cv: float


_SCREEN: Final = Station(2, "lognormal", 0.5, 0.8)
_CONVERSE: Final = Station(4, "exponential", 1.0, 1.0)
_PCM: Final = Station(2, "exponential", 3.0, 1.0)
_FEEDBACK: Final = Station(2, "exponential", 0.5, 1.0)
STATIONS: Final[Mapping[str, Mapping[str, Station]]] = {
    "A": {
        "screen": _SCREEN,
        "converse": _CONVERSE,
        "police": Station(3, "lognormal", 1.6, 1.0),
        "school": Station(4, "exponential", 2.3, 1.0),
        "health": Station(5, "lognormal", 3.0, 1.2),
        "pcm": _PCM,
        "feedback": _FEEDBACK,
    },
    "B": {
        "screen": _SCREEN,
        "converse": _CONVERSE,
        "checks": Station(5, "lognormal", 3.0, 1.2),
        "channel": Station(3, "exponential", 3.0, 1.0),
        "pcm": _PCM,
        "feedback": _FEEDBACK,
    },
}
SUPPORT_MEAN: Final = 60.0  # a delay without a queue, lognormal
SUPPORT_CV: Final = 0.6
PANEL_EVERY: Final = 20.0
PANEL_SLOTS: Final = 18

P_NFA: Final = 0.35
P_SIGNPOST: Final = 0.20
P_CONSENT: Final = 0.8
P_PANEL: Final = 0.6  # once for a referral; else case management
P_ADOPT: Final = 0.7  # at every hearing
P_REVIEW: Final = 0.25  # back to the same panel after support

# How a referral closes; those closed after the conversation (no action, signposted) are counted together.
OUTCOMES: Final = ("triage", "refused", "not_adopted", "completed")


def lognormal_parameters(mean: float, cv: float) -> tuple[float, float]:
    """Mean and standard deviation of the logarithm."""
    variance = math.log(1.0 + cv * cv)
    return math.log(mean) - 0.5 * variance, math.sqrt(variance)


@dataclass
class Mean:
    """A sum and how many it is of."""

    total: float = 0.0
    n: int = 0

    def add(self, value: float) -> None:
        self.total += value
        self.n += 1

    @property
    def value(self) -> float | None:
        return self.total / self.n if self.n else None


@dataclass
class Tally:
    """What one replication counts: times to the first hearing, time until it ends, and waits by station."""

    stations: tuple[str, ...]
    arrivals: int = 0
    exits: int = 0
    closed: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    to_panel: Mean = field(default_factory=Mean)
    to_pcm: Mean = field(default_factory=Mean)
    to_end: Mean = field(default_factory=Mean)
    waits: dict[str, Mean] = field(init=False)

    def __post_init__(self) -> None:
        self.waits = {name: Mean() for name in self.stations}

    def row(self) -> dict[str, float | None]:
        """The statistics of the replication by name."""
        closed = sum(self.closed.values())
        return {
            "arrivals": self.arrivals,
            "exits": self.exits,
            "closed": closed,
            "to_panel": self.to_panel.value,
            "to_pcm": self.to_pcm.value,
            "to_end": self.to_end.value,
            **{f"share_{name}": n / closed if closed else None for name, n in self.closed.items()},
            **{f"wait_{name}": wait.value for name, wait in self.waits.items()},
        }


@dataclass
class Stopwatch:
    """Seconds of processor and of wall clock from now on, and the most memory so far in MB."""

    _cpu: float = field(default_factory=time.process_time)
    _wall: float = field(default_factory=time.perf_counter)

    def read(self) -> dict[str, float]:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {
            "cpu_s": time.process_time() - self._cpu,
            "wall_s": time.perf_counter() - self._wall,
            "peak_mb": peak,
        }


def told(engine: str, cases: int, took: Mapping[str, float], rows: Sequence[Mapping[str, Any]]) -> str:
    """One line of JSON that says what a program did and how long it took."""
    return json.dumps({"engine": engine, "cases": cases, **took, "rows": rows})


def arguments(description: str) -> argparse.ArgumentParser:
    """What every program is asked."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--workload", choices="AB", default="A")
    parser.add_argument("--scale", type=int, default=1)
    parser.add_argument("--replications", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    return parser


def mean_and_error(rows: Sequence[Mapping[str, float | None]], name: str) -> tuple[float, float]:
    """The mean of a statistic over replications, and its standard error."""
    values = [value for row in rows if (value := row[name]) is not None]
    return statistics.fmean(values), statistics.stdev(values) / math.sqrt(len(values))
