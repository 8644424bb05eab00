"""What moved an answer, as a tornado table and chart, as one JSON document and in sentences."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pathways.simulation.answers.asked import Asked
from pathways.simulation.answers.expectations import in_words
from pathways.simulation.answers.frame import data_frame
from pathways.simulation.experiments.claims import Claim

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MOST_TOLD: Final = 5
_COLUMNS: Final = (
    "number", "at", "down", "up", "at_down", "at_up", "difference", "low", "high", "chance", "adjusted", "says",
)  # fmt: skip


@dataclass(frozen=True)
class Bar:
    """One assumption moved.

    Attributes
    ----------
    at, down, up
        What it is, and what it was moved to; a side to which it cannot move is as it is.
    at_down, at_up
        The answer at either side.
    claim
        The answer at the upper side less that at the lower one, paired by replication.
    """

    number: str
    at: str
    down: str
    up: str
    at_down: float
    at_up: float
    claim: Claim

    @property
    def is_clear(self) -> bool:
        """Whether it moves the answer beyond doubt."""
        return self.claim.says in ("higher", "lower")


@dataclass(frozen=True)
class Sensitivity:
    """How far each assumption moves an answer.

    Attributes
    ----------
    by
        The share by which each number was moved; staff by one.
    value
        The answer as the study stands; None if it was never seen.
    bars
        What moves it most comes first, what is lost in chance last. All claims together hold with 95% confidence
        (Holm).
    not_moved
        In words, what is assumed too but was not moved, and the names of numbers with which the study could not be run.
    """

    study: str
    seed: int
    replications: int
    by: float
    measure: Asked
    value: float | None
    bars: tuple[Bar, ...]
    not_moved: tuple[str, ...] = ()

    def to_rows(self) -> list[dict[str, Any]]:
        """A row for each assumption."""
        return [
            {"number": bar.number, "at": bar.at, "down": bar.down, "up": bar.up, "at_down": bar.at_down,
             "at_up": bar.at_up, "difference": bar.claim.difference, "low": bar.claim.low, "high": bar.claim.high,
             "chance": bar.claim.chance, "adjusted": bar.claim.adjusted, "says": bar.claim.says}
            for bar in self.bars
        ]  # fmt: skip

    def to_frame(self) -> Any:
        """The same as a `pandas.DataFrame`.

        Raises
        ------
        PathwaysError
            If pandas is not installed.
        """
        return data_frame(self.to_rows(), _COLUMNS)

    def as_document(self) -> dict[str, Any]:
        """What `pathways sensitivity --json` prints."""
        return {
            "study": self.study, "seed": self.seed, "replications": self.replications, "by": self.by,
            "measure": {**self.measure.key._asdict(), "says": self.measure.says}, "value": self.value,
            "numbers": self.to_rows(), "not_moved": list(self.not_moved), "told": self.told(),
        }  # fmt: skip

    def to_json(self) -> str:
        """The document as text, the same byte for byte on every machine."""
        return json.dumps(self.as_document(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"

    def told(self) -> list[str]:
        """What moves the answer most, in sentences."""
        unit = self.measure.unit
        if self.value is None:
            return [f"The {self.measure.says} was not seen."]
        words = [f"The {self.measure.says} is {in_words(self.value, unit)} as the study stands."]
        clear = [bar for bar in self.bars if bar.is_clear]
        for bar in clear[:_MOST_TOLD]:
            words.append(
                f"{bar.number}: {in_words(bar.at_down, unit)} at {bar.down}, {in_words(bar.at_up, unit)} at {bar.up}."
            )
        if len(clear) > _MOST_TOLD:
            words.append(f"{len(clear) - _MOST_TOLD} more assumptions move it, each by less.")
        lost = len(self.bars) - len(clear)
        if lost:
            words.append(f"Of {lost} of {len(self.bars)} assumptions it cannot be told whether they move it at all.")
        if self.not_moved:
            words.append(f"Not moved, though assumed: {'; '.join(self.not_moved)}.")
        words.append(
            f"Each number moved by {self.by:.0%} down and up by itself, staff by one; {self.replications} replications "
            "on the same random numbers. What is said of all of them together holds with 95% confidence."
        )
        return words

    def plot(self, *, most: int = 15) -> Figure:
        """A tornado chart: for each assumption the answer at its lower and at its upper value.

        Parameters
        ----------
        most
            How many bars are drawn, the longest first.
        """
        from matplotlib.figure import Figure

        bars = self.bars[:most][::-1]
        scale = 100 if self.measure.unit == "share" else 1
        figure = Figure(figsize=(9, 1.2 + 0.42 * max(len(bars), 1)), layout="constrained")
        axes = figure.subplots()
        middle = (self.value or 0.0) * scale
        ends = [end * scale - middle for bar in bars for end in (bar.at_down, bar.at_up)]
        least_seen = 0.01 * (max(ends, default=0.0) - min(ends, default=0.0))
        for row, bar in enumerate(bars):
            sides = ((bar.at_down, bar.down, "#2166ac"), (bar.at_up, bar.up, "#b2182b"))
            # The longer first, so that where both go the same way the shorter is seen on it.
            for end, setting, colour in sorted(sides, key=lambda side: -abs(side[0] * scale - middle)):
                width = end * scale - middle
                axes.barh(row, width, left=middle, height=0.6, color=colour if bar.is_clear else "#bbbbbb")
                if setting != bar.at and abs(width) > least_seen:
                    axes.annotate(
                        _short(setting), (middle + width, row), xytext=(3 if width >= 0 else -3, 0),
                        textcoords="offset points", va="center", ha="left" if width >= 0 else "right", fontsize=7,
                    )  # fmt: skip
        axes.axvline(middle, color="black", linewidth=0.8)
        axes.set_yticks(range(len(bars)), [bar.number for bar in bars], fontsize=8)
        unit = {"share": "%", "working days": "working days", "number": ""}[self.measure.unit]
        axes.set_xlabel(f"{self.measure.says}{f' ({unit})' if unit else ''}\nblue: lower value, red: higher value; "
                        "grey: cannot tell", fontsize=8)  # fmt: skip
        axes.set_title(f"{self.study}: what moves the answer (synthetic)", fontsize=10)
        axes.margins(x=0.18)
        return figure


def _short(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:21]}..."
