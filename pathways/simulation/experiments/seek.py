"""A study and what may vary to the least with which all that it expects holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from pathways.errors import Finding, Place, StudyError, WorkspaceError
from pathways.machine.compiled import CompiledPathway
from pathways.measures import Sample
from pathways.simulation.answers.expectations import Verdict
from pathways.simulation.experiments.bounds import Bound, erlang_bound, load_bound
from pathways.simulation.experiments.deciding import Care, Decision, decide, share_of_error
from pathways.simulation.experiments.ladders import Ladder
from pathways.simulation.experiments.searching import (
    Bracket,
    frontier,
    least,
    most_asked,
    most_asked_of_both,
)  # fmt: skip
from pathways.simulation.experiments.settings import Places
from pathways.simulation.experiments.sought import Answer, Seek, Tried
from pathways.simulation.experiments.varied import starting_from, with_settings
from pathways.simulation.language.study import BASELINE, Study
from pathways.simulation.running.pool import Job, run_all

FIRST: Final = 20
AT_MOST: Final = 1_280
CONFIDENCE: Final = 0.95
_WORDS: Final = {"met": "met", "unmet": "not met", "undecided": "cannot tell"}


def find_least(
    study: Study,
    pathways: Mapping[str, CompiledPathway],
    vary: Sequence[Ladder],
    *,
    scenario: str | None = None,
    confidence: float = CONFIDENCE,
    first: int = FIRST,
    at_most: int = AT_MOST,
    seed: int | None = None,
    workers: int = 1,
    tell: Callable[[str], None] = lambda text: None,
) -> Seek:
    """The least of one quantity with which all expectations hold; of two, the least of the second for each first.

    Parameters
    ----------
    vary
        One or two names with their values from least to most.
    scenario
        Where to start from, instead of the baseline.
    confidence
        Of all verdicts together.
    first, at_most
        Replications of a candidate before it is first judged, and at most.
    tell
        Takes words about each candidate as it is decided.

    Raises
    ------
    StudyError
        If the study does not fit its pathways, expects nothing, or has no such name to vary.
    WorkspaceError
        If there is nothing to vary, or too much, or no such scenario; or for a confidence that is none.
    """
    _see(study, vary, confidence, first, at_most)
    study, seed = starting_from(study, scenario), study.seed if seed is None else seed
    places = {}
    for ladder in vary:
        place = Place("--vary", 1, 1, f"{ladder.name}={'|'.join(ladder.values)}")
        places[ladder.name] = (place, place)
    searching = _Searching(study, pathways, vary, places, seed, workers, tell)
    candidates = most_asked(len(vary[0].values))
    if len(vary) == 2:
        candidates = most_asked_of_both(len(vary[0].values), len(vary[1].values))
    searching.care = Care(share_of_error(confidence, candidates), first, at_most)
    if len(vary) == 1:
        answers = [_answer({}, vary[0], least(len(vary[0].values), lambda n: searching.ask((n,))))]
    else:
        rows = frontier(len(vary[0].values), len(vary[1].values), lambda a, b: searching.ask((a, b)))
        named = zip(vary[0].values, rows, strict=True)
        answers = [_answer({vary[0].name: value}, vary[1], row) for value, row in named if row.met is not None]
    tried = [
        Tried(searching.settings(numbers), found.verdict, found.replications, found.held)
        for numbers, found in sorted(searching.found.items())
    ]
    names = {ladder.name: ladder.values for ladder in vary}
    bounds = searching.bounds() if len(vary) == 1 else ()
    return Seek(study.id, seed, confidence, at_most, names, tuple(answers), tuple(tried), bounds)


def _answer(given: Mapping[str, str], ladder: Ladder, bracket: Bracket) -> Answer:
    met, unmet = (None if n is None else ladder.values[n] for n in (bracket.met, bracket.unmet))
    return Answer(given, met, unmet, bracket.is_sharp, bracket.is_monotone)


class _Searching:
    """Candidates by the numbers of their values, each decided once."""

    care: Care

    def __init__(
        self, study: Study, pathways: Mapping[str, CompiledPathway], vary: Sequence[Ladder],
        places: Places, seed: int, workers: int, tell: Callable[[str], None],
    ) -> None:  # fmt: skip
        self.study, self.pathways, self.vary, self.places = study, pathways, vary, places
        self.seed, self.workers, self.tell = seed, workers, tell
        self.jobs: dict[tuple[int, ...], Job] = {}
        self.found: dict[tuple[int, ...], Decision] = {}
        self.samples: dict[tuple[int, ...], Sample] = {}

    def settings(self, numbers: tuple[int, ...]) -> dict[str, str]:
        return {ladder.name: ladder.values[n] for ladder, n in zip(self.vary, numbers, strict=True)}

    def job(self, numbers: tuple[int, ...]) -> Job:
        if numbers not in self.jobs:
            settings = {"candidate": self.settings(numbers)}
            self.jobs[numbers] = with_settings(self.study, settings, self.pathways, self.places)["candidate"]
        return self.jobs[numbers]

    def ask(self, numbers: tuple[int, ...]) -> Verdict:
        job = self.job(numbers)

        def run(replications: range) -> Sample:
            found = run_all({BASELINE: job}, self.seed, replications, self.workers)[BASELINE]
            before = self.samples.get(numbers)
            self.samples[numbers] = found if before is None else Sample.joined([before, found])
            return found

        found = self.found[numbers] = decide(run, job.expectations, self.care)
        named = ", ".join(f"{name} = {value}" for name, value in self.settings(numbers).items())
        self.tell(f"{named}: {_WORDS[found.verdict]} after {found.replications} replications")
        return found.verdict

    def bounds(self) -> tuple[Bound, ...]:
        """What theory says where one quantity varies, from what its best candidate's replications saw."""
        ladder = self.vary[0]
        found = [load_bound(ladder.name, ladder.values, lambda n: self.job((n,)), self.seed)]
        met = [numbers for numbers, decision in self.found.items() if decision.verdict == "met"]
        numbers = min(met) if met else max(self.found)
        job = self.job(numbers)
        found.append(erlang_bound(ladder.name, ladder.values, job, self.samples[numbers], job.expectations))
        return tuple(bound for bound in found if bound is not None)


def _see(study: Study, vary: Sequence[Ladder], confidence: float, first: int, at_most: int) -> None:
    if not 1 <= len(vary) <= 2 or len({ladder.name for ladder in vary}) < len(vary):
        raise WorkspaceError(
            f"{len(vary)} quantities vary\n    expected one, or two different ones\n"
            "    fix: give '--vary' once or twice, such as --vary teams.mash.staff=1..10"
        )
    if not 0.5 <= confidence < 1:
        raise WorkspaceError(
            f"a confidence of {confidence:g} is none\n    expected a share from 0.5 to less than 1\n    fix: write 0.95"
        )
    if not 2 <= first <= at_most:
        raise WorkspaceError(
            f"a candidate cannot have from {first} to {at_most} replications\n"
            "    expected at least 2, and at most no fewer\n    fix: leave these out"
        )
    if not study.baseline.spec.expect:
        finding = Finding(
            "study-expect", study.baseline.document.place(()), f"'{study.id}' expects nothing",
            "an 'expect:' that says what has to hold", "add for instance 'expect: [90% of child referrals end within "
            "6 months]'",
        )  # fmt: skip
        raise StudyError([finding])
