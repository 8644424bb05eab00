"""What a search for the least found, as rows, as one JSON document and in sentences."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pathways.simulation.answers.expectations import Verdict
from pathways.simulation.answers.frame import data_frame
from pathways.simulation.experiments.bounds import Bound
from pathways.simulation.experiments.deciding import Held


@dataclass(frozen=True)
class Tried:
    """One candidate: what it was set to, the verdict on all expectations together, and on each."""

    settings: Mapping[str, str]
    verdict: Verdict
    replications: int
    held: tuple[Held, ...]


@dataclass(frozen=True)
class Answer:
    """The least value of the last name with which everything holds.

    Attributes
    ----------
    given
        The value of the other name, where two vary; else empty.
    met
        The least that was shown to do; None if none was.
    unmet
        The greatest below it that was shown not to do; None if none was.
    is_sharp
        Whether the value just below the least was shown not to do, or there is none below.
    is_monotone
        Whether what was tried bears out that more never does worse.
    """

    given: Mapping[str, str]
    met: str | None
    unmet: str | None
    is_sharp: bool
    is_monotone: bool


@dataclass(frozen=True)
class Seek:
    """What a search found. All its verdicts together hold with `confidence`.

    Attributes
    ----------
    names
        What varied, each with its values from least to most.
    answers
        One; where two names vary, one for each value of the first with which less of the second is enough than before.
    tried
        Every candidate that was simulated, in order of values.
    bounds
        What theory says of the least, to be held beside it.
    """

    study: str
    seed: int
    confidence: float
    at_most: int
    names: Mapping[str, tuple[str, ...]]
    answers: tuple[Answer, ...]
    tried: tuple[Tried, ...]
    bounds: tuple[Bound, ...] = ()

    @property
    def is_found(self) -> bool:
        """Whether anything was shown to be enough."""
        return any(answer.met is not None for answer in self.answers)

    def to_rows(self) -> list[dict[str, Any]]:
        """A row for each candidate that was simulated and each expectation."""
        return [
            {**tried.settings, "verdict": tried.verdict, "replications": tried.replications,
             "expectation": held.says, "held": held.verdict, "value": held.value, "low": held.low, "high": held.high}
            for tried in self.tried
            for held in tried.held
        ]  # fmt: skip

    def to_frame(self) -> Any:
        """The same as a `pandas.DataFrame`.

        Raises
        ------
        PathwaysError
            If pandas is not installed.
        """
        columns = ["verdict", "replications", "expectation", "held", "value", "low", "high"]
        return data_frame(self.to_rows(), [*self.names, *columns])

    def as_document(self) -> dict[str, Any]:
        """What `pathways seek --json` prints."""
        return {**asdict(self), "told": self.told()}

    def to_json(self) -> str:
        """The document as text, the same byte for byte on every machine."""
        return json.dumps(self.as_document(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"

    def told(self) -> list[str]:
        """The answer in sentences."""
        last = list(self.names)[-1]
        words = [_told(answer, last, self.names[last]) for answer in self.answers]
        if len(self.names) == 2 and len(self.answers) > 1:
            words.insert(0, f"Each value of '{next(iter(self.names))}' that spares some of '{last}':")
        if not self.answers:
            words = ["None of the combinations was shown to be enough."]
        if not all(answer.is_monotone for answer in self.answers):
            words.append("More did not always do better: a value above the least was shown not to do. Look at each.")
        words += [bound.says for bound in self.bounds]
        words.append(
            f"All verdicts together hold with {self.confidence:.0%} confidence; {len(self.tried)} candidates were "
            f"tried, each in up to {self.at_most} replications. It is taken for granted that more never does worse."
        )
        return words


def _told(answer: Answer, name: str, values: Sequence[str]) -> str:
    given = "".join(f"With {other} = {value}: " for other, value in answer.given.items())
    if answer.met is None:
        if answer.unmet == values[-1]:
            return _sentence(f"{given}none is enough: even {name} = {values[-1]} is not.")
        open_from = values[0] if answer.unmet is None else values[values.index(answer.unmet) + 1]
        return _sentence(
            f"{given}none was shown to be enough; from {name} = {open_from} on it cannot be told at this precision."
        )
    if answer.is_sharp:
        below = "the least that was asked about" if answer.unmet is None else f"{answer.unmet} is not enough"
        return _sentence(f"{given}the least is {name} = {answer.met} ({below}).")
    open_ = "below it" if answer.unmet is None else f"it is not with {answer.unmet}; between them"
    return _sentence(f"{given}it is enough with {name} = {answer.met}; {open_} it cannot be told at this precision.")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
