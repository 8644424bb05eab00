"""What a sweep found, as rows, as one JSON document and in sentences."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pathways.measures import Estimate
from pathways.simulation.answers.asked import Asked, Better, unit_of
from pathways.simulation.answers.expectations import in_words
from pathways.simulation.answers.frame import data_frame
from pathways.simulation.experiments.claims import Claim
from pathways.simulation.experiments.paired import Word, word_for


@dataclass(frozen=True)
class Point:
    """One point: what it sets, and each measure asked for there (None where nothing was seen)."""

    number: int
    settings: Mapping[str, str]
    measures: Mapping[str, Estimate | None]


@dataclass(frozen=True)
class Effect:
    """What a factor does to a measure on its own, from one value to another, on average over the others."""

    factor: str
    measure: str
    better: Better | None
    first: str
    last: str
    claim: Claim

    @property
    def word(self) -> Word:
        """Better, worse, higher, lower, no change, or cannot tell."""
        return word_for(self.claim.says, self.better)


@dataclass(frozen=True)
class Sweep:
    """A study at many points, all on the same random numbers.

    Attributes
    ----------
    factors
        What varies, each with its values.
    effects
        Together these claims hold with 95% confidence (Holm). Of a Latin hypercube they are slopes of a plane, so they
        tell of no bends.
    stopped_of
        How many replications there should have been, where somebody stopped it before; else None.
    """

    study: str
    sweep: str
    design: str
    seed: int
    replications: int
    factors: Mapping[str, tuple[str, ...]]
    asked: tuple[Asked, ...]
    points: tuple[Point, ...]
    effects: tuple[Effect, ...]
    stopped_of: int | None = None

    def to_rows(self) -> list[dict[str, Any]]:
        """A row for each point and measure."""
        return [
            {"point": point.number, **point.settings, "measure": says,
             "value": None if found is None else found.value, "low": None if found is None else found.low,
             "high": None if found is None else found.high}
            for point in self.points
            for says, found in point.measures.items()
        ]  # fmt: skip

    def to_frame(self) -> Any:
        """The same as a `pandas.DataFrame`.

        Raises
        ------
        PathwaysError
            If pandas is not installed.
        """
        return data_frame(self.to_rows(), ["point", *self.factors, "measure", "value", "low", "high"])

    def effect_rows(self) -> list[dict[str, Any]]:
        """A row for each main effect."""
        return [
            {"factor": e.factor, "measure": e.measure, "first": e.first, "last": e.last,
             "difference": e.claim.difference, "low": e.claim.low, "high": e.claim.high, "chance": e.claim.chance,
             "adjusted": e.claim.adjusted, "says": e.claim.says, "word": e.word}
            for e in self.effects
        ]  # fmt: skip

    def as_document(self) -> dict[str, Any]:
        """What `pathways sweep --json` prints."""
        return {
            "study": self.study, "sweep": self.sweep, "design": self.design, "seed": self.seed,
            "replications": self.replications, "factors": {name: list(v) for name, v in self.factors.items()},
            "points": self.to_rows(), "effects": self.effect_rows(),
            **({} if self.stopped_of is None else {"stopped_of": self.stopped_of}),
        }  # fmt: skip

    def to_json(self) -> str:
        """The document as text, the same byte for byte on every machine."""
        return json.dumps(self.as_document(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"

    def told(self) -> list[str]:
        """What each factor does to each measure, in sentences."""
        units = {asked.says: unit_of(asked.key) for asked in self.asked}
        words = []
        for effect in self.effects:
            claim, unit = effect.claim, units[effect.measure]
            head = f"{effect.factor}, from {effect.first} to {effect.last}: the {effect.measure}"
            if claim.says == "cannot tell":
                words.append(f"{head}: cannot tell.")
                continue
            if claim.says == "the same":
                words.append(f"{head} stays the same.")
                continue
            size = in_words(abs(claim.difference), unit)
            meaning = f" ({effect.word})" if effect.word in ("better", "worse") else ""
            words.append(f"{head} is {claim.says} by {size}{meaning}.")
        how = (
            "a mean over all other values" if self.design == "factorial" else "the slope of a plane through all points"
        )
        words.append(
            f"{len(self.points)} points, {self.replications} replications of each on the same random numbers; an "
            f"effect is {how}. What is said of all effects together holds with 95% confidence."
        )
        return words
